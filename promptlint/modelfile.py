"""The stub packages of the catalogue: which names they give to a program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_PUBLIC = re.compile(r"^(?:(?:async )?def|class) ([A-Za-z]\w*)", re.MULTILINE)
_HANDED_ON = re.compile(r"^from (\w+)[\w.]* import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_NAME = re.compile(r"\b[A-Za-z]\w*")


def folders(rules: Iterable[Path]) -> tuple[str, ...]:
    """Return the folders of stub packages in some rule folders, the last rule folder's first."""
    models = (folder / "catalog" / "models" for folder in reversed(tuple(rules)))
    return tuple(str(folder) for folder in models if folder.is_dir())


def exports(models: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each public class and function of the stubs, those of other stubs that they hand on included.

    Each comes as the top-level package that a program imports it from, and its name.
    """
    for folder in map(Path, models):
        paths = {path: path.relative_to(folder).parts[0].removesuffix(".py") for path in sorted(folder.rglob("*.py"))}
        for path, package in paths.items():
            text = path.read_text(encoding="utf-8")
            yield from ((package, match[1]) for match in _PUBLIC.finditer(text))
            for origin, names in _HANDED_ON.findall(text):
                if origin in paths.values():
                    yield from ((package, name) for name in _NAME.findall(names))
