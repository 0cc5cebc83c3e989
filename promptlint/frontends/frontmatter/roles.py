"""The messages of a text whose lines name the roles: `system:`, `# user:`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from promptlint.frontends.document import Span
from promptlint.frontends.placeholders.messages import is_turn, turn
from promptlint.frontends.python.convert import cut
from promptlint.frontends.python.formatting import Where
from promptlint.frontends.python.plain import plain
from promptlint.frontends.python.values import Attribute, Each, Either, Insert, Literal, Member, Op, Run, Value

_LEAD = re.compile(r"(?:^|(?<=\n))[ \t]*+#?[ \t]*+\Z")
_REST = re.compile(r"[ \t]*+:[ \t]*+\n")


class RoleLine(NamedTuple):
    """A line that begins a message."""

    role: str
    """In small letters."""
    span: Span
    """All of the line, its end included."""


def role_lines(text: str, span: Span, roles: Collection[str]) -> Iterator[RoleLine]:
    """Yield the lines of a stretch of a text that name one of some roles, in any case: `# user:`, `user[name="a"]:`."""
    for found in _pattern(tuple(sorted(roles))).finditer(text, *span):
        yield RoleLine(found["role"].lower(), Span(*found.span()))


def turned(run: Run, roles: Collection[str], where: Where, keys: Collection[str] = ()) -> Run:
    """Return a text that a template has made, with what begins a message in place of each line that names a role.

    A line inside of a loop begins a message in every round. So does a line that is a value under one of some keys of messages: `{{ item.role }}:`.
    """
    return _Lines(roles, where, keys).read(run, last=True)


@dataclass(slots=True)
class _Lines:
    """A text whose lines are gone through."""

    roles: Collection[str]
    where: Where
    keys: Collection[str]
    fresh: bool = True
    """Whether a line may begin here."""

    def read(self, run: Run, *, last: bool = False) -> Run:
        """Return a run with its role lines replaced; `last` for one behind which the text ends."""
        made: list[Member] = []
        run = self._spoken(run)
        for number, member in enumerate(run, 1):
            match member:
                case Literal():
                    made += self._literal(member, last=last and number == len(run))
                case Each(body):
                    made.append(replace(member, body=self._body(body)))
                case Either(_, arms):
                    made.append(replace(member, arms=self._arms(arms)))
                case _:
                    made.append(member)
                    self.fresh = is_turn(member)
        return tuple(made)

    def _spoken(self, run: Run) -> Run:
        """Return a run with its lines replaced whose role only the running program knows."""
        made: list[Member] = []
        for member in run:
            match made, member:
                case [*_, Insert(value, place)], Literal(text) if self._is_role(value):
                    rest, lead = _REST.match(text), _lead(made[:-1])
                    if rest and lead is not None:
                        made[-2:] = [*lead, turn("", place)]
                        member = cut(member, rest.end(), len(text))
            made.append(member)
        return tuple(made)

    def _is_role(self, value: Value) -> bool:
        match value:
            case Attribute(_, name):
                return name in self.keys
            case Op("[]", (_, key)):
                return plain(key) in self.keys
        return False

    def _literal(self, part: Literal, *, last: bool) -> Iterator[Member]:
        text, at = part.text, 0
        begin = 0 if self.fresh else text.find("\n") + 1 or len(text)
        for line in role_lines(text, Span(begin, len(text)), self.roles):
            if text[line.span.end - 1] == "\n" or last:
                yield from (cut(part, at, line.span.start),) if at < line.span.start else ()
                yield turn(line.role, self.where(part, *line.span))
                at = line.span.end
        yield from (cut(part, at, len(text)),) if at < len(text) else ()
        self.fresh = text.endswith("\n") or (self.fresh and not text)

    def _body(self, body: Run) -> Run:
        """Return what comes in every round of a loop: the next one begins where it ends."""
        before = self.fresh
        read = self.read(body)
        if self.fresh and not before:
            read = self.read(body)
        self.fresh = self.fresh or before
        return read

    def _arms(self, arms: tuple[Run, ...]) -> tuple[Run, ...]:
        before, after = self.fresh, False
        read: list[Run] = []
        for arm in arms:
            self.fresh = before
            read.append(self.read(arm))
            after = after or self.fresh
        self.fresh = after
        return tuple(read)


def _lead(run: list[Member]) -> Run | None:
    """Return what stands in front of the line whose start a run ends with; None where no line starts there."""
    match run:
        case []:
            return ()
        case [*before, Literal(text) as last] if (found := _LEAD.search(text)) and (found.start() or not before):
            return (cut(last, 0, found.start()),)
    return None


@cache
def _pattern(roles: tuple[str, ...]) -> re.Pattern[str]:
    attribute = r"""\w++[ \t]*+=[ \t]*+(?:"[^"\r\n]*+"|[^",\]\r\n]*+)[ \t]*+,?+[ \t]*+"""
    return re.compile(
        rf"^[ \t]*+#?[ \t]*+(?P<role>{'|'.join(map(re.escape, roles))})(?:\[(?:{attribute})++\])?[ \t]*+:[ \t]*+(?:\r\n|[\r\n]|\Z)",
        re.IGNORECASE | re.MULTILINE,
    )
