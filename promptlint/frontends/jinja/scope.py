"""Scopes: what the names of a template mean, from the innermost statement outward to the environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from promptlint.frontends.jinja.objects import SelfReference
from promptlint.frontends.python.atoms import Const, External, Ref
from promptlint.frontends.python.containers import NOWHERE, find, lookup
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.merge import join
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Each, Either, Entry, Map, Member, Op, Run, Spread, Value
from promptlint.source import Place

if TYPE_CHECKING:
    from promptlint.frontends.jinja.page import Page

UNDEFINED = External("jinja2.Undefined")
"""What a name means that nobody defines."""
_BUILTIN = ("range", "dict", "lipsum", "cycler", "joiner", "namespace")
_DEEPEST = 40
"""How many templates, macros and blocks may call one another."""


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What a template and those that it extends share: the values they are given, and the names they set."""

    given: Run
    """The entries of the mapping with which the template is rendered."""
    globals: Run
    names: Ref
    """Where the names that the template sets outside of every other statement stand in memory."""
    blocks: dict[str, tuple[tuple[Page, Any], ...]] = field(default_factory=dict)
    """Every block by its name, with its page: that of the innermost child first, then those it overrides."""


@dataclass(slots=True)
class Scope:
    """One point of a rendering. What a template sets stands in the memory of the state, in one mapping a statement."""

    frame: Frame
    state: State
    page: Page
    context: Context
    chain: tuple[Ref, ...]
    """The mappings of the statements around, the outermost first."""
    escapes: bool | None = False
    """Whether values that enter the text have the signs of markup replaced; None where that is not known."""
    whole: bool = False
    """Whether this is outside of every statement but `if`."""
    captured: bool = False
    """Whether the text does not go into the template's, but into a variable, a filter or what a macro returns."""
    muted: bool = False
    """Whether text is left out because the template extends another one."""
    left: str = ""
    """How a loop is left early: break or continue."""
    parent: Page | None = None
    """The template that this one extends, once that is known."""
    active: tuple[tuple[object, int], ...] = ()
    """What is being called, each with how many unknown conditions and loops stood around the call."""
    unknown: int = 0
    """How many unknown conditions and loops stand around."""

    def inner(self, **names: Value) -> Scope:
        """Return a scope inside this one; what is set there is not seen here."""
        table = self.state.allocate(Map(tuple(_entry(name, value) for name, value in names.items())))
        return replace(self, chain=(*self.chain, table), whole=False)

    def fork(self, *, like: Scope | None = None) -> Scope:
        """Return this scope on one of two paths; `like` is the other one, if it was gone already."""
        state = self.state.fork()
        state.allocated = like.state.allocated if like else state.allocated
        return replace(self, state=state, unknown=self.unknown + 1)

    def merge(self, condition: Value | None, first: Scope, second: Scope, place: Place) -> None:
        """Go on as whichever of two scopes was taken."""
        self.state.merge(condition, first.state, second.state, place)
        self.parent = first.parent or second.parent

    def entered(self, what: object, **changes: Any) -> Scope | None:
        """Return the scope of a macro, block or template that is called; None where the calls may never end."""
        endless = any(known is what and depth < self.unknown for known, depth in self.active)
        if endless or len(self.active) >= _DEEPEST:
            return None
        return replace(self, active=(*self.active, (what, self.unknown)), left="", **changes)

    def body(self, nodes: Iterable[Any]) -> Run:
        """Return the text of statements."""
        from promptlint.frontends.jinja.statements import body

        return body(self, list(nodes))

    def set(self, name: str, value: Value, *, at: Ref | None = None) -> None:
        """Bind a name in the innermost statement."""
        table = self.chain[-1] if at is None else at
        content = self.state.memory[table]
        entries = content.entries if isinstance(content, Map) else ()
        kept = (entry for entry in entries if not (isinstance(entry, Entry) and plain(entry.key) == name))
        self.state.memory[table] = Map((*kept, _entry(name, value)))

    def name(self, name: str, place: Place) -> Value:
        """Return what a name means."""
        return self._from(len(self.chain) - 1, name, place)

    def _from(self, level: int, name: str, place: Place) -> Value:
        if level < 0:
            return self._given(name, place)
        content = self.state.memory[self.chain[level]]
        if not isinstance(content, Map):
            return Op("unknown", (), (), place, name)
        return seek(self.state, content.entries, name, lambda: self._from(level - 1, name, place), place)

    def _given(self, name: str, place: Place) -> Value:
        """Return what a name means that the template does not set."""
        if name == "self":
            return Const(SelfReference())
        given = self.context.given
        certain = all(isinstance(entry, Entry | Either) for entry in given)
        if certain or _names(given, name):
            return seek(self.state, given, name, lambda: self._known(name, place), place)
        found = self._known(name, place)
        if found != UNDEFINED:
            return found
        held = find(given, literal(name), self.state)
        return UNDEFINED if held is None else held

    def _known(self, name: str, place: Place) -> Value:
        """Return what a name means that the template is not given: a global of its environment or of Jinja."""
        own = External(f"builtins.{name}" if name in ("range", "dict") else f"jinja2.{name}")
        default = own if name in _BUILTIN else UNDEFINED
        if default != UNDEFINED and not _names(self.context.globals, name):
            return default
        return seek(self.state, self.context.globals, name, lambda: default, place)

    def visible(self) -> Run:
        """Return the entries of all that a template sees which this one includes with its context."""
        entries = self.context.given
        for table in self.chain:
            content = self.state.memory[table]
            entries = (*entries, *content.entries) if isinstance(content, Map) else entries
        return tuple(entry for entry in entries if not (isinstance(entry, Entry) and entry.value == UNDEFINED))


def _entry(name: str, value: Value) -> Entry:
    return Entry(literal(name), value, NOWHERE)


def _names(entries: Iterable[Member], name: str) -> bool:
    """Return whether one of the entries has a name, in whatever case."""
    for entry in entries:
        match entry:
            case Entry(key) if plain(key) == name:
                return True
            case Either(_, arms) if any(_names(arm, name) for arm in arms):
                return True
    return False


def seek(state: State, entries: Run, name: str, otherwise: Callable[[], Value], place: Place) -> Value:
    """Return what a name means in a mapping of names; what `otherwise` returns where it has none of that name."""
    for number in range(len(entries) - 1, -1, -1):
        match entries[number]:
            case Entry(key, value) if plain(key) == name:
                return value
            case Either(condition, arms, where) if _names((entries[number],), name):
                rest = seek(state, entries[:number], name, otherwise, place)
                first, second = (seek(state, arm, name, lambda rest=rest: rest, place) for arm in arms)  # type: ignore[misc]
                return join(condition, first, second, where)
            case Each(body) if _names(body, name):
                return Op("unknown", (), (), place, name)
            case Spread(value):
                return lookup(state, value, literal(name))
    return otherwise()
