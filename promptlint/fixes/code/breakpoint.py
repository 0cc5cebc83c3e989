"""Breakpoints: how a text is written as a part that a cache mark ends, and where the mark goes in a part that is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from promptlint.finding import Edit
from promptlint.fixes.code.expression import Module
from promptlint.fixes.proposal import Target
from promptlint.layout import Layout
from promptlint.sink import MessageShape
from promptlint.source import Place

_MARK = re.compile(r"\{\}(?:(?P<entry>, .*)\}|\}, (?P<part>\{.*\}))\Z")
"""What of a part with a mark is the mark: an entry behind the text, or a part of its own."""
_WIDE = 100
"""How long a line may become."""


class Forms(NamedTuple):
    """How a text is written as a part of a block, `{}` being the text."""

    marked: str
    plain: str

    @property
    def apart(self) -> bool:
        """Whether the mark is a part of its own."""
        found = _MARK.search(self.marked)
        return bool(found and found["part"])


class Part(NamedTuple):
    """A part of a block that is written as a dict in a list."""

    module: Module
    node: ast.Dict
    shape: MessageShape

    @property
    def items(self) -> ast.List:
        """The list of parts."""
        items = self.module.parents[self.node]
        assert isinstance(items, ast.List)
        return items

    def marked(self, forms: Forms, *more: str) -> Iterator[Edit]:
        """Yield the edits that set a mark behind the part, where none is, and put more parts behind that."""
        source, place, last = self.module.source, self.module.place(self.node), self._marker()
        inner, own = _MARK.search(forms.marked), any(is_called(key, self.shape.mark_keys) for key in self.node.keys)
        if inner and inner["entry"] and not own:
            end = source.place(self.node.values[-1]).end
            yield Edit(Place(source.path, end, end), inner["entry"])
        added = [inner["part"]] if inner and inner["part"] and last is self.node else []
        text = "".join(f",{_gap(self.module, place)}{each}" for each in (*added, *more))
        end = source.place(last).end
        yield from (Edit(Place(source.path, end, end), text),) if text else ()

    def _marker(self) -> ast.expr:
        """Return the item of the list that marks the part ahead of it, where one stands there; else the part."""
        following = self.items.elts[self.items.elts.index(self.node) + 1 :]
        match following:
            case [ast.Dict(keys=[key]) as mark, *_] if is_called(key, self.shape.mark_parts):
                return mark
        return self.node


def forms_of(layout: Layout) -> Forms | None:
    """Return how the call of a prompt writes parts with a mark of the kind that its cache knows."""
    keys = layout.profile.boundaries.mark if layout.profile.boundary else ()
    return next((Forms(marked, plain) for key, marked, plain in layout.prompt.parts if key in keys), None)


def part_of(target: Target, module: Module, node: ast.expr) -> Part | None:
    """Return the part of which an expression is the text; None for a bare text."""
    parent, shape = module.parents.get(node), target.files.catalog.messages
    if isinstance(parent, ast.Dict) and node in parent.values and isinstance(module.parents.get(parent), ast.List):
        key = parent.keys[parent.values.index(node)]
        return Part(module, parent, shape) if is_called(key, shape.text_keys) else None
    return None


def is_called(key: ast.expr | None, names: tuple[str, ...]) -> bool:
    """Return whether a key of a dict is one of some names."""
    return isinstance(key, ast.Constant) and key.value in names


def filled(form: str, text: str) -> str:
    """Return a part with its text."""
    return form.replace("{}", text, 1)


def listed(module: Module, place: Place, parts: tuple[str, ...]) -> str:
    """Return a list in the place of an expression: on lines of its own where it does not fit on one."""
    source = module.source
    row, column = source.position(place.start)
    line = source.line(row)
    text = f"[{', '.join(parts)}]"
    if column + len(text) <= _WIDE:
        return text
    indent = line[: len(line) - len(line.lstrip())]
    items = "".join(f"{indent}    {part},\n" for part in parts)
    return f"[\n{items}{indent}]"


def _gap(module: Module, place: Place) -> str:
    """Return the blank between two parts: the next line where a part begins its line."""
    source = module.source
    start = source.line_starts[source.position(place.start).row - 1]
    indent = source.text[start : place.start]
    return " " if indent.strip() else f"\n{indent}"
