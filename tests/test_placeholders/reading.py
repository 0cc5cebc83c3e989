"""Templates in files, filled by the table of syntaxes, in the notation of the frontend's tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from promptlint import catalog, gate, link
from promptlint.files import Files
from promptlint.frontends.placeholders.messages import messages
from promptlint.frontends.placeholders.partials import Unresolved, unresolved
from promptlint.frontends.placeholders.syntaxes import SYNTAXES
from promptlint.frontends.python.closing import Closing
from promptlint.frontends.python.convert import from_python
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.holes import Holes
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.readfile import text_of_file
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Each, Either, Element, Entry, Map, Member, Op, Seq, Spread
from promptlint.frontends.python.values import Literal as Fixed
from promptlint.frontends.python.values import Text as Value
from promptlint.prompt import Literal, Text
from promptlint.source import Place
from promptlint.walk import text_holes
from tests.test_jinja.matching import known_text
from tests.test_python_frontend.reading import text

ROOT = "/project"
NOWHERE = Place("", 0, 0)


@cache
def _known() -> tuple[catalog.Catalog, gate.Gate]:
    known = catalog.load(())
    return known, gate.compile_gate(known)


@dataclass(frozen=True)
class Filled:
    """A template that was filled."""

    value: Value
    text: Text
    files: Files

    @property
    def shown(self) -> str:
        """The text, its holes without labels."""
        return text(self.text, labels=False)

    @property
    def known(self) -> str | None:
        """The text, None where a part of it is not known."""
        return known_text(self.text)

    @property
    def head(self) -> str:
        """The static text in front of everything else."""
        head = ""
        for part in self.text:
            if not isinstance(part, Literal):
                break
            head += part.text
        return head

    @property
    def holes(self) -> list[tuple[str, int, int, str]]:
        """Where the holes stand: file, row, column and the code there."""
        return [self.at(splice.place) for splice in text_holes(self.text)]

    @property
    def unresolved(self) -> list[tuple[str, str, int, int, str]]:
        """The templates that were missing: why, and where they are named."""
        found: list[Unresolved] = list(unresolved(self.value.parts))
        return [(each.message, *self.at(each.place)) for each in found]

    def at(self, place: Place) -> tuple[str, int, int, str]:
        """Return file, row and column of a place, and the code there."""
        source = self.files.source(place.path)
        assert source is not None, place
        row, column = source.position(place.start)
        return place.path.removeprefix(f"{ROOT}/"), row, column, source.text[place.start : place.end]

    def written(self) -> list[tuple[str, str]]:
        """Return the literals that know where they were written, each with what the file has there."""
        known = [part for part in self.text if isinstance(part, Literal) and part.site]
        return [(part.text, self._source(part)) for part in known]

    def _source(self, part: Literal) -> str:
        assert part.site is not None
        place = self._literals.span(part.site, 0, len(part.text))
        source = self.files.source(place.path)
        assert source is not None
        return source.text[place.start : place.end].replace("\r\n", "\n")

    @property
    def _literals(self) -> Any:
        return _frame(self.files).world.literals


def _frame(files: Files) -> Frame:
    world = link.program(files)
    return world.frame(world.module(f"{ROOT}/app.py").body)  # type: ignore[no-any-return]


def filling(
    syntax: str,
    templates: str | Mapping[str, str],
    values: Mapping[str, Any] | None = None,
    unknown: tuple[str, ...] = (),
    *,
    closed: bool = True,
) -> Filled | None:
    """Return the template `main` filled with some values, and with some that only the running program knows.

    None where it cannot be followed. Without `closed` there may be other values too.
    """
    named = {"main": templates} if isinstance(templates, str) else dict(templates)
    files = Files(*_known(), {f"{ROOT}/{name}": body.encode() for name, body in {"app.py": "", **named}.items()})
    frame = _frame(files)
    entries: list[Member] = [] if closed else [Spread(Op("missing", (), (), NOWHERE, "inputs"), NOWHERE)]
    entries += [Entry(literal(name), from_python(each, NOWHERE), NOWHERE) for name, each in (values or {}).items()]
    entries += [Entry(literal(name), Op("missing", (), (), NOWHERE, name), NOWHERE) for name in unknown]
    template = text_of_file(frame, f"{ROOT}/main")
    assert template is not None
    place = Place(f"{ROOT}/main", 0, 0)

    def load(name: str) -> Value | None:
        return text_of_file(frame, f"{ROOT}/{name}") if name in named else None

    value = SYNTAXES[syntax](frame, State(), template, Map(tuple(entries)), place, load)
    return Filled(value, Closing(Holes(frame)).text(value.parts), files) if isinstance(value, Value) else None


def fill(
    syntax: str,
    templates: str | Mapping[str, str],
    values: Mapping[str, Any] | None = None,
    unknown: tuple[str, ...] = (),
    *,
    closed: bool = True,
) -> Filled:
    """Return the same of a template that can be followed."""
    filled = filling(syntax, templates, values, unknown, closed=closed)
    assert filled is not None
    return filled


def messages_of(template: Value, first: str = "", *, stripped: bool = False) -> list[str]:
    """Return the messages of a template that was filled, each with its role; none where it is one text."""
    found = messages(template, _known()[0].messages, first, stripped=stripped)
    return [*map(_message, found.items)] if isinstance(found, Seq) else []


def _message(item: Member) -> str:
    match item:
        case Element(Map(entries)):
            fields = {plain(entry.key): entry.value for entry in entries if isinstance(entry, Entry)}
            role, content = fields.get("role"), fields["content"]
            assert isinstance(content, Value)
            said = "".join(part.text if isinstance(part, Fixed) else "<>" for part in content.parts)
            return f"{plain(role) if role else '?'}: {said}"
        case Spread():
            return "..."
        case Each(body):
            return f"[{', '.join(map(_message, body))}]*"
        case Either(_, arms):
            return " | ".join(", ".join(map(_message, arm)) for arm in arms)
    raise AssertionError(item)
