"""Writes a program: fills the slots of construct variants, part by part."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from .constructs import CONDITIONS, SENDS, TEXTS, VALUES, Variant, bound
from .modules import WAYS, Wanted
from .project import Module, Project

_SLOT = re.compile(r"\$(?P<dollar>\$)|\$(?P<slot>\w+)|\b(?P<name>[A-Za-z]\w*?)_(?!\w)")
_ESCAPES = {
    "w": (("\\", "\\\\"), ('"', '\\"')),
    "q": (("\\", "\\\\"), ("'", "\\'")),
    "wf": (("\\", "\\\\"), ('"', '\\"'), ("{", "{{"), ("}", "}}")),
    "wp": (("\\", "\\\\"), ('"', '\\"'), ("%", "%%")),
    "wd": (("\\", "\\\\"), ('"', '\\"'), ("$", "$$")),
    "r": (('"', "“"),),
    "rf": (('"', "“"), ("{", "{{"), ("}", "}}")),
    "t": (),
    "tf": (("{", "{{"), ("}", "}}")),
    "td": (("$", "$$"),),
}


class Node(NamedTuple):
    """What to build: a construct, which of its variants, its parts, and which condition where it has one."""

    make: str = "literal"
    variant: int = 0
    parts: tuple[Node, ...] = ()
    condition: int = 0
    way: int = 0
    """How the module's part is imported from one of its own; 0 for not at all."""

    def part(self, index: int) -> Node:
        """Return a part; a literal where there is none."""
        return self.parts[index] if index < len(self.parts) else Node()


@dataclass(slots=True)
class Scope:
    """The statements of one body, and what they can name."""

    module: Module
    lines: list[str] = field(default_factory=list)
    request: str | None = None
    """The expression for the request; None where there is none, as in the body of a module."""
    parameters: bool = False
    """Whether the parameters of unknown meaning are at hand."""
    coroutine: bool = False
    looping: bool = False
    """Whether an event loop may be running."""

    def usable(self, variants: tuple[Variant, ...], index: int) -> Variant | None:
        """Return the variant of that index, or another one if that cannot stand here."""
        fitting = [variant for variant in variants[index:] + variants[:index] if self.fits(variant)]
        return fitting[0] if fitting else None

    def instead(self, make: str) -> str:
        """Return a construct for one of which no variant can stand here."""
        match make:
            case "asyncio run" if self.coroutine:
                return "await"
            case "await" if not self.looping:
                return "asyncio run"
        return "clock" if make in VALUES else "function"

    def fits(self, variant: Variant) -> bool:
        """Return whether a variant can stand here."""
        return (
            (self.request is not None or "$req." not in variant.text)
            and (self.parameters or not ("$blob" in variant.text or "$gadget" in variant.text))
            and {"": True, "async": self.coroutine, "sync": not self.looping}[variant.loop]
        )

    def value(self, node: Node) -> str:
        """Return an expression of any type that formats to what a node says; its statements go to this scope."""
        variant = self.usable((TEXTS | VALUES)[node.make], node.variant)
        if variant is None:
            return self.value(node._replace(make=self.instead(node.make)))
        self.module.project.used[node.make] += 1
        return Writer(node).result(variant, self)

    def text(self, node: Node) -> str:
        """Return an expression of type `str`; its statements go to this scope."""
        made = self.value(node)
        return f"str({made})" if node.make in VALUES else made

    def inline(self, node: Node) -> str:
        """Return an expression that may stand inside a double-quoted f-string of Python 3.11."""
        made = self.value(node)
        if '"' in made and not set("'\\\n{#") & set(made):
            return made.replace('"', "'")
        if not set("\"'\\\n{#") & set(made):
            return made
        name = self.module.project.fresh("part")
        self.lines.append(f"{name} = {made}")
        return name

    def condition(self, index: int) -> str:
        """Return a test, a constant one or one that varies."""
        make = ("constant", "varying")[index % 2]
        variant = self.usable(CONDITIONS[make], index // 2)
        assert variant, make
        self.module.project.used[f"{make} condition"] += 1
        return Writer(Node()).result(variant, self)


class Frame(NamedTuple):
    """The body that a line of a variant stands in."""

    indent: int
    scope: Scope
    hoist: int | None = None
    """For a class body, the line before which statements go: functions do not see the names of a class body."""


@dataclass(slots=True)
class Writer:
    """Writes one construct; equal names of its variant become equal names of the program."""

    node: Node
    names: dict[str, str] = field(default_factory=dict)

    def result(self, variant: Variant, scope: Scope) -> str:
        """Write what a variant needs into the module and the scope, and return its expression."""
        self.define(variant, scope)
        scope.lines.extend(self.body(variant.local, scope))
        return self.fill(variant.result, scope)

    def define(self, variant: Variant, scope: Scope) -> None:
        """Write the module's part of a variant; its functions have a request if the scope has one."""
        self.write_files(variant, scope)
        if variant.movable and self.node.way:
            self.define_elsewhere(variant, scope)
        else:
            scope.module.define(self.top(variant, variant.module, scope.module, scope))

    def write_files(self, variant: Variant, scope: Scope) -> None:
        """Write the other files of a variant."""
        project = scope.module.project
        for pattern, text in variant.files:
            path = self.fill(pattern, scope)
            if path.endswith(".py"):
                module = project.module(path)
                module.define(self.top(variant, text.splitlines(), module, scope))
            else:
                beside = scope.module.folder if path.startswith("./") else ""
                project.texts[beside + path.removeprefix("./")] = self.fill(text, scope)

    def define_elsewhere(self, variant: Variant, scope: Scope) -> None:
        """Write the module's part of a variant into a module of its own, which is imported."""
        here, name = scope.module, scope.module.project.fresh("words")
        way = self.way(here)
        there = here.beside(f"{name}/core.py" if way == "re-export" else f"{name}.py")
        lines = self.top(variant, variant.module, there, scope)
        package = here.beside(f"{name}/__init__.py") if way == "re-export" else there
        leaf = package.name.rpartition(".")[2]
        wanted = Wanted(bound(lines), package.name, leaf, here.name, here.project.fresh("module"))
        found = WAYS[way](wanted)
        here.project.used[way] += 1
        there.define([*lines, *found.inside])
        package.define(found.package)
        here.define([*(line for line in lines if line.startswith(("import ", "from "))), *found.top])
        scope.lines.extend(found.local)
        self.names.update({key: found.prefix + name for key, name in self.names.items() if name in wanted.names})

    def way(self, here: Module) -> str:
        """Return how to import; from the folder of absolute imports there is no relative one."""
        way = tuple(WAYS)[self.node.way - 1]
        return way if way != "relative import" or "/" in here.path else "absolute import"

    def top(self, variant: Variant, lines: Iterable[str], module: Module, scope: Scope) -> list[str]:
        """Return lines at the margin of a module, filled."""
        attribute = "self.req" if "self.req" in variant.text else None
        return self.body(lines, Scope(module, looping=scope.looping), attribute, scope.request is not None)

    def body(
        self, lines: Iterable[str], scope: Scope, attribute: str | None = None, requested: bool = True
    ) -> list[str]:
        """Return lines with their slots filled; what a slot needs first stands before its line."""
        written: list[str] = []
        frames = [Frame(-1, scope)]
        for line in lines:
            code = line.lstrip()
            indent = len(line) - len(code)
            while frames[-1].indent >= indent:
                frames.pop()
            scope, hoist = frames[-1].scope, frames[-1].hoist
            here = replace(scope, lines=[])
            code = self.fill(code, here)
            at = len(written) if hoist is None else hoist
            pad = " " * (indent if hoist is None else frames[-1].indent)
            written[at:at] = [pad + needed for needed in here.lines]
            written.append(" " * indent + code)
            if code.startswith("class "):
                frames.append(Frame(indent, scope, _header(written)))
            elif code.startswith(("def ", "async def ")):
                frames.append(Frame(indent, _inside(code, scope, attribute, requested)))
        return written

    def fill(self, code: str, scope: Scope) -> str:
        """Return code with its slots filled; statements that they need go to the scope."""
        return _SLOT.sub(lambda match: self.slot(match, scope), code)

    def slot(self, match: re.Match[str], scope: Scope) -> str:
        """Return what a slot stands for."""
        if name := match["name"]:
            return self.names.get(name) or self.names.setdefault(name, scope.module.project.fresh(name))
        match match["slot"] or match["dollar"]:
            case "a" | "b" | "c" as slot:
                return scope.text(self.node.part("abc".index(slot)))
            case "x" | "y" as slot:
                return scope.value(self.node.part("xy".index(slot)))
            case "i" | "j" as slot:
                return scope.inline(self.node.part("ij".index(slot)))
            case "s":
                return f'"{_words(scope, "w")}"'
            case "if":
                return scope.condition(self.node.condition)
            case "req":
                return scope.request or "None"
            case "$" | "blob" | "gadget" as verbatim:
                return verbatim
            case escaped:
                return _words(scope, escaped)


def _words(scope: Scope, escape: str) -> str:
    words = next(scope.module.project.sentences)
    for old, new in _ESCAPES[escape]:
        words = words.replace(old, new)
    return words


def _header(written: list[str]) -> int:
    """Return the line at which the class that the last line opens starts, its decorators included."""
    at = len(written) - 1
    while at and written[at - 1].startswith("@"):
        at -= 1
    return at


def _inside(header: str, scope: Scope, attribute: str | None, requested: bool) -> Scope:
    """Return the scope of a function's body."""
    parameters = re.findall(r"\w+", header.partition("(")[2])
    request = scope.request
    if "req" in parameters:
        request = "req" if requested else None
    elif "self" in parameters:
        request = attribute if requested else None
    coroutine = header.startswith("async ")
    return replace(
        scope,
        request=request,
        parameters=scope.parameters or "blob" in parameters,
        coroutine=coroutine,
        looping=scope.looping or coroutine,
    )


def write(send: Node, main: str = "program.py") -> Project:
    """Return a whole program for a way to send, whose parts are the texts that it sends."""
    variant = SENDS[send.make][send.variant]
    whole = variant.module + variant.local + tuple(variant.result.split("\n"))
    project, writer = Project(), Writer(send)
    project.used[send.make] += 1
    scope = Scope(project.module(main), request="req", looping="async def handle" in variant.text)
    writer.write_files(variant, scope)
    scope.module.define(writer.top(variant, whole, scope.module, scope))
    return project
