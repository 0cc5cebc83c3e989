r"""promptflow: files of Prompty, and flows whose nodes are templates.

source: promptflow-core 1.18.5 promptflow/core/_flow.py promptflow/core/_prompty_utils.py
promptflow/core/_model_configuration.py promptflow/_utils/flow_utils.py; read 2026-11-22

```prompty support.prompty 18=PRM101
---
name: Support
model:
  api: chat
  configuration:
    type: azure_openai
    azure_deployment: gpt-4o
inputs:
  shop: {type: string, default: Example Store}
  now: {type: string}
  question: {type: string}
sample:
  now: today
  question: Where is my parcel?
---
system:
You answer for {{shop}} in a calm voice.
It is {{now}}.
Verify the order number before you discuss a refund, and never promise an exact date to any of our customers.

user:
{{question}}
```

```python
from datetime import datetime

from promptflow.core import AzureOpenAIModelConfiguration, Prompty

MODEL = {"api": "chat", "configuration": AzureOpenAIModelConfiguration(azure_deployment="gpt-4o")}


def answer(question):
    return Prompty.load(source="support.prompty", model=MODEL)(now=datetime.now(), question=question)


answer("Where is my parcel?")
```
"""

from pathlib import Path

import yaml

from promptlint.intrinsics import fill, front_matter, send, spoken

_ROLES = ("system", "user", "assistant", "function", "tool")


class OpenAIModelConfiguration:
    def __init__(self, model=None, **options):
        self.name = model


class AzureOpenAIModelConfiguration:
    def __init__(self, azure_deployment=None, **options):
        self.name = azure_deployment


class Prompty:
    def __init__(self, path, model=None, **kwargs):
        self.settings = front_matter(Path(path).read_text(encoding="utf-8"))
        self.model = model or self.settings.get("model") or {}

    @classmethod
    def load(cls, source, **kwargs):
        return cls(source, **kwargs)

    def __call__(self, *args, **kwargs):
        return self._run(kwargs)

    def render(self, *args, **kwargs):
        return str(self._messages(kwargs))

    def _run(self, inputs):
        return send(messages=self._messages(inputs), model=_name(self.model.get("configuration")))

    def _messages(self, inputs):
        values = {**_defaults(self.settings.get("inputs")), **inputs}
        return _spoken(self.model.get("api"), fill(self.settings["body"], "jinja2", values))


class AsyncPrompty(Prompty):
    async def __call__(self, *args, **kwargs):
        return self._run(kwargs)


class Flow:
    def __init__(self, path):
        self.folder = Path(path).parent
        self.settings = yaml.safe_load(Path(path).read_text(encoding="utf-8"))

    @classmethod
    def load(cls, source, **kwargs):
        path = Path(source)
        if path.suffix == ".prompty":
            return Prompty(path, **kwargs)
        return cls(path if path.suffix in (".yaml", ".yml") else path / "flow.dag.yaml")

    def __call__(self, *args, **kwargs):
        return self._run(kwargs)

    def invoke(self, inputs, connections=None, **kwargs):
        return self._run(inputs)

    def _run(self, inputs):
        inputs, outputs = {**_defaults(self.settings.get("inputs")), **inputs}, {}
        for node in self.settings["nodes"]:
            given = node.get("inputs") or {}
            if node.get("type") in ("llm", "prompt"):
                text = (self.folder / node["source"]["path"]).read_text(encoding="utf-8")
                outputs[node["name"]] = _made(node, fill(text, "jinja2", _values(given, inputs, outputs)))
        return outputs


class AsyncFlow(Flow):
    async def __call__(self, *args, **kwargs):
        return self._run(kwargs)

    async def invoke(self, inputs, **kwargs):
        return self._run(inputs)


def _made(node, text):
    if node["type"] == "prompt":
        return text
    model = node["inputs"].get("deployment_name") or node["inputs"].get("model")
    return send(messages=_spoken(node.get("api"), text), model=model)


def _spoken(api, text):
    return text if api == "completion" else spoken(text, _ROLES, "user")


def _values(given, inputs, outputs):
    """Return what a node is given, without what another node makes of which nothing is known."""
    values = {}
    for name, each in given.items():
        if not isinstance(each, str) or not each.startswith("${"):
            values[name] = each
        elif each.startswith("${inputs.") and each[9:-1] in inputs:
            values[name] = inputs[each[9:-1]]
        elif each.removesuffix(".output}")[2:] in outputs:
            values[name] = outputs[each.removesuffix(".output}")[2:]]
    return values


def _defaults(inputs):
    pairs = inputs.items() if isinstance(inputs, dict) else []
    return {name: each["default"] for name, each in pairs if isinstance(each, dict) and "default" in each}


def _name(configuration):
    if isinstance(configuration, dict):
        return configuration.get("azure_deployment") or configuration.get("model")
    return configuration.name if configuration else None
