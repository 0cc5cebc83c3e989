r"""Haystack's chat models.

source: haystack-ai 3.4.1 haystack/components/generators/chat/*.py; read 2026-11-22

```python
import uuid
from haystack.components.generators.chat import OpenAIChatGenerator
from haystack.dataclasses import ChatMessage

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

def answer(question):
    system = ChatMessage.from_system(f"Run {uuid.uuid4()}.\n{RULES}")  # PRM103
    return OpenAIChatGenerator(model="gpt-4o").run([system, ChatMessage.from_user(question)])["replies"]

answer("Where is my parcel?")
```
"""

from promptlint.intrinsics import send


class OpenAIChatGenerator:
    def __init__(self, *, model=None, tools=None, **kwargs):
        self.model = model
        self.tools = tools

    def run(self, messages, streaming_callback=None, generation_kwargs=None, *, tools=None, **kwargs):
        return send(tools=tools or self.tools, messages=messages, model=self.model)

    async def run_async(self, messages, streaming_callback=None, generation_kwargs=None, *, tools=None, **kwargs):
        return self.run(messages, tools=tools)


class AzureOpenAIChatGenerator(OpenAIChatGenerator):
    pass


class OpenAIResponsesChatGenerator(OpenAIChatGenerator):
    pass
