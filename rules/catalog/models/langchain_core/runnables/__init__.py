r"""LangChain's pipes.

source: langchain-core 1.8.2 langchain_core/runnables/base.py langchain_core/runnables/passthrough.py; read 2026-11-22

```python
import uuid
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from langchain_openai import ChatOpenAI

prompt = ChatPromptTemplate.from_messages([
    (
        "system",
        "Trace {trace}.\n"  # PRM103
        "Answer from the passages below, name the passage that you used, and say so when none of them answers.",
    ),
    ("human", "{context}\n{question}"),
])
chain = (
    {"context": RunnableLambda(lambda question: "passages"), "question": RunnablePassthrough()}
    | RunnablePassthrough.assign(trace=lambda values: uuid.uuid4())
    | prompt
    | ChatOpenAI()
    | StrOutputParser()
)
chain.invoke("How long is the warranty?")
```
"""

from langchain_core.runnables.base import (
    Runnable,
    RunnableAssign,
    RunnableLambda,
    RunnableParallel,
    RunnablePassthrough,
    RunnableSequence,
)
