"""The catalogue's files about requests: the calls that send prompts, and how messages are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from promptlint.datafile import Node
from promptlint.prompt import Role
from promptlint.sink import Maker, MessageShape, Sink, Slot

_WORDS_OF_SINK = ("calls", "packages", "requires", "settings", "client", "address", "marks", "url", "payload_text")
_TEXTS_OF_SINK = ("name", "source", "model", "profile", "payload", "changes", "example")
_FLAGS_OF_SINK = ("conversation", "session", "gate", "batch")
_LISTS_OF_SINK = ("inside", "takes", "parts")
_TABLES_OF_SINK = ("mapping", "platforms")
_SINK = (
    "slots",
    "positions",
    *_WORDS_OF_SINK,
    *_TEXTS_OF_SINK,
    *_FLAGS_OF_SINK,
    *_LISTS_OF_SINK,
    *_TABLES_OF_SINK,
)


def sink(node: Node) -> Sink:
    """Return what an item of `sinks` says; raises DataError naming the key."""
    fields = node.mapping(_SINK, required=("name", "slots"))
    if "mapping" not in fields and "calls" not in fields:
        node.fail("the key 'calls' is missing")
    for call in fields["calls"].items() if "calls" in fields else ():
        _check_call(call, narrowed="url" in fields or "packages" in fields)
    given: dict[str, Any] = {key: fields[key].words() for key in _WORDS_OF_SINK if key in fields}
    given |= {key: fields[key].text() for key in _TEXTS_OF_SINK if key in fields}
    given |= {key: fields[key].flag() for key in _FLAGS_OF_SINK if key in fields}
    if "positions" in fields:
        given["positions"] = {name: at.number() for name, at in fields["positions"].pairs()}
    given |= {
        key: {name: each.words() for name, each in fields[key].pairs()} for key in _LISTS_OF_SINK if key in fields
    }
    given |= {
        key: {name: each.text() for name, each in fields[key].pairs()} for key in _TABLES_OF_SINK if key in fields
    }
    slots = tuple(Slot(name, slot_role(role)) for name, role in fields["slots"].pairs())
    return Sink(**{"calls": (), **given, "slots": slots})


def slot_role(node: Node) -> Role | Literal["messages", "prompts"]:
    """Return what a slot holds; raises DataError for a word that says nothing."""
    match node.text():
        case "messages" | "prompts" as word:
            return word
    return node.one_of(Role)


def _check_call(node: Node, *, narrowed: bool) -> None:
    names = node.text().split(".")
    if not all(name.isidentifier() or (name == "*" and not index) for index, name in enumerate(names)):
        node.fail("must be a dotted name, or `*.` and the last names of one")
    if names[0] == "*" and len(names) < 3 and not narrowed:
        node.fail("one name behind `*.` fits too many calls: give two, `packages` or `url`")


_SHAPE = (
    "role_keys",
    "content_keys",
    "inner_keys",
    "name_keys",
    "type_keys",
    "text_keys",
    "detail_keys",
    "mark_keys",
    "mark_parts",
    "lifetime_keys",
    "deferred_keys",
)


def message_shape(node: Node) -> MessageShape:
    """Return what `messages.yaml` says; raises DataError naming the key."""
    fields = node.mapping((*_SHAPE, "roles", "makers", "inserted"), required=(*_SHAPE, "roles"))
    roles = {name: role.one_of(Role) for name, role in fields["roles"].pairs()}
    makers = {
        name: maker
        for group in (fields["makers"].items() if "makers" in fields else ())
        for name, maker in _makers(group, roles)
    }
    inserted = frozenset(fields["inserted"].qualified()) if "inserted" in fields else frozenset()
    return MessageShape(roles=roles, makers=makers, inserted=inserted, **{key: fields[key].words() for key in _SHAPE})


def _makers(node: Node, roles: Mapping[str, Role]) -> Iterator[tuple[str, Maker]]:
    fields = node.mapping(("calls", "role", "positional"), required=("calls",))
    role = fields["role"].text() if "role" in fields else None
    if role is not None and role not in roles:
        fields["role"].fail(f"unknown role {role!r}; known are {', '.join(sorted(roles))}")
    maker = Maker(role, fields["positional"].words() if "positional" in fields else ())
    yield from ((name, maker) for name in fields["calls"].qualified())
