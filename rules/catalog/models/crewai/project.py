r"""The decorators of a CrewAI project: they read its YAML, and hand a crew its agents and tasks.

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

What the YAML says is filled with the inputs of the run:

```yaml config/agents.yaml 3=PRM101
support:
  role: >
    Support agent of {shop}, {now}
  goal: Answer the question from the handbook and name the section that you used.
  backstory: You have answered questions about orders for years. You never promise a date.
```

```yaml config/tasks.yaml
answer:
  description: "Answer this: {question}"
  expected_output: Two sentences.
  agent: support
```

```python
from datetime import datetime

from crewai import Agent, Crew, Task
from crewai.project import CrewBase, agent, before_kickoff, crew, task


@CrewBase
class Support:
    agents_config = "config/agents.yaml"

    @before_kickoff
    def with_clock(self, inputs):
        return {**inputs, "now": datetime.now()}

    @agent
    def support(self) -> Agent:
        return Agent(config=self.agents_config["support"])

    @task
    def answer(self) -> Task:
        return Task(config=self.tasks_config["answer"])

    @crew
    def crew(self) -> Crew:
        return Crew(agents=self.agents, tasks=self.tasks)


def ask(question):
    return Support().crew().kickoff(inputs={"shop": "Example Store", "question": question})


print(ask("Where is my order?"))
```
"""

import inspect
from pathlib import Path

import yaml

from promptlint.intrinsics import decorated


def CrewBase(cls):
    folder = Path(inspect.getfile(cls)).parent
    cls.agents_config = _read(folder / getattr(cls, "agents_config", "config/agents.yaml"))
    cls.tasks_config = _read(folder / getattr(cls, "tasks_config", "config/tasks.yaml"))
    return cls


def _read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}


def agent(meth):
    meth.decorator = agent
    return meth


def task(meth):
    def made(self, *args, **kwargs):
        result = meth(self, *args, **kwargs)
        if isinstance(result.agent, str):
            result.agent = getattr(self, result.agent)()
        return result

    made.decorator = task
    return made


def before_kickoff(meth):
    meth.decorator = before_kickoff
    return meth


def after_kickoff(meth):
    return meth


def crew(meth):
    def made(self, *args, **kwargs):
        self.tasks = [make() for make in decorated(self, task)]
        self.agents = [make() for make in decorated(self, agent)]
        result = meth(self, *args, **kwargs)
        result.before_kickoff_callbacks = [*result.before_kickoff_callbacks, *decorated(self, before_kickoff)]
        return result

    return made
