r"""LangChain's chains under their older name.

source: langchain 0.3.30 langchain/chains/__init__.py; read 2026-11-22

```python
from datetime import datetime

from langchain.chains import LLMChain
from langchain.prompts import ChatPromptTemplate, HumanMessagePromptTemplate
from langchain.schema import SystemMessage
from langchain_openai import ChatOpenAI

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."


def answer(question):
    system = SystemMessage(content=f"It is {datetime.now()}.\n{RULES}")  # PRM101
    prompt = ChatPromptTemplate.from_messages([system, HumanMessagePromptTemplate.from_template("{question}")])
    return LLMChain(llm=ChatOpenAI(model="gpt-4o"), prompt=prompt).run(question=question)


answer("Where is my parcel?")
```
"""

from langchain_classic.chains import LLMChain
