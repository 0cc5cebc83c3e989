"""One object under several names, in one module or in several: what is done to it by one name shows under all of them."""

from __future__ import annotations

import pytest

from tests.test_project.reading import system

APP = """
--- app.py
{app}
--- texts.py
PARTS = ["a"]
def page(): return "-".join(PARTS)
"""


def app(lines: str) -> str:
    """Return the text that a module sends beside one with a list and a function that joins it."""
    return system(APP.format(app=lines))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("parts = ['a']\nadd = parts.append\nadd('b')", "a-b"),
        ("parts = ['a']\nalias = parts\nalias.append('b')", "a-b"),
        ("alias = parts = ['a']\nalias += ['b']", "a-b"),
        ("parts = ['a']\ndef put(text): parts.append(text)\nput('b')", "a-b"),
        ("parts = ['a']\nparts_too = ['c']\nparts_too.append('b')", "a"),
        ("parts = ['a']\nalias = list(parts)\nalias.append('b')", "a"),
    ],
)
def test_names_of_one_list_in_one_module(lines: str, expected: str) -> None:
    assert system(f"--- app.py\n{lines}\ndef ask(): send('-'.join(parts))\n") == expected


@pytest.mark.parametrize(
    "lines",
    [
        "import texts\ntexts.PARTS.append('b')\ndef ask(): send(texts.page())",
        "import texts\ntexts.PARTS.append('b')\ndef ask(): send('-'.join(texts.PARTS))",
        "from texts import PARTS, page\nPARTS.append('b')\ndef ask(): send(page())",
    ],
)
def test_a_list_that_another_module_adds_to(lines: str) -> None:
    assert app(lines) == "a[-b|]", "nobody imports the module that adds: others may run without it"
    assert app(lines.replace(".append", ".index")) == "a"


SETTINGS = """
--- app.py
import config
config.settings.{name} = "Be kind."
def ask(): send({sent})
--- config.py
class Settings:
    lead = "Be brief."
    tail = " Never lie."
settings = Settings()
def text(): return settings.lead + settings.tail
"""


@pytest.mark.parametrize("sent", ["config.settings.lead + config.settings.tail", "config.text()"])
def test_an_attribute_that_another_module_may_set_is_else_that_of_the_class(sent: str) -> None:
    assert system(SETTINGS.format(name="lead", sent=sent)) == "[Be kind.|Be brief.] Never lie."
    assert system(SETTINGS.format(name="other", sent=sent)) == "Be brief. Never lie."


def test_a_list_that_a_loaded_module_adds_to() -> None:
    project = APP.format(app="import more\nfrom texts import page\ndef ask(): send(page())")
    assert system(project + "--- more.py\nimport texts\ntexts.PARTS.insert(0, 'b')\n") == "b-a"
    assert system(project + "--- more.py\nPARTS = []\nPARTS.insert(0, 'b')\n") == "a"


def test_a_list_that_functions_of_another_module_add_to_is_open() -> None:
    later = "--- later.py\nimport texts\ndef add(text): texts.PARTS.append(text)\n"
    project = APP.format(app="import later\nfrom texts import page\ndef ask(): send(page())")
    assert system(project + later).startswith("a{-")
    assert system(project + later.replace("texts.PARTS.append", "texts.PARTS.index")) == "a"


def test_a_list_that_this_request_adds_to() -> None:
    assert app("import texts\ndef ask():\n    texts.PARTS.append('b')\n    send('-'.join(texts.PARTS))").endswith("-b")
    assert app("import texts\ndef ask():\n    texts.PARTS.append('b')\n    send(texts.page())").startswith("a{-")
    assert app("import texts\ndef ask():\n    list(texts.PARTS).append('b')\n    send(texts.page())") == "a"


REGISTRY = """
--- app.py
{imports}
from registry import MAKERS
def ask(): send("-".join(make() for make in MAKERS))
--- registry.py
MAKERS = []
def register(make):
    MAKERS.append(make)
    return make
--- plugins.py
from registry import register
@register
def one(): return "a"
@register
def two(): return "b"
"""


def test_a_registry_that_another_module_fills() -> None:
    assert system(REGISTRY.format(imports="import plugins")) == "a-b"
    assert system(REGISTRY.format(imports="import plugins").replace("@register\ndef two", "def two")) == "a"


def test_a_registry_in_one_module() -> None:
    one = "--- app.py\n" + REGISTRY.partition("--- registry.py\n")[2].replace("--- plugins.py\nfrom registry import register\n", "")  # fmt: skip
    send = "def ask(): send('-'.join(make() for make in MAKERS))\n"
    assert system(one + send) == "a-b"
    later = "def later(make): register(make)\n"
    assert system(one + later + send).startswith("a-b{-"), "functions may register more"


REBOUND = """
--- app.py
{imports}
def ask(name):
    {first}
    send({sent})
--- texts.py
RULES = "a"
def change(name):
    global RULES
    RULES = "Hi " + name
"""


@pytest.mark.parametrize(
    ("imports", "first", "sent", "expected"),
    [
        ("import texts", "texts.change(name)", "texts.RULES", "Hi <unknown>"),
        ("import texts", "texts.change(name); from texts import RULES", "RULES", "Hi <unknown>"),
        ("from texts import RULES, change", "change(name)", "RULES", "a"),
        ("from texts import *", "change(name)", "RULES", "a"),
    ],
)
def test_a_name_that_a_function_of_another_module_binds_anew(
    imports: str, first: str, sent: str, expected: str
) -> None:
    assert system(REBOUND.format(imports=imports, first=first, sent=sent)) == expected
