"""What the names of a template mean: what it sets itself, then what it is rendered with."""

from __future__ import annotations

from dataclasses import dataclass, field

from promptlint.frontends.python.containers import find
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.merge import join
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import EMPTY, Entry, Op, Run, Value, literal
from promptlint.source import Place


@dataclass(slots=True)
class Scope:
    """One point of a rendering."""

    frame: Frame
    state: State
    context: Run
    """The entries of the mapping with which the template is rendered."""
    names: dict[str, Value | None] = field(default_factory=dict)
    """What the template sets; None where it sets nothing for certain."""

    def inner(self, **names: Value | None) -> Scope:
        """Return a scope inside this one; what is set there is not seen here."""
        return Scope(self.frame, self.state, self.context, {**self.names, **names})

    def name(self, name: str, place: Place) -> Value | None:
        """Return what a name means; None for one that is not defined."""
        if name in self.names:
            return self.names[name]
        found = find(self.context, literal(name), self.state)
        if found is None and not all(isinstance(entry, Entry) for entry in self.context):
            return Op("unknown", (), (), place, name)
        return found

    def merge(self, condition: Value | None, first: Scope, second: Scope, place: Place) -> None:
        """Go on as whichever of two scopes was taken."""
        for name in first.names | second.names:
            one, other = first.names.get(name), second.names.get(name)
            self.names[name] = join(condition, EMPTY if one is None else one, EMPTY if other is None else other, place)
