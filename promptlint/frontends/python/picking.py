"""Conditions that pick the system's messages out of a conversation: what is picked is no history of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from promptlint.frontends.python.atoms import Class, Const, External
from promptlint.frontends.python.messages import role_name
from promptlint.frontends.python.naming import made_of_item
from promptlint.frontends.python.values import Attribute, Branch, Either, Element, Literal, Op, Run, Seq, Value
from promptlint.names import words_of
from promptlint.prompt import Role
from promptlint.sink import MessageShape

_NEGATED = {"!=": "==", "not in": "in", "is not": "is"}


def picked_arm(shape: MessageShape, condition: Value | None) -> int | None:
    """Return the arm of a choice that is taken for the system's messages; None for a condition that does not ask for them.

    It is the first one, and the second where the condition asks for others.
    """
    match condition:
        case Op("not", (inner,)):
            arm = picked_arm(shape, inner)
            return None if arm is None else 1 - arm
        case Op(name, operands, keywords, place) if name in _NEGATED:
            return None if picked_arm(shape, Op(_NEGATED[name], operands, keywords, place)) is None else 1
        case Branch(Op() | Attribute() as test, (first, second)) if test in (first, second):  # `and`, `or`
            asked = [picked_arm(shape, each) == 0 for each in (test, second if test == first else first)]
            return 0 if all(asked) or (test == second and any(asked)) else None
        case Op("and", operands) if any(picked_arm(shape, each) == 0 for each in operands):
            return 0
        case Op("==" | "is", operands) if any(_is_system(shape, role_name(each)) for each in operands):
            return 0
        case Op("in", (_, Seq(items))) if items and all(_is_system(shape, name) for name in _role_names(items)):
            return 0
        case Op("call", (External("builtins.isinstance"), Seq((_, Element(cls))))) if _says_system(shape, cls):
            return 0
        case Attribute() | Op("call", (Attribute(), _)) if made_of_item(condition) and _says_system(shape, condition):
            return 0
    return None


def asks_for_system(shape: MessageShape, holding: Iterable[Value]) -> bool:
    """Return whether one of the tests that hold asks for the system's messages."""
    return any(picked_arm(shape, test) == 0 for test in holding)


def is_of_message(value: Value) -> bool:
    """Return whether a value is what a message of a list holds: an item, the first one, or what is reached through it."""
    while True:
        match value:
            case Op("item" | "lone item") | Op("[]", (_, Const(0))):
                return True
            case Attribute(base, _) | Op("[]", (base, *_)) | Op("call", (Attribute(base, _), *_)):
                value = base
            case _:
                return False


def picks_all(shape: MessageShape, body: Run) -> bool:
    """Return whether a loop that makes some members makes them of the system's messages alone, known text aside."""
    made = [member for member in body if not isinstance(member, Literal)]
    return bool(made) and all(_is_picked(shape, member) for member in made)


def _is_picked(shape: MessageShape, member: object) -> bool:
    match member:
        case Either(condition, arms):
            arm = picked_arm(shape, condition)
            others = [inner for side, run in enumerate(arms) if side != arm for inner in run]
            return not others if arm is not None else picks_all(shape, tuple(chain(*arms)))
    return False


def _role_names(items: Run) -> Iterator[str]:
    return (role_name(item.value) if isinstance(item, Element) else "" for item in items)


def _is_system(shape: MessageShape, name: str) -> bool:
    return shape.roles.get(name.lower()) is Role.SYSTEM


def _says_system(shape: MessageShape, value: Value) -> bool:
    """Return whether the name of a test or class says system: `is_system()`, `SystemMessage`."""
    match value:
        case Op("call", (Attribute(_, name), _)) | Attribute(_, name) | External(name):
            last = name.rpartition(".")[2]
        case Class(definition):
            last = definition.name
        case _:
            return False
    return any(_is_system(shape, word) for word in words_of(last))
