r"""LangChain's older chains: a prompt and the model that it goes to.

source: langchain-classic 1.0.8 langchain_classic/chains/llm.py langchain_classic/chains/base.py; read 2026-11-22

```python
from datetime import datetime
from langchain_classic.chains import LLMChain
from langchain_core.prompts import PromptTemplate
from langchain_openai import OpenAI

prompt = PromptTemplate.from_template(
    "Now: {now}.\n"  # PRM101
    "Sum up the ticket below in three sentences, name the order, and leave out what the agent said.\n{ticket}"
)

def sum_up(ticket):
    return LLMChain(llm=OpenAI(), prompt=prompt).run(now=datetime.now(), ticket=ticket)

sum_up("My parcel is late.")
```

```python
from langchain_classic.chains import LLMChain
from langchain_core.prompts import PromptTemplate
from langchain_openai import OpenAI

prompt = PromptTemplate.from_template(
    "Sum up the ticket below in three sentences, name the order, and leave out what the agent said.\n{ticket}"
)

def sum_up(ticket):
    return LLMChain(llm=OpenAI(), prompt=prompt).invoke({"ticket": ticket})

sum_up("My parcel is late.")
```
"""

from langchain_core.runnables.base import Runnable


class LLMChain(Runnable):
    def __init__(self, *, prompt=None, llm=None, **kwargs):
        self.prompt = prompt
        self.llm = llm

    def invoke(self, input, config=None, **kwargs):
        return self.llm.invoke(self.prompt.invoke(input))

    def _of(self, args, kwargs):
        return self.invoke(args[0] if args else kwargs)

    def run(self, *args, **kwargs):
        return self._of(args, kwargs)

    async def arun(self, *args, **kwargs):
        return self._of(args, kwargs)

    def predict(self, callbacks=None, **kwargs):
        return self.invoke(kwargs)

    async def apredict(self, callbacks=None, **kwargs):
        return self.invoke(kwargs)

    def __call__(self, inputs, **kwargs):
        return self.invoke(inputs)
