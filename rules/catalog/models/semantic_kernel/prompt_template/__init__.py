"""Semantic Kernel's settings of a prompt.

source: semantic-kernel 1.45.0 semantic_kernel/prompt_template/prompt_template_config.py; read 2026-11-22
"""

from promptlint.intrinsics import fill


class PromptTemplateConfig:
    def __init__(self, *, template=None, template_format="semantic-kernel", input_variables=None, **kwargs):
        self.template = template
        self.template_format = template_format
        self.input_variables = input_variables or []

    def _rendered(self, values):
        return fill(self.template, self.template_format, {**_defaults(self.input_variables), **values})


def _defaults(variables):
    dicts = [each for each in variables if isinstance(each, dict)]
    return {each["name"]: each["default"] for each in dicts if each.get("default") is not None}
