"""An option, or a part of the prompt, that the model does not take."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks import wording
from promptlint.checks.report import of_request
from promptlint.checks.requested import is_direct, literal, model, within
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout
from promptlint.prompt import Mark, Setting
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the settings and values that are known and that a known model, or the call, refuses, the marks and the parts."""
    if layout.profile.assumed or layout.profile.gateway:
        return
    told = set[str]()
    for setting in layout.prompt.settings:
        message = _refusal(layout, setting, value) if (value := literal(setting)) is not None else None
        if message and message not in told:
            told.add(message)
            yield of_request(layout, rule, message, Severity.WARNING, setting.place, setting=setting.name)
    for mark, message in _refused_marks(layout):
        if message not in told:
            told.add(message)
            yield of_request(layout, rule, message, Severity.WARNING, mark.place, setting=mark.key)
    for block in layout.prompt.blocks:
        if block.role in layout.profile.refuses:
            message = f"{model(layout)} takes no {wording.part(block.role)}"
            yield of_request(layout, rule, message, Severity.WARNING, block.place, setting=block.role)


def _refusal(layout: Layout, setting: Setting, value: str) -> str | None:
    """Return why a value is refused; None where it is taken, or nobody says that it is not."""
    lifetime = layout.profile.lifetime
    if refused := within(setting.name, layout.profile.refuses):
        return _untaken(layout, refused)
    if setting.takes and value not in setting.takes:
        return f"this call takes {_listed(setting.takes)} for `{setting.name}`, not `{value}`"
    if old := within(setting.name, layout.profile.deprecated):
        return f"`{old}` is deprecated with {model(layout)}{_note(layout, 'deprecated')}"
    return _unknown_lifetime(layout, value) if setting.name == lifetime.parameter else None


def _refused_marks(layout: Layout) -> Iterator[tuple[Mark, str]]:
    """Yield the marks that the model does not take, or not with their lifetime, and why."""
    for mark in (mark for block in layout.prompt.blocks for mark in block.marks) if is_direct(layout) else ():
        if mark.key in layout.profile.refuses:
            yield mark, _untaken(layout, mark.key)
        elif mark.lifetime and (message := _unknown_lifetime(layout, mark.lifetime)):
            yield mark, message


def _untaken(layout: Layout, option: str) -> str:
    return f"{model(layout)} does not take `{option}`{_note(layout, 'refuses')}"


def _note(layout: Layout, key: str) -> str:
    note = layout.profile.facts[key].note
    return f" ({note})" if note else ""


def _unknown_lifetime(layout: Layout, value: str) -> str | None:
    lifetime = layout.profile.lifetime
    taken = {option.replace("_", "-") for option in lifetime.options}
    if not taken or value.replace("_", "-") in taken:
        return None
    return f"{model(layout)} takes {_listed(lifetime.options)} for `{lifetime.parameter}`, not `{value}`"


def _listed(words: tuple[str, ...]) -> str:
    return " or ".join(f"`{word}`" for word in words)
