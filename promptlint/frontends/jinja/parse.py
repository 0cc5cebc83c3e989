"""Jinja templates as syntax trees in which every node knows the code-point offset at which it was written."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from promptlint.frontends.jinja.extended import extension
from promptlint.frontends.placeholders.tags import DEEPEST

if TYPE_CHECKING:
    from jinja2 import nodes

_BLANK = re.compile(r"\s*")
_COUNTED = re.compile(r" at (\d+)$")
_NEWLINE = re.compile(r"\r\n?")
EXTENSIONS = {name: f"jinja2.ext.{name}" for name in ("do", "loopcontrols", "with_", "autoescape", "i18n", "debug")} | {
    "ExprStmtExtension": "jinja2.ext.do",
    "LoopControlExtension": "jinja2.ext.loopcontrols",
    "InternationalizationExtension": "jinja2.ext.i18n",
    "WithExtension": "jinja2.ext.with_",
    "AutoEscapeExtension": "jinja2.ext.autoescape",
    "DebugExtension": "jinja2.ext.debug",
}
"""Jinja's own extensions, by the last part of their names; another one would be code of the project, which never runs."""


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template. The `lineno` of a node is an offset into the source."""

    tree: nodes.Template
    fields: tuple[tuple[int, int], ...]
    """The spans of the `{{ … }}` and `{% … %}`, in order."""
    blocks: Mapping[str, nodes.Block]
    """Its blocks by name, those inside other statements included."""

    def span(self, offset: int) -> tuple[int, int]:
        """Return the span of the field around an offset; the offset itself outside of fields."""
        at = bisect.bisect_right(self.fields, (offset, len(self.fields) + offset + 1)) - 1
        if at >= 0 and self.fields[at][0] <= offset < self.fields[at][1]:
            return self.fields[at]
        return offset, offset


@dataclass(slots=True)
class _Offsets:
    """Where the tokens of a source stand, whose lines may end in other ways than the tokens' do."""

    source: str
    at: int = 0
    opened: int = 0
    inside: bool = False
    """Whether a field was opened and not yet closed."""
    fields: list[tuple[int, int]] = field(default_factory=list)

    def place(self, token: str, value: str) -> int:
        """Return the offset of the next token; the lexer drops only whitespace in front of one."""
        if not self._stands(value):
            blank = _BLANK.match(self.source, self.at)
            end = blank.end() if blank else self.at
            self.at = next((n for n in range(self.at, end + 1) if self._stands(value, n)), self.at)
        start = self.at
        self.at = written_end(self.source, value, start)
        if token.endswith("_begin"):
            self.opened, self.inside = start, True
        elif token.endswith("_end"):
            self.inside = False
            self.fields.append((self.opened, start + len(value.rstrip())))
        return start

    def _stands(self, value: str, at: int | None = None) -> bool:
        start = self.at if at is None else at
        return _NEWLINE.sub("\n", self.source[start : written_end(self.source, value, start)]) == value


def written_end(source: str, value: str, start: int) -> int:
    """Return where a value ends in the source, in which each of its newlines may be two code points."""
    if "\r" not in source:
        return start + len(value)
    end = start
    for character in value:
        end += 2 if character == "\n" and source.startswith("\r\n", end) else 1
    return end


Settings = tuple[tuple[str, object], ...]
"""Arguments of an environment that change how a template is read, sorted by name, and the `statements` of extensions."""


class Refusal(NamedTuple):
    """Why Jinja refuses a template, for people, and the offset at which it does."""

    message: str
    at: int


def parse(source: str, settings: Settings) -> Template | None:
    """Return a template parsed in an environment with these settings; None for one that Jinja refuses."""
    found = read(source, settings)
    return found if isinstance(found, Template) else None


@lru_cache(maxsize=256)
def read(source: str, settings: Settings) -> Template | Refusal:
    """Return a template parsed in an environment with these settings, or why Jinja refuses it."""
    from jinja2 import Environment, nodes
    from jinja2.exceptions import TemplateError, TemplateSyntaxError
    from jinja2.lexer import Lexer
    from jinja2.parser import Parser

    offsets = _Offsets(source)
    opened: list[tuple[str, int]] = []

    class OffsetLexer(Lexer):
        """A lexer that yields the offset of a token in place of its line number."""

        def tokeniter(
            self, source: str, name: str | None, filename: str | None = None, state: str | None = None
        ) -> Iterator[tuple[int, str, str]]:
            try:
                for _, token, value in super().tokeniter(source, name, filename, state):
                    yield offsets.place(token, value), token, value
            except TemplateSyntaxError as error:
                error.lineno = offsets.opened if offsets.inside else offsets.at
                raise

    class OffsetEnvironment(Environment):
        """An environment with that lexer."""

        lexer = property(OffsetLexer)

    class OffsetParser(Parser):
        """A parser that keeps the statements that it is in."""

        def parse_statement(self) -> nodes.Node | list[nodes.Node]:
            opened.append((str(self.stream.current.value), self.stream.current.lineno))
            if len(opened) > DEEPEST:
                raise TemplateSyntaxError(f"blocks stand in each other more than {DEEPEST} deep", opened[-1][1])
            found = super().parse_statement()
            opened.pop()
            return found

    try:
        tree = OffsetParser(OffsetEnvironment(**_arguments(settings)), source).parse()
        blocks = {block.name: block for block in tree.find_all(nodes.Block)}
    except TemplateSyntaxError as error:
        return _refusal(error.message or "", error.lineno, opened, offsets)
    except RecursionError:
        return Refusal("brackets or blocks stand in each other too deep", offsets.opened)
    except (TemplateError, TypeError, ValueError, LookupError, ImportError, AssertionError) as error:
        return Refusal(str(error) or type(error).__name__, offsets.at)
    return Template(tree, tuple(offsets.fields), blocks)


def _arguments(settings: Settings) -> dict[str, Any]:
    """Return the arguments of an environment with an extension that reads the statements of others."""
    given: dict[str, Any] = dict(settings)
    statements = given.pop("statements", ())
    return {**given, "extensions": (*given.get("extensions", ()), extension(statements))} if statements else given


def _refusal(message: str, at: int, opened: list[tuple[str, int]], offsets: _Offsets) -> Refusal:
    """Return why a template is refused: a statement or tag without an end, by where it starts."""
    if message.startswith("Unexpected end of template") and opened:
        name, start = opened[-1]
        return Refusal(f"the block `{name}` is never closed", start)
    if "end of template" in message and not message.startswith("Unexpected"):
        return Refusal("a tag is opened here and never closed", offsets.opened)
    if (found := _COUNTED.search(message)) is not None:
        return Refusal(message[: found.start()], int(found[1]))
    return Refusal(message.rstrip("."), at)
