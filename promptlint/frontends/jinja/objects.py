"""What only templates have: macros, loops, modules, blocks, namespaces. A template holds one as a constant."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from promptlint.frontends.python.atoms import Ref
from promptlint.frontends.python.values import Run, Value

if TYPE_CHECKING:
    from promptlint.frontends.jinja.page import Page
    from promptlint.frontends.jinja.scope import Context, Scope


@dataclass(frozen=True, slots=True, eq=False)
class Macro:
    """A macro, or the body of a `call` block."""

    name: str | None
    node: Any
    page: Page
    context: Context
    chain: tuple[Ref, ...]
    escapes: bool | None

    def __str__(self) -> str:
        return f"<Macro {'anonymous' if self.name is None else repr(self.name)}>"


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """The variable `loop` in one round."""

    known: dict[str, Value]
    """Its attributes that are known."""
    index: int | None
    """The number of the round, from 0; None where it is not known."""
    last: Ref
    """Where what `changed` was called with stands in memory."""
    node: Any
    around: Scope
    depth: int


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """An imported template: the names that it exports, and its text."""

    names: dict[str, Value]
    text: Run = field(default=())


@dataclass(frozen=True, slots=True, eq=False)
class BlockReference:
    """A block that can be called: `super`, or an attribute of `self`."""

    name: str
    level: int
    """How many blocks of that name override it."""


@dataclass(frozen=True, slots=True, eq=False)
class SelfReference:
    """The variable `self`."""


@dataclass(frozen=True, slots=True, eq=False)
class Namespace:
    """What `namespace(…)` makes: a mapping in memory from names to the locations of their values."""

    table: Ref


@dataclass(frozen=True, slots=True, eq=False)
class Joiner:
    """What `joiner(…)` makes: nothing when it is first called, then the separator."""

    separator: Value
    used: Ref


@dataclass(frozen=True, slots=True, eq=False)
class Cycler:
    """What `cycler(…)` makes: its items one after the other."""

    items: tuple[Value, ...]
    position: Ref


@dataclass(frozen=True, slots=True, eq=False)
class Method:
    """A method of one of these objects, not yet called."""

    owner: Loop | Cycler
    name: str
