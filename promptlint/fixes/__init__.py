"""Fixes: edits that move what varies behind what does not, each proved by reading the result again.

| proposer | what it edits |
|---|---|
| `order` | items and keys come in a fixed order |
| `coarse` | a clock reading becomes a date |
| `setting` | an option that the model refuses goes, marks that contradict each other are put right |
| `across` | ahead of a conversation, the line or sentence moves into the last user message |
| `split` | under a cache that serves whole blocks, the static text becomes a block of its own, with the mark |
| `joined` | as `split`, of a text that a list is joined to |
| `mark` | a static prefix that nothing tells the cache to store gets a breakpoint |
| `literal` | the line or sentence with the value moves to the end of its literal, chain or file |
| `statements` | the statement that adds the value moves behind the last that adds static text |
| `elements` | the element or entry with the value moves behind the static ones of its list or dict |
| `advice` | as `across`, for display: what the line or sentence needs has to be handed on first |

A proposer (in `ways`) only says how an edit could look: of `text` what moves, of `code` what has to follow and who else
reads it. `proof` links the project again with the edits and decides whether they may be told, and how safe they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from promptlint.edits import are_apart, in_order
from promptlint.files import Files
from promptlint.finding import Applicability, Edit, Finding, Fix
from promptlint.fixes.proof import Fit, Proof
from promptlint.fixes.proposal import Proposal, Proposer, Target
from promptlint.fixes.ways import across, coarse, elements, joined, literal, mark, order, setting, split, statements
from promptlint.frontends.python.depth import deep
from promptlint.prompt import Prompt
from promptlint.rule import Rule

PROPOSERS: Mapping[str, Proposer] = {
    "order": order.propose,
    "coarse": coarse.propose,
    "setting": setting.propose,
    "across": across.propose,
    "split": split.propose,
    "joined": joined.propose,
    "mark": mark.propose,
    "literal": literal.propose,
    "statements": statements.propose,
    "elements": elements.propose,
    "advice": across.advise,
}
"""What proposes edits, in the order of preference."""
MOST_TRIED = 8
"""How many proposals are tried for one finding: each one links the project again."""
_LEVELS, _STACK = 30_000, 256 * 1024 * 1024


class Known(NamedTuple):
    """A project, and the prompts that were found in it."""

    files: Files
    prompts: Sequence[Prompt]


def mended(
    findings: Iterable[Finding], known: Callable[[str], Known], fit: Fit, rules: Sequence[Rule]
) -> Iterator[Finding]:
    """Yield findings, each with the best of the proposed fixes that are proved, if any is.

    `known` returns the project of a file, `fit` the profile of a prompt; no fix may lead to findings of other `rules`.
    """
    proofs: dict[str, Proof] = {}
    for finding in findings:
        if finding.cause is None:
            yield finding
            continue
        files, prompts = known(finding.cause.layout.prompt.place.path)
        proof = proofs.setdefault(files.root, Proof(files, prompts, fit, rules))
        target = Target(finding, finding.cause.layout, finding.cause.found, files, prompts)
        yield replace(finding, fix=_found(target, proof))


def _found(target: Target, proof: Proof) -> Fix | None:
    """Return the best fix; None where there is none, or where code is nested too deep to tell."""
    try:
        return deep(lambda: _best(target, proof), levels=_LEVELS, stack=_STACK)
    except RecursionError:
        return None


def _best(target: Target, proof: Proof) -> Fix | None:
    """Return the first fix that is proved and can be applied, failing that the first for display."""
    shown = None
    for proposal in islice(_different(target), MOST_TRIED):
        fix = proof.judge(target, proposal)
        if fix and fix.applicability is not Applicability.DISPLAY:
            return fix
        shown = shown or fix
    return shown


def _different(target: Target) -> Iterator[Proposal]:
    """Yield what is proposed that can be applied, each set of edits once, in order."""
    seen = set[tuple[Edit, ...]]()
    for propose in PROPOSERS.values():
        for proposal in propose(target):
            edits = tuple(in_order(proposal.edits))
            if edits and edits not in seen and are_apart(edits):
                seen.add(edits)
                yield replace(proposal, edits=edits)
