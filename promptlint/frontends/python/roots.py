"""Roots: the definitions that send prompts, their callers, and the prompts that result."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain

from promptlint.facts import DefinitionKind, Facts
from promptlint.frontends.formats import documents
from promptlint.frontends.formats.filled import Tell
from promptlint.frontends.formats.join import filled, unread
from promptlint.frontends.python.atoms import NONE, Const, Definition, Symbol
from promptlint.frontends.python.candidates import Root, candidates, roots_at
from promptlint.frontends.python.carriers import aliases, brings, carriers
from promptlint.frontends.python.frame import Frame, Sent
from promptlint.frontends.python.holders import holders
from promptlint.frontends.python.instances import instance
from promptlint.frontends.python.keywords import spread_out
from promptlint.frontends.python.lifetime import capped
from promptlint.frontends.python.prompts import outside_of_models, read_prompt
from promptlint.frontends.python.rewriting import parts, rewrite
from promptlint.frontends.python.search import Search, called_by
from promptlint.frontends.python.settle import Settle
from promptlint.frontends.python.shapes import distinct, uncovered
from promptlint.frontends.python.sizes import is_free
from promptlint.frontends.python.slicing import Criterion
from promptlint.frontends.python.state import State, freeze, thaw
from promptlint.frontends.python.values import Entry, Function, Map, Value
from promptlint.frontends.python.world import Program
from promptlint.hole import Volatility
from promptlint.prompt import Prompt, Role, Splice

Complain = Callable[[str, Exception], None]
"""Told of a file whose evaluation failed, and why."""


def prompts(world: Program, paths: Iterable[str], complain: Complain, tell: Tell) -> Iterator[Prompt]:
    """Yield the prompts of some files: each as its callers send it, or with holes for what nobody in sight decides."""
    sents: list[Sent] = []
    paths = tuple(paths)
    for sent in distinct(_sent(world, paths, complain)):
        with _told(sent.place.path, complain):
            sents.append(_with_instances(world.frame(sent.definition), sent))
    sents = [*filled(sents), *unread(_documents(world, paths, complain, tell), sents)]
    covered = {place for sent in sents if sent.sink is not None for place in _messages(sent)}
    for sent in uncovered(sents):
        if _is_mute(sent) or (sent.sink is None and not covered.isdisjoint(_messages(sent))):
            continue
        with _told(sent.place.path, complain):
            yield outside_of_models(read_prompt(world.frame(sent.definition), sent), world.is_model)


def _documents(world: Program, paths: Iterable[str], complain: Complain, tell: Tell) -> Iterator[Sent]:
    """Yield what those of some files send that are documents."""
    for path in paths:
        with _told(path, complain):
            yield from documents.sents(world, path, tell)


def _is_mute(sent: Sent) -> bool:
    """Return whether all texts that a request is given are None."""
    slots = {slot.name for slot in sent.sink.slots if slot.role is not Role.TOOLS} if sent.sink else set()
    texts = [value for name, value in sent.arguments if name is None or name in slots]
    return bool(texts) and all(value == NONE for value in texts)


@contextmanager
def _told(path: str, complain: Complain) -> Iterator[None]:
    try:
        yield
    except GeneratorExit:
        raise
    except Exception as error:
        complain(path, error)


def is_blind(prompt: Prompt) -> bool:
    """Return whether nothing of a prompt could be followed."""
    parts = [part for block in prompt.blocks for part in block.text]
    return (
        all(isinstance(part, Splice) and part.hole.volatility is Volatility.UNKNOWN for part in parts)
        and any(block.role is not Role.USER for block in prompt.blocks)
    ) or not prompt.blocks


def _sent(world: Program, paths: Iterable[str], complain: Complain) -> Iterator[Sent]:
    """Yield what the files send; a prompt that waits for its caller gives way to those of its callers."""
    found: dict[Root, tuple[Sent, ...]] = {}
    inside = frozenset(paths)
    search = Search(world.project)
    for path in paths:
        for root, offset in candidates(world, path):
            search.want(root, Criterion(offsets=frozenset((offset,))))
    while search:
        root = search.take()
        with _told(root[0].module, complain):
            summary = world.sliced(*root, search.wanted[root])
            found[root] = tuple(_typed(world, root, sent) for sent in summary.sents)
            names = holders(world, root[0], summary)
            if any(map(_is_open, found[root])):
                names = chain((called_by(root[0]),), names)
            for user, mentioned in (each for name in names for each in _users(world, root[0], name, inside)):
                search.want(user, Criterion(names=mentioned), root)
    everything = list(dict.fromkeys(sent for root in search.in_order() for sent in found.get(root, ())))
    passed_on = {
        (sent.place, sent.definition, sent.chain[:length]) for sent in everything for length in range(len(sent.chain))
    }
    for sent in everything:
        if not _is_open(sent) or (sent.place, sent.definition, sent.chain) not in passed_on:
            yield sent


def _typed(world: Program, root: Root, sent: Sent) -> Sent:
    """Return what a method sends with its own object as an instance of the root's class."""
    method, cls = root
    if cls is None or (same := world.representative(method, cls)) is cls:
        return sent

    def typed(value: Value) -> Value:
        if isinstance(value, Symbol):
            return replace(value, cls=cls) if value.owner is method and value.cls is same else value
        return rewrite(value, typed) if is_free(value) else value

    return replace(sent, arguments=tuple((name, typed(value)) for name, value in sent.arguments))


Mentioning = Iterator[tuple[Root, frozenset[str]]]
"""Roots, each with the names that it mentions."""


def _users(world: Program, definition: Definition, name: str, inside: frozenset[str]) -> Mentioning:
    """Yield the roots in some files that mention a name of a definition's module, or a name that carries it on."""
    waiting, seen = [(definition.module, name)], {(definition.module, name)}
    while waiting:
        module, wanted = waiting.pop()
        own = world.project.facts(module)
        is_global = own is not None and any(found.qualname == wanted for found in own.definitions)
        for path in world.project.users(module, wanted):
            facts = world.project.facts(path) if path in inside else None
            if facts is None or (
                is_global and path != module and not brings(facts, world.module(path).source.text, wanted)
            ):
                continue
            names = {wanted, *aliases(facts, wanted)}
            yield from _mentioning(world, facts, names, definition)
            held = {*names, *carriers(facts, world.module(path).source.text, names)} - {wanted}
            fresh = {(path, carrier) for carrier in held} - seen
            seen |= fresh
            waiting.extend(sorted(fresh))


def _mentioning(world: Program, facts: Facts, names: set[str], called: Definition) -> Mentioning:
    module, wanted = world.module(facts.path), frozenset(names)
    for found in facts.definitions:
        itself = found.qualname == called.qualname and found.place.path == called.module
        if itself or names.isdisjoint(found.mentions):
            continue
        if found.kind is DefinitionKind.FUNCTION:
            yield from ((root, wanted) for root in roots_at(world, module, found.place.end - 1))
        else:
            yield (module.body, None), wanted
    if not names.isdisjoint(facts.mentions):
        yield (module.body, None), wanted


def _is_open(sent: Sent) -> bool:
    """Return whether a caller may know more of what is sent; of an instance whose text is named it does not."""
    symbols = (part for _, value in sent.arguments for part in _parts(value) if isinstance(part, Symbol))
    return any(symbol.owner.parent and not (sent.role and symbol.cls) for symbol in symbols)


def _parts(value: Value) -> Iterator[Value]:
    """Yield a value and everything in it, each once."""
    waiting, seen = [value], set[int]()
    while waiting:
        part = waiting.pop()
        if id(part) not in seen:
            seen.add(id(part))
            yield part
            waiting.extend(reversed(tuple(parts(part))))


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
    if owner.is_class:
        value = frame.world.classes.namespace(owner).get(definition.name)
    else:
        value = frame.world.global_value(definition.module, definition.name)
    return value if isinstance(value, Function) and value.definition is definition else None


def _ordered(symbols: set[Symbol]) -> list[Symbol]:
    return sorted(symbols, key=lambda symbol: (symbol.owner.place, symbol.name))
