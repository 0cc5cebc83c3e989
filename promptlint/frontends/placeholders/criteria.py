"""Expressions of liquid: values with filters, and conditions.

source: liquidjs 10, by running both (2026-11-22)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from promptlint.frontends.placeholders.broken import BrokenTemplate
from promptlint.frontends.placeholders.nodes import Call, Expression, Known, Path, called
from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.plain import EMPTY, literal, plain
from promptlint.frontends.python.values import Value

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<number>-?\d+(?:\.\d+)?(?!\w))|(?P<sign>\.\.|==|!=|<>|<=|>=|[<>|:,.=()\[\]])
    |(?P<word>[^\W\d][\w-]*\??))""",
    re.VERBOSE,
)
_WORDS: dict[str, Value] = {
    "true": Const(True),
    "false": Const(False),
    "nil": NONE,
    "null": NONE,
    "empty": EMPTY,
    "blank": EMPTY,
}
_COMPARISONS = {"==": "==", "!=": "!=", "<>": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "contains": "contains"}


@dataclass(slots=True)
class Reader:
    """Reads what stands in a tag; every method raises BrokenTemplate at what the language does not allow there."""

    source: str
    at: int
    end: int

    def took(self, *words: str) -> str:
        """Return the one of some words or signs that stands here, and go behind it; empty where none does."""
        found = _TOKEN.match(self.source, self.at, self.end)
        token = found.group().strip() if found else ""
        if found is None or token not in words:
            return ""
        self.at = found.end()
        return token

    def word(self) -> str:
        """Return the word that must stand here."""
        found = _TOKEN.match(self.source, self.at, self.end)
        if found is None or found["word"] is None:
            self.fail()
        self.at = found.end()
        return found["word"]

    def expect(self, sign: str) -> None:
        """Go behind a sign that must stand here."""
        if not self.took(sign):
            self.fail()

    def finish(self) -> None:
        """Check that nothing is left."""
        if self.source[self.at : self.end].strip():
            self.fail()

    def fail(self) -> NoReturn:
        """Raise BrokenTemplate at what stands here."""
        rest = self.source[self.at : self.end]
        at = self.at + len(rest) - len(rest.lstrip())
        what = f"`{self.source[at]}` cannot stand here in a tag" if rest.strip() else "something is missing in this tag"
        raise BrokenTemplate(what, at)

    def filtered(self) -> Expression:
        """Return a value with its filters."""
        value = self.value()
        while self.took("|"):
            name = self.word()
            given: list[Expression] = [value]
            named: list[tuple[str, Expression]] = []
            if self.took(":"):
                self._argument(given, named)
                while self.took(","):
                    self._argument(given, named)
            value = Call(Path((name,)), tuple(given), tuple(named), name)
        return value

    def _argument(self, given: list[Expression], named: list[tuple[str, Expression]]) -> None:
        if (key := self.key()) is not None:
            named.append((key, self.value()))
        else:
            given.append(self.value())

    def key(self) -> str | None:
        """Return the word before a colon that stands here, and go behind both; None where none does."""
        begin = self.at
        found = _TOKEN.match(self.source, self.at, self.end)
        if found and found["word"]:
            self.at = found.end()
            if self.took(":"):
                return found["word"]
        self.at = begin
        return None

    def condition(self) -> Expression:
        """Return a condition: what stands on the right of `and` and `or` belongs together."""
        first = self._comparison()
        name = self.took("and", "or")
        return called(name, first, self.condition()) if name else first

    def _comparison(self) -> Expression:
        first = self.value()
        name = self.took(*_COMPARISONS)
        return called(_COMPARISONS[name], first, self.value()) if name else first

    def value(self) -> Expression:
        """Return a value without filters."""
        if self.took("("):
            first = self.value()
            self.expect("..")
            last = self.value()
            self.expect(")")
            return called("range", first, last)
        found = _TOKEN.match(self.source, self.at, self.end)
        if found is None or found["sign"] not in (None, "["):
            self.fail()
        self.at = found.end()
        if found["text"]:
            return Known(literal(found["text"][1:-1]))
        if found["number"]:
            return Known(Const(float(found["number"]) if "." in found["number"] else int(found["number"])))
        word = found["word"]
        if word in _WORDS:
            return Known(_WORDS[word])
        return self._reached(Path((word,)) if word else Path(()))

    def _reached(self, path: Path) -> Expression:
        """Return what names and keys behind a value lead to."""
        value: Expression = path
        while sign := self.took(".", "["):
            key: Expression = Known(literal(self.word())) if sign == "." else self.value()
            if sign == "[":
                self.expect("]")
            step = plain(key.value) if isinstance(key, Known) else None
            if isinstance(value, Path) and step is not None:
                value = value._replace(steps=(*value.steps, step))
            else:
                value = called("lookup", value, key)
        return value
