"""`promptlint layout`: draw the prompts of a file as token maps."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable

import click

from promptlint.cli.terminal import color_option, console, note, provider_option, told
from promptlint.prompt import Prompt
from promptlint.reporters.console import Spot, listed, spot
from promptlint.settings import settings_at
from promptlint.source import Source
from promptlint.walk import written

_TARGET = re.compile(r"(?P<path>.+?)(?::cell (?P<cell>\d+))?(?::(?P<line>\d+))?")


@click.command(short_help="Draw the prompts of a file, and where their cache breaks.")
@click.argument("target", metavar="PATH[:LINE]")
@click.option("--model", metavar="NAME", help="Measure the prompts as sent to this model, whatever the code says.")
@provider_option
@click.option(
    "--requests-per-day", type=click.IntRange(1), metavar="N", help="Estimate what a month of that many requests costs."
)
@click.option("--turns", type=click.IntRange(1, 100), metavar="N", help="Follow a conversation for so many requests.")
@click.option(
    "--exchange",
    type=(click.IntRange(1), click.IntRange(1), click.IntRange(1)),
    metavar="ASKED ANSWERED MESSAGES",
    help="What each turn is assumed to bring: the tokens of what is asked, those of the answer, and the messages of that.  [default: 100 300 1]",
)
@click.option("--config", metavar="FILE", help="Read [tool.promptlint] from this TOML file only.")
@click.option("--isolated", is_flag=True, help="Read no configuration file.")
@color_option
def layout(
    target: str,
    config: str | None,
    isolated: bool,
    color: str,
    requests_per_day: int | None,
    turns: int | None,
    exchange: tuple[int, int, int] | None,
    **options: str | None,
) -> None:
    """Draw each prompt that a file sends: its parts, their tokens, and where its cache breaks.

    With a LINE, only the prompts that are sent from it or hold text from it; in a notebook `cell N` or `cell N:LINE`.
    """
    from promptlint.discover import discover
    from promptlint.engine import engine
    from promptlint.layout import Exchange
    from promptlint.reporters.tokenmap import tokenmap
    from promptlint.reporters.turntable import turn_table

    with told(color):
        path, cell, line = _target(target)
        at = settings_at({name: word for name, word in options.items() if word}, config=config, isolated=isolated)
        machine = engine(at, _folder(path))
        layouts = [layout for found in discover((path,), at, machine.wants).files for layout in machine.layouts(found)]
        chosen = [one for one in layouts if _speaks_of(one.prompt, cell, line, machine.source)]
        for one in chosen:
            tokenmap(one, machine.source, console(color), requests_per_day)
            if turns:
                turn_table(one, Exchange(*(exchange or ())), turns, console(color))
        if not chosen:
            places = [layout.prompt.place for layout in layouts]
            spots = {spot(machine.source(place.path), place.start) for place in places}
            note(f"{target}: no prompts found{_senders(spots)}", color)


def _folder(path: str) -> str:
    return os.path.abspath(path if os.path.isdir(path) else os.path.dirname(path))


def _target(target: str) -> tuple[str, int | None, int | None]:
    """Return the path, the cell and the line, as far as there are any; a file that is called just so comes first."""
    found = _TARGET.fullmatch(target)
    if found is None or os.path.exists(target):
        return target, None, None
    cell, line = (int(number) if number else None for number in found.group("cell", "line"))
    return found["path"], cell, line


def _speaks_of(prompt: Prompt, cell: int | None, line: int | None, sources: Callable[[str], Source | None]) -> bool:
    """Return whether a prompt is sent from a line of a cell, or any of its text stands there; from any where it is None."""
    for place in (prompt.place, *written(prompt)):
        source = sources(place.path)
        start, end = spot(source, place.start), spot(source, place.end)
        if (cell is None or start.cell == cell) and (line is None or (source and start.row <= line <= end.row)):
            return True
    return False


def _senders(spots: Iterable[Spot]) -> str:
    """Return from where prompts are sent, for the end of a sentence."""
    lines = sorted({(found.cell or 0, found.row) for found in spots})
    words = [f"cell {cell}:{row}" if cell else str(row) for cell, row in lines]
    kind = "" if any(cell for cell, _ in lines) else f"line{'s' * (len(lines) > 1)} "
    return f"; prompts are sent from {kind}{listed(words)}" if words else ""
