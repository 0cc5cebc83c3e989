"""Templates of documents, filled: what no file binds is a value of its own name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from promptlint.facts import Problem
from promptlint.format import Format
from promptlint.frontends.formats.looks import looks
from promptlint.frontends.formats.templates import Beside
from promptlint.frontends.placeholders.broken import BrokenTemplate
from promptlint.frontends.placeholders.partials import unresolved
from promptlint.frontends.python.atoms import External
from promptlint.frontends.python.containers import NOWHERE
from promptlint.frontends.python.filling import fill
from promptlint.frontends.python.formatting import Malformed
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.rewriting import rewrite
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import (
    Entry,
    Insert,
    Literal,
    Map,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.problems import MISSING, UNPARSABLE
from promptlint.source import Place

Tell = Callable[[Problem], None]

_UNKNOWN = Spread(Op("unknown", (), (), NOWHERE), NOWHERE)


@dataclass(frozen=True, slots=True)
class Filling:
    """Fills the texts of one document."""

    frame: Frame
    place: Place
    """Where the document stands."""
    tell: Tell
    bound: Run = ()
    """What the document binds."""
    state: State = field(default_factory=State)

    def filled(self, value: Value, languages: tuple[str, ...]) -> Value:
        """Return a value with all texts in it filled, each in the first language that reads it; without any as it looks."""
        match value:
            case Text():
                return self._text(value, languages)
            case Seq() | Map():
                return rewrite(value, lambda inner: self.filled(inner, languages))
        return value

    def _text(self, text: Text, languages: tuple[str, ...]) -> Value:
        """Return a text filled. What none of its languages reads is told as the first one refuses it.

        A text that only looks like one of some language and is none has no placeholders.
        """
        refused: list[Malformed] = []
        for language in languages or looks(self.frame, text, self.place):
            try:
                return self._rendered(text, language)
            except Malformed as error:
                refused.append(error)
        if languages:
            first = refused[0]
            place = first.place if isinstance(first, BrokenTemplate) and first.place else self._whole(text)
            self.tell(Problem(UNPARSABLE, f"this template cannot be read: {first}", place))
        return text

    def _rendered(self, text: Text, syntax: str) -> Value:
        """Return a template rendered; one that it names without an end may be no file, but known to the program that renders it.

        Of one that includes itself for ever nothing is known. Raises Malformed.
        """
        known = self.frame.world.catalog.documents.globals.items()
        names = tuple(Entry(literal(name), External(target), NOWHERE) for name, target in known)
        values = Map((_UNKNOWN, *names, *self.bound))
        found = fill(self.frame, self.state, text, syntax, values, self.place, Beside(self.frame))
        missing = tuple(unresolved(found.parts)) if isinstance(found, Text) else ()
        for each in missing:
            if each.endless or "." in each.name:
                self.tell(Problem(UNPARSABLE if each.endless else MISSING, each.message, each.place))
        if any(each.endless for each in missing):
            return Text((Insert(_UNKNOWN.value, self._whole(text)),))
        return text if found is None else found

    def _whole(self, text: Text) -> Place:
        sites = (part.site for part in text.parts if isinstance(part, Literal) and part.site)
        return next((site.place for site in sites), self.place)


def languages_of(kind: Format, word: str | None, default: tuple[str, ...]) -> tuple[str, ...]:
    """Return the language that a word of a document names, else the default."""
    named = kind.syntaxes.get(word or "")
    return default if named is None else (named,)
