"""No prediction exceeds the truth: every prompt is rendered twice and the common tokens are counted."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint import tokens
from promptlint.hole import SHARED, Hole, Scope, Volatility
from promptlint.layout import lay_out, rendered
from promptlint.prompt import Block, Choice, Literal, Mark, Repeat, Role, Splice, Text
from promptlint.tokens import Bounds, Exact
from tests.building import (
    BOUNDARY,
    CLASSIC,
    CLOCK,
    DATE,
    DOCS,
    HOST,
    MEMORY,
    SESSION,
    TAGS,
    UNKNOWN,
    USER,
    place,
    prompt,
)

HOLES = st.sampled_from([CLOCK, DATE, USER, SESSION, MEMORY, HOST, UNKNOWN, TAGS, DOCS])
LITERALS = st.sampled_from(
    ["You are", " a bot.\n", "x", "1", "23", " ", "  ", "\n", " \n", "'s", "日", "D", "!", "!\n", "a b c d e. ", "/"]
)


def parts(depth: int) -> st.SearchStrategy[Text]:
    leaf = st.one_of(LITERALS.map(Literal), LITERALS.map(Literal), HOLES.map(lambda one: Splice(one, place())))
    if depth == 0:
        return st.lists(leaf, max_size=4).map(tuple)
    inner = parts(depth - 1)
    nested = st.one_of(
        st.builds(Choice, st.lists(inner, min_size=1, max_size=3).map(tuple), st.none() | HOLES, st.builds(place)),
        st.builds(Repeat, inner, HOLES, st.builds(place)),
    )
    return st.lists(st.one_of(leaf, leaf, nested), max_size=5).map(tuple)


BLOCKS = st.lists(
    st.builds(
        Block,
        st.sampled_from([Role.TOOLS, Role.SYSTEM, Role.SYSTEM, Role.USER]),
        parts(2),
        st.builds(place),
        st.sampled_from([(), (Mark("cache_control", place()),)]),
        st.booleans(),
    ),
    max_size=4,
).map(tuple)
VALUES = st.sampled_from(["", "a", "b", "12", " ", "\n", "some text", "Monday, 1:30", "日本", "'s"])


class Requests:
    """Renders a text twice: what a scope shares is drawn once, everything else for each request."""

    def __init__(self, data: st.DataObject, shared: Volatility) -> None:
        self.data, self.shared = data, shared

    def both(self, strategy: st.SearchStrategy[object], rate: Volatility) -> tuple[object, object]:
        one = self.data.draw(strategy)
        return one, one if rate in range(Volatility.LITERAL, self.shared + 1) else self.data.draw(strategy)

    def render(self, body: Text) -> tuple[str, str]:
        pairs = [self.part(part) for part in body]
        return "".join(one for one, _ in pairs), "".join(other for _, other in pairs)

    def part(self, part: object) -> tuple[str, str]:
        match part:
            case Literal(text=same):
                return same, same
            case Splice(hole=value):
                return self.both(VALUES, self.rate(value))
            case Choice(arms=arms, condition=condition):
                rate = self.rate(condition) if condition else Volatility.LITERAL
                one, other = self.both(st.integers(0, len(arms) - 1), rate)
                texts = [self.render(arm) for arm in arms]
                return texts[one][0], texts[other][1]
            case Repeat(body=body, over=over):
                one, other = self.both(st.integers(0, 2), self.rate(over))
                turns = [self.render(body) for _ in range(max(one, other))]
                return "".join(t for t, _ in turns[:one]), "".join(t for _, t in turns[:other])
        raise AssertionError(part)

    def rate(self, value: Hole) -> Volatility:
        """An unknown value varies here."""
        return Volatility.REQUEST if value.volatility is Volatility.UNKNOWN and not value.order else value.rate


@settings(deadline=None)
@given(BLOCKS, st.sampled_from(Scope), st.data())
def test_the_predicted_prefix_never_exceeds_the_truth(blocks, scope, data):
    requests = Requests(data, SHARED[scope])
    truth = 0
    for one in rendered(blocks, CLASSIC.order):
        first, second = requests.render(one.text)
        if not one.certain and data.draw(st.booleans()):
            continue
        ours, theirs = tokens.encode(first), tokens.encode(second)
        same = [a == b for a, b in zip(ours, theirs, strict=False)]
        truth += same.index(False) if False in same else len(same)
        if ours != theirs:
            break
    for counter in (Exact(), Bounds()):
        for profile in (CLASSIC, BOUNDARY):
            assert lay_out(prompt(*blocks), profile, counter).sure[scope] <= truth
