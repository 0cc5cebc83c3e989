"""Statements, in the order in which they run: what each kind does to a state."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import replace

from promptlint.frontends.python.calls import call
from promptlint.frontends.python.containers import item_of, items_of, lookup
from promptlint.frontends.python.expressions import make_function
from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.merge import grown
from promptlint.frontends.python.operators import binary, truth
from promptlint.frontends.python.patterns import assign, fits
from promptlint.frontends.python.sinks import send_messages
from promptlint.frontends.python.state import State, conjoin, freeze, initial, is_location
from promptlint.frontends.python.values import (
    NONE,
    Arguments,
    Bound,
    Class,
    Const,
    Each,
    Either,
    Element,
    External,
    Function,
    Location,
    Map,
    Member,
    Object,
    Op,
    Ref,
    Run,
    Seq,
    Spread,
    Value,
    plain,
)
from promptlint.prompt import Volatility
from promptlint.source import Place

UNROLLED = 64
"""How many rounds of a `while` loop and how many known items of a `for` loop are gone through one by one."""


def run_block(frame: Frame, state: State, statements: Iterable[ast.stmt]) -> None:
    """Run statements until one leaves."""
    for statement in statements:
        if not state.alive:
            return
        run_statement(frame, state, statement)


def run_statement(frame: Frame, state: State, statement: ast.stmt) -> None:
    """Run one statement."""
    rule = STATEMENTS.get(type(statement))
    if rule is not None:
        rule(frame, state, statement)


def _expression(frame: Frame, state: State, node: ast.Expr) -> None:
    frame.value(node.value, state)


def _assign(frame: Frame, state: State, node: ast.Assign) -> None:
    value = frame.value(node.value, state)
    for target in node.targets:
        assign(frame, state, target, value)


def _annotated(frame: Frame, state: State, node: ast.AnnAssign) -> None:
    if node.value is not None:
        assign(frame, state, node.target, frame.value(node.value, state))


_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.BitOr: "|",
}


def _augmented(frame: Frame, state: State, node: ast.AugAssign) -> None:
    """Run `target += value`; a list grows in place, a string is made anew."""
    target: ast.expr = node.target
    reader = _reader(target)
    old, added = frame.value(reader, state), frame.value(node.value, state)
    places = frame.place(target), frame.place(node.value)
    name = _OPERATORS.get(type(node.op), "?")
    content, other = state.content(old), state.content(added)
    if name == "+" and is_location(old) and (isinstance(content, Seq) or isinstance(other, Seq)):
        items = content.items if isinstance(content, Seq) else (Spread(initial(content, places[0]), places[0]),)
        form = content.form if isinstance(content, Seq) else "list"
        state.memory[old] = Seq(items + items_of(state, added, places[1]), form)
        return
    if name == "|" and isinstance(old, Ref) and isinstance(content, Map):
        merged = binary(frame, state, "|", content, other, places, frame.place(node))
        state.memory[old] = merged
        return
    assign(frame, state, target, binary(frame, state, name, content, other, places, frame.place(node)))


def _reader(target: ast.expr) -> ast.expr:
    """Return the expression that reads what a target writes."""
    match target:
        case ast.Name(id=name):
            return ast.copy_location(ast.Name(name, ast.Load()), target)
        case ast.Attribute(value=base, attr=name):
            return ast.copy_location(ast.Attribute(base, name, ast.Load()), target)
        case ast.Subscript(value=base, slice=key):
            return ast.copy_location(ast.Subscript(base, key, ast.Load()), target)
    return target


def _delete(frame: Frame, state: State, node: ast.Delete) -> None:
    for target in node.targets:
        match target:
            case ast.Name(id=name):
                state.names.pop(name, None)
            case ast.Subscript(value=base, slice=key):
                container = frame.value(base, state)
                if is_location(container):
                    state.memory[container] = _without(frame, state, container, key)


def _without(frame: Frame, state: State, container: Location, key: ast.expr) -> Value:
    content = state.content(container)
    place = frame.place(key)
    name = None if isinstance(key, ast.Slice) else plain(frame.value(key, state))
    if isinstance(content, Map) and name is not None:
        return Map(tuple(e for e in content.entries if plain(getattr(e, "key", NONE)) != name))
    if isinstance(content, Seq):
        return Seq((Spread(Op("changed", (content,), (), place), place),), content.form)
    return content


def _return(frame: Frame, state: State, node: ast.Return) -> None:
    value = frame.value(node.value, state) if node.value else NONE
    send_messages(frame, state, value, frame.place(node.value or node))
    state.leave("return", value)


def _raise(frame: Frame, state: State, node: ast.Raise) -> None:
    state.alive = False


def _break(frame: Frame, state: State, node: ast.Break) -> None:
    state.leave("break")


def _continue(frame: Frame, state: State, node: ast.Continue) -> None:
    state.leave("continue")


def _if(frame: Frame, state: State, node: ast.If) -> None:
    condition = frame.value(node.test, state)
    known = truth(state, condition)
    if known is not None:
        run_block(frame, state, node.body if known else node.orelse)
        return
    place = frame.place(node.test)
    first, second = state.fork(), state.fork()
    run_block(frame, first, node.body)
    second.allocated = first.allocated
    run_block(frame, second, node.orelse)
    state.merge(freeze(condition, state.memory), first, second, place)


def _for(frame: Frame, state: State, node: ast.For | ast.AsyncFor) -> None:
    place = frame.place(node.iter)
    value = frame.value(node.iter, state)
    items = items_of(state, value, place)
    if _only_counts(value, items) and _sends(frame, state, node, items[0]):
        number = Op("count", (Const(0),), (), place)
        _repeat(frame, state, None, place, lambda fork: _iteration(frame, fork, node, number))
    else:
        if len(items) > UNROLLED:
            items = (Spread(freeze(value, state.memory), place),)
        _each(frame, state, items, lambda fork, item: _iteration(frame, fork, node, item))
    run_block(frame, state, node.orelse)
    state.rejoin("break", place)


def _only_counts(value: Value, items: Run) -> bool:
    """Return whether what a loop goes through are numbers."""
    match value:
        case Op("call", (External("builtins.range"), *_)):
            return True
    return len(items) > 1 and all(isinstance(item, Element) and isinstance(item.value, Const) for item in items)


def _sends(frame: Frame, state: State, node: ast.For | ast.AsyncFor, first: Member) -> bool:
    """Return whether each round of a loop sends a prompt: then its rounds are requests."""
    before, silent, frame.silent = frame.sendings, frame.silent, True
    assert isinstance(first, Element | Spread)
    _iteration(frame, state.fork(), node, first.value)
    frame.silent = silent
    return frame.sendings > before


def _iteration(frame: Frame, state: State, node: ast.For | ast.AsyncFor, item: Value) -> None:
    assign(frame, state, node.target, item)
    run_block(frame, state, node.body)
    state.rejoin("continue", frame.place(node.iter))


def _each(frame: Frame, state: State, items: Run, body: Callable[[State, Value], None]) -> None:
    """Run a loop's body for every member of what it goes through."""
    for item in items:
        if not state.alive:
            return
        match item:
            case Element(value):
                body(state, value)
            case Spread(value, place):
                _repeat(frame, state, value, place, lambda fork, v=value, p=place: body(fork, item_of(v, p)))  # type: ignore[misc]
            case Either(condition, (first, second), place):
                one, other = state.fork(), state.fork()
                _each(frame, one, first, body)
                other.allocated = one.allocated
                _each(frame, other, second, body)
                state.merge(condition, one, other, place)
            case Each(inner, over, place):
                _repeat(frame, state, over, place, lambda fork, run=inner: _each(frame, fork, run, body))  # type: ignore[misc]


def _repeat(frame: Frame, state: State, over: Value | None, place: Place, body: Callable[[State], None]) -> None:
    """Run a body an unknown number of times: once to see what it changes, once more from what that makes of the state."""
    silent, frame.silent = frame.silent, True
    probe = state.fork()
    body(probe)
    frame.silent = silent
    head = state.fork()
    _grow(head, state, probe, over, place)
    final = head.fork()
    final.allocated = head.allocated = probe.allocated
    body(final)
    _grow(state, head, final, over, place)
    state.exits.extend(replace(exit, condition=None) for exit in final.exits)
    state.allocated = final.allocated


def _grow(result: State, old: State, new: State, over: Value | None, place: Place) -> None:
    """Put into `result` what a loop makes of `old` when one round of it makes `new`."""
    if not new.alive:
        return
    result.names = {
        name: grown(old.names[name], value, over, place) if name in old.names else value
        for name, value in new.names.items()
    }
    for location, value in new.memory.items():
        before = old.memory.get(location, None if isinstance(location, Ref) else location)
        result.memory[location] = value if before is None else _grown_location(location, before, value, over, place)


def _grown_location(location: Location, before: Value, value: Value, over: Value | None, place: Place) -> Value:
    if before == location and isinstance(value, Seq) and value.items[:1] and isinstance(value.items[0], Spread):
        before = Seq(value.items[:1], value.form)
    return grown(before, value, over, place)


def _while(frame: Frame, state: State, node: ast.While) -> None:
    place = frame.place(node.test)
    if isinstance(node.test, ast.Constant) or not _counted(frame, state, node):
        _repeat(frame, state, None, place, lambda fork: _round(frame, fork, node))
        if truth(state, frame.value(node.test, state)) and not any(exit.kind == "break" for exit in state.exits):
            state.alive = False
    run_block(frame, state, node.orelse)
    state.rejoin("break", place)


def _round(frame: Frame, state: State, node: ast.While) -> None:
    frame.value(node.test, state)
    run_block(frame, state, node.body)
    state.rejoin("continue", frame.place(node.test))


def _counted(frame: Frame, state: State, node: ast.While) -> bool:
    """Run a loop whose condition is known before every round; leave the state alone and return False for another."""
    trial = state.fork()
    sent = len(frame.sents)
    for _ in range(UNROLLED):
        known = truth(trial, frame.value(node.test, trial))
        if known is False:
            state.names, state.memory, state.allocated = trial.names, trial.memory, trial.allocated
            state.exits.extend(trial.exits)
            return True
        if known is None:
            break
        _round(frame, trial, node)
        if not trial.alive:
            state.names, state.memory, state.allocated = trial.names, trial.memory, trial.allocated
            state.exits.extend(trial.exits)
            state.alive = False
            return True
        if trial.exits:
            break
    del frame.sents[sent:]
    return False


def _try(frame: Frame, state: State, node: ast.Try) -> None:
    """Run the path without exceptions; what a handler assigns is a choice, where it leaves it counts only for itself."""
    before, left = state.fork(), len(state.exits)
    run_block(frame, state, node.body)
    run_block(frame, state, node.orelse)
    completed = state.alive or len(state.exits) > left
    for handler in node.handlers:
        fork = before.fork()
        fork.allocated = state.allocated
        if handler.name:
            fork.names[handler.name] = Op("unknown", (), (), frame.place(handler), handler.name)
        run_block(frame, fork, handler.body)
        state.allocated = max(state.allocated, fork.allocated)
        if not completed and (fork.alive or fork.exits):
            state.names, state.memory, state.alive = fork.names, fork.memory, fork.alive
            state.exits.extend(fork.exits)
            completed = True
        elif state.alive and fork.alive:
            state.merge(None, state.fork(), replace(fork, exits=[]), frame.place(handler))
    if state.alive:
        run_block(frame, state, node.finalbody)
    else:
        run_block(frame, before.fork(), node.finalbody)


def _with(frame: Frame, state: State, node: ast.With | ast.AsyncWith) -> None:
    managers: list[Value] = []
    for item in node.items:
        value = frame.value(item.context_expr, state)
        entered = _entered(frame, state, value, frame.place(item.context_expr))
        if item.optional_vars is not None:
            assign(frame, state, item.optional_vars, entered)
        managers.append(value)
    run_block(frame, state, node.body)
    for manager in reversed(managers):
        if state.alive:
            _leave(frame, state, manager, frame.place(node))


def _entered(frame: Frame, state: State, value: Value, place: Place) -> Value:
    """Return what `with value as x` binds: what `__enter__` returns, what a generator yields first, or the value."""
    from promptlint.frontends.python.attributes import get_attribute

    content = state.content(value)
    if isinstance(content, Seq) and content.form == "generator" and content.items:
        return lookup(state, value, Const(0))
    for name in ("__enter__", "__aenter__"):
        method = get_attribute(frame, state, value, name)
        if isinstance(method, Function):
            return call(frame, state, method, Arguments(), place)
    return value


def _leave(frame: Frame, state: State, manager: Value, place: Place) -> None:
    """Call the `__exit__` of a context manager of the project, as at the end of a block without an exception."""
    from promptlint.frontends.python.attributes import get_attribute

    if not isinstance(state.content(manager), Object):
        return
    for name in ("__exit__", "__aexit__"):
        method = get_attribute(frame, state, manager, name)
        if isinstance(method, Function):
            call(frame, state, method, Arguments((Element(NONE, place),) * 3), place)


def _match(frame: Frame, state: State, node: ast.Match) -> None:
    subject = frame.value(node.subject, state)
    _cases(frame, state, node.cases, subject)


def _cases(frame: Frame, state: State, cases: list[ast.match_case], subject: Value) -> None:
    if not cases:
        return
    first, rest = cases[0], cases[1:]
    place = frame.place(first.pattern)
    condition, bound = fits(frame, state, first.pattern, subject)
    fork = state.fork()
    fork.names.update(bound)
    if first.guard is not None:
        condition = conjoin(condition, frame.value(first.guard, fork), place)
    known = None if condition is None else truth(state, condition)
    if known is False:
        _cases(frame, state, rest, subject)
        return
    other = state.fork()
    run_block(frame, fork, first.body)
    other.allocated = fork.allocated
    if known:
        other.alive = False
    else:
        _cases(frame, other, rest, subject)
    state.merge(condition, fork, other, place)


def _function(frame: Frame, state: State, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    value: Value = make_function(frame, state, node)
    for decorator in reversed(node.decorator_list):
        value = _decorated(frame, state, frame.value(decorator, state), value, frame.place(decorator))
    assign(frame, state, ast.copy_location(ast.Name(node.name, ast.Store()), node), value)


_BINDINGS = {
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
    "builtins.property": "property",
    "functools.cached_property": "property",
}
_LIVES = {
    "functools.cache": Volatility.PROCESS,
    "functools.lru_cache": Volatility.PROCESS,
    "functools.cached_property": Volatility.SESSION,
}


def _decorated(frame: Frame, state: State, decorator: Value, function: Value, place: Place) -> Value:
    """Return what a decorator of the project makes of a function; one from elsewhere leaves it as it is."""
    if isinstance(decorator, Bound) and isinstance(decorator.receiver, Function) and isinstance(function, Function):
        return replace(decorator.receiver, setter=function) if decorator.name == "setter" else decorator.receiver
    if isinstance(decorator, Function):
        return call(frame, state, decorator, Arguments((Element(function, place),)), place)
    name = _external(decorator)
    if not isinstance(function, Function) or name is None:
        return function
    binding = _BINDINGS.get(name, function.binding)
    return replace(function, binding=binding, life=min(function.life, _LIVES.get(name, Volatility.REQUEST)))


def _external(decorator: Value) -> str | None:
    match decorator:
        case External(name):
            return name
        case Op("call", (External(name), *_)):
            return name
    return None


def _class(frame: Frame, state: State, node: ast.ClassDef) -> None:
    definition = frame.module.definition(node, frame.definition)
    assign(frame, state, ast.copy_location(ast.Name(node.name, ast.Store()), node), Class(definition))


def _import(frame: Frame, state: State, node: ast.Import) -> None:
    for alias in node.names:
        bound = alias.asname or alias.name.partition(".")[0]
        name = alias.name if alias.asname else bound
        target = ast.copy_location(ast.Name(bound, ast.Store()), node)
        assign(frame, state, target, frame.world.imported(frame.definition.module, name))


def _import_from(frame: Frame, state: State, node: ast.ImportFrom) -> None:
    origin = "." * node.level + (node.module or "")
    for alias in node.names:
        name = f"{origin}{'' if origin.endswith('.') else '.'}{alias.name}"
        target = ast.copy_location(ast.Name(alias.asname or alias.name, ast.Store()), node)
        assign(frame, state, target, frame.world.imported(frame.definition.module, name))


STATEMENTS: dict[type[ast.stmt], Callable[..., None]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Delete: _delete,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Match: _match,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
}

