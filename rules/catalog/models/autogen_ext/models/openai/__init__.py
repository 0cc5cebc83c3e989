r"""The model client of AutoGen for OpenAI.

source: autogen-ext 0.7.5 autogen_ext/models/openai/_openai_client.py; read 2026-11-22

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

from autogen_core.models import SystemMessage, UserMessage
from autogen_ext.models.openai import OpenAIChatCompletionClient

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


async def support(session_id: str, question: str):
    client = OpenAIChatCompletionClient(model="gpt-4o", user=session_id)
    return await client.create([SystemMessage(content=RULES), UserMessage(content=question, source="user")])


print(asyncio.run(support("7", "Where is my order?")))
```
"""

from promptlint.intrinsics import send


class OpenAIChatCompletionClient:
    def __init__(self, **kwargs):
        self._model = kwargs.get("model")

    async def create(self, messages, *, tools=None, json_output=None, **options):
        return send(tools=tools, messages=messages, model=self._model)

    def create_stream(self, messages, *, tools=None, json_output=None, **options):
        return send(tools=tools, messages=messages, model=self._model)


class AzureOpenAIChatCompletionClient(OpenAIChatCompletionClient):
    pass
