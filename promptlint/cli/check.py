"""`promptlint check`: find what breaks the cache."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from promptlint.cli.terminal import Command, color_option, console, note, provider_option, told
from promptlint.finding import Finding, Severity
from promptlint.report import Report, Tally
from promptlint.reporters.console import listed, plural, shown
from promptlint.settings import FORMATS, Excluded, Layer, Settings, SettingsAt, settings_at

if TYPE_CHECKING:
    from promptlint.reporters import Reporter

STDIN = "-"


def _words(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of an option that may be repeated, and may hold several between commas."""
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _list(name: str, metavar: str, text: str) -> Callable[[Command], Command]:
    return click.option(name, multiple=True, callback=_words, metavar=metavar, help=text)


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
@_flag("--no-fix", "Change no file.  [accepted; no fix changes files yet]")
@click.option("-q", "--quiet", is_flag=True, default=None, help="Print the findings only, without the summary.")
@color_option
def check(
    paths: tuple[str, ...], config: str | None, isolated: bool, stdin_filename: str | None, color: str, **options: Any
) -> None:
    """Find values that change inside the cacheable prefix of a prompt.

    PATHS are files and folders, by default the working directory; - reads standard input. Lists such as RULES are
    separated by commas, and options that take them can be repeated.

    Exit code 0: no errors or warnings. 1: some were found. 2: promptlint could not do its job.
    """
    if isolated and config:
        raise click.UsageError("--isolated and --config exclude each other")
    if STDIN in paths and len(paths) > 1:
        raise click.UsageError("- reads standard input and goes alone")
    with told(color):
        at = settings_at(_layer(options), config=config, isolated=isolated)
        name = stdin_filename or (STDIN if paths == (STDIN,) else None)
        root = _common_folder((name,) if name else paths or (".",))
        settings = at(root)
        report = _checked_text(name, at, root) if name else _checked_paths(paths or (".",), at, root)
        _reporter(settings.output_format)(report, console(color))
        _tell(report, settings, color)
    sys.exit(_status(report, settings))


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


def _checked_paths(paths: tuple[str, ...], at: SettingsAt, root: str) -> Report:
    from promptlint.discover import discover
    from promptlint.engine import engine

    machine = engine(at, root)
    return machine.check(discover(paths, at, machine.wants))


def _checked_text(name: str, at: SettingsAt, root: str) -> Report:
    """Return the report on standard input, which stands for the file of that name."""
    from promptlint.discover import Discovery, Found, is_excluded
    from promptlint.engine import engine

    data = sys.stdin.buffer.read()
    path = name if name == STDIN else os.path.abspath(name)
    if name != STDIN and is_excluded(path, at(os.path.dirname(path))):
        return Report()
    return engine(at, root, {path: data}).check(Discovery((Found(path, named=True),)))


def _reporter(name: str) -> Reporter:
    from promptlint.reporters import REPORTERS

    return REPORTERS[name]


def _status(report: Report, settings: Settings) -> int:
    if report.failures:
        return 2
    loud = any(finding.severity is not Severity.INFO for finding in report.findings)
    return int(loud and not settings.exit_zero)


def _tell(report: Report, settings: Settings, color: str) -> None:
    """Write what went wrong, and unless quiet what was found and looked at, to standard error."""
    for path, error in report.failures:
        note(f"{click.style('error', fg='red', bold=True)}: promptlint failed on {shown(path)}: {error}", color)
    if settings.quiet:
        return
    for folder in report.partly:
        what = f"only the files nearest to {folder} were searched for code that belongs to what was checked"
        note(
            f"{click.style('warning', fg='yellow', bold=True)}: {what}; a .git or pyproject.toml marks a project", color
        )
    if not report.tally.files:
        note(
            f"{click.style('warning', fg='yellow', bold=True)}: no Python files, notebooks or prompt files found", color
        )
    if report.findings:
        note(f"Found {listed(_counts(report.findings))}", color)
    note(_summary(report.tally), color)


def _counts(findings: Iterable[Finding]) -> Iterator[str]:
    counts = Counter(finding.severity for finding in findings)
    nouns = {Severity.ERROR: ("error",), Severity.WARNING: ("warning",), Severity.INFO: ("info", "infos")}
    yield from (plural(counts[severity], *noun) for severity, noun in nouns.items() if counts[severity])


def _summary(tally: Tally) -> str:
    seen = (
        plural(tally.prompts, "prompt") if tally.prompts else "no prompts",
        tally.unknown_model and f"{tally.unknown_model:,} of unknown model",
        tally.blind and f"{tally.blind:,} could not be followed",
        tally.suppressed and f"{plural(tally.suppressed, 'finding')} suppressed",
        tally.hidden and f"{tally.hidden:,} of severity info hidden (see --show-info)",
    )
    return f"Checked {plural(tally.files, 'file')}: {', '.join(part for part in seen if part)}"
