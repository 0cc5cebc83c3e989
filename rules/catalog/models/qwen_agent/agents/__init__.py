r"""The agents of Qwen-Agent: the system message, then the messages of the run.

source: qwen-agent 0.0.34 qwen_agent/agent.py, qwen_agent/agents/assistant.py, qwen_agent/agents/fncall_agent.py,
qwen_agent/agents/react_chat.py; read 2026-11-22

```python
from datetime import datetime

from qwen_agent.agents import Assistant

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def support(question: str):
    agent = Assistant(
        llm={"model": "qwen-max"},
        system_message=f"Current time: {datetime.now()}\n{RULES}",  # PRM101
    )
    return [*agent.run(messages=[{"role": "user", "content": question}])]


print(support("Where is my order?"))
```

```python
from datetime import datetime

from qwen_agent.agents import Assistant

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."

agent = Assistant(llm={"model": "qwen-max"}, system_message=RULES)


def support(question: str):
    asked = f"{question}\n(asked at {datetime.now()})"
    return [*agent.run([{"role": "user", "content": asked}])]


print(support("Where is my order?"))
```
"""

from promptlint.intrinsics import converse


class FnCallAgent:
    def __init__(
        self, function_list=None, llm=None, system_message="", name=None, description=None, files=None, **options
    ):
        self.function_list = function_list
        self.llm = llm
        self.system_message = system_message
        converse(tools=function_list, system=system_message, model=self._model())

    def run(self, messages, **options):
        return [converse(tools=self.function_list, system=self.system_message, messages=messages, model=self._model())]

    def _model(self):
        return self.llm.get("model") if isinstance(self.llm, dict) else None


class Assistant(FnCallAgent):
    pass


class ReActChat(FnCallAgent):
    pass
