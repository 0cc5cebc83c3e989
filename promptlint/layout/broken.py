"""What a hole breaks, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass

from promptlint.hole import Confidence, Growth, Hole, Kind, Order, Scope, Volatility
from promptlint.layout.gaps import Gap, Opening, Possible, Via
from promptlint.prompt import Role
from promptlint.source import Place
from promptlint.tokens import Range


@dataclass(frozen=True, slots=True)
class Break:
    """A hole that ends the common prefix of two requests of a scope, and what that costs there."""

    hole: Hole
    place: Place
    via: Via
    order: Order | None
    """The order that varies; None where it is the value."""
    rate: Volatility
    scope: Scope
    role: Role
    edited: bool
    """Whether the block is a message that stood in the list of messages before, with another text."""
    marked: bool
    """Whether an explicit cache mark ends the block."""
    unmarked: bool
    """Whether no mark, nor certainly anything else, would make a cache serve what is lost, were the value not there."""
    last_user: bool
    """Whether the block is the last user message."""
    ahead: Range
    """The tokens that can be shared though the hole stays where it stands."""
    behind: Range
    """The tokens that could be shared besides those, were it not there."""
    loss: Range
    """What that costs, in served tokens."""
    likely_loss: int
    """What it likely costs."""
    known: int
    """The o200k_base tokens ahead and behind for certain."""
    whole: int
    """The same in tokens of the model, likely counted."""
    static: int
    """Those of the text of the prompt among them."""
    uncertain: bool
    """Whether it is not known if these reach the minimum: the sources disagree, or it is within the error of the count."""
    hopeless: bool
    """Whether the prompt stays below the profile's minimum whatever is moved."""
    lost_tokens: int
    """The known static tokens behind the hole's unit up to the next break, or of the segment that a mark ends."""
    ahead_of_block: int
    """Those of them that a mark ahead of its block would serve: none where something else varies ahead of it."""
    prefix_tokens: int
    """The tokens of the prompt before the hole."""
    offset: int
    """The tokens before the hole in its block, or in the system blocks that follow each other."""
    after: Gap | None
    """The last gap ahead of the hole there that may hold text: with it, `offset` is a least number."""
    before_system: bool
    """Whether a system block stands behind its block."""
    cached_now: int
    """What is likely served of the prompt as it is."""
    cached_best: int
    """What is likely served of the `whole`."""
    lasting: tuple[Hole, ...]
    """What stands behind it, of unknown length and longer life."""
    supposed: bool
    """Whether that is a conversation which nobody sees, though one may well stand behind a system text."""
    supposable: bool
    """Whether it may be, once the known tokens behind and ahead are counted."""
    other: Opening | Possible | None
    """The first gap of another unit that must be moved as well before `cached_best` is served."""
    more: int
    """How many further units must be moved as well."""
    beside: int
    """The literal text of its block."""
    line: str
    """The literal text of its unit."""

    @property
    def kind(self) -> Kind:
        """What the value is; a clock reading that changes daily is a date."""
        if self.hole.kind is Kind.CLOCK and self.hole.volatility is Volatility.DAY:
            return Kind.DATE
        return self.hole.kind

    @property
    def guess(self) -> bool:
        """Whether nobody knows if the value varies at all."""
        unsure = self.hole.confidence is Confidence.LOW or self.hole.volatility is Volatility.UNKNOWN
        return unsure and self.order is None and self.hole.growth is not Growth.APPEND

    @property
    def confidence(self) -> Confidence:
        """How sure it is that it varies; that an order does is clear from the shape of the code, whatever the items are."""
        if self.guess:
            return Confidence.LOW
        return max(self.hole.confidence, Confidence.MEDIUM) if self.order else self.hole.confidence

    @property
    def history(self) -> bool:
        """Whether the conversation's history stands behind it."""
        return any(hole.grows for hole in self.lasting)
