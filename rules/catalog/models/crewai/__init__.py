r"""CrewAI: role, backstory and goal of an agent are the system text, a task is the message of the user.

source: crewai 1.15.30 crewai/utilities/prompts.py, crewai/translations/en.json (slices), crewai/task.py (Task.prompt),
crewai/utilities/string_utils.py (interpolate_only), crewai/crew.py, crewai/process.py, crewai/llm.py, crewai/agent/core.py,
crewai/agents/agent_builder/base_agent.py; read 2026-11-22

```python
from datetime import datetime

from crewai import Agent, Crew, Task


def support(question: str):
    agent = Agent(
        role=f"Support agent, {datetime.now()}",  # PRM101
        goal="Answer the question from the handbook and name the section that you used.",
        backstory="You have answered questions about orders for years. You never promise a date.",
        llm="gpt-4o",
    )
    task = Task(description=f"Answer this: {question}", expected_output="Two sentences.", agent=agent)
    return Crew(agents=[agent], tasks=[task]).kickoff()


print(support("Where is my order?"))
```

Placeholders get their values from the inputs of a run:

```python
from datetime import datetime

from crewai import Agent, Crew, Task

agent = Agent(
    role="Support agent",
    goal="Answer the question from the handbook.",
    backstory="Your shift began at {begin}. You know orders, refunds, parcels and gift cards, and never promise a date.",  # PRM101
)
task = Task(description="Answer this: {question}", expected_output="Two sentences.", agent=agent)
crew = Crew(agents=[agent], tasks=[task])


def support(question: str):
    return crew.kickoff(inputs={"begin": datetime.now(), "question": question})


print(support("Where is my order?"))
```

The date that an agent is told of itself stands behind its own text, ahead of the task:

```python
from crewai import Agent, Crew, Task
from crewai.project import CrewBase, agent, crew, task


@CrewBase
class Support:
    @agent
    def support(self) -> Agent:
        return Agent(
            role="Support agent",
            goal="Answer the question from the handbook.",
            backstory="You know orders, refunds, parcels and gift cards, and never promise a date.",
            inject_date=True,
        )

    @task
    def answer(self) -> Task:
        return Task(description="Answer: {question}", expected_output="Two sentences.", agent=self.support())

    @crew
    def crew(self) -> Crew:
        return Crew(agents=self.agents, tasks=self.tasks)


print(Support().crew().kickoff(inputs={"question": "Where is my order?"}))  # PRM102
```

What is the same for everybody is cached, whatever the task is:

```python
from crewai import Agent, Crew, Task

agent = Agent(
    role="Support agent",
    goal="Answer the question from the handbook.",
    backstory="You know orders, refunds, parcels and gift cards, and never promise a date.",
)
task = Task(description="Answer this: {question}", expected_output="Two sentences.", agent=agent)


def support(question: str):
    return Crew(agents=[agent], tasks=[task]).kickoff(inputs={"question": question})


print(support("Where is my order?"))
```
"""

from datetime import datetime

from promptlint.intrinsics import converse, fill, offer


class Process:
    sequential = "sequential"
    hierarchical = "hierarchical"


class LLM:
    def __init__(self, model, **options):
        self.model = model


class Agent:
    def __init__(
        self,
        role=None,
        goal=None,
        backstory=None,
        llm=None,
        tools=None,
        config=None,
        inject_date=False,
        date_format="%Y-%m-%d",
        **options,
    ):
        config = config or {}
        self.role = role or config.get("role", "")
        self.goal = goal or config.get("goal", "")
        self.backstory = backstory or config.get("backstory", "")
        self.llm = llm or config.get("llm")
        self.tools = tools
        self.inject_date = inject_date or config.get("inject_date", False)
        self.date_format = date_format
        offer(tools=tools, system=self._system({}), model=_name(self.llm))

    def kickoff(self, messages, **options):
        return converse(tools=self.tools, system=self._system({}), messages=messages, model=_name(self.llm))

    async def kickoff_async(self, messages, **options):
        return self.kickoff(messages)

    def _system(self, inputs):
        role, goal, backstory = (fill(text, "braces", inputs) for text in (self.role, self.goal, self.backstory))
        date = f"\n\nCurrent Date: {datetime.now().strftime(self.date_format)}" if self.inject_date else ""
        return f"You are {role}. {backstory}\nYour personal goal is: {goal}{date}"


class Task:
    def __init__(
        self, description=None, expected_output=None, agent=None, context=None, tools=None, config=None, **options
    ):
        config = config or {}
        self.description = description or config.get("description", "")
        self.expected_output = expected_output or config.get("expected_output", "")
        self.agent = agent or config.get("agent")
        self.context = context

    def _prompt(self, inputs, context):
        description, expected = (fill(text, "braces", inputs) for text in (self.description, self.expected_output))
        task = (
            f"{description}\n\nThis is the expected criteria for your final answer: {expected}\n"
            "you MUST return the actual complete content as the final answer, not a summary."
        )
        return f"{task}\n\nThis is the context you're working with:\n{context}" if context else task


class Crew:
    def __init__(self, agents=None, tasks=None, process=Process.sequential, before_kickoff_callbacks=None, **options):
        self.agents = agents or []
        self.tasks = tasks or []
        self.before_kickoff_callbacks = before_kickoff_callbacks or []

    def kickoff(self, inputs=None, **options):
        for prepare in self.before_kickoff_callbacks:
            inputs = prepare(inputs or {})
        context = None
        for task in self.tasks:
            agent = task.agent or self.agents[0]
            ending = "" if agent.tools else "\n\nProvide your complete response:"
            context = converse(
                tools=agent.tools,
                system=agent._system(inputs or {}),
                messages=f"\nCurrent Task: {task._prompt(inputs or {}, context)}{ending}",
                model=_name(agent.llm),
            )
        return context

    def kickoff_for_each(self, inputs, **options):
        return [self.kickoff(each) for each in inputs]

    async def kickoff_async(self, inputs=None, **options):
        return self.kickoff(inputs)

    async def kickoff_for_each_async(self, inputs, **options):
        return [self.kickoff(each) for each in inputs]

    async def akickoff(self, inputs=None, **options):
        return self.kickoff(inputs)

    async def akickoff_for_each(self, inputs, **options):
        return [self.kickoff(each) for each in inputs]


def _name(llm):
    return llm.model if isinstance(llm, LLM) else llm
