r"""Langroid: the system message of an agent's configuration, or of the task that runs it, then the chat.

source: langroid 0.69.16 langroid/agent/chat_agent.py, langroid/agent/task.py, langroid/agent/base.py; read 2026-11-22

```python
from datetime import datetime

import langroid as lr

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def support(question: str):
    agent = lr.ChatAgent(lr.ChatAgentConfig(system_message=f"Now: {datetime.now()}\n{RULES}"))  # PRM101
    return lr.Task(agent, interactive=False).run(question)


print(support("Where is my order?"))
```

```python
from datetime import datetime

import langroid as lr

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."

agent = lr.ChatAgent(lr.ChatAgentConfig(system_message=RULES))


def support(question: str):
    return agent.llm_response(f"{question}\n(asked at {datetime.now()})")


print(support("Where is my order?"))
```
"""

from promptlint.intrinsics import converse


class ChatAgentConfig:
    def __init__(self, system_message="You are a helpful assistant.", user_message=None, llm=None, name="", **options):
        self.system_message = system_message
        self.user_message = user_message


class ChatAgent:
    def __init__(self, config=None, task=None):
        self.config = config or ChatAgentConfig()
        self.system_message = self.config.system_message
        converse(system=self.system_message)

    def llm_response(self, message=None):
        return converse(system=self.system_message, messages=message)

    async def llm_response_async(self, message=None):
        return self.llm_response(message)


class Task:
    def __init__(self, agent=None, name="", system_message="", user_message="", interactive=True, **options):
        self.agent = agent
        self.system_message = system_message
        if system_message:
            converse(system=system_message)

    def run(self, msg=None, **options):
        return converse(system=self.system_message or self.agent.system_message, messages=msg)

    async def run_async(self, msg=None, **options):
        return self.run(msg)
