r"""The agents of Google's ADK.

source: google-adk 2.13.0 google/adk/agents/__init__.py, google/adk/agents/base_agent.py; read 2026-11-22

```python
from datetime import date, datetime

from google.adk.agents import Agent, LlmAgent, SequentialAgent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def build():
    writer = Agent(name="writer", instruction=f"Current time: {datetime.now()}\n{RULES}")  # PRM101
    critic = LlmAgent(name="critic", instruction=RULES)
    return SequentialAgent(name="both", sub_agents=[writer, critic])


root_agent = build()
```
"""

from google.adk.agents.llm_agent import Agent, LlmAgent


class SequentialAgent:
    def __init__(self, *, name="", sub_agents=(), **options):
        self.sub_agents = sub_agents

    def _converse(self, context, messages):
        for agent in self.sub_agents:
            agent._converse(context, messages)


class ParallelAgent(SequentialAgent):
    pass


class LoopAgent(SequentialAgent):
    pass


__all__ = ["Agent", "LlmAgent", "LoopAgent", "ParallelAgent", "SequentialAgent"]
