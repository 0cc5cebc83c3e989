"""The stub packages of the catalogue: which names they give to a program, and which files they look for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_INTRODUCED = re.compile(r"""\A[rR]?("{3}|'{3}).*?\1""", re.DOTALL)
"""What a stub says about itself, with programs that use it."""
_PUBLIC = re.compile(r"^(?:(?:async )?def|class) ([A-Za-z]\w*)", re.MULTILINE)
_HANDED_ON = re.compile(r"^from (\w+)[\w.]* import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_NAME = re.compile(r"#[^\n]*|\b([A-Za-z]\w*)")
_FILE = re.compile(r"""["']([\w./-]*\w\.[a-z]\w*)["']""")


def folders(rules: Iterable[Path]) -> tuple[str, ...]:
    """Return the folders of stub packages in some rule folders, the last rule folder's first."""
    models = (folder / "catalog" / "models" for folder in reversed(tuple(rules)))
    return tuple(str(folder) for folder in models if folder.is_dir())


class Stub(NamedTuple):
    """One file of a stub package."""

    package: str
    """The package that a program imports it from, `google.adk` in a folder that others share."""
    text: str
    """Its code, without what it says about itself."""


def read(models: Iterable[str]) -> tuple[Stub, ...]:
    """Return the files of the stub packages in some folders."""
    return tuple(
        Stub(_package(path.relative_to(folder), folder), _INTRODUCED.sub("", path.read_text(encoding="utf-8")))
        for folder in map(Path, models)
        for path in sorted(folder.rglob("*.py"))
    )


def exports(stubs: Collection[Stub]) -> Iterator[tuple[str, str]]:
    """Yield each public class and function of the stubs, those of other stubs that they hand on included.

    Each comes as its package and its name.
    """
    packages = {stub.package.partition(".")[0] for stub in stubs}
    for package, text in stubs:
        yield from ((package, match[1]) for match in _PUBLIC.finditer(text))
        for origin, names in _HANDED_ON.findall(text):
            if origin in packages:
                yield from ((package, name) for name in _NAME.findall(names) if name)


def opened(stubs: Iterable[Stub]) -> Iterator[tuple[str, str]]:
    """Yield the name of each file that stubs look for themselves, `config/agents.yaml`, and the first name of the package that does."""
    for package, text in stubs:
        yield from ((name, package.partition(".")[0]) for name in _FILE.findall(text))


def _package(stub: Path, folder: Path) -> str:
    """Return the name of the package that a stub belongs to, down to the first folder that is no mere namespace."""
    parts = stub.with_suffix("").parts
    inside = (end for end in range(1, len(parts)) if (folder.joinpath(*parts[:end]) / "__init__.py").is_file())
    return ".".join(parts[: next(inside, len(parts))])
