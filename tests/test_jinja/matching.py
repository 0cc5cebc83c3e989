"""Whether the text of a prompt, holes and all, is or may be a certain text."""

from __future__ import annotations

from promptlint.prompt import Choice, Literal, Repeat, Splice, Text


def known_text(text: Text) -> str | None:
    """Return a text, None where a part of it is not known."""
    literals = [part.text for part in text if isinstance(part, Literal)]
    return "".join(literals) if len(literals) == len(text) else None


def allows(text: Text, real: str) -> bool:
    """Return whether a text may be this one: a hole may be anything, a repeat may come any number of times."""
    return len(real) in _ends(text, real, frozenset({0}))


def _ends(text: Text, real: str, starts: frozenset[int]) -> frozenset[int]:
    """Return where in the real text a text may end that starts at one of some offsets."""
    for part in text:
        match part:
            case Literal(written):
                starts = frozenset(at + len(written) for at in starts if real.startswith(written, at))
            case Splice():
                starts = frozenset(range(min(starts, default=len(real) + 1), len(real) + 1))
            case Choice(arms):
                starts = frozenset().union(*(_ends(arm, real, starts) for arm in arms))
            case Repeat(body):
                starts = _repeated(body, real, starts)
    return starts


def _repeated(body: Text, real: str, starts: frozenset[int]) -> frozenset[int]:
    """Return where a repeat may end: its first or last round goes without the separator that `join` puts between them."""
    first, last = (
        (body[1:] if isinstance(body[0], Literal) else body),
        (body[:-1] if isinstance(body[-1], Literal) else body),
    )
    starts |= _ends(first, real, starts)
    while more := _ends(body, real, starts) - starts:
        starts |= more
    return starts | _ends(last, real, starts)
