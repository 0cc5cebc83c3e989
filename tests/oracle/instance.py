"""Whether a request is one of those that a prompt stands for."""

from __future__ import annotations

from collections.abc import Sequence

from promptlint.prompt import Block, Choice, Literal, Part, Repeat, Role, Splice, Text

from . import run


def is_instance(request: run.Request, prompt: Sequence[Block]) -> bool:
    """Return whether values for the holes of a prompt, arms and repetitions make it the request."""
    starts = {0}
    for block in prompt:
        starts = set().union(*(_behind(block, request, start) for start in starts))
    return len(request) in starts


def _behind(block: Block, request: run.Request, start: int) -> set[int]:
    """Return where a request can go on behind a block of the prompt."""
    if block.role is Role.REST:
        return set(range(start, len(request) + 1))
    skipped = set() if block.certain else {start}
    if start < len(request) and request[start].role == block.role and _renders(block.text, request[start].text):
        return skipped | {start + 1}
    return skipped


def _renders(text: Text, rendered: str) -> bool:
    return len(rendered) in _ends(text, rendered, {0})


def _ends(text: Text, rendered: str, starts: set[int]) -> set[int]:
    """Return where a rendering of a text can end that starts at one of some places."""
    for part in text:
        starts = _part_ends(part, rendered, starts)
    return starts


def _part_ends(part: Part, rendered: str, starts: set[int]) -> set[int]:
    match part:
        case Literal(text=text):
            return {start + len(text) for start in starts if rendered.startswith(text, start)}
        case Splice():
            return set(range(min(starts), len(rendered) + 1)) if starts else set()
        case Choice(arms=arms):
            return set().union(*(_ends(arm, rendered, starts) for arm in arms))
        case Repeat(body=body):
            reached, new = set(starts), starts
            while new := _ends(body, rendered, new) - reached:
                reached |= new
            return reached | _joined(body, rendered, reached)


def _joined(body: Text, rendered: str, starts: set[int]) -> set[int]:
    """Return where a repeat can end whose items are joined, so that one of them lacks the separator at its border."""
    found: set[int] = set()
    for border, rest in ((body[-1:], body[:-1]), (body[:1], body[1:])):
        match border:
            case (Literal(text=text),) if not any(map(str.isalnum, text)):
                found |= _ends(rest, rendered, starts)
    return found
