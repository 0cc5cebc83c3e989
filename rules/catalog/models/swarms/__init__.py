r"""Swarms: the system prompt of an agent, then its task.

source: swarms 16.0.3 swarms/structs/agent.py; read 2026-11-22

```python
from datetime import datetime

from swarms import Agent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def support(question: str):
    agent = Agent(
        agent_name="Support",
        system_prompt=f"Current time: {datetime.now()}\n{RULES}",  # PRM101
        model_name="gpt-4o",
    )
    return agent.run(question)


print(support("Where is my order?"))
```

```python
from datetime import datetime

from swarms import Agent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."

agent = Agent(agent_name="Support", system_prompt=RULES, model_name="gpt-4o")
print(agent.run(f"Where is my order?\n(asked at {datetime.now()})"))
```
"""

from promptlint.intrinsics import converse


class Agent:
    def __init__(
        self,
        agent_name=None,
        agent_description=None,
        system_prompt=None,
        llm=None,
        model_name=None,
        tools=None,
        **options,
    ):
        self.system_prompt = system_prompt
        self.model_name = model_name
        self.tools = tools
        converse(tools=tools, system=system_prompt, model=model_name)

    def run(self, task=None, **options):
        return converse(tools=self.tools, system=self.system_prompt, messages=task, model=self.model_name)

    def __call__(self, task=None, **options):
        return self.run(task)
