"""The proof of a fix: the project is linked again with the edits, and nothing may be lost or get worse."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from promptlint.checks import judge
from promptlint.disk import holds
from promptlint.files import File, Files
from promptlint.finding import Applicability, Edit, Fix, Severity
from promptlint.fixes.code.breakpoint import forms_of
from promptlint.fixes.proof.comparison import keeps, renders_the_same
from promptlint.fixes.proof.reference import astray
from promptlint.fixes.proof.request import asks_alike, is_marked_anew, told
from promptlint.fixes.proof.rewording import reworded
from promptlint.fixes.proof.sequence import reorder
from promptlint.fixes.proposal import Proposal, Target
from promptlint.hole import Scope
from promptlint.layout import Layout, lay_out
from promptlint.link import program, prompts
from promptlint.profile import Profile
from promptlint.prompt import Prompt
from promptlint.rewriting import Unwritable, rewritten
from promptlint.rule import Rule
from promptlint.source import Place, Unreadable
from promptlint.tokens import Exact
from promptlint.walk import places, written

_LEAST = 16
"""Tokens that are worth an edit: no cache serves prefixes in smaller steps."""
Fit: TypeAlias = Callable[[Prompt], tuple[Profile, str | None]]
"""Returns the profile of a prompt, and its model."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Judges proposals about the files of one project."""

    files: Files
    prompts: Sequence[Prompt]
    """The prompts of the project that were found."""
    fit: Fit
    rules: Sequence[Rule]
    _before: dict[frozenset[str], Sequence[Layout] | None] = field(default_factory=dict)

    def judge(self, target: Target, proposal: Proposal) -> Fix | None:
        """Return a proposal as a fix, with how safe it is; None where it breaks a file, loses or doubles text, or mends nothing."""
        after, paths = self._edited(proposal.edits), self._sending(target, proposal)
        if after is None or reorder(self.files, proposal.edits, target.others):
            return None
        if paths not in self._before:
            self._before[paths] = self._laid(self.files, paths)
        old, new = self._before[paths], self._laid(after, paths)
        if old is None or new is None or [one.prompt.name for one in old] != [one.prompt.name for one in new]:
            return None
        pairs = list(zip(old, new, strict=True))
        if any(_is_worse(*pair) for pair in pairs) or not any(_mends(target, *pair) for pair in pairs):
            return None
        if proposal.splits and not (any(_is_split(target, *pair) for pair in pairs) and _are_fit(target, pairs)):
            return None
        safety = _safety(target, proposal, pairs)
        if safety is None or any(self._blames(*pair) for pair in pairs):
            return None
        moved = () if proposal.rewords else pairs
        said = next(filter(None, (astray(old.prompt, new.prompt) for old, new in moved)), None)
        if said is None:
            return Fix(proposal.message, safety, proposal.edits)
        return Fix(f"{proposal.message}, and reword “{said}”", Applicability.DISPLAY, proposal.edits)

    def _blames(self, old: Layout, new: Layout) -> bool:
        """Return whether a prompt has more to tell than before: of a rule about requests, or about its values in all."""
        before, after = (Counter(self._loud(layout)) for layout in (old, new))
        return bool(after - before)

    def _loud(self, layout: Layout) -> Iterator[str]:
        """Yield the rule of each error and warning; of those about values, which may stay in another place, an empty word."""
        for finding in judge(layout, self.rules):
            if finding.severity is not Severity.INFO:
                yield "" if finding.cause and finding.cause.found else finding.code

    def _sending(self, target: Target, proposal: Proposal) -> frozenset[str]:
        """Return the files that send, build or hand on the prompts with a part in a text that edits change.

        Where they change how a value is made, or what a request says, those are all with a part in the files edited; of
        templates too, as one may fill the blocks of another.
        """
        templates = any(self.files.is_document(edit.place.path) for edit in proposal.edits)
        texts = target.found is not None and not proposal.rewords and not templates
        touched = _is_touched if texts else _is_near
        sharing = [
            prompt for prompt in self.prompts if any(touched(place, proposal.edits) for place in written(prompt))
        ]
        return frozenset(place.path for prompt in (target.layout.prompt, *sharing) for place in places(prompt))

    def _laid(self, files: Files, paths: frozenset[str]) -> tuple[Layout, ...] | None:
        """Return the layouts, exactly counted, of the prompts that some files send; None where something in them is broken."""
        linked = prompts(program(files), paths)
        if linked.failed or linked.problems:
            return None
        fits = ((prompt, *self.fit(prompt)) for prompt in linked.prompts)
        return tuple(lay_out(prompt, profile, Exact(), model=model) for prompt, profile, model in fits)

    def _edited(self, edits: Iterable[Edit]) -> Files | None:
        """Return the files with edits; None where one cannot hold them, or cannot be read any more."""
        by_path: dict[str, list[Edit]] = defaultdict(list)
        for edit in edits:
            by_path[edit.place.path].append(edit)
        given = {}
        for path, own in by_path.items():
            source = self.files.source(path)
            if source is None or any(holds(folder, path) for folder in self.files.catalog.models):
                return None
            try:
                given[path] = rewritten(self.files.data(path), source, own, python=not self.files.is_document(path))
            except (Unwritable, Unreadable, OSError):
                return None
        after = self.files.changed(given)
        return after if all(_is_read(after, path) for path in given) else None


def _is_near(place: Place, edits: Iterable[Edit]) -> bool:
    return any(edit.place.path == place.path for edit in edits)


def _is_touched(place: Place, edits: Iterable[Edit]) -> bool:
    changed = (edit.place for edit in edits)
    return any(each.path == place.path and each.start <= place.end and place.start <= each.end for each in changed)


def _safety(target: Target, proposal: Proposal, pairs: list[tuple[Layout, Layout]]) -> Applicability | None:
    """Return how safe a proposal is by what prompts say before and after it; None where anything is lost or doubled."""
    said = [(old.prompt, new.prompt) for old, new in pairs]
    if proposal.most is Applicability.DISPLAY:
        return proposal.most
    if proposal.rewords:
        return reworded(target, proposal, said)
    kept = all(keeps(*pair) or is_marked_anew(target, *pair) for pair in said)
    if not kept or not all(asks_alike(target, *pair) for pair in pairs):
        return None
    return proposal.most if all(renders_the_same(*pair) for pair in said) else Applicability.UNSAFE


def _is_read(files: Files, path: str) -> bool:
    file = files.read(path, named=True)
    return isinstance(file, File) and file.facts.problem is None


def _is_worse(old: Layout, new: Layout) -> bool:
    """Return whether less of a prompt is served than before, to anybody, or could be with a mark."""
    return any(_reach(new, scope) < _reach(old, scope) for scope in Scope)


def _reach(layout: Layout, scope: Scope) -> int:
    """Return the tokens that are served, or that a mark would make the cache serve."""
    markable = layout.markable.get(scope)
    return max(layout.served[scope].likely, markable.likely if markable else 0)


def _mends(target: Target, old: Layout, new: Layout) -> bool:
    """Return whether what the value of a target costs falls, and not only another value's rises, or what it tells of a request is gone."""
    if target.layout.prompt != old.prompt:
        return False
    if target.found is None:
        return told(target, new) < told(target, old)
    serves_more = any(_reach(new, scope) > _reach(old, scope) for scope in Scope)
    order_helps = not new.profile.boundary or _is_split(target, old, new)
    return _weight(target, new) < _weight(target, old) and (
        serves_more or (order_helps and _is_tidier(_disorder(target, old), _disorder(target, new)))
    )


def _is_split(target: Target, old: Layout, new: Layout) -> bool:
    """Return whether the prompt of a target has more blocks than before."""
    return target.layout.prompt == old.prompt and len(new.prompt.blocks) > len(old.prompt.blocks)


def _are_fit(target: Target, pairs: Iterable[tuple[Layout, Layout]]) -> bool:
    """Return whether all prompts that have more blocks than before are of calls that take such blocks."""
    more = (old for old, new in pairs if len(new.prompt.blocks) > len(old.prompt.blocks))
    return all(forms_of(layout) == forms_of(target.layout) for layout in more)


def _disorder(target: Target, layout: Layout) -> tuple[int, int, int]:
    """Return how many values are of the target's kind, and what stands behind values, once for each: of unknown length, and in tokens.

    Of fixes after which no more is served each makes it less, so that they come to an end.
    """
    kinds = [each.kind for each in layout.breaks]
    return (
        kinds.count(target.found.kind) if target.found else 0,
        sum(len(each.lasting) for each in layout.breaks),
        sum(each.behind.low for each in layout.breaks),
    )


def _is_tidier(old: tuple[int, int, int], new: tuple[int, int, int]) -> bool:
    """Return whether disorder is less, by tokens that a cache could serve."""
    return new[:2] < old[:2] or (new[:2] == old[:2] and old[2] - new[2] >= _LEAST)


def _weight(target: Target, layout: Layout) -> tuple[float, ...]:
    """Return how many values are of the target's kind, and what those that are called like it cost.

    That is served tokens, what they keep of unknown length, and the tokens behind them.
    """
    found = target.found
    if found is None:
        return ()
    alike = [each for each in layout.breaks if each.hole.label == found.hole.label and each.order == found.order]
    return (
        sum(each.kind is found.kind for each in layout.breaks),
        sum(each.likely_loss for each in alike),
        sum(len(each.lasting) for each in alike),
        sum(each.behind.low for each in alike),
    )
