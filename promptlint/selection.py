"""Which rules are on and which are fixed: the selectors of the settings, read against the rules that there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from promptlint.settings import Settings, Unusable, closest


@dataclass(frozen=True, slots=True)
class Selection:
    """Codes of rules."""

    enabled: frozenset[str]
    """The rules whose findings are wanted."""
    explicit: frozenset[str]
    """Those among them that were asked for by their own code or name, so whatever their confidence."""


@dataclass(frozen=True, slots=True)
class Fixing:
    """Codes of rules."""

    fixable: frozenset[str]
    """The rules whose fixes may be applied."""
    safe: frozenset[str]
    """The rules whose unsafe fixes count as safe."""
    unsafe: frozenset[str]
    """The rules whose safe fixes count as unsafe."""


Rules: TypeAlias = tuple[tuple[str, str], ...]
"""The code and the name of each rule."""


@cache
def select(settings: Settings, rules: Rules) -> Selection:
    """Return which of the rules the settings turn on.

    A selector is `ALL`, the beginning of a code, a code or a name. The most specific one that fits a rule decides;
    between equals `ignore` does. Raises Unusable for a selector that fits no rule.
    """
    wanted = _weights("select", (*settings.select, *settings.extend_select), rules)
    unwanted = _weights("ignore", settings.ignore, rules)
    enabled = _outweighing(wanted, unwanted)
    return Selection(enabled, frozenset(code for code in enabled if wanted[code] == _EXACT))


@cache
def fixing(settings: Settings, rules: Rules) -> Fixing:
    """Return of which rules the settings have fixes applied, and as what they count.

    The most specific selector that fits a rule decides; between equals the more careful one does. Raises Unusable for a
    selector that fits no rule.
    """
    safe = _weights("extend-safe-fixes", settings.extend_safe_fixes, rules)
    unsafe = _weights("extend-unsafe-fixes", settings.extend_unsafe_fixes, rules)
    wanted = _weights("fixable", settings.fixable, rules)
    trusted = _outweighing(safe, unsafe)
    return Fixing(
        _outweighing(wanted, _weights("unfixable", settings.unfixable, rules)),
        trusted,
        frozenset(unsafe) - trusted,
    )


def _outweighing(wanted: Mapping[str, int], unwanted: Mapping[str, int]) -> frozenset[str]:
    return frozenset(code for code, weight in wanted.items() if weight > unwanted.get(code, 0))


_EXACT = 1_000


def _weights(option: str, selectors: Iterable[str], rules: Rules) -> Mapping[str, int]:
    """Return the weight of the most specific selector for each code that one fits."""
    weights: dict[str, int] = {}
    for selector in selectors:
        fitting = {code: weight for code, name in rules if (weight := _weight(selector, code, name))}
        if not fitting:
            raise Unusable(f"`{option}` names no rule with `{selector}`; the closest is `{_closest(selector, rules)}`")
        weights.update((code, max(weight, weights.get(code, 0))) for code, weight in fitting.items())
    return weights


def _weight(selector: str, code: str, name: str) -> int:
    if selector == "ALL":
        return 1
    if selector in (code, name):
        return _EXACT
    return 1 + len(selector) if selector and code.startswith(selector) else 0


def _closest(selector: str, rules: Rules) -> str:
    return closest(selector, [word for rule in rules for word in rule])
