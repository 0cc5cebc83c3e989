r"""promptflow's client: a flow is loaded and called as a function, or run over the rows of a file.

What it runs to test a flow says nothing of requests.

source: promptflow-devkit 1.18.5 promptflow/client/__init__.py promptflow/_sdk/_load_functions.py
promptflow/_sdk/_pf_client.py; read 2026-11-22

```yaml flows/chat/flow.dag.yaml
inputs:
  question: {type: string}
  session_id: {type: string}
  shop: {type: string, default: Example Store}
nodes:
- name: sections
  type: python
  source: {type: code, path: sections.py}
  inputs:
    question: ${inputs.question}
- name: chat
  type: llm
  api: chat
  source: {type: code, path: chat.jinja2}
  inputs:
    deployment_name: gpt-4o
    shop: ${inputs.shop}
    session_id: ${inputs.session_id}
    sections: ${sections.output}
    question: ${inputs.question}
```

```jinja flows/chat/chat.jinja2 2=PRM103
# system:
Session {{session_id}}, a customer of {{shop}}.
Verify the order number before you discuss a refund, and never promise an exact date to any of our customers.

# user:
{{sections}}
{{question}}
```

```python
import uuid

from promptflow.client import load_flow


def answer(question):
    flow = load_flow(source="flows/chat")
    return flow(question=question, session_id=uuid.uuid4())


answer("Where is my parcel?")
```

```yaml flows/chat/flow.dag.yaml
inputs:
  question: {type: string}
  user_name: {type: string}
nodes:
- name: chat
  type: llm
  source: {type: code, path: chat.jinja2}
  inputs:
    model: gpt-4o
    user_name: ${inputs.user_name}
    question: ${inputs.question}
```

```jinja flows/chat/chat.jinja2
system:
You speak with {{user_name}}, a customer of Example Store.
Verify the order number before you discuss a refund, and never promise an exact date to any of our customers.
user:
{{question}}
```

```python
from promptflow.client import load_flow

flow = load_flow("flows/chat/flow.dag.yaml")


def answer(question):
    return flow.invoke(inputs={"question": question, "user_name": "a customer"})


answer("Where is my parcel?")
```

A column of the data is another one in every row:

```prompty support.prompty 7=PRM104
---
model: {api: chat, configuration: {azure_deployment: gpt-4o}}
inputs: {shop: {type: string}, user_name: {type: string}, question: {type: string}}
---
system:
You answer for {{shop}} in a calm voice.
You speak with {{user_name}}.
Verify the order number before you discuss a refund, and never promise an exact date to any of our customers.
user:
{{question}}
```

```python
from promptflow.client import PFClient

columns = {"shop": "Example Store", "user_name": "${data.name}", "question": "${data.question}"}
PFClient().run(flow="support.prompty", data="questions.jsonl", column_mapping=columns)
```
"""

from promptflow.core import Flow


def load_flow(source, **kwargs):
    return Flow.load(source, **kwargs)


class PFClient:
    def __init__(self, connection_provider=None, **kwargs):
        pass

    def run(self, flow=None, *, data=None, run=None, column_mapping=None, variant=None, **kwargs):
        given = {}
        for name, each in (column_mapping or {}).items():
            if not isinstance(each, str) or not each.startswith("${"):
                given[name] = each
        return Flow.load(flow)._run(given)
