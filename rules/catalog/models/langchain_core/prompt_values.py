"""What a LangChain prompt makes of its values, ready for a model.

source: langchain-core 1.8.2 langchain_core/prompt_values.py; read 2026-11-22
"""

from langchain_core.messages import HumanMessage


class PromptValue:
    def to_messages(self):
        return self.messages


class StringPromptValue(PromptValue):
    def __init__(self, text):
        self.text = text
        self.messages = [HumanMessage(text)]

    def to_string(self):
        return self.text


class ChatPromptValue(PromptValue):
    def __init__(self, messages):
        self.messages = messages
