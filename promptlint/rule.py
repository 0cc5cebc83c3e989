"""A rule as the checks see it: the front matter of one page of `rules/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its parameters, under the code and the name that people know."""

    code: str
    name: str
    check: str
    """A key of `promptlint.checks.CHECKS`."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    """The page's `with`, as YAML gave it."""

    def words(self, parameter: str) -> tuple[str, ...]:
        """Return a parameter that is a list of words; empty when the page does not give it."""
        value = self.parameters.get(parameter, ())
        return (value,) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, list | tuple) else ()

    def sentence(self, parameter: str) -> str:
        """Return a parameter that is text for people; empty when the page does not give it."""
        value = self.parameters.get(parameter, "")
        return value if isinstance(value, str) else ""
