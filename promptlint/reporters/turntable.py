"""The turns of a conversation as a table: what each request reads from the cache, stores, and pays in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from promptlint.layout import Exchange, Layout, Turns, converse
from promptlint.layout.cost import Cost, cost
from promptlint.layout.turns import Turn
from promptlint.reporters.console import Console, plural
from promptlint.reporters.why import spread
from promptlint.tokens import Exact


def turn_table(layout: Layout, exchange: Exchange, count: int, console: Console) -> None:
    """Write what the first turns of a conversation read and store, now and at best, and an empty line behind it."""
    turns = converse(layout, Exact(), exchange, count)
    lines = _table(layout, exchange, turns) if turns else ("no conversation: each request stands alone",)
    for line in (*lines, ""):
        console.write(line)


def _table(layout: Layout, exchange: Exchange, turns: Sequence[Turns]) -> Iterator[str]:
    asked, answered, messages = exchange
    comes = f"answered with {answered:,} in {plural(messages, 'message')}"
    yield f"turn by turn, each value asked of {plural(asked, 'token')} and {comes} (assumed), sent again as they were:"
    rows: list[tuple[str, ...]] = [("turn", "tokens", "read now", "written", "uncached", "read at best", "written")]
    rows += [_cells(number, now, best) for number, (now, best) in enumerate(turns, 1)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    head, *lines = ["   ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    yield click.style(head, dim=True)
    yield from lines
    prices = [_price(layout, [each[at] for each in turns]) for at in (0, 1)]
    if None not in prices:
        now_is, best_is = (f"{price:.0%}" for price in prices if price is not None)
        yield f"input price of these turns: {now_is} of the uncached one now, {best_is} at best"


def _cells(number: int, now: Turn, best: Turn) -> tuple[str, ...]:
    """Return what the table says of a turn: as it is what is read, stored and paid in full, at best the first two."""
    paid = (f"{count:,}" for count in (now.written, now.uncached))
    return str(number), f"{now.tokens:,}", spread(now.read), *paid, spread(best.read), f"{best.written:,}"


def _price(layout: Layout, turns: Sequence[Turn]) -> float | None:
    """Return the price of all requests as a share of that without a cache; None where it is not known."""
    costs = [cost(layout.profile, turn.tokens, turn.read.likely, turn.written) for turn in turns]
    known = [(one, turn.tokens) for one, turn in zip(costs, turns, strict=True) if isinstance(one, Cost)]
    total = sum(tokens for _, tokens in known)
    return sum(one.share * tokens for one, tokens in known) / total if total else None
