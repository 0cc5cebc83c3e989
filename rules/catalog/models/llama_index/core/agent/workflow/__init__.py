r"""LlamaIndex's agents: a system text ahead of a conversation.

source: llama-index-core 0.14.25 llama_index/core/agent/workflow/*.py; read 2026-11-22

```python
import asyncio
from datetime import datetime
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.llms.openai import OpenAI

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

async def answer(question):
    system = f"It is {datetime.now()}.\n{RULES}"  # PRM101
    agent = FunctionAgent(tools=[], llm=OpenAI(model="gpt-4o"), system_prompt=system)
    return await agent.run(question)

asyncio.run(answer("Where is my parcel?"))
```

```python
import asyncio
from llama_index.core.agent import FunctionAgent
from llama_index.llms.openai import OpenAI

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."
agent = FunctionAgent(tools=[], llm=OpenAI(model="gpt-4o"), system_prompt=RULES)

async def answer(question):
    return await agent.run(question)

asyncio.run(answer("Where is my parcel?"))
```
"""

from promptlint.intrinsics import converse


class BaseWorkflowAgent:
    def __init__(self, *, name="Agent", description="", system_prompt=None, tools=None, llm=None, **kwargs):
        self.system_prompt = system_prompt
        self.tools = tools
        self.model = llm.model if llm is not None else None
        converse(tools=tools, system=system_prompt, model=self.model)

    async def run(self, user_msg=None, chat_history=None, **kwargs):
        messages = [*(chat_history or []), {"role": "user", "content": user_msg}]
        return converse(tools=self.tools, system=self.system_prompt, messages=messages, model=self.model)


class FunctionAgent(BaseWorkflowAgent):
    pass


class ReActAgent(BaseWorkflowAgent):
    pass
