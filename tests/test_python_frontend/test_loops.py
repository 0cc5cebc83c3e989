"""A loop over known items writes its text once for each; any other loop writes a repeat."""

from __future__ import annotations

import pytest

from tests.test_python_frontend.reading import bare, show, system


def test_known_items_are_written_one_by_one() -> None:
    assert (
        system("""
        text = "Rules:\\n"
        for rule in ["Be kind.", "Be brief."]:
            text += f"- {rule}\\n"
        send(text)
        """)
        == "Rules:⏎- Be kind.⏎- Be brief.⏎"
    )


def test_numbered_known_items() -> None:
    assert system('send("\\n".join(f"{n}. {r}" for n, r in enumerate(["a", "b"], start=1)))') == "1. a⏎2. b"


def test_zip_items_range_and_reversed() -> None:
    assert (
        system("""
        parts = [f"{a}={b}" for a, b in zip(["x", "y"], ("1", "2"))]
        parts += [f"{k}:{v}" for k, v in {"k": "v"}.items()]
        for n in range(1, 6, 2):
            parts.append(str(n))
        for tail in reversed(["q", "p"]):
            parts.append(tail)
        send(" ".join(parts))
        """)
        == "x=1 y=2 k:v 1 3 5 p q"
    )


def test_nested_loops_over_known_items() -> None:
    assert system('send("".join(a + b for a in "xy" for b in ["1", "2"] if a + b != "x2"))') == "x1y1y2"


def test_unknown_items_are_a_repeat() -> None:
    assert (
        bare("""
        def f(rules):
            text = "Rules:\\n"
            for rule in rules:
                text += f"- {rule.title}\\n"
            send(text + "End")
        """)
        == "Rules:⏎{- <unknown>⏎}*End"
    )


def test_appended_unknown_items_are_a_repeat() -> None:
    assert (
        bare("""
        def f(rules):
            parts = ["Rules:\\n"]
            for rule in rules:
                parts.append(f"- {rule}\\n")
            parts.append("End")
            send("".join(parts))
        """)
        == "Rules:⏎{- <unknown>⏎}*End"
    )


def test_a_comprehension_over_unknown_items_is_a_repeat() -> None:
    assert bare('def f(rules):\n    send("R:" + "".join([f"- {r}\\n" for r in rules]))') == "R:{- <unknown>⏎}*"


def test_a_comprehension_with_a_filter_is_a_repeat_of_a_choice() -> None:
    assert bare('def f(rules):\n    send("R:" + "".join(f"- {r.text}\\n" for r in rules if r.on))') == (
        "R:{[- <unknown>⏎|]}*"
    )


def test_what_a_loop_runs_over_is_known_by_its_name() -> None:
    assert bare('def f(retrieved_docs):\n    send("A" + "".join(f"- {d.text}\\n" for d in retrieved_docs))') == (
        "A{- <retrieval? request>⏎}*<retrieval? request>"
    )


def test_a_condition_in_a_loop_is_a_choice_in_the_repeat() -> None:
    assert (
        system("""
        def f(rules):
            text = ""
            for rule in rules:
                if rule.hidden:
                    continue
                text += "- "
                if rule.bold:
                    text += "!"
                text += "\\n"
            send("a" + text)
        """)
        == "a{[|- [!|]⏎]}*"
    )


def test_break_may_end_a_loop_over_known_items() -> None:
    assert (
        system("""
        def f(limit):
            text = ""
            for rule in ["a", "b"]:
                text += rule
                if limit:
                    break
            send(text)
        """)
        == "a[|b]"
    )


def test_a_break_that_is_certain_ends_the_loop() -> None:
    assert (
        system('text = ""\nfor n in range(9):\n    if n == 2:\n        break\n    text += str(n)\nsend(text)') == "01"
    )


def test_for_else_runs_when_nothing_breaks() -> None:
    assert system('text = ""\nfor x in "ab":\n    text += x\nelse:\n    text += "!"\nsend(text)') == "ab!"


def test_while_counts_as_often_as_is_known() -> None:
    assert system('text = ""\nn = 0\nwhile n < 3:\n    text += str(n)\n    n += 1\nsend(text)') == "012"


def test_a_while_of_unknown_length_is_a_repeat() -> None:
    assert (
        bare("""
        def f(queue):
            text = "a"
            while queue:
                text += f"- {queue.pop()}\\n"
            send(text + "b")
        """)
        == "a{- <unknown>⏎}*b"
    )


def test_what_changes_with_every_round_of_the_loop_that_sends_is_a_counter() -> None:
    assert (
        system("""
        def f(limit):
            for step in range(limit):
                send(f"Be kind. Step {step}.")
        """)
        == "Be kind. Step <counter request step rewritten>."
    )


def test_a_count_by_hand_in_the_loop_that_sends_is_a_counter() -> None:
    assert (
        system("""
        def f(done):
            n = 0
            while not done():
                n += 1
                send(f"Round {n}")
        """)
        == "Round <counter request n rewritten>"
    )


def test_a_number_in_a_loop_that_only_builds_text_is_no_counter() -> None:
    assert (
        bare("""
        def f(rules):
            text = ""
            for n, rule in enumerate(rules):
                text += f"{n}. {rule}\\n"
            send("a" + text)
        """)
        == "a{<unknown>. <unknown>⏎}*"
    )


def test_what_the_loop_that_sends_runs_over_is_not_a_counter() -> None:
    assert (
        bare("""
        def f(tickets):
            for ticket in tickets:
                send("Be kind. " + ticket.body)
        """)
        == "Be kind. <input? request>"
    )


def test_a_loop_over_known_texts_sends_each() -> None:
    assert show("""
        from openai import OpenAI
        client = OpenAI()
        for lead in ("a", "b"):
            client.responses.create(model="gpt-4o", instructions=lead, input="Hi")
        """) in ("system: a\nuser: Hi\n\nsystem: b\nuser: Hi", "system: [a|b]\nuser: Hi")


def test_comprehensions_of_every_form() -> None:
    assert (
        system("""
        upper = {k: v.upper() for k, v in {"a": "x", "b": "y"}.items() if k != "b"}
        lines = list(line for line in ("p", "q"))
        one = {c for c in "z"}
        send(upper["a"] + "".join(lines) + "".join(one) + str(sum(n for n in [1, 2])) + str(len([1 for _ in "ab"])))
        """)
        == "Xpqz32"
    )


def test_a_comprehension_keeps_its_names_to_itself() -> None:
    assert system('x = "a"\nparts = [x for x in "bc"]\nsend(x + "".join(parts))') == "abc"


def test_a_loop_name_is_left_at_its_last_item() -> None:
    assert system('for x in "ab":\n    pass\nsend(x)') == "b"


def test_async_loops() -> None:
    assert (
        bare("""
        async def f(source):
            parts = [f"- {x.text}\\n" async for x in source]
            async for y in source:
                parts.append(f"* {y.text}\\n")
            send("a" + "".join(parts))
        """)
        == "a{- <unknown>⏎}*{* <unknown>⏎}*"
    )


def test_a_list_of_parameters_with_unknown_ones() -> None:
    assert (
        bare("""
        def f(shots):
            parts = ["a", *shots, "b"]
            send("\\n".join(parts))
        """)
        == "a{⏎<unknown>}*⏎b"
    )


def test_any_and_all_and_first_match() -> None:
    assert system('xs = ["a", "b"]\nsend(next(x for x in xs if x > "a") + str(any(x == "b" for x in xs)))') == "bTrue"


def test_the_first_item_of_some_that_may_be_missing() -> None:
    items = '*(["A"] if a else []), *(["B"] if b else []), "C"'
    assert system(f"def f(a, b):\n    send(next(iter([{items}])))") == "[A|B|C]"


def test_the_first_item_of_a_thousand_that_may_be_missing_is_not_looked_for() -> None:
    conditions = ", ".join(f'*(["{n}"] if f({n}) else [])' for n in range(1_000))
    assert system(f'def g(f):\n    send("x" + next(iter([{conditions}]), "y"))').startswith("x<unknown")


def test_an_endless_generator_is_not_followed_for_ever() -> None:
    assert (
        system("""
        import itertools
        def f():
            text = "a"
            for n in itertools.count():
                text += "b"
                if len(text) > 10_000_000:
                    break
            send("x" + text)
        """)[:2]
        == "xa"
    )


def test_a_long_loop_over_a_range_is_not_written_out() -> None:
    assert len(system('send("a" + "".join(f"{n} " for n in range(10**9)))')) < 1_000


def test_what_a_loop_carries_is_called_by_its_variable() -> None:
    assert system("""
        def f(self, task):
            last, count = task, 0
            while count < self.most:
                send("Latest: " + last)
                last = ask(last)
                count += 1
        """).endswith(" last>")


def test_a_comprehension_whose_value_nobody_takes_is_a_loop() -> None:
    assert (
        bare("""
        def f(rows, user_name):
            parts, row = ["a"], "e"
            [parts.append(f"- {row}") for row in rows if row.kind == "x"]
            lists = [parts]
            [each.append(f"b{number}") for each in lists for number in ("1", "2")]
            {name: parts.append(name) for name in ("c", "d")}
            send("".join(parts) + row)
        """)
        == "a{[- <unknown>|]}*b1b2cde"
    )


def test_a_comprehension_that_fills_a_list_of_the_module() -> None:
    assert (
        system("""
        PARTS = []
        [PARTS.append(each) for each in ("a", "b")]
        def f():
            send("".join(PARTS))
        """)
        == "ab"
    )


def test_a_generator_expression_whose_value_nobody_takes_does_not_run() -> None:
    assert system('parts = ["a"]\n(parts.append(each) for each in ("b", "c"))\nsend("".join(parts))') == "a"


def test_a_comprehension_that_fills_a_list_does_so_for_every_item() -> None:
    assert (
        bare("""
        def f(rows):
            parts = []
            done = [parts.append(f"- {row}") for row in rows]
            send("".join(parts) + "a")
        """)
        == "{- <unknown>}*a"
    )


TABLE = 'TABLE = {"a": "Hello {x}.", "b": "Salut {x}."}\n'


@pytest.mark.parametrize(
    ("look", "text"),
    [
        ('for d in docs:\n        parts.append(TABLE["b"].format(x=d))', "Hello <unknown>."),
        ('if q:\n        y = TABLE["b"]', "Hello <unknown>."),
        ('while docs.more():\n        y = TABLE["b"]', "Hello <unknown>."),
        ('if q:\n        TABLE["a"] = "Bye {x}."', "<unknown>"),
    ],
)
def test_a_table_of_the_module_is_the_same_behind_a_path_that_only_looks_at_it(look: str, text: str) -> None:
    program = f'{TABLE}def f(q, docs):\n    parts = []\n    {look}\n    send(TABLE["a"].format(x=q))'
    assert bare(program) == text


def test_a_template_of_a_table_of_the_module_is_filled_in_every_round() -> None:
    program = f"""{TABLE}def f(docs):
    parts = []
    for doc in docs:
        parts.append(TABLE["b"].format(x=doc))
    send("".join(parts))"""
    assert bare(program) == "{Salut <retrieval? request>.}*<retrieval? request>"
