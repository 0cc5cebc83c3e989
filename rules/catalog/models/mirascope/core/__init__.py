r"""Mirascope's older calls: a template with its roles written in it.

source: mirascope 1.25.7 mirascope/core/base/prompt.py mirascope/core/base/_utils/_parse_prompt_messages.py
mirascope/core/base/messages.py mirascope/core/base/message_param.py mirascope/core/base/_call_factory.py; read 2026-11-22

```python
import uuid
from mirascope.core import openai, prompt_template

@openai.call("gpt-4o")
@prompt_template(
    "SYSTEM: Run {run}.\n"  # PRM103
    "You are the support assistant of Example Store. Follow every rule, and never promise a date for a refund.\n"
    "USER: {question}"
)
def answer(run: str, question: str): ...

answer(uuid.uuid4(), "Where is my parcel?")
```
"""

import textwrap

from promptlint.intrinsics import fill


class BaseMessageParam:
    def __init__(self, role=None, content=None):
        self.role = role
        self.content = content


class Messages:
    @classmethod
    def System(cls, content):
        return BaseMessageParam("system", content)

    @classmethod
    def User(cls, content):
        return BaseMessageParam("user", content)

    @classmethod
    def Assistant(cls, content):
        return BaseMessageParam("assistant", content)


def prompt_template(template=None):
    if template is None:
        return lambda function: function
    return lambda function: _Template(textwrap.dedent(template).strip(), function)


class _Template:
    def __init__(self, template, function):
        self.template = template
        self.function = function

    def __call__(self, *args, **kwargs):
        values = {**dict(zip(self.function.__annotations__, args, strict=False)), **kwargs}
        head, mark, user = self.template.partition("USER:")
        if not head.startswith("SYSTEM:"):
            return [BaseMessageParam("user", fill(user.strip() if mark else head, "f-string", values))]
        system, listed, name = head.removeprefix("SYSTEM:").partition("MESSAGES:")
        history = values[name.strip()[1:-1]] if listed else []
        first = [BaseMessageParam("system", fill(system.strip(), "f-string", values)), *history]
        return [*first, BaseMessageParam("user", fill(user.strip(), "f-string", values))] if mark else first


from mirascope.core import anthropic, openai  # noqa: E402
