r"""Semantic Kernel's agents: instructions, themselves a template, ahead of a conversation.

source: semantic-kernel 1.45.0 semantic_kernel/agents/chat_completion/chat_completion_agent.py semantic_kernel/agents/agent.py;
read 2026-11-22

```python
import asyncio
import uuid
from semantic_kernel.agents import ChatCompletionAgent
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion
from semantic_kernel.functions import KernelArguments

agent = ChatCompletionAgent(
    service=OpenAIChatCompletion(ai_model_id="gpt-4o"),
    instructions="Run {{$run}}.\n"  # PRM103
    "You are the support assistant of Example Store. Follow every rule, and never promise a date for a refund.",
)

async def answer(question):
    return await agent.get_response(messages=question, arguments=KernelArguments(run=uuid.uuid4()))

asyncio.run(answer("Where is my parcel?"))
```
"""

from promptlint.intrinsics import converse
from semantic_kernel.functions import _values
from semantic_kernel.prompt_template import PromptTemplateConfig


def _listed(messages):
    return messages if isinstance(messages, list) else [messages]


def _message(message):
    return {"role": "user", "content": message} if isinstance(message, str) else message


class ChatCompletionAgent:
    def __init__(self, *, instructions=None, service=None, arguments=None, prompt_template_config=None, **kwargs):
        self.model = service.model if service is not None else None
        self.prompt_template_config = prompt_template_config or PromptTemplateConfig(template=instructions)
        self.arguments = arguments

    def _send(self, messages, arguments):
        system = None
        if self.prompt_template_config.template is not None:
            system = self.prompt_template_config._rendered(_values(arguments or self.arguments))
        return converse(system=system, messages=[_message(each) for each in _listed(messages)], model=self.model)

    async def get_response(self, messages=None, *, thread=None, arguments=None, kernel=None, **kwargs):
        return self._send(messages, arguments)

    async def invoke(self, messages=None, *, thread=None, arguments=None, kernel=None, **kwargs):
        yield self._send(messages, arguments)

    async def invoke_stream(self, messages=None, *, thread=None, arguments=None, kernel=None, **kwargs):
        yield self._send(messages, arguments)
