"""The worlds that a program runs in, and the modules of the standard library that look at them.

No varying value starts with the same character in both worlds: in the first one with one of ``0 2 8 S F Z``, in the
second with one of ``1 3 5 7 9 M N Q``, in either case. Static text of the programs starts with none of these.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import random
import secrets
import socket
import time
import types
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from promptlint.hole import Scope

T = TypeVar("T")
Space = types.SimpleNamespace


@dataclass(frozen=True, slots=True)
class World:
    """All that a program can learn while it handles a request."""

    first: bool
    """What every varying condition comes out as."""
    moment: dt.datetime
    seconds: float
    low: bool
    """Whether chance picks the first of what it has to choose from, or the last."""
    identifier: str
    name: str
    session: str
    question: str
    documents: tuple[str, ...]
    history: tuple[str, ...]
    word: str
    """What the other attributes of a request start with."""
    code: str
    place: str
    """What the environment starts with."""
    unknown: str
    """What settings and the parameters of unknown meaning start with."""


FIRST = World(
    first=True,
    moment=dt.datetime(2036, 2, 24, 8, 28, 20),
    seconds=2087454500.25,
    low=True,
    identifier="0246" * 8,
    name="Zoe Fox",
    session="8402-session",
    question="Some parcel is late, what now?",
    documents=("Some parcels take a week.", "28 depots are open."),
    history=("Some words", "28 answers"),
    word="Some",
    code="28",
    place="2nd",
    unknown="Zero",
)
OTHER = World(
    first=False,
    moment=dt.datetime(1999, 11, 15, 17, 53, 31),
    seconds=942686011.75,
    low=False,
    identifier="9753" * 8,
    name="Quinn Moss",
    session="1357-session",
    question="No parcel came at all.",
    documents=("No parcels today.", "Nine depots are closed."),
    history=("No words", "Nine answers"),
    word="None",
    code="Nine",
    place="9th",
    unknown="Quite",
)
NEXT_REQUEST = replace(
    FIRST,
    moment=FIRST.moment.replace(minute=53, second=31),
    seconds=OTHER.seconds,
    low=OTHER.low,
    identifier=OTHER.identifier,
    question=OTHER.question,
    documents=OTHER.documents,
    word=OTHER.word,
    code="71",
)
NEXT: dict[Scope, World] = {
    Scope.ONE_CONVERSATION: replace(NEXT_REQUEST, history=FIRST.history + OTHER.history),
    Scope.ONE_USER: replace(NEXT_REQUEST, session=OTHER.session, history=OTHER.history),
    Scope.EVERYONE: replace(NEXT_REQUEST, session=OTHER.session, history=OTHER.history, name=OTHER.name),
}
"""The world of another request that shares what a scope shares: the same process, hour, environment and unknown values."""


def request(world: World) -> Space:
    """Return the argument `req` of a program's `handle`."""
    first = world.name.split()[0]
    return Space(
        user=Space(name=world.name, email=f"{first.lower()}@example.org", plan=f"{first} plan"),
        question=world.question,
        session_id=world.session,
        docs=list(world.documents),
        history=[{"role": ("user", "assistant")[at % 2], "content": text} for at, text in enumerate(world.history)],
        settings={"mode": f"{world.unknown} mode"},
        notes=[f"{world.word} notes.", f"{world.code} marks."] if world.first else [],
        beta=world.first,
        plain=not world.first,
        tier="Silver" if world.first else "Normal",
        code=world.code,
        blob=f" {world.word} blob ",
        bits={"wobble": f"{world.code} wobbles"},
        gizmo=lambda size: f"{world.word} gizmo {size}",
    )


def parameters(world: World) -> tuple[str, str]:
    """Return the arguments `blob` and `gadget`."""
    return f"{world.unknown} blob", "" if world.first else f"{world.unknown} gadget"


class Unordered(set[T]):
    """A set whose order is reversed in another process, as hash seeds do it."""

    flipped = False

    def __iter__(self) -> Iterator[T]:
        return iter(sorted(super().__iter__(), key=str, reverse=self.flipped))


def standard_library(world: Callable[[], World]) -> dict[str, types.ModuleType]:
    """Return the modules that read a world, looking at the present one with each call."""

    def either(items: Sequence[T]) -> T:
        return items[0 if world().low else -1]

    def identifier() -> uuid.UUID:
        return uuid.UUID(world().identifier)

    def formatted(form: str, *moment: time.struct_time) -> str:
        return time.strftime(form, *(moment or (world().moment.timetuple(),)))

    def host() -> str:
        return f"{world().place}-host"

    environment = {"REGION": f"{world().place}-north"}
    return {
        "datetime": _clone(dt, **_calendar(lambda: world().moment)),
        "time": _clone(time, time=lambda: world().seconds, strftime=formatted),
        "uuid": _clone(uuid, uuid4=identifier, uuid1=identifier),
        "random": _clone(
            random,
            random=lambda: either((0.25, 0.75)),
            randint=lambda low, high: either((low, high)),
            choice=either,
        ),
        "secrets": _clone(secrets, token_hex=lambda size=32: world().identifier[: 2 * size]),
        "os": _clone(os, environ=environment, getenv=environment.get, getcwd=lambda: f"/{world().place}/app"),
        "socket": _clone(socket, gethostname=host),
        "platform": _clone(platform, node=host),
    }


def _calendar(moment: Callable[[], dt.datetime]) -> dict[str, type]:
    """Return `datetime` and `date` with that present moment."""

    class Datetime(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Datetime:
            return cls(*moment().timetuple()[:6], tzinfo=tz)

        @classmethod
        def utcnow(cls) -> Datetime:
            return cls.now()

    class Date(dt.date):
        @classmethod
        def today(cls) -> Date:
            return cls(*moment().timetuple()[:3])

    return {"datetime": Datetime, "date": Date}


def _clone(module: types.ModuleType, **changes: object) -> types.ModuleType:
    clone = types.ModuleType(module.__name__)
    clone.__dict__.update(vars(module) | changes)
    return clone
