"""Mustache: variables, sections, partials, comments, and delimiters that change.

source: pystache 0.6, by running both (2026-11-22)
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from promptlint.frontends.placeholders.broken import BrokenTemplate
from promptlint.frontends.placeholders.nodes import Call, Node, Nodes, Output, Partial, Path, Section
from promptlint.frontends.placeholders.tags import DEEPEST, Spanned, between, check_end

_KINDS = "{&#^/!>="
_STANDING = "#^/!>="
_ENDS = {"{": "}", "=": "="}


@lru_cache(maxsize=256)
def parse(source: str) -> Nodes:
    """Return a template as nodes. Raises BrokenTemplate."""
    levels: list[tuple[Spanned, list[Node]]] = [(Spanned("", 0, 0, ""), [])]
    for text, tag, indent in between(source, _tags(source)):
        nodes = levels[-1][1]
        nodes += (text,) if text.start < text.end else ()
        if tag is None:
            break
        name = str(tag.body)
        if tag.kind in ("#", "^"):
            levels.append((tag, []))
            if len(levels) > DEEPEST:
                raise BrokenTemplate(f"sections stand in each other more than {DEEPEST} deep", tag.start)
        elif tag.kind == "/":
            _close(levels, tag)
        elif tag.kind == ">":
            nodes.append(Partial(_call(name), tag.start, tag.end, indent))
        elif tag.kind in ("", "{", "&") and name:
            nodes.append(Output(_call(name), tag.start, tag.end, raw=tag.kind != ""))
    if len(levels) > 1:
        opened = levels[-1][0]
        raise BrokenTemplate(f"the section `{opened.body}` is never closed", opened.start)
    return tuple(levels[0][1])


def _close(levels: list[tuple[Spanned, list[Node]]], tag: Spanned) -> None:
    """Put the section that a tag closes into the one around it."""
    opened, nodes = levels[-1]
    check_end(str(tag.body), str(opened.body) if len(levels) > 1 else None, tag.start, "section")
    levels.pop()
    arms: tuple[Nodes, Nodes] = (tuple(nodes), ())
    body, otherwise = arms if opened.kind == "#" else arms[::-1]
    levels[-1][1].append(Section(_call(str(opened.body)), body, otherwise, opened.start, opened.end))


def _call(name: str) -> Call:
    return Call(Path(() if name == "." else tuple(name.split("."))), name=name)


def _tags(source: str) -> Iterator[Spanned]:
    left, right = "{{", "}}"
    at = 0
    while (start := source.find(left, at)) >= 0:
        inside = start + len(left)
        kind = source[inside : inside + 1]
        kind = kind if kind and kind in _KINDS else ""
        close = _ENDS.get(kind, "") + right
        end = source.find(close, inside + len(kind))
        if end < 0:
            raise BrokenTemplate(f"a tag is opened here and never closed: `{close}` is missing", start)
        at = end + len(close)
        body = source[inside + len(kind) : end].strip()
        if kind == "=":
            left, right = _delimiters(body, start)
        yield Spanned(kind, start, at, body, stands=kind != "" and kind in _STANDING)


def _delimiters(body: str, at: int) -> tuple[str, str]:
    match body.split():
        case [left, right] if "=" not in body:
            return left, right
    raise BrokenTemplate("this tag sets delimiters: it must name two, as in `{{=<% %>=}}`", at)
