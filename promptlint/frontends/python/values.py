"""The values of the abstract interpreter: what an expression may evaluate to, as far as it is known.

A text, a sequence and a mapping are runs of *members*. A run may hold an `Either` (members that depend on a condition) and
an `Each` (members that come once for every item of something), so a prompt with fifty optional sections stays fifty members
long and nothing ever enumerates paths.

Values are immutable. What a program can change in place lives in a state, at the location that a `Ref` names.
What cannot be known yet stays symbolic (`Symbol`, `Attribute`, `Op`) and is computed again when its operands become known.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from promptlint.prompt import Hole, Volatility
from promptlint.prompt import Literal as Literal
from promptlint.source import Place


class Size(NamedTuple):
    """How large a value is."""

    nodes: int = 1
    """The values and members in it, each counted as often as it is reached."""
    depth: int = 1
    """How deep values and members stand in each other."""
    marks: int = 0
    """What is in it, one bit each: a `Ref`, a `Function`, a `Hole`, and behind these what `mark` gives to a name or loop."""


@dataclass(frozen=True, slots=True)
class Const:
    """A number, a boolean, bytes, None or an ellipsis."""

    value: object


@dataclass(frozen=True, slots=True)
class Insert:
    """A value that enters a text as `str` would write it."""

    value: Value
    place: Place = field(compare=False)
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.value))


@dataclass(frozen=True, slots=True)
class Element:
    """One item of a sequence."""

    value: Value
    place: Place
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.value))


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with its value."""

    key: Value
    value: Value
    place: Place
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.key, self.value))


@dataclass(frozen=True, slots=True)
class Spread:
    """All items of a value that is not known item by item: the open rest of a sequence or mapping."""

    value: Value
    place: Place
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.value))


@dataclass(frozen=True, slots=True)
class Either:
    """Members of one arm or the other; `condition` is the value tested, None where nobody asks."""

    condition: Value | None
    arms: tuple[Run, ...]
    place: Place = field(compare=False)
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.condition, *self.arms))


@dataclass(frozen=True, slots=True)
class Each:
    """Members that come once for every item of `over`; None for a loop that runs until something happens."""

    body: Run
    over: Value | None
    place: Place
    """The loop: its item is known by it."""
    where: Place | None = field(default=None, compare=False)
    """Where the whole repeat enters a text, once it did."""
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.body, self.over))


@dataclass(frozen=True, slots=True)
class Text:
    """A string: literals, inserts, choices and repeats."""

    parts: Run
    document: Value | None = None
    """The value that the whole string writes down, as `json.dumps` does."""
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.parts, self.document))


@dataclass(frozen=True, slots=True)
class Seq:
    """A list, tuple, set or generator with its items in order."""

    items: Run
    form: str = "list"
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.items))


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping, its entries in the order in which they were first set."""

    entries: Run
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.entries))


@dataclass(frozen=True, slots=True)
class Symbol:
    """A parameter or a variable of an enclosing function: known when the definition `owner` is called."""

    owner: Definition
    name: str
    cls: Definition | None = None
    """The class of the project that the value is an instance of, where that is known."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a value whose attributes are not known."""

    base: Value
    name: str
    size: Size = field(init=False, compare=False, repr=False)
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.base))
        object.__setattr__(self, "_hash", hash((self.base, self.name)))

    def __hash__(self) -> int:
        """Return the hash that was computed when it was made: a location of a memory is looked up all the time."""
        return self._hash


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
        object.__setattr__(self, "size", _size(self, self.operands, *(value for _, value in self.keywords)))


@dataclass(frozen=True, slots=True)
class Branch:
    """One of two values that have nothing in common."""

    condition: Value | None
    arms: tuple[Value, Value]
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.condition, self.arms))


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
class Made:
    """What calling an external name with nothing more known about it returned: a client, a template object."""

    name: str
    arguments: Arguments
    place: Place
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.arguments))


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call; a positional `Spread` and a keyword None are `*` and `**`."""

    positional: Run = ()
    keywords: tuple[tuple[str | None, Value], ...] = ()
    places: tuple[tuple[str, Place], ...] = ()
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.positional, *(value for _, value in self.keywords)))


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """A function, lambda, class or module body in a syntax tree; one object for one node."""

    module: str
    qualname: str
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef | ast.Module
    parent: Definition | None
    place: Place

    @property
    def name(self) -> str:
        """The last part of the qualified name."""
        return self.qualname.rpartition(".")[2]


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
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self,
            "size",
            _size(self, self.receiver, self.given, *(value for _, value in (*self.closure, *self.defaults))),
        )


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the project."""

    definition: Definition


@dataclass(frozen=True, slots=True)
class Object:
    """An instance of a class of the project, by value."""

    definition: Definition
    attributes: tuple[tuple[str, Value], ...]
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, *(value for _, value in self.attributes)))


@dataclass(frozen=True, slots=True)
class Super:
    """The part of an instance that the classes behind `after` define."""

    receiver: Value
    after: Definition
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.receiver))


@dataclass(frozen=True, slots=True)
class Bound:
    """A method of a built-in value, not yet called."""

    receiver: Value
    name: str
    size: Size = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", _size(self, self.receiver))


@dataclass(frozen=True, slots=True)
class Ref:
    """A location in a state: a list, dict or object that can change in place."""

    number: int


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


REFS, FUNCTIONS, HOLES = 1, 2, 4
_FREE = ~(FUNCTIONS | HOLES)
_MARKS = 240
"""How many names and loops are told apart; more share a mark, which costs time and nothing else."""


def mark(key: object) -> int:
    """Return the bit of a symbol, by its owner and name, or of a loop, by its place."""
    return 8 << hash(key) % _MARKS


def marks(value: object) -> int:
    """Return the bits of all that is in a value: with none in common it surely does not hold a thing."""
    size = getattr(value, "size", None)
    if size is not None:
        return size.marks  # type: ignore[no-any-return]
    match value:
        case Symbol(owner, name):
            return mark((owner, name))
        case Ref():
            return REFS
        case Hole():
            return HOLES
    return 0


def _size(whole: object, *children: object) -> Size:
    nodes, depth, found = 1, 0, 0
    for child in children:
        for part in child if isinstance(child, tuple) else (child,):
            if part is None:
                continue
            size = getattr(part, "size", None)
            if size is None:
                nodes, found = nodes + 1, found | marks(part)
            else:
                nodes, depth, found = (
                    nodes + size.nodes,
                    size.depth if size.depth > depth else depth,
                    found | size.marks,
                )
    if isinstance(whole, Op) and whole.name == "item":
        found |= mark(whole.place)
    elif isinstance(whole, Function):
        found |= FUNCTIONS
    return Size(nodes, depth + 1, found)


def is_free(value: Value) -> bool:
    """Return whether something in a value waits for a memory or a caller: a `Ref`, a `Symbol`, the item of a loop."""
    return bool(marks(value) & _FREE)


NONE = Const(None)
EMPTY = Text(())


def literal(text: str) -> Text:
    """Return the text with no place in any source."""
    return Text((Literal(text),) if text else ())


def plain(value: Value) -> str | None:
    """Return the string that a value is for certain, else None."""
    if not isinstance(value, Text):
        return None
    if all(isinstance(part, Literal) for part in value.parts):
        return "".join(part.text for part in value.parts if isinstance(part, Literal))
    return None
