"""Discovery: from the paths that people give to the files to check. Nothing but ignore files is read."""

from __future__ import annotations

import itertools
import os
import stat
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from promptlint.settings import Settings, SettingsAt, Unusable

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".py", ".pyi", ".ipynb")

Wanted: TypeAlias = Callable[[str], bool]
"""Whether the path of a file says that it may hold prompts."""

SKIPPED = frozenset(
    """
    .git .hg .svn .bzr .jj
    .venv venv site-packages node_modules __pypackages__ .eggs .nox .tox .direnv .pyenv
    __pycache__ .cache .hypothesis .ipynb_checkpoints .mypy_cache .promptlint_cache .pytest_cache .pytype .ruff_cache
    """.split()
)
"""Names of folders that hold no code of the project's own: version control, environments and packages, caches."""

ENVIRONMENT_MARKS = ("pyvenv.cfg", "conda-meta")


class Found(NamedTuple):
    """A file to check, by its absolute path; `named` where the command line names it."""

    path: str
    named: bool


class Unlisted(NamedTuple):
    """A folder whose entries cannot be listed, and why."""

    path: str
    reason: str


class Discovery(NamedTuple):
    """What is there to check, sorted by path."""

    files: tuple[Found, ...]
    unlisted: tuple[Unlisted, ...] = ()


class _Ignore(NamedTuple):
    folder: str
    spec: GitIgnoreSpec


_Ignores: TypeAlias = tuple[_Ignore, ...]
"""The ignore files that count for a folder, the outermost first."""


def is_program(path: str) -> bool:
    """Return whether the name of a file says that it is a Python file or a notebook."""
    return path.endswith(SUFFIXES)


def discover(paths: Iterable[str], at: SettingsAt, wanted: Wanted = is_program) -> Discovery:
    """Return the files to check: those named, whatever they are, and of the folders named those that are wanted.

    A walk follows no linked folder, and skips what `.gitignore`, `exclude` or SKIPPED leave out, except where they
    leave out the very folder that is named: of the paths that are named only `force-exclude` leaves any out. Raises Unusable for a path that does not exist.
    """
    found: dict[str, Found] = {}
    unlisted: dict[str, Unlisted] = {}
    for given in paths:
        is_folder, path = _is_folder(given), os.path.abspath(given)
        if is_excluded(path, at(path if is_folder else os.path.dirname(path)), is_folder=is_folder):
            continue
        for item in _walk(path, at, wanted) if is_folder else (Found(path, named=True),):
            match item:
                case Unlisted():
                    unlisted[item.path] = item
                case Found() if item.named or item.path not in found:
                    found[item.path] = item
    return Discovery(tuple(sorted(_met_once(found.values()))), tuple(sorted(unlisted.values())))


def nearest(folder: str, most: int, wanted: Wanted = is_program) -> Discovery:
    """Return the wanted files among the `most` nearest entries of a folder, and what was not listed."""
    found = tuple(_walk(folder, lambda _: Settings(), wanted, most))
    files = _met_once(each for each in found if isinstance(each, Found))
    return Discovery(tuple(sorted(files)), tuple(each for each in found if isinstance(each, Unlisted)))


def is_excluded(path: str, settings: Settings, *, is_folder: bool = False) -> bool:
    """Return whether a path that was named is left out, which only `force-exclude` does."""
    if not settings.force_exclude:
        return False
    names = path.removeprefix(os.path.join(os.getcwd(), "")).split(os.sep)
    return not SKIPPED.isdisjoint(names if is_folder else names[:-1]) or _by_settings(path, settings, is_folder)


def _is_folder(given: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(given).st_mode)
    except (OSError, ValueError) as error:
        raise Unusable(f"cannot check {given or 'an empty path'}: {getattr(error, 'strerror', error)}") from error


def _met_once(found: Iterable[Found]) -> Iterator[Found]:
    """Yield the files without the links to other files among them."""
    files = tuple(found)
    links = {file.path: os.path.realpath(file.path) for file in files if not file.named and os.path.islink(file.path)}
    others = {os.path.realpath(file.path) for file in files if file.path not in links} if links else set()
    yield from (file for file in files if links.get(file.path) not in others)


def _walk(root: str, at: SettingsAt, wanted: Wanted, most: int = sys.maxsize) -> Iterator[Found | Unlisted]:
    """Yield what stands in a folder, the nearest first; of more than `most` entries the others are not listed."""
    folders = deque([(root, _ignores_above(root))])
    while folders and most > 0:
        folder, ignores = folders.popleft()
        try:
            with os.scandir(folder) as listing:
                entries = list(itertools.islice(listing, most))
        except OSError as error:
            yield Unlisted(folder, error.strerror or str(error))
            continue
        most -= len(entries)
        names = {entry.name for entry in entries}
        if folder != root and not names.isdisjoint(ENVIRONMENT_MARKS):
            continue
        if ".gitignore" in names:
            ignores += _ignore_file(folder, ".gitignore")
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            is_wanted = entry.name not in SKIPPED if is_folder else wanted(entry.path) and _is_file(entry)
            if not is_wanted or _by_ignores(entry.path, ignores, is_folder):
                continue
            if _by_settings(entry.path, at(folder), is_folder) and not _by_settings(root, at(folder), True):
                continue
            if is_folder:
                folders.append((entry.path, ignores))
            else:
                yield Found(entry.path, named=False)
    if most <= 0:
        yield Unlisted(root, "it has too many files")


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link to itself
        return False


def _by_ignores(path: str, ignores: _Ignores, is_folder: bool) -> bool:
    """Return whether ignore files leave a path out: the innermost file that speaks of it decides."""
    verdicts = (spec.check_file(_below(path, folder, is_folder)).include for folder, spec in reversed(ignores))
    return next((verdict for verdict in verdicts if verdict is not None), False)


def _by_settings(path: str, settings: Settings, is_folder: bool) -> bool:
    return any(
        _spec(patterns).match_file(_below(path, folder, is_folder))
        for folder, patterns in settings.exclude
        if path.startswith(os.path.join(folder, ""))
    )


def _below(path: str, folder: str, is_folder: bool) -> str:
    """Return a path relative to a folder that it stands in, as ignore patterns are matched with it."""
    return path[len(os.path.join(folder, "")) :].replace(os.sep, "/") + "/" * is_folder


@cache
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(pattern.removeprefix("./") for pattern in patterns)
    except ValueError as error:
        raise Unusable(f"`exclude`: {error}") from error


def _ignores_above(root: str) -> _Ignores:
    """Return the ignore files outside of a folder that count for it; none if they leave out the folder itself."""
    folders = _folders_above(root)
    outside = [ignore for folder in folders[:-1] for ignore in _ignore_file(folder, ".gitignore")]
    exclude = _ignore_file(folders[0], os.path.join(".git", "info", "exclude"))
    ignores = (*exclude, *outside)
    return () if len(folders) > 1 and _by_ignores(root, ignores, True) else ignores


def _folders_above(root: str) -> tuple[str, ...]:
    """Return the folders from the repository of a folder, else from the working directory, down to the folder."""
    chain = [root]
    while not os.path.lexists(os.path.join(chain[0], ".git")):
        parent = os.path.dirname(chain[0])
        if parent == chain[0]:
            return tuple(chain[chain.index(os.getcwd()) :]) if os.getcwd() in chain else (root,)
        chain.insert(0, parent)
    return tuple(chain)


def _ignore_file(folder: str, name: str) -> _Ignores:
    try:
        with open(os.path.join(folder, name), encoding="utf-8", errors="surrogateescape") as file:
            lines = [line for line in file.read().split("\n") if line.strip() and not line.startswith("#")]
    except OSError:
        return ()
    if not lines:
        return ()
    from pathspec import GitIgnoreSpec

    return (_Ignore(folder, GitIgnoreSpec.from_lines(line for line in lines if _is_pattern(line))),)


def _is_pattern(line: str) -> bool:
    """Return whether a line of an ignore file can be read; git skips the others without a word."""
    from pathspec import GitIgnoreSpec

    try:
        return bool(GitIgnoreSpec.from_lines([line]))
    except ValueError:
        return False
