r"""What the OpenAI Agents SDK recommends to put ahead of the instructions of agents that hand over.

source: openai-agents 0.24.0 agents/extensions/handoff_prompt.py; read 2026-11-22

```python
from datetime import datetime

from agents import Agent, Runner
from agents.extensions.handoff_prompt import prompt_with_handoff_instructions

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def support(question: str):
    agent = Agent(
        name="support",
        instructions=prompt_with_handoff_instructions(
            f"It is {datetime.now()}.\n{RULES}"  # PRM101
        ),
    )
    return Runner.run_sync(agent, question)


print(support("Where is my order?"))
```
"""

RECOMMENDED_PROMPT_PREFIX = (
    "# System context\n"
    "You are part of a multi-agent system called the Agents SDK, designed to make agent "
    "coordination and execution easy. Agents uses two primary abstraction: **Agents** and "
    "**Handoffs**. An agent encompasses instructions and tools and can hand off a "
    "conversation to another agent when appropriate. "
    "Handoffs are achieved by calling a handoff function, generally named "
    "`transfer_to_<agent_name>`. Transfers between agents are handled seamlessly in the background;"
    " do not mention or draw attention to these transfers in your conversation with the user.\n"
)


def prompt_with_handoff_instructions(prompt):
    return f"{RECOMMENDED_PROMPT_PREFIX}\n\n{prompt}"
