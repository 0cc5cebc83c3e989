r"""OpenAI's models in LangChain.

source: langchain-openai 1.7.4 langchain_openai/chat_models/*.py langchain_openai/llms/*.py; read 2026-11-22

```python
import csv

from langchain_openai import ChatOpenAI

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

class Bot:
    def __init__(self):
        self.llm = ChatOpenAI(model="gpt-4o", temperature=0)

    def answer(self, user_name, question):
        system = f"You talk to {user_name}.\n{RULES}"  # PRM104
        return self.llm.invoke([("system", system), ("human", question)]).content

for row in csv.DictReader(["user_name", "Ada"]):
    Bot().answer(row["user_name"], "Where is my parcel?")
```

```python
from langchain_openai import ChatOpenAI

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."
llm = ChatOpenAI(model="gpt-4o", temperature=0)

def answer(user_name, question):
    return llm.invoke([("system", RULES), ("human", f"{question}\n{user_name}")]).content

answer("Ada", "Where is my parcel?")
```
"""

from langchain_core.language_models import BaseChatModel, BaseLLM


class ChatOpenAI(BaseChatModel):
    pass


class AzureChatOpenAI(BaseChatModel):
    pass


class OpenAI(BaseLLM):
    pass


class AzureOpenAI(BaseLLM):
    pass
