"""Open rests: messages that are not known one by one, and how these change from one request to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from promptlint.frontends.python.atoms import NONE
from promptlint.frontends.python.certainty import kept
from promptlint.frontends.python.closing import Closing
from promptlint.frontends.python.cutting import is_steady
from promptlint.frontends.python.rewriting import rewrite, rewrite_run
from promptlint.frontends.python.values import Op, Run, Seq, Value
from promptlint.frontends.python.windows import cut_growth
from promptlint.hole import Confidence, Growth, Hole, Kind, Link, Volatility
from promptlint.prompt import Block, Choice, Part, Role, Splice, Text
from promptlint.source import Place
from promptlint.walk import holes

ROUNDS = "the rounds of this loop"
"""What people call the messages that a loop adds."""


def rest_hole(closing: Closing, read: Callable[[Run], Iterable[Block]], value: Value, place: Place) -> Hole:
    """Return the hole of messages that are not known one by one; `read` yields the blocks of those that are listed."""
    match value:
        case Op("kept", hint=name):
            return history(name, place)
        case Op("cut" | "[:]", (Seq(items), *_)):
            grown = (hole for block in read(items) for hole in holes(block.text) if hole.grows)
            whole = next(grown, None)
            return closing.hole(value, place) if whole is None else _shortened(closing, whole, value, place)
    return closing.hole(value, place)


def cut_at(closing: Closing, value: Value, place: Place) -> Place:
    """Return what a person would edit of messages that enter a list at a place: where a list was cut, if elsewhere."""
    match value:
        case Op("cut" | "[:]", place=made) if made.path and not closing.holes.frame.world.is_model(made.path):
            return place if place.holds(made) else made
    return place


def latest(closing: Closing, others: Iterable[Block], made: Place) -> Iterator[Block]:
    """Yield what is left of earlier messages in a list of limited length, where the `others` in it grow."""
    if any(hole.grows for block in others for hole in holes(block.text)):
        hole = replace(history(closing.holes.frame.label(made), made), growth=Growth.WINDOW)
        yield Block(Role.REST, (Splice(hole, made),), made)


def _shortened(closing: Closing, whole: Hole, op: Op, place: Place) -> Hole:
    """Return the hole of what is left of a conversation from which something is taken away."""
    match op.name, op.operands:
        case "cut", (_, _, count, limit):
            growth = Growth.WINDOW if is_steady(count, limit) else whole.growth
        case _, (_, start, stop, _):
            limit = dict(op.keywords).get("beyond", NONE)
            growth = cut_growth(whole.growth, start, limit) if stop == NONE else Growth.REWRITTEN
    link = Link("older messages are left out here", cut_at(closing, op, place))
    return replace(whole, label=closing.holes.label(op, place), growth=growth, chain=(*whole.chain, link))


def made_before(blocks: Iterable[Block], around: Place) -> tuple[Block, ...]:
    """Return the blocks of a conversation that only the rounds of a loop make longer: what was made ahead of it stays.

    `around` is the function in which the loop stands.
    """
    given = tuple(blocks)
    growing = [hole for block in given for hole in holes(block.text) if hole.grows]
    if not growing or any(hole.label != ROUNDS for hole in growing):
        return given
    loop = min(hole.chain[0].place.start for hole in growing)

    def is_ahead(place: Place) -> bool:
        return place.path == around.path and around.start <= place.start < loop

    return tuple(replace(block, text=_stays(block.text, is_ahead)) for block in given)


def of_session(blocks: Iterable[Block], *, again: bool) -> Iterator[Block]:
    """Yield blocks that stay with all requests of a session until others take their place; `again`: maybe the same ones."""
    for block in blocks:
        stays = not again or block.replaces is not None
        yield replace(block, text=_stays(block.text, lambda _: True)) if stays else block


def _stays(text: Text, is_made: Callable[[Place], bool]) -> Text:
    """Return a text in which the values stay for a conversation that were made where `is_made` says."""

    def part(each: Part) -> Part:
        match each:
            case Splice(Hole(chain=(Link(_, place), *_)) as hole):
                return replace(each, hole=kept(hole, Volatility.SESSION)) if is_made(place) else each
            case Choice(arms):
                return replace(each, arms=tuple(_stays(arm, is_made) for arm in arms))
        return each

    return tuple(map(part, text))


def has_answer(body: Run) -> bool:
    """Return whether an answer of the model is part of a run."""
    seen: dict[int, Value] = {}
    found: list[Value] = []

    def visit(value: Value) -> Value:
        if isinstance(value, Op) and value.name == "answer":
            found.append(value)
        elif id(value) not in seen and not found:
            seen[id(value)] = value
            rewrite(value, visit)
        return value

    rewrite_run(body, visit)
    return bool(found)


def history(label: str, place: Place) -> Hole:
    """Return the hole of a conversation that the next request sends again, with more messages behind."""
    link = Link("messages are added here from request to request", place)
    return Hole(
        label, Kind.HISTORY, Volatility.REQUEST, growth=Growth.APPEND, confidence=Confidence.MEDIUM, chain=(link,)
    )
