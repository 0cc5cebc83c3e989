"""OpenAI's models in LlamaIndex.

source: llama-index-llms-openai 0.8.3 llama_index/llms/openai/*.py; read 2026-11-22
"""

from llama_index.core.llms import LLM


class OpenAI(LLM):
    pass


class OpenAIResponses(LLM):
    pass
