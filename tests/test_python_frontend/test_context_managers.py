"""Context managers: what `with` binds, and what runs before and behind its block."""

from __future__ import annotations

from tests.test_python_frontend.reading import show, system, systems

SECTION = """
        from contextlib import ExitStack, contextmanager
        @contextmanager
        def section(parts, title):
            parts.append(f"<{title}>")
            try:
                yield parts
            finally:
                parts.append(f"</{title}>")
"""


def section(program: str) -> str:
    return system(SECTION + program)


def test_a_generator_runs_around_the_block() -> None:
    assert (
        section("""
        parts = []
        with section(parts, "rules") as inner:
            inner.append("Be kind.")
        send("".join(parts))
        """)
        == "<rules>Be kind.</rules>"
    )


def test_a_generator_that_nobody_enters_does_nothing() -> None:
    assert (
        section("""
        def f(name):
            parts = ["Be kind."]
            section(parts, "rules")
            send("".join(parts))
        """)
        == "Be kind."
    )


def test_generators_around_each_other() -> None:
    assert (
        section("""
        def f(user_name):
            parts = []
            with section(parts, "a"), section(parts, "b"):
                parts.append(user_name)
            send("".join(parts))
        """)
        == "<a><b><user? user user_name></b></a>"
    )


def test_a_block_that_leaves_goes_through_the_rest_of_the_generator() -> None:
    assert (
        section("""
        def build(name):
            parts = []
            with section(parts, "a"):
                parts.append(name)
                return parts
        def f(user_name):
            send("".join(build(user_name)))
        """)
        == "<a><user? user user_name></a>"
    )


def test_what_a_block_returns_was_made_before_the_rest_of_the_generator() -> None:
    assert (
        section("""
        def build(name):
            parts = []
            with section(parts, "a"):
                if name == "x":
                    return "Early " + "".join(parts)
            return "".join(parts)
        def f(user_name):
            send(build(user_name))
        """)
        == "[Early <a>|<a></a>]"
    )


def test_a_block_in_a_loop_that_it_breaks() -> None:
    assert (
        section("""
        def f(user_name):
            parts = []
            for title in ("a", "b", "c"):
                with section(parts, title):
                    if title == "b":
                        break
                    parts.append(title)
            send("".join(parts))
        """)
        == "<a>a</a><b></b>"
    )


def test_a_generator_that_yields_on_either_of_two_ways() -> None:
    assert (
        system("""
        from contextlib import contextmanager
        @contextmanager
        def section(parts, deep):
            if deep:
                parts.append("<<")
                yield "deep"
                parts.append(">>")
            else:
                parts.append("<")
                yield "flat"
                parts.append(">")
        def f(user_name, deep):
            parts = []
            with section(parts, deep) as how:
                parts.append(user_name)
            send("".join(parts) + how)
        """)
        == "[<<<user? user user_name>>>|<<user? user user_name>>][deep|flat]"
    )


def test_a_generator_that_swallows_what_its_block_raises() -> None:
    assert (
        system("""
        from contextlib import contextmanager
        @contextmanager
        def quiet(errors):
            try:
                yield
            except ValueError:
                errors.append("It failed.")
        def f(name):
            errors = []
            with quiet(errors):
                raise ValueError
            send("".join(errors) + "End")
        """)
        == "It failed.End"
    )


def test_methods_and_functions_that_return_a_generator() -> None:
    assert (
        section("""
        class Page:
            def __init__(self):
                self.parts = []
            @contextmanager
            def bold(self):
                self.parts.append("**")
                yield self
                self.parts.append("**")
            def within(self, title):
                return section(self.parts, title)
        def f(user_name):
            page = Page()
            with page.within("rules"):
                with page.bold() as same:
                    same.parts.append(user_name)
            send("".join(page.parts))
        """)
        == "<rules>**<user? user user_name>**</rules>"
    )


def test_asynchronous_generators() -> None:
    assert (
        system("""
        import contextlib
        @contextlib.asynccontextmanager
        async def opened(lead):
            yield f"{lead}, be kind. "
        async def f(user_name):
            async with opened("Please") as text:
                send(text + user_name)
        """)
        == "Please, be kind. <user? user user_name>"
    )


def test_a_stack_leaves_what_it_entered_in_reverse() -> None:
    assert (
        section("""
        def f(user_name):
            parts = []
            with ExitStack() as stack:
                stack.enter_context(section(parts, "a"))
                rows = stack.enter_context(section(parts, "b"))
                rows.append(user_name)
            send("".join(parts))
        """)
        == "<a><b><user? user user_name></b></a>"
    )


def test_objects_that_are_entered_and_left() -> None:
    assert (
        system("""
        class Section:
            def __init__(self, parts, title):
                self.parts, self.title = parts, title
            def __enter__(self):
                self.parts.append(f"<{self.title}>")
                return self
            def __exit__(self, *failure):
                self.parts.append(f"</{self.title}>")
        def f(user_name):
            parts = []
            with Section(parts, "a") as inner:
                inner.parts.append(user_name)
            send("".join(parts))
        """)
        == "<a><user? user user_name></a>"
    )


def test_managers_that_give_what_they_are_given() -> None:
    assert (
        system("""
        from contextlib import closing, nullcontext
        def f(user_name):
            with nullcontext("Dear ") as lead, closing(user_name) as who, nullcontext() as nothing:
                send(f"{lead}{who}{nothing}")
        """)
        == "Dear <user? user user_name>None"
    )


def test_a_manager_of_another_package_is_not_known() -> None:
    assert (
        system("""
        from tracing import span
        def f(user_name):
            with span("a") as found:
                send(f"Be kind. {found}")
        """)
        == 'Be kind. <unknown span("a")>'
    )


def test_a_generator_in_a_circle_ends() -> None:
    assert system("""
        from contextlib import contextmanager
        @contextmanager
        def nested(parts, depth):
            parts.append("<")
            with nested(parts, depth - 1):
                yield
        def f(depth):
            parts = []
            with nested(parts, depth):
                parts.append("Be kind.")
            send("".join(parts))
        """).endswith("Be kind.")


def test_what_a_generator_sends_is_sent_once() -> None:
    assert systems("""
        from contextlib import contextmanager
        @contextmanager
        def asking(system):
            send(system)
            yield
        def f(user_name):
            with asking(f"Dear {user_name}"):
                pass
        """) == ["Dear <user? user user_name>"]


def test_what_its_block_sends_is_sent_once() -> None:
    assert (
        show("""
        from contextlib import contextmanager
        from openai import OpenAI
        client = OpenAI()
        @contextmanager
        def timed():
            yield
        def f(question):
            with timed():
                client.responses.create(model="gpt-4o", instructions="Be kind.", input=question)
        """)
        == "system: Be kind.\nuser: <input? request question>"
    )
