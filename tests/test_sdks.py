"""The catalogued calls, compared with the packages on the index: each exists, and has the parameters that it is said to have."""

from __future__ import annotations

import ast
import gzip
import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from promptlint import catalog
from promptlint.frontends.placeholders.syntaxes import SYNTAXES
from promptlint.sink import Sink
from tests.test_sinks.clients import CLIENTS, Client
from tests.test_sinks.packages import (
    BODIES,
    CLIENT_FILES,
    ELSEWHERE,
    HOMES,
    NO_PACKAGE,
    SHAPES,
    SOURCES,
    WITHOUT_MODEL,
    Where,
)

pytestmark = pytest.mark.index

CATALOG = catalog.load()

Wheel = Callable[[str], zipfile.ZipFile]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    """Return the wheel of a package, downloaded when it is first asked for and never installed."""
    found: dict[str, zipfile.ZipFile] = {}

    def download(package: str) -> zipfile.ZipFile:
        if package not in found:
            folder = tmp_path_factory.mktemp("wheel")
            form = f"--no-binary={package}" if package in SOURCES else "--only-binary=:all:"
            options = ("-q", "--no-deps", form, "-d", str(folder), package)
            result = subprocess.run([sys.executable, "-m", "pip", "download", *options], capture_output=True, text=True)
            if result.returncode:
                pytest.skip(f"{package} could not be downloaded: {result.stderr.strip().splitlines()[-1:]}")
            for path in folder.glob("*.tar.gz"):
                _pack(path)
            found[package] = zipfile.ZipFile(next(folder.glob("*.whl")))
        return found[package]

    return download


def _pack(path: Path) -> None:
    """Write the Python files of a source distribution beside it as a wheel has them."""
    with tarfile.open(path) as source, zipfile.ZipFile(path.with_suffix(".whl"), "w") as archive:
        for member in source:
            if member.name.endswith(".py") and (file := source.extractfile(member)):
                archive.writestr(member.name.partition("/")[2], file.read())


def definitions(wheel: Wheel, where: Where) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Yield each definition with its positional parameters and with all of its parameters, fields or members."""
    names, data = set(where.names.split()), wheel(where.package).read(where.file)
    if where.file.endswith(".json.gz"):
        for name, shape in json.loads(gzip.decompress(data))["shapes"].items():
            if name in names:
                yield name, (), tuple(shape["members"])
        return
    for node in ast.walk(ast.parse(data)):
        match node:
            case ast.FunctionDef(name, args) | ast.AsyncFunctionDef(name, args) if name in names:
                positional = tuple(arg.arg for arg in (*args.posonlyargs, *args.args) if arg.arg != "self")
                yield name, positional, (*positional, *(arg.arg for arg in args.kwonlyargs))
            case ast.ClassDef(name, body=body) if name in names:
                fields = (s.target.id for s in body if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name))
                yield name, (), tuple(fields)


def said(sink: Sink) -> set[str]:
    """Return the names that an entry gives to parameters and to keys in them."""
    model = () if sink.name in WITHOUT_MODEL else (sink.model,)
    inside = () if sink.url else sink.inside.keys() - set(sink.client)
    names = (
        *(slot.name for slot in sink.slots),
        *sink.settings,
        *inside,
        *sink.requires,
        *sink.marks,
        *model,
        *sink.positions,
    )
    return {step for name in names for step in name.split(".")} - {"*"}


def sink_named(name: str) -> Sink:
    return next(sink for sink in CATALOG.sinks if sink.name == name)


def test_every_entry_is_compared() -> None:
    assert {sink.name for sink in CATALOG.sinks if sink.gate} == SHAPES.keys() | NO_PACKAGE.keys()


@pytest.mark.parametrize("name", SHAPES)
def test_what_an_entry_names_exists(name: str, wheel: Wheel) -> None:
    found = [each for where in SHAPES[name] for each in definitions(wheel, where)]
    assert {each[0] for each in found} == {each for where in SHAPES[name] for each in where.names.split()}
    missing = said(sink_named(name)) - {parameter for each in found for parameter in each[2]}
    assert missing == ELSEWHERE.get(name, set())


PLATFORMS = sorted({(name, sink.client) for sink in CATALOG.sinks for name in sink.platforms})


@pytest.mark.parametrize(("name", "arguments"), PLATFORMS)
def test_a_client_that_says_its_platform_takes_the_arguments_that_say_more(
    name: str, arguments: tuple[str, ...], wheel: Wheel
) -> None:
    package, own = name.partition(".")[0], name.rpartition(".")[2]
    nodes = [node for file in CLIENT_FILES[package] for node in ast.parse(wheel(package).read(file)).body]
    made = next(node for node in nodes if isinstance(node, ast.ClassDef) and node.name == own)
    assert set(arguments) <= {each.arg for each in ast.walk(made) if isinstance(each, ast.arg)}


@pytest.mark.parametrize("name", [sink.name for sink in CATALOG.sinks if sink.positions and sink.gate])
def test_positions_are_right(name: str, wheel: Wheel) -> None:
    signatures = [each[1] for where in SHAPES[name] for each in definitions(wheel, where)]
    for parameter, position in sink_named(name).positions.items():
        assert any(signature[position : position + 1] == (parameter,) for signature in signatures), parameter


@pytest.mark.parametrize("where", BODIES, ids=lambda where: where.package)
def test_a_body_stands_under_the_names_that_are_read(where: Where, wheel: Wheel) -> None:
    sinks = [sink for sink in CATALOG.sinks if sink.url]
    names = {name for sink in sinks for name in (sink.payload, *sink.payload_text)}
    assert names == {name for each in BODIES.values() for name in each}
    parameters = {name for each in definitions(wheel, where) for name in each[2]}
    assert parameters & names == BODIES[where]


MAKERS = [maker for maker in CATALOG.messages.makers if maker.partition(".")[0] not in SYNTAXES]
"""What makes messages in packages; helpers of template languages stand in none."""


@pytest.mark.parametrize("maker", MAKERS)
def test_what_makes_messages_exists(maker: str, wheel: Wheel) -> None:
    package = next(package for start, package in HOMES.items() if maker.startswith(f"{start}."))
    owner, _, name = maker.rpartition(".")
    assert {name, *(each for each in owner.split(".") if each[0].isupper())} & given(owner, wheel(package))


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: f"{client.module}.{client.name}")
def test_a_client_exists(client: Client, wheel: Wheel) -> None:
    assert client.name in given(client.module, wheel(client.package))


def given(owner: str, archive: zipfile.ZipFile) -> set[str]:
    """Return what a module, or the module of a class, defines, imports or lists by name."""
    files = [path for path in _modules(owner) if path in archive.namelist()]
    assert files, f"{archive.filename} has no module {owner}"
    return {name for path in files for name in _names(archive.read(path).decode())}


def _modules(owner: str) -> Iterator[str]:
    """Yield the files that may define what a module or class exports."""
    for dotted in (owner, owner.rpartition(".")[0]):
        folder = dotted.replace(".", "/")
        yield from (f"{folder}.py", f"{folder}/__init__.py", f"{folder}/_patch.py", f"{folder}/_models.py")
        yield f"{folder}/_generative_models.py"


def _names(code: str) -> set[str]:
    """Return what a module defines, imports or lists by name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.ClassDef(name) | ast.FunctionDef(name) | ast.alias(name) | ast.Constant(str(name)):
                found.add(name)
            case ast.Assign(targets=[ast.Name(name)]):
                found.add(name)
    return found
