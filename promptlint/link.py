"""Linking: the facts of the files that a prompt needs, evaluated into prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from promptlint.prompt import Prompt

if TYPE_CHECKING:
    from promptlint.catalog import Catalog
    from promptlint.facts import Facts
    from promptlint.source import Source


_LEVELS, _STACK = 30_000, 256 * 1024 * 1024
"""How many calls evaluation may nest, and the stack in bytes that they need; only what is used of it is ever taken."""


class Project(Protocol):
    """What evaluation may ask about the files around it."""

    @property
    def catalog(self) -> Catalog:
        """What the world outside of the project looks like."""

    def source(self, path: str) -> Source | None:
        """Return the text of a file of the project."""

    def facts(self, path: str) -> Facts | None:
        """Return the facts of a file of the project."""


class Linked(NamedTuple):
    """The prompts of one file."""

    prompts: tuple[Prompt, ...] = ()
    blind: int = 0
    """How many places send something of which nothing could be followed."""


def prompts(project: Project, path: str) -> Linked:
    """Return the prompts that a Python file sends, and how many more could not be followed."""
    import ast

    from promptlint.frontends.python import roots
    from promptlint.frontends.python.depth import deep
    from promptlint.frontends.python.parse import parse, paused_collector
    from promptlint.frontends.python.scope import Module
    from promptlint.frontends.python.world import OneModule

    source, facts = project.source(path), project.facts(path)
    if source is None or facts is None or not facts.candidates:
        return Linked()
    tree = parse(source)
    if not isinstance(tree, ast.Module):
        return Linked()

    def find() -> tuple[Prompt, ...]:
        return tuple(roots.prompts(OneModule(project.catalog, Module(path, source, tree), facts)))

    try:
        with paused_collector():
            found = deep(find, levels=_LEVELS, stack=_STACK)
    except RecursionError:
        return Linked(blind=1)
    seen = tuple(prompt for prompt in found if not roots.is_blind(prompt))
    return Linked(seen, len(found) - len(seen))
