"""Texts of documents that follow nobody's format: the name of a key or of a file says that they are prompts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from promptlint.format import Format
from promptlint.frontends.document import Listing, Node, Scalar, Table
from promptlint.frontends.formats.filled import Filling, Tell
from promptlint.frontends.formats.links import NAMED, is_missing, linked, missing
from promptlint.frontends.formats.recognise import Recognised, role_of
from promptlint.frontends.formats.recognise import named as said
from promptlint.frontends.formats.shaped import is_conversation
from promptlint.frontends.formats.steps import first, text_of
from promptlint.frontends.python.frame import MODEL, Sent
from promptlint.frontends.python.loading import Document
from promptlint.frontends.python.modules import is_module
from promptlint.frontends.python.prose import is_prose
from promptlint.frontends.python.readfile import text_of_file
from promptlint.frontends.python.shapes import TEMPLATE
from promptlint.frontends.python.values import Literal, Text, Value
from promptlint.hole import Link
from promptlint.prompt import Role
from promptlint.source import Place

_NEAR = 3
"""How many steps of the path of a document speak of it."""


def alone(document: Document, found: Recognised, tell: Tell) -> Iterator[Sent]:
    """Yield a text that is a whole file, if its name says that it is a prompt."""
    catalog, place = document.frame.world.catalog, document.place
    role = said(catalog.documents, catalog.shapes, place.path)
    if role is not None:
        text = document.value(found.documents[0])
        if isinstance(text, Text):
            yield from _told(Filling(document.frame, place, tell), role, text, place, found.format.languages)


def named(document: Document, found: Recognised, tell: Tell) -> Iterator[Sent]:
    """Yield the texts under keys that say prompt, and the lists of messages. Raises NotKnown for too large a document."""
    walk = _Walk(document, found.format, tell)
    near = document.place.path.replace(os.sep, "/").split("/")[-_NEAR:]
    around = _Around(is_told=any(map(document.frame.world.catalog.documents.is_telling, near)))
    for node in found.documents:
        yield from walk.inside(node, around)


class _Around(NamedTuple):
    """What the keys around a part of a document say."""

    role: Role | None = None
    """What its texts are."""
    model: Node | None = None
    """The model that they are sent to."""
    is_told: bool = False
    """Whether something says that they are for a model."""


class _Walk:
    """A walk through a document, each part of which is met once."""

    def __init__(self, document: Document, kind: Format, tell: Tell) -> None:
        self.document = document
        self.format = kind
        self.filling = Filling(document.frame, document.place, tell)
        self.catalog = document.frame.world.catalog
        self.seen: set[tuple[int, _Around]] = set()

    def inside(self, node: Node, around: _Around) -> Iterator[Sent]:
        """Yield what a node sends."""
        if (id(node), around) in self.seen:
            return
        self.seen.add((id(node), around))
        match node:
            case Scalar(str()) if around.role is not None:
                yield from self._text(node, around.role, around.model)
            case Listing() if is_conversation(self.catalog.messages, node):
                yield from self._messages(node, around.model)
            case Listing(items):
                for item in items:
                    yield from self.inside(item, around)
            case Table(pairs):
                named = (first(node, path) for path in self.format.models)
                told = around.is_told or any(self.catalog.documents.is_telling(str(key.value)) for key, _ in pairs)
                around = around._replace(model=next(filter(text_of, named), around.model), is_told=told)
                for key, value in pairs:
                    yield from self._under(str(key.value), value, around)

    def _under(self, key: str, node: Node, around: _Around) -> Iterator[Sent]:
        if key.lower() in self.catalog.documents.unsent:
            return
        stem = self.catalog.documents.stem(key)
        if stem and text_of(node) is not None:
            if (own := self._role(stem, around)) is not None:
                yield from self._file(stem, node, own, around.model)
            return
        yield from self.inside(node, around._replace(role=self._role(key, around) or around.role))

    def _role(self, key: str, around: _Around) -> Role | None:
        """Return what a key says that its texts are, if not something that it may say of any text."""
        is_clear = around.is_told or not self.catalog.shapes.is_vague(key)
        return role_of(self.catalog.shapes, key) if is_clear else None

    def _messages(self, node: Node, model: Node | None) -> Iterator[Sent]:
        value = self.filling.filled(self.document.value(node), self.format.languages)
        place = self.document.placed(node)
        arguments = (("messages", value), *self._model(model))
        yield Sent(None, arguments, place, self.document.frame.definition)

    def _text(self, node: Scalar, role: Role, model: Node | None) -> Iterator[Sent]:
        value = self.document.value(node)
        if isinstance(value, Text):
            yield from self._told(role, value, self.document.placed(node), model)

    def _file(self, stem: str, node: Node, role: Role, model: Node | None) -> Iterator[Sent]:
        frame, text, place = self.document.frame, text_of(node) or "", self.document.placed(node)
        path = next(iter(linked(frame, text, "")), None)
        value = text_of_file(frame, path) if path is not None else None
        if path is not None and value is not None and not is_module(path):
            for sent in self._told(role, value, Place(path, 0, 0), model):
                yield replace(sent, chain=(Link(NAMED, place),))
        elif path is None and self._is_of_prompt(stem, role) and is_missing(frame, text.strip()):
            self.filling.tell(missing(text, place))

    def _is_of_prompt(self, stem: str, role: Role) -> bool:
        """Return whether a key says that its file is a prompt; a template may be one of anything."""
        return role is not Role.FRAGMENT or self.catalog.documents.is_of_prompts(stem)

    def _told(self, role: Role, text: Text, place: Place, model: Node | None) -> Iterator[Sent]:
        for sent in _told(self.filling, role, text, place, self.format.languages):
            yield replace(sent, arguments=(*sent.arguments, *self._model(model)))

    def _model(self, node: Node | None) -> Iterator[tuple[str, Value]]:
        if node is not None:
            yield MODEL, self.document.value(node)


def _told(filling: Filling, role: Role, text: Text, place: Place, languages: tuple[str, ...]) -> Iterator[Sent]:
    """Yield a text with placeholders, if it is prose."""
    value = filling.filled(text, languages)
    if not isinstance(value, Text) or value is text or all(isinstance(part, Literal) for part in value.parts):
        return
    shown = "".join(part.text if isinstance(part, Literal) else " " for part in value.parts)
    frame = filling.frame
    if is_prose(shown, frame.world.catalog.shapes.markup):
        yield Sent(None, ((TEMPLATE, value),), place, frame.definition, role=role)
