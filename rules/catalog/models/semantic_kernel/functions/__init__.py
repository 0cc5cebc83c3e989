"""Semantic Kernel's functions that are prompts.

source: semantic-kernel 1.45.0 semantic_kernel/functions/kernel_function_from_prompt.py
semantic_kernel/functions/kernel_arguments.py semantic_kernel/functions/kernel_function.py
semantic_kernel/prompt_template/prompt_template_config.py; read 2026-11-22
"""

from promptlint.intrinsics import fill, send


class KernelArguments:
    def __init__(self, settings=None, **kwargs):
        self.values = kwargs

    def __getitem__(self, key):
        return self.values[key]

    def __setitem__(self, key, value):
        self.values[key] = value


def _rendered(template, template_format, arguments, kwargs):
    values = {**(arguments.values if arguments is not None else {}), **kwargs}
    if template_format == "jinja2":
        return fill(template, "jinja2", values)
    if template_format == "handlebars":
        return fill(template, "mustache", values)
    return fill(template, "dollar", values).replace("{{", "").replace("}}", "")


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
        self.template = prompt if prompt_template_config is None else prompt_template_config.template
        self.template_format = (
            template_format if prompt_template_config is None else prompt_template_config.template_format
        )

    async def invoke(self, kernel=None, arguments=None, **kwargs):
        return self._send(arguments, kwargs)

    def _send(self, arguments, kwargs):
        return send(messages=_rendered(self.template, self.template_format, arguments, kwargs))


class KernelFunction:
    @classmethod
    def from_prompt(cls, function_name=None, plugin_name=None, **kwargs):
        return KernelFunctionFromPrompt(function_name, plugin_name, **kwargs)
