r"""The teams of AutoGen: every participant is asked with its own system message.

source: autogen-agentchat 0.7.5 autogen_agentchat/teams/_group_chat/_round_robin_group_chat.py,
autogen_agentchat/teams/_group_chat/_selector_group_chat.py, autogen_agentchat/teams/_group_chat/_swarm_group_chat.py,
autogen_agentchat/teams/_group_chat/_magentic_one/_magentic_one_group_chat.py, autogen_agentchat/base/_task.py; read 2026-11-22

```python
import asyncio
from datetime import datetime

from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.teams import RoundRobinGroupChat
from autogen_ext.models.openai import OpenAIChatCompletionClient

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


async def support(question: str):
    client = OpenAIChatCompletionClient(model="gpt-4o")
    writer = AssistantAgent("writer", client, system_message=RULES)
    critic = AssistantAgent("critic", client, system_message=f"Now: {datetime.now()}\n{RULES}")  # PRM101
    return await RoundRobinGroupChat([writer, critic], max_turns=2).run(task=question)


print(asyncio.run(support("Where is my order?")))
```
"""


class RoundRobinGroupChat:
    def __init__(self, participants, **options):
        self._participants = participants

    async def run(self, *, task=None, **options):
        answer = None
        for participant in self._participants:
            if hasattr(participant, "run"):
                answer = await participant.run(task=task)
        return answer

    async def run_stream(self, *, task=None, **options):
        yield await self.run(task=task)


class SelectorGroupChat(RoundRobinGroupChat):
    def __init__(self, participants, model_client, **options):
        super().__init__(participants)


class Swarm(RoundRobinGroupChat):
    pass


class MagenticOneGroupChat(SelectorGroupChat):
    pass
