r"""Semantic Kernel's chat models.

source: semantic-kernel 1.45.0 semantic_kernel/connectors/ai/chat_completion_client_base.py
semantic_kernel/connectors/ai/open_ai/services/*chat_completion.py; read 2026-11-22

```python
import asyncio
from datetime import datetime
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion
from semantic_kernel.contents import ChatHistory

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

async def answer(question):
    history = ChatHistory()
    history.add_system_message(f"It is {datetime.now()}.\n{RULES}")  # PRM101
    history.add_user_message(question)
    service = OpenAIChatCompletion(ai_model_id="gpt-4o")
    return await service.get_chat_message_content(chat_history=history, settings=None)

asyncio.run(answer("Where is my parcel?"))
```
"""

from promptlint.intrinsics import converse


class _ChatCompletion:
    def __init__(self, ai_model_id=None, **kwargs):
        self.model = ai_model_id

    async def get_chat_message_content(self, chat_history, settings, **kwargs):
        return converse(messages=chat_history.messages, model=self.model)

    async def get_chat_message_contents(self, chat_history, settings, **kwargs):
        return converse(messages=chat_history.messages, model=self.model)

    async def get_streaming_chat_message_content(self, chat_history, settings, **kwargs):
        yield converse(messages=chat_history.messages, model=self.model)


class OpenAIChatCompletion(_ChatCompletion):
    pass


class AzureChatCompletion(_ChatCompletion):
    pass
