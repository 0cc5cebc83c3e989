"""Haystack's messages.

source: haystack-ai 3.4.1 haystack/dataclasses/chat_message.py; read 2026-11-22
"""


class ChatMessage:
    def __init__(self, role, content):
        self.role = role
        self.content = content

    @property
    def text(self):
        return self.content

    @classmethod
    def from_system(cls, text, meta=None, name=None):
        return cls("system", text)

    @classmethod
    def from_user(cls, text=None, meta=None, name=None, *, content_parts=None):
        return cls("user", content_parts if text is None else text)

    @classmethod
    def from_assistant(cls, text=None, meta=None, name=None, tool_calls=None, **kwargs):
        return cls("assistant", text)

    @classmethod
    def from_tool(cls, tool_result, origin=None, error=False, meta=None):
        return cls("tool", tool_result)
