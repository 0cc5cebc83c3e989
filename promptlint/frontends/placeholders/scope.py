"""Scopes: what the names of a template mean at one point of it, and how its language reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from promptlint.frontends.placeholders.broken import BrokenTemplate
from promptlint.frontends.placeholders.nodes import Call, Expression, Known, Nodes, Path, Section
from promptlint.frontends.placeholders.partials import Load
from promptlint.frontends.placeholders.pieces import Pieces
from promptlint.frontends.placeholders.tags import DEEPEST
from promptlint.frontends.python.atoms import NONE, Const, External
from promptlint.frontends.python.attributes import get_attribute
from promptlint.frontends.python.containers import NOWHERE, differ, find, lookup, nth
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.merge import join
from promptlint.frontends.python.plain import literal, plain
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.values import (
    Arguments,
    Branch,
    Element,
    Entry,
    Map,
    Object,
    Op,
    Run,
    Seq,
    Text,
    Value,
)
from promptlint.source import Place

_OF_LOOPS = ("index", "key", "first", "last")
"""The variables that only sections on lists have."""


@dataclass(frozen=True, slots=True)
class Language:
    """How one of the languages whose tags stand in braces differs from the others."""

    name: str
    """The owner of its helpers in the catalogue."""
    parse: Callable[[str], Nodes]
    marks: tuple[str, ...]
    """What its tags begin with."""
    climbs: bool
    """Whether a name is looked for in the contexts around too."""
    empty: Callable[[State, Value], bool | None]
    """Whether a value counts as nothing where its presence is asked for; None where that is not known."""
    signs: Mapping[str, str]
    """The signs of markup that it replaces in values."""
    certain: bool
    """Whether it surely does."""
    functions: Mapping[str, Function] = field(default_factory=dict)
    """The helpers and filters whose results are known."""
    blocks: Mapping[str, Block] = field(default_factory=dict)
    """The sections that it has itself."""
    loop: str = ""
    """The variable that says which item of a list it is, if there is one."""


Function = Callable[["Scope", Arguments, Place], Value | None]
"""What a helper returns for its arguments; None where that is not known."""

Block = Callable[["Scope", Section, Value, Place], Run]
"""What makes the text of a section on a value."""


@dataclass(frozen=True, slots=True)
class Page:
    """A template that was read."""

    pieces: Pieces
    nodes: Nodes


def read_page(language: Language, pieces: Pieces) -> Page:
    """Return a template as nodes. Raises BrokenTemplate, with the place."""
    try:
        return Page(pieces, language.parse(pieces.source))
    except BrokenTemplate as error:
        raise BrokenTemplate(error.message, error.at, pieces.placed(error.at, error.at + 1)) from None


@dataclass(frozen=True, slots=True)
class Scope:
    """One point of a rendering."""

    frame: Frame
    state: State
    language: Language
    pieces: Pieces
    load: Load
    contexts: tuple[Value, ...]
    """What names are looked for in, the outermost first."""
    names: Mapping[str, Value] = field(default_factory=dict)
    """What block parameters mean."""
    data: Mapping[str, Value] = field(default_factory=dict)
    """What the variables of the language mean, without their `@`."""
    inlines: Mapping[str, tuple[Page, Scope | None]] = field(default_factory=dict)
    """The partials that templates define themselves; one that a caller passes is rendered as the caller sees things."""
    active: tuple[tuple[str, int], ...] = ()
    """The partials around, each with how many unknown sections stood around its call."""
    unknown: int = 0
    """How many unknown sections stand around."""
    depth: int = 0

    def inside(self, *contexts: Value, unsure: bool = False) -> Scope | None:
        """Return a scope one section further in; None where that is too deep."""
        if self.depth >= DEEPEST:
            return None
        return replace(self, contexts=(*self.contexts, *contexts), unknown=self.unknown + unsure, depth=self.depth + 1)

    def named(self, names: Mapping[str, Value]) -> Scope:
        """Return a scope in which names mean something else."""
        return replace(self, names={**self.names, **names}) if names else self

    def value(self, expression: Expression, place: Place) -> Value:
        """Return what an expression means; None stands for what nobody defines."""
        match expression:
            case Known(value):
                return value
            case Path():
                return self._reached(expression, place)
            case Call(Path((name,), 0, False, False)) if not expression.is_bare or self._is_helper(name):
                return self._called(expression, name, place)
            case Call(head) if expression.is_bare:
                return self.value(head, place)
            case Call(_, name=name):
                return self._called(expression, name, place)

    def frozen(self, value: Value) -> Value:
        """Return a value as it is at this point, whatever happens to it later."""
        return freeze(value, self.state.memory)

    def arguments(self, call: Call, place: Place) -> Arguments:
        """Return what a helper is passed."""
        positional = tuple(Element(self.value(each, place), place) for each in call.arguments)
        return Arguments(positional, tuple((name, self.value(each, place)) for name, each in call.keywords))

    def is_helper(self, call: Call) -> bool:
        """Return whether a call is of a helper, not of a value."""
        return not call.is_bare or (
            isinstance(call.head, Path) and call.head.steps[:1] == (call.name,) and self._is_helper(call.name)
        )

    def helper(self, name: str) -> External:
        """Return a helper by the name that the catalogue has for it."""
        return External(f"{self.language.name}.{name}")

    def _is_helper(self, name: str) -> bool:
        """Return whether a bare name is a helper that the catalogue knows and nobody passes a value for."""
        known = self.frame.world.catalog.call(self.helper(name).name) is not None
        return (
            known
            and not self.language.climbs
            and name not in self.names
            and not _holds(self.state, self.contexts[-1], name)
        )

    def _called(self, call: Call, name: str, place: Place) -> Value:
        given = self.arguments(call, place)
        function = self.language.functions.get(name)
        if function is not None and (result := function(self, given, place)) is not None:
            return result
        return self.frame.call(self.state, self.helper(name), given, place)

    def _reached(self, path: Path, place: Place) -> Value:
        """Return what a path leads to."""
        head, *rest = path.steps or ("",)
        if path.data:
            value = self._variable(head, place)
        elif path.up >= len(self.contexts):
            return NONE
        elif not path.steps:
            return self.contexts[-1 - path.up]
        elif head in self.names and not path.up and not path.own:
            value = self.names[head]
        elif self.language.climbs:
            value = self._climbed(head)
        else:
            value = self.member(self.contexts[-1 - path.up], head)
        for step in rest:
            value = self.member(value, step)
        return value

    def _variable(self, name: str, place: Place) -> Value:
        if name in self.data:
            return self.data[name]
        if name in _OF_LOOPS:
            return NONE
        return self.contexts[0] if name == "root" else Op("missing", (), (), place, f"@{name}")

    def _climbed(self, name: str) -> Value:
        """Return what the innermost context that has a name means by it; either of two where one of them may have it."""
        unsure: Value | None = None
        for context in reversed(self.contexts):
            found = _member(self, context, name)
            if found is None:
                continue
            if _holds(self.state, context, name):
                return found if unsure is None else join(None, unsure, found, NOWHERE)
            unsure = found if unsure is None else unsure
        return NONE if unsure is None else unsure

    def member(self, base: Value, name: str) -> Value:
        """Return what a value has under a name; None where it has nothing."""
        found = _member(self, base, name)
        return NONE if found is None else found


def _holds(state: State, context: Value, name: str) -> bool:
    """Return whether a mapping certainly has a key."""
    content = state.content(context)
    entries = content.entries if isinstance(content, Map) else ()
    return any(isinstance(entry, Entry) and plain(entry.key) == name for entry in entries)


def _length(content: Seq | Text) -> Value:
    """Return how long a list or text is."""
    text = plain(content)
    if text is not None:
        return Const(len(text))
    if isinstance(content, Seq) and all(isinstance(item, Element) for item in content.items):
        return Const(len(content.items))
    return Op("[]", (content, literal("length")), (), NOWHERE)


def _member(scope: Scope, base: Value, name: str) -> Value | None:
    """Return what a value has under a name; None where it certainly has nothing."""
    state, content = scope.state, scope.state.content(base)
    match content:
        case Map(entries):
            found = find(entries, literal(name), state)
            absent = all(isinstance(entry, Entry) and differ(entry.key, literal(name)) for entry in entries)
            return None if found is None and absent else lookup(state, base, literal(name)) if found is None else found
        case Object():
            return get_attribute(scope.frame, state, base, name)
        case Seq(items) if name.isdecimal():
            return nth(items, int(name), content, Const(int(name)))
        case Seq(items) if name in ("first", "last") and scope.language.loop:
            number = 0 if name == "first" else -1
            return nth(items, number, content, Const(number))
        case Seq() | Text() if name in ("length", "size") and not scope.language.climbs:
            return _length(content)
        case Seq() | Text() | Const():
            return None
        case Branch(condition, (first, second)):
            return join(condition, scope.member(first, name), scope.member(second, name), NOWHERE)
    return lookup(state, base, literal(name))
