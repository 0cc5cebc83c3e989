r"""LangChain's agents: a system text ahead of a conversation.

source: langchain 1.5.0 langchain/agents/factory.py langchain/agents/middleware/types.py; read 2026-11-22

```python
from datetime import datetime
from langchain.agents import create_agent

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

def answer(question):
    agent = create_agent("openai:gpt-4o", [], system_prompt=f"It is {datetime.now()}.\n{RULES}")  # PRM101
    return agent.invoke({"messages": [{"role": "user", "content": question}]})

answer("Where is my parcel?")
```

```python
from datetime import datetime
from langchain.agents import create_agent

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."
agent = create_agent("openai:gpt-4o", [], system_prompt=RULES)

def answer(question):
    return agent.invoke({"messages": [{"role": "user", "content": f"{question} (at {datetime.now()})"}]})

answer("Where is my parcel?")
```
"""

from langchain_classic.agents import (
    AgentExecutor,
    create_openai_functions_agent,
    create_openai_tools_agent,
    create_tool_calling_agent,
)
from langchain_core.language_models import _messages
from langchain_core.messages import BaseMessage
from langchain_core.runnables.base import Runnable

from promptlint.intrinsics import converse


class _Agent(Runnable):
    def __init__(self, model, tools, system, schema):
        self.model = model if isinstance(model, str) else model.model
        self.tools = tools
        self.system = system
        self.schema = schema
        converse(tools=tools, schema=schema, system=system, model=self.model)

    def invoke(self, input, config=None, **kwargs):
        messages = _messages(input["messages"])
        return converse(tools=self.tools, schema=self.schema, system=self.system, messages=messages, model=self.model)


def create_agent(model, tools=None, *, system_prompt=None, response_format=None, **kwargs):
    system = system_prompt.content if isinstance(system_prompt, BaseMessage) else system_prompt
    return _Agent(model, tools, system, response_format)
