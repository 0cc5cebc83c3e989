"""The stubs, compared with the packages on the index: their classes, functions and parameters exist there."""

from __future__ import annotations

import ast
import fnmatch
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.test_models.stubs import STUBS, Origin, Stub

stubs = pytest.mark.parametrize("stub", STUBS, ids=lambda stub: stub.name)


class Name(NamedTuple):
    """A class, function or parameter of a stub: what it is called, and where."""

    name: str
    where: str


@stubs
def test_a_stub_says_where_it_comes_from(stub: Stub) -> None:
    assert list(stub.origins)
    assert all(origin.files for origin in stub.origins)


@pytest.mark.index
@stubs
def test_names_exist_in_the_package(stub: Stub, tmp_path_factory: pytest.TempPathFactory) -> None:
    trees = [tree for origin in stub.origins for tree in files(origin, tmp_path_factory)]
    assert trees
    names = {name for tree in trees for name in known(tree)}
    assert [each for each in public(stub.tree, "") if each.name not in names] == []


_DOWNLOADED: dict[tuple[str, str], Path] = {}


def files(origin: Origin, folders: pytest.TempPathFactory) -> Iterator[ast.Module]:
    """Yield the files of a package that an origin names."""
    key = origin.package, origin.version
    if key not in _DOWNLOADED:
        _DOWNLOADED[key] = folders.mktemp("wheel")
        requirement = f"{origin.package}=={origin.version}"
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:"]
        subprocess.run([*command, "-d", _DOWNLOADED[key], requirement], check=True)
    (path,) = _DOWNLOADED[key].glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        for pattern in origin.files:
            matching = fnmatch.filter(wheel.namelist(), pattern)
            assert matching, pattern
            yield from (ast.parse(wheel.read(name)) for name in matching)


def known(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a file defines, imports or spells: classes, functions, parameters, fields, keys."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case (
                ast.arg(arg=name)
                | ast.AnnAssign(target=ast.Name(id=name))
                | ast.alias(asname=str(name))
                | ast.alias(name=name)
            ):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.Constant(value=str(name)):
                yield name


def public(tree: ast.AST, where: str) -> Iterator[Name]:
    """Yield the classes, functions and parameters that a stub names for others."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_public(node.name):
            if not node.name.startswith("__"):
                yield Name(node.name, where)
            arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            yield from (Name(each.arg, node.name) for each in arguments if each.arg not in ("self", "cls"))
        elif isinstance(node, ast.ClassDef) and _is_public(node.name):
            yield Name(node.name, where)
            yield from public(node, node.name)


def _is_public(name: str) -> bool:
    return not name.startswith("_") or name in ("__init__", "__call__")
