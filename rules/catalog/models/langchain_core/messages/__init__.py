r"""LangChain's messages: a content, and the role that a chat model sends it under.

source: langchain-core 1.8.2 langchain_core/messages/*.py; read 2026-11-22

```python
from datetime import datetime
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

def answer(question):
    messages = [
        SystemMessage(content=f"It is {datetime.now()}.\n{RULES}"),  # PRM101
        HumanMessage(question),
    ]
    return ChatOpenAI(model="gpt-4o").invoke(messages)

answer("Where is my parcel?")
```

```python
from datetime import datetime
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

def answer(question):
    messages = [SystemMessage(content=RULES), HumanMessage(f"{question} (at {datetime.now()})")]
    return ChatOpenAI(model="gpt-4o").invoke(messages)

answer("Where is my parcel?")
```
"""

from langchain_core.messages.utils import trim_messages


class BaseMessage:
    role = "user"

    def __init__(self, content=None, content_blocks=None, **kwargs):
        self.role = kwargs.get("role", self.role)
        self.content = content if content_blocks is None else content_blocks


class SystemMessage(BaseMessage):
    role = "system"


class HumanMessage(BaseMessage):
    role = "user"


class AIMessage(BaseMessage):
    role = "assistant"


class ToolMessage(BaseMessage):
    role = "tool"


class FunctionMessage(BaseMessage):
    role = "tool"


class ChatMessage(BaseMessage):
    pass
