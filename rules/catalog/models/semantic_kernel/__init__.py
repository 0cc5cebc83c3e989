r"""Semantic Kernel: prompts that are functions of a kernel.

source: semantic-kernel 1.45.0 semantic_kernel/kernel.py semantic_kernel/functions/kernel_function_extension.py
semantic_kernel/services/kernel_services_extension.py; read 2026-11-22

```python
import asyncio
from datetime import datetime
from semantic_kernel import Kernel

kernel = Kernel()
sum_up = kernel.add_function(
    plugin_name="tickets",
    function_name="sum_up",
    prompt="Now: {{$now}}\n"  # PRM101
    "Sum up the ticket below in three sentences, name the order, and leave out what the agent said.\n{{$ticket}}",
)

async def run(ticket):
    return await kernel.invoke(sum_up, now=datetime.now(), ticket=ticket)

asyncio.run(run("My parcel is late."))
```

```python
import asyncio
from semantic_kernel import Kernel

PROMPT = "Sum up the ticket below in three sentences, name the order, and leave out what the agent said.\n{{$ticket}}"

async def run(ticket):
    return await Kernel().invoke_prompt(PROMPT, ticket=ticket)

asyncio.run(run("My parcel is late."))
```
"""

from semantic_kernel.functions import KernelFunctionFromPrompt


class Kernel:
    def __init__(self, plugins=None, services=None, **kwargs):
        pass

    def add_service(self, service, overwrite=False):
        pass

    def add_function(self, plugin_name, function=None, function_name=None, prompt=None, **kwargs):
        return KernelFunctionFromPrompt(function_name, plugin_name, prompt, **kwargs) if function is None else function

    async def invoke(self, function=None, arguments=None, **kwargs):
        return function._send(arguments, kwargs)

    async def invoke_stream(self, function=None, arguments=None, **kwargs):
        yield function._send(arguments, kwargs)

    async def invoke_prompt(
        self, prompt, function_name=None, plugin_name=None, arguments=None, template_format="semantic-kernel", **kwargs
    ):
        function = KernelFunctionFromPrompt(function_name, plugin_name, prompt, template_format)
        return function._send(arguments, kwargs)
