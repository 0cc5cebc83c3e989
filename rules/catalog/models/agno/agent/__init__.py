r"""Agno: description, role, instructions, additional information such as the time, expected output, in this order.

source: agno 3.1.10 agno/agent/agent.py, agno/agent/_messages.py (get_system_message), agno/utils/message.py; read 2026-11-22

```python
from agno.agent import Agent
from agno.models.openai import OpenAIChat

agent = Agent(  # PRM101
    model=OpenAIChat(id="gpt-4o"),
    description="You answer questions about orders.",
    instructions=["Be kind.", "Be brief."],
    expected_output="Two sentences that quote the section of the handbook that you used, and that promise no date.",
    add_datetime_to_context=True,
)
print(agent.run("Where is my order?"))
```

```python
from datetime import datetime

from agno.agent import Agent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def instructions(agent):
    return [f"The time is {datetime.now()}.", RULES]  # PRM101


print(Agent(instructions=instructions).run("Where is my order?"))
```

```python
from datetime import datetime

from agno.agent import Agent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."

agent = Agent(description="You answer questions about orders.", instructions=RULES, markdown=True)
print(agent.run(f"Where is my order?\n(asked at {datetime.now()})"))
```
"""

from datetime import datetime

from promptlint.intrinsics import converse, fill, later


class Agent:
    def __init__(
        self,
        *,
        model=None,
        name=None,
        session_state=None,
        tools=None,
        system_message=None,
        build_context=True,
        description=None,
        role=None,
        instructions=None,
        use_instruction_tags=False,
        expected_output=None,
        additional_context=None,
        markdown=False,
        add_name_to_context=False,
        add_datetime_to_context=False,
        datetime_format=None,
        resolve_in_context=True,
        output_schema=None,
        **options,
    ):
        self.model = getattr(model, "id", model)
        self.name = name
        self.session_state = session_state
        self.tools = tools
        self.system_message = system_message
        self.build_context = build_context
        self.description = description
        self.role = role
        self.instructions = instructions
        self.use_instruction_tags = use_instruction_tags
        self.expected_output = expected_output
        self.additional_context = additional_context
        self.markdown = markdown
        self.add_name_to_context = add_name_to_context
        self.add_datetime_to_context = add_datetime_to_context
        self.datetime_format = datetime_format
        self.resolve_in_context = resolve_in_context
        self._is_announced = False
        if callable(instructions) or callable(system_message):
            later(self._step)
        elif add_datetime_to_context:
            self._is_announced = later(self._step)
        else:
            converse(tools=tools, system=self._system(), model=self.model)

    def run(self, input, **options):
        return self._step(input)

    async def arun(self, input, **options):
        return self._step(input)

    def print_response(self, input, **options):
        self._step(input)

    async def aprint_response(self, input, **options):
        self._step(input)

    def _step(self, input=None):
        if self._is_announced:
            return None
        return converse(tools=self.tools, system=self._system(), messages=input, model=self.model)

    def _system(self):
        if self.system_message is not None:
            given = self.system_message
            return self._resolved(given(self) if callable(given) else given)
        if not self.build_context:
            return None
        text = f"{self.description}\n" if self.description is not None else ""
        if self.role is not None:
            text += f"\n<your_role>\n{self.role}\n</your_role>\n\n"
        instructions = self._instructions()
        if instructions:
            text += f"<instructions>\n{instructions}\n</instructions>" if self.use_instruction_tags else instructions
            text += "\n\n"
        text = self._resolved(text + self._information())
        if self.expected_output is not None:
            text += f"<expected_output>\n{self.expected_output.strip()}\n</expected_output>\n\n"
        if self.additional_context is not None:
            text += f"{self.additional_context}\n"
        return text.strip()

    def _instructions(self):
        given = self.instructions(self) if callable(self.instructions) else self.instructions
        if not isinstance(given, list):
            return given
        if len(given) == 1:
            return given[0]
        return "\n".join(f"- {text.strip()}" for text in given)

    def _information(self):
        lines = ["Use markdown to format your answers."] if self.markdown else []
        if self.add_datetime_to_context:
            now = datetime.now()
            lines.append(f"The current time is {now.strftime(self.datetime_format) if self.datetime_format else now}.")
        if self.name is not None and self.add_name_to_context:
            lines.append(f"Your name is: {self.name}.")
        if not lines:
            return ""
        listed = "".join(f"\n- {line}" for line in lines)
        return f"<additional_information>{listed}\n</additional_information>\n\n"

    def _resolved(self, text):
        return fill(text, "braces", self.session_state) if self.resolve_in_context and self.session_state else text
