"""Images are part of the prefix: the same address in the same detail is the same, and a detail that varies is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptlint.hole import Kind, Volatility
from promptlint.prompt import Role
from promptlint.walk import text_holes
from tests.checking import reported
from tests.oracle.lint import said

HEAD = """
import boto3, random, time
from datetime import datetime
from openai import OpenAI

client = OpenAI()
RULES = "You are the agent of a shop with the catalogue above. Cite its page and never promise a refund. " * 100
PAGE = "https://shop.example/catalogue.png"


def answer(messages, question, picture, level, request, user):
"""
CHAT = '{{"type": "image_url", "image_url": {{"url": {url}, "detail": {detail}}}}}'
RESPONSES = '{{"type": "input_image", "image_url": {url}, "detail": {detail}}}'
AHEAD = "client.{call}(model='{model}', {key}=[{{'role': 'user', 'content': [{image}]}}, {{'role': 'developer', 'content': RULES}}])"
LAST = "client.{call}(model='{model}', {key}=[{{'role': 'developer', 'content': RULES}}, {{'role': 'user', 'content': [{image}]}}])"


def program(shape: str, image: str, url: str, detail: str, model: str) -> str:
    call, key = ("chat.completions.create", "messages") if image == CHAT else ("responses.create", "input")
    sent = shape.format(call=call, key=key, image=image.format(url=url, detail=detail), model=model)
    return f"{HEAD}    {sent}\n"


def loud(
    folder: Path,
    *,
    shape: str = AHEAD,
    image: str = CHAT,
    url: str = "PAGE",
    detail: str = "'low'",
    model: str = "gpt-4o",
) -> list[tuple[str, str, str]]:
    """Return code and severity of what is no info, and the text of its place."""
    text = program(shape, image, url, detail, model)
    lines = text.splitlines()
    found = reported(text, folder / "app.py")
    spans = ((each, each["location"], each["end_location"]) for each in found if each["severity"] != "info")
    return [
        (each["code"], each["severity"], lines[start["row"] - 1][start["column"] - 1 : end["column"] - 1])
        for each, start, end in spans
    ]


@pytest.mark.parametrize("image", [CHAT, RESPONSES])
@pytest.mark.parametrize(
    ("detail", "severity"),
    [
        ("random.choice(['low', 'high'])", "error"),
        ("'high' if time.time() % 2 else 'low'", "error"),
        ("question", "warning"),
    ],
)
def test_a_detail_that_varies_ahead_of_static_text(image: str, detail: str, severity: str, tmp_path: Path) -> None:
    assert loud(tmp_path, image=image, detail=detail) == [("PRM307", severity, detail)]


@pytest.mark.parametrize("image", [CHAT, RESPONSES])
@pytest.mark.parametrize("detail", ["'auto'", "level", "'high' if user.pro else 'low'", "None"])
def test_a_detail_that_stays_or_of_which_nobody_knows(image: str, detail: str, tmp_path: Path) -> None:
    assert loud(tmp_path, image=image, detail=detail) == []


@pytest.mark.parametrize("image", [CHAT, RESPONSES])
@pytest.mark.parametrize("url", ["PAGE", "picture", "f'data:image/png;base64,{picture}'", "question"])
@pytest.mark.parametrize("detail", ["'low'", "random.choice(['low', 'high'])"])
def test_an_image_in_the_last_message_is_normal(image: str, url: str, detail: str, tmp_path: Path) -> None:
    assert loud(tmp_path, shape=LAST, image=image, url=url, detail=detail) == []


@pytest.mark.parametrize("model", ["gpt-5.1", "gpt-5.6-sol", "azure/gpt-4o"])
def test_the_models_whose_providers_compare_it(model: str, tmp_path: Path) -> None:
    assert [code for code, _, _ in loud(tmp_path, detail="random.random()", model=model)] == ["PRM307"]


@pytest.mark.parametrize("model", ["mistral/pixtral-large", "together_ai/llama-4", "gemini/gemini-2.5-pro"])
def test_others_of_which_nobody_says_it(model: str, tmp_path: Path) -> None:
    assert loud(tmp_path, detail="random.random()", model=model) == []


def test_an_address_that_varies_is_told_as_what_it_is(tmp_path: Path) -> None:
    signed = "boto3.client('s3').generate_presigned_url('get_object')"
    whole = CHAT.format(url=signed, detail="'low'")
    assert loud(tmp_path, url=signed) == [("PRM306", "error", whole)]
    both = loud(tmp_path, url=signed, detail="random.random()")
    assert [(code, severity) for code, severity, _ in both] == [("PRM306", "error"), ("PRM307", "error")]
    assert both[1][2] == "random.random()"


@pytest.mark.parametrize(
    ("url", "detail", "expected"),
    [
        ("PAGE", "'low'", [(Kind.UNKNOWN, Volatility.LITERAL)]),
        ("'data:image/png;base64,iVBORw0KGgo='", "'high'", [(Kind.UNKNOWN, Volatility.LITERAL)]),
        ("PAGE", "random.random()", [(Kind.SETTING, Volatility.REQUEST), (Kind.UNKNOWN, Volatility.LITERAL)]),
        ("question", "'low'", [(Kind.INPUT, Volatility.REQUEST)]),
        ("picture", "level", [(Kind.SETTING, Volatility.UNKNOWN), (Kind.UNKNOWN, Volatility.UNKNOWN)]),
    ],
)
@pytest.mark.parametrize("image", [CHAT, RESPONSES])
def test_what_is_known_of_an_image(image: str, url: str, detail: str, expected: list[tuple[Kind, Volatility]]) -> None:
    (prompt,) = said({"app.py": program(AHEAD, image, url, detail, "gpt-4o")}).prompts
    (message,) = (block for block in prompt.blocks if block.role is Role.USER)
    assert [(splice.hole.kind, splice.hole.volatility) for splice in text_holes(message.text)] == expected
