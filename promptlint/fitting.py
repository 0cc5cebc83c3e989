"""Fitting: the profile that facts about a family and a model make."""

from __future__ import annotations

from promptlint.fact import Facts, Values
from promptlint.profile import Boundaries, Lifetime, Lookback, Match, Overhead, Price, Profile
from promptlint.prompt import Role

MEASURE = ("minimum", "step", "worth", "order", "tokenizer.factor", "tokenizer.error")
"""What every profile has: a family that does not say it is measured as another."""
_AHEAD = {Role.TOOLS, Role.SCHEMA, Role.SYSTEM}


def made_of(
    family: str, facts: Facts, measure: Facts, *, platform: str | None, assumed: bool, gateway: bool = False
) -> Profile:
    """Return the profile that facts say; `measure` fills in what they do not say about the keys of MEASURE."""
    known = Values({key: fact.value for key, fact in facts.items()})
    sizes = Values(
        {key: measure[key].value for key in MEASURE} | {key: known.known[key] for key in MEASURE if key in facts}
    )
    order = sizes.words("order")
    return Profile(
        id=family,
        match=Match[(known.text("match") or "none").upper()],
        minimum=sizes.count("minimum") or 0,
        step=sizes.count("step") or 1,
        order=tuple(
            map(Role, order if _AHEAD.issubset(order) else Values({"order": measure["order"].value}).words("order"))
        ),
        percent=sizes.count("tokenizer.factor") or 100,
        error=sizes.count("tokenizer.error") or 0,
        platform=platform,
        assumed=assumed,
        minimums=tuple(sorted(int(value) for value in facts["minimum"].numbers)) if "minimum" in facts else (),
        reported=known.count("reported") or 1,
        worth=max(sizes.count("worth") or 1, sizes.count("step") or 1),
        hidden=known.flag("hidden") or False,
        typescript=known.text("tools.form") == "typescript",
        overhead=_overhead(known.below("overhead")),
        boundaries=_boundaries(known.below("boundaries")),
        lifetime=_lifetime(known.below("lifetime")),
        price=_price(known.below("price")),
        invalidates={setting: str(part) for setting, part in known.below("invalidates").known.items()},
        defaults={setting: str(word) for setting, word in known.below("defaults").known.items()},
        safe=frozenset(known.words("safe")),
        refuses=frozenset(known.words("refuses")),
        deprecated=frozenset(known.words("deprecated")),
        gateway=gateway,
        facts=facts,
    )


def _boundaries(known: Values) -> Boundaries:
    lookback = known.below("lookback")
    return Boundaries(
        implicit=known.words("implicit"),
        mark=known.words("mark"),
        automatic=known.text("automatic"),
        mode=known.text("mode"),
        without=known.text("without"),
        forbidden=known.words("forbidden"),
        objects=known.words("objects"),
        writes=known.count("writes"),
        lookback=Lookback(*(lookback.count(key) for key in ("first", "latest", "ends", "blocks"))),
    )


def _overhead(known: Values) -> Overhead | None:
    message = known.count("message")
    return None if message is None else Overhead(message, known.count("end") or 0, known.count("name") or 0)


def _lifetime(known: Values) -> Lifetime:
    return Lifetime(
        known.text("default"),
        known.words("options"),
        known.text("parameter"),
        known.flag("falling") or False,
    )


def _price(known: Values) -> Price:
    shares = known.below("write")
    write = {lifetime: share for lifetime in shares.known if (share := shares.number(lifetime)) is not None}
    return Price(known.number("input"), known.number("read"), write, known.flag("batch"))
