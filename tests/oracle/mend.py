"""Whether fixes keep what programs send: all of them are applied, and the program is run again."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from promptlint.discover import discover
from promptlint.engine import engine
from promptlint.finding import Finding
from promptlint.hole import Scope
from promptlint.reporters.diff import unified
from promptlint.rounds import Settled, settle
from promptlint.settings import ModelSetting, settings_at

from . import lint
from .project import SENTENCES
from .run import Pair, Request, apart, common, together, written

MODELS = {"the longest prefix": "example", "whole blocks": "anthropic"}
"""Models by what their caches serve, and the families that they are of."""
_TINY = tuple(ModelSetting((name,), family=family, minimum=16, step=1) for name, family in MODELS.items())
_MORE = (
    " The rule holds for each and every order of our little shop, whoever asks. It holds in all of its branches, too."
    * 3
)
_RUN_TOGETHER = re.compile(r"[.!?]\w")
_TOGETHER = "sentences run together"


class Fate(StrEnum):
    """What becomes of a program."""

    UNTOUCHED = "nothing is fixed"
    FIXED = "fixed"
    UNFORESEEN = "two requests have less in common, though not less than promptlint knew of"
    RUN_TOGETHER = "sentences run together that a value parted"
    OTHER_TEXT = "other text is sent"
    SHORTER = "two requests have less in common"
    BROKEN = "it does not run any more"
    RESTLESS = "a second run has edits"
    OTHER_DIFF = "the diff is not the fix"

    @property
    def allowed(self) -> bool:
        """Whether a fix may do that."""
        return self in (Fate.UNTOUCHED, Fate.FIXED, *SELDOM)


SELDOM = (Fate.UNFORESEEN,)
"""What a fix may do in few programs: for what promptlint cannot know."""


class Mended(NamedTuple):
    """A program with its fixes."""

    fate: Fate
    cause: str
    settled: Settled
    diff: str

    @property
    def story(self) -> str:
        """All that a person needs to see why."""
        return "\n".join((self.fate, self.cause, self.diff))

    @property
    def fixed(self) -> tuple[Finding, ...]:
        """The findings whose fixes were applied."""
        return self.settled.fixed


def lengthened(files: Mapping[str, str]) -> dict[str, str]:
    """Return a program with so much text behind each static sentence that it is worth an edit to share it."""
    texts = dict(files)
    for word in sorted({re.escape(sentence.rpartition(" ")[2]) for sentence in SENTENCES}):
        texts = {path: re.sub(rf" {word}(?!\w)", lambda end: end[0] + _MORE, text) for path, text in texts.items()}
    return texts


def mended(files: Mapping[str, str], model: str) -> Mended:
    """Return what becomes of a program once all fixes are applied, measured as sent to a model."""
    with written(files) as folder:
        settled = _settled(folder, model)
        texts = {str(Path(change.path).relative_to(folder)): change.after.decode() for change in settled.changes}
        diff = b"".join(_diff(settled, folder))
        if not texts:
            return Mended(Fate.UNTOUCHED, "", settled, "")
        subprocess.run(["patch", "-p0", "--quiet"], input=diff, cwd=folder, check=True)
        after = {path: Path(folder, path).read_text() for path in files}
        restless = _settled(folder, model).changes
    fate, cause = Fate.OTHER_DIFF, ""
    if after == {**files, **texts}:
        fate, cause = (Fate.RESTLESS, "") if restless else _held(files, after)
    return Mended(fate, cause, settled, diff.decode())


def _settled(folder: Path, model: str) -> Settled:
    at = settings_at({"models": _TINY, "model": model, "show_info": True}, isolated=True)
    machine = engine(at, str(folder))
    return settle(machine, discover((str(folder),), at, machine.wants), unsafe=True)


def _diff(settled: Settled, folder: Path) -> Iterator[bytes]:
    for path, before, after in settled.changes:
        yield from unified(str(Path(path).relative_to(folder)), before, after)


def _held(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Fate, str]:
    """Return what is wrong with what a fixed program sends, and how that shows."""
    old = _pairs(before)
    try:
        new = _pairs(after)
    except Exception as error:  # a program may raise anything
        return Fate.BROKEN, repr(error)
    for scope in old:
        for pair, fixed in zip(old[scope], new[scope], strict=True):
            for lost, more in map(_difference, pair, fixed):
                if not lost and more.keys() == {_TOGETHER}:
                    return Fate.RUN_TOGETHER, ""
                if lost or more:
                    return Fate.OTHER_TEXT, f"- {list(lost.elements())}\n+ {list(more.elements())}"
            if scope and common(*pair).known > common(*fixed).tokens and _shared(pair) > _shared(fixed):
                known = min(lint.prediction(prompt, scope).tokens.low for prompt in lint.said(before).prompts)
                fate = Fate.SHORTER if common(*fixed).tokens < known else Fate.UNFORESEEN
                return fate, f"{scope}: {common(*pair)}, fixed {common(*fixed)}, known {known}"
    return Fate.FIXED, ""


def _difference(before: Request, after: Request) -> tuple[Counter[str], Counter[str]]:
    """Return what of a request is lost, and what is new: characters, whole static sentences, sentences run together."""
    old, new = (Counter(_parts("\n".join(block.text for block in request))) for request in (before, after))
    return old - new - Counter({_TOGETHER: old[_TOGETHER]}), new - old


def _parts(text: str) -> Iterator[str]:
    yield from "".join(text.split())
    for sentence in SENTENCES:
        yield from [sentence] * text.count(sentence)
    yield from [_TOGETHER] * len(_RUN_TOGETHER.findall(text))


def _pairs(files: Mapping[str, str]) -> dict[Scope | None, tuple[Pair, ...]]:
    """Return pairs of requests by what they share."""
    return {None: apart(files), **{scope: together(files, scope) for scope in Scope}}


def _shared(pair: Pair) -> int:
    """Return the code points that two requests have in common at their head: the same text in another order may be other tokens."""
    first, second = ("".join(block.text for block in request) for request in pair)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
