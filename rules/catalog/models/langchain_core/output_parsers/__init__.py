"""LangChain's parsers: steps behind the model, which send nothing.

source: langchain-core 1.8.2 langchain_core/output_parsers/*.py; read 2026-11-22
"""

from langchain_core.runnables.base import Runnable


class BaseOutputParser(Runnable):
    def __init__(self, **kwargs):
        pass

    def invoke(self, input, config=None, **kwargs):
        return input


class StrOutputParser(BaseOutputParser):
    pass


class JsonOutputParser(BaseOutputParser):
    pass


class PydanticOutputParser(BaseOutputParser):
    pass
