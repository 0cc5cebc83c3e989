"""Semantic Kernel's settings of a prompt.

source: semantic-kernel 1.45.0 semantic_kernel/prompt_template/prompt_template_config.py; read 2026-11-22
"""

from promptlint.intrinsics import fill


class PromptTemplateConfig:
    def __init__(self, *, template=None, template_format="semantic-kernel", **kwargs):
        self.template = template
        self.template_format = template_format

    def _rendered(self, values):
        if self.template_format == "jinja2":
            return fill(self.template, "jinja2", values)
        if self.template_format == "handlebars":
            return fill(self.template, "mustache", values)
        return fill(self.template, "dollar", values).replace("{{", "").replace("}}", "")
