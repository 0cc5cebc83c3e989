"""Which rules are on: `select`, `extend-select` and `ignore`, read against the rules that there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from promptlint.settings import Settings, Unusable, closest


@dataclass(frozen=True, slots=True)
class Selection:
    """Codes of rules."""

    enabled: frozenset[str]
    """The rules whose findings are wanted."""
    explicit: frozenset[str]
    """Those among them that were asked for by their own code or name, so whatever their confidence."""


@cache
def select(settings: Settings, rules: tuple[tuple[str, str], ...]) -> Selection:
    """Return which of the rules, given as pairs of code and name, the settings turn on.

    A selector is `ALL`, the beginning of a code, a code or a name. The most specific one that fits a rule decides;
    between equals `ignore` does. Raises Unusable for a selector that fits no rule.
    """
    wanted = _weights("select", (*settings.select, *settings.extend_select), rules)
    unwanted = _weights("ignore", settings.ignore, rules)
    enabled = frozenset(code for code, _ in rules if wanted.get(code, 0) > unwanted.get(code, 0))
    return Selection(enabled, frozenset(code for code in enabled if wanted[code] == _EXACT))


_EXACT = 1_000


def _weights(option: str, selectors: Iterable[str], rules: tuple[tuple[str, str], ...]) -> Mapping[str, int]:
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


def _closest(selector: str, rules: tuple[tuple[str, str], ...]) -> str:
    return closest(selector, [word for rule in rules for word in rule])
