r"""LangChain's agents: a system text ahead of a conversation.

source: langchain 1.5.0 langchain/agents/factory.py langchain/agents/middleware/types.py; read 2026-11-22

```python
from datetime import datetime
from langchain.agents import create_agent

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

def answer(question):
    agent = create_agent("openai:gpt-4o", [], system_prompt=f"It is {datetime.now()}.\n{RULES}")  # PRM101
    return agent.invoke({"messages": [{"role": "user", "content": question}]})

answer("Where is my parcel?")
```

```python
from datetime import datetime
from langchain.agents import create_agent
from langchain.chat_models import init_chat_model
from langchain.messages import SystemMessage

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."
agent = create_agent(init_chat_model("openai:gpt-4o"), [], system_prompt=SystemMessage(RULES))

def answer(question):
    return agent.invoke({"messages": [{"role": "user", "content": f"{question} (at {datetime.now()})"}]})

answer("Where is my parcel?")
```
"""

from langchain_classic.agents import (
    AgentExecutor,
    create_openai_functions_agent,
    create_openai_tools_agent,
    create_tool_calling_agent,
)
from langgraph.prebuilt import _Agent

from langchain.agents.middleware import _DynamicPrompt


def create_agent(model, tools=None, *, system_prompt=None, middleware=(), response_format=None, **kwargs):
    prompts = [each for each in middleware if isinstance(each, _DynamicPrompt)]
    return _Agent(model, tools, prompts[-1] if prompts else system_prompt, response_format)
