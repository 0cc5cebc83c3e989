r"""LlamaIndex's models and messages: a model's own system text comes first.

source: llama-index-core 0.14.25 llama_index/core/llms/llm.py llama_index/core/llms/function_calling.py llama_index/core/base/llms/*.py; read 2026-11-22

```python
from datetime import datetime
from llama_index.core.llms import ChatMessage
from llama_index.llms.openai import OpenAI

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."
llm = OpenAI(model="gpt-4o")

def answer(question):
    system = ChatMessage(role="system", content=f"It is {datetime.now()}.\n{RULES}")  # PRM101
    return llm.chat([system, ChatMessage(question)])

answer("Where is my parcel?")
```
"""

from enum import StrEnum

from promptlint.intrinsics import send


class MessageRole(StrEnum):
    SYSTEM = "system"
    DEVELOPER = "developer"
    USER = "user"
    ASSISTANT = "assistant"
    FUNCTION = "function"
    TOOL = "tool"
    CHATBOT = "chatbot"
    MODEL = "model"


class TextBlock:
    def __init__(self, text=""):
        self.type = "text"
        self.text = text


class ChatMessage:
    def __init__(self, content=None, *, role="user", blocks=None, **kwargs):
        self.role = role.value if isinstance(role, MessageRole) else role
        self.content = blocks if content is None else content

    @classmethod
    def from_str(cls, content, role="user", **kwargs):
        return cls(content, role=role)


class LLM:
    def __init__(self, **kwargs):
        self.model = kwargs.get("model")
        self.system_prompt = kwargs.get("system_prompt")

    def _send(self, messages, tools=None, schema=None):
        return send(tools=tools, schema=schema, system=self.system_prompt, messages=messages, model=self.model)

    def chat(self, messages, **kwargs):
        return self._send(messages)

    async def achat(self, messages, **kwargs):
        return self._send(messages)

    def stream_chat(self, messages, **kwargs):
        yield self._send(messages)

    async def astream_chat(self, messages, **kwargs):
        return self._send(messages)

    def complete(self, prompt, formatted=False, **kwargs):
        return self._send(prompt)

    async def acomplete(self, prompt, formatted=False, **kwargs):
        return self._send(prompt)

    def stream_complete(self, prompt, formatted=False, **kwargs):
        yield self._send(prompt)

    async def astream_complete(self, prompt, formatted=False, **kwargs):
        return self._send(prompt)

    def predict(self, prompt, **prompt_args):
        return self._send(prompt.format_messages(**prompt_args))

    async def apredict(self, prompt, **prompt_args):
        return self._send(prompt.format_messages(**prompt_args))

    def stream(self, prompt, **prompt_args):
        yield self._send(prompt.format_messages(**prompt_args))

    def structured_predict(self, output_cls, prompt, llm_kwargs=None, **prompt_args):
        return self._send(prompt.format_messages(**prompt_args), schema=output_cls)

    async def astructured_predict(self, output_cls, prompt, llm_kwargs=None, **prompt_args):
        return self._send(prompt.format_messages(**prompt_args), schema=output_cls)

    def chat_with_tools(self, tools, user_msg=None, chat_history=None, **kwargs):
        return self._send([*(chat_history or []), ChatMessage(user_msg)], tools=tools)
