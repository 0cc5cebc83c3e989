"""What a YAML text says, by the real library, and where its scalars stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from promptlint.frontends.document import DEEPEST, Listing, Node, Scalar, Span, Table

if TYPE_CHECKING:
    import yaml

_TEXT = "tag:yaml.org,2002:str"
_PROPERTIES = re.compile(r"(?:[&!]\S*+\s*+(?:#[^\r\n]*+\s++)*+)++")


def read_yaml(text: str) -> tuple[Node, ...]:
    """Return what each document of a YAML text says, as `safe_load` reads it.

    A value of a tag that only a program's own loader knows is an ellipsis. Raises ValueError for a text that is none, or
    that is nested too deep to be read.
    """
    import yaml

    _check(text)
    loader = _loader(text)
    try:
        documents = []
        while loader.check_node() and (node := loader.get_node()) is not None:
            documents.append(_Reader(loader, text).read(node))
    except yaml.YAMLError as error:
        raise ValueError("no YAML") from error
    finally:
        loader.dispose()
    return tuple(documents)


def _loader(text: str) -> yaml.SafeLoader:
    import yaml

    try:
        loader: yaml.SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    except yaml.YAMLError as error:  # the reader in Python looks at the first characters at once
        raise ValueError("no YAML") from error
    return loader


def _check(text: str) -> None:
    """Raise ValueError for a text that is no YAML or too deep: the C library kills the process on a deep one."""
    import yaml

    loader, depth = _loader(text), 0
    try:
        while loader.check_event():
            event = loader.get_event()  # type: ignore[no-untyped-call]
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise ValueError("nested too deep")
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError("no YAML") from error
    finally:
        loader.dispose()


class _Reader:
    """Reads the nodes of one document; one that aliases name again is read once."""

    def __init__(self, loader: yaml.SafeLoader, text: str) -> None:
        self.loader = loader
        self.text = text
        self.known: dict[int, Node | None] = {}

    def read(self, node: yaml.Node) -> Node:
        """Return what a node says."""
        if id(node) not in self.known:
            self.known[id(node)] = None
            self.known[id(node)] = self._read(node)
        found = self.known[id(node)]
        return Scalar(...) if found is None else found

    def _read(self, node: yaml.Node) -> Node:
        import yaml

        match node:
            case yaml.MappingNode(tag="tag:yaml.org,2002:map"):
                self.loader.flatten_mapping(node)
                pairs = [(self._scalar(key), self.read(value)) for key, value in node.value]
                return Table(tuple({key.value: (key, value) for key, value in pairs}.values()))
            case yaml.SequenceNode(tag="tag:yaml.org,2002:seq"):
                return Listing(tuple(map(self.read, node.value)))
        return self._scalar(node)

    def _scalar(self, node: yaml.Node) -> Scalar:
        import yaml

        properties = _PROPERTIES.match(self.text, node.start_mark.index, node.end_mark.index)
        span = Span(properties.end() if properties else node.start_mark.index, node.end_mark.index)
        if isinstance(node, yaml.ScalarNode) and node.tag == _TEXT:
            return Scalar(node.value, span)
        try:
            value = self.loader.construct_object(node, deep=True)
            hash(value)
        except (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return Scalar(...)
        return Scalar(value, span)
