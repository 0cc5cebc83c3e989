r"""The OpenAI Agents SDK: an agent's instructions are the system text of every request of its runs.

source: openai-agents 0.24.0 agents/agent.py (Agent.get_system_prompt), agents/run.py, agents/tool.py; read 2026-11-22

```python
from datetime import datetime

from agents import Agent, Runner

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def support(question: str):
    agent = Agent(
        name="support",
        instructions=f"Current time: {datetime.now()}\n{RULES}",  # PRM101
        model="gpt-4o",
    )
    return Runner.run_sync(agent, question)


print(support("Where is my order?"))
```

Instructions may be a function, called with the context of each run:

```python
import asyncio
from dataclasses import dataclass

from agents import Agent, RunContextWrapper, Runner


@dataclass
class Customer:
    user_name: str


RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


async def instructions(context: RunContextWrapper[Customer], agent: Agent[Customer]) -> str:
    return f"The customer is {context.context.user_name}.\n{RULES}"  # PRM104


agent = Agent[Customer](name="support", instructions=instructions)


async def main() -> None:
    result = await Runner.run(agent, "Where is my order?", context=Customer("Ada"))
    print(result.final_output)


asyncio.run(main())
```

What is read once, when the module is imported, changes with the process alone:

```python
from datetime import datetime

from agents import Agent, Runner

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."
agent = Agent(name="support", instructions=f"Started: {datetime.now()}\n{RULES}")  # PRM101


def support(question: str):
    return Runner.run_sync(agent, question)


print(support("Where is my order?"))
```

A value in the input stands behind the instructions, and that is where it belongs:

```python
from datetime import datetime

from agents import Agent, Runner, function_tool

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


@function_tool
def order_state(number: str) -> str:
    return f"{number} is on its way."


agent = Agent(name="support", instructions=RULES, tools=[order_state])


def support(question: str):
    return Runner.run_sync(agent, f"{question}\n(asked at {datetime.now()})")


print(support("Where is my order?"))
```
"""

import inspect
from typing import Generic, TypeVar

from promptlint.intrinsics import converse, later

T = TypeVar("T")


class RunContextWrapper(Generic[T]):
    def __init__(self, context=None):
        self.context = context


class Agent(Generic[T]):
    def __init__(
        self,
        name,
        handoff_description=None,
        tools=None,
        mcp_servers=None,
        mcp_config=None,
        instructions=None,
        prompt=None,
        handoffs=None,
        model=None,
        **options,
    ):
        self.name = name
        self.handoff_description = handoff_description
        self.tools = tools
        self.instructions = instructions
        self.handoffs = handoffs
        self.model = model

        if callable(instructions):
            later(lambda context: converse(tools=tools, system=instructions(context, self), model=model))
        else:
            converse(tools=tools, system=instructions, model=model)

    def clone(self, **changes):
        return Agent(**{**vars(self), **changes})

    def as_tool(self, tool_name, tool_description, **options):
        return function_tool(tool_description)

    async def get_system_prompt(self, run_context):
        if not callable(self.instructions):
            return self.instructions
        text = self.instructions(run_context, self)
        return await text if inspect.isawaitable(text) else text


class Runner:
    @classmethod
    async def run(cls, starting_agent, input, *, context=None, **options):
        system = await starting_agent.get_system_prompt(RunContextWrapper(context))
        return converse(tools=starting_agent.tools, system=system, messages=input, model=starting_agent.model)

    @classmethod
    def run_sync(cls, starting_agent, input, *, context=None, **options):
        import asyncio

        return asyncio.run(cls.run(starting_agent, input, context=context))

    @classmethod
    def run_streamed(cls, starting_agent, input, context=None, **options):
        return cls.run_sync(starting_agent, input, context=context)


def function_tool(func=None, **options):
    return func or (lambda function: function)
