"""Wording: what a finding says about a break, in sentences with numbers."""

from __future__ import annotations

from collections.abc import Mapping

from promptlint.hole import Confidence, Growth, Scope, Volatility
from promptlint.layout import Break, Layout
from promptlint.layout.gaps import Gap, Opening
from promptlint.prompt import Role

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
    Role.FRAGMENT: "prompt",
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
    return f"last {part(found.role)}" if found.last_user else part(found.role)


def part(role: Role) -> str:
    """Return what people call a block with a role."""
    return _BLOCK[role]


def varies(found: Break) -> str:
    """Return how often the value, or the order of its items, changes, as a verb phrase."""
    if found.order:
        verb = ("print", "s another address") if found.order.cause == "repr" else ("come", "s in another order")
        return f"{_verb(found, *verb)} {when(found)}"
    if found.hole.growth is Growth.APPEND:
        return f"{_verb(found, 'grow', 's')} with every request"
    differs = found.rate in (Volatility.USER, Volatility.SESSION, Volatility.REQUEST)
    return f"{_verb(found, 'differ' if differs else 'change', 's')} {when(found)}"


def when(found: Break) -> str:
    """Return how often that is."""
    return _WHEN[found.rate]


def _verb(found: Break, stem: str, ending: str) -> str:
    """Return what a value does; may do, where only a name says so."""
    return f"may {stem}{ending[1:]}" if _unsure(found) else f"{stem}{ending}"


def _unsure(found: Break) -> bool:
    return found.confidence is not Confidence.HIGH


def position(found: Break, layout: Layout) -> str:
    """Return where the break stands, in tokens of its block; how many is not known behind text of unknown length."""
    where = block(found)
    if found.role is Role.REST:
        return f"ahead of {'the system prompt' if found.before_system else 'other messages'}"
    if found.offset:
        about = "about " if layout.profile.estimates else ""
        return f"at {about}token {found.offset:,} {'or later ' if found.after else ''}of the {where}"
    if found.after:
        return f"behind {_named(found.after)} in the {where}"
    return f"at the start of the {where}"


def _named(gap: Gap) -> str:
    return f"`{gap.label}`" if isinstance(gap, Opening) else "text that varies"


def cost(found: Break, layout: Layout) -> str:
    """Return what is lost, as the end of a sentence that says where the break stands."""
    unknown = found.loss.low < layout.profile.worth
    if found.hopeless or (unknown and not found.lasting and found.whole < layout.profile.minimum):
        short = f"{tokens(found.static, layout)} static tokens, the minimum is {layout.profile.minimum:,}"
        return f", but the {'' if found.hopeless else 'known text of the '}prompt is too short to be cached: {short}"
    if unknown and (found.lasting or not found.lost_tokens):
        return f": {_open(found)} behind it {_never(found)}"
    if 2 * found.lost_tokens < found.likely_loss:
        return f": {_share_of_all(found, layout)}"
    behind = static(found.lost_tokens, layout) + _where(layout)
    if found.rate <= Volatility.DAY:
        return f": {behind} are processed again {when(found)}"
    return f": none of {behind} {_can(found)} be {_SHARED[found.scope]}"


def _where(layout: Layout) -> str:
    if layout.profile.stores:
        return " that are stored with it"
    if not layout.profile.boundary:
        return " behind it"
    return " up to the cache breakpoint" if _has_marks(layout) else " up to the next message end"


def _has_marks(layout: Layout) -> bool:
    return any(block.marked for block in layout.prompt.blocks)


def rewritten(found: Break, layout: Layout) -> str:
    """Return what is lost with a block that is marked for caching, as the end of a sentence."""
    if found.hopeless or not found.lost_tokens or (found.lasting and found.loss.low < layout.profile.worth):
        return cost(found, layout)
    stored = "would be stored" if _unsure(found) else "is stored"
    whose = "its static text" if 2 * found.beside >= found.lost_tokens else "the static text up to its end"
    static = f"{whose}, {tokens(found.lost_tokens, layout)} tokens, {stored} again {when(found)}"
    return f": {static} and never reused" if found.rate is Volatility.REQUEST else f": {static}"


def _open(found: Break) -> str:
    """Return what of unknown length stands behind the break."""
    if found.history:
        return "any earlier messages" if found.supposed else "the earlier messages"
    return f"`{found.lasting[0].label}`" if found.lasting else "the text of unknown length"


def _never(found: Break) -> str:
    if found.rate <= Volatility.DAY:
        return f"must be processed again {when(found)}"
    return f"{_can(found)} never be {_SHARED[found.scope]}"


def _can(found: Break) -> str:
    return "could then" if _unsure(found) else "can"


def _share_of_all(found: Break, layout: Layout) -> str:
    """Return the loss as a part of all that could be cached: little of it stands between the value and the next one."""
    lost, best = (tokens(count, layout) for count in (found.likely_loss, found.cached_best))
    part = f"all {best} cacheable tokens" if lost == best else f"{lost} of the {best} cacheable tokens"
    if found.rate <= Volatility.DAY:
        return f"because of it {part} are processed again {when(found)}"
    return f"it {'would keep' if _unsure(found) else 'keeps'} {part} from being {_SHARED[found.scope]}"


def tokens(count: int, layout: Layout) -> str:
    """Return a number of tokens; about how many, where the model's tokenizer is not public."""
    return f"about {count:,}" if layout.profile.estimates and count else f"{count:,}"


def static(count: int, layout: Layout) -> str:
    """Return a number of static tokens, for the middle of a sentence."""
    return f"{'' if layout.profile.estimates else 'the '}{tokens(count, layout)} static tokens"


def doubt(known: int, layout: Layout) -> str:
    """Return why nobody knows whether o200k_base tokens reach the minimum; empty where it is known."""
    return layout.profile.doubt if layout.profile.is_uncertain(known) else ""


def unsure(found: Break, layout: Layout) -> str:
    """Return that nobody knows whether what is told comes true, as a sentence; empty where it is known."""
    why = doubt(found.known, layout)
    return f"It is uncertain whether the prompt reaches the minimum: {why}" if why else ""


def joined(*sentences: str) -> str:
    """Return sentences as one text; the last has no full stop."""
    return ". ".join(filter(None, sentences))


def gain(found: Break, layout: Layout) -> str:
    """Return how many tokens are served before and after, as a sentence; empty where that is not known."""
    best, now = tokens(found.cached_best, layout), tokens(found.cached_now, layout)
    if found.hopeless:
        return "It costs nothing while the prompt is this short"
    if found.cached_best <= found.cached_now:
        return ""
    stay = found.rate <= Volatility.DAY
    alone = ", if nothing that varies is sent ahead of this prompt" if found.role is Role.FRAGMENT else ""
    if found.other:
        can, are = ("stay cached", "do") if stay else (f"can be {_SHARED[found.scope]}", "are")
        return f"Once {_others(found, found.other)} moved too, {best} tokens {can}, {now} {are} now{alone}"
    if stay:
        return _sentence(f"{best} tokens then stay cached, {now} do now{alone}")
    return _sentence(f"{best} tokens can then be {_SHARED[found.scope]}, {now} are now{alone}")


def _others(found: Break, other: Gap) -> str:
    """Return what has to be moved besides the value of a break, with its verb."""
    again = isinstance(other, Opening) and other.label == found.hole.label
    named = f"the other `{found.hole.label}`" if again else _named(other)
    more = f" and {found.more} more value{'s' * (found.more > 1)}" if found.more else ""
    return f"{named}{more} {'are' if more else 'is'}"


def regained(served: int, layout: Layout) -> str:
    """Return what a change brings where nothing is served before it, as a sentence; empty where that is no token."""
    return _sentence(f"{tokens(served, layout)} tokens can then be cached, 0 are now") if served else ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def effect(found: Break, layout: Layout) -> str:
    """Return what moving the value brings, as sentences; empty where that is not known."""
    if layout.profile.stores:
        return ""
    told = gain(found, layout)
    if layout.profile.boundary:
        alone = "Behind the cache breakpoint it needs a block of its own"
        return joined(told, alone if _has_marks(layout) else "It needs a block of its own, behind a cache breakpoint")
    if found.history and found.loss.low >= layout.profile.worth:
        return f"{told}. In the last user message it spares the earlier messages as well"
    return told
