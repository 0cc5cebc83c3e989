r"""Google's ADK.

source: google-adk 2.13.0 google/adk/__init__.py; read 2026-11-22

```python
from datetime import datetime

from google.adk import Agent

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def build():
    return Agent(name="support", instruction=f"Current time: {datetime.now()}\n{RULES}")  # PRM101


root_agent = build()
```
"""

from google.adk.agents.llm_agent import Agent
from google.adk.runners import Runner

__all__ = ["Agent", "Runner"]
