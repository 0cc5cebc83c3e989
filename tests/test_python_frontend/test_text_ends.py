"""What is stripped, removed, cut off or filled at the ends of a text that is known only in part."""

from __future__ import annotations

import pytest

from tests.test_python_frontend.reading import system

N = "<unknown name>"


def built(expression: str, setup: str = "") -> str:
    """Return the text of an expression over a parameter `name`, and `req` that decides what is optional."""
    lines = "".join(f"    {line}\n" for line in setup.splitlines())
    return system(f"def f(name, req):\n{lines}    send({expression})\n")


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ('rstrip(". ")', "Be kind[. And brief|]"),
        ('rstrip("!")', "Be kind.[ And brief.|]"),
        ('lstrip("Be ")', "kind.[ And brief.|]"),
        ('removesuffix(" brief.")', "Be kind.[ And|]"),
        ('removesuffix(".")', "Be kind[. And brief|]"),
        ('removesuffix("!")', "Be kind.[ And brief.|]"),
    ],
)
def test_an_end_that_is_optional(method: str, expected: str) -> None:
    assert built(f"text.{method}", 'text = "Be kind."\nif req.x: text += " And brief."') == expected


def test_a_start_that_is_optional() -> None:
    setup = 'text = "- "\nif req.x: text = ""\ntext += "-Be kind."'
    assert built('text.lstrip("- ")', setup) == "Be kind."
    assert built('text.removeprefix("- ")', setup) == "-Be kind."
    assert built('text.lstrip("+")', setup) in ("[- |]-Be kind.", "[|- ]-Be kind.")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('f"Be {name}.".ljust(4)', f"Be {N}."),
        ('f"Be {name}.".ljust(40)', f'Be {N}.<unknown f"Be {{name}}.".ljust(40)>'),
        ('f"Be {name}.".rjust(40)', f'<unknown f"Be {{name}}.".rjust(40)>Be {N}.'),
        ('"%3s|" % f"Be {name}."', f"Be {N}.|"),
        ('"%.2s|" % f"Be {name}."', "Be|"),
        ("f\"{f'Be {name}.':3}|\"", f"Be {N}.|"),
    ],
)
def test_a_text_that_is_filled_up(expression: str, expected: str) -> None:
    assert built(expression) == expected


def test_a_text_that_is_filled_up_on_either_side() -> None:
    assert built('"%40s|" % f"Be {name}."').endswith(f">Be {N}.|")
    assert built('"%-40s|" % f"Be {name}."').startswith(f"Be {N}.<unknown")


def test_a_slice_keeps_all_that_is_known_at_its_head() -> None:
    assert built('("Be " + "kind, " + name + ".")[:40]').startswith("Be kind, <unknown")
    assert built('("Be " + "kind, " + name + ".")[1:5]') == "e ki"
    assert built('("Be " + "kind, " + name + ".")[4:]') == f"ind, {N}."


def test_the_first_letter_alone_is_a_capital() -> None:
    assert built('f"be KIND, {name}. Be Brief.".capitalize()') == f"Be kind, {N}. be brief."
    assert built('f"{name}. Be Brief.".capitalize()').startswith("<unknown"), "the name may be empty"


def test_an_item_that_is_known_in_part_is_never_another_one() -> None:
    assert built('"-".join(parts)', 'parts = [f"a {name}", "x"]\nparts.remove("x")') == f"a {N}"
    assert built('"-".join(parts)', 'parts = [f"a {name}", "a x"]\nparts.remove("a x")').startswith("{")


def test_tabs_as_spaces() -> None:
    assert built('f"a\\tb{name}\\t|\\nc\\td".expandtabs(4)').replace(" ", "_").startswith("a___b<")
    assert built('f"a\\tb{name}\\t|\\nc\\td".expandtabs(4)').endswith(">|⏎c   d")
    assert built('f"a b{name}|".expandtabs(4)') == f"a b{N}|"


@pytest.mark.parametrize(
    ("choice", "written", "expected"),
    [
        ('"short" if flag else "longer"', "choice!s:.4", "[shor|long]"),
        ('"short" if flag else "longer"', "choice:>8.4", "[    shor|    long]"),
        ('"short" if flag else "longer"', "choice!s:6", "[short |longer]"),
        ('"short" if flag else "longer"', "choice!r:.3", "'[sh|lo]"),
        ('("a" if flag else "b") + ("c" if name else "d") + "efg"', "choice!s:.4", "[a|b][c|d]ef"),
        ("datetime.now() if flag else 'longer'", "choice!s:.4", "[<clock request datetime.now()>|long]"),
        ("name if flag else 'longer'", "choice!s:.4", "[<unknown name>|long]"),
        ("name", "choice!s:.4", "<unknown name>"),
    ],
)
def test_a_choice_is_cut_and_filled_up_arm_by_arm(choice: str, written: str, expected: str) -> None:
    imports = "from datetime import datetime\n"
    assert (
        system(f"{imports}def f(flag, name):\n    choice = {choice}\n    send(f'''{{{written}}} end''')\n")
        == f"{expected} end"
    )
