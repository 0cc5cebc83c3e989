"""LangChain's messages under their older name.

source: langchain 0.3.30 langchain/schema/__init__.py; read 2026-11-22
"""

from langchain_core.messages import AIMessage, BaseMessage, ChatMessage, FunctionMessage, HumanMessage, SystemMessage
from langchain_core.output_parsers import BaseOutputParser, StrOutputParser
