"""Clients whose packages have the calls of another entry: programs like its example, with the request in a mapping."""

from __future__ import annotations

from typing import NamedTuple


class Client(NamedTuple):
    """A client: the package on the index, the module that has it, its name, and how it is made."""

    package: str
    module: str
    name: str
    made: str = "{name}()"

    @property
    def program(self) -> str:
        """A program that sends a request through it."""
        return PROGRAM.format(module=self.module, name=self.name, client=self.made.format(name=self.name))


PROGRAM = """\
from datetime import datetime

from {module} import {name}

RULES = "Answer questions about the orders of our shop. Be brief and kind, and never invent an order number."
client = {client}
payload = {{
    "model": "gpt-4o",
    "messages": [
        {{"role": "system", "content": f"It is {{datetime.now()}}.\\n{{RULES}}"}},  # PRM101
        {{"role": "user", "content": "Where is my order?"}},
    ],
}}
client.chat.completions.create(**payload)
"""

CLIENTS = (
    Client("openai", "openai", "OpenAI"),
    Client("openai", "openai", "AzureOpenAI", '{name}(azure_endpoint="https://shop.example", api_version="v1")'),
    Client("langfuse", "langfuse.openai", "OpenAI"),
    Client("instructor", "instructor", "from_provider", '{name}("openai/gpt-4o")'),
    Client("groq", "groq", "Groq"),
    Client("together", "together", "Together"),
    Client("fireworks-ai", "fireworks", "Fireworks"),
    Client("huggingface_hub", "huggingface_hub", "InferenceClient"),
    Client("ai21", "ai21", "AI21Client"),
)
"""Those of "OpenAI chat completions"."""
