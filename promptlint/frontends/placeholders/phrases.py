"""What stands in a tag of handlebars: a helper or value, arguments, arguments by name, block parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from promptlint.frontends.placeholders.broken import BrokenTemplate
from promptlint.frontends.placeholders.nodes import Call, Expression, Known, Path
from promptlint.frontends.placeholders.tags import DEEPEST
from promptlint.frontends.python.atoms import NONE, Const
from promptlint.frontends.python.plain import literal, plain

_NAME = r"[^\s!\"#%-,./;<=>@\[\\\]^`{|}~]+"
_SEGMENT = rf"(?:{_NAME}|\[[^\]]*\])"
_BLANK = re.compile(r"\s*")
_KIND = re.compile(r"#\*|#>|[#^/>&{]")
_STRING = re.compile(r"\"((?:\\\"|[^\"])*)\"|'((?:\\'|[^'])*)'")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?=[=~}\s/)|]|$)")
_KEY = re.compile(rf"({_SEGMENT})=")
_PARAMS = re.compile(r"as\s+\|([^|]*)\|")
_PATH = re.compile(rf"(@)?((?:\.\./)*)(\.\.|\.(?=[\s}}~)]|$)|(?:\./)?{_SEGMENT})((?:[./]{_SEGMENT})*)")
_STEP = re.compile(r"\[([^\]]*)\]|[^./\[\]]+")
_WORDS = {"true": Const(True), "false": Const(False), "null": NONE, "undefined": NONE}


class Phrase(NamedTuple):
    """What a tag says."""

    call: Call
    params: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The first argument where it is a text that is written out."""
        first = self.call.arguments[0] if self.call.arguments else None
        return plain(first.value) or "" if isinstance(first, Known) else ""

    def behind(self) -> Phrase:
        """Return what stands behind the first word: the block that an `else` opens."""
        head, *rest = self.call.arguments or (Path(()),)
        name = _written(head)
        return Phrase(Call(head, tuple(rest), self.call.keywords, name), self.params)


def _written(expression: Expression) -> str:
    return ".".join(expression.steps) if isinstance(expression, Path) else getattr(expression, "name", "")


@dataclass(slots=True)
class Reader:
    """Reads a tag from an offset on; every method raises BrokenTemplate at what the language does not allow there."""

    source: str
    start: int
    """Where the tag starts."""
    at: int
    depth: int = 0

    def took(self, mark: str) -> bool:
        """Return whether a mark stands here, and go behind it."""
        taken = self.source.startswith(mark, self.at)
        self.at += len(mark) if taken else 0
        return taken

    def expect(self, mark: str) -> None:
        """Go behind a mark that must stand here."""
        self._blank()
        if not self.took(mark):
            self._fail(f"`{mark}` was expected here, not")

    def _fail(self, why: str = "") -> NoReturn:
        """Raise BrokenTemplate: the tag has no end, or what stands here is wrong."""
        if self.at >= len(self.source):
            raise BrokenTemplate("a tag is opened here and never closed: `}}` is missing", self.start)
        here = f"`{self.source[self.at]}`"
        raise BrokenTemplate(f"{why} {here}" if why else f"{here} cannot stand here in a tag", self.at)

    def kind(self) -> str:
        """Return the signs that say what kind of tag it is."""
        found = _KIND.match(self.source, self.at)
        self.at = found.end() if found else self.at
        return found.group() if found else ""

    def phrase(self) -> Phrase:
        """Return what stands up to the end of the tag."""
        self._blank()
        if self.source.startswith(("}}", "~}}"), self.at):
            return Phrase(Call(Path(())))
        call = self._call()
        params = _PARAMS.match(self.source, self.at)
        self.at = params.end() if params else self.at
        self._blank()
        return Phrase(call, tuple(params[1].split()) if params else ())

    def _blank(self) -> None:
        found = _BLANK.match(self.source, self.at)
        self.at = found.end() if found else self.at

    def _call(self) -> Call:
        begin = self.at
        head = self._expression()
        name = self.source[begin : self.at].strip("[]'\"")
        arguments: list[Expression] = []
        keywords: list[tuple[str, Expression]] = []
        while True:
            self._blank()
            if self._ends():
                return Call(head, tuple(arguments), tuple(keywords), name)
            key = _KEY.match(self.source, self.at)
            if key is None:
                arguments.append(self._expression())
                continue
            self.at = key.end()
            keywords.append((key[1].strip("[]"), self._expression()))

    def _ends(self) -> bool:
        if self.at >= len(self.source):
            self._fail()
        return self.source[self.at] in "})~" or _PARAMS.match(self.source, self.at) is not None

    def _expression(self) -> Expression:
        self._blank()
        if self.took("("):
            return self._inner()
        for pattern, made in ((_STRING, _text), (_NUMBER, _number)):
            if found := pattern.match(self.source, self.at):
                self.at = found.end()
                return made(found)
        found = _PATH.match(self.source, self.at)
        if found is None:
            self._fail()
        self.at = found.end()
        return _path(found)

    def _inner(self) -> Expression:
        """Return a call in parentheses, whose opening one was read."""
        if self.depth >= DEEPEST:
            raise BrokenTemplate(f"calls stand in each other more than {DEEPEST} deep", self.start)
        self.depth += 1
        call = self._call()
        self.depth -= 1
        self.expect(")")
        return call


def _text(found: re.Match[str]) -> Known:
    double, single = found.groups()
    return Known(literal(single.replace("\\'", "'") if double is None else double.replace('\\"', '"')))


def _number(found: re.Match[str]) -> Known:
    written = found.group()
    return Known(Const(float(written) if "." in written else int(written)))


def _path(found: re.Match[str]) -> Expression:
    data, up, head, rest = found.groups()
    if not data and not up and not rest and head in _WORDS:
        return Known(_WORDS[head])
    outward = up.count("../") + (head == "..")
    own = head in ("this", ".", "..") or head.startswith("./")
    written = rest if head in ("this", ".", "..") else head.removeprefix("./") + rest
    steps = tuple(step[1] if step[1] is not None else step.group() for step in _STEP.finditer(written))
    return Path(steps, outward, data=bool(data), own=own or bool(up))
