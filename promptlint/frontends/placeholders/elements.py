"""The messages of a text that are elements of markup: `<message role="user">…</message>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from promptlint.frontends.placeholders.messages import turn
from promptlint.frontends.placeholders.pieces import Field, Pieces
from promptlint.frontends.python.formatting import Where
from promptlint.frontends.python.values import Each, Either, Literal, Member, Run
from promptlint.source import Place


def parted(run: Run, name: str, behind: str, where: Where, place: Place) -> Run:
    """Return a text that a template has made, with what begins a message in place of the tags of elements of a name.

    What stands behind an element is of the role `behind`. The text itself where it is no markup as a whole: then
    nothing in it is an element.
    """
    return _parted(run, _tag(name), behind, where, place) if _is_markup(run) else run


def _parted(run: Run, tag: re.Pattern[str], behind: str, where: Where, place: Place) -> Run:
    inner = tuple(_inside(member, tag, behind, where, place) for member in run)
    pieces = Pieces(inner, where, place)

    def fields() -> Iterator[Field]:
        for found in tag.finditer(pieces.source):
            role = found["double"] or found["single"] or ""
            begun = turn(behind if found["end"] else role if role.isalpha() else "", pieces.placed(*found.span()))
            yield Field(*found.span(), (begun,))

    return pieces.filled(fields())


def _inside(member: Member, tag: re.Pattern[str], behind: str, where: Where, place: Place) -> Member:
    match member:
        case Each(body):
            return replace(member, body=_parted(body, tag, behind, where, place))
        case Either(_, arms):
            return replace(member, arms=tuple(_parted(arm, tag, behind, where, place) for arm in arms))
    return member


def _tag(name: str) -> re.Pattern[str]:
    value = r"\"[^\"<>]*+\"|'[^'<>]*+'"
    role = r"role\s*+=\s*+(?:\"(?P<double>[^\"<>]*+)\"|'(?P<single>[^'<>]*+)')"
    return re.compile(rf"<(?P<end>/)?{re.escape(name)}(?:\s++(?:{role}|[\w:.-]++\s*+=\s*+(?:{value})))*+\s*+>")


def _is_markup(run: Run) -> bool:
    """Return whether a text is markup, whatever stands in its holes: its loops gone through once, all ways taken."""
    from xml.etree.ElementTree import ParseError, XMLParser

    parser = XMLParser()
    try:
        parser.feed(f"<root>{''.join(_shown(run))}</root>")
        parser.close()
    except ParseError:
        return False
    return True


def _shown(run: Run) -> Iterator[str]:
    for member in run:
        match member:
            case Literal(text):
                yield text
            case Each(body):
                yield from _shown(body)
            case Either(_, arms):
                for arm in arms:
                    yield from _shown(arm)
            case _:
                yield "x"
