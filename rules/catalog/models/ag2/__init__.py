r"""AG2 from version 1: the texts of the prompt, then what functions return, then the messages.

source: ag2 1.2.1 ag2/agent.py, ag2/plugin.py; read 2026-11-22

```python
import asyncio
from datetime import datetime

from ag2 import Agent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."

agent = Agent("support", prompt=["Be kind."])


@agent.prompt
async def now() -> str:
    return f"Now: {datetime.now()}"  # PRM101


@agent.prompt
def rules() -> str:
    return RULES


print(asyncio.run(agent.ask("Where is my order?")))
```

```python
import asyncio
from datetime import datetime

from ag2 import Agent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."

agent = Agent("support", RULES)


async def support(question: str):
    return await agent.ask(f"{question}\n(asked at {datetime.now()})")


print(asyncio.run(support("Where is my order?")))
```
"""

import inspect

from promptlint.intrinsics import converse, later


class Agent:
    def __init__(self, name, prompt=(), *, config=None, tools=None, response_schema=None, **options):
        self.name = name
        self.tools = tools
        self._prompts = list(prompt) if isinstance(prompt, (list, tuple)) else [prompt]
        if any(callable(text) for text in self._prompts):
            later(self._step)
        else:
            converse(tools=tools, system=self._prompts)

    def prompt(self, func=None):
        def decorator(function):
            self._prompts.append(function)
            later(self._step)
            return function

        return decorator if func is None else decorator(func)

    async def ask(self, *msg, prompt=(), **options):
        system = [*prompt] or await self._texts(None)
        messages = [{"role": "user", "content": text} for text in msg]
        return converse(tools=self.tools, system=system, messages=messages)

    async def _step(self, context):
        return converse(tools=self.tools, system=await self._texts(context))

    async def _texts(self, context):
        texts = [text for text in self._prompts if not callable(text)]
        for function in self._prompts:
            if callable(function):
                text = _called(function, context)
                texts.append(await text if inspect.isawaitable(text) else text)
        return texts


def _called(function, context):
    try:
        return function(context)
    except TypeError:
        return function()
