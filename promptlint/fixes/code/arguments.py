"""The arguments of a template whose placeholders have no names: they move as the placeholders do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from promptlint.finding import Edit
from promptlint.fixes.code.expression import Module
from promptlint.fixes.code.rotation import rotated
from promptlint.fixes.text.passage import Passage
from promptlint.frontends.python.quoting import Span

_FORMAT = re.compile(r"\{\{|\}\}|(?P<value>\{(?:![rsa])?(?::[^{}]*)?\})")
_PERCENT = re.compile(r"%%|(?P<value>%[#0\- +]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa])")


def following(
    module: Module, template: ast.expr, marks: str, passage: Passage, to: int | None
) -> tuple[Edit, ...] | None:
    """Return the edits of the arguments when a passage moves to a mark, or to the end; None where they cannot follow."""
    filled = _filled(module, template)
    if filled is None:
        return ()
    pattern, arguments = filled
    ats = [found.start() for found in pattern.finditer(marks) if found["value"]]
    first = sum(at < passage.start for at in ats)
    stop = sum(at < passage.stop for at in ats)
    behind = sum(at < (len(marks) if to is None else to) for at in ats)
    if first == stop or stop == behind:
        return ()
    if len(ats) > len(arguments) or any(isinstance(each, ast.Starred) for each in arguments):
        return None
    spans = [Span(*module.place(each)[1:]) for each in arguments]
    return rotated(module.source, spans, first, stop, behind - 1) or None


def _filled(module: Module, template: ast.expr) -> tuple[re.Pattern[str], Sequence[ast.expr]] | None:
    """Return what placeholders without names look like, and the values that stand for them in order."""
    uses = [template, *_uses(module, template)]
    for use in uses if len(uses) < 3 else ():
        parent = module.parents.get(use)
        match parent:
            case ast.BinOp(left=left, op=ast.Mod(), right=ast.Tuple(elts=values)) if left is use:
                return _PERCENT, values
            case ast.Attribute(attr="format") if isinstance(call := module.parents[parent], ast.Call):
                return _FORMAT, call.args
    return None


def _uses(module: Module, template: ast.expr) -> Iterator[ast.expr]:
    """Yield where a template is read that an assignment names."""
    match module.parents.get(template):
        case ast.Assign(targets=[ast.Name(id=name)]):
            yield from module.loads(name, module.tree)
