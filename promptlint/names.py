"""What the words of an identifier say about its value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from promptlint.hole import Growth, Kind, Order, Volatility

_IDENTIFIER = re.compile(r"[^\W\d]\w*")
_ARGUMENTS = re.compile(r"\([^()]*\)")
_TIME = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?![\d:])")
"""A time of day in a text."""
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Named:
    """What an identifier's words say; never more than medium confidence."""

    kind: Kind
    volatility: Volatility
    growth: Growth = Growth.FIXED
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class NameTable:
    """Phrases of words and what they say."""

    tails: Mapping[str, Named]
    """What an identifier says that ends in the phrase: `user name` fits `new_user_name`."""
    wholes: Mapping[str, Named]
    """What an identifier says that is the phrase, a leading verb aside: `context` fits `get_context`."""
    heads: Mapping[str, Named]
    """What an identifier says that starts with the word: `retrieved` fits `retrieved_text`."""
    owners: Mapping[str, Named]
    """What an object says about an attribute that says nothing itself: `user` in `user.city`."""
    harmless: frozenset[str]
    """Words that make every identifier harmless: `max` in `max_history`."""
    harmless_tails: frozenset[str]
    """Words that make an identifier harmless that ends in one: `template` in `user_template`."""
    verbs: frozenset[str]
    """Words to drop from the start of an identifier."""
    fixed: frozenset[str]
    """Last words of objects whose attributes are written once: `config` in `self.config.query`."""
    days: frozenset[str] = frozenset()
    """Words of a text that say that it names a day: `today`."""
    not_days: frozenset[str] = frozenset()
    """Words of a text that say that it names more than a day, or something else: `time`."""

    def find(self, path: str) -> Named | None:
        """Return what a dotted path says; arguments and subscripts in it are passed over.

        The last identifier speaks first, then together with its owner (`session.id`). Where both say nothing, the owner
        does alone, unless a word made the last one harmless.
        Constants (`USER_NAME`) and classes (`Config.user_name`) are written once and say nothing: lower the case of
        placeholders before asking.
        """
        if self.is_harmless(path):
            return None
        *owners, last = _identifiers(path) or ("",)
        words, owner = words_of(last), words_of(owners[-1]) if owners and not _is_special(owners[-1]) else ()
        if not words:
            return None
        return self._spoken(words) or self._tail((*owner, *words)) or self._owned(owner, words)

    def is_harmless(self, path: str) -> bool:
        """Return whether a word of a dotted path says that its value is the same in every request."""
        *owners, last = _identifiers(path) or ("",)
        if _is_special(last) or _written_once(last, *owners[-1:]) or not self.harmless.isdisjoint(words_of(last)):
            return True
        return any(named[-1] in self.fixed for named in map(words_of, owners) if named)

    def is_still(self, path: str) -> bool:
        """Return whether the last identifier of a dotted path says that its value is the same in every request, whoever owns it."""
        words = words_of((_identifiers(path) or ("",))[-1])
        return self.is_harmless(path) or (bool(words) and self._shut(words))

    def is_day(self, text: str) -> bool:
        """Return whether the words of a text say that the clock reading in it is meant as a date."""
        words = {word.lower() for word in _LETTERS.findall(text)}
        return not words.isdisjoint(self.days) and words.isdisjoint(self.not_days) and not _TIME.search(text)

    def _spoken(self, words: tuple[str, ...]) -> Named | None:
        bare = self._bare(words)
        return (
            self._tail(words)
            or self.wholes.get(" ".join(bare))
            or (None if self._shut(bare) else self.heads.get(bare[0]))
        )

    def _tail(self, words: tuple[str, ...]) -> Named | None:
        phrases = (" ".join(words[start:]) for start in range(len(words)))
        return next((self.tails[phrase] for phrase in phrases if phrase in self.tails), None)

    def _owned(self, owner: tuple[str, ...], words: tuple[str, ...]) -> Named | None:
        return None if self._shut(words) or not owner else self.owners.get(" ".join(self._bare(owner)))

    def _shut(self, words: tuple[str, ...]) -> bool:
        return words[-1] in self.harmless_tails

    def _bare(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return the words without the leading verbs."""
        start = next((index for index, word in enumerate(words) if word not in self.verbs), len(words) - 1)
        return words[start:]


def _identifiers(path: str) -> list[str]:
    while (shorter := _ARGUMENTS.sub("", path)) != path:
        path = shorter
    return _IDENTIFIER.findall(path)


def _written_once(*identifiers: str) -> bool:
    """Return whether one of them is a constant or a class."""
    return any(identifier.lstrip("_")[:1].isupper() for identifier in identifiers)


def _is_special(identifier: str) -> bool:
    """Return whether Python itself gives a name its meaning: `__doc__`."""
    return identifier.startswith("__") and identifier.endswith("__")


def last_word(path: str) -> str:
    """Return the last word of the last identifier of a dotted path, in lower case; empty without any."""
    words = words_of((_identifiers(path) or ("",))[-1])
    return words[-1] if words else ""


def words_of(identifier: str) -> tuple[str, ...]:
    """Return the words of an identifier, in lower case."""
    return tuple(word.lower() for word in _WORD.findall(identifier))


def expand(phrase: str) -> Iterator[str]:
    """Yield every phrase that a pattern stands for: `user name|id` is `user name` and `user id`."""
    first, _, rest = phrase.partition(" ")
    for word in first.split("|"):
        yield from (f"{word} {tail}" for tail in expand(rest)) if rest else (word,)
