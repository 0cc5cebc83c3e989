"""Making an order fixed: sorted items, sorted keys."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from promptlint.finding import Applicability, Edit
from promptlint.fixes.code.expression import Expression, at_place, qualified, stands_for
from promptlint.fixes.code.keywords import with_keyword
from promptlint.fixes.proposal import Proposal, Target
from promptlint.hole import Sorting
from promptlint.layout import Break
from promptlint.prompt import Role
from promptlint.source import Place

_SORTED = "sorted"
_TAKES_ALL: dict[str, int] = {
    "builtins.list": 0,
    "builtins.tuple": 0,
    "builtins.enumerate": 0,
    "builtins.map": 1,
    "builtins.filter": 1,
    "builtins.dict.fromkeys": 0,
}
"""The position at which builtins take items that they go through in order, and keep."""
_TAG = re.compile(
    r"\{%[-+]?\s*for\s[\w\s,]+?\sin\s+(?P<loop>[\w.]+)(?:\s+if\s[^%]*?)?\s*[-+]?%\}"
    r"|\{\{[-+]?\s*(?P<joined>[\w.]+)\s*\|\s*join\b[^{}]*\}\}"
)
"""A loop over items in a Jinja template, and items that are joined there."""
_METHODS = frozenset({"join", "extend"})
"""Methods of texts and lists that go through the items of their only argument."""


def propose(target: Target) -> Iterator[Proposal]:
    """Yield what fixes the order of the items, or of the keys, that a finding tells to vary."""
    found = target.found
    if found is None or found.order is None:
        return
    made = [link.place for link in found.hole.chain]
    sorting = found.order.sorting
    match found.order.cause:
        case "set" | "listing":
            for anchor in _at(target, made):
                yield from _sorted(target, found, anchor, sorting)
            yield from _listed(target, found, sorting)
            for place in made:
                yield from _filtered(target, found, place, sorting)
        case "mapping":
            for anchor in _at(target, [*made, target.finding.place]):
                yield from _keyed(target, found, anchor)


def _at(target: Target, places: Iterable[Place]) -> Iterator[Expression]:
    """Yield the expressions at some places, each once; of `*items` and `tuple(items)` the items."""
    for place in dict.fromkeys(places):
        anchor = at_place(target.files, place)
        match anchor and anchor.node:
            case ast.Starred(value=items):
                anchor = at_place(target.files, anchor.module.place(items)) if anchor else None
            case ast.Call(func=func, args=[items], keywords=[]) if (
                anchor and qualified(target.files, anchor.module, func) == "builtins.tuple"
            ):
                anchor = at_place(target.files, anchor.module.place(items))
        if anchor:
            yield anchor


def _filtered(target: Target, found: Break, place: Place, sorting: Sorting) -> Iterator[Proposal]:
    """Yield the loop or `join` of a Jinja template that stands at a place with its items sorted.

    Jinja takes items that differ in the case of letters alone for equal: that is never safe.
    """
    source = target.files.source(place.path)
    tag = _TAG.fullmatch(source.text, place.start, place.end) if source else None
    if tag and sorting in (Sorting.ITEMS, Sorting.LIST, Sorting.UNKNOWN):
        at = tag.end("loop") if tag["loop"] else tag.end("joined")
        edit = Edit(Place(place.path, at, at), " | sort")
        yield Proposal(f"Sort the items of `{found.hole.label}`", (edit,), rewords=True, most=Applicability.UNSAFE)


def _sorted(target: Target, found: Break, anchor: Expression, sorting: Sorting) -> Iterator[Proposal]:
    sorting = Sorting.ITEMS if _is_joined(anchor) else sorting
    unknown_tools = sorting is Sorting.UNKNOWN and found.role is Role.TOOLS
    if sorting is Sorting.NEVER or unknown_tools or not _is_builtin(target, anchor):
        return
    edits = tuple(_edits(target, anchor, sorting))
    if edits:
        sure = sorting is not Sorting.UNKNOWN and not _is_given(anchor)
        most = Applicability.SAFE if sure else Applicability.UNSAFE
        yield Proposal(f"Sort the items of `{found.hole.label}`", edits, rewords=True, most=most)


def _listed(target: Target, found: Break, sorting: Sorting) -> Iterator[Proposal]:
    """Yield the value of an f-string that is written as Python writes a set, as a sorted list: other signs stand around it."""
    place = target.finding.place
    anchor = at_place(target.files, place) if place in (link.place for link in found.hole.chain) else None
    is_shown = anchor is not None and isinstance(anchor.around[0], ast.FormattedValue)
    if anchor and is_shown and sorting is Sorting.ITEMS and _is_builtin(target, anchor):
        start, end = (
            anchor.insert(at, text) for at, text in ((anchor.place.start, f"{_SORTED}("), (anchor.place.end, ")"))
        )
        message = f"Sort the items of `{found.hole.label}`"
        yield Proposal(message, (start, end), rewords=True, most=Applicability.UNSAFE)


def _is_builtin(target: Target, anchor: Expression) -> bool:
    """Return whether `sorted` is what it is everywhere."""
    return stands_for(target.files, anchor.module, _SORTED) == f"builtins.{_SORTED}"


def _is_joined(anchor: Expression) -> bool:
    """Return whether a method `join` goes through the items: it takes texts alone."""
    match anchor.around[0]:
        case ast.Call(func=ast.Attribute(attr="join"), args=[only], keywords=[]):
            return only is anchor.node
    return False


def _edits(target: Target, anchor: Expression, sorting: Sorting) -> Iterator[Edit]:
    """Yield the edits that sort the items of an expression; none where something else than all its items is wanted."""
    key = f", key=lambda item: item.{sorting}" if sorting in (Sorting.NAME, Sorting.DEFINED) else ""
    call = _as_list(target, anchor)
    if call is not None:
        name, inside = call.module.place(call.node.func), call.place.end - 1  # type: ignore[attr-defined]
        yield Edit(name, _SORTED)
        yield from (call.insert(inside, key),) if key else ()
    elif sorting is Sorting.LIST or _is_gone_through(target, anchor):
        yield anchor.insert(anchor.place.start, f"{_SORTED}(")
        yield anchor.insert(anchor.place.end, f"{key})")


def _as_list(target: Target, anchor: Expression) -> Expression | None:
    """Return the call `list(…)` that an expression is, or is all that is given to."""
    for call in (anchor, *list(anchor.outer)[:1]):
        match call.node:
            case ast.Call(func=func, args=[inner], keywords=[]) if not isinstance(
                inner, ast.Starred | ast.GeneratorExp
            ):
                own = call is anchor or inner is anchor.node
                listed = qualified(target.files, anchor.module, func) == "builtins.list"
                if own and listed and _is_plain(call, inner):
                    return call
    return None


def _is_plain(call: Expression, inner: ast.expr) -> bool:
    """Return whether nothing but an argument stands in a call: no comma, no comment, no parentheses."""
    start, end = call.module.place(call.node.func).end, call.place.end  # type: ignore[attr-defined]
    place = call.module.place(inner)
    return call.module.source.text[start : place.start] == "(" and call.module.source.text[place.end : end] == ")"


def _is_gone_through(target: Target, anchor: Expression) -> bool:
    """Return whether all items of an expression are gone through, and nothing else is done with it."""
    node = anchor.node
    if isinstance(node, ast.Yield | ast.YieldFrom | ast.GeneratorExp | ast.Starred):
        return False
    match anchor.around[0]:
        case ast.For(iter=items) | ast.comprehension(iter=items, is_async=0):
            return items is node and not isinstance(anchor.around[1], ast.SetComp)
        case ast.YieldFrom(value=items):
            return items is node
        case ast.Starred():
            return isinstance(anchor.around[1], ast.List | ast.Tuple | ast.Call)
        case ast.Call(func=ast.Attribute(attr=name), args=[only], keywords=[]) if name in _METHODS:
            return only is node
        case ast.Call(func=func, args=args):
            at = _TAKES_ALL.get(qualified(target.files, anchor.module, func) or "")
            return at is not None and at < len(args) and args[at] is node
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return value is node and _is_only_gone_through(target, anchor, name)
    return False


def _is_only_gone_through(target: Target, anchor: Expression, name: str) -> bool:
    """Return whether the only use of a local variable goes through all items of it: no second one finds an iterator at its end."""
    function, module = anchor.function, anchor.module
    if function is None or module.bindings(name, function) != 1:
        return False
    uses = [Expression(module, node) for node in module.loads(name, function)]
    return len(uses) == 1 and _is_gone_through(target, uses[0])


def _is_given(anchor: Expression) -> bool:
    """Return whether an expression is a parameter: other callers may give something else."""
    function = anchor.function
    if function is None or not isinstance(anchor.node, ast.Name):
        return False
    arguments = function.args
    named = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg)
    return any(each is not None and each.arg == anchor.node.id for each in named)


def _keyed(target: Target, found: Break, anchor: Expression) -> Iterator[Proposal]:
    """Yield a call that writes a mapping with the keyword that sorts its keys.

    Nobody knows whether the order was arbitrary before, nor whether all keys compare: it is never safe.
    """
    for call in (anchor, *anchor.outer):
        if not isinstance(call.node, ast.Call):
            continue
        keyword = target.files.catalog.serialiser(qualified(target.files, call.module, call.node.func) or "")
        edits = _with_key(call, call.node, keyword) if keyword else ()
        if edits:
            yield Proposal(f"Pass `{keyword}=True`", edits, rewords=True, most=Applicability.UNSAFE)


def _with_key(call: Expression, node: ast.Call, keyword: str) -> tuple[Edit, ...]:
    if any(isinstance(given, ast.GeneratorExp) for given in node.args):
        return ()
    for given in node.keywords:
        if given.arg == keyword:
            known = isinstance(given.value, ast.Constant) and not given.value.value
            return (Edit(call.module.place(given.value), "True"),) if known else ()
        if given.arg is None:
            return ()
    return with_keyword(call, f"{keyword}=True")
