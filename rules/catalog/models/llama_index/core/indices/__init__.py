r"""LlamaIndex's indices, and the chats and queries over them.

source: llama-index-core 0.14.25 llama_index/core/indices/base.py llama_index/core/indices/*/base.py
llama_index/core/query_engine/retriever_query_engine.py llama_index/core/chat_engine/*.py
llama_index/core/base/base_query_engine.py; read 2026-11-22

```python
from datetime import datetime
from llama_index.core import VectorStoreIndex

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."
index = VectorStoreIndex.from_documents([])

def answer(question):
    engine = index.as_chat_engine(chat_mode="simple", system_prompt=f"It is {datetime.now()}.\n{RULES}")  # PRM101
    return engine.chat(question)

answer("Where is my parcel?")
```
"""

from llama_index.core.chat_engine import CondensePlusContextChatEngine, ContextChatEngine, SimpleChatEngine
from llama_index.core.prompts import PromptTemplate

from promptlint.intrinsics import send

_QUERY = PromptTemplate(
    "Context information is below.\n---------------------\n{context_str}\n---------------------\n"
    "Given the context information and not prior knowledge, answer the query.\nQuery: {query_str}\nAnswer: "
)
_ENGINES = {"simple": SimpleChatEngine, "context": ContextChatEngine}


class BaseIndex:
    @classmethod
    def from_documents(cls, documents, **kwargs):
        return cls()

    def as_chat_engine(self, chat_mode="best", llm=None, **kwargs):
        return _ENGINES.get(chat_mode, CondensePlusContextChatEngine).from_defaults(llm=llm, **kwargs)

    def as_query_engine(self, llm=None, text_qa_template=None, **kwargs):
        return RetrieverQueryEngine(llm, text_qa_template)


class VectorStoreIndex(BaseIndex):
    @classmethod
    def from_vector_store(cls, vector_store, embed_model=None, **kwargs):
        return cls()


class SummaryIndex(BaseIndex):
    pass


class RetrieverQueryEngine:
    def __init__(self, llm, text_qa_template):
        self.model = llm.model if llm is not None else None
        self.text_qa_template = text_qa_template or _QUERY

    @classmethod
    def from_args(cls, retriever, llm=None, text_qa_template=None, **kwargs):
        return cls(llm, text_qa_template)

    def query(self, str_or_query_bundle):
        return send(messages=self.text_qa_template.format_messages(query_str=str_or_query_bundle), model=self.model)

    async def aquery(self, str_or_query_bundle):
        return self.query(str_or_query_bundle)
