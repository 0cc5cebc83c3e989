r"""The models of Agno for OpenAI.

source: agno 3.1.10 agno/models/openai/chat.py, agno/models/openai/responses.py; read 2026-11-22

```python
from agno.agent import Agent
from agno.models.openai import OpenAIResponses

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."

agent = Agent(model=OpenAIResponses(id="gpt-4o"), instructions=RULES)
print(agent.run("Where is my order?"))
```
"""


class OpenAIChat:
    def __init__(self, id="gpt-4o", **options):
        self.id = id


class OpenAIResponses(OpenAIChat):
    pass
