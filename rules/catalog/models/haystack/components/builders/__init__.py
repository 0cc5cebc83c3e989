"""Haystack's templates, in Jinja's syntax.

source: haystack-ai 3.4.1 haystack/components/builders/prompt_builder.py
haystack/components/builders/chat_prompt_builder.py; read 2026-11-22
"""

from haystack.dataclasses import ChatMessage
from promptlint.intrinsics import fill


class PromptBuilder:
    def __init__(self, template, required_variables=None, variables=None):
        self.template = template

    def run(self, template=None, template_variables=None, **kwargs):
        return {"prompt": fill(template or self.template, "jinja2", {**kwargs, **(template_variables or {})})}


class ChatPromptBuilder:
    def __init__(self, template=None, required_variables=None, variables=None, **kwargs):
        self.template = template

    def run(self, template=None, template_variables=None, **kwargs):
        values = {**kwargs, **(template_variables or {})}
        messages = template or self.template
        if isinstance(messages, str):
            return {"prompt": fill(messages, "jinja2", values)}
        return {"prompt": [ChatMessage(each.role, fill(each.content, "jinja2", values)) for each in messages]}
