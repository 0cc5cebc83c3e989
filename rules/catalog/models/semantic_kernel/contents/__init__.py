"""Semantic Kernel's messages.

source: semantic-kernel 1.45.0 semantic_kernel/contents/chat_history.py semantic_kernel/contents/chat_message_content.py
semantic_kernel/contents/utils/author_role.py; read 2026-11-22
"""

from enum import StrEnum


class AuthorRole(StrEnum):
    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"
    DEVELOPER = "developer"


class ChatMessageContent:
    def __init__(self, role=None, content=None, items=None, **kwargs):
        self.role = role.value if isinstance(role, AuthorRole) else role
        self.content = items if content is None else content


class ChatHistory:
    def __init__(self, messages=None, system_message=None, **kwargs):
        self.messages = [] if system_message is None else [ChatMessageContent("system", system_message)]
        self.messages.extend(messages or [])

    def add_system_message(self, content, **kwargs):
        self.messages.append(ChatMessageContent("system", content))

    def add_developer_message(self, content, **kwargs):
        self.messages.append(ChatMessageContent("developer", content))

    def add_user_message(self, content, **kwargs):
        self.messages.append(ChatMessageContent("user", content))

    def add_assistant_message(self, content, **kwargs):
        self.messages.append(ChatMessageContent("assistant", content))

    def add_tool_message(self, content, **kwargs):
        self.messages.append(ChatMessageContent("tool", content))

    def add_message(self, message, **kwargs):
        self.messages.append(message)
