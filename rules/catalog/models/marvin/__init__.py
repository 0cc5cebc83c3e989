r"""Marvin: the agent's instructions are the system text, a task with its context is what the user says.

source: marvin 3.2.7 marvin/agents/agent.py marvin/tasks/task.py marvin/engine/orchestrator.py marvin/fns/*.py marvin/agents/actor.py;
read 2026-11-22

The tags behind what a user writes, and the ids that Marvin gives to agents and tasks, are left out: nobody can move them.

```python
from datetime import datetime
import marvin

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

def answer(question):
    agent = marvin.Agent(name="support", instructions=f"It is {datetime.now()}.\n{RULES}")  # PRM101
    return agent.run(question)

answer("Where is my parcel?")
```

```python
import uuid
import marvin

def sort(ticket):
    return marvin.classify(f"{ticket} (run {uuid.uuid4()})", ["refund", "delivery"])

sort("My parcel is late.")
```
"""

from promptlint.intrinsics import send

_SYSTEM = (
    "<system>\n    Complete tasks to the best of your ability by using the appropriate tool. Follow all instructions carefully.\n\n"
    "    <agent>\n\n        You are an AI agent. This is your information. Do not impersonate other agents.\n\n"
)


class Agent:
    def __init__(self, *, name=None, instructions=None, description=None, tools=None, model=None, **kwargs):
        self.name = name
        self.instructions = instructions
        self.tools = tools
        self.model = model
        if instructions is not None:
            send(system=self._system(), model=model)

    def _system(self):
        name = f"        <name>{self.name}</name>\n" if self.name is not None else ""
        given = (
            f'        <instructions public="false">{self.instructions}</instructions>\n'
            if self.instructions is not None
            else ""
        )
        return _SYSTEM + name + given

    def run(self, instructions, *, tools=None, **kwargs):
        return Task(instructions, agents=[self], tools=tools, **kwargs).run()

    async def run_async(self, instructions, *, tools=None, **kwargs):
        return self.run(instructions, tools=tools, **kwargs)

    def say(self, message, instructions=None, **kwargs):
        return self.run(message)


class Task:
    def __init__(self, instructions=None, result_type=None, *, agents=None, context=None, tools=None, **kwargs):
        self.instructions = instructions
        self.agent = agents[0] if agents else Agent()
        self.context = context or {}
        self.tools = tools

    def _text(self):
        values = "".join([f"        <{key}>{value}</{key}>\n" for key, value in self.context.items()])
        held = f"    <context>\n{values}" if self.context else ""
        return f"<task>\n    <instructions>\n        {self.instructions}\n    </instructions>\n{held}"

    def run(self, **kwargs):
        return send(tools=self.tools, system=self.agent._system(), messages=self._text(), model=self.agent.model)

    async def run_async(self, **kwargs):
        return self.run()


def run(instructions, result_type=None, *, tools=None, agents=None, context=None, **kwargs):
    return Task(instructions, agents=agents, context=context, tools=tools).run()


async def run_async(instructions, result_type=None, *, tools=None, agents=None, context=None, **kwargs):
    return run(instructions, tools=tools, agents=agents, context=context)


def _ask(prompt, what, instructions, agent, context):
    given = "" if instructions is None else f"\n\nYou must follow these instructions for your {what}:\n{instructions}"
    return Task(prompt + given, agents=None if agent is None else [agent], context=context).run()


_EXTRACT = """
You are an expert entity extractor that always maintains as much semantic
meaning as possible. You use inference or deduction whenever necessary to
supply missing or omitted data. Examine the provided `data`, text, or
information and generate a list of any entities or objects that match the
requested format.

- When providing integers, do not write out any decimals at all
- Use deduction where appropriate e.g. "3 dollars fifty cents" is a single
    value [3.5] not two values [3, 50] unless the user specifically asks for
    each part."""


def extract(data, target=None, instructions=None, agent=None, context=None, prompt=None, **kwargs):
    return _ask(prompt or _EXTRACT, "extraction", instructions, agent, {**(context or {}), "Data to extract": data})


async def extract_async(data, target=None, instructions=None, **options):
    return extract(data, target, instructions, **options)


_CAST = """
You are an expert data converter that always maintains as much semantic
meaning as possible. You use inference or deduction whenever necessary to
understand and transform the input data. Examine the provided `data`, text,
or information and transform it into a single entity of the requested type.

- When providing integers, do not write out any decimals at all
- Use deduction where appropriate e.g. "3 dollars fifty cents" should be
    converted to 3.5 when casting to a float
- Preserve as much of the original meaning and structure as possible while
    conforming to the target type
- When providing a string response, do not return JSON or a quoted string
    unless they provided instructions requiring it. If you do return JSON, it
    must be valid and parseable including double quotes.
- When converting to bool, treat "truthy" values as true"""


def cast(data, target=None, instructions=None, agent=None, context=None, prompt=None, **kwargs):
    return _ask(prompt or _CAST, "transformation", instructions, agent, {**(context or {}), "Data to transform": data})


async def cast_async(data, target=None, instructions=None, **options):
    return cast(data, target, instructions, **options)


_CLASSIFY = """
You are an expert classifier that always maintains as much semantic meaning
as possible when labeling text. You use inference or deduction whenever
necessary to understand missing or omitted data. Classify the provided `data`,
text, or information as one of the provided labels. For boolean labels,
consider "truthy" or affirmative inputs to be "true"."""


def classify(
    data, labels=None, multi_label=False, *, instructions=None, agent=None, context=None, prompt=None, **kwargs
):
    return _ask(
        prompt or _CLASSIFY, "classification", instructions, agent, {**(context or {}), "Data to classify": data}
    )


async def classify_async(data, labels=None, multi_label=False, **options):
    return classify(data, labels, multi_label, **options)
