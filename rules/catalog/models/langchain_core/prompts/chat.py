"""LangChain's template of a list of messages.

source: langchain-core 1.8.2 langchain_core/prompts/chat.py langchain_core/prompts/message.py; read 2026-11-22
"""

from langchain_core.messages import AIMessage, BaseMessage, ChatMessage, HumanMessage, SystemMessage
from langchain_core.prompt_values import ChatPromptValue
from langchain_core.prompts.base import BasePromptTemplate
from langchain_core.prompts.prompt import PromptTemplate


class BaseMessagePromptTemplate:
    def __add__(self, other):
        return ChatPromptTemplate([self]) + other


class MessagesPlaceholder(BaseMessagePromptTemplate):
    def __init__(self, variable_name, *, optional=False, n_messages=None, **kwargs):
        self.variable_name = variable_name
        self.optional = optional
        self.n_messages = n_messages

    def format_messages(self, **kwargs):
        messages = kwargs.get(self.variable_name, []) if self.optional else kwargs[self.variable_name]
        return messages[-self.n_messages :] if self.n_messages else messages


class _OneMessage(BaseMessagePromptTemplate):
    message = HumanMessage

    def __init__(self, prompt, **kwargs):
        self.prompt = prompt

    @classmethod
    def from_template(cls, template, template_format="f-string", *, partial_variables=None, **kwargs):
        if isinstance(template, list):
            return cls([_part(part, template_format) for part in template])
        return cls(
            PromptTemplate(template, template_format=template_format, partial_variables=partial_variables), **kwargs
        )

    @classmethod
    def from_template_file(cls, template_file, input_variables=None, **kwargs):
        return cls(PromptTemplate.from_file(template_file, **kwargs))

    def format(self, **kwargs):
        if isinstance(self.prompt, list):
            return self.message(content=[_filled_part(part, kwargs) for part in self.prompt])
        return self.message(content=self.prompt.format(**kwargs))

    def format_messages(self, **kwargs):
        return [self.format(**kwargs)]


def _part(part, template_format):
    if isinstance(part, str):
        return {"type": "text", "text": PromptTemplate(part, template_format=template_format)}
    return {**part, "text": PromptTemplate(part["text"], template_format=template_format)} if "text" in part else part


def _filled_part(part, values):
    return {**part, "text": part["text"].format(**values)} if "text" in part else part


class SystemMessagePromptTemplate(_OneMessage):
    message = SystemMessage


class HumanMessagePromptTemplate(_OneMessage):
    message = HumanMessage


class AIMessagePromptTemplate(_OneMessage):
    message = AIMessage


class ChatMessagePromptTemplate(_OneMessage):
    def __init__(self, prompt, role="user", **kwargs):
        self.prompt = prompt
        self.role = role

    def format(self, **kwargs):
        return ChatMessage(content=self.prompt.format(**kwargs), role=self.role)


_ROLES = {
    "human": HumanMessagePromptTemplate,
    "user": HumanMessagePromptTemplate,
    "ai": AIMessagePromptTemplate,
    "assistant": AIMessagePromptTemplate,
    "system": SystemMessagePromptTemplate,
}


def _template(message, template_format):
    if isinstance(message, str):
        return HumanMessagePromptTemplate.from_template(message, template_format)
    if isinstance(message, dict):
        return _of_role(message["role"], message["content"], template_format)
    if isinstance(message, tuple):
        return _of_role(message[0], message[1], template_format)
    return message


def _of_role(role, template, template_format):
    if role == "placeholder":
        return MessagesPlaceholder(template[1:-1], optional=True)
    return (
        _ROLES[role].from_template(template, template_format) if isinstance(role, str) else role.from_template(template)
    )


class BaseChatPromptTemplate(BasePromptTemplate):
    def format_prompt(self, **kwargs):
        return ChatPromptValue(self.format_messages(**kwargs))

    async def aformat_messages(self, **kwargs):
        return self.format_messages(**kwargs)


class ChatPromptTemplate(BaseChatPromptTemplate):
    def __init__(self, messages, *, template_format="f-string", partial_variables=None, input_variables=None, **kwargs):
        self.messages = [_template(message, template_format) for message in messages]
        self.partial_variables = partial_variables or {}
        self.input_variables = input_variables or []

    @classmethod
    def from_messages(cls, messages, template_format="f-string"):
        return cls(messages, template_format=template_format)

    @classmethod
    def from_template(cls, template, **kwargs):
        return cls([HumanMessagePromptTemplate.from_template(template, **kwargs)])

    def __add__(self, other):
        others = (
            other.messages if isinstance(other, ChatPromptTemplate) else other if isinstance(other, list) else [other]
        )
        return ChatPromptTemplate([*self.messages, *others], partial_variables=self.partial_variables)

    def __getitem__(self, index):
        return self.messages[index]

    def __len__(self):
        return len(self.messages)

    def append(self, message):
        self.messages.append(_template(message, "f-string"))

    def extend(self, messages):
        self.messages.extend([_template(message, "f-string") for message in messages])

    def partial(self, **kwargs):
        return ChatPromptTemplate(self.messages, partial_variables={**self.partial_variables, **kwargs})

    def format_messages(self, **kwargs):
        values = self._values(kwargs)
        result = []
        for message in self.messages:
            if isinstance(message, BaseMessage):
                result.append(message)
            else:
                result.extend(message.format_messages(**values))
        return result
