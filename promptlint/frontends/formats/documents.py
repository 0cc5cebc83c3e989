"""Documents: what the prompt files of a project send."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.frontends.formats.filled import Tell
from promptlint.frontends.formats.named import alone, named
from promptlint.frontends.formats.recognise import READINGS
from promptlint.frontends.formats.requests import requests
from promptlint.frontends.python.convert import NotKnown
from promptlint.frontends.python.frame import Sent
from promptlint.frontends.python.loading import Document
from promptlint.frontends.python.readfile import text_of_file
from promptlint.frontends.python.world import Program
from promptlint.source import Place


def sents(world: Program, path: str, tell: Tell) -> Iterator[Sent]:
    """Yield what a file sends that is a document; nothing for any other file."""
    found = world.project.document(path)
    if found is None:
        return
    frame = world.frame(world.module(path).body)
    whole = text_of_file(frame, path, "raw")
    if whole is None:
        return
    document = Document(frame, whole, READINGS[found.reader].written, Place(path, 0, 0), own=True)
    try:
        if found.format.sink is not None:
            yield from requests(document, found, tell)
        elif found.reader == "text":
            yield from alone(document, found, tell)
        else:
            yield from named(document, found, tell)
    except NotKnown:
        return
