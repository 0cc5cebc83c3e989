"""Linking: the facts of the files that a prompt needs, evaluated into prompts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

from promptlint.collector import paused_collector
from promptlint.prompt import Frame, Prompt
from promptlint.walk import places, text_holes

if TYPE_CHECKING:
    import ast

    from promptlint.catalog import Catalog
    from promptlint.facts import Facts, Problem
    from promptlint.frontends.formats.recognise import Recognised
    from promptlint.frontends.python.modules import Modules
    from promptlint.frontends.python.world import Program
    from promptlint.source import Place, Source


_LEVELS, _STACK = 30_000, 256 * 1024 * 1024
"""How many calls evaluation may nest, and the stack in bytes that they need; only what is used of it is ever taken."""


class Project(Protocol):
    """What evaluation may ask about the files around it."""

    @property
    def catalog(self) -> Catalog:
        """What the world outside of the project looks like."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The Python files of the project, sorted."""

    def source(self, path: str) -> Source | None:
        """Return the text of a file of the project, of any kind; None for one that may not or cannot be read."""

    def entries(self, path: str) -> tuple[str, ...]:
        """Return the names of what stands in a folder of the project, sorted; nothing for anything else."""

    def facts(self, path: str) -> Facts | None:
        """Return the facts of a Python file of the project."""

    def document(self, path: str) -> Recognised | None:
        """Return what a file is as a document of a format; None for a program, and for one that is no prompt file."""

    def is_document(self, path: str) -> bool:
        """Return whether a file is read as a document, never as a program."""

    def tree(self, path: str) -> ast.Module | None:
        """Return the syntax tree of a Python file of the project."""

    @property
    def modules(self) -> Modules:
        """Which file of the project, or failing that of the models, an import names."""

    def users(self, path: str, name: str) -> tuple[str, ...]:
        """Return the files that mention a name which a file defines, and import that file, sorted."""

    def is_imported(self, path: str) -> bool:
        """Return whether another file imports a file."""

    def relatives(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Return some files with all those that a prompt with a part in them may be sent by or through, sorted."""

    @property
    def set_outside(self) -> frozenset[str]:
        """The attributes that something in the project sets on objects that are not its own."""

    def is_silent(self, path: str) -> bool:
        """Return whether nothing in a file may be a root of a prompt, as far as the gate can tell."""


class Failed(NamedTuple):
    """A file whose evaluation ended in an error of promptlint itself."""

    path: str
    error: Exception


class Linked(NamedTuple):
    """The prompts of some files."""

    prompts: tuple[Prompt, ...] = ()
    blind: tuple[str, ...] = ()
    """The files that send something of which nothing could be followed, once for each place."""
    failed: tuple[Failed, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What is wrong with templates in documents."""


def program(project: Project) -> Program:
    """Return the program that a project is; what was once computed of it is kept."""
    from promptlint.frontends.python.world import Program

    return Program(project)


@paused_collector()
def prompts(program: Program, paths: Iterable[str]) -> Linked:
    """Return the prompts that functions of some files send, as those of the same files call them."""
    from promptlint.frontends.python import roots
    from promptlint.frontends.python.depth import deep

    failed: list[Failed] = []
    problems: list[Problem] = []

    def complain(path: str, error: Exception) -> None:
        failed.append(Failed(path, error))

    def find() -> tuple[Prompt, ...]:
        return tuple(roots.prompts(program, tuple(sorted(paths)), complain, problems.append))

    found = deep(find, levels=_LEVELS, stack=_STACK)
    blind = tuple(prompt.place.path for prompt in found if roots.is_blind(prompt))
    return Linked(
        tuple(prompt for prompt in found if not roots.is_blind(prompt)),
        blind,
        tuple(failed),
        tuple(dict.fromkeys(problems)),
    )


def touching(project: Project, paths: frozenset[str]) -> Linked:
    """Return the prompts of a project that have a part in some of its files, and those that share a text with one of them.

    Which of several prompts with the same text is worst does not depend on the paths.
    """
    known, whole = program(project), frozenset(paths)
    while True:
        linked = prompts(known, project.relatives(whole))
        inside = [prompt for prompt in linked.prompts if any(place.path in paths for place in places(prompt))]
        texts = {place for prompt in inside for place in _splices(prompt)}
        others = {place.path for place in texts} - whole
        shared = {path for path in others if path in project.paths or project.is_document(path)}
        if not shared:
            same = (prompt for prompt in linked.prompts if not texts.isdisjoint(_splices(prompt)))
            return linked._replace(prompts=tuple(_framed(tuple(dict.fromkeys((*inside, *same))))))
        whole |= shared


def _framed(prompts: tuple[Prompt, ...]) -> Iterator[Prompt]:
    """Yield prompts; what stands behind a text that only a name calls a prompt is known where another one sends it."""
    sent = {place for prompt in prompts if prompt.frame is Frame.CLOSED for place in _splices(prompt)}
    for prompt in prompts:
        yield prompt if sent.isdisjoint(_splices(prompt)) else replace(prompt, frame=Frame.CLOSED)


def _splices(prompt: Prompt) -> Iterator[Place]:
    return (splice.place for block in prompt.blocks for splice in text_holes(block.text))
