"""LangChain's templates with examples in them.

source: langchain-core 1.8.2 langchain_core/prompts/few_shot.py langchain_core/prompts/base.py; read 2026-11-22
"""

from langchain_core.prompts.base import StringPromptTemplate, _filled
from langchain_core.prompts.chat import BaseChatPromptTemplate


def _examples(prompt, values):
    return prompt.examples if prompt.example_selector is None else prompt.example_selector.select_examples(values)


class FewShotPromptTemplate(StringPromptTemplate):
    def __init__(
        self,
        *,
        example_prompt=None,
        suffix="",
        prefix="",
        examples=None,
        example_selector=None,
        example_separator="\n\n",
        template_format="f-string",
        partial_variables=None,
        input_variables=None,
        **kwargs,
    ):
        self.example_prompt = example_prompt
        self.suffix = suffix
        self.prefix = prefix
        self.examples = examples
        self.example_selector = example_selector
        self.example_separator = example_separator
        self.template_format = template_format
        self.partial_variables = partial_variables or {}
        self.input_variables = input_variables or []

    def partial(self, **kwargs):
        return FewShotPromptTemplate(
            example_prompt=self.example_prompt,
            suffix=self.suffix,
            prefix=self.prefix,
            examples=self.examples,
            example_selector=self.example_selector,
            example_separator=self.example_separator,
            template_format=self.template_format,
            partial_variables={**self.partial_variables, **kwargs},
        )

    def format(self, **kwargs):
        values = self._values(kwargs)
        examples = [self.example_prompt.format(**example) for example in _examples(self, values)]
        pieces = [self.prefix, *examples, self.suffix]
        return _filled(self.example_separator.join([piece for piece in pieces if piece]), self.template_format, values)


class FewShotChatMessagePromptTemplate(BaseChatPromptTemplate):
    def __init__(self, *, example_prompt=None, examples=None, example_selector=None, input_variables=None, **kwargs):
        self.example_prompt = example_prompt
        self.examples = examples
        self.example_selector = example_selector
        self.partial_variables = {}
        self.input_variables = input_variables or []

    def format_messages(self, **kwargs):
        examples = _examples(self, kwargs)
        return [message for example in examples for message in self.example_prompt.format_messages(**example)]
