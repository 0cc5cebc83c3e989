"""The comments that speak to promptlint, in every syntax that has some beside Python's."""

from __future__ import annotations

from collections.abc import Callable, Collection

from promptlint.facts import Comment
from promptlint.frontends.document import Span
from promptlint.frontends.jinja.comments import read_comments as read_jinja
from promptlint.frontends.markdown.comments import read_comments as read_markdown
from promptlint.frontends.placeholders.comments import read_handlebars, read_liquid
from promptlint.frontends.toml.comments import read_comments as read_toml
from promptlint.frontends.yaml.comments import read_comments as read_yaml
from promptlint.source import Source

READERS: dict[str, Callable[[Source, Span | None], tuple[Comment, ...]]] = {
    "yaml": read_yaml,
    "toml": read_toml,
    "jinja": read_jinja,
    "markdown": read_markdown,
    "handlebars": read_handlebars,
    "liquid": read_liquid,
}
"""What reads the comments in a stretch of a text, or in all of it, by syntax; the place of one ends with its words."""

_OF_LANGUAGES = {
    "jinja2": "jinja",
    "nunjucks": "jinja",
    "mustache": "handlebars",
    "handlebars": "handlebars",
    "liquid": "liquid",
}


def syntaxes_in(languages: Collection[str]) -> tuple[str, ...]:
    """Return the syntaxes of the comments in a template of one of some languages; of any where none is known."""
    known = (_OF_LANGUAGES[each] for each in languages or _OF_LANGUAGES if each in _OF_LANGUAGES)
    return tuple(dict.fromkeys(known))
