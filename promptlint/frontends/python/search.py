"""The search for roots: which wait for their evaluation, what of each is of interest, and which comes next."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from promptlint.facts import DefinitionKind, Facts
from promptlint.frontends.python.atoms import Definition
from promptlint.frontends.python.candidates import Root
from promptlint.frontends.python.slicing import Criterion
from promptlint.link import Project


@dataclass(frozen=True, slots=True)
class Search:
    """The roots that wait for their evaluation, and what of each is of interest by now.

    A root waits for those that it may call, as the names tell that it mentions: what they send may make more of it
    interesting, and then it would be evaluated again.
    """

    project: Project
    wanted: dict[Root, Criterion] = field(default_factory=dict)
    _waiting: dict[Root, None] = field(default_factory=dict)
    _called: dict[str, dict[Root, None]] = field(default_factory=lambda: defaultdict(dict))
    """The roots that wait, by the names by which they are called."""
    _held_up: list[Root] = field(default_factory=list)
    """The roots that wait for each other: each may call the one behind it."""
    _users: dict[Root | None, dict[Root, None]] = field(default_factory=lambda: defaultdict(dict))
    """The roots that are of interest because they may use one that was evaluated, or (None) by themselves."""
    _mentions: dict[Definition, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Return whether a root waits."""
        return bool(self._waiting)

    def want(self, root: Root, criterion: Criterion, used: Root | None = None) -> None:
        """Take note that something of a root is of interest; it is because the root may use another one."""
        known = self.wanted.get(root)
        merged = known.plus(criterion) if known else criterion
        if merged != known:
            self.wanted[root] = merged
            self._waiting[root] = self._called[called_by(root[0])][root] = None
        self._users[used][root] = None

    def in_order(self) -> tuple[Root, ...]:
        """Return the roots, users behind all that was of interest before them, whichever was evaluated first."""
        order = dict(self._users[None])
        waiting = deque(order)
        while waiting:
            for user in self._users.get(waiting.popleft(), ()):
                if user not in order:
                    order[user] = None
                    waiting.append(user)
        return tuple(order)

    def take(self) -> Root:
        """Return the root that comes next, which waits no longer."""
        if not self._held_up:
            self._held_up.append(next(iter(self._waiting)))
        while callee := next(self._callees(self._held_up[-1][0]), None):
            self._held_up.append(callee)
        root = self._held_up.pop()
        del self._waiting[root], self._called[called_by(root[0])][root]
        return root

    def _callees(self, caller: Definition) -> Iterator[Root]:
        """Yield the roots that wait for nothing yet and that a definition may call."""
        found = (root for name in self._mentioned(caller) for root in self._called.get(name, ()))
        return (root for root in found if root[0] is not caller and root not in self._held_up)

    def _mentioned(self, definition: Definition) -> tuple[str, ...]:
        """Return the names that a definition mentions, those of the definitions in it included, sorted."""
        if definition not in self._mentions:
            facts = self.project.facts(definition.module)
            self._mentions[definition] = tuple(sorted(set(_mentions(facts, definition)))) if facts else ()
        return self._mentions[definition]


def called_by(definition: Definition) -> str:
    """Return the name by which a definition is called; of a method that is called by no name, that of its class."""
    special = definition.name.startswith("__") and definition.parent is not None
    return definition.parent.name if special and definition.parent else definition.name


def _mentions(facts: Facts, definition: Definition) -> Iterator[str]:
    if definition.is_module:
        yield from facts.mentions
    for each in facts.definitions:
        inside = f"{each.qualname}.".startswith(f"{definition.qualname}.")
        if each.kind is DefinitionKind.CLASS if definition.is_module else inside:
            yield from each.mentions
