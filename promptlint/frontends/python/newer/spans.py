"""Where the nodes of a libcst tree stand in the text."""

from __future__ import annotations

from types import TracebackType
from typing import NamedTuple

import libcst as cst
from libcst._nodes.internal import CodegenState

from promptlint.frontends.python.quoting import Span


def read_spans(module: cst.Module, text: str) -> Spans:
    """Return where the nodes of a module stand in the text that it was read from.

    libcst's own position providers do the same, three to five times slower, and for the text that the tree writes: that
    lacks some blanks (those behind a conversion, some blank lines). Raises ValueError if it lacks anything else.
    """
    state = _Writing(module, text)
    module._codegen(state)
    if text[state.at :].strip():
        raise ValueError("text behind the last statement")
    return Spans(state.own, state.whole, state.nodes)


class Spans(NamedTuple):
    """The spans of the nodes by their `id`."""

    own: dict[int, Span]
    """Without the parentheses around an expression, the lines and the decorators above a statement."""
    whole: dict[int, Span]
    nodes: list[cst.CSTNode]

    def of(self, node: cst.CSTNode) -> Span:
        """Return where a node stands, without the parentheses around it."""
        return self.own.get(id(node)) or self.whole[id(node)]

    def around(self, node: cst.CSTNode) -> Span:
        """Return where an expression stands, with the parentheses around it."""
        return self.whole[id(node)]


class _Writing(CodegenState):
    """What libcst calls as it writes a tree: it knows where in the text what it writes stands."""

    def __init__(self, module: cst.Module, text: str) -> None:
        super().__init__(module.default_indent, module.default_newline)
        self.text, self.at = text, 0
        self.started: list[int] = []
        self.nodes: list[cst.CSTNode] = []
        self.own: dict[int, Span] = {}
        self.whole: dict[int, Span] = {}

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.add_token(token)

    def add_token(self, value: str) -> None:
        self.tokens.append(value)
        if not self.text.startswith(value, self.at):
            if value.isspace():
                return
            self.at = self.solid(self.at)
            if not self.text.startswith(value, self.at):
                raise ValueError("libcst writes another text than it read")
        self.at += len(value)

    def solid(self, at: int) -> int:
        """Return the offset behind blanks."""
        while self.text[at : at + 1].isspace():
            at += 1
        return at

    def before_codegen(self, node: cst.CSTNode) -> None:
        self.started.append(self.at)
        self.nodes.append(node)

    def after_codegen(self, node: cst.CSTNode) -> None:
        self.whole[id(node)] = Span(self.started.pop(), self.at)

    def record_syntactic_position(  # type: ignore[override]
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> _Recording:
        return _Recording(self, node, start_node, end_node)

    def end(self, node: cst.CSTNode) -> int:
        """Return where a node ends; a semicolon behind the last statement of a block belongs to the block."""
        semicolon = getattr(node, "semicolon", None)
        if isinstance(semicolon, cst.Semicolon):
            return self.own[id(semicolon)].end
        return (self.own.get(id(node)) or self.whole[id(node)]).end


class _Recording:
    """The span of what is written inside a `with` statement."""

    __slots__ = ("_at", "_end", "_node", "_start", "_state")

    def __init__(self, state: _Writing, node: cst.CSTNode, start: cst.CSTNode | None, end: cst.CSTNode | None) -> None:
        self._state, self._node, self._start, self._end, self._at = state, node, start, end, state.at

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            return
        state = self._state
        start = state.own[id(self._start)].start if self._start else state.solid(self._at)
        state.own[id(self._node)] = Span(start, state.end(self._end) if self._end else state.at)
