"""The document: what a notebook's JSON says about its language and its code cells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from promptlint.frontends.document import Broken

_Json: TypeAlias = Mapping[str, Any]

_PYTHON = ("python", "ipython", "pyspark")
_OTHER_KERNELS = ("ir", "julia")
"""Kernels that some editors write without their language."""


class CodeCell(NamedTuple):
    """A cell of Python, magics included."""

    number: int
    """Its place among all cells of the notebook, text cells included, from 1."""
    text: str


def code_cells(text: str) -> tuple[CodeCell, ...]:
    """Return the Python cells of a notebook (nbformat 3 and 4); none where its kernel speaks another language.

    Raises Broken for what is no notebook.
    """
    document = _document(text)
    if not _is_python(document.get("metadata")):
        return ()
    numbered = enumerate(_cells(document), 1)
    return tuple(CodeCell(number, _code(number, cell)) for number, cell in numbered if _holds_python(cell))


def _document(text: str) -> _Json:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise Broken(f"a notebook is JSON, and this is not: {error.msg}", error.pos) from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, 1,000 brackets
        raise Broken(f"a notebook is JSON, and this cannot be read: {error}") from error
    if not isinstance(document, dict):
        raise Broken("a notebook is a JSON object, and this is not")
    return document


def _cells(document: _Json) -> Iterator[_Json]:
    """Yield all cells; up to nbformat 3 they stand in worksheets."""
    holders = document.get("worksheets", [document])
    for holder in holders if isinstance(holders, list) else [None]:
        cells = _get(holder, "cells")
        if not isinstance(cells, list):
            raise Broken("a notebook has a list of `cells`, and this has none")
        yield from cells


def _is_python(metadata: object) -> bool:
    """Return whether a notebook's language is Python, which it is where nothing is said."""
    kernel = _get(metadata, "kernelspec")
    language = _get(_get(metadata, "language_info"), "name") or _get(kernel, "language")
    if isinstance(language, str):
        return language.lower().startswith(_PYTHON)
    return not str(_get(kernel, "name")).startswith(_OTHER_KERNELS)


def _holds_python(cell: _Json) -> bool:
    if _get(cell, "cell_type") != "code":
        return False
    language = _get(_get(_get(cell, "metadata"), "vscode"), "languageId") or _get(cell, "language")
    return not isinstance(language, str) or language.lower().startswith(_PYTHON)


def _code(number: int, cell: _Json) -> str:
    """Return the text of a code cell: lines or one string, up to nbformat 3 under another name."""
    source = cell.get("source", cell.get("input"))
    lines = source if isinstance(source, list) else [source]
    if not all(isinstance(line, str) for line in lines):
        raise Broken(f"the source of cell {number} is no text")
    return "".join(lines)


def _get(holder: object, key: str) -> Any:
    return holder.get(key) if isinstance(holder, dict) else None
