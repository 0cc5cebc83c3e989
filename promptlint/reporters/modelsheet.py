"""What is known about the caches of models, as tables for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import click

from promptlint.fact import Fact, Source, Value
from promptlint.fitting import MEASURE
from promptlint.profile import Match
from promptlint.providerfile import place
from promptlint.providers import DEFAULT, Fit, Providers
from promptlint.reporters.console import printable

_CACHED = {
    Match.BLOCK_PREFIX: "the longest common prefix",
    Match.BOUNDARY: "a prefix that ends at a boundary which an earlier request wrote",
    Match.PREFIX_UNIT: "the longest whole unit that an earlier request stored",
    Match.EXPLICIT_OBJECT: "what an object holds that the program makes first",
    Match.SLOT_LCP: "the longest common prefix with the request before",
    Match.NONE: "nothing",
}
_TOKENS = ("minimum", "step", "worth", "reported", "routing.hashed")
_DOLLARS = ("price.input", "price.storage", "price.audio", "price.image")
_LABELS = {
    "match": "cached",
    "worth": "told of from a loss of",
    "reported": "reported in steps of",
    "hidden": "text ahead of the prompt",
    "boundaries.implicit": "ends without a mark",
    "boundaries.mark": "mark",
    "boundaries.automatic": "mark of the last block",
    "boundaries.mode": "mode of caching",
    "boundaries.allowed": "mark allowed on",
    "boundaries.forbidden": "mark forbidden on",
    "boundaries.writes": "writes per request",
    "boundaries.lookback.first": "looked up: first marks",
    "boundaries.lookback.latest": "looked up: latest marks",
    "boundaries.lookback.ends": "looked up: message ends",
    "boundaries.lookback.blocks": "looked up: blocks",
    "price.batch": "price read in batches",
    "counts_to_limits": "counts to rate limits",
    "since": "reported since API",
    "tokenizer.factor": "tokens per 100 o200k_base",
    "routing.rate": "routing requests a minute",
    "routing.hashed": "routing decided by first",
}
_AHEAD = "    "
_ROOM = 64
"""How wide values get, in columns."""


class _Line(NamedTuple):
    label: str
    value: str
    fact: Fact | None = None


def listing(providers: Providers, width: int) -> Iterator[str]:
    """Yield the families, each with the globs of the models that belong to it, in lines of at most `width` columns."""
    rows: list[tuple[str, ...]] = [("family", "platform", "cached", "minimum", "step", "read", "")]
    rows += [_summary(providers.family(name), providers) for name in providers.families]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    for number, row in enumerate(rows):
        line = "  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=False)).rstrip()
        yield click.style(line, bold=number == 0)
        yield from textwrap.wrap(
            row[-1], width, initial_indent=_AHEAD, subsequent_indent=_AHEAD, break_on_hyphens=False
        )
    yield ""
    yield from textwrap.wrap(f"platforms: {', '.join(providers.platforms)}", width, subsequent_indent=_AHEAD)


def _summary(fit: Fit, providers: Providers) -> tuple[str, ...]:
    family, profile = fit.family, fit.profile
    rows = [row for row in providers.rows if row.family == family.id]
    seen = [family.facts, *(row.facts for row in rows)]
    minimums, reads = (_span(filter(None, (facts.get(key) for facts in seen))) for key in ("minimum", "price.read"))
    step = f"{profile.step:,}" if "step" in family.facts else ""
    return (
        family.id,
        family.platform or "",
        profile.match.name.lower(),
        minimums,
        step,
        reads and f"{reads}×",
        _members(fit, providers),
    )


def _members(fit: Fit, providers: Providers) -> str:
    """Return the globs of a family's models, and the families whose models belong to it on its platform."""
    name = fit.family.id
    globs = (glob for row in providers.rows for glob in row.globs if row.family == name and glob != "*")
    moved = [other.id for other in providers.families.values() if name in other.elsewhere.values()]
    there = [f"models of {', '.join(moved)} on {fit.family.platform}"] if moved else []
    return ", ".join(dict.fromkeys((*globs, *there)))


def _span(facts: Iterable[Fact]) -> str:
    numbers = sorted({fact.numbers[0] for fact in facts})
    return " to ".join(f"{number:,g}" for number in dict.fromkeys((numbers[0], numbers[-1]))) if numbers else ""


def sheet(name: str, fit: Fit, providers: Providers) -> Iterator[str]:
    """Yield what is known about a model, with the source, date and confidence of each fact."""
    row, family = fit.row, fit.family
    yield f"{click.style(printable(name), bold=True)}: family {family.id}, {family.title}"
    if row.is_last:
        yield click.style(f"assumed: the model is not known, and taken for one of {family.id}", fg="yellow")
    elif row.assumed:
        yield click.style(f"assumed: only its name says so, by {', '.join(row.globs)}", fg="yellow")
    else:
        yield f"matched by {', '.join(row.globs)}"
    yield from _body(fit, providers)


def family_sheet(fit: Fit, providers: Providers) -> Iterator[str]:
    """Yield what is known about all models of a family."""
    yield f"{click.style(fit.family.id, bold=True)}: {fit.family.title}"
    globs = ", ".join(
        glob for row in providers.rows for glob in row.globs if row.family == fit.family.id and glob != "*"
    )
    if globs:
        yield f"models: {globs}"
    yield from _body(fit, providers)


def _body(fit: Fit, providers: Providers) -> Iterator[str]:
    platform = providers.platforms.get(fit.family.platform or "")
    if platform:
        yield f"platform: {platform.title}"
    yield ""
    lines = tuple(_lines(fit, providers))
    label = max(len(line.label) for line in lines)
    room = max(len(line.value) for line in lines if len(line.value) <= _ROOM)
    for line in lines:
        first, *more = textwrap.wrap(line.value, room) or ("",)
        told = click.style(_told(line.fact), dim=True) if line.fact else ""
        yield f"{line.label:<{label}}  {first:<{room}}  {told}".rstrip()
        yield from (f"{'':{label}}  {text}" for text in (*more, *_asides(line, room)))
    yield ""
    yield from _sources([line.fact for line in lines if line.fact])


def _lines(fit: Fit, providers: Providers) -> Iterator[_Line]:
    """Yield the facts in the order of the keys of the file, settings that lose the same part together."""
    facts = fit.profile.facts
    known = sorted(facts, key=place)
    for top, keys in groupby(known, key=lambda key: key.partition(".")[0]):
        if top == "invalidates":
            yield from _losses({key.partition(".")[2]: facts[key] for key in keys})
        else:
            yield from (_Line(_label(key), _value(key, facts[key].value, fit), facts[key]) for key in keys)
    if fit.profile.caches:
        measure = providers.families[DEFAULT].facts
        own = {"worth", "step"} if fit.profile.match is Match.BOUNDARY else {"worth"}
        for key in (key for key in MEASURE if key not in facts and key not in own):
            yield _Line(_label(key), f"not known; {_value(key, measure[key].value, fit)} is used, as of {DEFAULT}")


def _losses(facts: dict[str, Fact]) -> Iterator[_Line]:
    def alike(setting: str) -> tuple[str, str, str, str]:
        fact = facts[setting]
        return str(fact.value), _told(fact), fact.note, str(fact.others)

    for _, group in groupby(sorted(facts, key=alike), key=alike):
        settings = list(group)
        fact = facts[settings[0]]
        part = "everything" if fact.value == "all" else f"from {fact.value} on"
        yield _Line(f"lost {part} by", ", ".join(settings), fact)


def _label(key: str) -> str:
    if key.startswith("defaults."):
        return f"default of {key.rpartition('.')[2]}"
    return _LABELS.get(key) or key.removeprefix("boundaries.").replace(".", " ").replace("_", " ")


def _value(key: str, value: Value, fit: Fit) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(value) or "none"
        case str():
            return _CACHED[Match[value.upper()]] if key == "match" else value
    if key in _TOKENS:
        return f"{value:,} token{'s' * (value != 1)}"
    if key in _DOLLARS:
        return f"{_dollars(value)} per million tokens{' and hour' * (key == 'price.storage')}"
    if key.startswith("price."):
        return _share(key, value, fit)
    return f"give or take {value:g}%" if key == "tokenizer.error" else f"{value:,g}"


def _share(key: str, value: float, fit: Fit) -> str:
    """Return a price that is a share of another one, in dollars too where that one is known."""
    whole = fit.profile.facts.get(key.removesuffix("_read") if key.endswith("_read") else "price.input")
    share = f"{value:g}× the input's price"
    return f"{share}: {_dollars(value * whole.numbers[0])}" if whole else share


def _dollars(amount: float) -> str:
    whole, _, cents = f"{amount:,.5f}".rstrip("0").partition(".")
    return f"${whole}.{cents:0<2}"


def _asides(line: _Line, room: int) -> Iterator[str]:
    """Yield what stands below a line: what other sources say, and a note."""
    if line.fact and line.fact.others:
        others = (_plain(other.value) + f" ({_named(other.source)})" * bool(other.source) for other in line.fact.others)
        disagree = any(other.source for other in line.fact.others)
        yield click.style(f"{'sources disagree: ' if disagree else 'or '}{', '.join(others)}", fg="yellow")
    if line.fact:
        yield from (click.style(text, dim=True) for text in textwrap.wrap(line.fact.note, room))


def _plain(value: Value) -> str:
    return ", ".join(value) if isinstance(value, tuple) else f"{value:,g}" if isinstance(value, int | float) else value


def _told(fact: Fact) -> str:
    return f"{_named(fact.source)}, {fact.confidence.name.lower()}"


def _named(source: Source | None) -> str:
    return f"{source.id} {source.date}".rstrip() if source else ""


def _sources(facts: list[Fact]) -> Iterator[str]:
    told = {fact.source for fact in facts} | {other.source for fact in facts for other in fact.others if other.source}
    widest = max(len(source.id) for source in told)
    yield click.style("sources, and how sure the fact is (high, medium, low)", bold=True)
    for source in sorted(told):
        yield f"{source.id:<{widest}}  {source.date:<10}  {source.url}{f' ({source.note})' * bool(source.note)}"
