"""Semantic Kernel's functions that are prompts.

source: semantic-kernel 1.45.0 semantic_kernel/functions/kernel_function_from_prompt.py
semantic_kernel/functions/kernel_arguments.py semantic_kernel/functions/kernel_plugin.py
semantic_kernel/functions/kernel_function.py
semantic_kernel/prompt_template/prompt_template_config.py; read 2026-11-22
"""

import json
from pathlib import Path

import yaml

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

    @classmethod
    def from_yaml(cls, yaml_str, plugin_name=None):
        data = yaml.safe_load(yaml_str)
        return cls(data.get("name"), plugin_name, prompt_template_config=_config(data, data["template"]))

    @classmethod
    def from_directory(cls, path, plugin_name=None, encoding="utf-8"):
        template = (Path(path) / "skprompt.txt").read_text(encoding=encoding)
        data = json.loads((Path(path) / "config.json").read_text(encoding=encoding))
        return cls(None, plugin_name, prompt_template_config=_config(data, template))

    async def invoke(self, kernel=None, arguments=None, **kwargs):
        return self._send(arguments, kwargs)

    def _send(self, arguments, kwargs):
        return send(messages=self.prompt_template_config._rendered({**_values(arguments), **kwargs}))


class KernelFunction:
    @classmethod
    def from_prompt(cls, function_name=None, plugin_name=None, **kwargs):
        return KernelFunctionFromPrompt(function_name, plugin_name, **kwargs)


class KernelPlugin:
    def __init__(self, name, description=None, functions=None):
        self.functions = functions or {}

    @classmethod
    def from_directory(cls, plugin_name, parent_directory, encoding="utf-8", **kwargs):
        return _InFolder(Path(parent_directory) / plugin_name)

    def __getitem__(self, key):
        return self.functions[key]

    def __setitem__(self, key, value):
        self.functions[key] = value


class _InFolder(KernelPlugin):
    def __init__(self, folder):
        self.folder = folder

    def __getitem__(self, key):
        return KernelFunctionFromPrompt.from_directory(self.folder / key)


def _config(data, template):
    return PromptTemplateConfig(
        template=template,
        template_format=data.get("template_format", "semantic-kernel"),
        input_variables=data.get("input_variables"),
    )
