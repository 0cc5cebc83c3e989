"""What documents say, as Python's own values, and the scalars in them."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.frontends.document import Listing, Node, Scalar, Table


def data(node: Node) -> object:
    """Return what a loader makes of a node; aliases must not make it large."""
    match node:
        case Table(pairs):
            return {key.value: data(value) for key, value in pairs}
        case Listing(items):
            return [data(item) for item in items]
    return node.value


def scalars(node: Node) -> Iterator[Scalar]:
    """Yield keys and values."""
    match node:
        case Table(pairs):
            for key, value in pairs:
                yield key
                yield from scalars(value)
        case Listing(items):
            for item in items:
                yield from scalars(item)
        case _:
            yield node


def cut(text: str, scalar: Scalar) -> str:
    """Return what was written for a scalar."""
    assert scalar.span is not None
    return text[scalar.span.start : scalar.span.end]
