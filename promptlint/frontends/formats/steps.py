"""Steps in a document: what stands at a path of keys, and all that stands below."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.format import Keys, Path
from promptlint.frontends.document import Listing, Node, Scalar, Table

_EVERY, _ITEMS, _KEYS = "*", "-", "~"
_PERHAPS = "?"
"""What ends a step that is only taken where there is one."""


def under(node: Node, path: Path) -> Iterator[Node]:
    """Yield what stands at a path of keys, in order."""
    nodes = [node]
    for step in path:
        nodes = [inner for each in nodes for inner in _step(each, step)]
    yield from nodes


def first(node: Node, path: Path) -> Node | None:
    """Return the first of what stands at a path of keys; None where nothing does."""
    return next(under(node, path), None)


def text_of(node: Node | None) -> str | None:
    """Return the text that a node is; None for anything else."""
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else None


def has(node: Node, keys: Keys) -> bool:
    """Return whether a node has all of some keys, with the texts that their values are to contain."""
    return all(any(_contains(inner, text) for inner in under(node, path)) for path, text in keys)


def _contains(node: Node, text: str) -> bool:
    known = text_of(node) or ""
    return not text or any(word in known for word in text.split("|"))


def _step(node: Node, step: str) -> Iterator[Node]:
    if step.endswith(_PERHAPS):
        yield from list(_step(node, step.removesuffix(_PERHAPS))) or [node]
        return
    match node:
        case Table(pairs) if step in (_EVERY, _KEYS):
            yield from (key if step == _KEYS else value for key, value in pairs)
        case Table(pairs):
            yield from (value for name in step.split("|") for key, value in pairs if key.value == name)
        case Listing(items) if step in (_EVERY, _ITEMS):
            yield from items
