"""Which Python a file needs."""

from __future__ import annotations

import ast
import sys
from typing import TypeAlias

import libcst as cst

from promptlint.frontends.python.newer.spans import Spans
from promptlint.source import Source

Version: TypeAlias = tuple[int, int]

_SINCE: dict[type[cst.CSTNode], Version] = {
    cst.TypeAlias: (3, 12),
    cst.TypeParameters: (3, 12),
    cst.TemplatedString: (3, 14),
    cst.LazyImport: (3, 15),
    cst.LazyImportFrom: (3, 15),
    cst.StarredDictComp: (3, 15),
}
_PARTS = frozenset(
    (cst.TypeParam, cst.ExceptHandler, cst.ExceptStarHandler, cst.ListComp, cst.SetComp, cst.GeneratorExp)
)


def is_newer(source: Source, spans: Spans) -> bool:
    """Return whether a file holds syntax that is newer than the running Python, not only syntax that libcst lets pass."""
    running = sys.version_info[:2]
    return any(_since(node) > running for node in spans.nodes) or (
        running < (3, 12)
        and any(isinstance(node, cst.FormattedString) and not _readable(source, spans, node) for node in spans.nodes)
    )


def _since(node: cst.CSTNode) -> Version:
    if type(node) in _PARTS:
        match node:
            case cst.TypeParam(default=cst.BaseExpression()):
                return (3, 13)
            case cst.ExceptHandler(type=cst.Tuple(lpar=[])) | cst.ExceptStarHandler(type=cst.Tuple(lpar=[])):
                return (3, 14)
            case cst.ListComp() | cst.SetComp() | cst.GeneratorExp() if isinstance(node.elt, cst.StarredElement):
                return (3, 15)
    return _SINCE.get(type(node), (3, 0))


def _readable(source: Source, spans: Spans, node: cst.FormattedString) -> bool:
    start, end = spans.of(node)
    try:
        ast.parse(source.text[start:end], mode="eval")
    except SyntaxError:
        return False
    return True
