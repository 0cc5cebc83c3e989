"""Which definition a name belongs to: local variables, free variables, and the statements that make a module's names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from promptlint.frontends.python.values import Definition
from promptlint.source import Place, Source

_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


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
        for inner in ast.walk(node):
            match inner:
                case ast.AnnAssign(target=ast.Name(id=name) | ast.Attribute(attr=name), annotation=annotation):
                    annotations.setdefault(name, annotation)
                case ast.Assign(targets=[ast.Attribute(attr=name)], value=value):
                    values.setdefault(name, value)
                case ast.Attribute(attr=name, ctx=ast.Store()):
                    written.add(name)
                case (
                    ast.Subscript(value=ast.Attribute(attr=name), ctx=ast.Store() | ast.Del())
                    | ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Attribute(attr=name))))
                ):
                    changed.add(name)
        return Attributes(frozenset(written), annotations, values, frozenset(changed))


class Module:
    """One module's tree with its definitions; a definition is made when its node is first asked for."""

    def __init__(self, name: str, source: Source, tree: ast.Module) -> None:
        self.name = name
        self.source = source
        self.tree = tree
        self.body = Definition(source.path, "", tree, None, Place(source.path, 0, len(source.text)))
        self._definitions: dict[ast.AST, Definition] = {tree: self.body}
        self._locals: dict[Definition, frozenset[str]] = {}
        self._free: dict[Definition, frozenset[str]] = {}
        self._attributes: dict[Definition, Attributes] = {}
        self._asked: dict[Definition, frozenset[str]] = {}
        self._inside: dict[Definition, tuple[tuple[ast.AST, ...], bool]] = {}
        self._rebound: dict[ast.AST, frozenset[str]] = {}

    def definition(self, node: ast.AST, parent: Definition) -> Definition:
        """Return the one definition of a function, lambda or class node."""
        if node not in self._definitions:
            assert isinstance(node, _SCOPES)
            name = "<lambda>" if isinstance(node, ast.Lambda) else node.name
            qualname = f"{parent.qualname}.{name}" if parent.qualname else name
            self._definitions[node] = Definition(self.source.path, qualname, node, parent, self.place(node))
        return self._definitions[node]

    def place(self, node: ast.AST) -> Place:
        """Return where a node with a position stands."""
        start = self.source.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        end = self.source.offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        return Place(self.source.path, start, end)

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
            functions = tuple(node for node in nodes if isinstance(node, _Function))
            yields = any(isinstance(node, ast.Yield | ast.YieldFrom) for node in nodes)
            self._inside[definition] = functions, yields
        return self._inside[definition]

    def free_names(self, definition: Definition) -> frozenset[str]:
        """Return the names that a function reads or rebinds and does not bind itself."""
        if definition not in self._free:
            self._free[definition] = frozenset(_used_names(definition.node)) - self.local_names(definition)
        return self._free[definition]

    @cached_property
    def makers(self) -> dict[str, tuple[ast.stmt, ...]]:
        """The statements of the module body that bind or change each name, in order."""
        table: dict[str, list[ast.stmt]] = {}
        for statement in self.tree.body:
            for name in dict.fromkeys(changed_names(statement)):
                table.setdefault(name, []).append(statement)
        return {name: tuple(statements) for name, statements in table.items()}

    def making(self, name: str) -> tuple[ast.stmt, ...]:
        """Return the statements of the module body that make a name, and what it is made of as that stands then, in order.

        A name that one statement alone makes is the same whenever it is read.
        """
        own = self.makers[name]
        last, found, waiting = own[-1].lineno, set(own), list(own)
        while waiting:
            for used in _read_names(waiting.pop()):
                makers = self.makers.get(used, ())
                fresh = (
                    [each for each in makers if each.lineno <= last and each not in found] if len(makers) > 1 else []
                )
                found.update(fresh)
                waiting.extend(fresh)
        return tuple(sorted(found, key=lambda statement: (statement.lineno, statement.col_offset)))

    @cached_property
    def stars(self) -> tuple[str, ...]:
        """What the module body imports with a star, in order; relative names keep their leading dots."""
        nodes = (node for statement in self.makers.get("*", ()) for node in ast.walk(statement))
        imports = (node for node in nodes if isinstance(node, ast.ImportFrom) and node.names[0].name == "*")
        return tuple("." * node.level + (node.module or "") for node in imports)

    def rebound(self, node: ast.AST) -> frozenset[str]:
        """Return the module's names that a function, or any function in the module, rebinds through `global`."""
        if node not in self._rebound:
            found = (inner for inner in ast.walk(node) if isinstance(inner, ast.Global))
            self._rebound[node] = frozenset(name for inner in found for name in inner.names)
        return self._rebound[node]

    @cached_property
    def changed_by_functions(self) -> frozenset[str]:
        """The module's names whose objects functions may change in place."""
        names: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                changed = {name for statement in node.body for name in changed_names(statement)}
                names |= changed - bound_names(node)
        return frozenset(names & self.makers.keys())


def _asked_parameters(function: ast.AST) -> Iterator[str]:
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    untyped = {each.arg for each in parameters(function) if each.annotation is None}
    for node in ast.walk(function) if untyped else ():
        match node:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))) if name in untyped:
                yield name


def parameters(node: _Function) -> tuple[ast.arg, ...]:
    """Return every parameter of a function, those with stars included."""
    args = node.args
    starred = tuple(arg for arg in (args.vararg, args.kwarg) if arg)
    return (*args.posonlyargs, *args.args, *args.kwonlyargs, *starred)


def bound_names(node: ast.AST) -> frozenset[str]:
    """Return the names that a scope binds itself: its parameters and the targets of its statements."""
    names = {arg.arg for arg in parameters(node)} if isinstance(node, _Function) else set()
    elsewhere: set[str] = set()
    for inner in own_nodes(node):
        if isinstance(inner, ast.Global | ast.Nonlocal):
            elsewhere.update(inner.names)
        names.update(_bound_by(inner))
    return frozenset(names - elsewhere)


def _used_names(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            yield inner.id
        elif isinstance(inner, ast.Nonlocal):
            yield from inner.names


def _read_names(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement reads when it runs."""
    waiting = [*_evaluated_here(statement)] if isinstance(statement, _SCOPES) else [statement]
    for node in (inner for each in waiting for inner in own_nodes(each)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a scope; nested scopes are yielded and not entered, except for what they evaluate here."""
    body = node.body if isinstance(node, (*_SCOPES, ast.Module)) else [node]
    pending: list[ast.AST] = list(body) if isinstance(body, list) else [body]
    while pending:
        inner = pending.pop()
        yield inner
        if isinstance(inner, _SCOPES):
            pending.extend(_evaluated_here(inner))
        elif isinstance(inner, _COMPREHENSIONS):
            pending.extend(child for child in ast.walk(inner) if isinstance(child, ast.NamedExpr))
        else:
            pending.extend(ast.iter_child_nodes(inner))


def _evaluated_here(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, _Function):
        yield from node.args.defaults
        yield from (default for default in node.args.kw_defaults if default)
    if not isinstance(node, ast.Lambda):
        yield from node.decorator_list  # type: ignore[attr-defined]


def _bound_by(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.Import() | ast.ImportFrom():
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name


def changed_names(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement binds, and those whose objects it may change in place."""
    for node in own_nodes(statement) if not isinstance(statement, _SCOPES) else [statement]:
        yield from _bound_by(node)
        for decorator in getattr(node, "decorator_list", ()):
            yield from _registers(decorator)
        match node:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=target))):
                yield from _root_name(target)
            case (
                ast.Attribute(ctx=ast.Store() | ast.Del(), value=target)
                | ast.Subscript(ctx=ast.Store() | ast.Del(), value=target)
            ):
                yield from _root_name(target)
            case ast.Call(func=ast.Attribute(value=target, attr="pop" | "popitem" | "setdefault")):
                yield from _root_name(target)
            case ast.Expr(value=ast.Call(args=arguments)):
                yield from (name for argument in arguments for name in _root_name(argument))


def _registers(decorator: ast.expr) -> Iterator[str]:
    """Yield the name of the object whose method decorates a definition: it may keep it."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(called, ast.Attribute):
        yield from _root_name(called.value)


def _root_name(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def is_unfinished(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
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
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation) if "ClassVar" not in ast.dump(
                annotation
            ):
                yield name


def methods(definition: Definition) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the function nodes that stand directly in a class body."""
    assert isinstance(definition.node, ast.ClassDef)
    for statement in definition.node.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield statement
