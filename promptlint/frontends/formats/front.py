"""Files with front matter: their settings, and the text behind them."""

from __future__ import annotations

from promptlint.frontends.document import Broken, Scalar, Table, alone
from promptlint.frontends.formats.whole import whole
from promptlint.frontends.frontmatter.split import split
from promptlint.frontends.yaml.document import read_yaml


def read_front(text: str) -> Table:
    """Return the settings of a text with front matter, and its text under `body`.

    Raises Broken where the settings are no YAML or do not end.
    """
    parts = split(text)
    if parts.unclosed:
        raise Broken("the settings that begin here have no end: a line of `---` is missing", parts.unclosed.start)
    documents = read_yaml(alone(text, parts.settings)) if parts.settings else ()
    settings = documents[0] if documents and isinstance(documents[0], Table) else Table(())
    return Table((*settings.pairs, (Scalar("body"), whole(text, parts.body))), repeated=settings.repeated)
