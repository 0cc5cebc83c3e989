"""The program: its modules and classes and the summaries of its functions, each computed once, on demand."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from promptlint.catalog import Catalog
from promptlint.frontends.python.accesses import Access, Accesses, own_accesses, own_object
from promptlint.frontends.python.attributes import annotated_class, class_of, get_attribute
from promptlint.frontends.python.calls import call
from promptlint.frontends.python.cycles import Cycles
from promptlint.frontends.python.expressions import evaluate
from promptlint.frontends.python.frame import Frame, Summary
from promptlint.frontends.python.globals import imported_from, value_of_global
from promptlint.frontends.python.instances import written_attributes
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.modules import Found
from promptlint.frontends.python.receivers import Receivers
from promptlint.frontends.python.scope import (
    Module,
    annotated_names,
    is_unfinished,
    methods,
)
from promptlint.frontends.python.slicing import Criterion, Slicer
from promptlint.frontends.python.state import State, freeze
from promptlint.frontends.python.statements import run_block
from promptlint.frontends.python.summary import summarise
from promptlint.frontends.python.values import (
    Arguments,
    Attribute,
    Class,
    Const,
    Definition,
    Element,
    External,
    Function,
    Imported,
    Made,
    Op,
    Seq,
    Value,
    literal,
    plain,
)
from promptlint.frontends.written import READERS, Written
from promptlint.link import Project
from promptlint.prompt import Hole, Site, Volatility
from promptlint.source import Place, Source

Key = tuple[Definition, Definition | None]
"""A definition, and the class of its receiver."""


class Name(NamedTuple):
    """A name that the module of a file binds."""

    path: str
    name: str
    first: bool
    """Whether what functions bind it to later is left out."""


@dataclass
class Program:
    """The world of a project: every module is looked into when something asks for what it binds."""

    project: Project
    _modules: dict[str, Module | None] = field(default_factory=dict)
    _namespaces: dict[Definition, dict[str, Value]] = field(default_factory=dict)
    _lineages: dict[Definition, tuple[Definition, ...]] = field(default_factory=dict)
    _attributes: dict[Definition, dict[str, Value]] = field(default_factory=dict)
    _subclasses: dict[Definition, tuple[Definition, ...]] = field(default_factory=dict)
    _abstract: dict[Definition, bool] = field(default_factory=dict)
    _written: dict[Definition, frozenset[str]] = field(default_factory=dict)
    _slices: dict[tuple[Definition, Definition | None, Criterion], Summary] = field(default_factory=dict)
    _access: dict[Definition, dict[str, Access]] = field(default_factory=dict)
    _classes: dict[tuple[Definition, str], Definition | None] = field(default_factory=dict)
    _origins: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    _literals: dict[tuple[Place, str], Written | None] = field(default_factory=dict)

    @cached_property
    def _receivers(self) -> Receivers:
        return Receivers(self)

    def representative(self, definition: Definition, cls: Definition | None) -> Definition | None:
        """Return the class for whose instances a method does the same as for those of `cls`, and is evaluated."""
        owner = definition.parent
        if owner is None or not isinstance(owner.node, ast.ClassDef):
            return cls
        return owner if cls is None else self._receivers.representative(definition, cls)

    @property
    def catalog(self) -> Catalog:
        """What the world outside of the project looks like."""
        return self.project.catalog

    @cached_property
    def _known(self) -> Cycles[Key | Name, Summary | Value]:
        return Cycles(self._compute)

    def _compute(self, key: Key | Name) -> Summary | Value:
        if isinstance(key, Name):
            return value_of_global(self, self.module(key.path), key.name, first=key.first)
        return summarise(self.frame(*key))

    def module(self, path: str) -> Module:
        """Return the module that a file holds; an empty one for a file that cannot be read."""
        if path not in self._modules:
            source, tree = self.project.source(path), self.project.tree(path)
            self._modules[path] = Module(path, source or Source(path, ""), tree or ast.Module([], []))
        module = self._modules[path]
        assert module is not None
        return module

    def wrote(self, path: str, text: str, name: str) -> Value | None:
        """Return what a name is in a module that the program itself writes, under a path that no file has."""
        if path not in self._modules:
            self._modules[path] = Module(path, Source(path, text), ast.parse(text))
        return self.global_value(path, name)

    def is_model(self, path: str) -> bool:
        """Return whether a file belongs to a model of a package, not to the project."""
        return path.startswith(self._models)

    @cached_property
    def _models(self) -> tuple[str, ...]:
        return tuple(os.path.join(folder, "") for folder in self.catalog.models)

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
        module = self.module(definition.module)
        return Frame(self, module, definition, cls, module.local_names(definition))

    def summary(self, definition: Definition, cls: Definition | None) -> Summary | None:
        """Return what a call does; None for one that closes a cycle of calls.

        Calls within a cycle are cut in every member of it, so a summary does not depend on who asked first.
        """
        found = self._known.of((definition, self.representative(definition, cls)))
        assert found is None or isinstance(found, Summary)
        return found

    def sliced(self, definition: Definition, cls: Definition | None, criterion: Criterion) -> Summary:
        """Return what the statements of a definition do on which what is of interest may depend."""
        key = definition, self.representative(definition, cls), criterion
        if key not in self._slices:
            self._slices[key] = self._sliced(*key)
        return self._slices[key]

    def _sliced(self, definition: Definition, cls: Definition | None, criterion: Criterion) -> Summary:
        node, frame = definition.node, self.frame(definition, cls)
        assert not isinstance(node, ast.Lambda)
        method = definition.parent is not None and isinstance(definition.parent.node, ast.ClassDef)
        owner = cls or definition.parent if method else None
        table = self._accesses(owner) if owner else {}
        slicer = Slicer(frame.module, Accesses(own_object(node) if method else None, table), criterion)
        body, mentioning = slicer.slice(node.body)
        probe = self.frame(definition, cls)
        probe.probing = mentioning
        probed = summarise(probe, body)
        return summarise(frame, body) if probe.passed and (probe.sendings or probed.sents) else probed

    def _accesses(self, cls: Definition) -> dict[str, Access]:
        if cls not in self._access:
            self._access[cls] = own_accesses(self.lineage(cls))
        return self._access[cls]

    def sends(self, definition: Definition) -> bool:
        """Return whether a candidate of the gate stands in a definition."""
        facts = self.project.facts(definition.module)
        return facts is not None and any(definition.place.start <= at < definition.place.end for at in facts.candidates)

    def global_value(self, path: str, name: str) -> Value | None:
        """Return what a name of a module holds once its body has run: as stable as the process."""
        return self._bound(path, name, first=False)

    def _bound(self, path: str, name: str, *, first: bool) -> Value | None:
        """Return the same; `first` leaves out what functions bind anew later, as an import does."""
        binder = self._binder(path, name)
        if binder is None:
            return None
        first = first or binder != path
        value = self._known.of(Name(binder, name, first and name in self.module(binder).rebound_names))
        assert not isinstance(value, Summary)
        return Op("unknown", (), (), self.module(binder).body.place, name) if value is None else value

    def _binder(self, path: str, name: str, through: frozenset[str] = frozenset()) -> str | None:
        """Return the module that binds a name which a module has: the module itself, or one that it imports with a star."""
        module = self.module(path)
        if name in module.makers:
            return path
        if path in through:
            return None
        origins = (self.project.modules.find(path, origin) for origin in reversed(module.stars))
        inside = (origin.path for origin in origins if origin and not origin.rest)
        found = (self._binder(each, name, through | {path}) for each in inside if self._gives(each, name))
        return next((binder for binder in found if binder), None)

    def _gives(self, path: str, name: str) -> bool:
        """Return whether a star import of a module brings a name, as far as the module binds it."""
        listed = self.global_value(path, "__all__") if "__all__" in self.module(path).makers else None
        members = listed.items if isinstance(listed, Seq) else (None,)
        names = {plain(member.value) if isinstance(member, Element) else None for member in members}
        return name in names or (None in names and not name.startswith("_"))

    def origin(self, path: str, name: str) -> tuple[str, str]:
        """Return the module that binds what a name of a module stands for, and its name there; itself where none is known."""
        key = path, name
        if key not in self._origins:
            self._origins[key] = key
            binder = self._binder(path, name)
            self._origins[key] = key if binder is None else imported_from(self, binder, name)
        return self._origins[key]

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

    def _bases(self, definition: Definition) -> Iterator[Value]:
        """Yield the bases of a class; `Base[T]` is Base."""
        assert isinstance(definition.node, ast.ClassDef)
        frame = self._around(definition)
        for base in definition.node.bases:
            if not isinstance(base, ast.Starred):
                yield frame.value(base.value if isinstance(base, ast.Subscript) else base, State())

    def _around(self, definition: Definition) -> Frame:
        return self.frame(definition.parent or self.module(definition.module).body)

    def external_bases(self, definition: Definition) -> frozenset[str]:
        """Return the qualified names of the bases and decorators of a class that come from elsewhere."""
        names: set[str] = set()
        for cls in self.lineage(definition):
            assert isinstance(cls.node, ast.ClassDef)
            frame = self._around(cls)
            for node in (*cls.node.bases, *cls.node.decorator_list):
                target = node.func if isinstance(node, ast.Call) else node
                value = frame.value(target, State())
                if isinstance(value, External):
                    names.add(value.name)
        return frozenset(names)

    def subclasses(self, definition: Definition) -> tuple[Definition, ...]:
        """Return the classes of the project whose lineage holds the class, itself first."""
        if definition not in self._subclasses:
            users = self.project.users(definition.module, definition.name)
            classes = (cls for path in users for cls in self._top(path) if cls is not definition)
            self._subclasses[definition] = (definition, *(cls for cls in classes if definition in self.lineage(cls)))
        return self._subclasses[definition]

    def _top(self, path: str) -> Iterator[Definition]:
        """Yield the classes at the top of a module."""
        module = self.module(path)
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef):
                value = self.global_value(path, node.name)
                if isinstance(value, Class) and value.definition.module == path:
                    yield value.definition

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
            self._attributes[definition] = written_attributes(self.frame(definition), definition)
        return self._attributes[definition]

    def is_set_outside(self, name: str) -> bool:
        """Return whether something in the project sets an attribute of that name on an object that is not its own."""
        return name in self.project.set_outside

    def written(self, definition: Definition) -> frozenset[str]:
        """Return the attributes that instances hold themselves: those that methods assign, and fields."""
        if definition not in self._written:
            written = self.module(definition.module).attributes(definition).written
            self._written[definition] = written | set(annotated_names(definition))
        return self._written[definition]

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
            module = self.module(cls.module)
            annotation = module.attributes(cls).annotations.get(name)
            if annotation is not None:
                return annotated_class(self.frame(cls), module, annotation)
        return None

    def _assigned(self, definition: Definition, name: str) -> Definition | None:
        init = next((f for cls in self.lineage(definition) if (f := self.namespace(cls).get("__init__"))), None)
        if not isinstance(init, Function) or self._known.is_running(
            (init.definition, self.representative(init.definition, definition))
        ):
            return None
        summary = self.summary(init.definition, definition)
        for effect in summary.effects if summary else ():
            if isinstance(effect.location, Attribute) and effect.location.name == name:
                return class_of(self.frame(init.definition, definition), State(), effect.value)
        return None

    def imported(self, path: str, name: str) -> Value:
        """Return what a qualified name stands for: of a module of the project, of the catalogue, else the name itself."""
        found = None if name.startswith("builtins.") else self.project.modules.find(path, name)
        if found is not None:
            return self._inside(path, name, found)
        constant = self.catalog.constant(name)
        if constant is not None:
            return Const(constant) if isinstance(constant, bool) else literal(constant)
        entry = self.catalog.attribute(name)
        if entry is None:
            return External(self.catalog.original(name))
        return Hole(name, entry.kind, entry.volatility, entry.order, entry.growth, entry.confidence, entry.period)

    def _inside(self, path: str, name: str, found: Found) -> Value:
        """Return what stands under a name in a module of the project; the name itself where nothing binds it."""
        known = name.removesuffix("." + ".".join(found.rest)) if found.rest else name
        value: Value = Imported(found.path, known)
        for step in found.rest:
            known = f"{known}.{step}"
            held = self._bound(value.path, step, first=True) if isinstance(value, Imported) else None
            around = self.frame(self.module(path).body)
            value = get_attribute(around, State(), value, step) if held is None else held
            if value == External(known):
                return External(name)
        return value

    def member(self, module: Imported, name: str) -> Value:
        """Return what a module of the project binds to a name, or a module of the package of that name."""
        if module.path.endswith(".py") and (value := self.global_value(module.path, name)) is not None:
            return value
        inside = module.path if module.path.endswith("__init__.py") else f"{module.path}/__init__.py"
        found = self.project.modules.find(inside, f".{name}")
        return (
            External(f"{module.name}.{name}")
            if found is None or found.rest
            else Imported(found.path, f"{module.name}.{name}")
        )

    def annotated(self, path: str, name: str) -> Value | None:
        """Return what a name means in an annotation of a module: it may be imported for type checkers alone."""
        value = self.global_value(path, name)
        facts = self.project.facts(path)
        if isinstance(value, Class) or facts is None:
            return value
        return next((self.imported(path, found.target) for found in facts.imports if found.name == name), value)

    def span(self, site: Site, at: int, length: int) -> Place:
        """Return where decoded text of a literal was written; the whole literal where that cannot be told."""
        place, key = site.place, (site.place, site.syntax)
        if key not in self._literals:
            self._literals[key] = self._read(site)
        found = self._literals[key]
        return place if found is None else Place(place.path, *found.span(site.at + at, length))

    def _read(self, site: Site) -> Written | None:
        source = self.source(site.place.path)
        try:
            return READERS[site.syntax](source.text, site.place.start, site.place.end) if source else None
        except ValueError:
            return None

    def source(self, path: str) -> Source | None:
        """Return the text of a file of the project, of any kind; None for one that may not or cannot be read."""
        return self.project.source(path)

    def folders(self, path: str) -> tuple[str, ...]:
        """Return the folders in which the code of a file may look for a relative path, the likeliest first."""
        return tuple(dict.fromkeys((os.path.dirname(path), *self.project.modules.roots)))
