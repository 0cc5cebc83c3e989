r"""LangChain's prompt templates.

source: langchain-core 1.8.2 langchain_core/prompts/*.py; read 2026-11-22

```python
from datetime import datetime
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder
from langchain_openai import ChatOpenAI

prompt = ChatPromptTemplate.from_messages([
    (
        "system",
        "It is {now}.\n"  # PRM101
        "You are the support assistant of Example Store. Follow every rule below, and never promise a date for a refund.",
    ),
    MessagesPlaceholder("history"),
    ("human", "{question}"),
]).partial(now=datetime.now)
chain = prompt | ChatOpenAI(model="gpt-4o") | StrOutputParser()

def answer(history, question):
    return chain.invoke({"history": history, "question": question})

answer([], "Where is my parcel?")
```

Jinja and mustache templates:

```python
import uuid
from langchain_core.prompts import ChatPromptTemplate, HumanMessagePromptTemplate, SystemMessagePromptTemplate
from langchain_openai import ChatOpenAI

system = SystemMessagePromptTemplate.from_template(
    "Session {{ session_id }}.\n"  # PRM103
    "You are the support assistant of {{ shop | upper }}. Quote the section of the handbook that you used in every reply.",
    template_format="jinja2",
)
human = HumanMessagePromptTemplate.from_template("{{question}}", "mustache")

def answer(session_id, question):
    prompt = system + human
    messages = prompt.format_messages(session_id=session_id, shop="Example Store", question=question)
    return ChatOpenAI(model="gpt-4o").invoke(messages)

answer(uuid.uuid4(), "Where is my parcel?")
```

Templates with examples in them:

```python
import uuid
from langchain_core.prompts import FewShotPromptTemplate, PromptTemplate
from langchain_openai import ChatOpenAI

prompt = FewShotPromptTemplate(
    prefix="Ticket {ticket}.\nGive the opposite of every word, as in the examples below, and say nothing else at all.",  # PRM103
    examples=[{"word": "tall", "opposite": "short"}, {"word": "sunny", "opposite": "gloomy"}],
    example_prompt=PromptTemplate.from_template("Word: {word}\nOpposite: {opposite}"),
    suffix="Word: {word}\nOpposite:",
)

def opposite(word):
    return (prompt | ChatOpenAI()).invoke({"word": word, "ticket": uuid.uuid4()})

opposite("warm")
```

Nothing to report:

```python
from datetime import datetime
from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import ChatOpenAI

prompt = ChatPromptTemplate.from_messages([
    ("system", "You are the support assistant of {shop}. Quote the section of the handbook that you used in every reply."),
    ("human", "{question} (at {now})"),
])

def answer(question):
    chain = prompt.partial(shop="Example Store") | ChatOpenAI(model="gpt-4o")
    return chain.invoke({"question": question, "now": datetime.now()})

answer("Where is my parcel?")
```
"""

from langchain_core.prompts.base import BasePromptTemplate, StringPromptTemplate
from langchain_core.prompts.chat import (
    AIMessagePromptTemplate,
    BaseChatPromptTemplate,
    ChatMessagePromptTemplate,
    ChatPromptTemplate,
    HumanMessagePromptTemplate,
    MessagesPlaceholder,
    SystemMessagePromptTemplate,
)
from langchain_core.prompts.few_shot import FewShotChatMessagePromptTemplate, FewShotPromptTemplate
from langchain_core.prompts.loading import load_prompt
from langchain_core.prompts.prompt import PromptTemplate
