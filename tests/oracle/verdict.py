"""What is right and wrong in what promptlint says about a program that was run."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from promptlint.prompt import Confidence, Part, Prompt, Repeat, Scope, Splice, Volatility

from . import lint
from .instance import is_instance
from .run import Common, Request, apart, common, together


class Outcome(StrEnum):
    """The first thing that is wrong."""

    RIGHT = "right"
    LOST = "static text is lost"
    HIDDEN = "what varies is hidden in an unknown value"
    TOO_LONG = "the predicted prefix is longer than the true one"
    OTHER_TEXT = "what is sent is no rendering of the prompt"
    FALSE_ALARM = "what is surely said to vary does not"
    NOT_ONE = "there is not one prompt"


class Verdict(NamedTuple):
    """An outcome, what it is due to, and all that a person needs to see why."""

    outcome: Outcome
    cause: str
    story: str

    @property
    def allowed(self) -> bool:
        """Whether promptlint may be like that, if seldom: it knows less than there is to know."""
        return self.outcome in (Outcome.RIGHT, Outcome.LOST, Outcome.HIDDEN)


def verdict(text: str, scope: Scope | None = None) -> Verdict:
    """Return the verdict about a program: for requests that share what a scope shares, or nothing at all."""
    requests = apart(text) if scope is None else together(text, scope)
    prompts = lint.prompts(text)
    outcome, cause = Outcome.NOT_ONE, f"{len(prompts)} prompts"
    truth, predictions = common(*requests), [lint.prediction(prompt, scope) for prompt in prompts]
    if len(prompts) == 1:
        outcome, cause = _judged(requests, prompts[0], truth, predictions[0])
    said = (f"{lint.shown(one)}\n{two.tokens}" for one, two in zip(prompts, predictions, strict=True))
    return Verdict(outcome, cause, "\n".join((outcome, cause, text, *map(str, requests), str(truth), *said)))


def _judged(
    requests: tuple[Request, Request], prompt: Prompt, truth: Common, predicted: lint.Prediction
) -> tuple[Outcome, str]:
    if predicted.tokens.low > truth.tokens and not predicted.unsure:
        return Outcome.TOO_LONG, f"{predicted.tokens.low} tokens, {truth.tokens} in truth"
    if not all(is_instance(request, lint.blocks(prompt)) for request in requests):
        return Outcome.OTHER_TEXT, ""
    if predicted.tokens.low > truth.tokens:
        return Outcome.HIDDEN, ""
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
