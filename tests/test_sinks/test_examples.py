"""Every sink of the catalogue has an example, and every client its program: linted, and run with stand-ins for packages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from promptlint import catalog
from promptlint.prompt import Choice, Literal, Prompt, Repeat, Role, Text
from promptlint.sink import Sink
from tests.checking import reported
from tests.test_python_frontend.reading import prompts
from tests.test_sinks.clients import CLIENTS
from tests.test_sinks.recorder import Call, Tape, recording, texts

SINKS = {sink.name: sink for sink in catalog.load().sinks if sink.gate}
COMMENT = re.compile(r"#((?:\s+PRM\d{3})+)\s*$")


class Example(NamedTuple):
    """A program, and the sink through which it sends."""

    name: str
    sink: Sink
    text: str


EXAMPLES = (
    *(Example(name, sink, sink.example) for name, sink in SINKS.items()),
    *(Example(f"{each.module}.{each.name}", SINKS["OpenAI chat completions"], each.program) for each in CLIENTS),
)

examples = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


@examples
def test_an_example_has_a_finding(example: Example) -> None:
    assert expected(example.text)


def test_every_package_with_the_calls_of_openai_has_a_program() -> None:
    packages = {each.module.partition(".")[0] for each in CLIENTS}
    assert set(SINKS["OpenAI chat completions"].packages) == packages


def test_names_are_given_once() -> None:
    names = [sink.name for sink in catalog.load().sinks]
    assert len(names) == len(set(names))


def expected(example: str) -> list[tuple[int, str]]:
    rows = enumerate(example.splitlines(), start=1)
    return [(row, code) for row, line in rows if (found := COMMENT.search(line)) for code in found[1].split()]


@examples
def test_what_is_reported_of_an_example(example: Example, tmp_path: Path) -> None:
    # What sends no text is told of by the cache of its own platform alone
    options = f"--pedantic --select ALL {'--model example' if example.sink.slots else '--show-info'}".split()
    findings = reported(example.text, tmp_path / "example.py", *options)
    found = [(each["location"]["row"], each["code"]) for each in findings]
    assert found == expected(example.text)


@pytest.mark.parametrize("example", [each for each in EXAMPLES if each.sink.slots], ids=lambda each: each.name)
def test_an_example_runs_and_sends_what_promptlint_reads(example: Example) -> None:
    sink = example.sink
    with recording() as tape:
        exec(compile(example.text, example.name, "exec"), {"__name__": "__main__"})
    read = [prompt for prompt in prompts(example.text) if prompt.name.partition(" in ")[0] == sink.name]
    assert read
    sent = "\n".join(text for call in _sent(tape, sink) for text in texts((call.positional, call.keywords)))
    known = [text for prompt in read for text in _known(prompt)]
    assert any("Answer questions" in text for text in known)
    assert [text for text in known if text not in sent] == []


def _sent(tape: Tape, sink: Sink) -> Iterator[Call]:
    """Yield the calls of the sink; what a mapping says is sent by any call."""
    found = [call for call in tape.calls if sink.mapping or sink.fits(call.path) or sink.fits(f"{call.path}.__call__")]
    assert found, [call.path for call in tape.calls]
    yield from found


def _known(prompt: Prompt) -> Iterator[str]:
    """Yield the literal text of what people and programs say in a prompt; tools and schemas are rendered elsewhere."""
    for block in prompt.blocks:
        if block.role not in (Role.TOOLS, Role.SCHEMA):
            yield from _literals(block.text)


def _literals(text: Text) -> Iterator[str]:
    for part in text:
        match part:
            case Literal(written):
                yield written
            case Choice(arms):
                yield from (written for arm in arms for written in _literals(arm))
            case Repeat(body):
                yield from _literals(body)
