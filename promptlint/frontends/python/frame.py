"""What every step of the evaluator may ask for: the world around a definition, and the definition that runs."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from promptlint.catalog import Catalog
from promptlint.frontends.python.atoms import Definition, Imported, Ref
from promptlint.frontends.python.scope import Module
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Arguments, Location, Value
from promptlint.frontends.written import Literals
from promptlint.hole import Link
from promptlint.prompt import Role
from promptlint.sink import Sink
from promptlint.source import Place, Source

NODES = 8_000
"""How many expressions one evaluation of a definition may look at; past that its values become unknown."""

WAYS, FAR = 4, 2
"""In how many ways one place may send a prompt of a definition through more than `FAR` calls."""


MODEL = "model"
"""The argument that names the model, where no sink says which one does."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Arguments that reach the model: by a call of a sink, or (no sink) by a list that holds messages."""

    sink: Sink | None
    arguments: tuple[tuple[str | None, Value], ...]
    place: Place
    definition: Definition
    chain: tuple[Link, ...] = ()
    places: tuple[tuple[str, Place], ...] = ()
    """Where the arguments were written, by their names."""
    role: Role | None = None
    """What the name of a text says that it is, where that name alone makes it a prompt."""
    through: tuple[Definition, ...] = ()
    """The functions whose calls make up the chain."""
    offered: bool = False
    """Whether it is what an object of a model, which was only made, would send."""
    rounds: tuple[Place, ...] = ()
    """The loops whose rounds send it, each anew; the outermost first."""
    receiver: Value | None = None
    """The object whose method sends it, where it stays with that object."""
    heard: bool = False
    """Whether the program then goes through what comes from that object, and gives it nothing else."""
    before: Sent | None = None
    """What the same object was given ahead of the rounds that send this."""
    picked: bool = False
    """Whether it is sent only where a message of a conversation is the system's."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What an activation leaves at a location that its caller can see."""

    location: Location
    value: Value
    in_place: bool
    """Whether the list, mapping or object that stood there was changed, rather than another one put there."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What calling a definition does, symbolic in its parameters and free variables."""

    returned: Value
    effects: tuple[Effect, ...] = ()
    sents: tuple[Sent, ...] = ()


class Classes(Protocol):
    """What is known of the classes of the project."""

    def namespace(self, definition: Definition) -> dict[str, Value]:
        """Return what the body of a class binds."""

    def lineage(self, definition: Definition) -> tuple[Definition, ...]:
        """Return the class and its bases in the project, in method resolution order."""

    def binder(self, classes: Iterable[Definition], name: str) -> tuple[Definition, Value] | None:
        """Return the first of some classes whose body binds a name, and what it binds it to; None where none does."""

    def member(self, definition: Definition, name: str) -> Value | None:
        """Return what the first class of a class's lineage binds that binds a name; None where none does."""

    def method(self, definition: Definition, name: str) -> Definition | None:
        """Return the first function of a name that stands in the body of a class of the lineage."""

    def external_bases(self, definition: Definition) -> frozenset[str]:
        """Return the qualified names of the bases and decorators, from other packages, of a class's lineage."""

    def subclasses(self, definition: Definition) -> tuple[Definition, ...]:
        """Return the classes of the project whose lineage holds the class, itself first."""

    def attributes(self, definition: Definition) -> dict[str, Value]:
        """Return the attributes of an instance that somebody else made, as its methods leave them."""

    def written(self, definition: Definition) -> frozenset[str]:
        """Return the attributes that instances hold themselves: those that methods of a lineage assign, and fields."""

    def setters(self, definition: Definition) -> Mapping[str, tuple[Definition, ...]]:
        """Return the functions that set attributes of a class itself, by the attribute."""

    def attribute_class(self, definition: Definition, name: str) -> Definition | None:
        """Return the class of the project that an attribute of instances holds an instance of."""

    def declared_class(self, definition: Definition, name: str) -> Definition | None:
        """Return the class of the project that the annotation of an attribute of instances names."""


class World(Protocol):
    """What is known outside of the definition that is being evaluated."""

    @property
    def catalog(self) -> Catalog:
        """What the world outside of the project looks like."""

    @property
    def classes(self) -> Classes:
        """What is known of the classes of the project."""

    @property
    def literals(self) -> Literals:
        """The literals of the files of the project, as they were written."""

    def module(self, path: str) -> Module:
        """Return the module that a file holds."""

    def is_model(self, path: str) -> bool:
        """Return whether a file belongs to a model of a package, not to the project."""

    def around(self, definition: Definition) -> Frame:
        """Return a fresh evaluation of what a definition stands in."""

    def summary(self, definition: Definition, cls: Definition | None) -> Summary | None:
        """Return what a call does when the receiver is an instance of `cls`; None for a call within a cycle."""

    def sends(self, definition: Definition) -> bool:
        """Return whether a definition may hold the root of a prompt."""

    def is_set_outside(self, name: str) -> bool:
        """Return whether something in the project sets an attribute of that name on an object that is not its own."""

    def global_value(self, path: str, name: str) -> Value | None:
        """Return what a module's name holds once its body has run; None where it binds no such name."""

    def class_value(self, definition: Definition, name: str) -> Value:
        """Return what an attribute of a class may hold that functions set."""

    def origin(self, path: str, name: str) -> tuple[str, str]:
        """Return the module that binds what a name of a module stands for, and its name there; itself where none is known."""

    def wrote(self, path: str, text: str, name: str) -> Value | None:
        """Return what a name is in a module that the program itself writes, under a path that no file has."""

    def annotated(self, path: str, name: str) -> Value | None:
        """Return what a name means in an annotation of a module."""

    def imported(self, path: str, name: str) -> Value:
        """Return what a qualified name of an import in a file stands for."""

    def member(self, module: Imported, name: str) -> Value:
        """Return what an attribute of a module of the project stands for."""

    def evaluate(self, node: ast.expr, state: State, frame: Frame) -> Value:
        """Return the value of an expression."""

    def run(self, statements: Iterable[ast.stmt], state: State, frame: Frame) -> None:
        """Run statements until one leaves."""

    def call(self, frame: Frame, state: State, function: Value, arguments: Arguments, place: Place) -> Value:
        """Return what calling a value returns."""

    def source(self, path: str) -> Source | None:
        """Return the text of a file of the project, of any kind; None for one that may not or cannot be read."""

    def entries(self, path: str) -> tuple[str, ...]:
        """Return the names of what stands in a folder of the project, sorted; nothing for anything else."""

    def folders(self, path: str) -> tuple[str, ...]:
        """Return the folders in which the code of a file may look for a relative path, the likeliest first."""


@dataclass(slots=True)
class Frame:
    """One evaluation of one definition."""

    world: World
    module: Module
    definition: Definition
    cls: Definition | None
    locals: frozenset[str]
    sents: list[Sent] = field(default_factory=list)
    yielded: Ref | None = None
    resume: Callable[[State, Value], None] | None = None
    """What runs where it yields, when it is a generator that is a context manager."""
    budget: int = NODES
    depth: int = 0
    """How many calls of models this one stands in."""
    home: str = ""
    """The file of the project that called the model of which a function runs here; empty outside of models."""
    sendings: int = 0
    """How many prompts were sent so far, those of silent passes included."""
    silent: bool = False
    """Whether this pass only finds out what a loop changes."""
    probing: frozenset[tuple[int, int]] | None = None
    """In a pass that only finds out whether anything may be sent, the rows and columns of the statements whose calls count."""
    entering: bool = True
    """Whether the functions are looked into that the statement calls which runs."""
    passed: bool = False
    """Whether a function was not looked into."""
    undecided: int = 0
    """In how many choices and repeats stands what is being substituted: it may not be reached at all."""
    unrolled: int = 0
    """How many calls of a circle of functions stand in each other."""
    rounds: tuple[Place, ...] = ()
    """The loops around what runs, of which nobody knows how often they go round."""

    def enters(self, definition: Definition) -> bool:
        """Return whether this pass looks into a function that is called."""
        enters = self.entering or definition.name == "__init__" or definition.parent is self.definition
        self.passed = self.passed or not enters
        return enters

    def value(self, node: ast.expr, state: State) -> Value:
        """Return the value of an expression."""
        return self.world.evaluate(node, state, self)

    def run(self, statements: Iterable[ast.stmt], state: State) -> None:
        """Run statements until one leaves."""
        self.world.run(statements, state, self)

    def call(self, state: State, function: Value, arguments: Arguments, place: Place) -> Value:
        """Return what calling a value returns; its effects and the prompts it sends become this activation's."""
        return self.world.call(self, state, function, arguments, place)

    def place(self, node: ast.AST) -> Place:
        """Return where a node stands."""
        return self.module.source.place(node)  # type: ignore[arg-type]

    def send(self, sent: Sent) -> None:
        """Record a prompt that this activation sends; of those that one place sends through calls, each way of many once."""
        self.sendings += sent.sink is not None
        if not self.silent and not (sent.chain and self._is_known(sent)):
            sent = replace(sent, rounds=(*self.rounds, *sent.rounds)) if self.rounds else sent
            self.sents.append(replace(sent, before=self._before(sent)) if sent.receiver is not None else sent)

    def _before(self, sent: Sent) -> Sent | None:
        """Return what was sent to the same object ahead of the innermost loop that sends something else to it."""
        same = (each for each in self.sents if each.receiver == sent.receiver and not each.chain)
        ahead = (each for each in same if each.rounds == sent.rounds[: len(each.rounds)] != sent.rounds)
        return next((each for each in ahead if each.arguments != sent.arguments), None)

    def _is_known(self, sent: Sent) -> bool:
        """Return whether what a callee sends was recorded already, or enough that the same place sends far from here."""
        alike = [each for each in self.sents if each.chain and each.place == sent.place]
        return (len(alike) >= WAYS and len(sent.chain) > FAR) or any(each.arguments == sent.arguments for each in alike)

    def label(self, place: Place) -> str:
        """Return the source text of a place on one line, cut to 60 characters."""
        source = self.world.source(place.path)
        text = " ".join(source.text[place.start : place.end].split()) if source else ""
        return text if len(text) <= 60 else text[:57] + "..."
