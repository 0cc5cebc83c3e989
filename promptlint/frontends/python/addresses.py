"""Addresses: what a program says of where its requests go."""

from __future__ import annotations

import re

from promptlint.frontends.python.atoms import NONE
from promptlint.frontends.python.values import Text, Value
from promptlint.prompt import Literal

_HOST = re.compile(r"[^/]*//(?:[^/@]*@)?([^/?#]+)")


def host_of(address: Value) -> str | None:
    """Return the host of an address, with its port and `{}` for what is not known: `api.example.com`, `{}.example.com`.

    Empty where the host is not known, None for an address without one.
    """
    if address == NONE:
        return None
    if not isinstance(address, Text):
        return ""
    text = _written(address, "{}")
    found = _HOST.match(text)
    return found[1].lower() if found else None if text.startswith("/") else ""


def mentions(address: Value, paths: tuple[str, ...]) -> bool:
    """Return whether the known text of an address contains one of some paths."""
    return isinstance(address, Text) and any(path in _written(address, "\n") for path in paths)


def _written(address: Text, unknown: str) -> str:
    return "".join(part.text if isinstance(part, Literal) else unknown for part in address.parts)
