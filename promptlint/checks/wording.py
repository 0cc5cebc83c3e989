"""Wording: what a finding says about a break, in sentences with numbers."""

from __future__ import annotations

from collections.abc import Mapping

from promptlint.layout import Break, Layout
from promptlint.prompt import Growth, Role, Scope, Volatility

_WHEN: Mapping[Volatility, str] = {
    Volatility.UNKNOWN: "on every request",
    Volatility.LITERAL: "never",
    Volatility.PROCESS: "each time the program starts",
    Volatility.DAY: "every day",
    Volatility.USER: "for every user",
    Volatility.SESSION: "for every conversation",
    Volatility.MINUTE: "every minute",
    Volatility.REQUEST: "on every request",
}
_BLOCK: Mapping[Role, str] = {
    Role.TOOLS: "tool definitions",
    Role.SCHEMA: "output schema",
    Role.SYSTEM: "system prompt",
    Role.USER: "user message",
    Role.ASSISTANT: "assistant message",
    Role.TOOL: "tool message",
    Role.REST: "messages",
}
_SHARED: Mapping[Scope, str] = {
    Scope.EVERYONE: "shared between users",
    Scope.ONE_USER: "shared between the conversations of a user",
    Scope.ONE_CONVERSATION: "cached",
}


def subject(found: Break) -> str:
    """Return the value as people write it."""
    return f"`{found.hole.label}`"


def block(found: Break) -> str:
    """Return the name of the block in which the break stands."""
    return f"last {_BLOCK[found.role]}" if found.last_user else _BLOCK[found.role]


def differs(found: Break) -> str:
    """Return how often the value changes, as a verb phrase."""
    if found.hole.growth is Growth.APPEND:
        return "grows with every request"
    if found.hole.volatility is Volatility.UNKNOWN:
        return "may differ on every request"
    verb = "differs" if found.rate in (Volatility.USER, Volatility.SESSION, Volatility.REQUEST) else "changes"
    return f"{verb} {_WHEN[found.rate]}"


def reordered(found: Break) -> str:
    """Return how often the order of the items changes, as a verb phrase."""
    manner = "prints another address" if found.order and found.order.cause == "repr" else "comes in another order"
    return f"{manner} {_WHEN[found.rate]}"


def position(found: Break) -> str:
    """Return where the break stands, in tokens of its block."""
    return f"at token {found.offset:,} of the {block(found)}" if found.offset else f"at the start of the {block(found)}"


def cost(found: Break, layout: Layout) -> str:
    """Return what is lost, as the end of a sentence that says where the break stands."""
    step = layout.profile.step
    if found.hopeless:
        return f", where no more than {_most(found):,} tokens could be cached: the least is {layout.profile.minimum:,}"
    if found.loss.low < step and found.lasting:
        return f": {lasting(found)} behind it can never be {_SHARED[found.scope]}"
    if found.lost_tokens < step <= found.loss.low:
        return (
            f", ahead of {found.behind.low:,} static tokens that {_together(found)} from being {_SHARED[found.scope]}"
        )
    where = "up to the cache mark" if layout.profile.boundary else "behind it"
    tokens = f"{found.lost_tokens:,} static tokens {where}"
    if found.rate <= Volatility.DAY:
        return f": the {tokens} are computed anew {_WHEN[found.rate]}"
    return f": none of the {tokens} can be {_SHARED[found.scope]}"


def _together(found: Break) -> str:
    return f"it and `{found.next.label}` keep" if found.next and found.next.label else "it keeps"


def lasting(found: Break) -> str:
    """Return what of unknown length stands behind the break."""
    return "the conversation" if found.history else f"`{found.lasting[0].label}`"


def gain(found: Break) -> str:
    """Return how many tokens are served before and after, as a sentence."""
    if found.cached_best <= found.cached_now:
        return f"{found.behind.low:,} static tokens stand behind it"
    if found.rate <= Volatility.DAY:
        return f"{found.cached_best:,} tokens then stay cached, {found.cached_now:,} do now"
    return f"{found.cached_best:,} tokens can then be {_SHARED[found.scope]}, {found.cached_now:,} are now"


def effect(found: Break, layout: Layout) -> str:
    """Return what moving the value brings, as sentences."""
    if layout.profile.boundary:
        return f"{gain(found)}. Behind the cache mark it needs a block of its own"
    if found.history and found.loss.low >= layout.profile.step:
        return f"{gain(found)}. In the last user message it spares the history as well"
    return gain(found)


def _most(found: Break) -> int:
    return int(found.ahead.high + found.behind.high)
