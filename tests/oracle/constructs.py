"""The catalogue of constructs: what constructs.md, sends.md and projects.md say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

_CONSTRUCT = re.compile(r"^## (?P<name>[^\n]+)\n```python ?(?P<loop>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)

_FILE = re.compile(r"^---(?: (?P<path>.+))?\n", re.MULTILINE)
_IMPORT = re.compile(r"^(?:from|import) ([\w.]+)", re.MULTILINE)
_BOUND = re.compile(r"(?:(?:async def|def|class) (?P<definition>\w+)|(?P<variable>\w+)(?:: [^=]+)? [-+*/|]?= )")
_PARTS = (("$a", "$b", "$c"), ("$x", "$y"), ("$i", "$j"))


class Variant(NamedTuple):
    """One way to write a construct: other files, lines for the module and the function, and the resulting expression."""

    module: tuple[str, ...]
    local: tuple[str, ...]
    result: str
    loop: str
    """`async` where it needs a coroutine around it, `sync` where no event loop may run, or empty."""
    files: tuple[tuple[str, str], ...] = ()
    """Paths and texts."""

    @property
    def text(self) -> str:
        """All its lines."""
        return "\n".join((*self.module, *self.local, self.result, *(text for _, text in self.files)))

    @property
    def movable(self) -> bool:
        """Whether the lines for the module may as well stand in another one: they define new names alone."""
        names = bound(self.module)
        return not self.files and bool(names) and all(name.endswith("_") for name in names)

    @property
    def arity(self) -> int:
        """How many parts it is built from."""
        return max((at for slots in _PARTS for at, slot in enumerate(slots, 1) if slot in self.text), default=0)


def bound(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the names that statements at the margin define, imports and what they change excluded."""
    found = (match for line in lines if (match := _BOUND.match(line)))
    return tuple(dict.fromkeys(match["definition"] or match["variable"] for match in found))


def read(page: str, group: str) -> dict[str, tuple[Variant, ...]]:
    """Return the constructs under one first-level heading of a page beside this file."""
    text = Path(__file__).with_name(page).read_text(encoding="utf-8")
    return dict(_constructs(text.split(f"# {group}\n", 1)[1].split("\n# ", 1)[0]))


def _constructs(text: str) -> Iterator[tuple[str, tuple[Variant, ...]]]:
    for match in _CONSTRUCT.finditer(text):
        paragraphs = match["body"].strip("\n").split("\n\n")
        yield match["name"], tuple(_variant(paragraph, match["loop"]) for paragraph in paragraphs)


def _variant(paragraph: str, loop: str) -> Variant:
    first, *rest = _FILE.split(paragraph + "\n")
    parts = dict(zip(rest[::2], rest[1::2], strict=True))
    local = parts.pop(None, None)
    module, local = (first, local) if local else ("", first)
    lines = local.splitlines()
    last = ast.parse(local.replace("$", "S")).body[-1].lineno - 1
    files = tuple(parts.items())
    return Variant(tuple(module.splitlines()), tuple(lines[:last]), "\n".join(lines[last:]), loop, files)


Constructs: TypeAlias = dict[str, tuple[Variant, ...]]

VALUES = read("constructs.md", "Values")
CONDITIONS = read("constructs.md", "Conditions")
TEXTS = (
    read("constructs.md", "Texts")
    | read("constructs.md", "Functions")
    | read("constructs.md", "Classes")
    | read("projects.md", "Modules")
    | read("projects.md", "Builders")
    | read("projects.md", "Files")
)
FRAMEWORKS = read("projects.md", "Frameworks")
"""The ways to send of which a linter sees steps: an agent that is made is said to converse, and so is one that is run."""
SENDS = read("sends.md", "How programs send a prompt") | read("projects.md", "Wrappers") | FRAMEWORKS
MODULES = frozenset(
    name
    for constructs in (VALUES, CONDITIONS, TEXTS, SENDS)
    for variants in constructs.values()
    for variant in variants
    for name in _IMPORT.findall(variant.text)
    if not name.startswith(".") and not name.partition(".")[0].endswith("_")
)
"""The modules that programs import, their own ones excluded."""
