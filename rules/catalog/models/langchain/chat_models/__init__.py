"""LangChain's makers of chat models by name.

source: langchain 1.5.0 langchain/chat_models/base.py; langchain 0.3.30 langchain/chat_models/__init__.py; read 2026-11-22
"""

from langchain_anthropic import ChatAnthropic
from langchain_core.language_models import BaseChatModel
from langchain_openai import AzureChatOpenAI, ChatOpenAI


def init_chat_model(model=None, *, model_provider=None, configurable_fields=None, config_prefix=None, **kwargs):
    return BaseChatModel(model=model)
