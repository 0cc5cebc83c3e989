r"""LangChain's prompts in files of Prompty.

source: langchain-prompty 1.0.0 langchain_prompty/langchain.py langchain_prompty/utils.py langchain_prompty/parsers.py;
read 2026-11-22

```prompty support.prompty 5=PRM103
---
name: Support
---
system:
Session {{session_id}}, a customer of {{shop}}.
Verify the order number before you discuss a refund, and never promise an exact date to any of our customers.

user:
{{question}}
```

```python
import uuid

from langchain_openai import ChatOpenAI
from langchain_prompty import create_chat_prompt

chain = create_chat_prompt("support.prompty") | ChatOpenAI(model="gpt-4o")


def answer(question):
    return chain.invoke({"session_id": uuid.uuid4(), "shop": "Example Store", "question": question})


answer("Where is my parcel?")
```

```prompty support.prompty
---
name: Support
---
system:
You speak with {{user_name}}, a customer of {{shop}}.
Verify the order number before you discuss a refund, and never promise an exact date to any of our customers.

user:
{{question}}
```

```python
from langchain_openai import ChatOpenAI
from langchain_prompty import create_chat_prompt


def answer(question):
    prompt = create_chat_prompt("support.prompty")
    chain = prompt | ChatOpenAI(model="gpt-4o")
    return chain.invoke({"user_name": "a customer", "shop": "Example Store", "question": question})


answer("Where is my parcel?")
```
"""

from pathlib import Path

from langchain_core.prompts import ChatPromptTemplate
from langchain_core.prompts.chat import BaseChatPromptTemplate

from promptlint.intrinsics import fill, front_matter, spoken

_ROLES = ("system", "user", "human", "assistant", "ai", "function")


class _InFile(BaseChatPromptTemplate):
    def __init__(self, path, scratchpad):
        self.path = path
        self.scratchpad = scratchpad

    def format_messages(self, **kwargs):
        settings = front_matter(Path(self.path).read_text(encoding="utf-8"))
        template = settings.get("template", "mustache")
        syntax = template.get("type", "mustache") if isinstance(template, dict) else template
        messages = spoken(fill(settings["body"], syntax, kwargs), _ROLES, "system")
        return [*messages, *kwargs.get(self.scratchpad, [])]


def create_chat_prompt(path, input_name_agent_scratchpad="agent_scratchpad"):
    return _InFile(path, input_name_agent_scratchpad)
