"""Python text to a syntax tree, whatever the text: what cannot be parsed is a problem with a place."""

from __future__ import annotations

import ast
import sys
import warnings

from promptlint.collector import paused_collector
from promptlint.facts import Problem
from promptlint.frontends.python.depth import deep
from promptlint.frontends.python.newer.limits import within_limits
from promptlint.source import Place, Source

SYNTAX_ERROR = "PRM900"

_DEPTH = 10_000
_STACK = 64 * 1024 * 1024
_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def parse(source: Source) -> ast.Module | Problem:
    """Return the syntax tree of a Python file, or why there is none.

    What only a newer Python reads has the tree that `ast` gives there, as far as the running one has its nodes.
    Trees may be thousands of nodes deep (`a + b + …`): read them with loops.
    """
    with paused_collector(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _parse(source.text)
        except SyntaxError as error:
            return _newer(source, error) or _problem(
                source, f"{error.msg} (read as Python {_VERSION})", *_span(source, error)
            )
        except UnicodeEncodeError as error:
            return _problem(source, "a lone surrogate is not a character", error.start, error.end)
        except (RecursionError, MemoryError):
            return _problem(source, f"the code is nested too deeply for Python {_VERSION}", 0, 0)
        except ValueError as error:  # 3.11.3 and older say so of NUL
            return _problem(source, str(error), max(source.text.find("\0"), 0), 0)


def _parse(text: str) -> ast.Module:
    try:
        return ast.parse(text)
    except RecursionError:
        # 3.11 and 3.12 stop at three times the recursion limit, some 3,000 `+` terms.
        return deep(lambda: ast.parse(text))


def _newer(source: Source, error: SyntaxError) -> ast.Module | None:
    """Return the tree of a file in a newer syntax than the running Python's; None if that is not what the error is about."""
    if type(error) is not SyntaxError or "\0" in source.text or not within_limits(source.text):
        return None
    from promptlint.frontends.python.newer.read import read_newer

    return read_newer(source)


def _span(source: Source, error: SyntaxError) -> tuple[int, int]:
    shift = _shift(source, error)
    start = _offset(source, error.lineno, (error.offset or 1) + shift)
    return start, _offset(source, error.end_lineno, (error.end_offset or 1) + shift) if error.end_lineno else start


def _shift(source: Source, error: SyntaxError) -> int:
    """Return how many columns the error's are too few: 3.11 counts those of `(field)` for a field of an f-string."""
    text = (error.text or "").rstrip("\n")
    if not text.startswith("(") or not error.lineno or error.lineno > len(source.line_starts):
        return 0
    return max(source.line(error.lineno).find("{" + text[1:].removesuffix(")")), 0)


def _offset(source: Source, row: int | None, column: int | None) -> int:
    """Return the offset of a 1-based row and column in code points, within the text and within the row."""
    if row is None:  # NUL is reported without a place
        return max(source.text.find("\0"), 0)
    row = min(max(row, 1), len(source.line_starts))
    return source.line_starts[row - 1] + min(max((column or 1) - 1, 0), len(source.line(row)))


def _problem(source: Source, message: str, start: int, end: int) -> Problem:
    return Problem(SYNTAX_ERROR, message, Place(source.path, start, max(end, start)))
