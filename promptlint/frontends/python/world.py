"""One module at a time: its names, its classes and the summaries of its functions, each computed once, on demand."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from promptlint.catalog import Catalog
from promptlint.facts import Facts
from promptlint.frontends.python.attributes import annotated_class, class_of
from promptlint.frontends.python.calls import call
from promptlint.frontends.python.cycles import Cycles
from promptlint.frontends.python.expressions import evaluate
from promptlint.frontends.python.frame import Frame, Summary
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.scope import (
    Module,
    annotated_names,
    is_unfinished,
    methods,
)
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.statements import run_block, run_statement
from promptlint.frontends.python.summary import summarise
from promptlint.frontends.python.values import (
    NONE,
    Arguments,
    Attribute,
    Branch,
    Class,
    Const,
    Definition,
    External,
    Function,
    Made,
    Map,
    Op,
    Seq,
    Spread,
    Symbol,
    Value,
    literal,
)
from promptlint.frontends.written import READERS, Written
from promptlint.prompt import Hole, Site, Volatility
from promptlint.source import Place, Source

Key = tuple[Definition, Definition | None]
"""A definition, and the class of its receiver."""


@dataclass(slots=True)
class OneModule:
    """The world of one file: what its imports name is not looked into."""

    catalog: Catalog
    known: Module
    facts: Facts
    _summaries: Cycles[Key, Summary] = field(init=False)
    _globals: dict[str, Value | None] = field(default_factory=dict)
    _namespaces: dict[Definition, dict[str, Value]] = field(default_factory=dict)
    _lineages: dict[Definition, tuple[Definition, ...]] = field(default_factory=dict)
    _written: dict[Definition, frozenset[str]] = field(default_factory=dict)
    _classes: dict[tuple[Definition, str], Definition | None] = field(default_factory=dict)
    _literals: dict[Place, Written | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._summaries = Cycles(self._summarise)

    def _summarise(self, key: Key) -> Summary:
        return summarise(self.frame(*key))

    def module(self, path: str) -> Module:
        """Return the one module."""
        return self.known

    def evaluate(self, node: ast.expr, state: State, frame: Frame) -> Value:
        """Return the value of an expression."""
        return evaluate(node, state, frame)

    def run(self, statements: Iterable[ast.stmt], state: State, frame: Frame) -> None:
        """Run statements until one leaves."""
        run_block(frame, state, statements)

    def call(self, frame: Frame, state: State, function: Value, arguments: Arguments, place: Place) -> Value:
        """Return what calling a value returns."""
        return call(frame, state, function, arguments, place)

    def frame(self, definition: Definition, cls: Definition | None = None) -> Frame:
        """Return a fresh evaluation of a definition."""
        return Frame(self, self.known, definition, cls, self.known.local_names(definition))

    def summary(self, definition: Definition, cls: Definition | None) -> Summary | None:
        """Return what a call does; None for one that closes a cycle of calls.

        Calls within a cycle are cut in every member of it, so a summary does not depend on who asked first.
        """
        return self._summaries.of((definition, cls))

    def sends(self, definition: Definition) -> bool:
        """Return whether a candidate of the gate stands in a definition."""
        return any(definition.place.start <= at < definition.place.end for at in self.facts.candidates)

    def global_value(self, path: str, name: str) -> Value | None:
        """Return what a name of the module holds once its body has run: as stable as the process."""
        if name not in self.known.makers:
            return None
        if name not in self._globals:
            self._globals[name] = Op("unknown", (), (), self.known.body.place, name)
            self._globals[name] = self._global(name)
        return self._globals[name]

    def _global(self, name: str) -> Value:
        frame, state = self.frame(self.known.body), State()
        frame.silent = True
        for statement in self.known.makers[name]:
            run_statement(frame, state, statement)
            state.alive = True
        value = capped(freeze(state.names.get(name, NONE), state.memory), Volatility.PROCESS)
        if name in self.known.rebound(self.known.tree):
            return self._rebound(name, value)
        return self._shared(name, value)

    def _rebound(self, name: str, value: Value) -> Value:
        """Return what a name may hold that functions of the module bind anew."""
        location = Symbol(self.known.body, name)
        for node in self.known.tree.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or name not in self.known.rebound(node):
                continue
            summary = self.summary(self.known.definition(node, self.known.body), None)
            effects = summary.effects if summary else ()
            unknown = Op("unknown", (), (), self.known.place(node), name)
            set_to = next((effect.value for effect in effects if effect.location == location), unknown)
            value = Branch(None, (value, capped(set_to, Volatility.PROCESS)))
        return value

    def _shared(self, name: str, value: Value) -> Value:
        """Return a module's list or mapping with what its functions add to it as an open rest."""
        if not isinstance(value, Seq | Map) or name not in self.known.changed_by_functions:
            return value
        place = self.known.place(self.known.makers[name][0])
        rest = Spread(Op("kept", (), (), place, name), place)
        return Seq((*value.items, rest), value.form) if isinstance(value, Seq) else Map((*value.entries, rest))

    def namespace(self, definition: Definition) -> dict[str, Value]:
        """Return what the body of a class binds: as stable as the process."""
        if definition not in self._namespaces:
            self._namespaces[definition] = {}
            frame, state = self.frame(definition), State()
            frame.silent = True
            assert isinstance(definition.node, ast.ClassDef)
            run_block(frame, state, definition.node.body)
            names = {name: freeze(value, state.memory) for name, value in state.names.items()}
            self._namespaces[definition] = {
                name: value if isinstance(value, Made | Function) else capped(value, Volatility.PROCESS)
                for name, value in names.items()
            }
        return self._namespaces[definition]

    def lineage(self, definition: Definition) -> tuple[Definition, ...]:
        """Return the class and its bases in the module, each class before its bases."""
        if definition not in self._lineages:
            self._lineages[definition] = (definition,)
            found = [definition]
            for base in self._bases(definition):
                if isinstance(base, Class):
                    found.extend(self.lineage(base.definition))
            last_first = dict.fromkeys(reversed(found))
            self._lineages[definition] = tuple(reversed(last_first))
        return self._lineages[definition]

    def _bases(self, definition: Definition) -> Iterable[Value]:
        assert isinstance(definition.node, ast.ClassDef)
        frame = self.frame(definition.parent or self.known.body)
        return [frame.value(base, State()) for base in definition.node.bases if not isinstance(base, ast.Starred)]

    def external_bases(self, definition: Definition) -> frozenset[str]:
        """Return the qualified names of the bases and decorators of a class that come from elsewhere."""
        names: set[str] = set()
        for cls in self.lineage(definition):
            assert isinstance(cls.node, ast.ClassDef)
            frame = self.frame(cls.parent or self.known.body)
            for node in (*cls.node.bases, *cls.node.decorator_list):
                target = node.func if isinstance(node, ast.Call) else node
                value = frame.value(target, State())
                if isinstance(value, External):
                    names.add(value.name)
        return frozenset(names)

    def subclasses(self, definition: Definition) -> tuple[Definition, ...]:
        """Return the classes of the module whose lineage holds the class, itself first."""
        names = (node.name for node in self.known.tree.body if isinstance(node, ast.ClassDef))
        values = (self.global_value(self.known.source.path, name) for name in names)
        classes = (value.definition for value in values if isinstance(value, Class))
        return (definition, *(cls for cls in classes if cls is not definition and definition in self.lineage(cls)))

    def is_abstract(self, definition: Definition) -> bool:
        """Return whether a class leaves a method to its subclasses, and has some in the module."""
        if len(self.subclasses(definition)) == 1:
            return False
        seen: dict[str, bool] = {}
        for cls in self.lineage(definition):
            for node in methods(cls):
                seen.setdefault(node.name, is_unfinished(node))
        return any(seen.values())

    def written(self, definition: Definition) -> frozenset[str]:
        """Return the attributes that instances hold themselves: those that methods assign, and fields."""
        if definition not in self._written:
            written = self.known.attributes(definition).written
            self._written[definition] = written | set(annotated_names(definition))
        return self._written[definition]

    def attribute_class(self, definition: Definition, name: str) -> Definition | None:
        """Return the class of an attribute of instances: by its annotation, or by what `__init__` assigns."""
        key = definition, name
        if key not in self._classes:
            self._classes[key] = None
            self._classes[key] = self._declared(definition, name) or self._assigned(definition, name)
        return self._classes[key]

    def _declared(self, definition: Definition, name: str) -> Definition | None:
        for cls in self.lineage(definition):
            annotation = self.known.attributes(cls).annotations.get(name)
            if annotation is not None:
                return annotated_class(self.frame(cls), self.known, annotation)
        return None

    def _assigned(self, definition: Definition, name: str) -> Definition | None:
        init = next((f for cls in self.lineage(definition) if (f := self.namespace(cls).get("__init__"))), None)
        if not isinstance(init, Function) or self._summaries.is_running((init.definition, definition)):
            return None
        summary = self.summary(init.definition, definition)
        for effect in summary.effects if summary else ():
            if isinstance(effect.location, Attribute) and effect.location.name == name:
                return class_of(self.frame(init.definition, definition), State(), effect.value)
        return None

    def imported(self, path: str, name: str) -> Value:
        """Return what a qualified name stands for: a value of the catalogue, else the name itself."""
        if name in ("typing.TYPE_CHECKING", "typing_extensions.TYPE_CHECKING"):
            return Const(False)
        constant = self.catalog.constant(name)
        if constant is not None:
            return literal(constant)
        entry = self.catalog.attribute(name)
        if entry is None:
            return External(name)
        return Hole(name, entry.kind, entry.volatility, entry.order, entry.growth, entry.confidence, entry.period)

    def span(self, site: Site, at: int, length: int) -> Place:
        """Return where decoded text of a literal was written; the whole literal where that cannot be told."""
        place = site.place
        if place not in self._literals:
            self._literals[place] = self._read(site)
        found = self._literals[place]
        return place if found is None else Place(place.path, *found.span(site.at + at, length))

    def _read(self, site: Site) -> Written | None:
        source = self.source(site.place.path)
        try:
            return READERS[site.syntax](source.text, site.place.start, site.place.end) if source else None
        except ValueError:
            return None

    def source(self, path: str) -> Source | None:
        """Return the text of a file of the project."""
        return self.known.source if path == self.known.source.path else None
