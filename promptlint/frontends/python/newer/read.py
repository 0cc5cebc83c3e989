"""Text in a newer Python than the running one, to the tree that `ast.parse` of that Python gives."""

from __future__ import annotations

import ast
from array import array
from collections.abc import Sequence
from itertools import accumulate

import libcst as cst

from promptlint.frontends.python.depth import deep
from promptlint.frontends.python.newer.comprehensions import COMPREHENSIONS
from promptlint.frontends.python.newer.definitions import DEFINITIONS
from promptlint.frontends.python.newer.expressions import EXPRESSIONS
from promptlint.frontends.python.newer.patterns import PATTERNS
from promptlint.frontends.python.newer.reader import Reader, Rules
from promptlint.frontends.python.newer.spans import read_spans
from promptlint.frontends.python.newer.statements import STATEMENTS
from promptlint.frontends.python.newer.strings import STRINGS
from promptlint.frontends.python.newer.versions import is_newer
from promptlint.source import Source

_RULES = Rules(EXPRESSIONS | COMPREHENSIONS | STRINGS, STATEMENTS | DEFINITIONS, PATTERNS)
_REFUSALS = (cst.ParserSyntaxError, cst.CSTLogicError, SyntaxError, ValueError, RecursionError, MemoryError)


def read_newer(source: Source, *, always: bool = False) -> ast.Module | None:
    """Return the syntax tree of a file within the limits; None if nothing in it is newer than the running Python.

    With `always`, also a file that the running Python reads. None for what libcst refuses, too.
    """
    try:
        return deep(lambda: _read(source, always))
    except _REFUSALS:
        return None


def _read(source: Source, always: bool) -> ast.Module | None:
    module = cst.parse_module(source.text, cst.PartialParserConfig(encoding="utf-8"))
    spans = read_spans(module, source.text)
    if not (always or is_newer(source, spans)):
        return None
    reader = Reader(source, _octets(source.text), spans, _RULES)
    return ast.Module(reader.statements(module.body), [])


def _octets(text: str) -> Sequence[int]:
    """Return how many bytes of UTF-8 stand before each offset, and in all."""
    if text.isascii():
        return range(len(text) + 1)
    return array("L", accumulate((len(character.encode()) for character in text), initial=0))
