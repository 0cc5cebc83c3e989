"""Which definition a name belongs to: local variables, free variables, and the statements that make a module's names."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from promptlint.frontends.python.atoms import Definition, Node
from promptlint.frontends.python.binders import bound_names, own_nodes, own_object, parameters
from promptlint.frontends.python.making import Making
from promptlint.frontends.python.nodes import AnyFunction, NamedFunction, Scope, around, walk
from promptlint.source import Place, Source


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a class says about the attributes of its instances, by name."""

    written: frozenset[str]
    """Those that its methods assign."""
    annotations: dict[str, ast.expr]
    values: dict[str, ast.expr]
    """What methods assign first."""
    changed: frozenset[str]
    """Those whose lists and mappings methods change in place."""

    @staticmethod
    def of(node: ast.AST) -> Attributes:
        """Return what a class node says."""
        written: set[str] = set()
        changed: set[str] = set()
        annotations: dict[str, ast.expr] = {}
        values: dict[str, ast.expr] = {}
        own = {"self", *(own_object(each) for each in walk(node) if isinstance(each, NamedFunction))}
        for inner in walk(node):
            match inner:
                case ast.AnnAssign(target=ast.Name(id=name) | ast.Attribute(attr=name), annotation=annotation):
                    annotations.setdefault(name, annotation)
                case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=base), attr=name)], value=value) if (
                    base in own
                ):
                    values.setdefault(name, value)
                case ast.Attribute(value=ast.Name(id=base), attr=name, ctx=ast.Store()) if base in own:
                    written.add(name)
                case (
                    ast.Subscript(value=ast.Attribute(attr=name), ctx=ast.Store() | ast.Del())
                    | ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Attribute(attr=name))))
                ):
                    changed.add(name)
        return Attributes(frozenset(written), annotations, values, frozenset(changed))


class Module:
    """One module with its definitions; a definition is made when its node is first asked for.

    Its tree is parsed when something in it is asked for, and again once it was forgotten.
    """

    def __init__(self, name: str, source: Source, parse: Callable[[], ast.Module]) -> None:
        self.name = name
        self.source = source
        self._parse = parse
        self._tree: ast.Module | None = None
        self._making: Making | None = None
        self.used = False
        """Whether something in the tree was asked for; whoever keeps the modules may reset it."""
        self.body = Definition(source.path, "", None, Place(source.path, 0, len(source.text)), ast.Module, self)
        self._definitions: dict[object, Definition] = {}
        self._locals: dict[Definition, frozenset[str]] = {}
        self._free: dict[Definition, frozenset[str]] = {}
        self._nonlocals: dict[Definition, frozenset[str]] = {}
        self._attributes: dict[Definition, Attributes] = {}
        self._asked: dict[Definition, frozenset[str]] = {}
        self._inside: dict[Definition, tuple[tuple[ast.AST, ...], bool]] = {}
        self._rebound: dict[ast.AST, frozenset[str]] = {}
        self._around: dict[int, tuple[Definition, Definition | None]] = {}

    @property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        if self._tree is None:
            self._tree = self._parse()
        self.used = True
        return self._tree

    def forget(self) -> None:
        """Let go of the tree and of all that holds a part of it, but for lambdas, whose place does not tell them apart."""
        self._tree = self._making = None
        for table in (self._attributes, self._inside, self._rebound):
            table.clear()
        for definition in (self.body, *self._definitions.values()):
            if not isinstance(definition.held, ast.Lambda):
                definition.held = None

    def definition(self, node: ast.AST, parent: Definition) -> Definition:
        """Return the one definition of a function, lambda or class node."""
        assert isinstance(node, Scope)
        key = node if isinstance(node, ast.Lambda) else (node.lineno, node.col_offset)
        if key not in self._definitions:
            name = "<lambda>" if isinstance(node, ast.Lambda) else node.name
            qualname = f"{parent.qualname}.{name}" if parent.qualname else name
            place = self.place(node)
            self._definitions[key] = Definition(self.source.path, qualname, parent, place, type(node), self, node)
        return self._definitions[key]

    def around(self, offset: int) -> tuple[Definition, Definition | None]:
        """Return the class, or the module, whose body holds an offset, and the outermost function around it there."""
        if offset not in self._around:
            self._around[offset] = self._found_around(offset)
        return self._around[offset]

    def _found_around(self, offset: int) -> tuple[Definition, Definition | None]:
        owner: Definition = self.body
        for node in around(self.tree, self.source.position(offset).row):
            definition = self.definition(node, owner)
            if not definition.is_class:
                return owner, definition
            owner = definition
        return owner, None

    def node(self, definition: Definition) -> Node:
        """Return the node of a definition of the module, other than a lambda."""
        if definition is self.body:
            return self.tree
        at = self.source.ast_position(definition.place.start)
        return next(node for node in around(self.tree, at.row) if (node.lineno, node.col_offset) == at)

    def place(self, node: ast.AST) -> Place:
        """Return where a node with a position stands."""
        return self.source.place(node)  # type: ignore[arg-type]

    def attributes(self, definition: Definition) -> Attributes:
        """Return what a class says about the attributes of its instances."""
        if definition not in self._attributes:
            self._attributes[definition] = Attributes.of(definition.node)
        return self._attributes[definition]

    def local_names(self, definition: Definition) -> frozenset[str]:
        """Return the names that a scope binds itself."""
        if definition not in self._locals:
            self._locals[definition] = bound_names(definition.node)
        return self._locals[definition]

    def functions_inside(self, definition: Definition) -> tuple[ast.AST, ...]:
        """Return the functions and lambdas that stand in a definition and in no other one inside it."""
        return self._inner(definition)[0]

    def is_generator(self, definition: Definition) -> bool:
        """Return whether a function yields."""
        return self._inner(definition)[1]

    def asked_parameters(self, definition: Definition) -> frozenset[str]:
        """Return the parameters without an annotation of which a function calls methods for what they do."""
        if definition not in self._asked:
            self._asked[definition] = frozenset(_asked_parameters(definition.node))
        return self._asked[definition]

    def _inner(self, definition: Definition) -> tuple[tuple[ast.AST, ...], bool]:
        if definition not in self._inside:
            nodes = tuple(own_nodes(definition.node))
            functions = tuple(node for node in nodes if isinstance(node, AnyFunction))
            yields = any(isinstance(node, ast.Yield | ast.YieldFrom) for node in nodes)
            self._inside[definition] = functions, yields
        return self._inside[definition]

    def free_names(self, definition: Definition) -> frozenset[str]:
        """Return the names that a function reads or rebinds and does not bind itself."""
        if definition not in self._free:
            self._free[definition] = frozenset(_used_names(definition.node)) - self.local_names(definition)
        return self._free[definition]

    def nonlocal_names(self, definition: Definition) -> frozenset[str]:
        """Return the names that a function, or one inside it, binds in a function around."""
        if definition not in self._nonlocals:
            found = (inner for inner in walk(definition.node) if isinstance(inner, ast.Nonlocal))
            self._nonlocals[definition] = frozenset(name for inner in found for name in inner.names)
        return self._nonlocals[definition]

    @property
    def making(self) -> Making:
        """What the module body makes its names of."""
        if self._making is None:
            self._making = Making(self.tree)
        self.used = True
        return self._making

    @property
    def makers(self) -> dict[str, tuple[ast.stmt, ...]]:
        """The statements of the module body that bind or change each name, in order."""
        return self.making.makers

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that the module body makes."""
        return frozenset(self.makers)

    @cached_property
    def imported(self) -> frozenset[str]:
        """The names that the module body binds by imports alone."""
        imports = (ast.Import, ast.ImportFrom)
        return frozenset(name for name, made in self.makers.items() if all(isinstance(each, imports) for each in made))

    @cached_property
    def stars(self) -> tuple[str, ...]:
        """What the module body imports with a star, in order; relative names keep their leading dots."""
        nodes = (node for statement in self.makers.get("*", ()) for node in walk(statement))
        imports = (node for node in nodes if isinstance(node, ast.ImportFrom) and node.names[0].name == "*")
        return tuple("." * node.level + (node.module or "") for node in imports)

    @cached_property
    def rebound_names(self) -> frozenset[str]:
        """The names that functions of the module rebind."""
        return self.rebound(self.tree) if "global" in self.source.text else frozenset()

    def rebound(self, node: ast.AST) -> frozenset[str]:
        """Return the module's names that a function, or any function in the module, rebinds through `global`."""
        if node not in self._rebound:
            found = (inner for inner in walk(node) if isinstance(inner, ast.Global))
            self._rebound[node] = frozenset(name for inner in found for name in inner.names)
        return self._rebound[node]


def is_of_class(function: ast.AST) -> bool:
    """Return whether the first parameter of a method is the class."""
    if not isinstance(function, NamedFunction):
        return False
    return function.name == "__new__" or any(
        getattr(each, "id", "") == "classmethod" for each in function.decorator_list
    )


def _asked_parameters(function: ast.AST) -> Iterator[str]:
    if not isinstance(function, NamedFunction):
        return
    untyped = {each.arg for each in parameters(function) if each.annotation is None}
    for node in walk(function) if untyped else ():
        match node:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))) if name in untyped:
                yield name


def _used_names(node: ast.AST) -> Iterator[str]:
    for inner in walk(node):
        if isinstance(inner, ast.Name):
            yield inner.id
        elif isinstance(inner, ast.Nonlocal):
            yield from inner.names


def is_unfinished(node: NamedFunction) -> bool:
    """Return whether a function only says what others must define: abstract, a stub, a protocol's method."""
    names = {getattr(d, "id", getattr(d, "attr", "")) for d in node.decorator_list}
    match node.body[-1]:
        case ast.Raise(exc=ast.Name(id="NotImplementedError") | ast.Call(func=ast.Name(id="NotImplementedError"))):
            return True
        case ast.Expr(value=ast.Constant(value=value)) if value is ...:
            return True
    return "abstractmethod" in names


def annotated_names(definition: Definition) -> Iterator[str]:
    """Yield the names that a class body annotates, but for those of `ClassVar`."""
    assert isinstance(definition.node, ast.ClassDef)
    for statement in definition.node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation) if not _is_of_class(annotation):
                yield name


def _is_of_class(annotation: ast.expr) -> bool:
    """Return whether an annotation says that a variable is one of the class, not of its instances."""
    match annotation:
        case ast.Name(id="ClassVar") | ast.Attribute(attr="ClassVar"):
            return True
        case ast.Subscript(value=generic, slice=inside):
            return _is_of_class(generic) or _is_of_class(inside)
        case ast.Constant(value=str(text)):
            return "ClassVar" in text
    return False


def methods(definition: Definition) -> Iterator[NamedFunction]:
    """Yield the function nodes that stand directly in a class body."""
    assert isinstance(definition.node, ast.ClassDef)
    for statement in definition.node.body:
        if isinstance(statement, NamedFunction):
            yield statement
