"""The comments that speak to promptlint, in every syntax that has some beside Python's."""

from __future__ import annotations

from collections.abc import Callable

from promptlint.facts import Comment
from promptlint.frontends.document import Span
from promptlint.frontends.jinja.comments import read_comments as read_jinja
from promptlint.frontends.markdown.comments import read_comments as read_markdown
from promptlint.frontends.toml.comments import read_comments as read_toml
from promptlint.frontends.yaml.comments import read_comments as read_yaml
from promptlint.source import Source

READERS: dict[str, Callable[[Source, Span | None], tuple[Comment, ...]]] = {
    "yaml": read_yaml,
    "toml": read_toml,
    "jinja": read_jinja,
    "markdown": read_markdown,
}
"""What reads the comments in a stretch of a text, or in all of it, by syntax; the place of one ends with its words."""
