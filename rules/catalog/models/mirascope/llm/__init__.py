r"""Mirascope's calls: what a decorated function returns is sent, a text as one user message.

source: mirascope 2.8.2 mirascope/llm/calls/*.py mirascope/llm/prompts/*.py mirascope/llm/models/*.py;
mirascope 1.25.7 mirascope/llm/_call.py; read 2026-11-22

```python
from datetime import datetime
from mirascope import llm

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

@llm.call("openai/gpt-4o")
def answer(question: str):
    return [
        llm.messages.system(f"It is {datetime.now()}.\n{RULES}"),  # PRM101
        llm.messages.user(question),
    ]

answer("Where is my parcel?")
```

```python
from datetime import datetime
from mirascope import llm

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

@llm.call("openai/gpt-4o")
def answer(question: str):
    return [llm.messages.system(RULES), llm.messages.user(f"{question} (at {datetime.now()})")]

answer("Where is my parcel?")
```
"""

from mirascope.llm import messages
from promptlint.intrinsics import send


class _Call:
    def __init__(self, function, model, tools, schema):
        self.function = function
        self.model = model
        self.tools = tools
        self.schema = schema

    def __call__(self, *args, **kwargs):
        return send(tools=self.tools, schema=self.schema, messages=self.function(*args, **kwargs), model=self.model)

    def call(self, *args, **kwargs):
        return self(*args, **kwargs)

    def stream(self, *args, **kwargs):
        return self(*args, **kwargs)


def call(model=None, *, tools=None, format=None, response_model=None, **kwargs):
    return lambda function: _Call(function, model, tools, format or response_model)


def prompt(fn=None, *, tools=None, format=None):
    return fn if fn is not None else lambda function: function


class Model:
    def __init__(self, model_id, **params):
        self.model = model_id

    def call(self, content, *, tools=None, format=None):
        return send(tools=tools, schema=format, messages=content, model=self.model)

    def stream(self, content, *, tools=None, format=None):
        return send(tools=tools, schema=format, messages=content, model=self.model)


def model(model_id, **params):
    return Model(model_id)


def use_model(model, **params):
    return Model(model)
