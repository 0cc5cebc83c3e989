"""Prompts by their names: texts that functions return, that attributes and keys hold, and that calls are given."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from promptlint.frontends.python.atoms import External
from promptlint.frontends.python.frame import Frame, Sent
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.mutators import FORMATTING
from promptlint.frontends.python.naming import qualified
from promptlint.frontends.python.nodes import NamedFunction
from promptlint.frontends.python.prose import is_prose
from promptlint.frontends.python.rewriting import rewrite
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.templates import unfilled
from promptlint.frontends.python.values import (
    Arguments,
    Branch,
    Each,
    Either,
    Element,
    Insert,
    Literal,
    Member,
    Op,
    Run,
    Seq,
    Spread,
    Text,
    Value,
)
from promptlint.hole import Volatility
from promptlint.prompt import Role, Site
from promptlint.source import Place

TEXT, RESULT, FILLED, TEMPLATE = "text", "result", "filled", "template"
"""What a text is sent as: what a name holds; the result of a function, whoever calls it; a named template with its
values, whoever uses it; one without them. Of two that hold the same text the first of these is told."""
_FORMS = (TEXT, RESULT, FILLED, TEMPLATE)
_FILLING = FORMATTING | {"strip", "rstrip", "lstrip"}
"""The methods whose result is still what the name of their object says."""


def send_named(frame: Frame, state: State, name: str | None, value: Value, place: Place) -> None:
    """Record a text under a name that says prompt: somebody will send it, though no sink is in sight."""
    role = frame.world.catalog.shapes.find(name) if name else None
    if role is not None:
        _send(frame, state, role, TEXT, capped(value, _life(frame.definition.node)), place)


def send_result(frame: Frame, state: State, returned: Value) -> None:
    """Record the text that a function returns whose name says prompt."""
    node = frame.definition.node
    if not isinstance(node, NamedFunction):
        return
    role = frame.world.catalog.shapes.find(node.name)
    if role is not None:
        from promptlint.frontends.python.definitions import life_of

        place = frame.definition.place
        head = Place(place.path, place.start, min(frame.place(node.body[0]).start, place.end))
        _send(frame, state, role, RESULT, capped(returned, life_of(frame, node)), head)


def send_filled(frame: Frame, state: State, node: ast.Call, value: Value) -> None:
    """Record what a call makes of a template whose name says prompt."""
    match node.func:
        case ast.Attribute(value=owner, attr=method) if method in FORMATTING and (name := spoken(owner)):
            if (role := frame.world.catalog.shapes.find(name)) is not None:
                _send(frame, state, role, FILLED, value, frame.place(node))


def send_arguments(frame: Frame, state: State, function: Value, node: ast.Call, arguments: Arguments) -> None:
    """Record the texts that a call is given under the name of a keyword or of the variable that it is given."""
    find = frame.world.catalog.shapes.find
    named = [given for given in _given(find, node, arguments) if given.name and find(given.name)]
    if named and not _is_command(frame, function):
        for given in named:
            send_named(frame, state, given.name, given.value, frame.place(given.node))


class _Given(NamedTuple):
    """An argument of a call, and the name that tells what it is."""

    name: str | None
    value: Value
    node: ast.expr


def _given(find: Callable[[str], Role | None], node: ast.Call, arguments: Arguments) -> Iterator[_Given]:
    for keyword, (name, value) in zip(node.keywords, arguments.keywords, strict=True):
        yield _Given(name if name and find(name) else spoken(keyword.value), value, keyword.value)
    if not any(isinstance(argument, ast.Starred) for argument in node.args):
        for argument, member in zip(node.args, arguments.positional, strict=True):
            if isinstance(member, Element):
                yield _Given(spoken(argument), member.value, argument)


def spoken(node: ast.expr | None) -> str | None:
    """Return the name of the variable or attribute that an expression reads, or whose template it fills."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in _FILLING:
            return spoken(owner)
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case ast.Subscript(value=owner):
            return spoken(owner)
    return None


def _is_command(frame: Frame, function: Value) -> bool:
    name = qualified(function)
    return name is not None and frame.world.catalog.shapes.is_command(name)


def _life(node: ast.AST) -> Volatility:
    """Return how long what a definition puts under a name lives."""
    match node:
        case ast.Module() | ast.ClassDef():
            return Volatility.PROCESS
        case ast.FunctionDef(name="__init__"):
            return Volatility.SESSION
    return Volatility.REQUEST


def _send(frame: Frame, state: State, role: Role, form: str, value: Value, place: Place) -> None:
    content = freeze(state.content(value), state.memory)
    if frame.silent or not isinstance(content, Text | Branch | Op):
        return
    parts = list(_parts(content))
    if frame.probing is not None and any(isinstance(part, Op) for part in parts):
        frame.passed = True
        frame.send(Sent(None, (), place, frame.definition, role=role))
        return
    if form != FILLED and all(isinstance(part, Literal) for part in parts):
        once = form == TEXT and not frame.definition.is_function
        if not once or not isinstance(content, Text) or (open_text := unfilled(frame, content, place)) is None:
            return
        form, content = TEMPLATE, open_text
    text = "".join(part.text if isinstance(part, Literal) else " " for part in parts)
    if is_prose(text, frame.world.catalog.shapes.markup):
        frame.send(Sent(None, ((form, content),), place, frame.definition, role=role))


def _parts(value: Value) -> Iterator[Member | Value]:
    """Yield the literals that a value may show, and what else stands between them."""
    match value:
        case Text(parts):
            yield from _members(parts)
        case Branch(_, arms):
            for arm in arms:
                yield from _parts(arm)
                yield value
        case Op("join", (separator, Seq(items))):
            yield from _members(items)
            yield separator
        case _:
            yield value


def _members(run: Run) -> Iterator[Member | Value]:
    for member in run:
        match member:
            case Either(_, arms):
                for arm in arms:
                    yield from _members(arm)
                yield member
            case Each(body):
                yield from _members(body)
                yield member
            case Insert(value) | Element(value) | Spread(value):
                yield from _parts(value)
            case _:
                yield member


def distinct(sents: Iterable[Sent]) -> Iterator[Sent]:
    """Yield the sents, of the lists that show the same and the texts that only the class of an instance tells apart the first."""
    seen: set[object] = set()
    for sent in sents:
        key = None if sent.sink else (*_told_apart_by(sent), frozenset(map(_where, _whole(sent))))
        if key is None or key not in seen:
            seen.add(key)
            yield sent


def _told_apart_by(sent: Sent) -> tuple[object, ...]:
    """Return what tells a text from others with the same parts, and a list from others with the same texts."""
    if sent.role is not None:
        return sent.place, sent.chain
    return tuple(map(type, getattr(sent.arguments[0][1], "items", ())))


def _where(part: object) -> object:
    """Return where a part of a text was written, or the part itself."""
    return getattr(part, "place", part)


def uncovered(sents: Sequence[Sent]) -> Iterator[Sent]:
    """Yield, in their order, the sents without the named texts that others hold: what goes on is known better there.

    A text that a caller filled in is held by another one only with the same values.
    """
    held: set[object] = set()
    wholes: list[frozenset[object]] = []
    kept: set[int] = set()
    for number in sorted(range(len(sents)), key=lambda number: _rank(sents[number])):
        sent = sents[number]
        own, whole = _sites(sent), frozenset(_whole(sent))
        if sent.role is not None and (_is_held(sent, own, held) or any(whole <= other for other in wholes)):
            continue
        if own != whole or _form(sent) != FILLED:
            kept.add(number)
            wholes.append(whole)
        held |= own
        held |= {site.place for site in own}
    yield from (sent for number, sent in enumerate(sents) if number in kept)


def _is_held(sent: Sent, own: frozenset[Site], held: set[object]) -> bool:
    """Return whether others hold the text under a name; `held` are their sites, and the literals that those are of."""
    form = _form(sent)
    if form == TEMPLATE:
        return held.issuperset(site.place for site in own)
    return (form == FILLED or (form == RESULT and not sent.chain)) and own <= held


def _form(sent: Sent) -> str | None:
    return sent.arguments[0][0] if sent.role is not None else None


def _rank(sent: Sent) -> tuple[int, int, Place]:
    form = _form(sent)
    return (0, 0, sent.place) if form is None else (1 + _FORMS.index(form), -len(_sites(sent)), sent.place)


def is_template(sent: Sent) -> bool:
    """Return whether what is sent is a template of which only its name says that it is a prompt."""
    return _form(sent) == TEMPLATE


def literals(sent: Sent) -> frozenset[Place]:
    """Return where the literals stand that what is sent shows."""
    return frozenset(site.place for site in _sites(sent))


def _sites(sent: Sent) -> frozenset[Site]:
    return frozenset(part for part in _whole(sent) if isinstance(part, Site))


def _whole(sent: Sent) -> Iterator[object]:
    """Yield the sites of all literals that what is sent shows, and the values between them."""
    seen: set[int] = set()
    found: list[object] = []

    def visit(value: Value) -> Value:
        if id(value) in seen:
            return value
        seen.add(id(value))
        if isinstance(value, Text):
            for part in _members(value.parts):
                found.append(part.site if isinstance(part, Literal) else part)
        return rewrite(value, visit) if _shows(value) else value

    for _, value in sent.arguments:
        visit(value)
    yield from (part for part in found if part is not None)


def _shows(value: Value) -> bool:
    """Return whether the texts in a value stay texts: nobody sees those that an unknown method or operator was given."""
    match value:
        case Op("call", (External(name), *_)):
            return not name.startswith("builtins.")
        case Op("join" | "+"):
            return True
    return not isinstance(value, Op)
