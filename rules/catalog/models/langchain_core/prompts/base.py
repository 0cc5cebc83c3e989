"""What all LangChain prompts do: keep some values, and become a prompt's value when they are run with the others.

source: langchain-core 1.8.2 langchain_core/prompts/base.py langchain_core/prompts/string.py; read 2026-11-22
"""

from langchain_core.prompt_values import StringPromptValue
from langchain_core.runnables.base import Runnable
from promptlint.intrinsics import fill


def _filled(text, template_format, values):
    return fill(text, template_format, values)


def _value(value):
    return value() if callable(value) else value


class BasePromptTemplate(Runnable):
    def partial(self, **kwargs):
        raise NotImplementedError

    def _values(self, given):
        return {**{name: _value(value) for name, value in self.partial_variables.items()}, **given}

    def invoke(self, input, config=None, **kwargs):
        return self.format_prompt(**input)

    async def aformat_prompt(self, **kwargs):
        return self.format_prompt(**kwargs)

    async def aformat(self, **kwargs):
        return self.format(**kwargs)


class StringPromptTemplate(BasePromptTemplate):
    def format_prompt(self, **kwargs):
        return StringPromptValue(self.format(**kwargs))
