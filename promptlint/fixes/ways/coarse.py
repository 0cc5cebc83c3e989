"""Coarsening: a clock reading becomes a date where the words around it speak of a day alone."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from promptlint.catalog import Catalog, Entry
from promptlint.finding import Applicability, Edit
from promptlint.fixes.code.expression import Expression, at_place, qualified
from promptlint.fixes.proposal import Proposal, Target
from promptlint.frontends.python.clock import KEEPING
from promptlint.frontends.python.literal import read_literal
from promptlint.hole import Kind
from promptlint.source import Place

_STYLE = "strftime"
_DIRECTIVE = re.compile(r"%[-_0^#EO:]*(.)", re.DOTALL)
_HALF = "p"
"""What says whether it is before noon."""
_BETWEEN = re.compile(r"[\s:.,;T|/@()\[\]-]*(?:at\s+)?")
"""What may stand between the parts of a time, and between a date and a time."""
_EDGE = " \t,;|/@-T"
"""What parts a date from a time."""
_FILLING = frozenset({"append", "format", "substitute", "safe_substitute", "render"})
"""Methods that put their arguments into a text, or into a list of texts."""
_DAY = 86_400
_FARTHEST = 6
"""How many expressions around a reading are looked at: `datetime.now().astimezone().replace(second=0).isoformat()`."""
_ZONE = re.compile(r"\s*(?:UTC|GMT|Z)(?![^\W\d_])")
_PLACEHOLDER = re.compile(r"\{\w*\}|%s|%\(\w+\)s|\$\w+|\$\{\w+\}|\{\{\s*\w+\s*\}\}")
"""A placeholder in whose place a value stands as `str` writes it."""
_WORD = re.compile(r"\s*[^\W\d_]")


def propose(target: Target) -> Iterator[Proposal]:
    """Yield what writes a clock reading as a date, where its line says that a date is what is meant."""
    found = target.found
    if found is None or found.kind is not Kind.CLOCK or not target.files.catalog.names.is_day(found.line):
        return
    places = dict.fromkeys((target.finding.place, *(link.place for link in found.hole.chain)))
    anchors = [anchor for place in places if (anchor := at_place(target.files, place))]
    for anchor in (*anchors, *(read for anchor in anchors if (read := _read(target, anchor)))):
        for edits in _Reading(target, anchor).edits:
            yield Proposal(f"Write `{found.hole.label}` as a date", edits, rewords=True, most=Applicability.UNSAFE)


def _read(target: Target, anchor: Expression) -> Expression | None:
    """Return the only place at which a variable is read that an expression is assigned to."""
    module, function = anchor.module, anchor.function
    match module.parents[anchor.node]:
        case ast.Assign(targets=[ast.Name(id=name)]) if function and module.bindings(name, function) == 1:
            reads = list(module.loads(name, function))
            return at_place(target.files, module.place(reads[0])) if len(reads) == 1 else None
    return None


@dataclass(frozen=True, slots=True)
class _Reading:
    """An expression that reads a clock, or that holds what was read."""

    target: Target
    anchor: Expression

    @property
    def catalog(self) -> Catalog:
        return self.target.files.catalog

    @property
    def edits(self) -> Iterator[tuple[Edit, ...]]:
        """The edits that would make a date of it, by the way in which it is written as text."""
        if spec := _spec(self.anchor):
            yield from self._cut(spec)
        for outer in (self.anchor, *list(self.anchor.outer)[:_FARTHEST]):
            if self._is_only_text(outer):
                yield from self._written(outer)
        if self._is_shown() and (method := self.day(self.anchor.node)):
            yield (self.anchor.insert(self.anchor.place.end, f".{method}()"),)

    def _written(self, outer: Expression) -> Iterator[tuple[Edit, ...]]:
        """Yield the edits of a call that writes a reading as text."""
        match outer.node:
            case ast.Call(func=ast.Attribute(value=base, attr="isoformat" as name)) if method := self.day(base):
                place = outer.place._replace(start=outer.module.place(base).end)
                yield (Edit(place, f".{method}().{name}()"),)
            case ast.Call(func=func, args=[inner], keywords=[]) if self._is_text(func) and (method := self.day(inner)):
                yield (outer.insert(outer.module.place(inner).end, f".{method}()"),)
            case ast.Call(func=func, args=args) if (pattern := self._format(func, args)) is not None:
                yield from self._cut(outer.module.place(pattern))

    def _is_only_text(self, written: Expression) -> bool:
        """Return whether what a call writes enters the text as it stands, and nothing else is made of it."""
        match written.around[:2]:
            case (ast.FormattedValue() | ast.BinOp(), *_):
                return True
            case (ast.keyword(), ast.Call(func=func)) | (ast.Call(func=func), *_):
                return isinstance(func, ast.Attribute) and func.attr in _FILLING
            case (ast.Assign(targets=[ast.Name(id=name)]), *_):
                module, scope = written.module, written.function or written.module.tree
                return module.bindings(name, scope) == 1 and len(list(module.loads(name, scope))) == 1
        return written.place == self.target.finding.place

    def _is_shown(self) -> bool:
        """Return whether it enters a text as `str` writes it: in an f-string, or for a placeholder without a format."""
        match self.anchor.around[:2]:
            case (ast.FormattedValue(conversion=conversion, format_spec=None), *_):
                return conversion in (-1, ord("s"))
            case (ast.keyword(), ast.Call(func=ast.Attribute(attr=name))) | (
                ast.Call(func=ast.Attribute(attr=name)),
                *_,
            ):
                return name in _FILLING and self._is_for_text()
            case (ast.BinOp(op=ast.Mod(), right=right), *_):
                return right is self.anchor.node and self._is_for_text()
        return False

    def _is_for_text(self) -> bool:
        path, start, end = self.target.finding.place
        source = self.target.files.source(path)
        return source is not None and _PLACEHOLDER.fullmatch(source.text, start, end) is not None

    def day(self, node: ast.expr) -> str:
        """Return the method that returns the date of a reading; empty for what may be no reading with such a method."""
        match node:
            case ast.Call(func=ast.Attribute(value=base, attr=name)) if name in KEEPING and (day := self.day(base)):
                return day
            case ast.Call(func=func):
                entry = self._entry(func)
                return entry.day if entry else ""
            case ast.Name(id=name):
                value = self._assigned(name)
                return self.day(value) if value else ""
        return ""

    def _entry(self, func: ast.expr) -> Entry | None:
        name = qualified(self.target.files, self.anchor.module, func)
        return self.catalog.call(self.catalog.original(name)) if name else None

    def _assigned(self, name: str) -> ast.expr | None:
        """Return what the only assignment to a name, in the function or else in the file, gives to it."""
        module = self.anchor.module
        scopes = (scope for scope in (self.anchor.function, module.tree) if scope)
        scope = next((scope for scope in scopes if module.bindings(name, scope)), None)
        for node in ast.walk(scope) if scope and module.bindings(name, scope) == 1 else ():
            match node:
                case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                    return value
        return None

    def _is_text(self, func: ast.expr) -> bool:
        return qualified(self.target.files, self.anchor.module, func) == "builtins.str"

    def _format(self, func: ast.expr, args: list[ast.expr]) -> ast.expr | None:
        """Return the format in which a call writes a clock reading."""
        entry = self._entry(func)
        at = entry.format if entry else None
        if at is None and isinstance(func, ast.Attribute):
            method = self.catalog.method(Kind.CLOCK, func.attr)
            at = 0 if method and method.format == _STYLE else None
        return args[at] if at is not None and at < len(args) and isinstance(args[at], ast.Constant) else None

    def _cut(self, pattern: Place) -> Iterator[tuple[Edit, ...]]:
        """Yield the edit of a format, with or without its quotes, that leaves the date of it."""
        text = self.anchor.module.source.text[pattern.start : pattern.end]
        span = time_of(self.catalog, text) if "\\" not in text else None
        if span:
            yield (Edit(Place(pattern.path, pattern.start + span[0], pattern.start + span[1]), ""),)


def _spec(anchor: Expression) -> Place | None:
    """Return the format behind the colon of a field of an f-string; None where an expression is no such field."""
    match anchor.around[:2]:
        case (ast.FormattedValue(format_spec=ast.JoinedStr()), ast.JoinedStr() as whole):
            path, start, end = anchor.module.place(whole)
            try:
                fields = read_literal(anchor.module.source.text, start, end).fields
            except ValueError:
                return None
            own = anchor.place[1:]
            return next(
                (Place(path, *field.spec.place) for field in fields if field.spec and field.expression == own), None
            )
    return None


def time_of(catalog: Catalog, text: str) -> tuple[int, int] | None:
    """Return the part of a strftime format that writes a time of day, with what parts it from the date.

    None where there is none, where no date is left, where words stand around it that speak of it, and where it says which
    half of the day it is: that is written for people who are to know the time.
    """
    found = [
        (match, catalog.formats[_STYLE].get(match[1], 1)) for match in _DIRECTIVE.finditer(text) if match[1] != "%"
    ]
    times = [at for at, (_, period) in enumerate(found) if period is None or period < _DAY]
    dates = [at for at in range(len(found)) if at not in times]
    is_told = any(found[at][0][1] == _HALF for at in times)
    together = times == list(range(times[0], times[-1] + 1)) if times else False
    if is_told or not together or not any(found[at][1] == _DAY for at in dates):
        return None
    parts = [found[at][0] for at in times]
    start, end = parts[0].start(), parts[-1].end()
    between = (text[one.end() : other.start()] for one, other in itertools.pairwise(parts))
    if not all(map(_BETWEEN.fullmatch, between)):
        return None
    if zone := _ZONE.match(text, end):
        end = zone.end()
    if _WORD.match(text, end):
        return None
    return _parted(text, start, end, times[0] > 0)


def _parted(text: str, start: int, end: int, behind: bool) -> tuple[int, int]:
    """Return the span of a time with the signs that part it from the date ahead of it, or from the one behind."""
    if text[start - 1 : start] + text[end : end + 1] in ("()", "[]"):
        start, end = start - 1, end + 1
    if not behind:
        return start, end + len(text[end:]) - len(text[end:].lstrip(_EDGE))
    start = len(text[:start].rstrip(_EDGE))
    return (len(text[:start].removesuffix(" at")), end) if text[:start].endswith(" at") else (start, end)
