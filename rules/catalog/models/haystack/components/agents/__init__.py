r"""Haystack's agents: a system text ahead of a conversation.

source: haystack-ai 3.4.1 haystack/components/agents/agent.py; read 2026-11-22

```python
from datetime import datetime
from haystack.components.agents import Agent
from haystack.components.generators.chat import OpenAIChatGenerator
from haystack.dataclasses import ChatMessage

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

def answer(question):
    system = f"It is {datetime.now()}.\n{RULES}"  # PRM101
    agent = Agent(chat_generator=OpenAIChatGenerator(model="gpt-4o"), system_prompt=system)
    return agent.run(messages=[ChatMessage.from_user(question)])

answer("Where is my parcel?")
```
"""

from promptlint.intrinsics import converse


class Agent:
    def __init__(self, *, chat_generator=None, tools=None, system_prompt=None, **kwargs):
        self.model = chat_generator.model
        self.tools = tools
        self.system_prompt = system_prompt
        converse(tools=tools, system=system_prompt, model=self.model)

    def run(self, messages=None, streaming_callback=None, **kwargs):
        return converse(tools=self.tools, system=self.system_prompt, messages=messages, model=self.model)

    async def run_async(self, messages=None, streaming_callback=None, **kwargs):
        return self.run(messages)
