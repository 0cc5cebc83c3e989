"""The programs of the stubs: linted as a user would, and run with the stubs in the place of their packages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import promptlint
from promptlint.prompt import Literal, Origin, Prompt, Role
from tests.checking import checked
from tests.test_models.stubs import FOLDER, PROGRAMS, STUBS, Program
from tests.test_python_frontend.reading import prompts

RUN = """
import json, runpy, sys
from promptlint import intrinsics

def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("role", "type", "cache_control"):
                yield from texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner)
    elif hasattr(value, "content"):
        yield from texts(value.content)
    elif hasattr(value, "text"):
        yield from texts(value.text)

runpy.run_path(sys.argv[1], run_name="__main__")
json.dump([[*texts([s.tools, s.schema, s.system, s.messages])] for s in intrinsics.sent], sys.stderr)
"""

programs = pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)


def test_every_package_has_a_program_with_a_finding_and_one_without() -> None:
    def packages(*, reported: bool) -> set[str]:
        found = (program.imports for program in PROGRAMS if bool(program.report) is reported)
        return {module.partition(".")[0] for modules in found for module in modules}

    assert {stub.package for stub in STUBS} - packages(reported=True) == set()
    assert {stub.package for stub in STUBS} - packages(reported=False) == set()


def test_every_stub_is_reached_by_a_program() -> None:
    reached = {module for program in PROGRAMS for module in program.imports}
    imported = {stub.module: stub.imports for stub in STUBS}
    waiting = [*reached]
    while waiting:
        more = imported.get(waiting.pop(), set()) - reached
        reached |= more
        waiting += more
    assert imported.keys() - reached == set()


@programs
def test_what_is_reported(program: Program, tmp_path: Path) -> None:
    program.write(tmp_path)
    findings = checked(tmp_path, "--show-info", "--model", "example")
    names = [Path(each["filename"]).relative_to(tmp_path).as_posix() for each in findings]
    found = [(name, each["location"]["row"], each["code"]) for name, each in zip(names, findings, strict=True)]
    assert sorted(found) == program.report


@programs
def test_what_is_predicted_is_sent_in_that_order(program: Program, tmp_path: Path) -> None:
    requests = run(program, tmp_path)
    beside = {name: text for name, text, _ in program.beside}
    found = prompts(program.text, beside)
    predicted = [list(literals(prompt)) for prompt in found if prompt.origin is Origin.CALL]
    assert requests
    assert predicted
    for request in requests:
        assert any(in_order(texts, request) for texts in predicted), (predicted, request)
    for texts in predicted:
        assert any(in_order(texts, request) for request in requests), (texts, requests)


def run(program: Program, folder: Path) -> list[str]:
    """Return the whole text of every request that a program sends."""
    path = program.write(folder)
    roots = os.pathsep.join((str(FOLDER), str(Path(promptlint.__file__).parents[1])))
    environment = {**os.environ, "PYTHONPATH": roots}
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(path)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return ["\0".join(texts) for texts in json.loads(done.stderr)]


def literals(prompt: Prompt) -> Iterator[str]:
    """Yield the text that the messages of a prompt certainly have, in order; tools are objects in a run."""
    for block in prompt.blocks:
        if block.certain and block.role not in (Role.TOOLS, Role.SCHEMA):
            yield from (part.text for part in block.text if isinstance(part, Literal))


def in_order(texts: list[str], request: str) -> bool:
    """Return whether a request holds some texts one behind the other."""
    at = 0
    for text in texts:
        at = request.find(text, at) + len(text)
        if at < len(text):
            return False
    return True


def test_the_order_is_compared() -> None:
    assert in_order(["a", "b"], "xaxb")
    assert not in_order(["b", "a"], "xaxb")
    assert not in_order(["ab"], "a\0b")
