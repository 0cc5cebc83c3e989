"""Where the entries of the catalogue were read: the packages on the index, and the definitions in them."""

from __future__ import annotations

from typing import NamedTuple


class Where(NamedTuple):
    """A file of a wheel, and the functions, classes and shapes in it that an entry was read from."""

    package: str
    file: str
    names: str


THREADS = "openai/resources/beta/threads"
REALTIME = "openai/types/realtime"
CHAT_BODY = Where("openai", "openai/types/chat/completion_create_params.py", "CompletionCreateParamsBase")
RESPONSE_BODY = Where("openai", "openai/types/responses/response_create_params.py", "ResponseCreateParamsBase")
CHAT_CACHE = Where("openai", "openai/types/chat/completion_create_params.py", "PromptCacheOptions")
RESPONSE_CACHE = Where("openai", "openai/types/responses/response_create_params.py", "PromptCacheOptions")
REASONING = Where("openai", "openai/types/shared_params/reasoning.py", "Reasoning")
TEXT_CONFIG = Where("openai", "openai/types/responses/response_text_config_param.py", "ResponseTextConfigParam")
RESPONSE_TEXTS = Where("openai", "openai/resources/responses/responses.py", "create parse stream compact")
SESSION = Where("openai", f"{REALTIME}/realtime_session_create_request_param.py", "RealtimeSessionCreateRequestParam")
SESSION_RESPONSE = Where(
    "openai", f"{REALTIME}/realtime_response_create_params_param.py", "RealtimeResponseCreateParamsParam"
)
MESSAGE_BODY = Where("anthropic", "anthropic/types/message_create_params.py", "MessageCreateParamsBase")
MESSAGE_SETTINGS = (
    Where("anthropic", "anthropic/types/output_config_param.py", "OutputConfigParam"),
    Where("anthropic", "anthropic/types/thinking_config_enabled_param.py", "ThinkingConfigEnabledParam"),
    Where("anthropic", "anthropic/types/tool_choice_auto_param.py", "ToolChoiceAutoParam"),
)
MESSAGE_FORMAT = MESSAGE_SETTINGS[0]
GENAI_CONFIG = Where("google-genai", "google/genai/types.py", "GenerateContentConfig CreateCachedContentConfig")
BEDROCK = "botocore/data/bedrock-runtime/2023-09-30/service-2.json.gz"
OLLAMA_BODY = Where("ollama", "ollama/_types.py", "ChatRequest GenerateRequest BaseGenerateRequest BaseRequest")
GENERATIVE = Where(
    "google-generativeai",
    "google/generativeai/generative_models.py",
    "__init__ generate_content generate_content_async",
)
VERTEX = Where(
    "google-cloud-aiplatform",
    "vertexai/generative_models/_generative_models.py",
    "__init__ generate_content generate_content_async",
)
WATSONX = "ibm_watsonx_ai/foundation_models/inference/model_inference.py"

SHAPES: dict[str, tuple[Where, ...]] = {
    "OpenAI chat completions": (
        Where("openai", "openai/resources/chat/completions/completions.py", "create parse stream"),
        Where("instructor", "instructor/v2/core/client.py", "create create_partial create_iterable"),
        Where("groq", "groq/resources/chat/completions.py", "create"),
        Where("together", "together/resources/chat/completions.py", "create"),
        Where("fireworks-ai", "fireworks/resources/chat/completions.py", "create"),
        Where("ai21", "ai21/clients/studio/resources/chat/chat_completions.py", "create"),
        Where("huggingface_hub", "huggingface_hub/inference/_client.py", "chat_completion"),
        CHAT_CACHE,
    ),
    "OpenAI responses": (RESPONSE_TEXTS, RESPONSE_CACHE, REASONING, TEXT_CONFIG),
    "OpenAI completions": (
        Where("openai", "openai/resources/completions.py", "create"),
        Where("together", "together/resources/completions.py", "create"),
        Where("fireworks-ai", "fireworks/resources/completions.py", "create"),
        Where("writer-sdk", "writerai/resources/completions.py", "create"),
    ),
    "OpenAI conversation": (
        Where("openai", "openai/resources/conversations/conversations.py", "create"),
        Where("openai", "openai/resources/conversations/items.py", "create"),
    ),
    "OpenAI batch line": (CHAT_BODY, CHAT_CACHE),
    "OpenAI batch line of a response": (RESPONSE_BODY, RESPONSE_CACHE, REASONING, TEXT_CONFIG),
    "OpenAI assistant": (Where("openai", "openai/resources/beta/assistants.py", "create update"),),
    "OpenAI thread": (Where("openai", f"{THREADS}/threads.py", "create"),),
    "OpenAI thread message": (Where("openai", f"{THREADS}/messages.py", "create"),),
    "OpenAI run": (Where("openai", f"{THREADS}/runs/runs.py", "create create_and_poll create_and_stream stream"),),
    "OpenAI thread and run": (
        Where("openai", f"{THREADS}/threads.py", "create_and_run create_and_run_poll create_and_run_stream"),
        Where("openai", "openai/types/beta/thread_create_and_run_params.py", "Thread"),
    ),
    "OpenAI realtime session": (
        Where("openai", "openai/resources/realtime/realtime.py", "update"),
        Where("openai", "openai/resources/realtime/client_secrets.py", "create"),
        SESSION,
    ),
    "OpenAI realtime call": (Where("openai", "openai/resources/realtime/calls.py", "accept"),),
    "OpenAI realtime item": (Where("openai", "openai/resources/realtime/realtime.py", "create"),),
    "OpenAI realtime response": (
        Where("openai", "openai/resources/realtime/realtime.py", "create"),
        SESSION_RESPONSE,
    ),
    "OpenAI realtime session event": (
        Where("openai", f"{REALTIME}/session_update_event_param.py", "SessionUpdateEventParam"),
        SESSION,
    ),
    "OpenAI realtime item event": (
        Where("openai", f"{REALTIME}/conversation_item_create_event_param.py", "ConversationItemCreateEventParam"),
    ),
    "OpenAI realtime deletion": (Where("openai", "openai/resources/realtime/realtime.py", "delete"),),
    "OpenAI realtime deletion event": (
        Where("openai", f"{REALTIME}/conversation_item_delete_event_param.py", "ConversationItemDeleteEventParam"),
    ),
    "OpenAI realtime response event": (
        Where("openai", f"{REALTIME}/response_create_event_param.py", "ResponseCreateEventParam"),
        SESSION_RESPONSE,
    ),
    "Anthropic messages": (
        Where("anthropic", "anthropic/resources/messages/messages.py", "create parse stream"),
        Where("anthropic", "anthropic/resources/beta/messages/messages.py", "create parse stream tool_runner"),
        *MESSAGE_SETTINGS,
    ),
    "Anthropic message batch": (
        Where("anthropic", "anthropic/resources/messages/batches.py", "create"),
        Where("anthropic", "anthropic/types/messages/batch_create_params.py", "Request"),
        MESSAGE_BODY,
        Where("anthropic", "anthropic/types/message_create_params.py", "MessageCreateParamsNonStreaming"),
        MESSAGE_FORMAT,
    ),
    "Gemini content": (
        Where("google-genai", "google/genai/models.py", "generate_content generate_content_stream"),
        GENAI_CONFIG,
    ),
    "Gemini chat": (Where("google-genai", "google/genai/chats.py", "create"), GENAI_CONFIG),
    "Gemini cache": (Where("google-genai", "google/genai/caches.py", "create"), GENAI_CONFIG),
    "Gemini model": (GENERATIVE, VERTEX),
    "Gemini content of a model": (GENERATIVE, VERTEX),
    "Bedrock converse": (Where("botocore", BEDROCK, "ConverseRequest ConverseStreamRequest ToolConfiguration"),),
    "Bedrock invocation": (Where("botocore", BEDROCK, "InvokeModelRequest"), MESSAGE_BODY, MESSAGE_FORMAT),
    "Mistral chat": (Where("mistralai", "mistralai/client/chat.py", "complete complete_async stream stream_async"),),
    "Mistral agent": (Where("mistralai", "mistralai/client/agents.py", "complete complete_async stream stream_async"),),
    "Mistral conversation": (
        Where("mistralai", "mistralai/client/conversations.py", "start start_async"),
        Where("mistralai", "mistralai/client/models/completionargs.py", "CompletionArgs"),
    ),
    "Cohere chat": (
        Where("cohere", "cohere/v2/client.py", "chat chat_stream"),
        Where("cohere", "cohere/base_client.py", "chat chat_stream"),
    ),
    "Azure AI chat completions": (Where("azure-ai-inference", "azure/ai/inference/_patch.py", "complete"),),
    "Ollama chat": (Where("ollama", "ollama/_client.py", "chat"),),
    "Ollama generation": (Where("ollama", "ollama/_client.py", "generate"),),
    "litellm completion": (Where("litellm", "litellm/main.py", "completion acompletion"),),
    "litellm responses": (Where("litellm", "litellm/responses/main.py", "responses aresponses"),),
    "instructor": (Where("instructor", "instructor/v2/core/client.py", "create create_partial create_iterable"),),
    "Hugging Face chat completion": (
        Where("huggingface_hub", "huggingface_hub/inference/_client.py", "chat_completion"),
        Where("huggingface_hub", "huggingface_hub/inference/_generated/_async_client.py", "chat_completion"),
    ),
    "Hugging Face text generation": (
        Where("huggingface_hub", "huggingface_hub/inference/_client.py", "text_generation"),
        Where("huggingface_hub", "huggingface_hub/inference/_generated/_async_client.py", "text_generation"),
    ),
    "transformers chat template": (
        Where("transformers", "transformers/tokenization_utils_base.py", "apply_chat_template"),
        Where("transformers", "transformers/processing_utils.py", "apply_chat_template"),
    ),
    "transformers pipeline": (Where("transformers", "transformers/pipelines/text_generation.py", "__call__"),),
    "vLLM chat": (Where("vllm", "vllm/entrypoints/llm.py", "chat"),),
    "vLLM generation": (Where("vllm", "vllm/entrypoints/llm.py", "generate"),),
    "llama.cpp chat completion": (Where("llama-cpp-python", "llama_cpp/llama.py", "create_chat_completion"),),
    "llama.cpp completion": (Where("llama-cpp-python", "llama_cpp/llama.py", "create_completion __call__"),),
    "xAI chat": (Where("xai-sdk", "xai_sdk/chat.py", "create"),),
    "xAI chat message": (Where("xai-sdk", "xai_sdk/chat.py", "append"),),
    "Replicate run": (Where("replicate", "replicate/client.py", "run async_run stream async_stream"),),
    "Writer chat": (Where("writer-sdk", "writerai/resources/chat.py", "chat stream parse"),),
    "watsonx chat": (
        Where("ibm-watsonx-ai", WATSONX, "chat chat_stream achat"),
        Where("ibm-watsonx-ai", "ibm_watsonx_ai/foundation_models/schema/_api.py", "TextChatParameters"),
    ),
    "watsonx generation": (Where("ibm-watsonx-ai", WATSONX, "generate generate_text generate_text_stream"),),
    "POST to /chat/completions": (CHAT_BODY, CHAT_CACHE),
    "POST to /v1/responses": (RESPONSE_BODY, RESPONSE_CACHE, REASONING, TEXT_CONFIG),
    "POST to /v1/messages": (MESSAGE_BODY, *MESSAGE_SETTINGS),
    "POST to /api/chat": (OLLAMA_BODY,),
    "POST to /api/generate": (OLLAMA_BODY,),
    "POST to /converse": (Where("botocore", BEDROCK, "ConverseRequest ToolConfiguration"),),
}
NO_PACKAGE = {
    "POST to :generateContent": "the package makes the names of its body in functions, from those of `Gemini content`"
}
"""Entries whose parameters no single definition lists."""

ELSEWHERE = {
    "Bedrock invocation": {"prompt", "inputText"},
    "instructor": {"model", "tools"},
    "litellm completion": {"extra_body"},
    "litellm responses": {"prompt_cache_key", "effort"},
    "Replicate run": {"system_prompt", "prompt", "prompt_template"},
}
"""Parameters that go through `**kwargs` or into a model's own schema."""

WITHOUT_MODEL = {
    *("OpenAI conversation", "OpenAI thread", "OpenAI thread message", "OpenAI realtime item"),
    *("OpenAI realtime item event", "OpenAI realtime response", "OpenAI realtime response event"),
    *("OpenAI realtime deletion", "OpenAI realtime deletion event"),
    *("Gemini content of a model", "Azure AI chat completions", "transformers pipeline", "transformers chat template"),
    *("vLLM chat", "vLLM generation", "xAI chat message", "watsonx chat", "watsonx generation", "POST to /converse"),
    *("llama.cpp chat completion", "llama.cpp completion"),
}
"""Calls of an object that knows its model."""

BODIES = {
    Where("requests", "requests/sessions.py", "request"): {"data", "json"},
    Where("httpx", "httpx/_client.py", "request"): {"content", "data", "json"},
    Where("aiohttp", "aiohttp/client.py", "_request"): {"data", "json"},
    Where("urllib3", "urllib3/_request_methods.py", "request"): {"body", "json"},
}
"""The parameters of libraries for HTTP under which a body stands."""

SOURCES = {"llama-cpp-python"}
"""Packages that come without a wheel."""

CLIENT_FILES = {
    "openai": ("openai/lib/azure.py",),
    "anthropic": ("anthropic/lib/bedrock/_client.py", "anthropic/lib/vertex/_client.py"),
}
"""The files of a package with the clients that say the platform."""

HOMES = {
    "ai21": "ai21",
    "azure": "azure-ai-inference",
    "cohere": "cohere",
    "mistralai.client": "mistralai",
    "mistralai.models": "mistralai<2",
    "google.genai": "google-genai",
    "vertexai": "google-cloud-aiplatform",
    "xai_sdk": "xai-sdk",
}
"""The packages that hold the calls that make messages."""
