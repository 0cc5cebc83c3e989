"""LlamaIndex: the names at its top.

source: llama-index-core 0.14.25 llama_index/core/__init__.py; read 2026-11-22
"""

from llama_index.core.indices import SummaryIndex, VectorStoreIndex
from llama_index.core.llms import ChatMessage
from llama_index.core.prompts import ChatPromptTemplate, Prompt, PromptTemplate
