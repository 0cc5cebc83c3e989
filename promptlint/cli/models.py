"""`promptlint models`: what is known about how models are cached, and who says it."""

from __future__ import annotations

import os

import click

from promptlint.cli.terminal import color_option, console, provider_option, told
from promptlint.settings import settings_at


@click.command(short_help="List the families of models, or tell what is known about one.")
@click.argument("name", required=False)
@provider_option
@click.option("--config", metavar="FILE", help="Read [tool.promptlint] from this TOML file only.")
@click.option("--isolated", is_flag=True, help="Read no configuration file.")
@color_option
def models(name: str | None, provider: str | None, config: str | None, isolated: bool, color: str) -> None:
    """Tell how the prompts of a model are cached and what that costs, with the source, date and confidence of each fact.

    NAME is a model or a family of them; without it, all families are listed with the models that belong to them.
    """
    from pathlib import Path

    from promptlint.providers import check_provider, load
    from promptlint.reporters import modelsheet

    with told(color):
        given = {"provider": provider} if provider else {}
        settings = settings_at(given, config=config, isolated=isolated)(os.getcwd())
        providers = load(tuple(map(Path, settings.rules)), settings.models)
        if settings.provider:
            check_provider(providers, settings.provider)
        out = console(color)
        if name is None:
            lines = modelsheet.listing(providers, out.width)
        elif name in providers.families:
            lines = modelsheet.family_sheet(providers.family(name), providers)
        else:
            lines = modelsheet.sheet(name, providers.fit(name, settings.provider), providers)
        for line in lines:
            out.write(line)
