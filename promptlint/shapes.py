"""Shapes: what the words of an identifier say about its text, and where such identifiers stand in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from promptlint.names import words_of
from promptlint.prompt import Role

_GAP = r"(?:[ \t]|\\\r?\n)*+"
_QUOTED = r"""[rRuUbB]?(?:"{3}(?:[^"\\]|\\.|"(?!""))*+"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*+'{3}|"[^"\n]*+"|'[^'\n]*+')"""
_DONE = r"[ \t]*+(?:[,)\]}#;\r\n]|\Z)"
_PLAIN = rf"(?!\s*+(?:[\w.]++|{_QUOTED}){_DONE})"
_ANNOTATED = r"""(?::[^=\n(){}"']{1,60}?)?"""
_BEHIND = re.compile(
    rf"""\w*+(?:{_GAP}{_ANNOTATED}\s*+\+?=(?!=){_PLAIN}"""
    rf"""|["']\]?{_GAP}[:=](?!=){_PLAIN}"""
    r"|(?:\[[^\[\]\r\n]*+\])?\.(?:format|format_map|substitute|safe_substitute|render)\s*+\()",
    re.DOTALL,
)
"""What stands behind a name that a text is put in, or whose template is filled; not what is passed on or plain."""
_WRITTEN = re.compile(rf"\w*+{_GAP}{_ANNOTATED}\s*+=(?!=)\s*+({_QUOTED})", re.DOTALL)
_PLACEHOLDER = re.compile(r"(?<!\{)\{[^\W\d]\w*\}(?!\})")
_DEFINED = re.compile(r"(?:^|\s)def[ \t]++$")


@dataclass(frozen=True)
class ShapeTable:
    """Phrases of words that say that a text is a prompt."""

    tails: Mapping[str, Role] = field(default_factory=dict)
    """What an identifier says that ends in the phrase: `system prompt` fits `build_system_prompt`."""
    wholes: Mapping[str, Role] = field(default_factory=dict)
    """What an identifier says that is the phrase, leading verbs aside."""
    harmless: frozenset[str] = frozenset()
    """Words that make every identifier harmless."""
    endings: frozenset[str] = frozenset()
    """Words that may follow a phrase."""
    pieces: frozenset[str] = frozenset()
    """Words that may follow a phrase and make it a fragment."""
    clauses: frozenset[str] = frozenset()
    """Words at which a phrase ends."""
    verbs: frozenset[str] = frozenset()
    """Words to drop from the start of an identifier that is a whole."""
    vague: frozenset[str] = frozenset()
    """Phrases that texts for people bear as well."""
    commands: frozenset[str] = frozenset()
    """Functions, classes and packages to which nobody passes a prompt."""
    markup: frozenset[str] = frozenset()
    """Elements of a document for browsers."""
    unforeseen: frozenset[str] = frozenset()
    """Words of a comment that explains a random value."""
    _known: dict[str, Role | None] = field(default_factory=dict, init=False, compare=False, repr=False)

    def find(self, identifier: str) -> Role | None:
        """Return what an identifier says that its text is: SYSTEM, USER or FRAGMENT; None for no prompt."""
        if identifier not in self._known:
            self._known[identifier] = self._find(words_of(identifier))
        return self._known[identifier]

    def is_vague(self, identifier: str) -> bool:
        """Return whether an identifier is a phrase, leading verbs aside, that texts for people bear as well."""
        return " ".join(self._without_verbs(words_of(identifier))) in self.vague

    def _find(self, found: tuple[str, ...]) -> Role | None:
        if not self.harmless.isdisjoint(found):
            return None
        phrase = self._without_clause(found)
        bare = self._without_endings(phrase)
        tails = (" ".join(part[start:]) for part in (phrase, bare) for start in range(len(part)))
        role = self._whole(phrase, bare) or next((self.tails[tail] for tail in tails if tail in self.tails), None)
        pieced = role is not None and not self.pieces.isdisjoint(phrase[len(bare) :])
        return Role.FRAGMENT if pieced else role

    def _whole(self, *phrases: tuple[str, ...]) -> Role | None:
        for phrase in phrases:
            if (role := self.wholes.get(" ".join(self._without_verbs(phrase)))) is not None:
                return role
        return None

    def _without_verbs(self, phrase: tuple[str, ...]) -> tuple[str, ...]:
        return phrase[next((index for index, word in enumerate(phrase) if word not in self.verbs), 0) :]

    def _without_clause(self, found: tuple[str, ...]) -> tuple[str, ...]:
        end = next((index for index, word in enumerate(found) if index and word in self.clauses), len(found))
        return found[:end]

    def _without_endings(self, phrase: tuple[str, ...]) -> tuple[str, ...]:
        end = len(phrase)
        while end > 1 and (phrase[end - 1] in self.endings or phrase[end - 1] in self.pieces):
            end -= 1
        return phrase[:end]

    def is_command(self, qualified: str) -> bool:
        """Return whether a qualified name is one of the commands or stands in one."""
        parts = qualified.split(".")
        return any(".".join(parts[:end]) in self.commands for end in range(1, len(parts) + 1))

    @cached_property
    def _signs(self) -> tuple[str, ...]:
        """The last word of each phrase, in the three ways in which identifiers write it."""
        lasts = {phrase.rpartition(" ")[2] for phrase in (*self.tails, *self.wholes)}
        return tuple(sorted(form for word in lasts for form in (word, word.capitalize(), word.upper())))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(self._signs))

    def places(self, text: str) -> Iterator[int]:
        """Yield where names of prompts are given a text, or where a function has such a name, in code points."""
        end = 0
        for sign in self._pattern.finditer(text) if self._signs else ():
            if sign.start() < end:
                continue
            start, end = _identifier(text, *sign.span())
            role = self.find(text[start:end])
            if role and (_BEHIND.match(text, end) or _is_defined(text, start) or _is_template(text, end)):
                yield start


def _is_defined(text: str, start: int) -> bool:
    """Return whether a function has the name that starts there."""
    return _DEFINED.search(text, max(start - 40, 0), start) is not None


def _is_template(text: str, end: int) -> bool:
    """Return whether the name that ends there is given a plain text with placeholders."""
    written = _WRITTEN.match(text, end)
    return written is not None and _PLACEHOLDER.search(written[1]) is not None


def _identifier(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the identifier around one."""
    while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return start, end
