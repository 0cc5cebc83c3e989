"""How large values are, and which marks are in them: what tells at once that a value surely does not hold a thing."""

from __future__ import annotations

from typing import NamedTuple

from promptlint.frontends.python.atoms import Ref, Symbol
from promptlint.hole import Hole


class Size(NamedTuple):
    """How large a value is."""

    nodes: int = 1
    """The values and members in it, each counted as often as it is reached."""
    depth: int = 1
    """How deep values and members stand in each other."""
    marks: int = 0
    """What is in it, one bit each: a `Ref`, a `Function`, a `Hole`, and behind these what `mark` gives to a name or loop."""


_SIZES: dict[tuple[int, int, int], Size] = {}
"""Every size once: most values share theirs with others."""

REFS, FUNCTIONS, HOLES = 1, 2, 4
_FREE = ~(FUNCTIONS | HOLES)
_MARKS = 240
"""How many names and loops are told apart; more share a mark, which costs time and nothing else."""


def mark(key: object) -> int:
    """Return the bit of a symbol, by its owner and name, or of a loop, by its place."""
    return 8 << hash(key) % _MARKS


def marks(value: object) -> int:
    """Return the bits of all that is in a value: with none in common it surely does not hold a thing."""
    size = getattr(value, "size", None)
    if size is not None:
        return size.marks  # type: ignore[no-any-return]
    if isinstance(value, Symbol):
        return mark((value.owner, value.name))
    return REFS if isinstance(value, Ref) else HOLES if isinstance(value, Hole) else 0


def size_of(*children: object, own: int = 0) -> Size:
    """Return the size of a value with these children; `own` is what stands in it beside them, one bit each."""
    nodes, deepest, found = 1, 0, own
    for child in children:
        for part in child if isinstance(child, tuple) else (child,):
            if part is None:
                continue
            size = getattr(part, "size", None)
            if size is None:
                nodes += 1
                found |= marks(part)
                continue
            inner, depth, held = size
            nodes += inner
            found |= held
            if depth > deepest:
                deepest = depth
    key = nodes, deepest + 1, found
    return _SIZES.get(key) or _SIZES.setdefault(key, Size(*key))


def is_free(value: object) -> bool:
    """Return whether something in a value waits for a memory or a caller: a `Ref`, a `Symbol`, the item of a loop."""
    return bool(marks(value) & _FREE)
