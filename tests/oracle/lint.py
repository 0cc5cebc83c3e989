"""What promptlint says about a program: its prompts, and the prefix that it predicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from promptlint import catalog, gate, link
from promptlint.files import Files
from promptlint.hole import SHARED, Hole, Scope, Volatility
from promptlint.layout import lay_out, rendered
from promptlint.profile import Profile
from promptlint.prompt import Block, Choice, Literal, Origin, Part, Prompt, Repeat, Splice, Text
from promptlint.providers import DEFAULT, profile_for
from promptlint.tokens import Exact, Range

_ROOT = "/oracle"
_ANYTHING = Hole("anything", volatility=Volatility.REQUEST)


class Said(NamedTuple):
    """What promptlint sees sent in a project."""

    prompts: tuple[Prompt, ...]
    blind: bool
    """Whether it says that it cannot follow anything of what some file sends."""


def said(texts: Mapping[str, str]) -> Said:
    """Return what promptlint sees sent in a project, given as the texts of its files by path."""
    world, shape = _catalogue()
    given = {f"{_ROOT}/{path}": text.encode() for path, text in texts.items()}
    files = Files(world, shape, given=given, root=_ROOT)
    paths = tuple(path for path in given if path.endswith(".py"))
    for path in paths:
        files.read(path, named=True)
    found = link.prompts(link.program(files), paths)
    for failed in found.failed:
        raise failed.error
    return Said(tuple(prompt for prompt in found.prompts if prompt.origin is not Origin.NAME), bool(found.blind))


@lru_cache
def _catalogue() -> tuple[catalog.Catalog, gate.Gate]:
    world = catalog.load()
    return world, gate.compile_gate(world)


class Prediction(NamedTuple):
    """The tokens that two requests are said to have in common, and why."""

    tokens: Range
    end: Part | None
    """What is said to end them; None for the end of the prompt."""
    unsure: bool
    """Whether values of unknown volatility are among them, which count as stable."""


def prediction(prompt: Prompt, scope: Scope | None) -> Prediction:
    """Return what two requests have in common that share what a scope shares; without one, nothing but literals."""
    shared = SHARED[scope] if scope else None
    parts = [part for block in blocks(prompt) for part in block.text]
    at = next((at for at, part in enumerate(parts) if _ends(part, shared)), len(parts))
    layout = lay_out(prompt if scope else _varying(prompt), _profile(), Exact())
    return Prediction(
        tokens=layout.prefix[scope or Scope.EVERYONE],
        end=parts[at] if at < len(parts) else None,
        unsure=any(hole.volatility is Volatility.UNKNOWN for part in parts[:at] for hole in _holes(part)),
    )


def blocks(prompt: Prompt) -> tuple[Block, ...]:
    """Return the blocks of a prompt in the order in which they are rendered."""
    return rendered(prompt.blocks, _profile().order)


def _profile() -> Profile:
    """Return a profile whose prefix is the longest one, whatever the prompt's own, and that counts text alone."""
    return replace(profile_for((), DEFAULT)[0], overhead=None, typescript=False)


def _ends(part: Part, shared: Volatility | None) -> bool:
    if shared is None:
        return not isinstance(part, Literal)
    return any(hole.rate > shared for hole in _holes(part))


def _holes(part: Part) -> Iterator[Hole]:
    match part:
        case Splice(hole=hole):
            yield hole
        case Choice(arms=arms, condition=condition):
            yield from (condition,) if condition else ()
            yield from (hole for arm in arms for inner in arm for hole in _holes(inner))
        case Repeat(body=body, over=over):
            yield over
            yield from (hole for inner in body for hole in _holes(inner))


def _varying(prompt: Prompt) -> Prompt:
    """Return the prompt with a value that always varies wherever it is not literal."""
    return replace(prompt, blocks=tuple(map(_varying_block, prompt.blocks)))


def _varying_block(block: Block) -> Block:
    anything = Splice(_ANYTHING, block.place)
    text = tuple(part if isinstance(part, Literal) else anything for part in block.text)
    return replace(block, text=text if block.certain else (anything,), certain=True)


def shown(prompt: Prompt) -> str:
    """Return a prompt for people: literal text, and in brackets what is not literal."""
    return "\n".join(f"{block.role}: {_text(block.text)}" for block in blocks(prompt))


def _text(text: Text) -> str:
    return "".join(map(_part, text))


def _part(part: Part) -> str:
    match part:
        case Literal(text=text):
            return text
        case Splice(hole=hole):
            return f"⟨{hole.label}: {hole.kind}, {hole.rate.name.lower()}⟩"
        case Choice(arms=arms, condition=condition):
            return f"⟨{condition.label if condition else '?'}: {' ⟨or⟩ '.join(map(_text, arms))}⟩"
        case Repeat(body=body, over=over):
            return f"⟨{over.label} times: {_text(body)}⟩"
