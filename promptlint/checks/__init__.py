"""The checks: what a rule page may name under `check`, and what it may pass under `with`.

| check | parameters | finds |
|---|---|---|
| `growing_message` | `setting` (required), `advice` | what every request adds to a message that is sent again |
| `breakpoint_on_varying_block` | `advice` | a varying value inside a block that an explicit cache mark ends |
| `static_beside_varying` | `advice` | a varying value in one block with static text that no cache mark ends |
| `missing_breakpoint` | `advice` | a static prefix that a cache which needs a mark never stores |
| `varying_group` | `advice` | a varying block behind static ones that are stored only together with it |
| `many_breakpoints` | `advice` | more cache marks than a request may have |
| `misplaced_breakpoint` | `advice` | a cache mark on a part that may not carry one |
| `conflicting_lifetimes` | `advice` | a cache mark that asks for longer than one ahead of it |
| `explicit_without_breakpoint` | `advice` | caching by marks alone, without any |
| `automatic_breakpoint` | `advice` | a mark of the whole request behind a varying last message |
| `short_prefix` | `advice` | a static prefix just below the minimum |
| `unordered_tools` | `advice` | tools in no fixed order |
| `varying_tools` | `instead` (required), `advice` | tools that are chosen anew |
| `varying_definition` | `part` (required), `advice` | a varying value inside a tool's definition, or the output schema |
| `edited_message` | `advice` | a varying value that an assignment puts into an earlier message of a conversation |
| `volatile_before_history` | `advice` | a varying value with the conversation's history, but little known static text, behind it |
| `history_window` | `advice` | a conversation of which only the latest messages are sent |
| `replaced_session` | `setting` (required), `advice` | what a session that goes on is given in the place of something else |
| `default_truncation` | `setting` (required), `advice` | a session that does not say how it forgets |
| `deleted_item` | `setting` (required), `advice` | an item that is taken out of a conversation |
| `varying_setting` | `advice` | a setting that the cache does not outlive, changed within a conversation |
| `varying_key` | `names` (required), `advice` | a routing key that is another one with every request |
| `refused_option` | `advice` | an option, or a part, that the model or the call does not take |
| `old_version` | `settings` (required), `advice` | a version of an API that is older than its prompt caching |
| `missing_route` | `by`, `others` (required), `advice` | no key or header that sends requests to the same cache |
| `undiscounted_batch` | `advice` | batch requests that are not cheaper for being cached |
| `varying_detail` | `setting` (required), `advice` | an image whose detail varies, ahead of static text |
| `unstable_order` | `causes` (required), `advice` | items whose order is not fixed, ahead of static text |
| `hole_before_static` | `kinds` (required), `advice` | a varying value ahead of static text |
| `choice_before_static` | `advice` | text picked by a varying value, ahead of static text |

- `kinds`: a list of `clock date random user session input retrieval history environment counter signature tools setting
  unknown`.
  A clock reading that changes once a day counts as `date`. A kind is always the value's; `unknown` is only ever
  reported with confidence low.
- `causes`: a list of the causes of an `Order`: `set listing completion mapping sample repr`.
- `instead`: a list of settings; those that the model's cache outlives are named in the finding's help.
- `names`: words in front of `id` that make it one of a request.
- `settings`: the names under which the version is given. `by`: `key` or `header`. `others`: settings that do the same.
- `setting`: the name of the detail, or of a message's growth, among what a cache may not outlive.
- `part`: `tools` or `schema`.
- `advice`: one sentence that stands ahead of the computed one in the finding's help, such as
  "Sort the items: `sorted(…)`".

The table's order is the order of precedence: of the findings for one place and one value the most severe wins, of equal
ones the first; the others become its labels. A page of the 9xx family has no check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

from promptlint.checks import (
    automatic_breakpoint,
    breakpoint_on_varying_block,
    choice_before_static,
    conflicting_lifetimes,
    default_truncation,
    deleted_item,
    edited_message,
    explicit_without_breakpoint,
    growing_message,
    history_window,
    hole_before_static,
    many_breakpoints,
    misplaced_breakpoint,
    missing_breakpoint,
    missing_route,
    old_version,
    refused_option,
    replaced_session,
    short_prefix,
    static_beside_varying,
    undiscounted_batch,
    unordered_tools,
    unstable_order,
    varying_definition,
    varying_detail,
    varying_group,
    varying_key,
    varying_setting,
    varying_tools,
    volatile_before_history,
)
from promptlint.finding import Finding, Severity
from promptlint.hole import Link
from promptlint.layout import Layout
from promptlint.rule import Rule

Check: TypeAlias = Callable[[Layout, Rule], Iterator[Finding]]

CHECKS: Mapping[str, Check] = {
    "default_truncation": default_truncation.check,
    "replaced_session": replaced_session.check,
    "deleted_item": deleted_item.check,
    "growing_message": growing_message.check,
    "breakpoint_on_varying_block": breakpoint_on_varying_block.check,
    "static_beside_varying": static_beside_varying.check,
    "missing_breakpoint": missing_breakpoint.check,
    "varying_group": varying_group.check,
    "many_breakpoints": many_breakpoints.check,
    "misplaced_breakpoint": misplaced_breakpoint.check,
    "conflicting_lifetimes": conflicting_lifetimes.check,
    "explicit_without_breakpoint": explicit_without_breakpoint.check,
    "automatic_breakpoint": automatic_breakpoint.check,
    "short_prefix": short_prefix.check,
    "unordered_tools": unordered_tools.check,
    "varying_tools": varying_tools.check,
    "varying_definition": varying_definition.check,
    "edited_message": edited_message.check,
    "volatile_before_history": volatile_before_history.check,
    "history_window": history_window.check,
    "varying_setting": varying_setting.check,
    "varying_key": varying_key.check,
    "refused_option": refused_option.check,
    "old_version": old_version.check,
    "missing_route": missing_route.check,
    "undiscounted_batch": undiscounted_batch.check,
    "varying_detail": varying_detail.check,
    "unstable_order": unstable_order.check,
    "hole_before_static": hole_before_static.check,
    "choice_before_static": choice_before_static.check,
}
"""Every check by the name that rule pages use, in the order of precedence."""

PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "default_truncation": ("setting", "advice"),
    "replaced_session": ("setting", "advice"),
    "deleted_item": ("setting", "advice"),
    "growing_message": ("setting", "advice"),
    "breakpoint_on_varying_block": ("advice",),
    "static_beside_varying": ("advice",),
    "missing_breakpoint": ("advice",),
    "varying_group": ("advice",),
    "many_breakpoints": ("advice",),
    "misplaced_breakpoint": ("advice",),
    "conflicting_lifetimes": ("advice",),
    "explicit_without_breakpoint": ("advice",),
    "automatic_breakpoint": ("advice",),
    "short_prefix": ("advice",),
    "unordered_tools": ("advice",),
    "varying_tools": ("instead", "advice"),
    "varying_definition": ("part", "advice"),
    "edited_message": ("advice",),
    "volatile_before_history": ("advice",),
    "history_window": ("advice",),
    "varying_setting": ("advice",),
    "varying_key": ("names", "advice"),
    "refused_option": ("advice",),
    "old_version": ("settings", "advice"),
    "missing_route": ("by", "others", "advice"),
    "undiscounted_batch": ("advice",),
    "varying_detail": ("setting", "advice"),
    "unstable_order": ("causes", "advice"),
    "hole_before_static": ("kinds", "advice"),
    "choice_before_static": ("advice",),
}
"""What a rule page may pass to each check under `with`."""

_SEVERITIES = tuple(Severity)
_PRECEDENCE = tuple(CHECKS)


def judge(layout: Layout, rules: Iterable[Rule]) -> Iterator[Finding]:
    """Yield one finding for each place and value: the most severe one, then the first by precedence.

    The rules that lose become its labels. Rules without a check are left out.
    """
    ranked = sorted(
        ((finding, rule) for rule in rules if rule.check in CHECKS for finding in CHECKS[rule.check](layout, rule)),
        key=lambda pair: (_identity(pair[0]), _rank(*pair)),
    )
    for _, group in groupby((finding for finding, _ in ranked), key=_identity):
        winner, *losers = group
        yield _labelled(winner, losers)


def _identity(finding: Finding) -> tuple[object, ...]:
    about = (finding.measure.kind, finding.measure.setting) if finding.measure else ()
    return finding.place, finding.labels, *map(str, about)


def _rank(finding: Finding, rule: Rule) -> tuple[int, int, int, str]:
    loss = finding.measure.loss if finding.measure else 0
    return _SEVERITIES.index(finding.severity), _PRECEDENCE.index(rule.check), -loss, rule.code


def _labelled(winner: Finding, losers: Iterable[Finding]) -> Finding:
    others = {loser.code: loser for loser in losers if loser.code != winner.code}
    labels = (Link(f"{one.name} ({one.code}) applies as well", one.place) for one in others.values())
    return replace(winner, labels=(*winner.labels, *labels))
