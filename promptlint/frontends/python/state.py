"""What a program knows at one point: the values of its names, what stands in memory, and the paths that already left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeGuard

from promptlint.frontends.python.atoms import NONE, Const, Ref, Symbol
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.merge import join, join_tables
from promptlint.frontends.python.presence import presence
from promptlint.frontends.python.rewriting import Change, Once, lightened, rewrite
from promptlint.frontends.python.sizes import REFS, is_free, marks
from promptlint.frontends.python.values import (
    Attribute,
    Branch,
    Entry,
    Location,
    Made,
    Map,
    Object,
    Op,
    Seq,
    Spread,
    Value,
)
from promptlint.hole import Volatility
from promptlint.source import Place


@dataclass(frozen=True, slots=True)
class Exit:
    """A path that left the straight way: `kind` is return, break or continue, `condition` when it is taken."""

    kind: str
    condition: Value | None
    names: dict[str, Value]
    memory: dict[Location, Value]
    value: Value = NONE


@dataclass(slots=True)
class State:
    """A point of a program. Only the statements of one activation change it."""

    names: dict[str, Value] = field(default_factory=dict)
    memory: dict[Location, Value] = field(default_factory=dict)
    exits: list[Exit] = field(default_factory=list)
    alive: bool = True
    allocated: int = 0
    borrowed: bool = False
    """Whether the objects in memory were made by somebody else, earlier."""
    outer: dict[Location, Value] = field(default_factory=dict)
    """What stood at the locations of outer scopes when they were first looked at, on whichever path."""
    holding: tuple[Value, ...] = ()
    """The tests that hold on this path."""

    def fork(self) -> State:
        """Return a copy for one of two paths; the exits before the fork stay with the original."""
        names, memory = dict(self.names), dict(self.memory)
        return State(names, memory, [], self.alive, self.allocated, self.borrowed, self.outer, self.holding)

    def look_at(self, location: Symbol, value: Value) -> None:
        """Put what stands at a location of an outer scope in memory, where it can change."""
        self.memory[location] = self.outer[location] = value

    def untouched(self, location: Location) -> Value | None:
        """Return what a location held before anybody wrote to it; None for one that was not there."""
        return None if isinstance(location, Ref) else self.outer.get(location, location)

    def allocate(self, value: Value) -> Ref:
        """Return the location of a new object in memory."""
        self.allocated += 1
        ref = Ref(self.allocated)
        self.memory[ref] = value
        return ref

    def content(self, value: Value) -> Value:
        """Return what stands at the location that a value names, or the value itself."""
        location = located(self.memory, value)
        return value if location is None else self.memory[location]

    def hold(self, test: Value) -> None:
        """Go on as on the path on which a test holds."""
        self.holding = (*self.holding, test)

    def leave(self, kind: str, value: Value = NONE) -> None:
        """End this path by a return, break or continue."""
        self.exits.append(Exit(kind, Const(True), self.names, self.memory, value))
        self.alive = False

    def merge(self, condition: Value | None, first: State, second: State, place: Place) -> None:
        """Go on as whichever of two forks is still alive, or as both joined."""
        self.allocated = max(first.allocated, second.allocated)
        for fork, taken in ((first, condition), (second, negate(condition, place))):
            self.exits.extend(
                Exit(gone.kind, conjoin(taken, gone.condition, place), gone.names, gone.memory, gone.value)
                for gone in fork.exits
            )
        if first.alive and second.alive:
            self._join(condition, first.names, first.memory, second.names, second.memory, place)
        elif first.alive or second.alive:
            survivor = first if first.alive else second
            self.names, self.memory, self.holding = survivor.names, survivor.memory, survivor.holding
        self.alive = first.alive or second.alive

    def rejoin(self, kind: str, place: Place) -> None:
        """Take back the paths that left by a `break` or `continue`."""
        for gone in reversed([gone for gone in self.exits if gone.kind == kind]):
            if self.alive:
                self._join(gone.condition, gone.names, gone.memory, self.names, self.memory, place)
            else:
                self.names, self.memory, self.alive = dict(gone.names), dict(gone.memory), True
        self.exits = [gone for gone in self.exits if gone.kind != kind]

    def finish(self, place: Place) -> Value:
        """Take back every path that returned; return the value of the activation."""
        value: Value = NONE
        returned = [gone for gone in self.exits if gone.kind == "return"]
        for gone in reversed(returned):
            exit_value = freeze(gone.value, gone.memory)
            if self.alive:
                if _is_earlier(exit_value, value, self.memory):
                    value = capped(value, Volatility.PROCESS)
                else:
                    value = join(gone.condition, exit_value, value, place)
                self._join(gone.condition, gone.names, gone.memory, self.names, self.memory, place)
            else:
                value = exit_value
                self.names, self.memory, self.alive = dict(gone.names), dict(gone.memory), True
        return value

    def _join(
        self,
        condition: Value | None,
        names: dict[str, Value],
        memory: dict[Location, Value],
        other_names: dict[str, Value],
        other_memory: dict[Location, Value],
        place: Place,
    ) -> None:
        self.memory = join_tables(condition, memory, other_memory, self.untouched, place)
        for name in names.keys() & other_names.keys():
            first, second = located(memory, names[name]), located(other_memory, other_names[name])
            if first is None or second is None or first == second or Ref not in (type(first), type(second)):
                continue
            whole = join(condition, memory[first], other_memory[second], place)
            if isinstance(whole, Seq | Map):
                names[name] = other_names[name] = self.allocate(whole)
        self.memory = {location: _kept(location, value) for location, value in self.memory.items()}
        self.names = join_tables(condition, names, other_names, lambda _: None, place)


def _is_earlier(value: Value, other: Value, memory: dict[Location, Value]) -> bool:
    """Return whether a value is what an earlier call left under a key under which this one leaves `other`."""
    match value:
        case Op("[]", (_, key, *_)):
            entries = (entry for content in memory.values() if isinstance(content, Map) for entry in content.entries)
            return any(isinstance(e, Entry) and e.key == key and freeze(e.value, memory) == other for e in entries)
    return False


def _kept(location: Location, value: Value) -> Value:
    """Return what a location holds; what is put there only where nothing stands yet lives as long as the location."""
    if isinstance(location, Ref) or not isinstance(value, Branch) or location not in value.arms:
        return value
    if value.condition is None or not _mentions(value.condition, location):
        return value
    if isinstance(location, Symbol) and value.arms[1] == location and _is_missing(value.condition):
        return capped(value.arms[0], Volatility.PROCESS)
    life = Volatility.SESSION if isinstance(location, Attribute) else Volatility.PROCESS
    first, second = (arm if arm == location else capped(arm, life) for arm in value.arms)
    return Branch(value.condition, (first, second))


def _mentions(value: Value, location: Location) -> bool:
    match value:
        case Op("unknown", (), _, place, hint) if isinstance(location, Symbol):
            return hint == location.name and place.path == location.owner.module
        case Op(_, operands):
            return any(_mentions(inner, location) for inner in operands)
        case Branch(condition, arms):
            return any(inner is not None and _mentions(inner, location) for inner in (condition, *arms))
    return value == location


def _is_missing(condition: Value) -> bool:
    """Return whether a condition holds where nothing was put yet: an earlier call then put there what this one would."""
    match condition:
        case Op("not", (_,)) | Op("is", (_, Const(None))):
            return True
    return False


def freeze(value: Value, memory: dict[Location, Value]) -> Value:
    """Return the value with everything in memory that it refers to put in its place."""
    if not is_free(value) or not marks(value) & (wanted := _marks(memory)):
        return value
    around: set[Location] = set()

    def replaced(part: Value, inside: Change) -> Value:
        if isinstance(part, Op) and part.name == "before":
            return part
        location = located(memory, part)
        if location is not None and location not in around:
            around.add(location)
            frozen = rewrite(memory[location], inside)
            around.discard(location)
            return frozen
        return NONE if isinstance(part, Ref) else rewrite(part, inside)

    return lightened(Once(wanted, replaced)(value))


def _marks(memory: dict[Location, Value]) -> int:
    """Return the marks of all values that refer to something in memory that can change in place."""
    found = REFS
    for location, content in memory.items():
        if not isinstance(location, Ref) and isinstance(content, Seq | Map | Object):
            found |= marks(location)
    return found


def snapshot(condition: Value, memory: dict[Location, Value], place: Place) -> Value:
    """Return whether a condition holds as it is tested now, whatever is put later at the locations that it reads."""
    return lightened(_begun(presence(freeze(condition, memory), place), place))


def _begun(value: Value, place: Place) -> Value:
    """Return a value with what stood at the locations that it names when the activation began."""
    if isinstance(value, Op) and value.name == "before":
        return value
    return initial(value, place) if is_location(value) else rewrite(value, lambda part: _begun(part, place))


def is_location(value: Value) -> TypeGuard[Location]:
    """Return whether a value names a location: one in memory, a variable, or attributes of one."""
    root = value
    while isinstance(root, Attribute):
        root = root.base
    return isinstance(root, Ref | Symbol) or (isinstance(root, Made) and root is not value)


def located(memory: dict[Location, Value], value: Value) -> Location | None:
    """Return the value where it names something in memory that can change in place, else None."""
    if isinstance(value, Ref):
        return value if value in memory else None
    if isinstance(value, Symbol | Attribute) and isinstance(memory.get(value), Seq | Map | Object):
        return value if is_location(value) else None
    return None


def thaw(value: Value, state: State) -> Value:
    """Return the value with its lists, mappings and objects put in memory, where they can change."""
    match value:
        case Seq(form="list" | "set") | Map() | Object():
            return state.allocate(rewrite(value, lambda part: thaw(part, state)))
        case Seq() | Made():
            return rewrite(value, lambda part: thaw(part, state))
    return value


def conjoin(first: Value | None, second: Value | None, place: Place) -> Value | None:
    """Return the condition that both hold; None where one of them is not known."""
    if first == Const(True):
        return second
    if second == Const(True):
        return first
    if first is None or second is None:
        return None
    return Op("and", (first, second), (), place)


def negate(condition: Value | None, place: Place) -> Value | None:
    """Return the opposite condition."""
    return None if condition is None else Op("not", (condition,), (), place)


def initial(value: Value, place: Place) -> Value:
    """Return what stood at a location when the activation began; another value is what it is."""
    return Op("before", (value,), (), place) if is_location(value) else value


def opened(location: Location, place: Place) -> Seq:
    """Return the list that stands at a location about which nothing is known: an open rest."""
    return Seq((Spread(initial(location, place), place),))
