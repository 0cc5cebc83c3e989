"""The severity of a break: how sure it is that something is lost.

`known`: at least one step of known tokens, and 128 of them, is lost for certain, the minimum reached. `lasting`: text of unknown length
and longer life (history, tools, memory, files) stands behind the break. The first line that fits decides:

| the break | severity |
|---|---|
| ahead of a conversation that is only supposed | warning |
| of less than one step behind it, all counted; or not known, in the last user message or where only a missing mark would make a cache serve it | none |
| in a prompt that cannot reach the minimum, or in a fragment and not known | info; none without a known step behind it, or of an unknown value |
| of an unknown value (confidence low), or of one that changes daily or once per process | info if known, else none |
| known, of confidence high, by the value, in a prompt that is one not only by its name; not where only a mark that is missing would make a cache serve it | error |
| known, of any other kind | warning |
| not known, lasting | warning |
| none of these, but likely: within the error of the token count a step is lost | warning |
| none of these: only unknown text stands behind it | info; none in a prompt without any known text |
"""

from __future__ import annotations

from promptlint.finding import Severity
from promptlint.layout import Break
from promptlint.profile import Profile
from promptlint.prompt import Confidence, Origin, Role, Volatility

_WORTH = 128
"""How many served tokens a provider's cache has to lose at least: some serve single tokens, and nobody edits for those."""


def severity(found: Break, profile: Profile, origin: Origin = Origin.CALL) -> Severity | None:
    """Return the severity of a break under a profile; None where there is nothing to tell."""
    worth = profile.step if profile.platform is None else max(profile.step, _WORTH)
    known = found.loss.low >= worth
    if found.supposed:
        return Severity.WARNING
    alone = found.last_user or found.role is Role.FRAGMENT
    if found.behind.high < profile.step or ((found.last_user or found.unmarked) and not known):
        return None
    if found.hopeless or (alone and not known):
        return Severity.INFO if found.behind.low >= profile.step and not found.guess else None
    if found.guess or (found.order is None and found.rate <= Volatility.DAY):
        return Severity.INFO if known else None
    if known:
        certain = found.confidence is Confidence.HIGH and value_varies(found) and origin is not Origin.NAME
        return Severity.ERROR if certain and not found.unmarked else Severity.WARNING
    likely = found.likely_loss >= worth and found.behind.low >= worth
    if found.lasting or likely:
        return Severity.WARNING
    return Severity.INFO if found.static else None


def value_varies(found: Break) -> bool:
    """Return whether not only the order varies: a sample is drawn anew and shuffled at once."""
    return found.order is None or Volatility.DAY < found.rate <= found.hole.volatility
