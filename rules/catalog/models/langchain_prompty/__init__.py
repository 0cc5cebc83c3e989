r"""LangChain's prompts in files of Prompty.

source: langchain-prompty 1.0.0 langchain_prompty/langchain.py langchain_prompty/utils.py langchain_prompty/parsers.py;
read 2026-11-22
"""

from pathlib import Path

from langchain_core.prompts import ChatPromptTemplate
from langchain_core.prompts.chat import BaseChatPromptTemplate
from promptlint.intrinsics import fill, front_matter, spoken

_ROLES = ("system", "user", "human", "assistant", "ai", "function")


class _InFile(BaseChatPromptTemplate):
    def __init__(self, path, scratchpad):
        self.path = path
        self.scratchpad = scratchpad

    def format_messages(self, **kwargs):
        settings = front_matter(Path(self.path).read_text(encoding="utf-8"))
        template = settings.get("template", "mustache")
        syntax = template.get("type", "mustache") if isinstance(template, dict) else template
        messages = spoken(fill(settings["body"], syntax, kwargs), _ROLES, "system")
        return [*messages, *kwargs.get(self.scratchpad, [])]


def create_chat_prompt(path, input_name_agent_scratchpad="agent_scratchpad"):
    return _InFile(path, input_name_agent_scratchpad)
