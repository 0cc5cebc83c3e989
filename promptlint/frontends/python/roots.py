"""Roots: the definitions that send prompts, their callers, and the prompts that result."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from promptlint.facts import Facts
from promptlint.frontends.python.frame import Frame, Sent
from promptlint.frontends.python.instances import instance
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.prompts import read_prompt
from promptlint.frontends.python.rewriting import rewrite
from promptlint.frontends.python.scope import Module
from promptlint.frontends.python.settle import Settle
from promptlint.frontends.python.sinks import spread_out
from promptlint.frontends.python.state import State, freeze, thaw
from promptlint.frontends.python.values import Const, Definition, Entry, Function, Map, Symbol, Value
from promptlint.frontends.python.world import OneModule
from promptlint.prompt import Prompt, Role, Splice, Volatility

Root = tuple[Definition, Definition | None]
"""A definition, and the class of the instance that it is a method of."""


def prompts(world: OneModule) -> Iterator[Prompt]:
    """Yield the prompts of a module: each as its callers send it, or with holes for what nobody in sight decides."""
    sents = [_with_instances(world.frame(sent.definition), sent) for sent in _sent(world)]
    covered = {place for sent in sents if sent.sink is not None for place in _messages(sent)}
    for sent in sents:
        if sent.sink is None and not covered.isdisjoint(_messages(sent)):
            continue
        yield read_prompt(world.frame(sent.definition), sent)


def is_blind(prompt: Prompt) -> bool:
    """Return whether nothing of a prompt could be followed."""
    parts = [part for block in prompt.blocks for part in block.text]
    return (
        all(isinstance(part, Splice) and part.hole.volatility is Volatility.UNKNOWN for part in parts)
        and any(block.role is not Role.USER for block in prompt.blocks)
    ) or not prompt.blocks


def _sent(world: OneModule) -> Iterator[Sent]:
    """Yield what the module sends; a prompt that waits for its caller gives way to those of its callers."""
    waiting = list(dict.fromkeys(_candidates(world)))
    seen: set[Root] = set(waiting)
    found: dict[Root, tuple[Sent, ...]] = {}
    while waiting:
        root = waiting.pop(0)
        summary = world.summary(*root)
        found[root] = summary.sents if summary else ()
        if any(_is_open(sent) for sent in found[root]):
            callers = [caller for caller in _callers(world, root[0]) if caller not in seen]
            seen.update(callers)
            waiting.extend(callers)
    everything = list(dict.fromkeys(sent for sents in found.values() for sent in sents))
    passed_on = {
        (sent.place, sent.definition, sent.chain[:length]) for sent in everything for length in range(len(sent.chain))
    }
    for sent in everything:
        if not _is_open(sent) or (sent.place, sent.definition, sent.chain) not in passed_on:
            yield sent


def _candidates(world: OneModule) -> Iterator[Root]:
    for offset in world.facts.candidates:
        yield from _roots_at(world, offset)


def _roots_at(world: OneModule, offset: int) -> Iterator[Root]:
    """Yield the outermost function around an offset, once for each class that has it as a method; else the module."""
    module = world.known
    owner: Definition = module.body
    for node in enclosing(module, offset):
        definition = module.definition(node, owner)
        if isinstance(node, ast.ClassDef):
            owner = definition
            continue
        if not isinstance(owner.node, ast.ClassDef):
            yield definition, None
            return
        for cls in world.subclasses(owner):
            if not world.is_abstract(cls) and definition is _method(world, cls, definition.name):
                yield definition, cls
        return
    yield module.body, None


def _method(world: OneModule, cls: Definition, name: str) -> Definition | None:
    for base in world.lineage(cls):
        assert isinstance(base.node, ast.ClassDef)
        for statement in base.node.body:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) and statement.name == name:
                return world.known.definition(statement, base)
    return None


def enclosing(module: Module, offset: int) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield the functions and classes around an offset, the outermost first."""
    row = module.source.position(offset).row
    nodes: list[ast.AST] = list(module.tree.body)
    while nodes:
        node = nodes.pop()
        if not _spans(node, row):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node
            nodes = list(node.body)
        elif isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
            nodes.extend(
                child
                for child in ast.iter_child_nodes(node)
                if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case)
            )


def _spans(node: ast.AST, row: int) -> bool:
    first = min((d.lineno for d in getattr(node, "decorator_list", ())), default=getattr(node, "lineno", 0))
    return first <= row <= (getattr(node, "end_lineno", None) or row)


def _callers(world: OneModule, definition: Definition) -> Iterator[Root]:
    """Yield the roots that mention a definition's name, or for a constructor the name of its class."""
    facts: Facts = world.facts
    name = definition.name if definition.name != "__init__" or not definition.parent else definition.parent.name
    for found in facts.definitions:
        if name in found.mentions and found.qualname != definition.qualname:
            yield from _roots_at(world, found.place.end - 1)
    if name in facts.mentions:
        yield world.known.body, None


def _is_open(sent: Sent) -> bool:
    return any(isinstance(part, Symbol) for _, value in sent.arguments for part in _parts(value))


def _parts(value: Value) -> Iterator[Value]:
    found: list[Value] = []

    def visit(part: Value) -> Value:
        found.append(part)
        return rewrite(part, visit)

    visit(value)
    return iter(found)


def _messages(sent: Sent) -> frozenset[object]:
    """Return the places of the message mappings in what is sent."""
    return frozenset(
        member.place
        for _, value in sent.arguments
        for part in _parts(value)
        if isinstance(part, Map)
        for member in part.entries[:1]
        if isinstance(member, Entry)
    )


def _with_instances(frame: Frame, sent: Sent) -> Sent:
    """Return what is sent with an instance for every symbol whose class is known."""
    symbols = {part for _, value in sent.arguments for part in _parts(value) if isinstance(part, Symbol) and part.cls}
    state = State(borrowed=True)
    bindings: dict[object, Value] = {
        (symbol.owner, symbol.name): state.allocate(instance(frame, symbol.cls, symbol))
        for symbol in _ordered(symbols)
        if symbol.cls
    }
    bindings.update(_defaults(frame, state, sent))
    settle = Settle(frame, state, bindings)
    settled = tuple((name, freeze(settle(value), state.memory)) for name, value in sent.arguments)
    return replace(sent, arguments=tuple(spread_out(State(), settled)))


def _defaults(frame: Frame, state: State, sent: Sent) -> Iterator[tuple[object, Value]]:
    """Yield what a parameter holds that no caller in sight passes, where its name says nothing and its default does."""
    world = frame.world
    for symbol in _ordered({part for _, value in sent.arguments for part in _parts(value) if isinstance(part, Symbol)}):
        function = _function(frame, symbol.owner)
        default = dict(function.defaults).get(symbol.name) if function else None
        if default is None or isinstance(default, Const) or world.catalog.named(symbol.name) is not None:
            continue
        yield (symbol.owner, symbol.name), thaw(capped(default, Volatility.PROCESS), state)


def _function(frame: Frame, definition: Definition) -> Function | None:
    """Return the function that a definition of a module or class body makes."""
    owner = definition.parent
    if owner is None or isinstance(definition.node, ast.Lambda):
        return None
    if isinstance(owner.node, ast.ClassDef):
        value = frame.world.namespace(owner).get(definition.name)
    else:
        value = frame.world.global_value(definition.module, definition.name)
    return value if isinstance(value, Function) and value.definition is definition else None


def _ordered(symbols: set[Symbol]) -> list[Symbol]:
    return sorted(symbols, key=lambda symbol: (symbol.owner.place, symbol.name))
