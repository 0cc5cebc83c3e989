"""Settings and marks that a model refuses: what is removed with them, and what is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptlint.finding import Applicability
from tests.test_fixes.applied import mended
from tests.test_fixes.fixing import HEAD


def fixed(folder: Path, body: str, code: str, head: str = HEAD) -> str | None:
    found = mended(folder, body, code, head=head)
    assert found is None or found[1] is Applicability.UNSAFE
    return found[0] if found else None


def call(arguments: str) -> str:
    return f"def answer(question):\n    return client.responses.create({arguments})\n"


MODEL = 'model="gpt-5.1"'
OPTION = 'prompt_cache_options={"ttl": "30m"}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{MODEL}, instructions=RULES, {OPTION}", f"{MODEL}, instructions=RULES"),
        (f"{MODEL}, {OPTION}, instructions=RULES", f"{MODEL}, instructions=RULES"),
        (f"{OPTION}, {MODEL}, instructions=RULES", f"{MODEL}, instructions=RULES"),
        (f"{MODEL}, instructions=RULES, {OPTION},", f"{MODEL}, instructions=RULES,"),
        (
            f"\n        {MODEL},\n        # as long as a shift\n        {OPTION},  # minutes\n        instructions=RULES,\n    ",
            f"\n        {MODEL},\n        # as long as a shift\n        instructions=RULES,\n    ",
        ),
        (f"\n        {MODEL},\n        instructions=RULES,\n        {OPTION}\n    ", f"\n        {MODEL},\n        instructions=RULES,\n    "),
        (
            f'{MODEL}, instructions=RULES, extra_body={{"prompt_cache_options": {{"ttl": "30m"}}, "top_k": 4}}',
            f'{MODEL}, instructions=RULES, extra_body={{"top_k": 4}}',
        ),
        (
            f'{MODEL}, instructions=RULES, extra_body={{"prompt_cache_options": {{"ttl": "30m"}}}}',
            f"{MODEL}, instructions=RULES",
        ),
        (f'{MODEL}, instructions=RULES, **{{"prompt_cache_options": {{"ttl": "30m"}}, "top_k": 4}}', f'{MODEL}, instructions=RULES, **{{"top_k": 4}}'),
    ],
    ids=["last", "middle", "first", "comma", "lines", "last line", "entry", "only entry", "spread"],
)  # fmt: skip
def test_a_refused_option_goes_with_its_comma(before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, call(before), "PRM604") == call(after)


def test_an_option_that_another_model_takes_stays(tmp_path: Path) -> None:
    inner = f"def ask(model, question):\n    return client.responses.create(model=model, instructions=RULES, input=question, {OPTION})\n\n\n"
    old = f'{inner}def answer(question):\n    return ask("gpt-5.1", question)\n'
    new = '\n\ndef other(question):\n    return ask("gpt-5.6-terra", question)\n'
    assert fixed(tmp_path, f"{old}{new}", "PRM604") is None


def test_an_option_that_is_set_by_a_statement_stays(tmp_path: Path) -> None:
    body = (
        'def answer(question):\n    options = {"top_k": 4}\n    options["prompt_cache_options"] = {"mode": "explicit"}\n'
        f"    return client.responses.create({MODEL}, instructions=RULES, input=question, **options)\n"
    )
    found = fixed(tmp_path, body, "PRM604")
    assert found is None


CLAUDE = 'from anthropic import Anthropic\n\nclient = Anthropic()\nRULES = "Be brief and kind to everybody.\\n" * 900\n'


def message(*blocks: str, before: str = "") -> str:
    system = "".join(f"            {block},\n" for block in blocks)
    rest = '        messages=[{"role": "user", "content": question}],\n'
    head = '    return client.messages.create(\n        model="claude-sonnet-4-5",\n        max_tokens=9,\n'
    return f"{before}def answer(question):\n{head}        system=[\n{system}        ],\n{rest}    )\n"


def block(text: str, mark: str = "") -> str:
    return f'{{"type": "text", "text": {text}{mark}}}'


def test_as_many_breakpoints_go_as_are_too_many_and_the_longest_prefix_stays(tmp_path: Path) -> None:
    mark = ', "cache_control": {"type": "ephemeral"}'
    texts = ("RULES", '"Orders."', '"Refunds."', '"Parcels."', '"Bills."', '"English."')
    body = message(*(block(text, mark) for text in texts))
    after = message(*(block(text, mark if at > 1 else "") for at, text in enumerate(texts)))
    assert fixed(tmp_path, body, "PRM405", CLAUDE) == after


def test_the_longer_lifetime_comes_first(tmp_path: Path) -> None:
    short, long = (f', "cache_control": {{"type": "ephemeral", "ttl": "{ttl}"}}' for ttl in ("5m", "1h"))
    body = message(block("RULES", short), block('"Answer in English."', long))
    assert fixed(tmp_path, body, "PRM406", CLAUDE) == message(
        block("RULES", long), block('"Answer in English."', short)
    )
