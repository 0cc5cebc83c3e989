r"""PydanticAI: system prompts come first, then the instructions: texts ahead of those that functions return.

source: pydantic-ai-slim 2.68.0 pydantic_ai/agent/__init__.py (Agent), pydantic_ai/agent/abstract.py (run),
pydantic_ai/_run_context.py, pydantic_ai/_system_prompt.py, pydantic_ai/_instructions.py, pydantic_ai/messages.py
(InstructionPart.sorted and .join); read 2026-11-22

```python
from datetime import datetime

from pydantic_ai import Agent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def support(question: str):
    agent = Agent("openai:gpt-4o", system_prompt=f"Current time: {datetime.now()}\n{RULES}")  # PRM101
    return agent.run_sync(question).output


print(support("Where is my order?"))
```

Decorated functions add a part each, in the order of the program:

```python
from dataclasses import dataclass

from pydantic_ai import Agent, RunContext

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


@dataclass
class Customer:
    user_name: str


agent = Agent("openai:gpt-4o", deps_type=Customer)


@agent.system_prompt
async def customer(ctx: RunContext[Customer]) -> str:
    return f"The customer is {ctx.deps.user_name}."  # PRM104


@agent.system_prompt(dynamic=True)
def rules() -> str:
    return RULES


def support(user_name: str, question: str):
    return agent.run_sync(question, deps=Customer(user_name))


print(support("Ada", "Where is my order?"))
```

Functions that return instructions are asked behind all texts:

```python
from datetime import date

from pydantic_ai import Agent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."
agent = Agent("openai:gpt-4o", instructions=["Be kind to everybody who asks you.", RULES])


@agent.instructions
def today() -> str:
    return f"Today is {date.today()}."  # PRM102


def support(question: str):
    return agent.run_sync(question).output


print(support("Where is my order?"))
```

A value in the message of the user stands behind all of this:

```python
import asyncio
from datetime import datetime

from pydantic_ai import Agent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."
agent = Agent("openai:gpt-4o", system_prompt=RULES)


@agent.tool_plain
def order_state(number: str) -> str:
    return f"{number} is on its way."


async def support(question: str):
    async with agent.run_stream(f"{question}\n(asked at {datetime.now()})") as result:
        return result.output


print(asyncio.run(support("Where is my order?")))
```
"""

import asyncio
import inspect
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

from promptlint.intrinsics import converse, later

T = TypeVar("T")
U = TypeVar("U")


class RunContext(Generic[T]):
    def __init__(self, deps=None):
        self.deps = deps


class Agent(Generic[T, U]):
    def __init__(
        self,
        model=None,
        *,
        output_type=str,
        instructions=None,
        system_prompt=(),
        deps_type=object,
        name=None,
        tools=None,
        **options,
    ):
        self.model = model
        self.tools = tools
        self._instructions = _listed(instructions)
        self._system_prompts = _listed(system_prompt)
        self._system_prompt_functions = []

        if any(callable(instruction) for instruction in self._instructions):
            later(self._step)
        else:
            converse(tools=tools, system=[*self._system_prompts, "\n\n".join(self._instructions)], model=model)

    def system_prompt(self, func=None, /, *, dynamic=False, **options):
        return self._added(self._system_prompt_functions, func)

    def instructions(self, func=None, /, **options):
        return self._added(self._instructions, func)

    def _added(self, functions, func):
        def decorator(function):
            functions.append(function)
            later(self._step)
            return function

        return decorator if func is None else decorator(func)

    def tool(self, func=None, /, **options):
        return func or (lambda function: function)

    def tool_plain(self, func=None, /, **options):
        return func or (lambda function: function)

    def output_validator(self, func, /):
        return func

    async def _step(self, context):
        converse(tools=self.tools, system=await self._texts(context), model=self.model)

    async def _texts(self, context, instructions=None):
        prompts = [*self._system_prompts]
        for function in self._system_prompt_functions:
            prompts.append(await _asked(function, context))
        every = [*self._instructions, *_listed(instructions)]
        texts = [text for text in every if not callable(text)]
        for function in every:
            if callable(function):
                texts.append(await _asked(function, context))
        return [*prompts, "\n\n".join(texts)]

    async def run(self, user_prompt=None, *, message_history=None, model=None, instructions=None, deps=None, **options):
        system = await self._texts(RunContext(deps), instructions)
        messages = [*(message_history or ()), {"role": "user", "content": user_prompt}]
        return converse(tools=self.tools, system=system, messages=messages, model=model or self.model)

    def run_sync(self, user_prompt=None, **options):
        return asyncio.run(self.run(user_prompt, **options))

    @asynccontextmanager
    async def run_stream(self, user_prompt=None, **options):
        yield await self.run(user_prompt, **options)

    @asynccontextmanager
    async def iter(self, user_prompt=None, **options):
        yield await self.run(user_prompt, **options)


def _listed(texts):
    if callable(texts):
        return [texts]
    return list(texts) if isinstance(texts, (list, tuple)) else [texts] if texts else []


async def _asked(function, context):
    text = _called(function, context)
    return await text if inspect.isawaitable(text) else text


def _called(function, context):
    try:
        return function(context)
    except TypeError:
        return function()
