r"""The runners of Google's ADK.

source: google-adk 2.13.0 google/adk/runners.py; read 2026-11-22

```python
from datetime import datetime

from google.adk.agents import Agent
from google.adk.runners import InMemoryRunner

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."

agent = Agent(name="support", model="gemini-2.5-flash", instruction=RULES)


def support(question: str):
    asked = {"role": "user", "parts": [{"text": f"{question}\n(asked at {datetime.now()})"}]}
    return [*InMemoryRunner(agent=agent).run(user_id="ada", session_id="7", new_message=asked)]


print(support("Where is my order?"))
```
"""

from google.adk.agents.readonly_context import ReadonlyContext


class Runner:
    def __init__(self, *, app_name=None, agent=None, session_service=None, **options):
        self.agent = agent

    def run(self, *, user_id, session_id, new_message, **options):
        return [self.agent._converse(ReadonlyContext(), [new_message])]

    async def run_async(self, *, user_id, session_id, new_message=None, **options):
        yield self.agent._converse(ReadonlyContext(), [new_message])


class InMemoryRunner(Runner):
    def __init__(self, agent=None, *, app_name=None, **options):
        super().__init__(agent=agent)
