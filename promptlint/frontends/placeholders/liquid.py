"""Liquid: values with filters, conditions, loops, names that are set, other templates, blanks that go.

source: liquidjs 10, by running both (2026-11-22)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from promptlint.frontends.placeholders.broken import BrokenTemplate
from promptlint.frontends.placeholders.criteria import Reader
from promptlint.frontends.placeholders.nodes import (
    Assign,
    Call,
    Expression,
    Known,
    Node,
    Nodes,
    Output,
    Partial,
    Section,
    called,
)
from promptlint.frontends.placeholders.tags import DEEPEST, Spanned, between, check_end
from promptlint.frontends.python.plain import EMPTY
from promptlint.frontends.python.values import Map

_OPENING = re.compile(r"\{\{|\{%")
_NAME = re.compile(r"\s*(\w+|#)?")
_WHOLE = ("comment", "raw", "doc")
_OPAQUE = ("tablerow", "ifchanged", "paginate", "form")
"""Blocks of which nobody knows what comes out."""
_OPTIONS = ("limit", "offset", "cols")
_NOTHING = Known(EMPTY)
"""The condition of a block that has none; a path without steps would be all that the template is given."""


@dataclass(slots=True)
class _Level:
    """A block that is open: its conditions so far, each with what stands behind it."""

    name: str
    tag: Spanned
    condition: Expression
    subject: Expression | None = None
    """What a `case` compares."""
    nodes: list[Node] = field(default_factory=list)
    arms: list[tuple[Expression, Spanned, Nodes]] = field(default_factory=list)
    last: bool = False
    """Whether its `else` came."""
    word: str = ""
    """The name of the item, or the name that is set."""
    chosen: bool = True
    """Whether its nodes are those of an arm; not so between `case` and the first `when`."""
    leaves: bool = False
    """Whether something in it leaves the loop, so that nobody knows what comes."""


@lru_cache(maxsize=256)
def parse(source: str) -> Nodes:
    """Return a template as nodes. Raises BrokenTemplate."""
    levels = [_Level("", Spanned("", 0, 0), _NOTHING)]
    for text, tag, _ in between(source, _tags(source)):
        levels[-1].nodes += (text,) if text.start < text.end else ()
        if tag is not None and tag.kind == "{{":
            reader = _reader(source, tag)
            if source[reader.at : reader.end].strip():
                levels[-1].nodes.append(_output(reader, tag))
        elif tag is not None and tag.kind == "{%":
            _statement(source, levels, tag)
        if len(levels) > DEEPEST:
            raise BrokenTemplate(f"blocks stand in each other more than {DEEPEST} deep", levels[-1].tag.start)
    if len(levels) > 1:
        raise BrokenTemplate(f"the block `{levels[-1].name}` is never closed", levels[-1].tag.start)
    return tuple(levels[0].nodes)


def _tags(source: str) -> Iterator[Spanned]:
    at = 0
    while (found := _OPENING.search(source, at)) is not None:
        start, kind = found.start(), found.group()
        end = source.find("}}" if kind == "{{" else "%}", start + 2)
        if end < 0:
            raise BrokenTemplate("a tag is opened here and never closed", start)
        left = source.startswith("-", start + 2)
        right = source[end - 1] == "-" and end - 1 > start + 2
        tag = Spanned(kind, start, end + 2, (start + 2 + left, end - right), left=left, right=right)
        name = _NAME.match(source, start + 2 + left)
        word = name[1] if name and kind == "{%" else None
        at = tag.end
        if word in _WHOLE:
            closing = re.compile(rf"\{{%(-?)\s*end{word}\s*(-?)%\}}").search(source, at)
            if closing is None:
                raise BrokenTemplate(f"the block `{word}` is never closed", start)
            at = closing.end()
            if word == "raw":
                yield tag._replace(kind="")
                yield Spanned("", closing.start(), at, left=bool(closing[1]), right=bool(closing[2]))
            else:
                yield tag._replace(kind="", end=at, right=bool(closing[2]))
        else:
            yield tag


def _reader(source: str, tag: Spanned) -> Reader:
    start, end = tag.body if isinstance(tag.body, tuple) else (tag.start, tag.start)
    return Reader(source, start, end)


def _output(reader: Reader, tag: Spanned) -> Output:
    value = reader.filtered()
    reader.finish()
    return Output(value if isinstance(value, Call) else Call(value), tag.start, tag.end)


def _statement(source: str, levels: list[_Level], tag: Spanned) -> None:
    """Read a tag that is no output."""
    reader = _reader(source, tag)
    if not source[reader.at : reader.end].strip() or source[reader.at : reader.end].lstrip().startswith("#"):
        return
    name = reader.word()
    if name.startswith("end"):
        _close(levels, tag, name.removeprefix("end"))
    elif name in _STATEMENTS:
        _STATEMENTS[name](levels, tag, reader)
    elif name in _OPAQUE:
        levels.append(_Level(name, tag, _NOTHING))
    else:
        levels[-1].nodes.append(_unknown(name, tag))


def _unknown(name: str, tag: Spanned, *given: Expression) -> Output:
    """Return a hole that is called as a tag is."""
    return Output(called(name, _NOTHING, *given), tag.start, tag.end)


def _if(name: str) -> Callable[[list[_Level], Spanned, Reader], None]:
    def read(levels: list[_Level], tag: Spanned, reader: Reader) -> None:
        levels.append(_Level(name, tag, reader.condition()))
        reader.finish()

    return read


def _case(levels: list[_Level], tag: Spanned, reader: Reader) -> None:
    levels.append(_Level("case", tag, _NOTHING, subject=reader.filtered(), chosen=False))
    reader.finish()


def _arm(level: _Level, condition: Expression, tag: Spanned) -> None:
    """End the arm of a block that was open, and begin another one."""
    if level.last:
        raise BrokenTemplate("this stands behind the `else` of its block", tag.start)
    if level.chosen:
        level.arms.append((level.condition, level.tag, tuple(level.nodes)))
    level.condition, level.tag, level.nodes, level.chosen = condition, tag, [], True


def _elsif(levels: list[_Level], tag: Spanned, reader: Reader) -> None:
    if levels[-1].name not in ("if", "unless"):
        raise BrokenTemplate("`elsif` stands here outside of a block that it could belong to", tag.start)
    _arm(levels[-1], reader.condition(), tag)
    reader.finish()


def _when(levels: list[_Level], tag: Spanned, reader: Reader) -> None:
    level = levels[-1]
    if level.name != "case":
        raise BrokenTemplate("`when` stands here outside of a `case`", tag.start)
    condition = _equal(level.subject, reader.value())
    while reader.took(",", "or"):
        condition = called("or", condition, _equal(level.subject, reader.value()))
    reader.finish()
    _arm(level, condition, tag)


def _equal(first: Expression | None, second: Expression) -> Call:
    return called("==", first or _NOTHING, second)


def _else(levels: list[_Level], tag: Spanned, reader: Reader) -> None:
    level = levels[-1]
    if level.name not in ("if", "unless", "case", "for"):
        raise BrokenTemplate("`else` stands here outside of a block that it could belong to", tag.start)
    start = level.tag
    _arm(level, _NOTHING, tag)
    level.tag, level.last = start, True


def _for(levels: list[_Level], tag: Spanned, reader: Reader) -> None:
    word = reader.word()
    reader.expect("in")
    over = reader.value()
    options: list[Expression] = []
    while reader.source[reader.at : reader.end].strip():
        if reader.key() in _OPTIONS:
            options.append(reader.value())
        elif not reader.took("reversed", ","):
            reader.fail()
        options.append(over)
    if options:
        over = called("sliced", over, *options)
    levels.append(_Level("for", tag, over, word=word))


def _leave(levels: list[_Level], tag: Spanned, reader: Reader) -> None:
    loop = next((level for level in reversed(levels) if level.name == "for"), levels[0])
    loop.leaves = True


def _assign(levels: list[_Level], tag: Spanned, reader: Reader) -> None:
    name = reader.word()
    reader.expect("=")
    levels[-1].nodes.append(Assign(name, reader.filtered(), tag.start, tag.end))
    reader.finish()


def _capture(levels: list[_Level], tag: Spanned, reader: Reader) -> None:
    levels.append(_Level("capture", tag, _NOTHING, word=reader.word()))
    reader.finish()


def _echo(levels: list[_Level], tag: Spanned, reader: Reader) -> None:
    levels[-1].nodes.append(_output(reader, tag))


def _render(name: str) -> Callable[[list[_Level], Spanned, Reader], None]:
    def read(levels: list[_Level], tag: Spanned, reader: Reader) -> None:
        head = reader.value()
        keywords: list[tuple[str, Expression]] = []
        while reader.took(",") or reader.source[reader.at : reader.end].strip():
            key = reader.key()
            if key is None:
                levels[-1].nodes.append(_unknown(name, tag))
                return
            keywords.append((key, reader.value()))
        own = (Known(Map(())),) if name == "render" else ()
        levels[-1].nodes.append(Partial(Call(head, own, tuple(keywords), name), tag.start, tag.end))

    return read


_STATEMENTS: dict[str, Callable[[list[_Level], Spanned, Reader], None]] = {
    "if": _if("if"),
    "unless": _if("unless"),
    "case": _case,
    "elsif": _elsif,
    "when": _when,
    "else": _else,
    "for": _for,
    "break": _leave,
    "continue": _leave,
    "assign": _assign,
    "capture": _capture,
    "echo": _echo,
    "render": _render("render"),
    "include": _render("include"),
}


def _close(levels: list[_Level], tag: Spanned, name: str) -> None:
    """Put the block that a tag closes into the one around it."""
    check_end(name, levels[-1].name if len(levels) > 1 else None, tag.start)
    level = levels.pop()
    levels[-1].nodes += _finished(level)


def _finished(level: _Level) -> Nodes:
    """Return the nodes that a block is."""
    nodes = tuple(level.nodes)
    if level.name in _OPAQUE or level.leaves:
        return (_unknown(level.name, level.tag, level.arms[0][0] if level.arms else level.condition),)
    if level.name == "capture":
        return (Assign(level.word, nodes, level.tag.start, level.tag.end),)
    otherwise = nodes if level.last else ()
    arms = level.arms if level.last or not level.chosen else [*level.arms, (level.condition, level.tag, nodes)]
    for number, (condition, tag, body) in reversed([*enumerate(arms)]):
        name = {"for": "each", "unless": "if" if number else "unless"}.get(level.name, "if")
        params = (level.word,) if level.word else ()
        otherwise = (Section(called(name, condition), body, otherwise, tag.start, tag.end, params),)
    return otherwise
