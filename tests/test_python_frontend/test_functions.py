"""What a helper returns, yields, appends or wraps is read at each of its calls."""

from __future__ import annotations

from tests.test_python_frontend.reading import bare, show, system, systems

N = "<unknown name>"


def test_arguments_by_position_name_and_default() -> None:
    assert system(
        'def g(a, b="y", *, c="z"):\n    return a + b + c\nsend(g("x") + g("1", "2", c="3") + g(b="q", a="p"))'
    ) == ("xyz123pqz")


def test_star_arguments() -> None:
    assert (
        system("""
        def g(lead, *parts, sep="-", **facts):
            return lead + sep.join(parts) + "".join(f"{k}={v}" for k, v in facts.items())
        args = ["a", "b", "c"]
        send(g(*args, tail="t", **{"sep": "+", "more": "m"}))
        """)
        == "ab+ctail=tmore=m"
    )


def test_positional_only_parameters() -> None:
    assert system('def g(a, /, b):\n    return a + b\nsend(g("x", b="y"))') == "xy"


def test_a_hole_is_named_as_the_caller_names_it() -> None:
    assert system('def g(x):\n    return f"Dear {x}."\ndef f(req):\n    send(g(req.user.name))') == (
        "Dear <user? user req.user.name>."
    )


def test_two_calls_do_not_share_their_arguments() -> None:
    assert system('def g(x):\n    return "- " + x\ndef f(name):\n    send(g("a") + g(name) + g("b"))') == f"- a- {N}- b"


def test_a_function_may_be_defined_behind_its_caller() -> None:
    assert system('def f():\n    send(g())\ndef g():\n    return "a"') == "a"


def test_a_function_that_returns_nothing_is_none() -> None:
    assert system('def g():\n    pass\nsend(f"a {g()}" if g() else "b")') == "b"


def test_closures_keep_the_variables_around_them() -> None:
    assert (
        system("""
        def maker(lead):
            tail = "!"
            def make(name):
                return lead + name + tail
            tail = "?"
            return make
        def f(name):
            send(maker("Dear ")(name) + maker("Hi ")("x"))
        """)
        == f"Dear {N}?Hi x?"
    )


def test_lambdas_partials_and_functions_as_values() -> None:
    assert (
        system("""
        from functools import partial
        bullet = lambda text, mark="-": f"{mark} {text}"
        star = partial(bullet, mark="*")
        table = {"a": bullet, "b": star}
        def twice(make, text):
            return make(text) + make(text)
        send(table["a"]("x") + table["b"]("y") + twice(star, "z"))
        """)
        == "- x* y* z* z"
    )


def test_a_helper_fills_the_list_that_it_is_given() -> None:
    assert (
        system("""
        def header(parts, name):
            parts.append("Dear " + name)
            parts += ["Be kind."]
        def f(name):
            parts = []
            header(parts, name)
            parts.append("End")
            send("\\n".join(parts))
        """)
        == f"Dear {N}⏎Be kind.⏎End"
    )


def test_a_helper_fills_the_mapping_that_it_is_given() -> None:
    assert system('def g(d):\n    d["a"] = "x"\nd = {}\ng(d)\nsend(d["a"])') == "x"


def test_a_helper_that_rebinds_its_parameter_changes_nothing() -> None:
    assert system('def g(p):\n    p = p + ["b"]\nparts = ["a"]\ng(parts)\nsend("".join(parts))') == "a"


def test_a_generator_yields_the_sections() -> None:
    assert (
        system("""
        def sections(name):
            yield "Be kind."
            if name:
                yield f"Dear {name}"
            for n in range(2):
                yield str(n)
            yield from rest()
        def rest():
            yield "End"
        def f(name):
            send("\\n".join(sections(name)))
        """)
        == f"Be kind.[⏎Dear {N}|]⏎0⏎1⏎End"
    )


def test_a_generator_is_a_list_once_listed() -> None:
    assert (
        system('def g():\n    yield "a"\n    yield "b"\nfirst, *rest = g()\nsend(rest[0] + list(g())[0] + next(g()))')
        == "baa"
    )


def test_several_values_are_returned_at_once() -> None:
    assert system('def g():\n    return "a", {"k": "b"}\nx, d = g()\nsend(d["k"] + x)') == "ba"


def test_a_decorator_of_the_program_is_applied() -> None:
    assert (
        system("""
        import functools
        def loud(function):
            @functools.wraps(function)
            def wrapper(*args, **kwargs):
                return function(*args, **kwargs).upper() + "!"
            return wrapper
        @loud
        def lead(name, tone="kind"):
            return f"be {tone} to " + name
        def f(name):
            send(lead(name, tone="good"))
        """)
        == f"BE GOOD TO {N}!"
    )


def test_a_decorator_with_arguments_is_applied() -> None:
    assert (
        system("""
        def framed(mark):
            def decorate(function):
                def wrapper():
                    return mark + function() + mark
                return wrapper
            return decorate
        @framed("*")
        @framed("=")
        def lead():
            return "a"
        send(lead())
        """)
        == "*=a=*"
    )


def test_a_decorator_of_another_package_leaves_the_function_readable() -> None:
    assert (
        system('from tenacity import retry\n@retry(stop=3)\ndef f(name):\n    send("Be kind. " + name)')
        == f"Be kind. {N}"
    )


def test_a_traced_helper_still_returns_its_text() -> None:
    assert (
        system(
            'from langsmith import traceable\n@traceable\ndef lead():\n    return "a"\ndef f():\n    send("b" + lead())'
        )
        == "ba"
    )


def test_async_helpers() -> None:
    assert (
        system("""
        import asyncio
        async def lead(name):
            return "Dear " + name
        async def tail():
            return "End"
        async def f(name):
            first, last = await asyncio.gather(lead(name), tail())
            text = await lead("x")
            send(first + text + last)
        """)
        == f"Dear {N}Dear xEnd"
    )


def test_async_generators() -> None:
    assert (
        system("""
        async def sections():
            yield "a"
            yield "b"
        async def f():
            send("".join([part async for part in sections()]))
        """)
        == "ab"
    )


def test_recursion_ends() -> None:
    assert system(
        'def g(n):\n    return "a" if n == 0 else g(n - 1) + "b"\ndef f(n):\n    send("x" + g(n))'
    ).startswith("x")


def test_recursion_whose_end_is_known_is_followed_to_it() -> None:
    assert system("""
        def steps(count):
            return "a" + steps(count - 1) if count else ""
        def each(parts):
            return parts[0] + each(parts[1:]) if parts else ""
        def even(count):
            return "e" + odd(count - 1) if count else ""
        def odd(count):
            return "o" + even(count - 1) if count else ""
        def f(user_name):
            send(steps(3) + each(["b", user_name, "c"]) + even(3))
        """) == ("aaab<user? user user_name>ceoe")


def test_recursion_whose_end_is_not_known_is_not_followed() -> None:
    assert (
        bare("""
        def steps(count):
            return "a" + steps(count - 1) if count else ""
        def f(count, rows):
            send(steps(count) + "b" + "".join(steps(each) for each in rows))
        """)
        == "[a<unknown>|]b{[a<unknown>|]}*"
    )


def test_recursion_without_an_end_ends() -> None:
    text = bare('def forever(count):\n    return "a" + forever(count + 1) + "b"\nsend(forever(0))')
    assert text.startswith("aa")
    assert "<unknown>" in text


def test_functions_that_call_each_other_end() -> None:
    program = """
        def even(n):
            return "e" + odd(n - 1) if n else ""
        def odd(n):
            return "o" + even(n - 1) if n else ""
        def f(n):
            send("Be kind. " + even(n))
        """
    assert system(program).startswith("Be kind. ")


def test_a_recursive_tree_is_written_behind_known_text() -> None:
    assert system("""
        def tree(node, depth=0):
            lines = ["  " * depth + node.name]
            for child in node.children:
                lines.append(tree(child, depth + 1))
            return "\\n".join(lines)
        def f(root):
            send("Tree:\\n" + tree(root) + "\\nEnd")
        """).startswith("Tree:⏎")


def test_a_mutable_default_is_shared_but_readable() -> None:
    assert system('def g(parts=["a"]):\n    return "".join(parts)\nsend(g() + g(["b"]))') == "ab"


def test_reduce_and_friends() -> None:
    assert system(
        'import functools, operator, itertools\nxs = ["a", "b"]\nsend(functools.reduce(operator.add, xs) + functools.reduce(lambda a, b: b + a, xs) + "".join(itertools.chain(xs, ["c"])))'
    ) == ("abbaabc")


def test_a_wrapper_is_a_sink_for_its_callers() -> None:
    assert systems("""
        def ask(system, question="Hi"):
            return send(system + "\\nEnd.")
        def first(name):
            return ask("Dear " + name)
        def second():
            return ask(system="Be kind.")
        """) == [f"Dear {N}⏎End.", "Be kind.⏎End."]


def test_a_wrapper_of_a_wrapper_is_one_too() -> None:
    assert (
        system("""
        def low(text):
            return send(text)
        def high(*, lead, **rest):
            return low(lead + "!")
        def f(name):
            high(lead="Dear " + name, other=1)
        """)
        == f"Dear {N}!"
    )


def test_a_wrapper_that_nobody_calls_is_a_prompt_with_its_parameter() -> None:
    assert system('def ask(system_text):\n    send("Be kind. " + system_text)') == "Be kind. <unknown system_text>"


def test_a_wrapper_that_takes_the_client() -> None:
    assert (
        show("""
        from openai import OpenAI
        def ask(llm, system):
            return llm.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": system}])
        def f(name):
            return ask(OpenAI(), f"Dear {name}")
        """)
        == f"system: Dear {N}"
    )


def test_what_another_module_returns_is_unknown_or_what_its_name_says() -> None:
    assert (
        system("""
        from .helpers import build, get_user_name, LEAD
        from project import texts
        def f(req):
            send(f"a {build(1)} b {get_user_name(req.key)} c {LEAD} d {texts.TAIL}")
        """)
        == "a <unknown build(1)> b <user? user get_user_name(req.key)> c <unknown process LEAD> d <unknown process texts.TAIL>"
    )


COUNTER = """
        def counter():
            count = 4
            def step():
                nonlocal count
                count += 1
                return f"{count}. "
            return step
"""


def test_a_closure_keeps_what_it_changes() -> None:
    program = """
        def f(user_name):
            step, other = counter(), counter()
            send(step() + user_name + step() + other())
        """
    assert system(COUNTER + program) == "5. <user? user user_name>6. 5. "


def test_a_closure_that_a_module_keeps_counts_for_the_process() -> None:
    assert bare(COUNTER + "        step = counter()\n        def f():\n            send(step())") == "<unknown>. "


def test_a_closure_called_in_unknown_rounds_counts_on() -> None:
    program = """
        def f(rows):
            step = counter()
            for row in rows:
                step()
            send(step())
        """
    assert "5" not in bare(COUNTER + program)


def test_closures_that_share_a_variable() -> None:
    assert (
        system("""
        def builder(title):
            parts = [title]
            def add(text):
                parts.append(text)
            return {"add": add, "render": lambda: " ".join(parts)}
        def f(user_name):
            page, other = builder("Rules"), builder("Other")
            page["add"]("are")
            if user_name:
                page["add"](user_name)
            other["add"]("x")
            send(page["render"]())
        """)
        == "Rules are[ <user? user user_name>|]"
    )
