r"""Haystack's pipelines: what a builder makes goes to the model that it is connected with.

source: haystack-ai 3.4.1 haystack/core/pipeline/*.py;
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
"""

from haystack.components.builders import ChatPromptBuilder, PromptBuilder


class Pipeline:
    def __init__(self, **kwargs):
        self.components = {}
        self.connections = []

    def add_component(self, name, instance):
        self.components[name] = instance

    def connect(self, sender, receiver):
        self.connections.append((sender.split(".")[0], receiver.split(".")[0]))
        return self

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
