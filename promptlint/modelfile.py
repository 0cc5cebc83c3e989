"""The stub packages of the catalogue: which names they give to a program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_INTRODUCED = re.compile(r"""\A[rR]?("{3}|'{3}).*?\1""", re.DOTALL)
"""What a stub says about itself, with programs that use it."""
_PUBLIC = re.compile(r"^(?:(?:async )?def|class) ([A-Za-z]\w*)", re.MULTILINE)
_HANDED_ON = re.compile(r"^from (\w+)[\w.]* import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_NAME = re.compile(r"#[^\n]*|\b([A-Za-z]\w*)")


def folders(rules: Iterable[Path]) -> tuple[str, ...]:
    """Return the folders of stub packages in some rule folders, the last rule folder's first."""
    models = (folder / "catalog" / "models" for folder in reversed(tuple(rules)))
    return tuple(str(folder) for folder in models if folder.is_dir())


def exports(models: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each public class and function of the stubs, those of other stubs that they hand on included.

    Each comes as the package that a program imports it from, `google.adk` in a folder that others share, and its name.
    """
    for folder in map(Path, models):
        paths = {path: _package(path.relative_to(folder), folder) for path in sorted(folder.rglob("*.py"))}
        stubs = {package.partition(".")[0] for package in paths.values()}
        for path, package in paths.items():
            text = _INTRODUCED.sub("", path.read_text(encoding="utf-8"))
            yield from ((package, match[1]) for match in _PUBLIC.finditer(text))
            for origin, names in _HANDED_ON.findall(text):
                if origin in stubs:
                    yield from ((package, name) for name in _NAME.findall(names) if name)


def _package(stub: Path, folder: Path) -> str:
    """Return the name of the package that a stub belongs to, down to the first folder that is no mere namespace."""
    parts = stub.with_suffix("").parts
    inside = (end for end in range(1, len(parts)) if (folder.joinpath(*parts[:end]) / "__init__.py").is_file())
    return ".".join(parts[: next(inside, len(parts))])
