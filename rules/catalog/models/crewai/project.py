r"""The decorators of a CrewAI project: they leave methods as they are.

source: crewai 1.15.30 crewai/project/annotations.py, crewai/project/crew_base.py; read 2026-11-22

```python
from datetime import datetime

from crewai import Agent
from crewai.project import CrewBase, agent


@CrewBase
class Support:
    @agent
    def support(self) -> Agent:
        return Agent(
            role=f"Support agent, {datetime.now()}",  # PRM101
            goal="Answer the question from the handbook and name the section that you used.",
            backstory="You have answered questions about orders for years. You never promise a date.",
        )


print(Support().support().kickoff("Where is my order?"))
```
"""


def CrewBase(cls):
    return cls


def agent(meth):
    return meth


def task(meth):
    return meth


def crew(meth):
    return meth
