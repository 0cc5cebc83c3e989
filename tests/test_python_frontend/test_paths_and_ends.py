"""Texts whose ends depend on a path, and objects that are changed on one path only."""

from __future__ import annotations

from tests.test_python_frontend.reading import system


def test_what_is_stripped_reaches_the_text_before_a_choice_that_may_be_empty() -> None:
    assert (
        system("""
        def f(req):
            text = "Be polite."
            if req.beta:
                text += " Keep it short."
            send((text + " ...").rstrip(". "))
        """)
        == "Be polite[. Keep it short|]"
    )


def test_a_title_that_may_go_on_with_a_word_of_another_part_has_a_capital_or_none() -> None:
    assert system('def f(x):\n    send(f"a {x} bee".title())') == "A <unknown x> Bee"
    assert system('def f(x):\n    send(f"a {x}bee cee".title())') == "A <unknown x>[Bee|bee] Cee"


def test_padding_behind_a_text_leaves_the_text() -> None:
    found = system('def f(user):\n    send(f"Hello {user}.".ljust(40, "-"))')
    assert found.startswith("Hello <user? user user>.<unknown ")


def test_the_starred_target_of_an_argument_list() -> None:
    assert (
        system("""
        def join(*texts):
            *rules, last = texts
            return " ".join(rules) + "/" + last
        def f(q):
            send(join("Be polite.", "Be brief.", q))
        """)
        == "Be polite. Be brief./<unknown q>"
    )


def test_an_attribute_of_an_object_in_an_attribute() -> None:
    assert (
        system("""
        class Context:
            def __init__(self, lead):
                self.lead, self.rest = lead, None
        class Renderer:
            def __init__(self, lead):
                self.context = Context(lead)
            def fill(self, rest):
                self.context.rest = rest
            def render(self):
                return f"{self.context.lead} {self.context.rest}"
        def f(user_name):
            renderer = Renderer("Be brief.")
            renderer.fill(user_name)
            send(renderer.render())
        """)
        == "Be brief. <user? user user_name>"
    )


def test_a_mapping_that_a_helper_changes_on_one_path_only() -> None:
    assert (
        system("""
        def note(notes, wanted, text):
            if not wanted:
                return
            notes["more"] = text
        def f(wanted):
            notes = {"lead": "Be kind."}
            note(notes, wanted, "Be brief.")
            send("".join(notes.values()))
        """)
        == "Be kind.[|Be brief.]"
    )
