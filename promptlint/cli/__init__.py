"""The command line: arguments in, a stream of text and an exit code out."""

from __future__ import annotations

import click

from promptlint import __version__
from promptlint.cli.check import check
from promptlint.cli.layout import layout
from promptlint.cli.models import models
from promptlint.cli.rules import rule, rules


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s", prog_name="promptlint")
def main() -> None:
    """Find values that change inside the cacheable prefix of a prompt.

    A provider's prompt cache reuses only the unchanged beginning of a prompt. A clock reading or a user's name at its
    head makes everything behind it full price. `promptlint check` finds such values and says what they cost.
    """


for command in (check, layout, models, rule, rules):
    main.add_command(command)
