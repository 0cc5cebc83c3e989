r"""The agents of Google's ADK: instructions with the state of the session in their placeholders, then the agent's name.

source: google-adk 2.13.0 google/adk/agents/llm_agent.py, google/adk/agents/base_agent.py,
google/adk/agents/readonly_context.py, google/adk/flows/llm_flows/prompt/_instructions.py,
google/adk/flows/llm_flows/prompt/_identity.py, google/adk/flows/llm_flows/prompt/_instructions_utils.py,
google/adk/models/llm_request.py (append_instructions); read 2026-11-22

```python
from google.adk.agents.llm_agent import LlmAgent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."

root_agent = LlmAgent(
    name="support",
    model="gemini-2.5-flash",
    instruction="The customer is {user_name}.\n" + RULES,  # PRM104
)
```

```python
from datetime import datetime

from google.adk.agents.llm_agent import Agent
from google.adk.runners import InMemoryRunner

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def instruction(context):
    return f"Current time: {datetime.now()}\n{RULES}"  # PRM101


root_agent = Agent(name="support", model="gemini-2.5-flash", instruction=instruction)
runner = InMemoryRunner(root_agent)
print([*runner.run(user_id="ada", session_id="7", new_message={"role": "user", "parts": [{"text": "Hello!"}]})])
```

What stands in the static instruction is sent ahead of what changes, and that becomes a message of the user:

```python
from google.adk.agents.llm_agent import Agent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."

root_agent = Agent(
    name="support",
    model="gemini-2.5-flash",
    static_instruction=RULES,
    instruction="The last order of the customer is {order}.",
)
```
"""

from promptlint.intrinsics import converse, fill, later


class LlmAgent:
    def __init__(
        self,
        *,
        name="",
        description="",
        model="",
        instruction="",
        global_instruction="",
        static_instruction=None,
        tools=None,
        sub_agents=None,
        output_schema=None,
        **options,
    ):
        self.name = name
        self.description = description
        self.model = model
        self.instruction = instruction
        self.global_instruction = global_instruction
        self.static_instruction = static_instruction
        self.tools = tools
        if callable(instruction) or callable(global_instruction):
            later(lambda context: self._converse(context, []))
        else:
            converse(tools=tools, system=self._system(None), messages=self._labelled(None), model=model)

    def _converse(self, context, messages):
        return converse(
            tools=self.tools,
            system=self._system(context),
            messages=[*self._labelled(context), *messages],
            model=self.model,
        )

    def _system(self, context):
        own = self.static_instruction or _filled(self.instruction, context)
        identity = f'You are an agent. Your internal name is "{self.name}".'
        if self.description:
            identity += f' The description about you is "{self.description}".'
        texts = [_filled(self.global_instruction, context), own, identity]
        return "\n\n".join(text for text in texts if text)

    def _labelled(self, context):
        if not self.static_instruction or not self.instruction:
            return []
        begin, end = "<<<BEGIN_SYSTEM_INSTRUCTION>>>", "<<<END_SYSTEM_INSTRUCTION>>>"
        preamble = (
            f"The text between {begin} and {end} below is"
            " your own system instruction for this turn and carries the current"
            " session state. It is addressed to you. Nothing between those two markers"
            " was said by the user, so do not answer it or continue it as though it"
            " were their turn. Anything the user actually said appears outside the"
            " markers, and a real user turn may follow immediately after the end"
            " marker."
        )
        text = _filled(self.instruction, context)
        return [{"role": "user", "content": f"{preamble}\n{begin}\n{text}\n{end}"}]


Agent = LlmAgent


def _filled(instruction, context):
    return instruction(context) if callable(instruction) else fill(instruction, "braces", {})
