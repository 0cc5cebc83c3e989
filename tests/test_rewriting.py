"""From edits of a text to the bytes of its file: whatever the edits do not touch stays as it is, byte for byte."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptlint.finding import Edit
from promptlint.frontends.notebook.read import read
from promptlint.rewriting import Unwritable, rewritten
from promptlint.source import Place, Source, decode

BOM = b"\xef\xbb\xbf"


def rewrite(data: bytes, old: str, new: str, *, python: bool = True) -> bytes:
    """Return a file in which the first place of a text holds another one."""
    source = Source("a.py", decode(data, python=python))
    start = source.text.index(old)
    return rewritten(data, source, [Edit(Place("a.py", start, start + len(old)), new)], python=python)


class TestText:
    def test_line_endings(self) -> None:
        assert rewrite(b"a = 1\r\nb = 2\r\n", "b = 2", "b\n= 3") == b"a = 1\r\nb\r\n= 3\r\n"
        assert rewrite(b"a = 1\rb = 2", "b = 2", "b\n= 3") == b"a = 1\rb\r= 3"
        assert rewrite(b"a = 1\nb = 2", "b = 2", "b\n= 3") == b"a = 1\nb\n= 3"
        assert rewrite(b"a\r\nb\nc\x0c\xc2\x85\xe2\x80\xa8d", "c", "x\ny") == b"a\r\nb\nx\ny\x0c\xc2\x85\xe2\x80\xa8d"

    def test_byte_order_mark(self) -> None:
        assert rewrite(BOM + b"a = 1\n", "a", "b") == BOM + b"b = 1\n"
        assert rewrite(BOM + b"a: 1\n", "a", "b", python=False) == BOM + b"b: 1\n"
        assert rewrite(BOM + BOM + b"a: 1\n", "a", "b", python=False) == BOM + BOM + b"b: 1\n"

    def test_encoding_that_the_file_names(self) -> None:
        head = b"# -*- coding: latin-1 -*-\n"
        assert (
            rewrite(head + b"x = '\xe9'\n", "x", "\N{LATIN SMALL LETTER U WITH DIAERESIS}") == head + b"\xfc = '\xe9'\n"
        )
        assert rewrite(head + b"x = 7\n", "7", "'\xe9'") == head + b"x = '\xe9'\n"
        with pytest.raises(Unwritable, match=r"^'\u20ac' cannot be written in iso-8859-1$"):
            rewrite(head + b"x = 7\n", "7", "'\u20ac'")

    def test_a_document_names_no_encoding(self) -> None:
        head = b"# coding: latin-1\n"
        assert rewrite(head + b"x", "x", "\xe9", python=False) == head + "\xe9".encode()

    def test_an_edit_that_changes_the_encoding_is_refused(self) -> None:
        with pytest.raises(Unwritable, match="another encoding"):
            rewrite(b"# coding: latin-1\nx = '\xe9'\n", "# coding: latin-1\n", "")

    def test_bytes_that_would_change_elsewhere_are_refused(self) -> None:
        data = b"# coding: utf-7\nx = '+AGE-'\n"
        with pytest.raises(Unwritable, match="not the only ones that stand for its text in utf-7"):
            rewrite(data, "x", "y")

    def test_a_file_that_is_not_the_source_any_more_is_refused(self) -> None:
        for data in (b"y = 1\n", b"\xff", b"\0"):
            with pytest.raises(Unwritable, match=r"^it changed since it was read$"):
                rewritten(data, Source("a.py", "x = 1\n"), [Edit(Place("a.py", 0, 1), "z")], python=True)


def cell(source: Any, kind: str = "code", **more: Any) -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {"a": [1.50, {"b": None}]}, "outputs": ["\u2028"], "source": source, **more}


def notebook(*cells: dict[str, Any], indent: int | None = 1, ascii_only: bool = False, end: str = "\n") -> str:
    document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, indent=indent, ensure_ascii=ascii_only) + end


def replaced(text: str, old: str, new: str, count: int = 1) -> str:
    """Return a notebook in whose code the first places of a text hold another one."""
    source = read("a.ipynb", text.encode(), 10**6).source
    starts: list[int] = []
    for _ in range(count):
        starts.append(source.text.index(old, starts[-1] + len(old) if starts else 0))
    edits = [Edit(Place("a.ipynb", start, start + len(old)), new) for start in starts]
    return rewritten(text.encode(), source, edits, python=False).decode()


class TestNotebook:
    def test_only_the_lines_of_the_cell_change(self) -> None:
        text = notebook(cell(["x = 1\n", "y = 2\n", "z = 3"]), cell("# y = 2", "markdown"), cell(["y = 4"]))
        assert replaced(text, "y = 2", "y = 5") == text.replace('"y = 2\\n"', '"y = 5\\n"')

    def test_a_line_more_and_a_line_less(self) -> None:
        text = notebook(cell(["x = 1\n", "y = 2\n", "z = 3"]))
        assert replaced(text, "y = 2\n", "") == notebook(cell(["x = 1\n", "z = 3"]))
        assert replaced(text, "y = 2\n", "a\nb\n") == notebook(cell(["x = 1\n", "a\n", "b\n", "z = 3"]))
        assert replaced(text, "x = 1\ny", "w") == notebook(cell(["w = 2\n", "z = 3"]))
        assert replaced(text, "1\n", "1; ") == notebook(cell(["x = 1; y = 2\n", "z = 3"]))
        assert replaced(notebook(cell(["x = 1"])), "1", "(\n1)") == notebook(cell(["x = (\n", "1)"]))

    def test_the_last_line_ends_as_it_did(self) -> None:
        text = notebook(cell(["x = 1\n", "y = 2"]), cell(["z = 3"]))
        assert replaced(text, "y = 2\n", "") == notebook(cell(["x = 1"]), cell(["z = 3"]))
        assert replaced(text, "y = 2\n", "y\n") == notebook(cell(["x = 1\n", "y"]), cell(["z = 3"]))
        assert replaced(text, "y = 2", "y = 2\nx\n") == notebook(cell(["x = 1\n", "y = 2\n", "x\n"]), cell(["z = 3"]))
        assert replaced(text, "z = 3\n", "") == notebook(cell(["x = 1\n", "y = 2"]), cell([]))

    def test_lines_end_as_those_of_the_cell_or_else_of_the_other_cells(self) -> None:
        text = notebook(cell(["x = 1\r\n", "y = 2"]), cell(["z = 3"]))
        assert replaced(text, "y = 2\n", "") == notebook(cell(["x = 1"]), cell(["z = 3"]))
        assert replaced(text, "y", "w\ny") == notebook(cell(["x = 1\r\n", "w\r\n", "y = 2"]), cell(["z = 3"]))
        assert replaced(text, "3", "3\nw") == notebook(cell(["x = 1\r\n", "y = 2"]), cell(["z = 3\r\n", "w"]))
        assert replaced(notebook(cell(["x = 1\r"])), "1", "2") == notebook(cell(["x = 2\r"]))

    def test_an_insertion_behind_the_last_line_of_the_last_cell(self) -> None:
        text = notebook(cell(["x = 1"]))
        source = read("a.ipynb", text.encode(), 10**6).source
        edit = Edit(Place("a.ipynb", len(source.text), len(source.text)), "y = 2\n")
        assert rewritten(text.encode(), source, [edit], python=False).decode() == notebook(cell(["x = 1\n", "y = 2"]))

    def test_a_source_of_one_string_stays_one(self) -> None:
        text = notebook(cell("x = 1\ny = 2\n"), end="")
        assert replaced(text, "y = 2", "y = 3\nz") == notebook(cell("x = 1\ny = 3\nz\n"), end="")

    @pytest.mark.parametrize("indent", [None, 0, 2, 4])
    def test_indentation_stays(self, indent: int | None) -> None:
        text = notebook(cell(["x = 1"]), cell(["y\n", "z"]), indent=indent)
        assert replaced(text, "1", "1\nb") == notebook(cell(["x = 1\n", "b"]), cell(["y\n", "z"]), indent=indent)

    def test_escapes_stay_and_new_ones_are_those_of_the_file(self) -> None:
        lines = ['a = "\xe9\\t😀/"\n', "b = 1"]
        plain, escaped = notebook(cell(lines)), notebook(cell(lines), ascii_only=True)
        after = ['a = "\xe9\\t😀/"\n', 'b = "\xfc😀"']
        assert replaced(plain, "1", '"\xfc😀"') == notebook(cell(after))
        assert replaced(escaped, "1", '"\xfc😀"') == notebook(cell(after), ascii_only=True)
        odd = plain.replace("/", "\\/").replace("\xe9", "\\u00E9")
        assert replaced(odd, "1", "2") == odd.replace("b = 1", "b = 2")

    def test_several_edits_in_several_cells(self) -> None:
        text = notebook(cell(["a = 1\n", "a = 1"]), cell("a = 1", "raw"), cell(["a = 1\n", "b\n", "a = 1"]))
        after = notebook(cell(["c\n", "c"]), cell("a = 1", "raw"), cell(["c\n", "b\n", "c"]))
        assert replaced(text, "a = 1", "c", 4) == after

    def test_keys_that_repeat_and_worksheets(self) -> None:
        text = '{"cells": [{"cell_type": "code", "source": "no", "source": ["x = 1"]}], "metadata": {}}'
        assert replaced(text, "x", "y") == text.replace("x = 1", "y = 1")
        old = '{"worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1"], "language": "python"}]}]}'
        assert replaced(old, "x", "y") == old.replace("x = 1", "y = 1")

    def test_an_edit_over_the_end_of_a_cell_or_of_a_magic_is_refused(self) -> None:
        text = notebook(cell(["%time x\n", "x = 1"]), cell(["y = 2"]))
        with pytest.raises(Unwritable, match="over the end of a cell"):
            replaced(text, "1\ny", "z")
        with pytest.raises(Unwritable, match="a magic stands"):
            replaced(text, "  \nx", "z")

    def test_a_notebook_that_changed_is_refused(self) -> None:
        text = notebook(cell(["x = 1"]))
        source = read("a.ipynb", text.encode(), 10**6).source
        for data in (notebook(cell(["x = 2"])), notebook(), notebook({"cell_type": "code"})):
            with pytest.raises(Unwritable, match=r"^it changed since it was read$"):
                rewritten(data.encode(), source, [Edit(Place("a.ipynb", 0, 1), "z")], python=False)


CODE = st.text(st.sampled_from('ab# \t"\\é😀\n'), max_size=24).map(lambda text: f"x = 1 # {text}".replace("\n", "\n#"))


@st.composite
def notebooks(draw: st.DrawFn) -> tuple[str, list[str], int]:
    """Return a notebook, its code cells and the number of the one to edit."""
    codes = draw(st.lists(CODE, min_size=1, max_size=4))
    styles = draw(st.lists(st.booleans(), min_size=len(codes), max_size=len(codes)))
    sources: Sequence[Any] = [
        code.splitlines(keepends=True) if style else code for code, style in zip(codes, styles, strict=True)
    ]
    cells = [part for source in sources for part in (cell("# text", "markdown"), cell(source))]
    text = notebook(
        *cells,
        indent=draw(st.sampled_from([None, 1, 4])),
        ascii_only=draw(st.booleans()),
        end=draw(st.sampled_from(["", "\n", "\r\n"])),
    )
    return text, codes, draw(st.integers(0, len(codes) - 1))


@given(notebooks(), st.data())
def test_everything_but_the_source_of_the_cell_stays(case: tuple[str, list[str], int], data: st.DataObject) -> None:
    text, codes, number = case
    source = read("a.ipynb", text.encode(), 10**6).source
    start, code = source.cells[number].start, codes[number]
    first, last = sorted((data.draw(st.integers(0, len(code))), data.draw(st.integers(0, len(code)))))
    content = data.draw(st.text('ab\n"\\é😀', max_size=6))
    edit = Edit(Place("a.ipynb", start + first, start + last), content)
    after = rewritten(text.encode(), source, [edit], python=False).decode()
    new = json.loads(after)
    sources = ["".join(one["source"]) for one in new["cells"] if one["cell_type"] == "code"]
    assert sources == [*codes[:number], code[:first] + content + code[last:], *codes[number + 1 :]]
    document = json.loads(text)
    before, behind = _around(text, document, number), _around(after, new, number)
    assert before == behind
    lines = new["cells"][2 * number + 1]["source"]
    assert isinstance(lines, str) or all(line.endswith("\n") for line in lines[:-1])


def _around(text: str, document: Any, number: int) -> tuple[str, str]:
    """Return what stands ahead of and behind the source of a code cell in a notebook."""
    heads = text.split('"source": ')
    head = '"source": '.join(heads[: 2 * number + 2])
    tail = '"source": '.join(heads[2 * number + 2 :])
    value, end = json.JSONDecoder().raw_decode(tail)
    assert value == document["cells"][2 * number + 1]["source"]
    return head, tail[end:]
