"""The token map: a prompt as its provider renders it, part by part, with the place where its cache breaks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby

import click

from promptlint.hole import Scope, Volatility
from promptlint.layout import Layout, Segment, rendered
from promptlint.layout.boundaries import implied
from promptlint.layout.cost import Cost, cost
from promptlint.profile import Match, Profile
from promptlint.prompt import Role
from promptlint.reporters.console import Console, between, plural, printable, shown, spot
from promptlint.reporters.why import spread, why
from promptlint.source import Source
from promptlint.tokens import Range

Sources = Callable[[str], Source | None]

_COLOURS = {
    Volatility.UNKNOWN: "bright_black",
    Volatility.LITERAL: "green",
    Volatility.PROCESS: "cyan",
    Volatility.DAY: "cyan",
    Volatility.USER: "yellow",
    Volatility.SESSION: "yellow",
    Volatility.MINUTE: "red",
    Volatility.REQUEST: "red",
}
_LEGEND = "# static text   + value   ? value of unknown origin   ! first break   - text behind it"
_ROLES = {Role.REST: "messages", Role.FRAGMENT: "prompt"}
_INDENT = f"{'':34}"
_DAYS = 30
"""Of a month."""


def tokenmap(layout: Layout, sources: Sources, console: Console, requests_per_day: int | None = None) -> None:
    """Write the map of one prompt and an empty line behind it; with a number of requests also what they cost a month."""
    parts = tuple(_parts(layout.segments))
    for line in (*_title(layout, sources), *_bar(parts, console.width), *_table(parts, layout, sources, console.width)):
        console.write(line)
    for line in (*_served(layout), *_costs(layout, requests_per_day), ""):
        console.write(line)


def _parts(segments: tuple[Segment, ...]) -> Iterator[Segment]:
    """Yield values one by one, and literal text between two of them in one block as one part."""
    numbered = enumerate(segments)
    for _, run in groupby(numbered, key=lambda item: (item[1].block, item[0] if item[1].label else None)):
        first, *more = (segment for _, segment in run)
        yield replace(
            first,
            text="".join((first.text, *(segment.text for segment in more))),
            tokens=sum((segment.tokens for segment in more), first.tokens),
            breaks=tuple(scope for segment in (first, *more) for scope in segment.breaks),
        )


def _title(layout: Layout, sources: Sources) -> Iterator[str]:
    prompt, profile = layout.prompt, layout.profile
    here = spot(sources(prompt.place.path), prompt.place.start)
    yield f"{click.style(printable(prompt.name), bold=True)}  {shown(prompt.place.path)}:{here}"
    model = f"model {printable(layout.model)}" if layout.model else "no model is known here"
    yield f"{model}, {'measured as ' if profile.assumed else ''}profile {profile.id}: {_cached(profile)}"
    if profile.error and profile.caches:
        factor = f"{profile.percent}% of these, give or take {profile.error}%"
        yield f"tokens are counted with o200k_base; the model's own are about {factor}"


def _cached(profile: Profile) -> str:
    """Return what of a prompt is cached, as a sentence; numbers of another family are called assumed."""
    least = f"{profile.minimum:,} tokens{'' if profile.minimums else ' (assumed)'}"
    match profile.match:
        case Match.NONE:
            made = "match" in profile.facts and profile.facts["match"].value != Match.NONE.name.lower()
            return "only a cache that the program made before is served" if made else "nothing is cached"
        case Match.EXPLICIT_OBJECT:
            return f"all of it is stored from {least}, for requests that name it"
        case Match.BOUNDARY:
            ends = {"a message": profile.boundaries.implicit, "an explicit breakpoint": profile.boundaries.mark}
            return f"a prefix that {' or '.join(end for end, of in ends.items() if of)} ends is cached from {least}"
        case Match.PREFIX_UNIT:
            return f"the longest unit that an earlier request stored is cached from {least}"
    steps = f", in steps of {profile.step:,}{'' if profile.steps else ' (assumed)'}" if profile.step > 1 else ""
    return f"the longest common prefix is cached from {least}{steps}"


def _bar(parts: tuple[Segment, ...], width: int) -> Iterator[str]:
    """Yield the prompt as a row of cells, each part as long as its share of the known tokens, and the legend."""
    room = max(min(width, 100) - 2, 20)
    known = sum(part.tokens.low for part in parts)
    breaking = next((index for index, part in enumerate(parts) if part.breaks), len(parts))
    signs = [
        click.style(
            _sign(part, index, breaking) * max(round(part.tokens.low / max(known, 1) * room), 1), fg=_colour(part)
        )
        for index, part in enumerate(parts)
    ]
    yield f"[{''.join(signs)}]"
    yield click.style(_LEGEND, dim=True)


def _sign(part: Segment, index: int, breaking: int) -> str:
    if index == breaking:
        return "!"
    if part.label:
        return "?" if part.volatility is Volatility.UNKNOWN else "+"
    return "#" if index < breaking else "-"


def _table(parts: tuple[Segment, ...], layout: Layout, sources: Sources, width: int) -> Iterator[str]:
    blocks = rendered(layout.prompt.blocks, layout.profile.order)
    implicit = tuple(implied(layout.profile, blocks))
    yield click.style("at token       tokens  varies by  part", dim=True)
    for number, group in groupby(parts, key=lambda part: part.block):
        yield click.style(f"{_INDENT}{_ROLES.get(blocks[number].role, blocks[number].role)}", bold=True)
        for part in group:
            if part.label or part.text:
                yield _line(part, sources, width)
            yield from (f"{_INDENT}{note}" for note in _notes(part, layout))
        if number in implicit and not blocks[number].marked:
            yield f"{_INDENT}{click.style('-- end of a cacheable prefix, without a breakpoint --', fg='blue')}"
        if blocks[number].marked:
            yield f"{_INDENT}{click.style('-- cache breakpoint --', fg='blue', bold=True)}"


def _line(part: Segment, sources: Sources, width: int) -> str:
    head = f"{_number(part.before):>8}  {_number(part.tokens):>11}  "
    varies = click.style(f"{part.volatility.name.lower() if part.label else '':<9}  ", fg=_colour(part))
    return head + varies + (_value(part, sources) if part.label else _excerpt(part.text, max(width - 46, 30)))


def _value(part: Segment, sources: Sources) -> str:
    written = printable(part.label)
    braced = written if written.startswith("{") else f"{{{written}}}"
    label = click.style(braced, fg=_colour(part), bold=True)
    if part.place is None:
        return label
    return f"{label}  {shown(part.place.path)}:{spot(sources(part.place.path), part.place.start)}"


def _excerpt(text: str, room: int) -> str:
    lines = text.count("\n") + 1
    words = printable(" ".join(text[: room * 4].split()))
    cut = words if len(words) <= room and len(text) <= room * 4 else f"{words[: room - 3]}..."
    return f'"{cut}"' + (f" ({lines:,} lines)" if lines > 1 else "")


def _notes(part: Segment, layout: Layout) -> Iterator[str]:
    if part.breaks:
        costly = any(layout.served[scope].likely < layout.servable[scope].likely for scope in part.breaks)
        what, colour = ("the cache breaks", "red") if costly else ("the shared prefix ends", "green")
        where = "here" if part.label or part.text else "behind it"
        yield click.style(f"^ {what} {where}, {between(part.breaks)}", fg=colour, bold=costly)
    minimum = layout.profile.minimum
    if part.before.low < minimum <= part.before.low + part.tokens.low:
        yield click.style(f"^ the minimum of {minimum:,} tokens is reached here", fg="blue")


def _served(layout: Layout) -> Iterator[str]:
    """Yield what is served now and at best, and why, for each scope, or for several where it is the same."""
    told = {scope: (layout.served[scope], layout.servable[scope], why(layout, scope)) for scope in Scope}
    for one in dict.fromkeys(told.values()) if layout.profile.caches else ():
        now, best, reason = one
        most = max(now, best, key=lambda read: read.likely)
        colour, noun = ("green" if now == most else "red"), "token" if now.likely == 1 and now.certain else "tokens"
        numbers = click.style(f"{spread(now)} {noun} cached now, {spread(most)} at best", fg=colour)
        yield f"{numbers}, {between(scope for scope in Scope if told[scope] == one)}"
        yield f"  {reason}"


def _costs(layout: Layout, requests_per_day: int | None) -> Iterator[str]:
    """Yield what the input of 1,000 requests costs, and that of a month, of different users."""
    profile = layout.profile
    reads = {scope: (layout.served[scope].likely, layout.servable[scope].likely) for scope in Scope}
    now, best = reads[Scope.EVERYONE]
    whose = f", {between((Scope.EVERYONE,))}" if len(set(reads.values())) > 1 else ""
    match [cost(profile, layout.tokens, read, max(layout.stored - read, 0)) for read in (now, max(now, best))]:
        case [Cost(is_now, dollars_now), Cost(is_best, dollars_best)]:
            yield f"input price of the known tokens{whose}: {is_now:.0%} of the uncached one now, {is_best:.0%} at best"
            if dollars_now is not None and dollars_best is not None:
                yield from _dollars(profile, dollars_now, dollars_best, requests_per_day)


def _dollars(profile: Profile, now: float, best: float, requests_per_day: int | None) -> Iterator[str]:
    dated = profile.facts["price.input"].source.date if "price.input" in profile.facts else "unknown date"
    yield f"per 1,000 requests: ${now * 1_000:,.2f} now, ${best * 1_000:,.2f} at best (price of {dated})"
    if requests_per_day is not None:
        month = requests_per_day * _DAYS
        per = plural(requests_per_day, "request")
        yield f"a month of {per} a day: ${now * month:,.2f} now, ${best * month:,.2f} at best"


def _number(tokens: Range) -> str:
    if tokens.low == tokens.high:
        return f"{tokens.low:,}"
    if math.isinf(tokens.high):
        return f"{tokens.low:,}+" if tokens.low else "?"
    return f"{tokens.low:,}-{tokens.high:,.0f}"


def _colour(part: Segment) -> str:
    return _COLOURS[part.volatility]
