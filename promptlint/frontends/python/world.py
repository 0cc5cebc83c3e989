"""The program: its modules and classes and the summaries of its functions, each computed once, on demand."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from promptlint.catalog import Catalog
from promptlint.frontends.python.accesses import Access, Accesses, own_accesses
from promptlint.frontends.python.atoms import Class, Definition, External, Imported
from promptlint.frontends.python.attributes import get_attribute
from promptlint.frontends.python.binders import own_object
from promptlint.frontends.python.calls import call
from promptlint.frontends.python.classes import ProjectClasses
from promptlint.frontends.python.cycles import Cycles
from promptlint.frontends.python.expressions import evaluate
from promptlint.frontends.python.frame import Frame, Summary
from promptlint.frontends.python.globals import imported_from, value_of_global
from promptlint.frontends.python.keys import Key, Name, order
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.modules import Found, is_module
from promptlint.frontends.python.plain import constant, plain
from promptlint.frontends.python.rebinding import Member, value_of_attribute
from promptlint.frontends.python.receivers import Receivers
from promptlint.frontends.python.recent import Recent
from promptlint.frontends.python.scope import Module
from promptlint.frontends.python.slicing import Criterion, Slicer
from promptlint.frontends.python.state import State
from promptlint.frontends.python.statements import run_block
from promptlint.frontends.python.summary import summarise
from promptlint.frontends.python.trees import Kept
from promptlint.frontends.python.values import Arguments, Element, Map, Object, Op, Seq, Value
from promptlint.frontends.written import Literals
from promptlint.hole import Hole, Volatility
from promptlint.link import Project
from promptlint.source import Place, Source


@dataclass
class Program:
    """The world of a project: every module is looked into when something asks for what it binds."""

    project: Project
    _modules: dict[str, Module] = field(default_factory=dict)
    _kept: Kept = field(default_factory=Kept)
    _access: Recent[Definition, dict[str, Access]] = field(default_factory=lambda: Recent(200))
    _origins: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    _slices: Recent[tuple[Key, Criterion], Summary] = field(default_factory=lambda: Recent(200))
    """What the last slice of a definition does: classes for which it does the same ask for the same one."""

    @cached_property
    def classes(self) -> ProjectClasses:
        """What is known of the classes of the project."""
        return ProjectClasses(self)

    @cached_property
    def _receivers(self) -> Receivers:
        return Receivers(self)

    def representative(self, definition: Definition, cls: Definition | None) -> Definition | None:
        """Return the class for whose instances a method does the same as for those of `cls`, and is evaluated."""
        owner = definition.parent
        if owner is None or not owner.is_class:
            return cls
        return owner if cls is None else self._receivers.representative(definition, cls)

    @cached_property
    def literals(self) -> Literals:
        """The literals of the files of the project, as they were written."""
        return Literals(self.source)

    @property
    def catalog(self) -> Catalog:
        """What the world outside of the project looks like."""
        return self.project.catalog

    @cached_property
    def _known(self) -> Cycles[Key | Name | Member, Summary | Value]:
        return Cycles(self._compute, order)

    def _compute(self, key: Key | Name | Member) -> Summary | Value:
        if isinstance(key, Member):
            return value_of_attribute(self, *key)
        if not isinstance(key, Name):
            return summarise(self.frame(*key))
        target = self._brought(key.path).get(key.name)
        value = self.imported(key.path, target) if target else None
        if value is None or isinstance(value, Seq | Map | Object):
            return value_of_global(self, self.module(key.path), key.name, first=key.first)
        return capped(value, Volatility.PROCESS)

    def _brought(self, path: str) -> Mapping[str, str]:
        """Return what the names of a module stand for that one import binds and nothing else: no tree is needed for them."""
        facts = self.project.facts(path)
        return facts.brought if facts else {}

    def module(self, path: str) -> Module:
        """Return the module that a file holds; an empty one for a file that cannot be read."""
        if path not in self._modules:
            source = self.project.source(path) or Source(path, "")
            self._modules[path] = Module(path, source, lambda: self._tree(path))
        return self._modules[path]

    def _tree(self, path: str) -> ast.Module:
        return self._kept.keep(self._modules[path], self.project.tree(path))

    def wrote(self, path: str, text: str, name: str) -> Value | None:
        """Return what a name is in a module that the program itself writes, under a path that no file has."""
        if path not in self._modules:
            self._modules[path] = Module(path, Source(path, text), lambda: ast.parse(text))
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

    def around(self, definition: Definition) -> Frame:
        """Return a fresh evaluation of what a definition stands in."""
        return self.frame(definition.parent or self.module(definition.module).body)

    def summary(self, definition: Definition, cls: Definition | None) -> Summary | None:
        """Return what a call does; None for one that closes a cycle of calls that has not been gone through yet."""
        found = self._known.of((definition, self.representative(definition, cls)))
        assert found is None or isinstance(found, Summary)
        return found

    def sliced(self, definition: Definition, cls: Definition | None, criterion: Criterion) -> Summary:
        """Return what the statements of a definition do on which what is of interest may depend."""
        key = definition, self.representative(definition, cls)
        known = self._slices.get((key, criterion))
        return self._slices.keep((key, criterion), self._sliced(*key, criterion)) if known is None else known

    def _sliced(self, definition: Definition, cls: Definition | None, criterion: Criterion) -> Summary:
        node, frame = definition.node, self.frame(definition, cls)
        assert not isinstance(node, ast.Lambda)
        method = definition.parent is not None and definition.parent.is_class
        owner = cls or definition.parent if method else None
        table = self._accesses(owner) if owner else {}
        slicer = Slicer(frame.module, Accesses(own_object(node) if method else None, table), criterion)
        body, mentioning = slicer.slice(node.body)
        probe = self.frame(definition, cls)
        probe.probing = mentioning
        probed = summarise(probe, body)
        return summarise(frame, body) if probe.passed and (probe.sendings or probed.sents) else probed

    def _accesses(self, cls: Definition) -> dict[str, Access]:
        known = self._access.get(cls)
        return self._access.keep(cls, own_accesses(self.classes.lineage(cls))) if known is None else known

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
        key = Name(binder, name, first and name in self.module(binder).rebound_names)
        return self._held(key, self.module(binder).body.place)

    def class_value(self, definition: Definition, name: str) -> Value:
        """Return what an attribute of a class may hold that functions set."""
        return self._held(Member(definition, name), definition.place)

    def _held(self, key: Name | Member, place: Place) -> Value:
        """Return what a name or an attribute holds; what is unknown where finding out needs the answer."""
        value = self._known.of(key, cut=True)
        assert not isinstance(value, Summary)
        return Op("unknown", (), (), place, key.name) if value is None else value

    def _binder(self, path: str, name: str, through: frozenset[str] = frozenset()) -> str | None:
        """Return the module that binds a name which a module has: the module itself, or one that it imports with a star."""
        module = self.module(path)
        if name in self._brought(path) or name in module.names:
            return path
        if path in through:
            return None
        origins = (self.project.modules.find(path, origin) for origin in reversed(module.stars))
        inside = (origin.path for origin in origins if origin and not origin.rest)
        found = (self._binder(each, name, through | {path}) for each in inside if self._gives(each, name))
        return next((binder for binder in found if binder), None)

    def _gives(self, path: str, name: str) -> bool:
        """Return whether a star import of a module brings a name, as far as the module binds it."""
        listed = self.global_value(path, "__all__") if "__all__" in self.module(path).names else None
        members = listed.items if isinstance(listed, Seq) else (None,)
        names = {plain(member.value) if isinstance(member, Element) else None for member in members}
        return name in names or (None in names and not name.startswith("_"))

    def origin(self, path: str, name: str) -> tuple[str, str]:
        """Return the module that binds what a name of a module stands for, and its name there; itself where none is known."""
        key = path, name
        if key not in self._origins:
            self._origins[key] = key
            binder = self._binder(path, name) or path
            target = self._brought(binder).get(name)
            self._origins[key] = imported_from(self, binder, name, target) if target else (binder, name)
        return self._origins[key]

    def is_set_outside(self, name: str) -> bool:
        """Return whether something in the project sets an attribute of that name on an object that is not its own."""
        return name in self.project.set_outside

    def is_running(self, definition: Definition, cls: Definition | None) -> bool:
        """Return whether the summary of a definition is being computed."""
        return self._known.is_running((definition, self.representative(definition, cls)))

    def imported(self, path: str, name: str) -> Value:
        """Return what a qualified name stands for: of a module of the project, of the catalogue, else the name itself."""
        found = None if name.startswith("builtins.") else self.project.modules.find(path, name)
        if found is not None:
            return self._inside(path, name, found)
        known = self.catalog.constant(name)
        if known is not None:
            return constant(known)
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
        if is_module(module.path) and (value := self.global_value(module.path, name)) is not None:
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

    def source(self, path: str) -> Source | None:
        """Return the text of a file of the project, of any kind; None for one that may not or cannot be read."""
        return self.project.source(path)

    def entries(self, path: str) -> tuple[str, ...]:
        """Return the names of what stands in a folder of the project, sorted; nothing for anything else."""
        return self.project.entries(path)

    def folders(self, path: str) -> tuple[str, ...]:
        """Return the folders in which the code of a file may look for a relative path, the likeliest first."""
        return tuple(dict.fromkeys((os.path.dirname(path), *self.project.modules.roots)))
