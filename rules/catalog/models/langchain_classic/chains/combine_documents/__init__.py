r"""LangChain's chain that puts the text of documents into a prompt.

source: langchain-classic 1.0.8 langchain_classic/chains/combine_documents/stuff.py; read 2026-11-22

```python
from datetime import datetime
from types import SimpleNamespace

from langchain_classic.chains.combine_documents import create_stuff_documents_chain
from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import ChatOpenAI

prompt = ChatPromptTemplate.from_messages([
    (
        "system",
        "{context}\n"
        "Answer from the passages above, name the passage that you used, and say so when none of them answers.",
    ),
    ("human", "{question}"),
])
chain = create_stuff_documents_chain(ChatOpenAI(model="gpt-4o"), prompt)


def answer(question):
    note = SimpleNamespace(page_content=f"It is {datetime.now()}. The shop is open.")  # PRM101
    return chain.invoke({"context": [note], "question": question})


answer("How long is the warranty?")
```
"""

from langchain_core.runnables import RunnablePassthrough


def create_stuff_documents_chain(llm, prompt, *, document_separator="\n\n", document_variable_name="context", **kwargs):
    def _text(inputs):
        return document_separator.join(document.page_content for document in inputs[document_variable_name])

    return RunnablePassthrough.assign(**{document_variable_name: _text}) | prompt | llm
