"""Haystack's models of one text, with a system text ahead.

source: haystack-ai 2.31.0 haystack/components/generators/openai.py haystack/components/generators/azure.py; read 2026-11-22
"""

from promptlint.intrinsics import send


class OpenAIGenerator:
    def __init__(self, *, model=None, system_prompt=None, **kwargs):
        self.model = model
        self.system_prompt = system_prompt

    def run(self, prompt, system_prompt=None, streaming_callback=None, generation_kwargs=None):
        return send(system=system_prompt or self.system_prompt, messages=prompt, model=self.model)


class AzureOpenAIGenerator(OpenAIGenerator):
    pass
