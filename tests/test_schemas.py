"""The schema of the answer is part of the prefix, in whatever keyword a call takes it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from promptlint.hole import Volatility
from promptlint.layout import lay_out
from promptlint.prompt import Literal, Role
from promptlint.providers import load
from promptlint.tokens import Exact, encode
from promptlint.walk import text_holes
from tests.checking import reported
from tests.oracle.lint import said

HEAD = """
import json, time
import anthropic, boto3, cohere, litellm, mistralai, ollama, openai
from google import genai
from ibm_watsonx_ai.foundation_models import ModelInference
from mistralai.client import Mistral
from pydantic import BaseModel
import requests


class Answer(BaseModel):
    text: str


RULES = "Answer questions about the orders of our shop. Be brief and kind, and never invent an order number. " * 100
ASKED = [{"role": "user", "content": "Where is it?"}]
"""
CALLS = {
    "chat": "openai.OpenAI().chat.completions.create(model='gpt-5', messages=ASKED, response_format=SCHEMA)",
    "chat, parsed": "openai.OpenAI().chat.completions.parse(model='gpt-5', messages=ASKED, response_format=SCHEMA)",
    "responses": "openai.OpenAI().responses.create(model='gpt-5', input='Where?', text={'format': SCHEMA})",
    "responses, parsed": "openai.OpenAI().responses.parse(model='gpt-5', input='Where?', text_format=SCHEMA)",
    "Claude": "anthropic.Anthropic().messages.create(model='claude-sonnet-5', messages=ASKED, output_config={'format': SCHEMA})",
    "Claude, parsed": "anthropic.Anthropic().messages.parse(model='claude-sonnet-5', messages=ASKED, output_format=SCHEMA)",
    "Claude, batch": "anthropic.Anthropic().messages.batches.create(requests=[{'custom_id': '1', 'params': "
    "{'model': 'claude-sonnet-5', 'messages': ASKED, 'output_config': {'format': SCHEMA}}}])",
    "Gemini": "genai.Client().models.generate_content(model='gemini-2.5-pro', contents='Where?', config={'response_schema': SCHEMA})",
    "Bedrock": "boto3.client('bedrock-runtime').converse(modelId='m', messages=[{'role': 'user', 'content': [{'text': 'Where?'}]}], outputConfig=SCHEMA)",
    "Bedrock, invoked": "boto3.client('bedrock-runtime').invoke_model(modelId='m', body=json.dumps("
    "{'messages': ASKED, 'output_config': {'format': SCHEMA}}))",
    "Bedrock, posted": "requests.post('https://bedrock.example/model/m/converse', json={'messages': "
    "[{'role': 'user', 'content': [{'text': 'Where?'}]}], 'outputConfig': SCHEMA})",
    "Mistral": "Mistral().chat.complete(model='mistral-large-latest', messages=ASKED, response_format=SCHEMA)",
    "Mistral, conversation": "Mistral().beta.conversations.start(model='m', inputs='Where?', completion_args={'response_format': SCHEMA})",
    "Ollama": "ollama.chat(model='llama3', messages=ASKED, format=SCHEMA)",
    "LiteLLM": "litellm.completion(model='gpt-5', messages=ASKED, response_format=SCHEMA)",
    "Cohere": "cohere.ClientV2().chat(model='command-a', messages=ASKED, response_format=SCHEMA)",
    "watsonx": "ModelInference(model_id='m').chat(messages=ASKED, params={'response_format': SCHEMA})",
}
WRITTEN = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}


@pytest.mark.parametrize("call", CALLS)
def test_a_schema_that_is_written_down_is_a_block_of_its_own(call: str) -> None:
    (prompt,) = said({"app.py": f"{HEAD}\n{CALLS[call].replace('SCHEMA', repr(WRITTEN))}\n"}).prompts
    (schema,) = (block for block in prompt.blocks if block.role is Role.SCHEMA)
    assert all(isinstance(part, Literal) for part in schema.text)
    assert '"required": ["text"]' in "".join(part.text for part in schema.text if isinstance(part, Literal))


@pytest.mark.parametrize("call", CALLS)
def test_a_class_is_a_schema_that_always_reads_the_same(call: str) -> None:
    (prompt,) = said({"app.py": f"{HEAD}\n{CALLS[call].replace('SCHEMA', 'Answer')}\n"}).prompts
    (schema,) = (block for block in prompt.blocks if block.role is Role.SCHEMA)
    assert [(splice.hole.label, splice.hole.volatility) for splice in text_holes(schema.text)] == [
        ("Answer", Volatility.LITERAL)
    ]


@pytest.mark.parametrize(
    ("family", "order"),
    [
        ("classic", [Role.TOOLS, Role.SCHEMA, Role.SYSTEM, Role.USER]),
        ("anthropic", [Role.TOOLS, Role.SCHEMA, Role.SYSTEM, Role.USER]),
        ("minimax", [Role.SYSTEM, Role.TOOLS, Role.SCHEMA, Role.USER]),
        ("harmony", [Role.SYSTEM, Role.TOOLS, Role.SCHEMA, Role.USER]),
    ],
)
def test_it_stands_and_counts_where_the_provider_renders_it(family: str, order: list[Role]) -> None:
    call = (
        CALLS["responses"]
        .replace("SCHEMA", repr(WRITTEN))
        .replace("input=", "instructions=RULES, tools=[{'name': 'a'}], input=")
    )
    (prompt,) = said({"app.py": f"{HEAD}\n{call}\n"}).prompts
    segments = lay_out(prompt, load().profiles[family], Exact()).segments
    assert [segment.role for segment in segments] == order
    schema = next(segment for segment in segments if segment.role is Role.SCHEMA)
    behind = segments[segments.index(schema) + 1]
    assert schema.tokens.low == len(encode(json.dumps(WRITTEN)))
    assert behind.before.low - schema.before.low >= schema.tokens.low


def test_a_schema_that_varies_is_told_and_one_that_stays_is_not(tmp_path: Path) -> None:
    system = "[{'role': 'system', 'content': RULES}, {'role': 'user', 'content': question}]"

    def codes(schema: str) -> list[str]:
        call = CALLS["chat"].replace("SCHEMA", schema).replace("ASKED", system)
        found = reported(f"{HEAD}\ndef answer(question):\n    {call}\n", tmp_path / "app.py")
        return [each["code"] for each in found if each["severity"] != "info"]

    assert codes("{'type': 'object', 'title': f'{time.time()}'}") == ["PRM304"]
    assert codes("Answer") == codes(repr(WRITTEN)) == []
