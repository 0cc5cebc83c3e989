"""The values of the abstract interpreter: what an expression may evaluate to, as far as it is known.

A text, a sequence and a mapping are runs of *members*. A run may hold an `Either` (members that depend on a condition) and
an `Each` (members that come once for every item of something), so a prompt with fifty optional sections stays fifty members
long and nothing ever enumerates paths.

Values are immutable. What a program can change in place lives in a state, at the location that a `Ref` names.
What cannot be known yet stays symbolic (`Symbol`, `Attribute`, `Op`) and is computed again when its operands become known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TypeAlias, TypeVar

from promptlint.frontends.python.atoms import Class, Const, Definition, External, Imported, Ref, Symbol
from promptlint.frontends.python.sizes import FUNCTIONS, Size, mark, size_of
from promptlint.hole import Hole, Volatility
from promptlint.prompt import Literal as Literal
from promptlint.source import Place

T = TypeVar("T")


def _sized(*names: str) -> Callable[[type[T]], type[T]]:
    """Give the values of a class the size of what stands in some of their fields."""
    held = attrgetter(*names)

    def one(value: T) -> None:
        object.__setattr__(value, "size", size_of(held(value)))

    def several(value: T) -> None:
        object.__setattr__(value, "size", size_of(*held(value)))

    def sized(kind: type[T]) -> type[T]:
        kind.__post_init__ = several if len(names) > 1 else one  # type: ignore[attr-defined]
        return kind

    return sized


@dataclass(frozen=True, slots=True)
@_sized("value")
class Insert:
    """A value that enters a text as `str` would write it."""

    value: Value
    place: Place = field(compare=False)
    size: Size = field(init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
@_sized("value")
class Element:
    """One item of a sequence."""

    value: Value
    place: Place
    size: Size = field(init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
@_sized("key", "value")
class Entry:
    """One key of a mapping with its value."""

    key: Value
    value: Value
    place: Place
    size: Size = field(init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
@_sized("value")
class Spread:
    """All items of a value that is not known item by item: the open rest of a sequence or mapping."""

    value: Value
    place: Place
    size: Size = field(init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Either:
    """Members of one arm or the other; `condition` is the value tested, None where nobody asks."""

    condition: Value | None
    arms: tuple[Run, ...]
    place: Place = field(compare=False)
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", size_of(self.condition, *self.arms))


@dataclass(frozen=True, slots=True)
@_sized("body", "over")
class Each:
    """Members that come once for every item of `over`; None for a loop that runs until something happens."""

    body: Run
    over: Value | None
    place: Place
    """The loop: its item is known by it."""
    where: Place | None = field(default=None, compare=False)
    """Where the whole repeat enters a text, once it did."""
    size: Size = field(init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
@_sized("parts", "document")
class Text:
    """A string: literals, inserts, choices and repeats."""

    parts: Run
    document: Value | None = None
    """The value that the whole string writes down, as `json.dumps` does."""
    size: Size = field(init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
@_sized("items")
class Seq:
    """A list, tuple, set or generator with its items in order."""

    items: Run
    form: str = "list"
    size: Size = field(init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
@_sized("entries")
class Map:
    """A mapping, its entries in the order in which they were first set."""

    entries: Run
    size: Size = field(init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
@_sized("base")
class Attribute:
    """An attribute of a value whose attributes are not known."""

    base: Value
    name: str
    size: Size = field(init=False, compare=False, repr=False)
    _hash: int | None = field(default=None, init=False, compare=False, repr=False)

    def __hash__(self) -> int:
        """Return the hash, computed once: a location of a memory is looked up all the time, others may be large."""
        if self._hash is None:
            object.__setattr__(self, "_hash", hash((self.base, self.name)))
        return self._hash  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Op:
    """An operation that waits for its operands. `hint` is the variable that first held the result."""

    name: str
    operands: tuple[Value, ...]
    keywords: tuple[tuple[str | None, Value], ...]
    place: Place
    hint: str = ""
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        own = mark(self.place) if self.name in ("item", "lone item") else 0
        held = (value for _, value in self.keywords)
        object.__setattr__(self, "size", size_of(self.operands, *held, own=own))


@dataclass(frozen=True, slots=True)
@_sized("condition", "arms")
class Branch:
    """One of two values that have nothing in common."""

    condition: Value | None
    arms: tuple[Value, Value]
    size: Size = field(init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
@_sized("arguments")
class Made:
    """What calling an external name with nothing more known about it returned: a client, a template object."""

    name: str
    arguments: Arguments
    place: Place
    size: Size = field(init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call; a positional `Spread` and a keyword None are `*` and `**`."""

    positional: Run = ()
    keywords: tuple[tuple[str | None, Value], ...] = ()
    places: tuple[tuple[str, Place], ...] = ()
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", size_of(self.positional, *(value for _, value in self.keywords)))


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the project, with the values of its free variables and the arguments already given."""

    definition: Definition
    receiver: Value | None = None
    closure: tuple[tuple[Symbol, Value], ...] = ()
    given: Arguments = field(default_factory=Arguments)
    defaults: tuple[tuple[str, Value], ...] = ()
    binding: str = ""
    """How a class binds it: "" as a method, else static, class or property."""
    setter: Function | None = None
    """What assigning to a property calls."""
    life: Volatility = Volatility.REQUEST
    """How long a result lives: REQUEST for one call, less for a cached one."""
    suspended: bool = False
    """Whether a call makes a context manager that runs it around a block."""
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        held = (value for _, value in (*self.closure, *self.defaults))
        object.__setattr__(self, "size", size_of(self.receiver, self.given, *held, own=FUNCTIONS))


@dataclass(frozen=True, slots=True)
class Object:
    """An instance of a class of the project, by value."""

    definition: Definition
    attributes: tuple[tuple[str, Value], ...]
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", size_of(*(value for _, value in self.attributes)))


@dataclass(frozen=True, slots=True)
@_sized("receiver")
class Super:
    """The part of an instance that the classes behind `after` define."""

    receiver: Value
    after: Definition
    size: Size = field(init=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
@_sized("receiver")
class Bound:
    """A method of a built-in value, not yet called."""

    receiver: Value
    name: str
    size: Size = field(init=False, compare=False, repr=False)


Member: TypeAlias = Literal | Insert | Element | Entry | Spread | Either | Each
Run: TypeAlias = tuple[Member, ...]
Value: TypeAlias = (
    Const
    | Text
    | Seq
    | Map
    | Hole
    | Symbol
    | Attribute
    | Op
    | Branch
    | External
    | Imported
    | Made
    | Function
    | Class
    | Object
    | Super
    | Bound
    | Ref
)
Location: TypeAlias = Ref | Symbol | Attribute
