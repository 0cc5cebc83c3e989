r"""LangChain's older agents: a prompt with a place for the steps so far, run in a loop.

source: langchain-classic 1.0.8 langchain_classic/agents/*/base.py langchain_classic/agents/agent.py; read 2026-11-22

```python
import uuid
from langchain_classic.agents import AgentExecutor, create_tool_calling_agent
from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import ChatOpenAI

prompt = ChatPromptTemplate.from_messages([
    ("system", "Run {run}. Look the order up before you answer, and never promise a date for a refund."),  # PRM103
    ("placeholder", "{chat_history}"),
    ("human", "{input}"),
    ("placeholder", "{agent_scratchpad}"),
])
agent = create_tool_calling_agent(ChatOpenAI(model="gpt-4o"), [], prompt)
executor = AgentExecutor(agent=agent, tools=[])
executor.invoke({"input": "Where is my parcel?", "run": uuid.uuid4()})
```
"""

from langchain_core.runnables import RunnablePassthrough
from langchain_core.runnables.base import Runnable


def _steps(values):
    return []


def create_tool_calling_agent(llm, tools, prompt, **kwargs):
    return RunnablePassthrough.assign(agent_scratchpad=_steps) | prompt | llm.bind_tools(tools)


def create_openai_tools_agent(llm, tools, prompt, strict=None):
    return create_tool_calling_agent(llm, tools, prompt)


def create_openai_functions_agent(llm, tools, prompt):
    return create_tool_calling_agent(llm, tools, prompt)


class AgentExecutor(Runnable):
    def __init__(self, agent=None, tools=None, **kwargs):
        self.agent = agent

    def invoke(self, input, config=None, **kwargs):
        return self.agent.invoke(input)

    def run(self, input):
        return self.agent.invoke({"input": input})
