"""The messages of AutoGen's core: the class of a message says its role. `autogen_ext.models.openai` shows them in use.

source: autogen-core 0.7.5 autogen_core/models/_types.py; read 2026-11-22
"""


class SystemMessage:
    def __init__(self, content):
        self.role = "system"
        self.content = content


class UserMessage:
    def __init__(self, content, source):
        self.role = "user"
        self.content = content


class AssistantMessage:
    def __init__(self, content, source):
        self.role = "assistant"
        self.content = content
