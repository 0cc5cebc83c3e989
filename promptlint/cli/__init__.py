"""The command line: arguments in, a stream of text and an exit code out."""

from __future__ import annotations

import click

from promptlint import __version__
from promptlint.cli.check import check
from promptlint.cli.layout import layout
from promptlint.cli.rules import rule, rules


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s", prog_name="promptlint")
def main() -> None:
    """Find values that change inside the cacheable prefix of a prompt."""


for command in (check, layout, rule, rules):
    main.add_command(command)
