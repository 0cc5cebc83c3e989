"""LlamaIndex's agents.

source: llama-index-core 0.14.25 llama_index/core/agent/__init__.py; read 2026-11-22
"""

from llama_index.core.agent.workflow import FunctionAgent, ReActAgent
