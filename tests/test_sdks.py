"""The catalogued calls, compared with the packages on the index: names of slots and settings are real parameters."""

from __future__ import annotations

import ast
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from promptlint import catalog

pytestmark = pytest.mark.index

SHAPES = {
    "OpenAI chat completions": ("openai/resources/chat/completions/completions.py", "create parse stream"),
    "OpenAI responses": ("openai/resources/responses/responses.py", "create parse stream compact"),
    "OpenAI realtime call": ("openai/resources/realtime/calls.py", "accept"),
    "Anthropic messages": ("anthropic/resources/beta/messages/messages.py", "create parse stream tool_runner"),
    "litellm completion": ("litellm/main.py", "completion acompletion"),
    "litellm responses": ("litellm/responses/main.py", "responses aresponses"),
}
ELSEWHERE = {
    "OpenAI chat completions": {"response_model"},
    "Anthropic messages": {"extra_body"},
    "litellm completion": {"extra_body"},
    "litellm responses": {"prompt_cache_key"},
}
"""Parameters of another package of the same sink, or passed through `**kwargs`."""


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, zipfile.ZipFile]:
    folder = tmp_path_factory.mktemp("wheels")
    packages = ("openai", "anthropic", "litellm")
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, *packages], check=True)
    return {path.name.partition("-")[0]: zipfile.ZipFile(path) for path in folder.glob("*.whl")}


def parameters(tree: ast.Module, names: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in names:
            yield from (argument.arg for argument in (*node.args.args, *node.args.kwonlyargs))


@pytest.mark.parametrize("name", SHAPES)
def test_parameters_exist(name: str, wheels: dict[str, zipfile.ZipFile]) -> None:
    file, functions = SHAPES[name]
    tree = ast.parse(wheels[Path(file).parts[0]].read(file))
    sink = next(sink for sink in catalog.load().sinks if sink.name == name)
    wanted = {*(slot.name for slot in sink.slots), *sink.settings, *sink.requires, *sink.marks, sink.model}
    assert wanted - set(parameters(tree, set(functions.split()))) <= ELSEWHERE.get(name, set())


@pytest.mark.parametrize("name", ["litellm completion", "litellm responses"])
def test_positions_are_right(name: str, wheels: dict[str, zipfile.ZipFile]) -> None:
    file, functions = SHAPES[name]
    tree = ast.parse(wheels["litellm"].read(file))
    sink = next(sink for sink in catalog.load().sinks if sink.name == name)
    positions = {slot.position: slot.name for slot in sink.slots} | {sink.model_position: sink.model}
    signatures = [
        [argument.arg for argument in node.args.args]
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in functions.split()
    ]
    assert signatures
    assert all(signature[:2] == [positions[0], positions[1]] for signature in signatures)
