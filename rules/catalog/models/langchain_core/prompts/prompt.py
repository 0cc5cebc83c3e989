"""LangChain's template of one text.

source: langchain-core 1.8.2 langchain_core/prompts/prompt.py langchain_core/prompts/base.py; read 2026-11-22
"""

from pathlib import Path

from langchain_core.prompts.base import StringPromptTemplate, _filled


class PromptTemplate(StringPromptTemplate):
    def __init__(
        self, template=None, *, input_variables=None, template_format="f-string", partial_variables=None, **kwargs
    ):
        self.template = template
        self.template_format = template_format
        self.input_variables = input_variables or []
        self.partial_variables = partial_variables or {}

    @classmethod
    def from_template(cls, template, *, template_format="f-string", partial_variables=None, **kwargs):
        return cls(template=template, template_format=template_format, partial_variables=partial_variables, **kwargs)

    @classmethod
    def from_file(cls, template_file, encoding=None, **kwargs):
        return cls.from_template(Path(template_file).read_text(encoding=encoding), **kwargs)

    @classmethod
    def from_examples(cls, examples, suffix, input_variables, example_separator="\n\n", prefix="", **kwargs):
        return cls(template=example_separator.join([prefix, *examples, suffix]), **kwargs)

    def __add__(self, other):
        text = other if isinstance(other, str) else other.template
        partial = {} if isinstance(other, str) else other.partial_variables
        return PromptTemplate(
            template=self.template + text,
            template_format=self.template_format,
            partial_variables={**self.partial_variables, **partial},
        )

    def partial(self, **kwargs):
        return PromptTemplate(
            template=self.template,
            template_format=self.template_format,
            partial_variables={**self.partial_variables, **kwargs},
        )

    def format(self, **kwargs):
        return _filled(self.template, self.template_format, self._values(kwargs))
