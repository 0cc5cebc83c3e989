"""`promptlint check`: find what breaks the cache, and mend it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import click

from promptlint.cli.fixing import Task, applied, shown_as_diff
from promptlint.cli.summary import found, reporter, status_of, tell
from promptlint.cli.terminal import Command, color_option, console, provider_option, told
from promptlint.settings import FORMATS, Excluded, Layer, Settings, SettingsAt, settings_at

STDIN = "-"


def _words(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of an option that may be repeated, and may hold several between commas."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _list(name: str, metavar: str, text: str) -> Callable[[Command], Command]:
    return click.option(name, multiple=True, callback=_words, metavar=metavar, help=text)


def _pair(name: str, text: str) -> Callable[[Command], Command]:
    return click.option(f"{name}/--no-{name[2:]}", default=None, help=text)


def _flag(name: str, text: str) -> Callable[[Command], Command]:
    return click.option(name, is_flag=True, default=None, help=text)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--output-format", type=click.Choice(FORMATS), help="How to print findings.  [default: full]")
@_list("--select", "RULES", "Rules to use: names, codes, beginnings of codes (PRM2), or ALL.  [default: ALL]")
@_list("--extend-select", "RULES", "Rules to use as well as those selected.")
@_list("--ignore", "RULES", "Rules not to use.")
@_flag("--show-info", "Show findings of severity info too: they cost nothing worth a change today.")
@_flag("--pedantic", "Show findings about values of unknown origin too: they may or may not vary.")
@click.option("--model", metavar="NAME", help="Measure all prompts as sent to this model, whatever the code says.")
@provider_option
@_list("--exclude", "PATTERNS", "Leave out files and folders, in the syntax of .gitignore.")
@_flag("--force-exclude", "Leave out excluded files even if PATHS names them, as pre-commit does.")
@click.option("--config", metavar="FILE", help="Read [tool.promptlint] from this TOML file only.")
@click.option("--isolated", is_flag=True, help="Read no configuration file.")
@click.option(
    "--stdin-filename",
    metavar="FILE",
    help="Name for the text on standard input; its folder decides on the configuration.",
)
@_flag("--exit-zero", "Exit with 0 even if there are findings.")
@_flag("--no-cache", "Use no stored results.  [accepted; none are stored yet]")
@_pair("--fix", "Apply the safe fixes to the files; with - write the text with them to standard output.")
@_pair("--unsafe-fixes", "Count fixes that change the order or the wording of a prompt as safe ones.")
@click.option("--diff", is_flag=True, help="Change no file, and show as a diff what --fix would change.")
@_pair("--fix-only", "Apply fixes, and leave out the findings that stay.")
@_pair("--show-fixes", "List the fixes that were applied.")
@click.option(
    "--exit-non-zero-on-fix", is_flag=True, help="Exit with 1 if a file was changed, even if nothing is left."
)
@click.option("-q", "--quiet", is_flag=True, default=None, help="Print the findings only, without the summary.")
@color_option
def check(
    paths: tuple[str, ...],
    config: str | None,
    isolated: bool,
    stdin_filename: str | None,
    color: str,
    diff: bool,
    exit_non_zero_on_fix: bool,
    **options: Any,
) -> None:
    """Find values that change inside the cacheable prefix of a prompt.

    PATHS are files and folders, by default the working directory; - reads standard input. Lists such as RULES are
    separated by commas, and options that take them can be repeated.

    Exit code 0: no errors or warnings, or all of them fixed. 1: some were found. 2: promptlint could not do its job.
    """
    if isolated and config:
        raise click.UsageError("--isolated and --config exclude each other")
    if STDIN in paths and len(paths) > 1:
        raise click.UsageError("- reads standard input and goes alone")
    if stdin_filename and paths not in ((), (STDIN,)):
        raise click.UsageError("--stdin-filename names the text on standard input; other paths do not go with it")
    with told(color):
        at = settings_at(_layer(options), config=config, isolated=isolated)
        name = stdin_filename or (STDIN if paths == (STDIN,) else None)
        root = _common_folder((name,) if name else paths or (".",))
        settings = at(root)
        task = _of_text(name, at, root) if name else _of_paths(paths or (".",), at, root)
        if diff:
            status = shown_as_diff(task, settings, color)
        elif settings.fix or settings.fix_only:
            status = applied(task, settings, color, strict=exit_non_zero_on_fix)
        else:
            status = _reported(task, settings, color)
    sys.exit(status)


def _reported(task: Task, settings: Settings, color: str) -> int:
    """Print what is found, change nothing, and return the exit code."""
    from promptlint.rounds import checked

    report = checked(task.engine, task.discovery, unsafe=settings.unsafe_fixes)
    reporter(settings.output_format)(report, console(color))
    tell(report, settings, color, found(report))
    return status_of(report, settings)


def _layer(options: dict[str, Any]) -> Layer:
    """Return the options that were given, as settings."""
    given = {name: value for name, value in options.items() if value not in (None, ())}
    if "exclude" in given:
        given["exclude"] = (Excluded(os.getcwd(), given["exclude"]),)
    return given


def _common_folder(paths: tuple[str, ...]) -> str:
    """Return the folder that decides on settings of the whole run, such as the output format."""
    folders = [path if os.path.isdir(path) else os.path.dirname(path) for path in map(os.path.abspath, paths)]
    return (
        os.path.commonpath(folders) if len({os.path.splitdrive(folder)[0] for folder in folders}) == 1 else os.getcwd()
    )


def _of_paths(paths: tuple[str, ...], at: SettingsAt, root: str) -> Task:
    from promptlint.discover import discover
    from promptlint.engine import engine

    machine = engine(at, root)
    return Task(machine, discover(paths, at, machine.wants))


def _of_text(name: str, at: SettingsAt, root: str) -> Task:
    """Return the task of standard input, which stands for the file of that name."""
    from promptlint.discover import Discovery, Found, is_excluded
    from promptlint.engine import engine

    path = name if name == STDIN else os.path.abspath(name)
    excluded = name != STDIN and is_excluded(path, at(os.path.dirname(path)))
    discovery = Discovery(() if excluded else (Found(path, named=True),))
    return Task(engine(at, root, {path: sys.stdin.buffer.read()}), discovery, path)
