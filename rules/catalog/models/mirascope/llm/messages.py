"""Mirascope's messages.

source: mirascope 2.8.2 mirascope/llm/messages/message.py; read 2026-11-22
"""


class SystemMessage:
    def __init__(self, content):
        self.role = "system"
        self.content = content


class UserMessage:
    def __init__(self, content):
        self.role = "user"
        self.content = content


class AssistantMessage:
    def __init__(self, content):
        self.role = "assistant"
        self.content = content


def system(content):
    return SystemMessage(content)


def user(content, *, name=None):
    return UserMessage(content)


def assistant(content, **kwargs):
    return AssistantMessage(content)
