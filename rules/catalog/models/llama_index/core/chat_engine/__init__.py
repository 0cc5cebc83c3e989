"""LlamaIndex's chats: the passages that were found stand ahead of the system text.

source: llama-index-core 0.14.25 llama_index/core/chat_engine/*.py; read 2026-11-22
"""

from llama_index.core.llms import ChatMessage
from llama_index.core.prompts import PromptTemplate

from promptlint.intrinsics import converse, fill

DEFAULT_CONTEXT_TEMPLATE = (
    "Use the context information below to assist the user.\n--------------------\n{context_str}\n--------------------\n"
)
DEFAULT_CONTEXT_PROMPT_TEMPLATE = """
  The following is a friendly conversation between a user and an AI assistant.
  The assistant is talkative and provides lots of specific details from its context.
  If the assistant does not know the answer to a question, it truthfully says it
  does not know.

  Here are the relevant documents for the context:

  {context_str}

  Instruction: Based on the above documents, provide a detailed answer for the user question below.
  Answer "don't know" if not present in the document.
  """


class _ChatEngine:
    def __init__(self, llm, system_prompt, prefix_messages, context):
        self.model = llm.model if llm is not None else None
        self.system_prompt = system_prompt or ""
        self.prefix_messages = prefix_messages or []
        self.context = context

    def _send(self, message):
        messages = [*self._prefix(), ChatMessage(message)]
        return converse(messages=messages, model=self.model)

    def _prefix(self):
        if self.context is None:
            first = [ChatMessage(self.system_prompt, role="system")] if self.system_prompt else []
            return [*first, *self.prefix_messages]
        template = self.context.template if isinstance(self.context, PromptTemplate) else self.context
        text = fill(template, "f-string", {}) + self.system_prompt.strip()
        return [ChatMessage(text, role="system"), *self.prefix_messages]

    def chat(self, message, chat_history=None):
        return self._send(message)

    async def achat(self, message, chat_history=None):
        return self._send(message)

    def stream_chat(self, message, chat_history=None):
        return self._send(message)

    async def astream_chat(self, message, chat_history=None):
        return self._send(message)


class SimpleChatEngine(_ChatEngine):
    @classmethod
    def from_defaults(cls, llm=None, system_prompt=None, prefix_messages=None, **kwargs):
        return cls(llm, system_prompt, prefix_messages, None)


class ContextChatEngine(_ChatEngine):
    @classmethod
    def from_defaults(
        cls, retriever=None, llm=None, system_prompt=None, prefix_messages=None, context_template=None, **kwargs
    ):
        return cls(llm, system_prompt, prefix_messages, context_template or DEFAULT_CONTEXT_TEMPLATE)


class CondensePlusContextChatEngine(_ChatEngine):
    @classmethod
    def from_defaults(cls, retriever=None, llm=None, system_prompt=None, context_prompt=None, **kwargs):
        return cls(llm, system_prompt, None, context_prompt or DEFAULT_CONTEXT_PROMPT_TEMPLATE)
