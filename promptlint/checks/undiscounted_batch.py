"""Batch requests that cost the same whether the prompt is cached or not."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.checks.report import of_request
from promptlint.checks.requested import cached, model, stake
from promptlint.finding import Finding, Severity
from promptlint.layout import Layout
from promptlint.rule import Rule


def check(layout: Layout, rule: Rule) -> Iterator[Finding]:
    """Yield a batch request with a prefix that would be cached, of a model that gives no discount for it there."""
    batch = layout.prompt.batch and layout.profile.price.batch is False and not layout.profile.assumed
    if batch and (lost := stake(layout)).tokens:
        none = f"{model(layout)} gives no discount for cached tokens in batch requests"
        message = f"{none}: {cached(lost, layout)} cost the full price"
        yield of_request(layout, rule, message, Severity.INFO, layout.prompt.place, setting="batch", served=lost.tokens)
