"""The catalogue of constructs: what constructs.md and sends.md say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

_CONSTRUCT = re.compile(r"^## (?P<name>[^\n]+)\n```python ?(?P<loop>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)

_PARTS = (("$a", "$b", "$c"), ("$x", "$y"), ("$i", "$j"))


class Variant(NamedTuple):
    """One way to write a construct: lines for the module, lines for the function, and the resulting expression."""

    module: tuple[str, ...]
    local: tuple[str, ...]
    result: str
    loop: str
    """`async` where it needs a coroutine around it, `sync` where no event loop may run, or empty."""

    @property
    def text(self) -> str:
        """All its lines."""
        return "\n".join((*self.module, *self.local, self.result))

    @property
    def arity(self) -> int:
        """How many parts it is built from."""
        return max((at for slots in _PARTS for at, slot in enumerate(slots, 1) if slot in self.text), default=0)


def read(page: str, group: str) -> dict[str, tuple[Variant, ...]]:
    """Return the constructs under one first-level heading of a page beside this file."""
    text = Path(__file__).with_name(page).read_text(encoding="utf-8")
    return dict(_constructs(text.split(f"# {group}\n", 1)[1].split("\n# ", 1)[0]))


def _constructs(text: str) -> Iterator[tuple[str, tuple[Variant, ...]]]:
    for match in _CONSTRUCT.finditer(text):
        paragraphs = match["body"].strip("\n").split("\n\n")
        yield match["name"], tuple(_variant(paragraph, match["loop"]) for paragraph in paragraphs)


def _variant(paragraph: str, loop: str) -> Variant:
    module, _, local = ("\n" + paragraph).rpartition("\n---\n")
    lines = local.lstrip("\n").split("\n")
    last = ast.parse("\n".join(lines).replace("$", "S")).body[-1].lineno - 1
    return Variant(tuple(module.split("\n")[1:]), tuple(lines[:last]), "\n".join(lines[last:]), loop)


Constructs: TypeAlias = dict[str, tuple[Variant, ...]]

VALUES = read("constructs.md", "Values")
CONDITIONS = read("constructs.md", "Conditions")
TEXTS = read("constructs.md", "Texts") | read("constructs.md", "Functions") | read("constructs.md", "Classes")
SENDS = read("sends.md", "How programs send a prompt")
MODULES = frozenset(
    match[1]
    for constructs in (VALUES, CONDITIONS, TEXTS, SENDS)
    for variants in constructs.values()
    for variant in variants
    for match in re.finditer(r"^(?:from|import) (\w+)", variant.text, re.MULTILINE)
)
"""The modules that programs import."""
