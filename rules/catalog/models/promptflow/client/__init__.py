r"""promptflow's client: a flow is loaded and called as a function. What it runs to test a flow says nothing of requests.

source: promptflow-devkit 1.18.5 promptflow/client/__init__.py promptflow/_sdk/_load_functions.py; read 2026-11-22

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
"""

from promptflow.core import Flow


def load_flow(source, **kwargs):
    return Flow.load(source, **kwargs)
