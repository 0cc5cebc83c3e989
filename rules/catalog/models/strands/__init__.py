r"""Strands Agents: the system prompt, then the messages of the agent.

source: strands-agents 1.62.0 strands/agent/agent.py, strands/tools/decorator.py; read 2026-11-22

```python
from datetime import datetime

from strands import Agent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def support(question: str):
    agent = Agent(model="anthropic.claude-sonnet-4-5", system_prompt=f"Now: {datetime.now()}\n{RULES}")  # PRM101
    return agent(question)


print(support("Where is my order?"))
```

```python
from datetime import datetime

from strands import Agent, tool

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


@tool
def order_state(number: str) -> str:
    return f"{number} is on its way."


agent = Agent(system_prompt=RULES, tools=[order_state])


def support(question: str):
    return agent(f"{question}\n(asked at {datetime.now()})")


print(support("Where is my order?"))
```
"""

from promptlint.intrinsics import converse


class Agent:
    def __init__(
        self, model=None, messages=None, tools=None, system_prompt=None, structured_output_model=None, **options
    ):
        self.model = model
        self.messages = messages or []
        self.tools = tools
        self.system_prompt = system_prompt
        converse(tools=tools, system=system_prompt, messages=messages, model=model)

    def __call__(self, prompt=None, **options):
        messages = [*self.messages, {"role": "user", "content": prompt}]
        return converse(tools=self.tools, system=self.system_prompt, messages=messages, model=self.model)

    async def invoke_async(self, prompt=None, **options):
        return self(prompt)

    async def stream_async(self, prompt=None, **options):
        yield self(prompt)

    def structured_output(self, output_model, prompt=None):
        return self(prompt)


def tool(func=None, **options):
    return func or (lambda function: function)
