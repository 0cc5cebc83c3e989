"""Statements take effect in the order in which the program runs them."""

from __future__ import annotations

import pytest

from tests.test_python_frontend.reading import bare, prompts, sent, system, systems


def test_a_name_holds_what_was_assigned_last() -> None:
    assert system('text = "a"\ntext = "b" + text\nsend(text)\ntext = "c"') == "ba"


def test_a_name_assigned_behind_the_request_does_not_reach_it() -> None:
    assert system('text = "a"\nsend(text)\ntext += "b"') == "a"


def test_text_grows_by_augmented_assignment() -> None:
    assert system('def f(name):\n    text = "a"\n    text += f" {name}"\n    text *= 2\n    send(text)') == (
        "a <unknown name>a <unknown name>"
    )


def test_one_value_under_two_names() -> None:
    assert system('a = b = "x"\na += "y"\nsend(a + b)') == "xyx"


def test_two_names_of_one_list_see_the_same_items() -> None:
    assert system('a = b = ["x"]\na.append("y")\nb += ["z"]\nsend(" ".join(a))') == "x y z"


def test_a_new_list_is_not_seen_under_the_old_name() -> None:
    assert system('a = ["x"]\nb = a\na = a + ["y"]\nb.append("z")\nsend(" ".join(a) + "|" + " ".join(b))') == "x y|x z"


def test_unpacking() -> None:
    assert (
        system('(a, b), *rest, c = ("1", "2"), "3", "4", "5"\na, b = b, a\nsend(a + b + c + "".join(rest))') == "21534"
    )


def test_unpacking_what_is_unknown_leaves_the_text_around_it() -> None:
    assert system('def f(pair):\n    a, b = pair\n    send(f"x {a} y {b} z")') == "x <unknown a> y <unknown b> z"


def test_unpacking_text_and_mappings() -> None:
    assert system('a, b = "xy"\nc, d = {"k": 1, "l": 2}\nsend(b + a + c + d)') == "yxkl"


def test_walrus() -> None:
    assert system('def f(req):\n    if (intro := "Be " + "kind."):\n        send(intro)') == "Be kind."


def test_annotated_assignment() -> None:
    assert system('from typing import Final\nLEAD: Final[str] = "a"\nlate: str\nlate = "b"\nsend(LEAD + late)') == "ab"


def test_items_are_set_and_deleted() -> None:
    assert (
        system("""
        parts = {"a": "1", "b": "2"}
        parts["a"] = "3"
        parts["c"] = "4"
        del parts["b"]
        lines = ["x", "y", "z"]
        lines[0] = "w"
        lines[1:2] = ["v", "u"]
        del lines[-1]
        send("".join(parts.values()) + "".join(lines))
        """)
        == "34wvu"
    )


def test_lists_change_in_place() -> None:
    assert (
        system("""
        parts = ["b"]
        parts.insert(0, "a")
        parts.extend(["c", "d"])
        parts += ("e",)
        last = parts.pop()
        parts.remove("c")
        parts.reverse()
        send("".join(parts) + last)
        """)
        == "dbae"
    )


def test_mappings_change_in_place() -> None:
    assert (
        system("""
        facts = dict(a="1")
        facts.update({"b": "2"}, c="3")
        facts.setdefault("a", "9")
        facts.setdefault("d", "4")
        facts |= {"e": "5"}
        gone = facts.pop("b")
        send("".join(facts.values()) + gone + facts.get("z", "-") + "".join({**facts, "a": "8"}.values()))
        """)
        == "13452-8345"
    )


def test_mapping_items_keep_the_place_of_their_first_setting() -> None:
    assert system('d = {"a": 1, "b": 2}\nd["a"] = 3\nsend(" ".join(f"{k}{v}" for k, v in d.items()))') == "a3 b2"


def test_a_branch_on_an_unknown_condition_is_a_choice() -> None:
    assert (
        system("""
        def f(req, flag):
            text = "a"
            if flag:
                text += "b"
            elif req.memory:
                text += "c"
            else:
                text += "d"
            send(text + "e")
        """)
        == "a[b|c|d]e"
    )


def test_a_branch_without_else_may_add_nothing() -> None:
    assert system('def f(flag):\n    text = "a"\n    if flag:\n        text += "b"\n    send(text)') == "a[b|]"


def test_fifty_optional_sections_stay_fifty_choices() -> None:
    lines = "".join(f'    if flags.a{n}:\n        text += "{n}."\n' for n in range(50))
    expected = "".join(f"[{n}.|]" for n in range(50))
    assert system(f'def f(flags):\n    text = "a"\n{lines}    send(text)') == "a" + expected


def test_a_branch_on_a_constant_takes_one_way() -> None:
    assert (
        system("""
        DEBUG = False
        MODE = "strict"
        def f():
            text = "a"
            if DEBUG:
                text += "b"
            if MODE == "strict" and not DEBUG:
                text += "c"
            if len("abc") > 3 or MODE in ("loose", "free"):
                text += "d"
            send(text)
        """)
        == "ac"
    )


def test_a_branch_on_a_parameter_folds_at_the_call() -> None:
    assert (
        system("""
        def lead(tone, short=False):
            if tone == "warm":
                return "Be kind." if short else "Be very kind."
            return "Be strict."
        send(lead("warm", short=True) + lead("cold") + lead(tone="warm"))
        """)
        == "Be kind.Be strict.Be very kind."
    )


def test_a_condition_on_a_varying_source_picks_the_text() -> None:
    assert (
        system("""
        import random
        text = "a" if random.random() < 0.5 else "b"
        send(text)
        """)
        == "[<random request random.random()> ? a|b]"
    )


def test_a_greeting_by_the_hour_varies_with_the_day() -> None:
    assert (
        system("""
        from datetime import datetime
        def f():
            if datetime.now().hour < 12:
                lead = "Good morning"
            else:
                lead = "Good evening"
            send(lead)
        """)
        == "[<date day datetime.now()> ? Good morning|Good evening]"
    )


def test_a_test_for_presence_or_type_does_not_make_text_vary() -> None:
    assert (
        system("""
        def f(memory, question, user_name):
            text = "a" if memory else "b"
            if user_name is not None and "x" in question:
                text += "c"
            if isinstance(question, str):
                text += "d"
            send(text)
        """)
        == "[a|b][c|][d|]"
    )


def test_an_optional_value() -> None:
    assert system('def f(note):\n    send("a" + (f" {note}" if note else "") + (note or "none"))') == (
        "a[ <unknown note>|][<unknown note>|none]"
    )


def test_or_and_and_fold_on_constants() -> None:
    assert system('send((None or "a") + ("" or "b") + ("x" and "c") + (0 or "d"))') == "abcd"


def test_an_early_return_ends_the_helper() -> None:
    assert (
        system("""
        def lead(flag):
            if not flag:
                return "a"
            text = "b"
            return text + "c"
        def f(flag):
            send(lead(flag) + ".")
        """)
        == "[a|bc]."
    )


def test_a_guard_that_raises_or_returns_leaves_one_text() -> None:
    assert (
        system("""
        def f(name, flag):
            text = "a"
            if not name:
                raise ValueError("no name")
            if flag is None:
                text = "never sent"
                return None
            assert name, "a name"
            return send(text + "b")
        """)
        == "ab"
    )


def test_each_way_to_a_request_is_a_prompt() -> None:
    assert systems("""
        def f(flag):
            text = "a"
            if flag:
                return send(text + "b")
            return send(text + "c")
        """) == ["ab", "ac"]


def test_match_on_values() -> None:
    program = """
        def lead(tone):
            match tone:
                case "warm":
                    return "A"
                case "cold" | "icy":
                    return "B"
                case _:
                    return "C"
        def f(tone):
            send(lead(TONE))
        """
    assert system(program.replace("TONE", '"icy"')) == "B"
    assert system(program.replace("TONE", "tone")) == "[A|B|C]"


def test_match_takes_things_apart() -> None:
    assert (
        system("""
        def lead(item):
            match item:
                case {"kind": "note", "text": text}:
                    return "note " + text
                case [first, *rest] if rest:
                    return first + "+" + rest[0]
                case str() as text:
                    return "text " + text
                case int(n) | n:
                    return f"number {n}"
        send(lead({"kind": "note", "text": "a"}) + "," + lead(["x", "y"]) + "," + lead("z") + "," + lead(4))
        """)
        == "note a,x+y,text z,number 4"
    )


def test_try_goes_one_way_or_the_other() -> None:
    assert (
        system("""
        def f(req):
            text = "a"
            try:
                extra = req.load()
            except KeyError:
                extra = "none"
            finally:
                text += "b"
            send(text + extra)
        """)
        == "ab[<input? request req.load()>|none]"
    )


def test_an_optional_import_does_not_stop_the_reading() -> None:
    assert (
        system("""
        try:
            import fast
        except ImportError:
            fast = None
        def f():
            send("Be kind.")
        """)
        == "Be kind."
    )


def test_with_binds_and_goes_on() -> None:
    assert (
        system("""
        import contextlib
        def f(lock, path):
            with lock, contextlib.suppress(OSError), open(path) as file:
                send("a " + file.read() + " b")
        """)
        == "a <unknown file.read()> b"
    )


def test_global_names_are_read_where_the_function_runs() -> None:
    assert system('LEAD = "a"\ndef f():\n    send(LEAD + TAIL)\nTAIL = "b"\n') == "ab"


def test_a_global_that_a_function_sets_may_hold_either() -> None:
    assert (
        system("""
        LEAD = "a"
        def prepare(name):
            global LEAD
            LEAD = "Dear " + name
        def f():
            send(LEAD)
        """)
        == "[<unknown request LEAD> ? a|Dear <unknown name>]"
    )
    assert system("LEAD = None\ndef prepare():\n  global LEAD\n  LEAD = 'b'\ndef f():\n  send(LEAD)") == "b"


def test_nonlocal_names_are_written_through() -> None:
    assert (
        system("""
        def f(name):
            text = "a"
            def add(more):
                nonlocal text
                text += more
            add("b")
            add(name)
            send(text)
        """)
        == "ab<unknown name>"
    )


def test_a_script_under_its_main_guard_is_read() -> None:
    assert system('if __name__ == "__main__":\n    text = "a"\n    send(text)') == "a"


def test_code_for_type_checkers_does_not_run() -> None:
    assert system('from typing import TYPE_CHECKING\nLEAD = "a"\nif TYPE_CHECKING:\n    LEAD = "b"\nsend(LEAD)') == "a"


def test_code_behind_a_return_sends_nothing() -> None:
    assert prompts(sent('def f():\n    return None\n    send("a")')) == ()


def test_a_request_in_a_branch_that_cannot_run_is_none() -> None:
    assert prompts(sent('if False:\n    send("a")')) == ()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('text = "a"', "a"),
        ('text = {"one": "a"}["one"]', "a"),
        ("text = load()", "[<unknown load()>|b]"),
        ('text = {"one": "a"}[name]', None),
    ],
)
def test_a_text_that_is_written_down_cannot_fail(body: str, expected: str | None) -> None:
    found = system(f"def f(name):\n  try:\n    {body}\n  except KeyError:\n    text = 'b'\n  send(text)\n")
    assert found == expected if expected else "b" in found


def test_lengths_are_known_where_the_items_are_not() -> None:
    assert (
        system("""
        def f(user_name):
            parts = ["a", user_name]
            parts.insert(len(parts), "c")
            send("".join(parts) + str(len({"a": user_name})) + str(len("ab" if user_name else "cd")))
        """)
        == "a<user? user user_name>c12"
    )


def test_lengths_that_depend_on_what_is_not_known() -> None:
    assert (
        bare("""
        def f(rows, name):
            send(f"{len([*rows, 1])} {len(name + 'a')} {len('ab' if name else 'c')} {len({rows, name})}")
        """)
        == "<unknown> <unknown> <unknown> <unknown>"
    )


def test_constants_that_differ_between_systems() -> None:
    assert system('import os\nsend("a" + os.linesep if len(os.sep) == 1 else "b")') == "a[⏎|\r⏎]"
