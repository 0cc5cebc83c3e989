"""Profiles: how providers cache a prompt, read from `catalog/providers.yaml` of the rule folders."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from promptlint import catalog, datafile
from promptlint.datafile import Node
from promptlint.prompt import Role
from promptlint.tokens import Range

DEFAULT = "classic"
"""The profile of a model that nobody knows."""


class Match(Enum):
    """What a cache serves: the longest common prefix, or only what an explicit mark ends."""

    LONGEST_PREFIX = auto()
    BOUNDARY = auto()


@dataclass(frozen=True, slots=True)
class Profile:
    """One provider's cache model; see `rules/catalog/providers.yaml` for units and sources."""

    id: str
    match: Match
    minimum: int
    step: int
    order: tuple[Role, ...]
    percent: int = 100
    error: int = 0

    @property
    def boundary(self) -> bool:
        """Whether only explicit marks are served."""
        return self.match is Match.BOUNDARY

    def serve(self, tokens: int) -> int:
        """Return how many tokens of a common prefix are served from the cache."""
        return tokens // self.step * self.step if tokens >= self.minimum else 0

    @property
    def estimates(self) -> bool:
        """Whether the model's tokens can only be estimated."""
        return self.percent != 100 or self.error > 0

    def estimate(self, tokens: int) -> int:
        """Return the likely number of the model's tokens for a number of o200k_base tokens."""
        return round(tokens * self.percent / 100)

    def scale(self, tokens: Range) -> Range:
        """Return the bounds of the model's tokens for bounds of o200k_base tokens."""
        low = math.floor(tokens.low * self.percent * (100 - self.error) / 10_000)
        high = tokens.high * self.percent * (100 + self.error) / 10_000
        return Range(low, high if math.isinf(high) else math.ceil(high))

    def likely_loss(self, ahead: Range, behind: int) -> int:
        """Return what is likely lost for bounds of the o200k_base tokens ahead of a break, and the least behind it.

        Behind text of any length that is the least; else what is served of the whole without what is served as it is.
        """
        short, whole = self.estimate(ahead.low), self.estimate(ahead.low + behind)
        if math.isinf(ahead.high):
            return self._least(Range(short, math.inf), whole - short)
        return self.serve(whole) - self.serve(short)

    def loss(self, ahead: Range, behind: Range) -> Range:
        """Return what is lost when only the tokens ahead of a break are served, not those behind it as well."""
        return Range(self._least(ahead, behind.low), self._most(ahead, behind.high))

    def _least(self, ahead: Range, behind: int) -> int:
        if ahead.low == ahead.high:
            return self.serve(ahead.low + behind) - self.serve(ahead.low)
        steps = behind // self.step * self.step
        if ahead.low >= self.minimum:
            return steps
        short = self.serve(ahead.low + behind)
        return short if ahead.high < self.minimum else min(short, steps)

    def _most(self, ahead: Range, behind: float) -> float:
        if math.isinf(behind):
            return math.inf
        short = self.serve(int(min(ahead.high, self.minimum - 1) + behind)) if ahead.low < self.minimum else 0
        steps = math.ceil(behind / self.step) * self.step if ahead.high >= self.minimum else 0
        return max(short, steps)


@dataclass(frozen=True, slots=True)
class _Family:
    names: tuple[str, ...]
    profile: Profile


@dataclass(frozen=True, slots=True)
class Providers:
    """The profiles by id, and the families of models in the order in which they are tried."""

    profiles: dict[str, Profile]
    families: tuple[_Family, ...]

    def known(self, model: str) -> Profile | None:
        """Return the profile of a model name, which may have a provider, a region or a prefix ahead."""
        for name in _tails(model.lower()):
            for family in self.families:
                if any(fnmatchcase(name, glob) for glob in family.names):
                    return family.profile
        return None


def _tails(name: str) -> Iterator[str]:
    yield name
    for separator in re.finditer(r"[/:.]", name):
        yield name[separator.end() :]


def profile_for(
    models: tuple[str, ...], default: str | None, override: str | None = None, folders: tuple[Path, ...] = ()
) -> tuple[Profile, str | None]:
    """Return the profile under which to measure a prompt, and the model that it stands for.

    `models` are the names that the program may send, `default` the profile that the sink names, `override` the model
    that the user names, or the id of a profile. Of several known models the one that serves without marks comes first,
    and of those the one with the highest minimum: a loss there is a loss with each of them. No known model: the default.
    Raises DataError where the data files are broken.
    """
    providers = load(folders)
    names = (override,) if override else models
    if override in providers.profiles:
        return providers.profiles[override], None
    known = [(profile, name) for name in names if (profile := providers.known(name))]
    if known:
        return max(known, key=lambda pair: (not pair[0].boundary, pair[0].minimum))
    return providers.profiles.get(default or DEFAULT, providers.profiles[DEFAULT]), names[0] if names else None


@lru_cache
def load(folders: tuple[Path, ...] = ()) -> Providers:
    """Return the providers of the user's rule folders, which win, and the shipped ones; raises DataError."""
    profiles: dict[str, Profile] = {}
    families: list[_Family] = []
    for folder in (catalog.rules_folder(), *folders):
        path = folder / "catalog" / "providers.yaml"
        if path.is_file():
            fields = datafile.read(path).mapping(("profiles", "models"))
            profiles |= {name: _profile(name, node) for name, node in _pairs(fields.get("profiles"))}
            families[:0] = [_family(node, profiles) for node in _items(fields.get("models"))]
    return Providers(profiles, tuple(families))


def _pairs(node: Node | None) -> Iterator[tuple[str, Node]]:
    return node.pairs() if node else iter(())


def _items(node: Node | None) -> Iterator[Node]:
    return node.items() if node else iter(())


_KEYS = ("match", "minimum", "step", "order", "tokenizer")


def _profile(name: str, node: Node) -> Profile:
    fields = node.mapping(_KEYS, required=_KEYS)
    tokenizer = fields["tokenizer"].mapping(("value", "error", "source"), required=("value", "error", "source"))
    order = _sourced(fields["order"])
    roles = (Node(order.path, word, order.trail).one_of(Role) for word in order.words())
    return Profile(
        id=name,
        match=fields["match"].one_of(Match),
        minimum=_sourced(fields["minimum"]).number(),
        step=_sourced(fields["step"]).number() or fields["step"].fail("must not be zero"),
        order=tuple(roles),
        percent=tokenizer["value"].number(),
        error=tokenizer["error"].number(),
    )


def _family(node: Node, profiles: dict[str, Profile]) -> _Family:
    fields = node.mapping(("profile", "names", "minimum"), required=("profile", "names"))
    name = fields["profile"].text()
    profile = profiles[name] if name in profiles else fields["profile"].fail(f"no such profile: {name!r}")
    if "minimum" in fields:
        profile = replace(profile, minimum=_sourced(fields["minimum"]).number())
    return _Family(tuple(item.text().lower() for item in fields["names"].items()), profile)


def _sourced(node: Node) -> Node:
    """Return the value of a number or word that must name its source."""
    return node.mapping(("value", "source"), required=("value", "source"))["value"]
