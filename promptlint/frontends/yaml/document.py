"""What a YAML text says, and where its parts stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from promptlint.frontends.document import DEEPEST, MOST, Broken, Excessive, Listing, Node, Scalar, Span, Table, Tag
from promptlint.frontends.yaml.events import read_events, too_deep
from promptlint.frontends.yaml.values import CORE, MERGE, value_of

if TYPE_CHECKING:
    import yaml

_PROPERTIES = re.compile(r"(?:(?:&[0-9A-Za-z_-]++|!\S*+)\s*+(?:#[^\r\n]*+\s++)*+)++")
_TAG = re.compile(r"!(?:<[^\s>]++>|[^\s,\[\]{}]*+)")
_Pair: TypeAlias = tuple[Scalar, Node]

_MOST_SPELT_OUT = 10_000_000
"""How many values a text may stand for once every alias is written out; a bomb of aliases stands for billions."""


def read_yaml(text: str) -> tuple[Node, ...]:
    """Return what each document of a YAML text says, as `safe_load` reads it, but that an anchor may be set again.

    A value of a tag that only a program's own loader knows is an ellipsis. Raises Broken for a text that is no YAML,
    too for aliases that stand for millions of values, Excessive for one that is nested too deep or holds too much.
    """
    reader = _Reader(text)
    for event, span in read_events(text):
        reader.take(event, span)
    return tuple(reader.open[0].inside)


class _Size(NamedTuple):
    """How much a node is once every alias in it is written out."""

    height: int = 0
    """Levels of collections."""
    values: int = 1
    """Collections and scalars."""


_SCALAR, _EMPTY = _Size(), _Size(height=1)


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    is_table: bool = False
    tag: Tag | None = None
    """What keeps a program that knows no tags of its own from making a list or a dict of it."""
    anchor: str | None = None
    start: int | None = None
    end: int = 0
    size: _Size = _EMPTY
    """What it is, so far."""
    inside: list[Node] = field(default_factory=list)
    """Its items; keys and values by turns."""

    def put(self, node: Node, written: Span, size: _Size) -> None:
        """Add what was written there, or where an alias was."""
        if isinstance(node, Scalar) and node.value is MERGE and (not self.is_table or len(self.inside) % 2):
            node = Scalar(..., node.span)
        merged = self.is_table and len(self.inside) % 2 == 1 and _is_merge(self.inside[-1])
        self.inside.append(node)
        self.start = written.start if self.start is None else self.start
        self.end = written.end
        self.size = _Size(max(self.size.height, size.height + 1), self.size.values + (1 if merged else size.values))


@dataclass(slots=True)
class _Reader:
    """Reads the documents of a text."""

    text: str
    open: list[_Open] = field(default_factory=lambda: [_Open()])
    """The collections around the next event; around all documents one more."""
    anchors: dict[str, tuple[Node, _Size]] = field(default_factory=dict)
    """What each anchor of the document names."""
    nodes: int = 0

    def take(self, event: yaml.Event, span: Span) -> None:
        """Read one event."""
        import yaml

        match event:
            case yaml.ScalarEvent():
                value = value_of(event)
                tag = self._tag(event, span) if value is ... else None
                self._put(Scalar(value, self._bare(event, span), tag), span, event.anchor)
            case yaml.AliasEvent(anchor=str(anchor)):
                self._put_again(anchor, span)
            case yaml.CollectionStartEvent():
                self._begin(event, span)
            case yaml.CollectionEndEvent():
                self._end(span)
            case yaml.DocumentEndEvent():
                self.anchors.clear()

    def _bare(self, event: yaml.NodeEvent, span: Span) -> Span:
        """Return the place of a node without its anchor and tag."""
        properties = _PROPERTIES.match(self.text, *span) if event.anchor or getattr(event, "tag", None) else None
        return Span(properties.end(), span.end) if properties else span

    def _tag(self, event: yaml.NodeEvent, span: Span) -> Tag | None:
        """Return the tag of a node; None where it has none of its own."""
        name: str | None = getattr(event, "tag", None)
        found = _TAG.search(self.text, span.start, self._bare(event, span).start) if name else None
        return Tag(name, Span(*found.span())) if name and found else None

    def _begin(self, event: yaml.CollectionStartEvent, span: Span) -> None:
        import yaml

        is_table = isinstance(event, yaml.MappingStartEvent)
        is_known = event.tag in (None, "!", CORE + ("map" if is_table else "seq"))
        start = self._bare(event, span).start if event.flow_style else None
        tag = None if is_known else self._tag(event, span)
        self.open.append(_Open(is_table, tag, event.anchor, start))
        if event.anchor:
            self.anchors[event.anchor] = Scalar(...), _SCALAR

    def _end(self, bracket: Span) -> None:
        """Close a collection; the event stands at the bracket, or is empty and stands somewhere behind."""
        done = self.open.pop()
        start = bracket.start if done.start is None else done.start
        span = Span(start, bracket.end if bracket.start < bracket.end else done.end)
        self._put(self._node(done, span), span, done.anchor, done.size)

    def _node(self, done: _Open, span: Span) -> Node:
        if done.tag:
            return Scalar(..., span, done.tag)
        return self._table(done.inside, span) if done.is_table else Listing(tuple(done.inside), span)

    def _put_again(self, anchor: str, span: Span) -> None:
        if anchor not in self.anchors:
            raise Broken(f"this is no YAML: the alias `*{anchor}` has no anchor `&{anchor}` before it", span.start)
        node, size = self.anchors[anchor]
        if len(self.open) - 1 + size.height > DEEPEST:
            raise too_deep(span.start)
        if size.values > _MOST_SPELT_OUT:
            raise Broken(f"the alias `*{anchor}` stands for more than {_MOST_SPELT_OUT:,} values", span.start)
        self._put(node, span, None, size)

    def _put(self, node: Node, written: Span, anchor: str | None, size: _Size = _SCALAR) -> None:
        self._count(1, written)
        if anchor:
            self.anchors[anchor] = node, size
        self.open[-1].put(node, written, size)

    def _count(self, nodes: int, where: Span) -> None:
        self.nodes += nodes
        if self.nodes > MOST:
            raise Excessive(f"this file holds more than {MOST:,} values", where.start)

    def _table(self, inside: list[Node], span: Span) -> Table:
        written = list(zip(inside[::2], inside[1::2], strict=True))
        merged = (pair for key, value in written if _is_merge(key) for pair in self._merged(value, span))
        pairs = {_name(key): (key, value) for key, value in merged}
        own: dict[object, Scalar] = {}
        repeated = []
        for key, value in ((_key(key), value) for key, value in written if not _is_merge(key)):
            name = _name(key)
            if name in own:
                repeated.append((own[name], key))
            own[name] = key
            pairs[name] = key, value
        return Table(tuple(pairs.values()), span, tuple(repeated))

    def _merged(self, value: Node, span: Span) -> Iterator[_Pair]:
        """Yield the pairs that `<<` takes from tables; of equal ones the last one counts."""
        for table in reversed(value.items) if isinstance(value, Listing) else (value,):
            match table:
                case Table(pairs):
                    self._count(len(pairs), span)
                    yield from pairs
                case Scalar(value=found) if found is not ...:
                    raise Broken("this is no YAML: `<<` takes a mapping or a list of mappings", span.start)


def _is_merge(key: Node) -> bool:
    return isinstance(key, Scalar) and key.value is MERGE


def _key(key: Node) -> Scalar:
    """Return a key as a table holds it: no dict can have a list or a dict as one."""
    return key if isinstance(key, Scalar) else Scalar(..., key.span)


def _name(key: Scalar) -> object:
    """Return what tells a key from others."""
    return object() if key.value is ... else key.value
