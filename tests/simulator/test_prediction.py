"""The prediction agrees with a cache that stores what it was sent: thousands of pairs of requests of one template."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptlint.hole import Confidence, Hole, Scope, Volatility
from promptlint.layout import lay_out
from promptlint.profile import Profile
from promptlint.prompt import Block as Part
from promptlint.prompt import Literal, Mark, Prompt, Role, Splice
from promptlint.providers import load
from promptlint.source import Place
from promptlint.tokens import Range
from tests.simulator import FAMILIES, Block, Family, Request, text
from tests.simulator.pairs import messages
from tests.simulator.request import TOOLS_FIRST, Rejected

EXAMPLES = settings(
    max_examples=int(os.environ.get("PROMPTLINT_SIMULATOR_EXAMPLES", "100")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""How many pairs of requests of each family are compared, or conversations."""
HERE = Place("template", 0, 1)
MARKS = (Mark("cache_control", HERE),)
VALUE = Hole("value", volatility=Volatility.REQUEST, confidence=Confidence.HIGH)


@dataclass(frozen=True, slots=True)
class Same:
    """A family of the simulator, the profile that predicts it, and what the profile must allow the simulator not to know."""

    profile: str
    minimum: int | None = None
    """The model's, where the profile has another one."""
    opens: tuple[Mapping[str, object], ...] = ({},)


TEMPLATE = ({"order": TOOLS_FIRST},)
"""The order is that of the model's chat template, which nobody knows here."""
PAIRS = {
    "openai-block": Same("classic"),
    "openai-5.5": Same("openai-interval", opens=tuple({"hidden": hidden} for hidden in (0, 1, 777, 2047))),
    "openai-boundary": Same("openai-boundary", opens=({}, {"stores_developer_end": True})),
    "azure-block": Same("azure"),
    "azure-boundary": Same("azure-boundary", opens=({}, {"stores_developer_end": True})),
    "bedrock-gpt": Same("bedrock-gpt", opens=({}, {"stores_developer_end": True})),
    "openai-realtime": Same("realtime"),
    "anthropic": Same("anthropic", minimum=1024),
    "bedrock-claude": Same("bedrock-claude", minimum=1024),
    "gemini-implicit": Same("gemini"),
    "deepseek": Same("deepseek", opens=({}, {"interval": 64})),
    "xai": Same("xai"),
    "groq": Same("groq"),
    "mistral": Same("mistral"),
    "kimi-k2": Same("kimi"),
    "kimi-k3": Same("kimi-k3", opens=({}, {"stores_developer_end": True})),
    "qwen-explicit": Same("qwen-explicit"),
    "qwen-implicit": Same("qwen"),
    "zai": Same("zai"),
    "fireworks": Same("fireworks"),
    "together": Same("together"),
    "cerebras": Same("cerebras"),
    "minimax-passive": Same("minimax"),
    "minimax-explicit": Same("minimax-explicit"),
    "vllm": Same("vllm", opens=TEMPLATE),
    "sglang": Same("sglang", opens=TEMPLATE),
    "trt-llm": Same("tensorrt-llm", opens=tuple({**TEMPLATE[0], "partial": partial} for partial in (True, False))),
    "llama.cpp": Same("llama.cpp", opens=TEMPLATE),
    "ollama": Same("ollama", opens=TEMPLATE),
}
EXACT = "openai-block azure-block anthropic bedrock-claude mistral vllm sglang qwen-explicit minimax-explicit".split()
"""Families whose sources leave nothing open."""


class Letters:
    """Counts one token for each letter."""

    def count(self, text: str, *, behind_hole: bool = False, before_hole: bool = False) -> Range:
        return Range(len(text), len(text))


@dataclass(frozen=True, slots=True)
class Line:
    """One block of a template: static tokens, and where in them a value stands that differs; None for a block without one."""

    block: Block
    value: int | None


@st.composite
def templates(draw: st.DrawFn, family: Family) -> tuple[Line, ...]:
    """Blocks of a request, some of which hold a value."""
    blocks = [replace(block, message=None) for block in draw(messages(family))]
    marks = [index for index, block in enumerate(blocks) if block.marked][family.most_marks :]
    blocks = [replace(block, marked="") if index in marks else block for index, block in enumerate(blocks)]
    first = draw(st.integers(0, len(blocks)))
    return tuple(
        Line(
            block,
            draw(st.integers(0, len(block.tokens)))
            if number == first or (number > first and draw(st.booleans()))
            else None,
        )
        for number, block in enumerate(blocks)
    )


def filled(template: tuple[Line, ...], values: list[tuple[int, ...]], at: float) -> Request:
    """Return the request that a template becomes with values."""
    blocks = []
    for line, value in zip(template, values, strict=True):
        tokens, cut = line.block.tokens, line.value
        blocks.append(line.block if cut is None else replace(line.block, tokens=tokens[:cut] + value + tokens[cut:]))
    return Request(tuple(blocks), at=at)


def prompt(template: tuple[Line, ...]) -> Prompt:
    """Return what promptlint sees of a template."""
    parts = []
    for line in template:
        size = len(line.block.tokens)
        cut = size if line.value is None else line.value
        texts = Literal("x" * cut), Literal("x" * (size - cut))
        known = tuple(each for each in texts if each.text)
        inside = known if line.value is None else (texts[0], Splice(VALUE, HERE), texts[1])
        kept = tuple(part for part in inside if not isinstance(part, Literal) or part.text)
        parts.append(Part(Role(line.block.role), kept, HERE, MARKS if line.block.marked else ()))
    return Prompt("template", HERE, tuple(parts))


def profile_of(same: Same) -> Profile:
    """Return the profile with the simulator's tokens, which are the model's own."""
    profile = replace(load().profiles[same.profile], percent=100, error=0, overhead=None, typescript=False)
    return replace(profile, minimum=same.minimum, minimums=(same.minimum,)) if same.minimum else profile


@pytest.mark.parametrize("name", PAIRS)
@EXAMPLES
@given(data=st.data())
def test_what_is_served_lies_within_what_is_predicted(name: str, data: st.DataObject) -> None:
    family, same = FAMILIES[name], PAIRS[name]
    template = data.draw(templates(family))
    sizes_of = st.integers(1, 2 * family.step)
    one = [text(1000 + number, data.draw(sizes_of)) for number in range(len(template))]
    other = [text(2000 + number, data.draw(sizes_of)) for number in range(len(template))]
    cache = family.open(**data.draw(st.sampled_from(same.opens)))
    try:
        cache.answer(filled(template, one, 0))
        read = cache.answer(filled(template, other, 1)).read
    except Rejected:
        return
    layout = lay_out(prompt(template), profile_of(same), Letters())
    found = layout.served[Scope.EVERYONE]
    assert found.bounds.low <= read <= found.bounds.high, (found, read)
    assert found.bounds.low <= found.likely <= found.bounds.high
    if name in EXACT:
        assert found.certain, found
