"""The values of the abstract interpreter that hold no other value."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from promptlint.frontends.python.nodes import Scope
from promptlint.source import Place


@dataclass(frozen=True, slots=True)
class Const:
    """A number, a boolean, bytes, None or an ellipsis."""

    value: object


Node: TypeAlias = Scope | ast.Module


class Nodes(Protocol):
    """Where the nodes of definitions are found again."""

    def node(self, definition: Definition) -> Node:
        """Return the node of a definition."""


@dataclass(slots=True, eq=False)
class Definition:
    """A function, lambda, class or module body in a syntax tree; one object for one place, whether or not its tree is kept."""

    module: str
    qualname: str
    parent: Definition | None
    place: Place
    kind: type[ast.AST]
    """What its node is."""
    nodes: Nodes
    held: Node | None = None
    """Its node, while its tree is kept."""

    @property
    def node(self) -> Node:
        """Its node in the syntax tree."""
        if self.held is None:
            self.held = self.nodes.node(self)
        return self.held

    @property
    def is_class(self) -> bool:
        """Whether it is a class body."""
        return self.kind is ast.ClassDef

    @property
    def is_module(self) -> bool:
        """Whether it is the body of a module."""
        return self.kind is ast.Module

    @property
    def is_function(self) -> bool:
        """Whether it is a function or a lambda."""
        return not (self.is_class or self.is_module)

    @property
    def name(self) -> str:
        """The last part of the qualified name."""
        return self.qualname.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A parameter or a variable of an enclosing function: known when the definition `owner` is called."""

    owner: Definition
    name: str
    cls: Definition | None = None
    """The class of the project that the value is an instance of, where that is known."""


@dataclass(frozen=True, slots=True)
class External:
    """A qualified name of code that is not part of the project: a module, class, function or constant."""

    name: str


@dataclass(frozen=True, slots=True)
class Imported:
    """A module of the project: its file, or the folder of a package that has none."""

    path: str
    name: str
    """What an import calls it."""


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the project."""

    definition: Definition


@dataclass(frozen=True, slots=True)
class Ref:
    """A location in a state: a list, dict or object that can change in place."""

    number: int


NONE = Const(None)
