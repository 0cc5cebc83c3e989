"""Magics: what IPython reads in a cell that is no Python, replaced by Python of the same length that does nothing.

A name that a magic assigns (`files = !ls`) is left unbound: what it holds comes from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PYTHON_MAGICS = frozenset(("capture", "debug", "prun", "time", "timeit"))
"""Cell magics that run the rest of the cell as Python among the names of the notebook."""

_CELL_MAGIC = re.compile(r"\s*%%(\w*)")
_BARE_MAGIC = re.compile(r"\s*%\w+[ \t]*[\r\n]")

_TO_END = r"(?:\\(?:\r\n|[\r\n])|[^\r\n])*+"
_MAGIC = re.compile(
    rf"""
    [ \t]*+ (?P<magic>
        (?: [^\W\d][^=!%'"\#()\r\n]*+ =[ \t]*+ )? [%!](?!=) {_TO_END}  # %magic, !command, name = %magic
      | [?,;/] {_TO_END}                                              # ?help, and calls without brackets
      | [\w.*\[\]-]+ \?\?? (?=[ \t]*(?:[\r\n]|\Z))                   # help?
    )
    """,
    re.VERBOSE,
)
_TOKEN = re.compile(
    r"""
      \"{3} (?: \\. | (?!\"{3})[^\\] )*+ \"{3} | '{3} (?: \\. | (?!'{3})[^\\] )*+ '{3}
    | " (?: \\(?:\r\n|.) | [^"\\\r\n] )*+ "  | ' (?: \\(?:\r\n|.) | [^'\\\r\n] )*+ '
    | \#[^\r\n]*+ | \\(?:\r\n|[\r\n]) | (?P<open> [(\[{] ) | (?P<close> [)\]}] ) | (?P<line> \r\n|[\r\n] )
    | [^"'\#\\()\[\]{}\r\n]++ | .
    """,
    re.VERBOSE | re.DOTALL,
)
_VISIBLE = re.compile(r"[^\r\n]")
_NOTHING = "0"
"""A statement without effect, which the body of an `if` may need."""


def is_python(cell: str) -> bool:
    """Return whether a cell is Python behind its magics; another language, a shell or a file may stand in one."""
    found = _CELL_MAGIC.match(cell)
    return found is None or found[1] in _PYTHON_MAGICS


def starts_bare(cell: str) -> bool:
    """Return whether a cell starts with a magic alone on its line: on some platforms that is a cell's language (`%sql`)."""
    return _BARE_MAGIC.match(cell) is not None


def without_magics(cell: str) -> str:
    """Return a cell with each magic replaced by Python of the same length, line endings kept."""
    pieces, at = [], 0
    for start, end in _magics(cell):
        pieces += [cell[at:start], _NOTHING, blank(cell[start + len(_NOTHING) : end])]
        at = end
    return "".join((*pieces, cell[at:]))


def blank(text: str) -> str:
    """Return a text of the same lines and the same length in which nothing stands."""
    return _VISIBLE.sub(" ", text)


def _magics(cell: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each magic: one stands only where a logical line starts, never in a string or in brackets."""
    at, depth, fresh = 0, 0, True
    while at < len(cell):
        if fresh and (found := _MAGIC.match(cell, at)):
            yield found.span("magic")
            at, fresh = found.end(), False
        elif token := _TOKEN.match(cell, at):
            depth += bool(token["open"]) - bool(token["close"])
            at, fresh = token.end(), bool(token["line"]) and depth <= 0
