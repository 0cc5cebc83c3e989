"""Classes: what is known of the classes of a project, each thing computed once, on demand."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from promptlint.frontends.python.atoms import Class, Definition, External
from promptlint.frontends.python.attributes import annotated_class, class_of
from promptlint.frontends.python.decorating import put_into
from promptlint.frontends.python.frame import Frame, World
from promptlint.frontends.python.instances import written_attributes
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.rebinding import setters
from promptlint.frontends.python.scope import annotated_names, is_unfinished, methods
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.statements import run_block
from promptlint.frontends.python.values import Attribute, Function, Made, Value
from promptlint.hole import Volatility
from promptlint.link import Project


class Program(World, Protocol):
    """The program that the classes are part of."""

    @property
    def project(self) -> Project:
        """The files of the program."""

    def frame(self, definition: Definition, cls: Definition | None = None) -> Frame:
        """Return a fresh evaluation of a definition."""

    def is_running(self, definition: Definition, cls: Definition | None) -> bool:
        """Return whether the summary of a definition is being computed."""


@dataclass(frozen=True, slots=True)
class ProjectClasses:
    """The classes of a program: their bases, what their bodies bind, and what their instances hold."""

    program: Program
    _namespaces: dict[Definition, dict[str, Value]] = field(default_factory=dict)
    _given: dict[Definition, frozenset[str]] = field(default_factory=dict)
    """What decorators put into classes."""
    _lineages: dict[Definition, tuple[Definition, ...]] = field(default_factory=dict)
    _attributes: dict[Definition, dict[str, Value]] = field(default_factory=dict)
    _subclasses: dict[Definition, tuple[Definition, ...]] = field(default_factory=dict)
    _tops: dict[str, tuple[Definition, ...]] = field(default_factory=dict)
    _abstract: dict[Definition, bool] = field(default_factory=dict)
    _written: dict[Definition, frozenset[str]] = field(default_factory=dict)
    _found: dict[tuple[Definition, str], Definition | None] = field(default_factory=dict)
    _setters: dict[Definition, dict[str, tuple[Definition, ...]]] = field(default_factory=dict)
    _classes: dict[tuple[Definition, str], Definition | None] = field(default_factory=dict)

    def namespace(self, definition: Definition) -> dict[str, Value]:
        """Return what the body of a class binds, and what its decorators put there: as stable as the process."""
        if definition not in self._namespaces:
            self._namespaces[definition] = {}
            self._namespaces[definition] = self._body(definition)
            given = put_into(self.program.around(definition), definition)
            self._namespaces[definition] |= {name: _kept(value) for name, value in given.items()}
            self._given[definition] = frozenset(given)
        return self._namespaces[definition]

    def _put(self, definition: Definition) -> frozenset[str]:
        """Return the attributes that decorators put into a class."""
        self.namespace(definition)
        return self._given.get(definition, frozenset())

    def _body(self, definition: Definition) -> dict[str, Value]:
        frame, state = self.program.frame(definition), State()
        frame.silent = True
        assert isinstance(definition.node, ast.ClassDef)
        run_block(frame, state, definition.node.body)
        return {name: _kept(freeze(value, state.memory)) for name, value in state.names.items()}

    def lineage(self, definition: Definition) -> tuple[Definition, ...]:
        """Return the class and its bases in the project, each class before its bases."""
        if definition not in self._lineages:
            self._lineages[definition] = (definition,)
            found = [definition]
            for base in self._bases(definition):
                if isinstance(base, Class):
                    found.extend(self.lineage(base.definition))
            last_first = dict.fromkeys(reversed(found))
            self._lineages[definition] = tuple(reversed(last_first))
        return self._lineages[definition]

    def binder(self, classes: Iterable[Definition], name: str) -> tuple[Definition, Value] | None:
        """Return the first of some classes whose body binds a name, and what it binds it to; None where none does."""
        return next(((cls, value) for cls in classes if (value := self.namespace(cls).get(name)) is not None), None)

    def member(self, definition: Definition, name: str) -> Value | None:
        """Return what the first class of the lineage binds that binds a name; None where none does."""
        found = self.binder(self.lineage(definition), name)
        return found and found[1]

    def method(self, definition: Definition, name: str) -> Definition | None:
        """Return the first function of a name that stands in the body of a class of the lineage."""
        key = definition, name
        if key not in self._found:
            nodes = ((cls, node) for cls in self.lineage(definition) for node in methods(cls) if node.name == name)
            first = next(nodes, None)
            self._found[key] = first and self.program.module(first[0].module).definition(first[1], first[0])
        return self._found[key]

    def _bases(self, definition: Definition) -> Iterator[Value]:
        """Yield the bases of a class; `Base[T]` is Base."""
        assert isinstance(definition.node, ast.ClassDef)
        frame = self.program.around(definition)
        for base in definition.node.bases:
            if not isinstance(base, ast.Starred):
                yield frame.value(base.value if isinstance(base, ast.Subscript) else base, State())

    def external_bases(self, definition: Definition) -> frozenset[str]:
        """Return the qualified names of the bases and decorators of a class that come from elsewhere."""
        names: set[str] = set()
        for cls in self.lineage(definition):
            assert isinstance(cls.node, ast.ClassDef)
            frame = self.program.around(cls)
            for node in (*cls.node.bases, *cls.node.decorator_list):
                target = node.func if isinstance(node, ast.Call) else node
                value = frame.value(target, State())
                if isinstance(value, External):
                    names.add(value.name)
        return frozenset(names)

    def subclasses(self, definition: Definition) -> tuple[Definition, ...]:
        """Return the classes of the project whose lineage holds the class, itself first."""
        if definition not in self._subclasses:
            users = self.program.project.users(definition.module, definition.name)
            classes = (cls for path in users for cls in self._top(path) if cls is not definition)
            self._subclasses[definition] = (definition, *(cls for cls in classes if definition in self.lineage(cls)))
        return self._subclasses[definition]

    def _top(self, path: str) -> tuple[Definition, ...]:
        """Return the classes with bases at the top of a module."""
        if path not in self._tops:
            module = self.program.module(path)
            nodes = (node for node in module.tree.body if isinstance(node, ast.ClassDef) and node.bases)
            self._tops[path] = tuple(module.definition(node, module.body) for node in nodes)
        return self._tops[path]

    def is_abstract(self, definition: Definition) -> bool:
        """Return whether a class leaves a method to its subclasses, and has some in the project."""
        if definition not in self._abstract:
            seen: dict[str, bool] = {}
            for cls in self.lineage(definition):
                for node in methods(cls):
                    seen.setdefault(node.name, is_unfinished(node))
            self._abstract[definition] = any(seen.values()) and len(self.subclasses(definition)) > 1
        return self._abstract[definition]

    def attributes(self, definition: Definition) -> dict[str, Value]:
        """Return the attributes of an instance that somebody else made, as its methods leave them."""
        if definition not in self._attributes:
            self._attributes[definition] = written_attributes(self.program.frame(definition), definition)
        return self._attributes[definition]

    def written(self, definition: Definition) -> frozenset[str]:
        """Return the attributes that instances hold themselves: those that methods of a lineage assign, and fields."""
        if definition not in self._written:
            lineage = self.lineage(definition)
            assigned = (self.program.module(cls.module).attributes(cls).written for cls in lineage)
            declared = frozenset().union(*map(annotated_names, lineage)).difference(*map(self._put, lineage))
            self._written[definition] = declared.union(*assigned)
        return self._written[definition]

    def setters(self, definition: Definition) -> dict[str, tuple[Definition, ...]]:
        """Return the functions that set attributes of a class itself, by the attribute."""
        if definition not in self._setters:
            found: dict[str, tuple[Definition, ...]] = {}
            for cls in self.lineage(definition):
                for name, functions in setters(self.program.module(cls.module), cls).items():
                    found[name] = (*found.get(name, ()), *functions)
            self._setters[definition] = found
        return self._setters[definition]

    def attribute_class(self, definition: Definition, name: str) -> Definition | None:
        """Return the class of an attribute of instances: by its annotation, or by what `__init__` assigns."""
        key = definition, name
        if key not in self._classes:
            self._classes[key] = None
            self._classes[key] = self.declared_class(definition, name) or self._assigned(definition, name)
        return self._classes[key]

    def declared_class(self, definition: Definition, name: str) -> Definition | None:
        """Return the class of an attribute of instances by its annotation."""
        for cls in self.lineage(definition):
            module = self.program.module(cls.module)
            annotation = module.attributes(cls).annotations.get(name)
            if annotation is not None:
                return annotated_class(self.program.frame(cls), module, annotation)
        return None

    def _assigned(self, definition: Definition, name: str) -> Definition | None:
        init = self.member(definition, "__init__")
        if not isinstance(init, Function) or self.program.is_running(init.definition, definition):
            return None
        summary = self.program.summary(init.definition, definition)
        for effect in summary.effects if summary else ():
            if isinstance(effect.location, Attribute) and effect.location.name == name:
                return class_of(self.program.frame(init.definition, definition), State(), effect.value)
        return None


def _kept(value: Value) -> Value:
    """Return what a class holds as long as the process runs."""
    return value if isinstance(value, Made | Function) else capped(value, Volatility.PROCESS)
