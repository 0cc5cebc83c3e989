"""An option, or a part of the prompt, that the model does not take."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks.requested import about, literal, model, within
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout
from promptlint.prompt import Setting
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield the settings and values that are known and that a known model, or the call, refuses, and the parts."""
    if layout.profile.assumed:
        return
    told = set[str]()
    for setting in layout.prompt.settings:
        message = _refusal(layout, setting, value) if (value := literal(setting)) is not None else None
        if message and message not in told:
            told.add(message)
            yield about(layout, rule, setting.name, setting.place, message, Severity.WARNING)
    for block in layout.prompt.blocks:
        if block.role in layout.profile.refuses:
            message = f"{model(layout)} does not take this part: {block.role}"
            yield about(layout, rule, block.role, block.place, message, Severity.WARNING)


def _refusal(layout: Layout, setting: Setting, value: str) -> str | None:
    """Return why a value is refused; None where it is taken, or nobody says that it is not."""
    lifetime = layout.profile.lifetime
    if refused := within(setting.name, layout.profile.refuses):
        note = layout.profile.facts["refuses"].note
        return f"{model(layout)} does not take `{refused}`{f' ({note})' if note else ''}"
    if setting.takes and value not in setting.takes:
        return f"this call takes {_listed(setting.takes)} for `{setting.name}`, not `{value}`"
    taken = {option.replace("_", "-") for option in lifetime.options}
    if setting.name == lifetime.parameter and taken and value.replace("_", "-") not in taken:
        return f"{model(layout)} takes {_listed(lifetime.options)} for `{setting.name}`, not `{value}`"
    return None


def _listed(words: tuple[str, ...]) -> str:
    return " or ".join(f"`{word}`" for word in words)
