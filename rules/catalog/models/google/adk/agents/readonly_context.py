r"""What instructions of Google's ADK that are functions are called with.

source: google-adk 2.13.0 google/adk/agents/readonly_context.py; read 2026-11-22

```python
from google.adk.agents import Agent
from google.adk.agents.readonly_context import ReadonlyContext
from google.adk.runners import InMemoryRunner

RULES = "Answer questions about orders. Quote the section of the handbook that you used, and never promise a date."


def instruction(context: ReadonlyContext) -> str:
    return f"The customer is {context.state['user_name']}.\n{RULES}"  # PRM104


root_agent = Agent(name="support", model="gemini-2.5-flash", instruction=instruction)
runner = InMemoryRunner(root_agent)
print([*runner.run(user_id="ada", session_id="7", new_message={"role": "user", "parts": [{"text": "Hello!"}]})])
```
"""


class ReadonlyContext:
    def __init__(self, invocation_context=None):
        self.state = _State()


class _State(dict):
    def __missing__(self, key):
        return key
