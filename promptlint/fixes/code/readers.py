"""Readers: whether all that use a value work as before once a text is a list of parts, or items stand in another order."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable

from promptlint.fixes.code.bindings import Unclear, home
from promptlint.fixes.code.expression import Module, qualified
from promptlint.fixes.code.uses import Held, Keys, bound, call_of, is_argument, uses
from promptlint.fixes.proposal import Target
from promptlint.prompt import Role
from promptlint.sink import Sink
from promptlint.source import Place

_TEXT = re.compile(r"\bstr\b(?! *,)")
"""A text in an annotation, if it is not the key of a mapping."""
_ANY = frozenset({"Any", "typing.Any", "object"})
_ALIKE = {"builtins.list": 0, "builtins.tuple": 0, "builtins.dict": 0, "builtins.filter": 1, "builtins.map": 1}
"""The builtins whose result has the order of an argument, and the position of that."""
_WHOLE = frozenset(
    f"builtins.{name}"
    for name in ("len", "sum", "any", "all", "set", "frozenset", "sorted", "str", "repr", "print", "bool", "isinstance")
)
"""The builtins to which no item is more than another."""
_METHODS = frozenset({"append", "extend", "insert", "sort", "clear", "remove", "count", "get", "update", "setdefault"})
"""The methods of lists and dicts that no position of an item decides about, or only where it goes in a prompt."""
_VIEWS = frozenset({"copy", "items", "keys", "values"})


def is_only_sent(target: Target, module: Module, node: ast.expr) -> bool:
    """Return whether a text is read by nothing but requests that take a list of parts of the same form in its place."""
    return _are_only_sent(target, [Held(module, node)])


def is_added_to_be_sent(target: Target, module: Module, statement: ast.AugAssign) -> bool:
    """Return whether an assignment, that runs once, is the only one that adds to a variable of a function which is only sent."""
    changed, scope = statement.target, module.scope(statement)
    if not isinstance(changed, ast.Name) or home(module, changed.id, changed) is not scope:
        return False
    around = itertools.takewhile(lambda each: each is not scope, module.around(statement))
    if any(isinstance(each, ast.For | ast.AsyncFor | ast.While) for each in around):
        return False
    try:
        found = list(bound(target.files, Held(module, statement.value), changed))
    except Unclear:
        return False
    return _are_only_sent(target, [each for each in found if each.node is not changed])


def _are_only_sent(target: Target, starts: Iterable[Held]) -> bool:
    forms = set(target.layout.prompt.parts)
    sinks = [sink for sink in target.files.catalog.sinks if forms & {(key, *own) for key, own in sink.parts.items()}]
    sends = {prompt.place for prompt in target.prompts if forms & set(prompt.parts)}
    try:
        return all(_takes(target, each, sinks, sends) for each in uses(target.files, starts, sends))
    except Unclear:
        return False


def _takes(target: Target, held: Held, sinks: Iterable[Sink], sends: set[Place]) -> bool:
    """Return whether a list of parts may stand where a text does."""
    module, _, keys = held
    if _is_said(held):
        said = ast.unparse(held.node)
        return not _TEXT.search(said) if keys else said in _ANY
    if not is_argument(held) or module.place(call_of(held)) not in sends:
        return False
    parent = held.parent
    name = parent.arg if isinstance(parent, ast.keyword) else None
    whole = (name, *keys) if name else keys
    return any(_is_slot(target, whole, sink) for sink in sinks)


def _is_slot(target: Target, keys: Keys, sink: Sink) -> bool:
    """Return whether a call of some kind takes a list of parts under some keys."""
    contents = target.files.catalog.messages.content_keys
    for slot in sink.slots:
        path = (*((sink.payload,) if sink.payload else ()), *slot.name.split("."))
        own: Keys = tuple(None if name == "*" else name for name in path)
        match keys[: len(own)] == own, slot.role, keys[len(own) :]:
            case True, Role.SYSTEM, ():
                return True
            case True, "messages", (None, str(content)) if content in contents:
                return True
    return False


def are_free(target: Target, module: Module, node: ast.expr) -> bool:
    """Return whether nothing that reads a list or dict goes by where in it something stands."""
    sends = {prompt.place for prompt in target.prompts}
    waiting, seen = [Held(module, node)], set[Place]()
    try:
        while waiting:
            held = waiting.pop()
            for each in uses(target.files, [held], sends) if held.module.place(held.node) not in seen else ():
                if (alike := _alike(target, each)) is not None:
                    waiting.append(alike)
                elif not _is_free(target, each):
                    return False
            seen.add(held.module.place(held.node))
    except Unclear:
        return False
    return True


def _is_said(held: Held) -> bool:
    """Return whether an expression is the type of something."""
    parent = held.parent
    return held.node in (getattr(parent, "annotation", None), getattr(parent, "returns", None))


def _alike(target: Target, held: Held) -> Held | None:
    """Return what has its items in the order of an expression."""
    module, node, keys = held
    parent = held.parent
    outer = module.parents.get(parent) if parent else None
    match parent:
        case _ if keys:
            return None
        case ast.BinOp(op=ast.Add() | ast.BitOr()) | ast.Dict():
            return held.to(parent, ())
        case ast.Starred() if isinstance(outer, ast.List | ast.Tuple):
            return held.to(outer, ())
        case ast.Attribute(attr=method) if method in _VIEWS and isinstance(outer, ast.Call):
            return held.to(outer, ())
        case ast.comprehension(target=ast.Name(), iter=items) if items is node and isinstance(
            outer, ast.ListComp | ast.GeneratorExp | ast.DictComp
        ):
            return held.to(outer, ())
        case ast.Call(func=func, args=args):
            at = _ALIKE.get(qualified(target.files, module, func) or "")
            return held.to(parent, ()) if at is not None and args[at : at + 1] == [node] else None
    return None


def _is_free(target: Target, held: Held) -> bool:
    """Return whether what is done with a list or dict has nothing to do with positions."""
    module, node, keys = held
    parent = held.parent
    outer = module.parents.get(parent) if parent else None
    match parent:
        case _ if _is_said(held):
            return True
        case ast.keyword() | ast.Call() if is_argument(held):
            return _is_taken(target, module, call_of(held))
        case ast.FormattedValue():
            return True
        case ast.Compare(ops=ops):
            return all(isinstance(op, ast.In | ast.NotIn) for op in ops)
        case _ if keys:
            return False
        case ast.AugAssign(target=added) if added is node:
            return True
        case ast.AugAssign(op=ast.Add() | ast.BitOr()):
            return False
        case ast.For() | ast.AsyncFor():
            return not any(isinstance(each, ast.Break | ast.Return) for each in ast.walk(parent))
        case ast.comprehension():
            return True
        case ast.Subscript(slice=ast.Constant(value=str())):
            return True
        case ast.Attribute(attr=method):
            return method in _METHODS and isinstance(outer, ast.Call) and outer.func is parent
    return False


def _is_taken(target: Target, module: Module, call: ast.Call) -> bool:
    """Return whether a call that is none of the project's takes a list or dict as a whole; a name that nobody knows may do anything."""
    name = qualified(target.files, module, call.func)
    if name and name.startswith("builtins."):
        return name in _WHOLE
    return (
        name is not None
        or isinstance(call.func, ast.Attribute)
        or module.place(call) in {p.place for p in target.prompts}
    )
