"""The catalogued calls, compared with the packages on the index: each exists, and has the parameters that it is said to have."""

from __future__ import annotations

import ast
import gzip
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from promptlint import catalog
from promptlint.sink import Sink

pytestmark = pytest.mark.index

CATALOG = catalog.load()


class Where(NamedTuple):
    """A file of a wheel, and the functions, classes and shapes in it that an entry was read from."""

    package: str
    file: str
    names: str


THREADS = "openai/resources/beta/threads"
REALTIME = "openai/types/realtime"
CHAT_BODY = Where("openai", "openai/types/chat/completion_create_params.py", "CompletionCreateParamsBase")
RESPONSE_BODY = Where("openai", "openai/types/responses/response_create_params.py", "ResponseCreateParamsBase")
RESPONSE_TEXTS = Where("openai", "openai/resources/responses/responses.py", "create parse stream compact")
SESSION = Where("openai", f"{REALTIME}/realtime_session_create_request_param.py", "RealtimeSessionCreateRequestParam")
SESSION_RESPONSE = Where(
    "openai", f"{REALTIME}/realtime_response_create_params_param.py", "RealtimeResponseCreateParamsParam"
)
MESSAGE_BODY = Where("anthropic", "anthropic/types/message_create_params.py", "MessageCreateParamsBase")
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
    ),
    "OpenAI responses": (RESPONSE_TEXTS,),
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
    "OpenAI batch line": (CHAT_BODY,),
    "OpenAI batch line of a response": (RESPONSE_BODY,),
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
    "OpenAI realtime response event": (
        Where("openai", f"{REALTIME}/response_create_event_param.py", "ResponseCreateEventParam"),
        SESSION_RESPONSE,
    ),
    "Anthropic messages": (
        Where("anthropic", "anthropic/resources/messages/messages.py", "create parse stream"),
        Where("anthropic", "anthropic/resources/beta/messages/messages.py", "create parse stream tool_runner"),
    ),
    "Anthropic message batch": (
        Where("anthropic", "anthropic/resources/messages/batches.py", "create"),
        Where("anthropic", "anthropic/types/messages/batch_create_params.py", "Request"),
        MESSAGE_BODY,
        Where("anthropic", "anthropic/types/message_create_params.py", "MessageCreateParamsNonStreaming"),
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
    "Bedrock invocation": (Where("botocore", BEDROCK, "InvokeModelRequest"), MESSAGE_BODY),
    "Mistral chat": (Where("mistralai", "mistralai/client/chat.py", "complete complete_async stream stream_async"),),
    "Mistral agent": (Where("mistralai", "mistralai/client/agents.py", "complete complete_async stream stream_async"),),
    "Mistral conversation": (Where("mistralai", "mistralai/client/conversations.py", "start start_async"),),
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
    "watsonx chat": (Where("ibm-watsonx-ai", WATSONX, "chat chat_stream achat"),),
    "watsonx generation": (Where("ibm-watsonx-ai", WATSONX, "generate generate_text generate_text_stream"),),
    "POST to /chat/completions": (CHAT_BODY,),
    "POST to /v1/responses": (RESPONSE_BODY,),
    "POST to /v1/messages": (MESSAGE_BODY,),
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
    "litellm responses": {"prompt_cache_key"},
    "Replicate run": {"system_prompt", "prompt", "prompt_template"},
}
"""Parameters that go through `**kwargs` or into a model's own schema."""

WITHOUT_MODEL = {
    *("OpenAI conversation", "OpenAI thread", "OpenAI thread message", "OpenAI realtime item"),
    *("OpenAI realtime item event", "OpenAI realtime response", "OpenAI realtime response event"),
    *("Gemini content of a model", "Azure AI chat completions", "transformers pipeline", "transformers chat template"),
    *("vLLM chat", "vLLM generation", "xAI chat message", "watsonx chat", "watsonx generation", "POST to /converse"),
    *("llama.cpp chat completion", "llama.cpp completion"),
}
"""Calls of an object that knows its model."""

UNREAD = {"vllm": "its wheel has 336 MB", "llama-cpp-python": "it comes without a wheel"}
"""Packages whose shapes were read by hand: nothing here compares them."""

Wheel = Callable[[str], zipfile.ZipFile]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    """Return the wheel of a package, downloaded when it is first asked for and never installed."""
    found: dict[str, zipfile.ZipFile] = {}

    def download(package: str) -> zipfile.ZipFile:
        if package in UNREAD:
            pytest.skip(f"{package} is not compared: {UNREAD[package]}")
        if package not in found:
            folder = tmp_path_factory.mktemp("wheel")
            options = ("-q", "--no-deps", "--only-binary=:all:", "-d", str(folder), package)
            result = subprocess.run([sys.executable, "-m", "pip", "download", *options], capture_output=True, text=True)
            if result.returncode:
                pytest.skip(f"{package} could not be downloaded: {result.stderr.strip().splitlines()[-1:]}")
            found[package] = zipfile.ZipFile(next(folder.glob("*.whl")))
        return found[package]

    return download


def definitions(wheel: Wheel, where: Where) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Yield each definition with its positional parameters and with all of its parameters, fields or members."""
    names, data = set(where.names.split()), wheel(where.package).read(where.file)
    if where.file.endswith(".json.gz"):
        for name, shape in json.loads(gzip.decompress(data))["shapes"].items():
            if name in names:
                yield name, (), tuple(shape["members"])
        return
    for node in ast.walk(ast.parse(data)):
        match node:
            case ast.FunctionDef(name, args) | ast.AsyncFunctionDef(name, args) if name in names:
                positional = tuple(arg.arg for arg in (*args.posonlyargs, *args.args) if arg.arg != "self")
                yield name, positional, (*positional, *(arg.arg for arg in args.kwonlyargs))
            case ast.ClassDef(name, body=body) if name in names:
                fields = (s.target.id for s in body if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name))
                yield name, (), tuple(fields)


def said(sink: Sink) -> set[str]:
    """Return the names that an entry gives to parameters and to keys in them."""
    model = () if sink.name in WITHOUT_MODEL else (sink.model,)
    names = (*(slot.name for slot in sink.slots), *sink.settings, *sink.requires, *sink.marks, *model, *sink.positions)
    return {step for name in names for step in name.split(".")} - {"*"}


def sink_named(name: str) -> Sink:
    return next(sink for sink in CATALOG.sinks if sink.name == name)


def test_every_entry_is_compared() -> None:
    assert {sink.name for sink in CATALOG.sinks if sink.gate} == SHAPES.keys() | NO_PACKAGE.keys()


@pytest.mark.parametrize("name", SHAPES)
def test_what_an_entry_names_exists(name: str, wheel: Wheel) -> None:
    found = [each for where in SHAPES[name] for each in definitions(wheel, where)]
    assert {each[0] for each in found} == {each for where in SHAPES[name] for each in where.names.split()}
    missing = said(sink_named(name)) - {parameter for each in found for parameter in each[2]}
    assert missing == ELSEWHERE.get(name, set())


@pytest.mark.parametrize("name", [sink.name for sink in CATALOG.sinks if sink.positions and sink.gate])
def test_positions_are_right(name: str, wheel: Wheel) -> None:
    signatures = [each[1] for where in SHAPES[name] for each in definitions(wheel, where)]
    for parameter, position in sink_named(name).positions.items():
        assert any(signature[position : position + 1] == (parameter,) for signature in signatures), parameter


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


@pytest.mark.parametrize("maker", CATALOG.messages.makers)
def test_what_makes_messages_exists(maker: str, wheel: Wheel) -> None:
    package = next(package for start, package in HOMES.items() if maker.startswith(f"{start}."))
    archive = wheel(package)
    owner, _, name = maker.rpartition(".")
    wanted = {name, *(each for each in owner.split(".") if each[0].isupper())}
    files = [path for path in _modules(owner) if path in archive.namelist()]
    assert files, f"{package} has no module {owner}"
    assert any(wanted & _names(archive.read(path).decode()) for path in files)


def _modules(owner: str) -> Iterator[str]:
    """Yield the files that may define what a module or class exports."""
    for dotted in (owner, owner.rpartition(".")[0]):
        folder = dotted.replace(".", "/")
        yield from (f"{folder}.py", f"{folder}/__init__.py", f"{folder}/_patch.py", f"{folder}/_models.py")
        yield f"{folder}/_generative_models.py"


def _names(code: str) -> set[str]:
    """Return what a module defines, imports or lists by name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.ClassDef(name) | ast.FunctionDef(name) | ast.alias(name) | ast.Constant(str(name)):
                found.add(name)
            case ast.Assign(targets=[ast.Name(name)]):
                found.add(name)
    return found
