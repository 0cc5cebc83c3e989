"""LangChain's models: what each call sends.

source: langchain-core 1.8.2 langchain_core/language_models/chat_models.py langchain_core/language_models/llms.py;
langchain-core 0.3.86 langchain_core/language_models/chat_models.py; read 2026-11-22
"""

from langchain_core.messages import HumanMessage
from langchain_core.prompt_values import PromptValue
from langchain_core.runnables.base import Runnable
from promptlint.intrinsics import send


def _message(message):
    if isinstance(message, tuple):
        return {"role": message[0], "content": message[1]}
    return HumanMessage(message) if isinstance(message, str) else message


def _messages(input):
    if isinstance(input, PromptValue):
        return input.messages
    return [_message(message) for message in input] if isinstance(input, list) else input


class BaseChatModel(Runnable):
    def __init__(self, **kwargs):
        self.model = kwargs.get("model") or kwargs.get("model_name") or kwargs.get("model_id")
        self.tools = None
        self.schema = None

    def invoke(self, input, config=None, *, stop=None, **kwargs):
        return send(tools=self.tools, schema=self.schema, messages=_messages(input), model=self.model)

    def generate(self, messages, stop=None, callbacks=None, **kwargs):
        return [self.invoke(each) for each in messages]

    async def agenerate(self, messages, stop=None, callbacks=None, **kwargs):
        return [self.invoke(each) for each in messages]

    def __call__(self, messages, stop=None, callbacks=None, **kwargs):
        return self.invoke(messages)

    def predict(self, text, **kwargs):
        return self.invoke(text)

    async def apredict(self, text, **kwargs):
        return self.invoke(text)

    def predict_messages(self, messages, **kwargs):
        return self.invoke(messages)

    def bind_tools(self, tools, **kwargs):
        return self._with(tools, self.schema)

    def with_structured_output(self, schema=None, **kwargs):
        return self._with(self.tools, schema)

    def _with(self, tools, schema):
        model = BaseChatModel(model=self.model)
        model.tools = tools
        model.schema = schema
        return model


class BaseLLM(BaseChatModel):
    pass


class LLM(BaseLLM):
    pass
