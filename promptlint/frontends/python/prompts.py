"""From what a sink receives to a prompt: blocks in the order in which they are rendered, settings and models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from promptlint import prompt as ir
from promptlint.frontends.python.addresses import host_of
from promptlint.frontends.python.ahead import Ahead
from promptlint.frontends.python.atoms import NONE
from promptlint.frontends.python.blocks import Reader
from promptlint.frontends.python.closing import Closing
from promptlint.frontends.python.frame import MODEL, Frame, Sent
from promptlint.frontends.python.holes import Holes
from promptlint.frontends.python.marks import mark_of
from promptlint.frontends.python.messages import place_of
from promptlint.frontends.python.payload import entries_of, reach, unknown
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.rests import made_before, of_session
from promptlint.frontends.python.values import Branch, Either, Element, Entry, Run, Spread, Text, Value
from promptlint.prompt import Block, Literal, Origin, Prompt, Role, Setting
from promptlint.prompt import Frame as Framing
from promptlint.sink import Sink
from promptlint.source import Place

_MOST = 16
"""How many model names are told apart."""


def read_prompt(frame: Frame, sent: Sent) -> Prompt:
    """Return the prompt that is sent, every value closed."""
    reader = Reader(
        Closing(Holes(frame, request=sent.place, rounds=frozenset(sent.rounds))),
        frame.world.catalog.messages,
        picked=sent.picked,
    )
    if sent.role is not None:
        return _named(reader, sent, sent.role)
    if sent.sink is None:
        blocks = tuple(reader.messages(dict(sent.arguments)["messages"], sent.place))
        return _unclaimed(sent, "messages", blocks, Origin.LIST)
    passed = _passed(sent, sent.sink)
    blocks = made_before(_blocks(reader, sent, sent.sink, passed), sent.definition.place)
    if sent.sink.session:
        blocks = tuple(of_session(blocks, again=bool(sent.rounds)))
    hidden = tuple(unknown(passed))
    if hidden and not blocks:
        blocks = tuple(reader.rest(value, sent.place) for value in hidden)
    if sent.sink.conversation and not any(block.role is Role.REST for block in blocks):
        blocks = (*blocks, reader.conversation(sent.place))
    model = _under(passed, sent.sink.model)
    return Prompt(
        _name(sent, sent.sink.name),
        sent.place,
        blocks,
        tuple(_settings(reader.closing, sent, sent.sink, passed)),
        tuple(dict.fromkeys(_models(model.value if model else NONE))),
        sent.sink.profile,
        Framing.UNKNOWN if hidden else Framing.CLOSED,
        sent.chain,
        options=tuple(_options(sent.sink, passed)),
        batch=sent.sink.batch,
        parts=tuple((key, *forms) for key, forms in sent.sink.parts.items() if len(forms) == 2),
        goes_on=sent.heard,
        host=_host(sent.sink, passed),
    )


def _host(sink: Sink, passed: Run) -> str | None:
    """Return the host to which a request goes, as the program says it."""
    given = next((found for name in sink.address if (found := _under(passed, name)) is not None), None)
    return None if given is None else host_of(given.value)


def outside_of_models(prompt: Prompt, is_model: Callable[[str], bool]) -> Prompt:
    """Return the prompt; what a model computes of the values of a project stands where the prompt is sent."""

    def moved(text: ir.Text) -> ir.Text:
        return tuple(map(part, text))

    def part(each: ir.Part) -> ir.Part:
        place = prompt.place if not isinstance(each, Literal) and is_model(each.place.path) else None
        match each:
            case ir.Choice(arms):
                each = replace(each, arms=tuple(map(moved, arms)))
            case ir.Repeat(body):
                each = replace(each, body=moved(body))
        return each if place is None or isinstance(each, Literal) else replace(each, place=place)

    def outside(setting: Setting) -> Setting:
        place = prompt.place if is_model(setting.place.path) else setting.place
        return replace(setting, text=moved(setting.text), place=place)

    blocks = tuple(replace(block, text=moved(block.text)) for block in prompt.blocks)
    settings = tuple(map(outside, prompt.settings))
    same = blocks == prompt.blocks and settings == prompt.settings
    return prompt if same else replace(prompt, blocks=blocks, settings=settings)


def _named(reader: Reader, sent: Sent, role: Role) -> Prompt:
    """Return the one block that a text is of which only its name says that it is a prompt."""
    value = sent.arguments[0][1]
    text = reader.closing.text((Element(value, place_of(value, sent.place)),))
    blocks = (Block(role, text, sent.place),)
    what = "prompt" if role is Role.FRAGMENT else f"{role} prompt"
    return _unclaimed(sent, what, blocks, Origin.NAME)


def _unclaimed(sent: Sent, what: str, blocks: tuple[Block, ...], origin: Origin) -> Prompt:
    """Return the prompt that blocks are which no sink in sight sends."""
    models = tuple(_models(dict(sent.arguments).get(MODEL, NONE)))
    return Prompt(
        _name(sent, what), sent.place, blocks, models=models, frame=Framing.UNKNOWN, chain=sent.chain, origin=origin
    )


def _name(sent: Sent, what: str) -> str:
    return f"{what} in {sent.definition.qualname}()" if sent.definition.qualname else what


def _passed(sent: Sent, sink: Sink) -> Run:
    """Return all that a sink is given as one mapping; that of a payload stands beside the keywords."""
    places = dict(sent.places)
    return tuple(
        Spread(value, sent.place)
        if name is None or name == sink.payload or name in sink.payload_text
        else Entry(literal(name), value, places.get(name) or place_of(value, sent.place))
        for name, value in sent.arguments
    )


def _under(passed: Run, name: str) -> Entry | None:
    return reach(passed, name.split("."))


def _blocks(reader: Reader, sent: Sent, sink: Sink, passed: Run) -> Iterator[Block]:
    """Yield the blocks of all slots; a mark of the whole request ends the last one."""
    blocks: list[Block] = []
    for slot in sink.slots:
        if (found := _under(passed, slot.name)) is not None:
            made = reader.slot(slot, found.value, found.place if found.place.path else sent.place)
            other = _other(sent, slot.name, found)
            blocks += (replace(block, replaces=other) for block in made) if other else made
    given = ((name, found) for name in sink.marks if (found := _under(passed, name)) is not None)
    marks = tuple(mark for name, found in given for mark in mark_of(reader.shape, name, found.value, found.place, ()))
    if blocks and marks:
        blocks[-1] = replace(blocks[-1], marks=(*blocks[-1].marks, *marks))
    yield from blocks


def _other(sent: Sent, name: str, found: Entry) -> Place | None:
    """Return where the session was given something else under a name, ahead of the rounds that give it this."""
    if sent.before is None or sent.before.sink is None:
        return None
    first = _under(_passed(sent.before, sent.before.sink), name)
    return first.place if first is not None and first.value not in (found.value, NONE) else None


def _settings(closing: Closing, sent: Sent, sink: Sink, passed: Run) -> Iterator[Setting]:
    """Yield the settings of a request by their names, the model first."""
    ahead = Ahead(closing.holes.frame.world, sent)
    inner = (
        (name, f"{keyword}.{key}") for keyword, names in sink.inside.items() for name in names for key in _cases(name)
    )
    own = ((name, name) for name in (*sink.settings, *sink.client) if name not in sink.inside)
    seen = set[str]()
    for name, path in ((MODEL, sink.model), *own, *inner):
        if name not in seen and (found := _under(passed, path)) is not None:
            seen.add(name)
            text = ahead.text(closing.text((Element(found.value, found.place),)))
            yield Setting(name, text, found.place, sink.takes.get(name, ()))
    if sink.changes:
        yield Setting(sink.changes, (), sent.place)


def _options(sink: Sink, passed: Run) -> Iterator[str]:
    """Yield the settings that a call could be given, without those that may stand in a mapping which is not known."""
    given = ((names, _under(passed, keyword)) for keyword, names in sink.inside.items())
    hidden = {name for names, found in given if found is not None and _is_opaque(found.value) for name in names}
    if not any(unknown(passed)):
        named = (*sink.settings, *(name for names in sink.inside.values() for name in names))
        yield from (name for name in dict.fromkeys(named) if name not in hidden)


def _is_opaque(value: Value) -> bool:
    entries = entries_of(value)
    return entries is None or any(unknown(entries))


def _cases(name: str) -> tuple[str, ...]:
    """Return how the name of a header may be written; that of a parameter is written in one way."""
    return (name, name.title()) if "-" in name else (name,)


def _models(value: Value) -> Iterator[str]:
    match value:
        case Text(parts):
            yield from _alternatives(parts)
        case Branch(_, arms):
            for arm in arms:
                yield from _models(arm)


def _alternatives(run: Run) -> tuple[str, ...]:
    """Return every text that a run may be; nothing for one that is not known."""
    texts: tuple[str, ...] = ("",)
    for part in run:
        match part:
            case Literal(text):
                ends: tuple[str, ...] = (text,)
            case Either(_, arms):
                ends = tuple(end for arm in arms for end in _alternatives(arm))
            case _:
                return ()
        texts = tuple(text + end for text in texts for end in ends)
        if len(texts) > _MOST:
            return ()
    return texts
