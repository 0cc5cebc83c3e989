"""Semantic Kernel's functions that are prompts.

source: semantic-kernel 1.45.0 semantic_kernel/functions/kernel_function_from_prompt.py
semantic_kernel/functions/kernel_arguments.py semantic_kernel/functions/kernel_function.py
semantic_kernel/prompt_template/prompt_template_config.py; read 2026-11-22
"""

from promptlint.intrinsics import send
from semantic_kernel.prompt_template import PromptTemplateConfig


class KernelArguments:
    def __init__(self, settings=None, **kwargs):
        self.values = kwargs

    def __getitem__(self, key):
        return self.values[key]

    def __setitem__(self, key, value):
        self.values[key] = value


def _values(arguments):
    return {} if arguments is None else arguments.values


class KernelFunctionFromPrompt:
    def __init__(
        self,
        function_name=None,
        plugin_name=None,
        prompt=None,
        template_format="semantic-kernel",
        prompt_template_config=None,
        **kwargs,
    ):
        given = PromptTemplateConfig(template=prompt, template_format=template_format)
        self.prompt_template_config = prompt_template_config or given

    async def invoke(self, kernel=None, arguments=None, **kwargs):
        return self._send(arguments, kwargs)

    def _send(self, arguments, kwargs):
        return send(messages=self.prompt_template_config._rendered({**_values(arguments), **kwargs}))


class KernelFunction:
    @classmethod
    def from_prompt(cls, function_name=None, plugin_name=None, **kwargs):
        return KernelFunctionFromPrompt(function_name, plugin_name, **kwargs)
