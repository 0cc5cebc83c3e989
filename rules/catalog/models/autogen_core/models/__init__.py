r"""The messages of AutoGen's core: the class of a message says its role.

source: autogen-core 0.7.5 autogen_core/models/_types.py; read 2026-11-22

```python
import asyncio
from datetime import datetime

from autogen_core.models import SystemMessage, UserMessage
from autogen_ext.models.openai import OpenAIChatCompletionClient

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


async def support(question: str):
    client = OpenAIChatCompletionClient(model="gpt-4o")
    system = SystemMessage(content=f"Current time: {datetime.now()}\n{RULES}")  # PRM101
    return await client.create([system, UserMessage(content=question, source="user")])


print(asyncio.run(support("Where is my order?")))
```

```python
import asyncio
from datetime import datetime

from autogen_core.models import SystemMessage, UserMessage
from autogen_ext.models.openai import OpenAIChatCompletionClient

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


async def support(question: str):
    client = OpenAIChatCompletionClient(model="gpt-4o")
    asked = UserMessage(content=f"{question}\n(asked at {datetime.now()})", source="user")
    return await client.create([SystemMessage(content=RULES), asked])


print(asyncio.run(support("Where is my order?")))
```
"""


class SystemMessage:
    def __init__(self, content):
        self.role = "system"
        self.content = content


class UserMessage:
    def __init__(self, content, source):
        self.role = "user"
        self.content = content


class AssistantMessage:
    def __init__(self, content, source):
        self.role = "assistant"
        self.content = content
