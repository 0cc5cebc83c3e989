r"""Anthropic's models in LangChain: system messages become the system text, in their order.

source: langchain-anthropic 1.7.10 langchain_anthropic/chat_models.py langchain_anthropic/llms.py; read 2026-11-22

```python
from datetime import datetime
from langchain_anthropic import ChatAnthropic
from langchain_core.messages import HumanMessage, SystemMessage

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

async def answer(question):
    llm = ChatAnthropic(model="claude-sonnet-4-5")
    system = SystemMessage(f"{datetime.now():%H:%M}\n" + RULES)  # PRM101
    async for chunk in llm.astream([system, HumanMessage(question)]):
        print(chunk.content)

if __name__ == "__main__":
    import asyncio
    asyncio.run(answer("Where is my parcel?"))
```

```python
from langchain_anthropic import ChatAnthropic

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

def answer(question):
    return ChatAnthropic(model="claude-sonnet-4-5").invoke([("system", RULES), ("human", question)])

answer("Where is my parcel?")
```
"""

from langchain_core.language_models import BaseChatModel, BaseLLM


class ChatAnthropic(BaseChatModel):
    pass


class AnthropicLLM(BaseLLM):
    pass
