"""Headings: statements that add no more than a heading, or words that introduce what is added next."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from promptlint.fixes.code.adding import adding
from promptlint.fixes.code.reach import Reach, suite

_OPENING = re.compile(r"<[\w-][^<>/]*>")
_CLOSING = re.compile(r"</[\w-]+\s*>")


def with_heading(reach: Reach) -> Sequence[ast.stmt] | None:
    """Return a statement with those that only introduce it: a blank one behind that parts it from the next goes ahead of all.

    None where it stands in a tag that others open and close.
    """
    siblings = suite(reach.module, reach.moved)
    at = siblings.index(reach.moved)
    leads = list(_leads(siblings[:at], reach.built))[::-1]
    behind = (_text(each, reach.built) for each in siblings[at + 1 :])
    if any(_is_tag(_text(each, reach.built)) for each in leads) or _is_in_tag(behind):
        return None
    following = siblings[at + 1] if at + 1 < len(siblings) else None
    text = _text(following, reach.built) if following else None
    if leads and _is_heading(_text(leads[-1], reach.built)) and text and text.strip() and not _is_heading(text):
        return (reach.moved,)
    parting = [following] if leads and following and text is not None and not text.strip() else []
    return (*parting, *leads, reach.moved)


def _leads(ahead: Sequence[ast.stmt], to: str) -> Iterator[ast.stmt]:
    """Yield the statements directly ahead that introduce something, the last one first."""
    for statement in reversed(ahead):
        text = _text(statement, to)
        if text is None or not introduces(text):
            return
        yield statement


def introduces(text: str) -> bool:
    """Return whether a text is no more than a heading, or words ahead of what is added next."""
    return _is_heading(text) or _is_tag(text) or text.rstrip().endswith(":")


def _text(statement: ast.stmt, to: str) -> str | None:
    """Return the text that a statement adds, where it is written there and nothing else is."""
    found = adding(statement)
    match found.values if found and found.to == to else ():
        case (ast.Constant(value=str(text)),):
            return text
    return None


def _is_heading(text: str | None) -> bool:
    return text is not None and text.strip().startswith("#") and "\n" not in text.strip()


def _is_in_tag(texts: Iterable[str | None]) -> bool:
    """Return whether one of the texts behind a statement closes a tag that none of them opens."""
    depth = 0
    for text in texts:
        depth += _is_tag(text) - bool(_CLOSING.fullmatch((text or "").strip()))
        if depth < 0:
            return True
    return False


def _is_tag(text: str | None) -> bool:
    """Return whether a text opens a tag that another one closes."""
    return bool(_OPENING.fullmatch((text or "").strip()))
