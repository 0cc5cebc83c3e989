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

Functions of a plugin stand in folders of their own, or in YAML:

```text plugins/tickets/sum_up/skprompt.txt 1=PRM101
Now: {{$now}}
Sum up the ticket below in three sentences of {{$language}}, name the order, and leave out what the agent said.
{{$ticket}}
```

```json plugins/tickets/sum_up/config.json
{"schema": 1, "type": "completion", "input_variables": [{"name": "language", "default": "English"}]}
```

```python
import asyncio
from datetime import datetime

from semantic_kernel import Kernel
from semantic_kernel.functions import KernelArguments

kernel = Kernel()
tickets = kernel.add_plugin(plugin_name="tickets", parent_directory="plugins")


async def run(ticket):
    return await kernel.invoke(tickets["sum_up"], KernelArguments(now=datetime.now(), ticket=ticket))


asyncio.run(run("My parcel is late."))
```

```yaml prompts/sum_up.yaml
name: sum_up
template_format: handlebars
template: |
  Sum up the ticket of {{user_name}} below in three sentences, name the order, and leave out what the agent said.
  {{ticket}}
```

```python
import asyncio
from pathlib import Path

from semantic_kernel import Kernel
from semantic_kernel.functions import KernelFunctionFromPrompt

sum_up = KernelFunctionFromPrompt.from_yaml(Path("prompts/sum_up.yaml").read_text())


async def run(ticket):
    return await Kernel().invoke(sum_up, user_name="a customer", ticket=ticket)


asyncio.run(run("My parcel is late."))
```
"""

from semantic_kernel.functions import KernelFunctionFromPrompt, KernelPlugin


class Kernel:
    def __init__(self, plugins=None, services=None, **kwargs):
        self.plugins = plugins or {}

    def add_service(self, service, overwrite=False):
        pass

    def add_plugin(self, plugin=None, plugin_name=None, parent_directory=None, encoding="utf-8", **kwargs):
        made = KernelPlugin.from_directory(plugin_name, parent_directory) if plugin is None else plugin
        self.plugins[plugin_name] = made
        return made

    def get_plugin(self, plugin_name):
        return self.plugins[plugin_name]

    def get_function(self, plugin_name, function_name):
        return self.plugins[plugin_name][function_name]

    def add_function(self, plugin_name, function=None, function_name=None, prompt=None, **kwargs):
        return KernelFunctionFromPrompt(function_name, plugin_name, prompt, **kwargs) if function is None else function

    async def invoke(self, function=None, arguments=None, function_name=None, plugin_name=None, **kwargs):
        return (function or self.plugins[plugin_name][function_name])._send(arguments, kwargs)

    async def invoke_stream(self, function=None, arguments=None, function_name=None, plugin_name=None, **kwargs):
        yield (function or self.plugins[plugin_name][function_name])._send(arguments, kwargs)

    async def invoke_prompt(
        self, prompt, function_name=None, plugin_name=None, arguments=None, template_format="semantic-kernel", **kwargs
    ):
        function = KernelFunctionFromPrompt(function_name, plugin_name, prompt, template_format)
        return function._send(arguments, kwargs)
