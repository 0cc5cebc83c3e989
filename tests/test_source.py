"""A source knows where its text stands, in code points and as `ast` counts."""

from __future__ import annotations

import ast

from hypothesis import given
from hypothesis import strategies as st

from promptlint.source import Source

texts = st.text(st.sampled_from("aé€😀\n\r\f \ud800"), max_size=30)


@given(texts, st.integers(0, 30))
def test_a_position_of_ast_leads_back_to_its_offset(text: str, offset: int) -> None:
    source = Source("a.py", text)
    offset = min(offset, len(text))
    assert source.offset(*source.ast_position(offset)) == offset


def test_a_node_stands_where_its_code_is_written() -> None:
    text = "é = '€😀'; 本.value(\n  'é',\n)\nx"
    source = Source("a.py", text)
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt | ast.expr)]
    places = [source.place(node) for node in nodes]
    assert sorted({text[place.start : place.end] for place in places}) == sorted(
        ("é = '€😀'", "é", "'€😀'", "本.value(\n  'é',\n)", "本.value", "本", "'é'", "x")
    )
    assert all(source.ast_position(place.start) == (node.lineno, node.col_offset) for place, node in zip(places, nodes, strict=True))  # fmt: skip
