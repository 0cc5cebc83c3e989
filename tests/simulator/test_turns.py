"""Turn by turn, what is predicted of a conversation agrees with a cache that stores what it was sent."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptlint.hole import Confidence, Growth, Hole, Kind, Volatility
from promptlint.layout import Exchange, converse, lay_out
from promptlint.prompt import Block as Part
from promptlint.prompt import Literal, Prompt, Role, Splice
from tests.simulator import FAMILIES, Block, Family, Request, text
from tests.simulator.pairs import blocks, sizes
from tests.simulator.request import Rejected
from tests.simulator.test_prediction import EXACT, EXAMPLES, HERE, MARKS, PAIRS, Letters, profile_of

RATES = {
    "request": Volatility.REQUEST,
    "session": Volatility.SESSION,
    "unknown": Volatility.UNKNOWN,
}
MEASURED = frozenset({"openai-boundary", "azure-boundary", "bedrock-gpt"})
"""Families of which the likely number is that of most measurements: the end of the developer messages is stored as well."""


ANSWERS = (1, 1, 1, 2, 5, 17, 18, 19, 37, 38, 39, 40, 41)
"""Messages in an answer: few, and as many as lie between two boundaries that are just found, or just not."""


@dataclass(frozen=True, slots=True)
class Line:
    """A block of a template: static tokens, and a value of some rate behind them, or none."""

    block: Block
    rate: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """A conversation: what stands ahead of the history and behind it, and how the history is kept."""

    ahead: tuple[Line, ...]
    behind: tuple[Line, ...]
    exchange: Exchange
    turns: int
    window: int | None
    """How many messages the history keeps; None for all of them."""
    told: bool
    """Whether the code shows how many."""
    verbatim: bool
    """Whether it keeps messages as they were sent."""
    drifts: bool
    """Whether values of unknown volatility vary."""


@st.composite
def lines(draw: st.DrawFn, family: Family, role: str, rates: tuple[str, ...]) -> Line:
    rate = draw(st.sampled_from(rates))
    return Line(draw(blocks(family, role)), rate, draw(st.integers(1, 2 * family.step)) if rate else 0)


@st.composite
def asked(draw: st.DrawFn, family: Family) -> tuple[Line, ...]:
    """A question alone, or with text or many parts around it, or a reminder that no history keeps."""
    mark = draw(st.sampled_from(("", *family.marks[-1:] * 2))) if "user" in family.marked else ""
    question = Line(Block("user", text(39, 1), mark), "request")
    match draw(st.sampled_from(("bare", "bare", "text", "parts", "reminder"))):
        case "text":
            return (replace(question, block=replace(question.block, tokens=text(39, draw(sizes(family))))),)
        case "parts":
            part = Line(Block("user", text(38, 3)), "")
            return (*[part] * draw(st.integers(1, 24)), _bare(question))
        case "reminder":
            return Line(Block("system", text(28, draw(sizes(family))))), _bare(question)
    return (_bare(question),)


def _bare(line: Line) -> Line:
    """Return a line that is nothing but its value."""
    return replace(line, size=-1)


@st.composite
def scripts(draw: st.DrawFn, family: Family) -> Script:
    rates = ("", "", "", "session", "request", "unknown")
    ahead = [
        *draw(st.lists(lines(family, "tools", rates), max_size=1)),
        *draw(st.lists(lines(family, "system", rates), min_size=1, max_size=2)),
    ]
    exchange = Exchange(draw(st.integers(1, 400)), draw(st.integers(50, 400)), draw(st.sampled_from(ANSWERS)))
    return Script(
        tuple(ahead),
        draw(asked(family)),
        exchange,
        draw(st.integers(2, 5)),
        draw(st.sampled_from((None, None, None, 1, 2, 4, 20))),
        draw(st.booleans()),
        draw(st.sampled_from((True, True, False))),
        draw(st.booleans()),
    )


def sent(script: Script) -> Iterator[Request]:
    """Yield the requests that the program sends."""
    told: list[list[Block]] = []
    for turn in range(script.turns):
        window = told if script.window is None else told[max(len(told) - script.window, 0) :]
        ahead = [_filled(line, place, turn, script) for place, line in enumerate(script.ahead)]
        behind = [_filled(line, 50 + place, turn, script) for place, line in enumerate(script.behind)]
        behind = [replace(block, message=turn) if block.role == "user" else block for block in behind]
        yield Request((*ahead, *(block for message in window for block in message), *behind), at=float(turn))
        kept = [replace(block, marked="") for block in behind if block.role == "user"]
        same = script.verbatim or [line.size for line in script.behind] == [-1]
        told.append(kept if same else [Block("user", text(7000 + turn, script.exchange.asked))])
        told += [[block] for block in _answer(script.exchange, turn)]


def _filled(line: Line, place: int, turn: int, script: Script) -> Block:
    if not line.rate:
        return line.block
    varies = line.rate == "request" or (line.rate == "unknown" and script.drifts)
    value = text(10_000 + 100 * place + (turn if varies else 99), script.exchange.asked if line.size < 1 else line.size)
    return replace(line.block, tokens=value if line.size < 0 else line.block.tokens + value)


def _answer(exchange: Exchange, turn: int) -> Iterator[Block]:
    for index in range(exchange.messages):
        first, last = (exchange.answered * at // exchange.messages for at in (index, index + 1))
        yield Block("tool" if index % 2 else "assistant", text(8000 + 50 * turn + index, last - first))


def prompt(script: Script) -> Prompt:
    """Return what promptlint sees of the program."""
    growth = Growth.APPEND if script.window is None else Growth.WINDOW
    window = script.window if script.told else None
    kept = Hole("history", Kind.HISTORY, Volatility.REQUEST, growth=growth, confidence=Confidence.MEDIUM, window=window)
    ahead, behind = ([_part(line) for line in lines] for lines in (script.ahead, script.behind))
    behind = [
        replace(part, continues=one.role is Role.USER is part.role)
        for one, part in zip([ahead[0], *behind], behind, strict=False)
    ]
    return Prompt("chat", HERE, (*ahead, Part(Role.REST, (Splice(kept, HERE),), HERE), *behind))


def _part(line: Line) -> Part:
    letter = chr(ord("A") + line.block.tokens[0] // 1_000_000)
    static = (Literal(letter * len(line.block.tokens)),) if line.size >= 0 else ()
    value = (Splice(Hole("value", volatility=RATES[line.rate]), HERE),) if line.rate else ()
    return Part(Role(line.block.role), (*static, *value), HERE, MARKS if line.block.marked else ())


def agree(name: str, script: Script, opens: dict[str, object]) -> None:
    """Assert that what is predicted holds for each request of a conversation."""
    cache, profile = FAMILIES[name].open(**opens), profile_of(PAIRS[name])
    told = converse(lay_out(prompt(script), profile, Letters()), Letters(), script.exchange, script.turns)
    assert len(told) == script.turns
    unsized = any(line.rate in ("session", "unknown") for line in script.ahead)
    plain = script.verbatim and not unsized and (script.window is None or script.told)
    for (now, best), request in zip(told, sent(script), strict=True):
        try:
            answer = cache.answer(request)
        except Rejected:
            return
        assert now.read.bounds.low <= answer.read <= now.read.bounds.high
        assert now.read.bounds.low <= now.read.likely <= now.read.bounds.high
        assert best.read.likely >= now.read.likely
        if plain and (name in EXACT or (name in MEASURED and "stores_developer_end" in opens)):
            assert now.read.likely == answer.read
            if not any(line.rate for line in script.ahead):
                assert (now.tokens, now.written, now.uncached) == (sum(answer), answer.written, answer.uncached)


@pytest.mark.parametrize("name", PAIRS)
@EXAMPLES
@given(data=st.data())
def test_each_turn_reads_what_is_predicted(name: str, data: st.DataObject) -> None:
    script = data.draw(scripts(FAMILIES[name]))
    opens = data.draw(st.sampled_from(PAIRS[name].opens))
    agree(name, script, dict(opens))
