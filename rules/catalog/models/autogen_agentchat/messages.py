r"""The messages between agents of AutoGen.

source: autogen-agentchat 0.7.5 autogen_agentchat/messages.py; read 2026-11-22

```python
import asyncio

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.messages import TextMessage
from autogen_ext.models.openai import OpenAIChatCompletionClient

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."

agent = AssistantAgent("support", OpenAIChatCompletionClient(model="gpt-4o"), system_message=RULES)


async def support(question: str):
    return await agent.on_messages([TextMessage(content=question, source="user")], None)


print(asyncio.run(support("Where is my order?")))
```
"""


class TextMessage:
    def __init__(self, content, source, **options):
        self.role = "user"
        self.content = content
