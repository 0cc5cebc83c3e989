"""LangChain's messages under their newer name.

source: langchain 1.5.0 langchain/messages/__init__.py; read 2026-11-22
"""

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
