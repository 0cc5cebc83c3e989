"""LangChain's prompt templates under their older name.

source: langchain 0.3.30 langchain/prompts/__init__.py; read 2026-11-22
"""

from langchain_core.prompts import (
    AIMessagePromptTemplate,
    ChatMessagePromptTemplate,
    ChatPromptTemplate,
    FewShotPromptTemplate,
    HumanMessagePromptTemplate,
    MessagesPlaceholder,
    PromptTemplate,
    SystemMessagePromptTemplate,
    load_prompt,
)
