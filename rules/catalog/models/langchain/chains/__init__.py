"""LangChain's chains under their older name.

source: langchain 0.3.30 langchain/chains/__init__.py; read 2026-11-22
"""

from langchain_classic.chains import LLMChain
