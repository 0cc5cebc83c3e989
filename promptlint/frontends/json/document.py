"""What a JSON text says, by Python's own reader."""

from __future__ import annotations

import json
import json.decoder
import json.scanner

from promptlint.frontends.document import DEEPEST, Listing, Node, Scalar, Span, Table


class _Spotted(str):
    """A string that knows where it was written."""

    span: Span


def read_json(text: str) -> Node:
    """Return what a JSON text says. Raises ValueError for a text that is none, or that is nested too deep to be read."""
    decoder = json.JSONDecoder(parse_constant=float)
    decoder.parse_string = _string  # type: ignore[attr-defined]
    decoder.scan_once = json.scanner.py_make_scanner(decoder)  # type: ignore[attr-defined]
    try:
        return _node(decoder.decode(text), DEEPEST)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _string(text: str, at: int, strict: bool = True) -> tuple[str, int]:
    """Return the string whose first character stands at an offset, and the offset behind it."""
    value, end = json.decoder.scanstring(text, at, strict)  # type: ignore[attr-defined]
    spotted = _Spotted(value)
    spotted.span = Span(at - 1, end)
    return spotted, end


def _node(value: object, depth: int) -> Node:
    if not depth:
        raise ValueError("nested too deep")
    match value:
        case dict():
            return Table(tuple((Scalar(key), _node(inner, depth - 1)) for key, inner in value.items()))
        case list():
            return Listing(tuple(_node(item, depth - 1) for item in value))
        case _Spotted():
            return Scalar(str(value), value.span)
    return Scalar(value)
