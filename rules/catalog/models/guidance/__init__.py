r"""Guidance: what is added to a model within a block is text of its role, and a generation sends all of it.

source: guidance 0.3.1 guidance/library/_role.py guidance/library/_gen.py guidance/library/__init__.py
guidance/library/_sequences.py guidance/_grammar.py guidance/_ast.py; read 2026-11-22

```python
from datetime import datetime
from guidance import assistant, gen, models, system, user

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

def answer(question):
    lm = models.OpenAI("gpt-4o")
    with system():
        lm += f"It is {datetime.now()}.\n"  # PRM101
        lm += RULES
    with user():
        lm += question
    with assistant():
        lm += gen("answer")
    return lm["answer"]

answer("Where is my parcel?")
```

```python
from datetime import datetime
from guidance import assistant, gen, models, system, user

RULES = "You are the support assistant of Example Store. Follow every rule below and never promise a date for a refund."

def answer(question):
    lm = models.OpenAI("gpt-4o")
    with system():
        lm += RULES
    with user():
        lm += f"{question} (at {datetime.now()})"
    with assistant():
        lm += gen("answer")
    return lm["answer"]

answer("Where is my parcel?")
```
"""

from guidance import models


class _Role:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        models._enter(self.name)

    def __exit__(self, kind, error, trace):
        models._enter("user")


def role(role):
    return _Role(role)


def system():
    return _Role("system")


def user():
    return _Role("user")


def assistant():
    return _Role("assistant")


def gen(name=None, **kwargs):
    return models._Generation()


def select(options, name=None, **kwargs):
    return models._Generation()


def json(name=None, **kwargs):
    return models._Generation()
