"""Nodes of the languages whose tags stand in braces: static text, values, sections and partials, each with its span.

Offsets are code points of the template's source, the end exclusive.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from promptlint.frontends.python.values import Value


class Path(NamedTuple):
    """A value that is reached by names: `a.b`, `this`, `../a`, `@index`."""

    steps: tuple[str, ...]
    up: int = 0
    """How many contexts further out it starts."""
    data: bool = False
    """Whether it starts at a variable of the language, `@index`."""
    own: bool = False
    """Whether it starts at the context itself, as `this.a` does, and names no helper or block parameter."""


class Known(NamedTuple):
    """A text, number or the like that is written in the template."""

    value: Value


class Call(NamedTuple):
    """A helper with its arguments, or (without any) a value."""

    head: Expression
    arguments: tuple[Expression, ...] = ()
    keywords: tuple[tuple[str, Expression], ...] = ()
    name: str = ""
    """The head as it is written."""

    @property
    def is_bare(self) -> bool:
        """Whether nothing is passed."""
        return not self.arguments and not self.keywords


Expression: TypeAlias = Path | Known | Call


def called(name: str, *arguments: Expression) -> Call:
    """Return a call of a helper, filter or operator by its name."""
    return Call(Path((name,)), arguments, name=name)


class Static(NamedTuple):
    """Text that stands in the template."""

    start: int
    end: int


class Output(NamedTuple):
    """A value that is written out."""

    call: Call
    start: int
    end: int
    raw: bool = False
    """Whether signs of markup stay as they are."""


class Section(NamedTuple):
    """Nodes that come as often as a value says, and others where it is empty; `start` and `end` are the opening tag's."""

    call: Call
    body: Nodes
    otherwise: Nodes
    start: int
    end: int
    params: tuple[str, ...] = ()
    """The names under which the body knows the item and its key."""


class Partial(NamedTuple):
    """Another template; `body` stands in its place where there is none, None for no such body."""

    call: Call
    start: int
    end: int
    indent: str = ""
    """The blanks in front of a partial that stands alone on its line: all its lines get them."""
    body: Nodes | None = None


class Inline(NamedTuple):
    """A partial that the template itself defines."""

    name: str
    body: Nodes


class Assign(NamedTuple):
    """A name that the template sets: to a value, or to the text of nodes."""

    name: str
    value: Expression | Nodes
    start: int
    end: int


Node: TypeAlias = Static | Output | Section | Partial | Inline | Assign
Nodes: TypeAlias = tuple[Node, ...]
