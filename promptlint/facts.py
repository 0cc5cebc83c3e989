"""Facts: what one file says about itself, without a syntax tree and without a look at any other file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from promptlint.source import Place


class DefinitionKind(StrEnum):
    """What a name is bound to."""

    FUNCTION = "function"
    CLASS = "class"
    VARIABLE = "variable"


@dataclass(frozen=True, slots=True)
class Definition:
    """A function or class anywhere in a file, or a variable of a module or class body."""

    name: str
    qualname: str
    """The name behind those of the definitions around it, with dots: `Bot.reply.inner`."""
    kind: DefinitionKind
    place: Place
    """The whole statement, decorators included."""
    mentions: tuple[str, ...] = ()
    """Every identifier in the definition outside of functions and classes inside it, sorted; none for a variable."""


@dataclass(frozen=True, slots=True)
class Import:
    """A name that an import binds; relative names keep their leading dots."""

    name: str
    """The bound name, `*` for a star import."""
    target: str
    """What the name stands for: `a` for `import a.b`, `.x.y` for `from .x import y`, the module for a star import."""
    module: str
    """The module that the statement loads: `a.b`, `.x`."""
    scope: str
    """The qualname of the definition that holds the statement, empty at the top of the file."""
    place: Place
    """The statement."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that speaks to promptlint."""

    text: str
    """What stands behind `promptlint:`."""
    place: Place
    governs: Place
    """The logical line that it ends, or the next one where it has a line of its own; empty at the end of a file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file cannot be read, for people."""

    code: str
    message: str
    place: Place


@dataclass(frozen=True, slots=True)
class Facts:
    """What one file says about itself."""

    path: str
    definitions: tuple[Definition, ...] = ()
    """In the order in which they start."""
    imports: tuple[Import, ...] = ()
    brought: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What the names at the top of the file stand for that one import binds and nothing else does."""
    mentions: tuple[str, ...] = ()
    """Every identifier outside of functions and classes, sorted."""
    candidates: tuple[int, ...] = ()
    """The offsets in code points at which something may be a root of a prompt."""
    comments: tuple[Comment, ...] = ()
    problem: Problem | None = None
    """Why there is nothing else than candidates and comments, where the file cannot be parsed."""
    unread: tuple[Problem, ...] = ()
    """Why parts of the file have been left out of everything else: cells of a notebook, keys that stand twice."""
