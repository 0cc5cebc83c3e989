"""Handlebars: what mustache has, and helpers with arguments, blocks with `else`, paths, raw blocks, blanks that go.

source: handlebars 4.7, by running both (2026-11-22)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from promptlint.frontends.placeholders.broken import BrokenTemplate
from promptlint.frontends.placeholders.nodes import (
    Call,
    Inline,
    Known,
    Node,
    Nodes,
    Output,
    Partial,
    Path,
    Section,
)
from promptlint.frontends.placeholders.phrases import Phrase, Reader
from promptlint.frontends.placeholders.tags import DEEPEST, Spanned, between, check_end
from promptlint.frontends.python.plain import literal

_OPENING = re.compile(r"(?<!\\)(\\*+)(\{\{\{\{(?!\{)|\{\{)")
_COMMENT = re.compile(r"~?!--.*?--~?\}\}|~?!.*?\}\}", re.DOTALL)
_RAW_END = re.compile(r"\{\{\{\{/\s*([^\s}]+)\s*\}\}\}\}")
_STANDING = ("#", "^", "/", "else", "!", ">", "#>", "#*")


@dataclass(slots=True)
class _Level:
    """A block that is open, or the whole template."""

    tag: Spanned
    phrase: Phrase
    nodes: list[Node] = field(default_factory=list)
    first: Nodes | None = None
    """What stands in front of its `else`; None where none came yet."""
    chained: bool = False
    """Whether it is an `else if`, which ends with the block around it."""

    @property
    def arms(self) -> tuple[Nodes, Nodes]:
        """What comes when the block holds, and when it does not."""
        arms = (tuple(self.nodes), ()) if self.first is None else (self.first, tuple(self.nodes))
        return arms if self.tag.kind != "^" else arms[::-1]


@lru_cache(maxsize=256)
def parse(source: str) -> Nodes:
    """Return a template as nodes. Raises BrokenTemplate."""
    levels = [_Level(Spanned("", 0, 0), Phrase(Call(Path(()))))]
    for text, tag, indent in between(source, _chained(_tags(source))):
        levels[-1].nodes += (text,) if text.start < text.end else ()
        if tag is not None:
            _put(levels, tag, indent)
        if len(levels) > DEEPEST:
            raise BrokenTemplate(f"blocks stand in each other more than {DEEPEST} deep", levels[-1].tag.start)
    if len(levels) > 1:
        opened = next(level for level in reversed(levels) if not level.chained)
        raise BrokenTemplate(f"the block `{opened.phrase.call.name}` is never closed", opened.tag.start)
    return tuple(levels[0].nodes)


def _put(levels: list[_Level], tag: Spanned, indent: str) -> None:
    """Put a tag where it belongs."""
    phrase = tag.body
    nodes = levels[-1].nodes
    if not isinstance(phrase, Phrase):
        return
    if tag.kind == "else" or (tag.kind == "^" and not phrase.call.name):
        _otherwise(levels, tag, phrase)
    elif tag.kind in ("#", "^", "#>", "#*"):
        levels.append(_Level(tag, phrase))
    elif tag.kind == "/":
        _close(levels, tag, phrase)
    elif tag.kind == ">":
        nodes.append(Partial(phrase.call, tag.start, tag.end, indent))
    else:
        nodes.append(Output(phrase.call, tag.start, tag.end, raw=tag.kind in ("{", "&")))


def _otherwise(levels: list[_Level], tag: Spanned, phrase: Phrase) -> None:
    level = levels[-1]
    if len(levels) == 1 or level.first is not None:
        raise BrokenTemplate("`else` stands here outside of a block that it could belong to", tag.start)
    level.first, level.nodes = tuple(level.nodes), []
    if phrase.call.name:
        levels.append(_Level(tag._replace(kind="#"), phrase, chained=True))


def _close(levels: list[_Level], tag: Spanned, phrase: Phrase) -> None:
    """Put the block that a tag closes into the one around it, the `else if`s in it first."""
    name = phrase.call.name
    while levels[-1].chained:
        _finish(levels)
    opened = levels[-1]
    if opened.tag.kind != "#*":
        check_end(name, opened.phrase.call.name if len(levels) > 1 else None, tag.start)
    _finish(levels)


def _finish(levels: list[_Level]) -> None:
    level = levels.pop()
    body, otherwise = level.arms
    call, tag = level.phrase.call, level.tag
    node: Node = Section(call, body, otherwise, tag.start, tag.end, level.phrase.params)
    if tag.kind == "#>":
        node = Partial(call, tag.start, tag.end, body=body)
    elif tag.kind == "#*":
        node = Inline(level.phrase.text or call.name, body)
    levels[-1].nodes.append(node)


def _tags(source: str) -> Iterator[Spanned]:
    at = 0
    while (found := _OPENING.search(source, at)) is not None:
        start = found.start(2)
        if found[1]:
            yield Spanned("", start - 1, start)
        if len(found[1]) == 1:
            following = _OPENING.search(source, start + 2)
            at = len(source) if following is None else following.start()
            continue
        tag = _raw(source, start) if len(found[2]) == 4 else _tag(source, start)
        yield tag
        at = tag.end


def _chained(tags: Iterator[Spanned]) -> Iterator[Spanned]:
    """Yield tags; handlebars leaves the blanks in front of the one that closes an `else if`."""
    chains: list[bool] = []
    for tag in tags:
        kept = False
        if isinstance(tag.body, Phrase):
            name = tag.body.call.name
            if tag.kind in ("#", "#>", "#*") or (tag.kind == "^" and name):
                chains.append(False)
            elif tag.kind == "else" and name and chains:
                chains[-1] = True
            elif tag.kind == "/" and chains:
                kept = chains.pop()
        yield tag._replace(kept=kept)


def _tag(source: str, start: int) -> Spanned:
    """Return the tag that opens at an offset."""
    if (comment := _COMMENT.match(source, start + 2)) is not None:
        body = comment.group()
        left, right = body.startswith("~"), body.endswith("~}}")
        return Spanned("!", start, comment.end(), None, stands=True, left=left, right=right)
    reader = Reader(source, start, start + 2)
    left, kind = reader.took("~"), reader.kind()
    phrase = reader.phrase()
    if not kind and phrase.call.name == "else":
        kind, phrase = "else", phrase.behind()
    if kind == "{":
        reader.expect("}")
    right = reader.took("~")
    reader.expect("}}")
    if not phrase.call.name and kind != "^" and kind != "else":
        raise BrokenTemplate("this tag is empty", start)
    return Spanned(kind, start, reader.at, phrase, stands=kind in _STANDING, left=left, right=right)


def _raw(source: str, start: int) -> Spanned:
    """Return a raw block: its helper is passed the text in it as it stands."""
    reader = Reader(source, start, start + 4)
    phrase = reader.phrase()
    reader.expect("}}}}")
    name = phrase.call.name
    end = next((each for each in _RAW_END.finditer(source, reader.at) if each[1] == name), None)
    if end is None:
        raise BrokenTemplate(f"the raw block `{name}` is never closed", start)
    text = Known(literal(source[reader.at : end.start()]))
    call = phrase.call._replace(arguments=(*phrase.call.arguments, text))
    return Spanned("{", start, end.end(), Phrase(call))
