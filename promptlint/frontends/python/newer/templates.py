"""Template strings: their nodes, which `ast` has from Python 3.14 on, for every Python, and what they evaluate to."""

from __future__ import annotations

import ast
from typing import Any

from promptlint.frontends.python.frame import Frame
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Op, Value


class _TemplateStr(ast.expr):
    _fields = ("values",)


class _Interpolation(ast.expr):
    _fields = ("value", "str", "conversion", "format_spec")


TemplateStr: type[Any] = getattr(ast, "TemplateStr", _TemplateStr)
"""A template string with its `values`, constants and interpolations."""
Interpolation: type[Any] = getattr(ast, "Interpolation", _Interpolation)
"""A field of a template string: its `value`, the text `str` of its expression, its `conversion` and `format_spec`."""


def template(frame: Frame, state: State, node: Any) -> Value:
    """Return what is made of the values of the fields: no text, for whoever takes the template renders it."""
    fields = (frame.value(part.value, state) for part in node.values if isinstance(part, Interpolation))
    return Op("unknown", tuple(fields), (), frame.place(node))
