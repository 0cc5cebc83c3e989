r"""The chat agent of CAMEL: its system message, then the steps of the chat.

source: camel-ai 0.2.90 camel/agents/chat_agent.py; read 2026-11-22

```python
from datetime import datetime

from camel.agents import ChatAgent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def support(question: str):
    agent = ChatAgent(system_message=f"Current time: {datetime.now()}\n{RULES}", model="gpt-4o")  # PRM101
    return agent.step(question)


print(support("Where is my order?"))
```

```python
from datetime import datetime

from camel.agents import ChatAgent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."

agent = ChatAgent(RULES)


def support(question: str):
    return agent.step(f"{question}\n(asked at {datetime.now()})")


print(support("Where is my order?"))
```
"""

from camel.messages import BaseMessage
from promptlint.intrinsics import converse


class ChatAgent:
    def __init__(self, system_message=None, model=None, memory=None, tools=None, **options):
        self.system_message = _text(system_message)
        self.model = model
        self.tools = tools
        converse(tools=tools, system=self.system_message, model=model)

    def step(self, input_message, response_format=None):
        return converse(tools=self.tools, system=self.system_message, messages=_text(input_message), model=self.model)

    async def astep(self, input_message, response_format=None):
        return self.step(input_message)


def _text(message):
    return message.content if isinstance(message, BaseMessage) else message
