r"""The agents of AutoGen: the system message, then the conversation.

source: autogen-agentchat 0.7.5 autogen_agentchat/agents/_assistant_agent.py, autogen_agentchat/base/_task.py,
autogen_agentchat/base/_chat_agent.py, autogen_agentchat/agents/_user_proxy_agent.py; read 2026-11-22

```python
import asyncio
from datetime import datetime

from autogen_agentchat.agents import AssistantAgent
from autogen_ext.models.openai import OpenAIChatCompletionClient

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


async def support(question: str):
    agent = AssistantAgent(
        "support",
        model_client=OpenAIChatCompletionClient(model="gpt-4o"),
        system_message=f"Current time: {datetime.now()}\n{RULES}",  # PRM101
    )
    return await agent.run(task=question)


print(asyncio.run(support("Where is my order?")))
```

```python
import asyncio
from datetime import datetime

from autogen_agentchat.agents import AssistantAgent
from autogen_ext.models.openai import OpenAIChatCompletionClient

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."

agent = AssistantAgent("support", OpenAIChatCompletionClient(model="gpt-4o"), system_message=RULES)


async def support(question: str):
    return await agent.run(task=f"{question}\n(asked at {datetime.now()})")


print(asyncio.run(support("Where is my order?")))
```
"""

from promptlint.intrinsics import converse


class AssistantAgent:
    def __init__(
        self,
        name,
        model_client,
        *,
        tools=None,
        workbench=None,
        handoffs=None,
        model_context=None,
        description="An agent that provides assistance with ability to use tools.",
        system_message=(
            "You are a helpful AI assistant. Solve tasks using your tools. "
            "Reply with TERMINATE when the task has been completed."
        ),
        **options,
    ):
        self.name = name
        self.description = description
        self._tools = tools
        self._system_message = system_message
        self._model = getattr(model_client, "_model", None)
        converse(tools=tools, system=system_message, model=self._model)

    async def run(self, *, task=None, **options):
        return converse(tools=self._tools, system=self._system_message, messages=task, model=self._model)

    async def run_stream(self, *, task=None, **options):
        yield await self.run(task=task)

    async def on_messages(self, messages, cancellation_token):
        return await self.run(task=messages)


class UserProxyAgent:
    def __init__(self, name, *, description="A human user", input_func=None):
        self.name = name
        self.description = description
