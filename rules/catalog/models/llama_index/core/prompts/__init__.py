r"""LlamaIndex's prompt templates.

source: llama-index-core 0.14.25 llama_index/core/prompts/base.py llama_index/core/prompts/rich.py; read 2026-11-22

```python
import uuid
from llama_index.core.prompts import ChatPromptTemplate, PromptTemplate
from llama_index.llms.openai import OpenAI

llm = OpenAI(model="gpt-4o")
chat = ChatPromptTemplate.from_messages([
    ("system", "Run {run}. Quote the section of the handbook that you used in every reply, and never promise a date."),
    ("user", "{question}"),
])
text = PromptTemplate(
    "Run {run}.\n"  # PRM103
    "Sum up the ticket below in three sentences, name the order, and leave out what the agent said.\n{ticket}"
)

def sum_up(ticket):
    return llm.predict(text.partial_format(run=uuid.uuid4()), ticket=ticket)

def answer(question):
    return llm.predict(chat, run="nightly", question=question)

sum_up("My parcel is late.")
answer("Where is my parcel?")
```
"""

from llama_index.core.llms import ChatMessage, MessageRole

from promptlint.intrinsics import fill


class BasePromptTemplate:
    def partial_format(self, **kwargs):
        raise NotImplementedError


class PromptTemplate(BasePromptTemplate):
    _syntax = "f-string"

    def __init__(self, template, **kwargs):
        self.template = template
        self.kwargs = {name: value for name, value in kwargs.items() if name not in _OPTIONS}

    def partial_format(self, **kwargs):
        return type(self)(self.template, **{**self.kwargs, **kwargs})

    def format(self, llm=None, **kwargs):
        return fill(self.template, self._syntax, {**self.kwargs, **kwargs})

    def format_messages(self, llm=None, **kwargs):
        return [ChatMessage(self.format(**kwargs))]

    def get_template(self, llm=None):
        return self.template


_OPTIONS = ("prompt_type", "output_parser", "metadata", "template_var_mappings", "function_mappings")


class Prompt(PromptTemplate):
    pass


class RichPromptTemplate(PromptTemplate):
    _syntax = "jinja2"

    def __init__(self, template_str, **kwargs):
        super().__init__(template_str, **kwargs)


class ChatPromptTemplate(BasePromptTemplate):
    def __init__(self, message_templates, **kwargs):
        self.message_templates = message_templates
        self.kwargs = {name: value for name, value in kwargs.items() if name not in _OPTIONS}

    @classmethod
    def from_messages(cls, message_templates, **kwargs):
        return cls([_message(each) for each in message_templates], **kwargs)

    def partial_format(self, **kwargs):
        return ChatPromptTemplate(self.message_templates, **{**self.kwargs, **kwargs})

    def format_messages(self, llm=None, **kwargs):
        values = {**self.kwargs, **kwargs}
        return [ChatMessage(fill(each.content, "f-string", values), role=each.role) for each in self.message_templates]


def _message(message):
    return ChatMessage(message[1], role=message[0]) if isinstance(message, tuple) else message
