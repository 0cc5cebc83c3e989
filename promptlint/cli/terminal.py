"""The terminal: whether it shows colours, and what is written where."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TypeVar

import click

from promptlint.datafile import DataError
from promptlint.reporters.console import Console, printable
from promptlint.settings import Unusable

Command = TypeVar("Command", bound=Callable[..., object])


def color_option(command: Command) -> Command:
    """Return a command with the option `--color`."""
    return click.option(
        "--color",
        type=click.Choice(("auto", "always", "never")),
        default="auto",
        show_default=True,
        help="When to use colours; `auto` asks the terminal, NO_COLOR and FORCE_COLOR.",
    )(command)


def provider_option(command: Command) -> Command:
    """Return a command with the option `--provider`."""
    text = "The platform that serves the models, or a family of them; `promptlint models` lists both."
    return click.option("--provider", metavar="NAME", help=text)(command)


def console(color: str, *, err: bool = False) -> Console:
    """Return standard output, or standard error, as reporters write to it."""
    stream = sys.stderr if err else sys.stdout
    coloured = shows_color(color, stream)
    width = shutil.get_terminal_size().columns if stream.isatty() or "COLUMNS" in os.environ else 120
    return Console(lambda line: click.echo(line, err=err, color=coloured), width)


def write_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def note(message: str, color: str) -> None:
    """Write a line for people to standard error."""
    click.echo(message, err=True, color=shows_color(color, sys.stderr))


_DIFF_COLOURS = {b"-": "red", b"+": "green", b"@": "cyan"}


def write_diff(lines: Iterable[bytes], color: str) -> None:
    """Write the lines of a diff to standard output: as they are, or for people to look at on a terminal."""
    if not (sys.stdout.isatty() or shows_color(color, sys.stdout)):
        write_bytes(b"".join(lines))
        return
    out = console(color)
    for line in lines:
        text = printable(line.decode("utf-8", "replace").rstrip("\r\n"))
        colour = _DIFF_COLOURS.get(line[:1])
        out.write(click.style(text, fg=colour) if colour else text)


def shows_color(color: str, stream: IO[str]) -> bool:
    """Return whether to send colours to a stream: the option decides, then NO_COLOR, FORCE_COLOR, the terminal."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def told(color: str) -> Iterator[None]:
    """End the program with exit code 2 and a sentence when the run cannot do its job; survive any text in any locale."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        yield
    except (Unusable, DataError, ModuleNotFoundError) as error:
        message = _missing(error) if isinstance(error, ModuleNotFoundError) else error
        note(f"{click.style('error', fg='red', bold=True)}: {message}", color)
        raise SystemExit(2) from error


def _missing(error: ModuleNotFoundError) -> str:
    what = f"the package `{error.name}`, which promptlint needs, is not installed for {sys.executable}"
    return f"{what}; `pip install promptlint-layout` brings it"
