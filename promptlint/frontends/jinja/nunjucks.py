"""Nunjucks: Jinja's syntax, but for some words and operators, and for how it writes values that are no text.

source: https://mozilla.github.io/nunjucks/templating.html, nunjucks 3.2.4 src/parser.js and src/lexer.js; read 2026-11-22
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from promptlint.frontends.jinja import filling
from promptlint.frontends.jinja.javascript import WRITTEN
from promptlint.frontends.placeholders.broken import BrokenTemplate
from promptlint.frontends.placeholders.partials import Load, unloaded
from promptlint.frontends.python.atoms import Const, External
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.state import State
from promptlint.frontends.python.text import map_literals
from promptlint.frontends.python.values import Map, Text, Value
from promptlint.source import Place

_ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENING = re.compile("|".join(map(re.escape, _ENDS)))
_RAW = re.compile(r"\{%-?\s*(raw|verbatim)\s*-?%\}")
_STRING = r"(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')"
_WORDS = {"===": "== ", "!==": "!= ", "null": "none", ".length": "|length"}
"""What Jinja calls by another name, in as many characters."""
_STATEMENTS = {
    "elseif": "elif",
    "asyncEach": "for",
    "asyncAll": "for",
    "endeach": "endfor",
    "endall": "endfor",
    "ifAsync": "if",
    "verbatim": "raw",
    "endverbatim": "endraw",
}
"""The same for the first words of statements; the longer ones are filled up with blanks."""
_WORD = re.compile(_STRING + r"|!==|===|\bnull\b|(?<!\bloop)\.length\b")
_STATEMENT = re.compile(rf"(\{{%-?\s*)({'|'.join(_STATEMENTS)})\b")
_ONLY = re.compile(r"\{%-?\s*(?:switch|case)\b|[{,=(\s]r/")
"""What only nunjucks has: a template with it that Jinja refuses is no mistake."""


def fill(frame: Frame, state: State, template: Text, values: Map, place: Place, load: Load = unloaded) -> Value | None:
    """Return a template rendered; None where it cannot be followed. Raises BrokenTemplate for one that is no template."""
    options = (("keep_trailing_newline", Const(True)), ("finalize", External(WRITTEN)))
    try:
        return filling.fill(frame, state, _as_jinja(template), values, place, _loading(load), options)
    except BrokenTemplate:
        if any(_ONLY.search(getattr(part, "text", "")) for part in template.parts):
            return None
        raise


def _loading(load: Load) -> Load:
    def jinja(name: str, /) -> Text | None:
        found = load(name)
        return None if found is None else _as_jinja(found)

    return load if load is unloaded else jinja


def _as_jinja(template: Text) -> Text:
    """Return the template in Jinja's words, every character of it in its place."""
    return replace(template, parts=map_literals(template.parts, _translated))


def _translated(source: str) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, raw in _tags(source):
        pieces += (source[at:start], (_raw if raw else _tag)(source[start:end]))
        at = end
    return "".join((*pieces, source[at:]))


def _tags(source: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where each tag starts and ends, up to one that does not; a raw block is one tag."""
    at = 0
    while (opened := _OPENING.search(source, at)) is not None:
        start = opened.start()
        end = source.find(_ENDS[opened.group()], start + 2)
        if end < 0:
            return
        at = end + 2
        raw = _RAW.fullmatch(source, start, at)
        closing = re.compile(rf"\{{%-?\s*end{raw[1]}\s*-?%\}}").search(source, at) if raw else None
        if raw and closing is None:
            return
        at = closing.end() if closing else at
        yield start, at, raw is not None


def _statement(text: str) -> str:
    def word(found: re.Match[str]) -> str:
        return found[1] + _STATEMENTS[found[2]].ljust(len(found[2]))

    return _STATEMENT.sub(word, text)


def _raw(text: str) -> str:
    """Return a statement whose text is left alone."""
    head, tail = text.index("%}"), text.rindex("{%")
    return _statement(text[:head]) + text[head:tail] + _statement(text[tail:])


def _tag(text: str) -> str:
    if text.startswith("{#"):
        return text
    return _statement(_WORD.sub(lambda found: _WORDS.get(found.group(), found.group()), text))
