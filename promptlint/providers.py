"""Providers: which family a model belongs to, from `catalog/providers.yaml` of the rule folders and from settings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from promptlint.fact import Fact, Facts, Source, merged
from promptlint.fitting import made_of
from promptlint.hole import Confidence
from promptlint.profile import Profile
from promptlint.settings import ModelSetting, Unusable, closest

DEFAULT = "classic"
"""The family of a model that nobody knows."""


@dataclass(frozen=True, slots=True)
class Platform:
    """A service that runs models."""

    id: str
    title: str
    names: tuple[str, ...] = ()
    """Globs of the names of models that say that they run there."""
    hosts: tuple[str, ...] = ()
    """Globs of the hosts, with ports, at which it is reached."""
    source: Source | None = None
    """Where the hosts are said."""
    facts: Facts = field(default_factory=dict)
    """What it does with requests for all models."""


@dataclass(frozen=True, slots=True)
class Family:
    """Models that are cached alike."""

    id: str
    title: str
    platform: str | None
    elsewhere: Mapping[str, str]
    """The family that takes its place on another platform."""
    facts: Facts


@dataclass(frozen=True, slots=True)
class Row:
    """Globs of lower-case model names, and what is known about the models beyond their family."""

    globs: tuple[str, ...]
    family: str
    platform: str | None = None
    """The only platform on which the row counts."""
    assumed: bool = False
    facts: Mapping[str, Fact | None] = field(default_factory=dict)
    """None takes away what the family says."""

    @property
    def is_last(self) -> bool:
        """Whether the row is for names that nobody knows."""
        return self.assumed and self.globs == ("*",)

    def fits(self, names: tuple[str, ...], platform: str | None) -> bool:
        """Return whether any of the names is one of the row's, on a platform."""
        here = self.platform in (None, platform)
        return here and any(fnmatchcase(name, glob) for glob in self.globs for name in names)


class Fit(NamedTuple):
    """The family of a model on its platform, and the row that says so."""

    family: Family
    row: Row
    profile: Profile


@dataclass(frozen=True, slots=True)
class Providers:
    """All platforms and families by id, and the rows of models in the order in which they are tried."""

    platforms: Mapping[str, Platform]
    families: Mapping[str, Family]
    rows: tuple[Row, ...]

    def fit(self, model: str, provider: str | None = None, sink: str | None = None) -> Fit:
        """Return what is known about a model, whose name may have a provider, a region or a prefix ahead.

        `provider` is the platform or family that the user names, `sink` the one that the call suggests: a platform for
        every model whose name does not say another, a family for models that nobody knows.
        """
        if provider and provider in self.families and provider not in self.platforms:
            return self.family(provider)
        platform = self._platform(model.lower(), provider, sink)
        names = tuple(_tails(model.lower()))
        row = next(row for row in self.rows if row.fits(names, platform))
        if sink and row.is_last and not row.platform and sink in self.families:
            return self.family(sink, assumed=True)
        family = self.families[row.family]
        # A provider that has the API of another one caches as that API says
        api = sink if provider == family.platform else platform
        here = self.families[family.elsewhere.get(api or "", family.id)]
        return Fit(here, row, self._profile(here, row, platform))

    def known(self, model: str, provider: str | None = None, sink: str | None = None) -> Profile | None:
        """Return the profile of a model of which at least the head of the name is known."""
        found = self.fit(model, provider, sink)
        return None if found.row.is_last else found.profile

    def platform_at(self, host: str | None) -> str | None:
        """Return the platform that is reached at a host; None where nobody knows it, or no host is known."""
        at = (each.id for each in self.platforms.values() if any(fnmatchcase(host or "", glob) for glob in each.hosts))
        return next(at, None)

    def family(self, name: str, *, assumed: bool = False) -> Fit:
        """Return what is known about all models of a family."""
        row = Row(("*",), name, assumed=assumed)
        return Fit(self.families[name], row, self._profile(self.families[name], row))

    @property
    def profiles(self) -> dict[str, Profile]:
        """The profiles of the families by id."""
        return {name: self.family(name).profile for name in self.families}

    def _platform(self, model: str, provider: str | None, sink: str | None) -> str | None:
        if provider in self.platforms:
            return provider
        named = (each.id for each in self.platforms.values() if any(fnmatchcase(model, glob) for glob in each.names))
        return next(named, sink if sink in self.platforms else None)

    def _profile(self, family: Family, row: Row, platform: str | None = None) -> Profile:
        there = self.platforms[platform].facts if platform else {}
        facts = merged(merged(family.facts, row.facts), there)
        measure = self.families[DEFAULT].facts
        gateway = platform not in (None, family.platform)
        return made_of(family.id, facts, measure, platform=family.platform, assumed=row.assumed, gateway=gateway)


def _tails(name: str) -> Iterator[str]:
    yield name
    for separator in re.finditer(r"[/:.]", name):
        yield name[separator.end() :]


@lru_cache(maxsize=4096)
def profile_for(
    models: tuple[str, ...],
    default: str | None,
    override: str | None = None,
    folders: tuple[Path, ...] = (),
    provider: str | None = None,
    settings: tuple[ModelSetting, ...] = (),
    host: str | None = None,
) -> tuple[Profile, str | None]:
    """Return the profile under which to measure a prompt, and the model that it stands for.

    `models` are the names that the program may send, `default` the platform or family that the sink names, `override` the
    model or family that the user names, `provider` the user's platform or family, `host` where the program says that
    requests go: whoever answers there, if nobody knows the host, is taken for what the sink names. Of several known models
    the one that serves without marks comes first, and of those the one with the highest minimum: a loss there is a loss
    with each of them. Raises DataError where the data files are broken, Unusable where settings name what there is not.
    """
    providers = load(folders, settings)
    if provider is not None:
        check_provider(providers, provider)
    there = provider or providers.platform_at(host)
    foreign = host is not None and there is None
    names = (override,) if override else models
    if override and override in providers.families:
        return providers.family(override).profile, None
    known = [(profile, name) for name in names if (profile := providers.known(name, there, default))]
    if known:
        profile, name = max(known, key=lambda pair: (not pair[0].boundary, pair[0].minimum))
        return replace(profile, assumed=profile.assumed or foreign), name
    first = names[0] if names else None
    return providers.fit(first or "", there, default).profile, first


def check_provider(providers: Providers, name: str) -> None:
    """Raise Unusable where there is no such platform or family."""
    known = {*providers.platforms, *providers.families}
    if name not in known:
        raise Unusable(
            f"there is no provider `{name}`; the closest is `{closest(name, known)}` (see `promptlint models`)"
        )


@lru_cache
def load(folders: tuple[Path, ...] = (), settings: tuple[ModelSetting, ...] = ()) -> Providers:
    """Return the providers: the models of the settings, those of the user's rule folders, and the shipped ones.

    Raises DataError where a file is broken, Unusable where a setting names a family or platform that there is not.
    """
    from promptlint import providerfile

    known = providerfile.read(folders)
    rows = tuple(_row(setting, known) for setting in settings)
    return Providers(known.platforms, known.families, (*rows, *known.rows))


_USER = Source("settings", "[[tool.promptlint.models]]", "")


def _row(setting: ModelSetting, known: Providers) -> Row:
    """Return the row that a table of the settings stands for; without a family, what is known anyway is overridden."""
    check_table(setting, known)
    fit = known.fit(setting.match[0], setting.platform)
    family, base = (setting.family, {}) if setting.family else (fit.row.family, fit.row.facts)
    lifetimes = [key for key in known.families[family].facts if key.startswith("price.write.")]
    numbers = {
        "minimum": setting.minimum,
        "step": setting.step,
        "price.input": setting.input,
        "price.read": setting.read,
        **dict.fromkeys(lifetimes or ["price.write.any"], setting.write),
    }
    given = {key: Fact(value, _USER, Confidence.HIGH) for key, value in numbers.items() if value is not None}
    globs = tuple(glob.lower() for glob in setting.match)
    return Row(globs, family, setting.platform, fit.row.assumed and not setting.family, {**base, **given})


def check_table(setting: ModelSetting, known: Providers) -> None:
    """Raise Unusable where a table names a family or a platform that there is not."""
    for noun, name, names in (
        ("family", setting.family, known.families),
        ("platform", setting.platform, known.platforms),
    ):
        if name is not None and name not in names:
            raise Unusable(
                f"[[tool.promptlint.models]] of `{' '.join(setting.match)}`: there is no {noun} `{name}`; "
                f"the closest is `{closest(name, names)}`"
            )
