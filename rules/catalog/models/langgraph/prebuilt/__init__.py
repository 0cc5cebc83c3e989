r"""LangGraph's ready-made agent: its prompt is a system text, or what makes the messages of the state.

source: langgraph-prebuilt 1.1.2 langgraph/prebuilt/chat_agent_executor.py; read 2026-11-22

```python
from datetime import datetime
from langchain_core.messages import SystemMessage
from langchain_openai import ChatOpenAI
from langgraph.prebuilt import create_react_agent

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

def prompt(state):
    return [SystemMessage(f"It is {datetime.now()}.\n{RULES}"), *state["messages"]]  # PRM101

agent = create_react_agent(ChatOpenAI(model="gpt-4o"), [], prompt=prompt)

def answer(question):
    return agent.invoke({"messages": [("user", question)]})

answer("Where is my parcel?")
```

```python
from langchain_openai import ChatOpenAI
from langgraph.prebuilt import create_react_agent

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."
agent = create_react_agent(ChatOpenAI(model="gpt-4o"), [], prompt=RULES)

def answer(question):
    return agent.invoke({"messages": [("user", question)]})

answer("Where is my parcel?")
```
"""

from langchain_core.language_models import _messages
from langchain_core.messages import BaseMessage, SystemMessage
from langchain_core.runnables.base import Runnable

from promptlint.intrinsics import converse, later


class _Agent(Runnable):
    def __init__(self, model, tools, prompt, schema):
        self.model = model if isinstance(model, str) else model.model
        self.tools = tools
        self.prompt = prompt
        self.schema = schema
        if isinstance(prompt, (str, BaseMessage)):
            self._send([])
        elif prompt is not None:
            later(self._send)

    def _send(self, messages):
        return converse(tools=self.tools, schema=self.schema, messages=self._prompted(messages), model=self.model)

    def _prompted(self, messages):
        if self.prompt is None:
            return messages
        if isinstance(self.prompt, str):
            return [SystemMessage(self.prompt), *messages]
        if isinstance(self.prompt, BaseMessage):
            return [self.prompt, *messages]
        if isinstance(self.prompt, Runnable):
            return _messages(self.prompt.invoke({"messages": messages}))
        return _messages(self.prompt({"messages": messages}))

    def invoke(self, input, config=None, **kwargs):
        return self._send(_messages(input["messages"]))


def create_react_agent(model, tools, *, prompt=None, response_format=None, **kwargs):
    return _Agent(model, tools, prompt or kwargs.get("state_modifier"), response_format)
