"""The severity of a break: how sure it is that something is lost.

`known`: as many known tokens as are worth an edit (`Profile.worth`) are lost for certain, the minimum reached. `lasting`: text of unknown length
and longer life (history, tools, memory, files) stands behind the break. The first line that fits decides:

| the break | severity |
|---|---|
| not of confidence high, in what is stored for later requests, or in a marked block with less static text than is worth an edit: a document may well be what they are about | none |
| ahead of a conversation that is only supposed | warning |
| of less than is worth an edit behind it, all counted; or not known, in the last user message or where only a missing mark would make a cache serve it | none |
| in a prompt that cannot reach the minimum, or in a fragment and not known | info; none without as much known text behind it, or of an unknown value |
| of an unknown value (confidence low), or of one that changes daily or once per process | info if known, else none |
| known, of confidence high, by the value, in a prompt that is one not only by its name; not where only a mark that is missing would make a cache serve it, nor in what is stored for later requests, nor where sources disagree whether the minimum is reached | error |
| known, of any other kind | warning |
| not known, lasting | warning |
| none of these, but likely: within the error of the token count as much is lost | warning |
| none of these: only unknown text stands behind it | info; none in a prompt without any known text |
"""

from __future__ import annotations

from promptlint.finding import Severity
from promptlint.hole import Confidence, Volatility
from promptlint.layout import Break
from promptlint.profile import Profile
from promptlint.prompt import Origin, Role


def severity(found: Break, profile: Profile, origin: Origin = Origin.CALL) -> Severity | None:
    """Return the severity of a break under a profile; None where there is nothing to tell."""
    known = found.loss.low >= profile.worth
    kept = profile.stores or (profile.boundary and found.marked and found.beside < profile.worth)
    if kept and found.confidence is not Confidence.HIGH:
        return None
    if found.supposed:
        return Severity.WARNING
    alone = found.last_user or found.role is Role.FRAGMENT
    if found.behind.high < profile.worth or ((found.last_user or found.unmarked) and not known):
        return None
    if found.hopeless or (alone and not known):
        return Severity.INFO if found.behind.low >= profile.worth and not found.guess else None
    if found.guess or (found.order is None and found.rate <= Volatility.DAY):
        return Severity.INFO if known else None
    if known:
        certain = found.confidence is Confidence.HIGH and value_varies(found) and origin is not Origin.NAME
        doubtful = found.unmarked or found.uncertain or profile.stores
        return Severity.ERROR if certain and not doubtful else Severity.WARNING
    likely = found.likely_loss >= profile.worth and found.behind.low >= profile.worth
    if found.lasting or likely:
        return Severity.WARNING
    return Severity.INFO if found.static else None


def value_varies(found: Break) -> bool:
    """Return whether not only the order varies: a sample is drawn anew and shuffled at once."""
    return found.order is None or Volatility.DAY < found.rate <= found.hole.volatility
