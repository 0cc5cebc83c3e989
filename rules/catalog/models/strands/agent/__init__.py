r"""The agent of Strands under its long name.

source: strands-agents 1.62.0 strands/agent/__init__.py; read 2026-11-22

```python
from datetime import datetime

from strands.agent import Agent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def support(question: str):
    agent = Agent(system_prompt=f"Now: {datetime.now()}\n{RULES}")  # PRM101
    return agent(question)


print(support("Where is my order?"))
```
"""

from strands import Agent

__all__ = ["Agent"]
