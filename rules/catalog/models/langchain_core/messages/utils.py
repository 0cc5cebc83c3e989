r"""LangChain's helpers for lists of messages.

source: langchain-core 1.8.2 langchain_core/messages/utils.py (trim_messages); read 2026-11-22

```python
import sys

from langchain_core.messages import HumanMessage, SystemMessage, trim_messages
from langchain_openai import ChatOpenAI

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

def answer(history, question):
    kept = trim_messages(history, max_tokens=4000, strategy="last", token_counter=len)
    return ChatOpenAI(model="gpt-4o").invoke([SystemMessage(RULES), *kept, HumanMessage(question)])  # PRM501

answer(getattr(sys, "history", []), "Where is my parcel?")
```

```python
import sys

from langchain_core.messages import HumanMessage, SystemMessage, trim_messages
from langchain_openai import ChatOpenAI

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

def answer(history, question):
    kept = trim_messages(history, max_tokens=4000, strategy="first", token_counter=len)
    return ChatOpenAI(model="gpt-4o").invoke([SystemMessage(RULES), *kept, HumanMessage(question)])

answer(getattr(sys, "history", []), "Where is my parcel?")
```
"""


def trim_messages(messages=None, *, max_tokens=0, strategy="last", include_system=False, **kwargs):
    if strategy == "first":
        return messages
    if include_system:
        return [messages[0], *messages[-max_tokens:]]
    return messages[-max_tokens:]
