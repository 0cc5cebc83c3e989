r"""Prompty: a file of settings and a template whose lines name the roles of its messages.

source: prompty 0.1.50 prompty/__init__.py prompty/core.py prompty/parsers.py prompty/utils.py;
prompty 2.1.0 prompty/core/pipeline.py prompty/core/loader.py prompty/parsers/prompty.py; read 2026-11-22

```prompty support.prompty 18=PRM103
---
name: Support
model:
  api: chat
  configuration:
    type: azure_openai
    azure_deployment: gpt-4o
inputs:
  shop: {type: string, default: Example Store}
  session_id: {type: string}
  question: {type: string}
sample:
  session_id: 12
  question: Where is my parcel?
---
system:
You answer for {{shop}} in a calm voice.
Session {{session_id}}.
Verify the order number before you discuss a refund, and never promise an exact date to any of our customers.

user:
{{question}}
```

```python
import uuid

import prompty


def answer(question):
    return prompty.execute("support.prompty", inputs={"session_id": uuid.uuid4(), "question": question})


answer("Where is my parcel?")
```

A value that is the same in every request, and a file that is loaded first:

```prompty support.prompty
---
model: gpt-4o
template: {format: {kind: mustache}}
---
system:
You answer for {{{shop}}} in a calm voice, and you speak with {{user_name}}.
Verify the order number before you discuss a refund, and never promise an exact date to any of our customers.

user:
{{question}}
```

```python
import prompty

SUPPORT = prompty.load("support.prompty")


def answer(question):
    messages = prompty.prepare(SUPPORT, {"shop": "Example & Co", "user_name": "a customer", "question": question})
    return prompty.run(SUPPORT, messages)


answer("Where is my parcel?")
```
"""

from pathlib import Path

from promptlint.intrinsics import fill, front_matter, send, spoken

_ROLES = ("assistant", "developer", "function", "system", "user")


class Prompty:
    def __init__(self, content=None, template=None, inputs=None, model=None, **options):
        self.content = content
        self.template = template
        self.inputs = inputs
        self.model = model


def load(prompty_file, configuration="default", **options):
    file = front_matter(Path(prompty_file).read_text(encoding="utf-8"))
    return Prompty(file["body"], file.get("template"), file.get("inputs"), file.get("model"))


async def load_async(prompty_file, configuration="default", **options):
    return load(prompty_file)


def render(agent, inputs=None):
    return fill(agent.content, _syntax(agent.template), {**_defaults(agent.inputs), **(inputs or {})})


async def render_async(agent, inputs=None):
    return render(agent, inputs)


def parse(agent, rendered):
    return spoken(rendered, _ROLES, "system")


async def parse_async(agent, rendered):
    return parse(agent, rendered)


def prepare(prompt, inputs=None):
    return parse(prompt, render(prompt, inputs))


async def prepare_async(prompt, inputs=None):
    return prepare(prompt, inputs)


def run(prompt, content, configuration=None, parameters=None, raw=False, **options):
    return send(messages=content, model=_model(prompt.model))


async def run_async(prompt, content, configuration=None, parameters=None, raw=False, **options):
    return run(prompt, content)


def execute(prompt, configuration=None, parameters=None, inputs=None, raw=False, config_name="default"):
    loaded = prompt if isinstance(prompt, Prompty) else load(prompt)
    return run(loaded, prepare(loaded, inputs))


async def execute_async(prompt, configuration=None, parameters=None, inputs=None, raw=False, config_name="default"):
    return execute(prompt, inputs=inputs)


def invoke(prompt, inputs=None, raw=False, **options):
    return execute(prompt, inputs=inputs)


async def invoke_async(prompt, inputs=None, raw=False, **options):
    return execute(prompt, inputs=inputs)


def turn(prompt, inputs=None, raw=False, **options):
    return execute(prompt, inputs=inputs)


async def turn_async(prompt, inputs=None, raw=False, **options):
    return execute(prompt, inputs=inputs)


def _syntax(template):
    if not isinstance(template, dict):
        return template or "jinja2"
    kind = template.get("format") or template.get("type") or "jinja2"
    return kind.get("kind", "jinja2") if isinstance(kind, dict) else kind


def _defaults(inputs):
    pairs = inputs.items() if isinstance(inputs, dict) else []
    return {name: each["default"] for name, each in pairs if isinstance(each, dict) and "default" in each}


def _model(model):
    if not isinstance(model, dict):
        return model
    configuration = model.get("configuration") or {}
    return model.get("id") or configuration.get("azure_deployment") or configuration.get("name")
