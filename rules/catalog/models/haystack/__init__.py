r"""Haystack's pipelines: what a builder makes goes to the model that it is connected with.

source: haystack-ai 3.4.1 haystack/core/pipeline/*.py haystack/dataclasses/chat_message.py;
haystack-ai 2.31.0 haystack/core/pipeline/*.py; read 2026-11-22

```python
from datetime import datetime
from haystack import Pipeline
from haystack.components.builders import ChatPromptBuilder
from haystack.components.generators.chat import OpenAIChatGenerator
from haystack.dataclasses import ChatMessage

template = [
    ChatMessage.from_system(
        "It is {{ now }}.\n"  # PRM101
        "You are the support assistant of Example Store. Follow every rule, and never promise a date for a refund."
    ),
    ChatMessage.from_user("{{ question }}\n{% for document in documents %}{{ document.content }}\n{% endfor %}"),
]
pipeline = Pipeline()
pipeline.add_component("builder", ChatPromptBuilder(template=template))
pipeline.add_component("llm", OpenAIChatGenerator(model="gpt-4o"))
pipeline.connect("builder.prompt", "llm.messages")

def answer(question):
    return pipeline.run({"builder": {"question": question, "now": datetime.now()}})["llm"]["replies"]

answer("Where is my parcel?")
```

```python
from datetime import datetime
from haystack.components.builders import PromptBuilder
from haystack.components.generators import OpenAIGenerator

builder = PromptBuilder("Give the section of the handbook that answers the question below, and say nothing else.\n{{ question }}")

def answer(question):
    prompt = builder.run(question=f"{question} (at {datetime.now()})")["prompt"]
    return OpenAIGenerator(model="gpt-4o").run(prompt)

answer("Where is my parcel?")
```

A pipeline that stands in YAML:

```yaml pipelines/support.yaml 8=PRM101
components:
  builder:
    type: haystack.components.builders.chat_prompt_builder.ChatPromptBuilder
    init_parameters:
      template:
      - role: system
        content:
        - text: "It is {{ now }}. You are the support assistant of {{ shop }}. Follow every rule, and never promise a date."
      - role: user
        content:
        - text: "{{ question }}"
  llm:
    type: haystack.components.generators.chat.openai.OpenAIChatGenerator
    init_parameters: {model: gpt-4o}
connections:
- {sender: builder.prompt, receiver: llm.messages}
```

```python
from datetime import datetime
from pathlib import Path
from haystack import Pipeline

pipeline = Pipeline.loads(Path("pipelines/support.yaml").read_text())

def answer(question):
    return pipeline.run({"builder": {"question": question, "shop": "Example Store", "now": datetime.now()}})

answer("Where is my parcel?")
```
"""

import yaml

from haystack.components.builders import ChatPromptBuilder, PromptBuilder
from haystack.components.generators import OpenAIGenerator
from haystack.components.generators.chat import OpenAIChatGenerator
from haystack.dataclasses import ChatMessage


class Pipeline:
    def __init__(self, **kwargs):
        self.components = {}
        self.connections = []

    def add_component(self, name, instance):
        self.components[name] = instance

    def connect(self, sender, receiver):
        self.connections.append((sender.split(".")[0], receiver.split(".")[0]))
        return self

    @classmethod
    def loads(cls, data, marshaller=None, callbacks=None, **kwargs):
        return cls.from_dict(yaml.safe_load(data))

    @classmethod
    def load(cls, fp, marshaller=None, callbacks=None, **kwargs):
        return cls.from_dict(yaml.safe_load(fp.read()))

    @classmethod
    def from_dict(cls, data, callbacks=None, **kwargs):
        pipeline = cls()
        for name, component in data["components"].items():
            kind = _KINDS.get(component["type"].split(".")[-1], _Other)
            pipeline.add_component(name, kind(**_parameters(component.get("init_parameters") or {})))
        for each in data["connections"]:
            pipeline.connect(each["sender"], each["receiver"])
        return pipeline

    def run(self, data, include_outputs_from=None, **kwargs):
        replies = {}
        for sender, receiver in self.connections:
            builder = self.components[sender]
            if isinstance(builder, (PromptBuilder, ChatPromptBuilder)):
                replies[receiver] = self.components[receiver].run(builder.run(**data.get(sender, {}))["prompt"])
        return replies

    async def run_async(self, data, include_outputs_from=None, **kwargs):
        return self.run(data)


class AsyncPipeline(Pipeline):
    pass


class _Other:
    def __init__(self, **kwargs):
        pass

    def run(self, *args, **kwargs):
        return None


_KINDS = {
    "PromptBuilder": PromptBuilder,
    "ChatPromptBuilder": ChatPromptBuilder,
    "OpenAIGenerator": OpenAIGenerator,
    "AzureOpenAIGenerator": OpenAIGenerator,
    "OpenAIChatGenerator": OpenAIChatGenerator,
    "AzureOpenAIChatGenerator": OpenAIChatGenerator,
    "OpenAIResponsesChatGenerator": OpenAIChatGenerator,
}


def _parameters(given):
    if isinstance(given.get("template"), list):
        return {**given, "template": [ChatMessage(each["role"], _text(each["content"])) for each in given["template"]]}
    return given


def _text(content):
    return content if isinstance(content, str) else "".join([part["text"] for part in content if "text" in part])
