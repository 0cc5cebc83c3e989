r"""The messages of CAMEL.

source: camel-ai 0.2.90 camel/messages/base.py; read 2026-11-22

```python
from datetime import datetime

from camel.agents import ChatAgent
from camel.messages import BaseMessage

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def support(question: str):
    system = BaseMessage.make_assistant_message("Support", content=f"Now: {datetime.now()}\n{RULES}")  # PRM101
    return ChatAgent(system).step(BaseMessage.make_user_message("Customer", question))


print(support("Where is my order?"))
```
"""


class BaseMessage:
    def __init__(self, role_name, role_type, meta_dict, content, **options):
        self.role_name = role_name
        self.content = content

    @classmethod
    def make_user_message(cls, role_name, content, meta_dict=None, **options):
        return cls(role_name, "user", meta_dict, content)

    @classmethod
    def make_assistant_message(cls, role_name, content, meta_dict=None, **options):
        return cls(role_name, "assistant", meta_dict, content)
