"""Files with front matter: their settings, and the messages that the text behind them is made of."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.frontends.document import Listing as Messages
from promptlint.frontends.document import Node, Scalar, Span, Table, alone
from promptlint.frontends.frontmatter.roles import Message, messages
from promptlint.frontends.frontmatter.split import split
from promptlint.frontends.jinja.parse import parse
from promptlint.frontends.yaml.document import read_yaml

_ROLES = ("system", "developer", "user", "assistant", "tool", "function")
_FIRST = "system"


def read_front(text: str) -> Table:
    """Return the settings of a text with front matter, its text under `body`, and the messages in that under `messages`.

    Raises Broken where the settings are no YAML.
    """
    parts = split(text)
    documents = read_yaml(alone(text, parts.settings)) if parts.settings else ()
    settings = documents[0].pairs if documents and isinstance(documents[0], Table) else ()
    spoken = Messages(tuple(_messages(text, parts.body)))
    return Table((*settings, (Scalar("messages"), spoken), (Scalar("body"), _scalar(text, parts.body))))


def _messages(text: str, body: Span) -> Iterator[Node]:
    """Yield the messages of a text: one where a statement of its template reaches over several."""
    found = list(messages(text, body, _ROLES, _FIRST))
    if any(parse(text[each.span.start : each.span.end], ()) is None for each in found):
        found = [Message(_FIRST, body)]
    for each in found:
        yield Table(((Scalar("content"), _scalar(text, each.span)), (Scalar("role"), Scalar(each.role))))


def _scalar(text: str, span: Span) -> Scalar:
    return Scalar(text[span.start : span.end], span)
