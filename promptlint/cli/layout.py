"""`promptlint layout`: draw the prompts of a file as token maps."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import chain

import click

from promptlint.cli.terminal import color_option, console, note, told
from promptlint.prompt import Choice, Literal, Prompt, Repeat, Site, Splice, Text
from promptlint.reporters.console import listed, spot
from promptlint.settings import settings_at
from promptlint.source import Place, Source


@click.command(short_help="Draw the prompts of a file, and where their cache breaks.")
@click.argument("target", metavar="PATH[:LINE]")
@click.option("--model", metavar="NAME", help="Measure the prompts as sent to this model, whatever the code says.")
@click.option("--config", metavar="FILE", help="Read [tool.promptlint] from this TOML file only.")
@click.option("--isolated", is_flag=True, help="Read no configuration file.")
@color_option
def layout(target: str, model: str | None, config: str | None, isolated: bool, color: str) -> None:
    """Draw each prompt that a file sends: its parts, their tokens, and where its cache breaks.

    With a LINE, only the prompts that are sent from it or hold text from it.
    """
    from promptlint.discover import discover
    from promptlint.engine import engine
    from promptlint.reporters.tokenmap import tokenmap

    with told(color):
        path, line = _target(target)
        at = settings_at({"model": model} if model else {}, config=config, isolated=isolated)
        machine = engine(at, _folder(path))
        layouts = [layout for found in discover((path,), at).files for layout in machine.layouts(found)]
        chosen = [layout for layout in layouts if line is None or _speaks_of(layout.prompt, line, machine.files.source)]
        for one in chosen:
            tokenmap(one, machine.files.source, console(color))
        if not chosen:
            places = [layout.prompt.place for layout in layouts]
            rows = sorted({spot(machine.files.source(place.path), place.start).row for place in places})
            sent = f"; prompts are sent from line{'s' * (len(rows) > 1)} {listed(map(str, rows))}" if rows else ""
            note(f"{target}: no prompts found{sent}", color)


def _folder(path: str) -> str:
    return os.path.abspath(path if os.path.isdir(path) else os.path.dirname(path))


def _target(target: str) -> tuple[str, int | None]:
    """Return the path, and the line if there is one; a file whose name ends in a colon and digits comes first."""
    path, colon, line = target.rpartition(":")
    return (path, int(line)) if colon and line.isdecimal() and not os.path.exists(target) else (target, None)


def _speaks_of(prompt: Prompt, line: int, sources: Callable[[str], Source | None]) -> bool:
    """Return whether a prompt is sent from a line, or any of its text stands there."""
    for place in _places(prompt):
        source = sources(place.path)
        if source and spot(source, place.start).row <= line <= spot(source, place.end).row:
            return True
    return False


def _places(prompt: Prompt) -> Iterator[Place]:
    yield prompt.place
    for block in prompt.blocks:
        yield block.place
        yield from _text_places(block.text)


def _text_places(text: Text) -> Iterator[Place]:
    for part in text:
        match part:
            case Literal(site=Site(place=place)) | Splice(place=place):
                yield place
            case Choice(arms=arms, place=place):
                yield place
                yield from chain.from_iterable(map(_text_places, arms))
            case Repeat(body=body, place=place):
                yield place
                yield from _text_places(body)
