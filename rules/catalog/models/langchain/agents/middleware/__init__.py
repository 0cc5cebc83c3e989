r"""A system text of LangChain's agents that a function makes for every request.

source: langchain 1.5.0 langchain/agents/middleware/types.py (ModelRequest, dynamic_prompt); read 2026-11-22

```python
from datetime import datetime

from langchain.agents import create_agent
from langchain.agents.middleware import ModelRequest, dynamic_prompt

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."


@dynamic_prompt
def support(request: ModelRequest) -> str:
    return f"It is {datetime.now()}.\n{RULES}"  # PRM101


agent = create_agent("openai:gpt-4o", [], middleware=[support])
agent.invoke({"messages": [("user", "Where is my parcel?")]})
```
"""

from langchain_core.messages import BaseMessage, SystemMessage


class ModelRequest:
    def __init__(self, *, messages, state=None, runtime=None, **kwargs):
        self.messages = messages
        self.state = state
        self.runtime = runtime


class _DynamicPrompt:
    def __init__(self, func):
        self.func = func

    def __call__(self, state):
        text = self.func(ModelRequest(messages=state["messages"], state=state))
        system = text if isinstance(text, BaseMessage) else SystemMessage(text)
        return [system, *state["messages"]]


def dynamic_prompt(func=None):
    return _DynamicPrompt if func is None else _DynamicPrompt(func)
