"""What is right and wrong in what promptlint says about a program that was run."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from promptlint.hole import Confidence, Scope, Volatility
from promptlint.prompt import Part, Prompt, Repeat, Splice

from . import lint
from .constructs import FRAMEWORKS
from .instance import is_instance
from .run import Pair, apart, common, together

if TYPE_CHECKING:
    from .programs import Program


class Outcome(StrEnum):
    """The first thing that is wrong."""

    RIGHT = "right"
    LOST = "static text is lost"
    HIDDEN = "what varies is hidden in an unknown value"
    TOO_LONG = "the predicted prefix is longer than the true one"
    OTHER_TEXT = "what is sent is no rendering of the prompt"
    FALSE_ALARM = "what is surely said to vary does not"
    NOT_ONE = "there is not one prompt"


_NEVER = (Outcome.TOO_LONG, Outcome.OTHER_TEXT, Outcome.FALSE_ALARM, Outcome.NOT_ONE)


class Verdict(NamedTuple):
    """An outcome, what it is due to, and all that a person needs to see why."""

    outcome: Outcome
    cause: str
    story: str

    @property
    def allowed(self) -> bool:
        """Whether promptlint may be like that, if seldom: it knows less than there is to know."""
        return self.outcome not in _NEVER


def verdict(program: Program, scope: Scope | None = None) -> Verdict:
    """Return the verdict about a program: for requests that share what a scope shares, or nothing at all."""
    pairs = apart(program.files) if scope is None else together(program.files, scope)
    prompts, blind = lint.said(program.files)
    predictions = [lint.prediction(prompt, scope) for prompt in prompts]
    outcome, cause = Outcome.NOT_ONE, f"{len(prompts)} prompts"
    if not prompts and blind and not any(common(*pair).known for pair in pairs):
        outcome, cause = Outcome.RIGHT, "nothing is static"
    elif len(prompts) == 1 or (prompts and program.used.keys() & FRAMEWORKS.keys()):
        outcome, cause = _whole(pairs, tuple(zip(prompts, predictions, strict=True)))
    said = (f"{lint.shown(one)}\n{two.tokens}" for one, two in zip(prompts, predictions, strict=True))
    sent = (f"{first}\n{second}\n{common(first, second)}" for first, second in pairs)
    return Verdict(outcome, cause, "\n".join((outcome, cause, program.text, *sent, *said)))


def _whole(pairs: Sequence[Pair], said: Sequence[tuple[Prompt, lint.Prediction]]) -> tuple[Outcome, str]:
    """Return what is wrong with some prompt for all requests that it stands for, else with the best for the last one."""
    found: list[tuple[Outcome, str]] = []
    if not all(any(_stands_for(prompt, pair) for prompt, _ in said) for pair in pairs):
        return Outcome.OTHER_TEXT, "a request without a prompt"
    for prompt, predicted in said:
        judged = [(pair, _judged(pair, predicted)) for pair in pairs if _stands_for(prompt, pair)]
        if not judged:
            return Outcome.OTHER_TEXT, ""
        wrong = [verdict for _, verdict in judged if verdict[0] in _NEVER]
        if wrong:
            return wrong[0]
        found.extend(verdict for pair, verdict in judged if pair is pairs[-1])
    return min(found, key=lambda verdict: list(Outcome).index(verdict[0]), default=(Outcome.OTHER_TEXT, ""))


def _stands_for(prompt: Prompt, pair: Pair) -> bool:
    return all(is_instance(request, lint.blocks(prompt)) for request in pair)


def _judged(pair: Pair, predicted: lint.Prediction) -> tuple[Outcome, str]:
    truth = common(*pair)
    if predicted.tokens.low > truth.tokens:
        longer = f"{predicted.tokens.low} tokens, {truth.tokens} in truth"
        return (Outcome.HIDDEN, "") if predicted.unsure else (Outcome.TOO_LONG, longer)
    if predicted.tokens.high >= truth.known:
        return Outcome.RIGHT, ""
    return (Outcome.FALSE_ALARM if _sure(predicted.end) else Outcome.LOST), _cause(predicted.end)


def _sure(part: Part | None) -> bool:
    """Return whether a part is a value from a known source, which varies."""
    match part:
        case Splice(hole=hole):
            return hole.confidence is Confidence.HIGH and hole.rate > Volatility.LITERAL
        case _:
            return False


def _cause(part: Part | None) -> str:
    """Return in a few words what ended a prediction."""
    match part:
        case Splice(hole=hole) | Repeat(over=hole) if hole.rate > Volatility.LITERAL:
            return f"part of a value of kind {hole.kind}"
        case Splice() | Repeat():
            return "an unknown value"
        case _:
            return "a choice"
