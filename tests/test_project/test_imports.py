"""Imports: which file a name comes from. `header` reads the clock, so its text shows whether it was found."""

from __future__ import annotations

import itertools

import pytest

from promptlint import link
from tests.test_project.reading import holes, opened, prompts, system, systems

TEXT = """
from datetime import datetime
RULES = "Be kind."
def header(): return f"Now {datetime.now()}. " + RULES
class Config:
    def header(self): return header()
"""
NOW = "Now <clock request>. Be kind."
UNKNOWN = "<unknown>"


def sent(importing: str, call: str, text: str = "prompts.py", app: str = "app.py", more: str = "") -> str:
    """Return the system text that an importing file sends, and that a file with the header holds."""
    return system(f"--- {app}\n{importing}\ndef ask(): send({call})\n--- {text}{TEXT}{more}")


@pytest.mark.parametrize(
    ("importing", "call"),
    [
        ("from prompts import header", "header()"),
        ("from prompts import header as h", "h()"),
        ("import prompts", "prompts.header()"),
        ("import prompts as p", "p.header()"),
        ("import prompts\nmodule = prompts", "module.header()"),
        ("import prompts\nTABLE = {'a': prompts}", "TABLE['a'].header()"),
        ("import prompts", "getattr(prompts, 'header')()"),
        ("import os, prompts", "prompts.header()"),
        ("import os; import prompts", "prompts.header()"),
        ("import os; from prompts import header", "header()"),
        ("if True: from prompts import header", "header()"),
        ("from prompts import (  # both (of them), and\n    RULES,\n    header,\n)", "header()"),
        ("from prompts import RULES, \\\n    header", "header()"),
        ("class Names:\n    from prompts import header", "Names.header()"),
        ("def header():\n    from prompts import header as h\n    return h()", "header()"),
        ("def header():\n    import prompts\n    return prompts.header()", "header()"),
        ("def __getattr__(name): return 1\nfrom prompts import header", "header()"),
        ("from .prompts import header", "header()"),
        ("from . import prompts", "prompts.header()"),
        ("from .import prompts", "prompts.header()"),
        ("import importlib\nprompts = importlib.import_module('prompts')", "prompts.header()"),
        ("from importlib import import_module", "import_module(name='prompts').header()"),
        ("from importlib import import_module\nNAME = 'prompts'", "import_module(NAME).header()"),
        ("from importlib import import_module", "getattr(import_module('prompts'), 'Config')().header()"),
        ("prompts = __import__('prompts')", "prompts.header()"),
    ],
)  # fmt: skip
def test_a_name_of_another_file(importing: str, call: str) -> None:
    assert sent(importing, call) == NOW


@pytest.mark.parametrize(
    ("importing", "call"),
    [
        ("from prompts import Header", "Header()"),
        ("from prompt import header", "header()"),
        ("import prompts", "header()"),
        ("from prompts import header as h", "header()"),
        ("from ..prompts import header", "header()"),
        ("from ...... import prompts", "prompts.header()"),
        ("from prompts.header import header", "header()"),
        ("'from prompts import header'", "header()"),
        ("from importlib import import_module\n'prompts'", "import_module(name).header()"),
        ("from importlib import import_module", "import_module('prompt').header()"),
        ("from importlib import import_module", "import_module('.prompts').header()"),
        ("from other import import_module", "import_module('prompts').header()"),
    ],
)  # fmt: skip
def test_a_name_that_no_import_brings(importing: str, call: str) -> None:
    assert "clock" not in sent(importing, call)


@pytest.mark.parametrize(
    ("importing", "call", "text", "app"),
    [
        ("from a.b.prompts import header", "header()", "a/b/prompts.py", "app.py"),
        ("import a.b.prompts", "a.b.prompts.header()", "a/b/prompts.py", "app.py"),
        ("import a.b.prompts as p", "p.header()", "a/b/prompts.py", "app.py"),
        ("from a.b import prompts", "prompts.header()", "a/b/prompts.py", "app.py"),
        ("from .prompts import header", "header()", "a/b/prompts.py", "a/b/app.py"),
        ("from ..prompts import header", "header()", "a/prompts.py", "a/b/app.py"),
        ("from .. import prompts", "prompts.header()", "a/prompts.py", "a/b/app.py"),
        ("from ...prompts import header", "header()", "a/prompts.py", "a/b/c/app.py"),
        ("from ...x.prompts import header", "header()", "a/x/prompts.py", "a/b/c/app.py"),
        ("from importlib import import_module", "import_module('a.b.prompts').header()", "a/b/prompts.py", "app.py"),
        ("from importlib import import_module", "import_module('.prompts', 'a.b').header()", "a/b/prompts.py", "app.py"),
        ("from importlib import import_module", "import_module('..prompts', package='a.b').header()", "a/prompts.py", "app.py"),
        ("from importlib import import_module", "import_module('.prompts', __package__).header()", "a/b/prompts.py", "a/b/app.py"),
        ("from importlib import import_module", "import_module('..prompts', __package__).header()", "a/prompts.py", "a/b/app.py"),
        ("top = __import__('a.b.prompts')", "top.b.prompts.header()", "a/b/prompts.py", "app.py"),
        ("inner = __import__('a.b.prompts', fromlist=['header'])", "inner.header()", "a/b/prompts.py", "app.py"),
        ("inner = __import__('prompts', globals(), locals(), ['header'], 1)", "inner.header()", "a/b/prompts.py", "a/b/app.py"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("packages", [True, False], ids=["packages", "namespaces"])
def test_folders_are_packages_with_and_without_a_file(
    importing: str, call: str, text: str, app: str, packages: bool
) -> None:
    inits = "".join(f"--- {folder}/__init__.py\n" for folder in ("a", "a/b", "a/b/c")) if packages else ""
    assert sent(importing, call, text, app, inits) == NOW


@pytest.mark.parametrize(
    ("importing", "call", "text"),
    [
        ("from .prompts import header", "header()", "a/prompts.py"),
        ("from .. import prompts", "prompts.header()", "prompts.py"),
        ("from . import b", "b.prompts.header()", "a/b/prompts.py"),
    ],
)
def test_a_level_too_few_or_too_many_finds_nothing(importing: str, call: str, text: str) -> None:
    inits = "--- a/__init__.py\n--- a/b/__init__.py\n--- a/b/c/__init__.py\n"
    assert "clock" not in sent(importing, call, text, "a/b/c/app.py", inits)


def test_a_module_is_named_from_the_package_of_a_file_but_not_from_a_module() -> None:
    call = "import_module('.prompts', __name__).header()"
    assert sent("from importlib import import_module", call, "a/b/prompts.py", "a/b/__init__.py") == NOW
    assert "clock" not in sent("from importlib import import_module", call, "a/b/prompts.py", "a/b/app.py")


def test_the_file_of_a_package_counts_its_own_folder_as_the_first_level() -> None:
    inits = "--- a/b/__init__.py\n"
    assert sent("from ..prompts import header", "header()", "a/prompts.py", "a/b/__init__.py") == NOW
    assert sent("from .prompts import header", "header()", "a/b/prompts.py", "a/b/__init__.py") == NOW
    assert "clock" not in sent("from .prompts import header", "header()", "a/prompts.py", "a/b/__init__.py", inits[:0])


@pytest.mark.parametrize(
    ("importing", "call", "init"),
    [
        ("from a import header", "header()", "from .prompts import header"),
        ("from a import header", "header()", "from a.prompts import header"),
        ("from a import h", "h()", "from .prompts import header as h"),
        ("from a import header", "header()", "from .prompts import *"),
        ("import a", "a.header()", "from .prompts import header"),
        ("import a", "a.prompts.header()", "from . import prompts"),
        ("import a", "a.prompts.header()", "from .prompts import RULES"),
        ("import a as x", "x.prompts.header()", "import a.prompts"),
        ("import a.prompts", "a.prompts.header()", ""),
        ("from a import prompts as p", "p.header()", ""),
        ("from a import *", "header()", "from .prompts import header"),
    ],
)
def test_what_a_package_passes_on(importing: str, call: str, init: str) -> None:
    assert sent(importing, call, "a/prompts.py", more=f"--- a/__init__.py\n{init}\n") == NOW


def test_what_a_package_does_not_pass_on() -> None:
    assert sent("from a import header", "header()", "a/prompts.py", more="--- a/__init__.py\n") != NOW
    assert sent("from a import header", "header()", "a/prompts.py", more="--- a/__init__.py\nheader = len\n") != NOW


def test_names_pass_through_any_number_of_packages() -> None:
    more = "--- a/__init__.py\nfrom .b import h\n--- a/b/__init__.py\nfrom .c.prompts import header as h\n"
    assert sent("import a", "a.h()", "a/b/c/prompts.py", more=more) == NOW


@pytest.mark.parametrize(
    ("importing", "more", "expected"),
    [
        ("from prompts import *", "", NOW),
        ("from middle import *", "--- middle.py\nfrom prompts import *\n", NOW),
        ("from middle import *", "--- middle.py\nfrom last import *\n--- last.py\nfrom prompts import *\n", NOW),
        ("from other import *\nfrom prompts import *", "--- other.py\ndef header(): return 'Other.'\n", NOW),
        ("from prompts import *\nfrom other import *", "--- other.py\ndef header(): return 'Other.'\n", "Other."),
        ("from prompts import *\ndef header(): return 'Own.'", "", "Own."),
        ("from middle import *", "--- middle.py\nfrom middle import *\nfrom prompts import *\n", NOW),
        ("from one import *", "--- one.py\nfrom two import *\n--- two.py\nfrom one import *\nfrom prompts import *\n", NOW),
        ("from one import *", "--- one.py\nfrom two import *\n--- two.py\nfrom one import *\n", UNKNOWN),
    ],
)  # fmt: skip
def test_star_imports(importing: str, more: str, expected: str) -> None:
    assert sent(importing, "header()", more=more) == expected


def test_a_star_brings_no_name_with_an_underscore() -> None:
    assert sent("from prompts import *", "_header()", more="_header = header\n") == UNKNOWN
    assert sent("from prompts import _header", "_header()", more="_header = header\n") == NOW


@pytest.mark.parametrize(
    ("importing", "expected"),
    [
        ("import sys\nif sys.version_info > (3, 11):\n    from prompts import header\nelse:\n    from other import header", f"[{NOW}|Other.]"),
        ("try:\n    from prompts import header\nexcept ImportError:\n    from other import header", NOW),
        ("try:\n    from prompts import header\nexcept ImportError:\n    def header(): return 'Own.'", NOW),
        ("try:\n    from missing import header\nexcept ImportError:\n    from prompts import header", f"[<unknown>|{NOW}]"),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from prompts import header\nelse:\n    from other import header", "Other."),
    ],
)  # fmt: skip
def test_conditional_imports(importing: str, expected: str) -> None:
    assert sent(importing, "header()", more="--- other.py\ndef header(): return 'Other.'\n") == expected


@pytest.mark.parametrize(
    ("importing", "annotation"),
    [
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from prompts import Config", "Config"),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from prompts import Config", "'Config'"),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from prompts import Config as C", "C | None"),
        ("import typing as t\nif t.TYPE_CHECKING:\n    import prompts", "prompts.Config"),
        ("import typing as t\nif t.TYPE_CHECKING:\n    import prompts", "'t.Optional[prompts.Config]'"),
    ],
)
def test_a_class_that_is_imported_for_annotations_alone(importing: str, annotation: str) -> None:
    app = f"--- app.py\n{importing}\ndef ask(config: {annotation}): send(config.header())\n"
    assert system(f"{app}--- prompts.py{TEXT}") == NOW
    assert "clock" not in system(f"{app.replace(annotation, 'str')}--- prompts.py{TEXT}")


CIRCLE = """
--- app.py
from one import first
from two import second
def ask(): send(first() + second() + WORD)
WORD = "Word."
--- one.py
from datetime import datetime
import two
def first(): return f"One {datetime.now()}, {two.NAME}. "
NAME = "one"
--- two.py
import one
NAME = "two"
def second():
    import app
    return f"Two {one.NAME}, {app.WORD} "
"""


def test_circular_imports_mean_the_same_whichever_file_is_asked_first() -> None:
    assert system(CIRCLE) == "One <clock request>, two. Two one, Word. Word."
    whole = prompts(CIRCLE)
    for order in itertools.permutations(opened(CIRCLE).paths):
        program = link.program(opened(CIRCLE))
        for path in order:
            link.prompts(program, [path])
        assert link.prompts(program, order).prompts == whole


def test_constants_in_a_circle() -> None:
    assert (
        system("--- app.py\nfrom a import A\nB = 'b'\ndef ask(): send(A + B)\n--- a.py\nfrom app import B\nA = 'a'\n")
        == "ab"
    )
    circle = "--- app.py\nfrom a import A\nB = A\ndef ask(): send(B + 'x')\n--- a.py\nfrom app import B\nA = B\n"
    assert system(circle).endswith("x"), "what needs itself is not known, and ends"


OPENAI = """
--- app/__init__.py
--- app/openai.py
from openai import OpenAI
client = OpenAI()
def ask(text): return client.responses.create(model="gpt-4o", input="Hi", instructions=text)
--- app/run.py
from app.openai import ask
def go(): ask("Be kind.")
"""


@pytest.mark.parametrize(
    "project",
    [
        OPENAI,
        OPENAI.replace("--- app/__init__.py\n", ""),
        OPENAI.replace("--- app/__init__.py\n", "").replace("from app.openai", "from openai"),
        OPENAI.replace("--- app/__init__.py\n", "").replace("from app.openai", "from .openai"),
    ],
)
def test_a_file_that_is_named_like_the_package_it_imports(project: str) -> None:
    assert systems(project) == ["Be kind."]


def test_a_name_that_a_file_named_like_a_package_does_not_bind_is_the_package_s() -> None:
    run = "--- app/run.py\nfrom openai import OpenAI, helper\n_ = helper\ndef go(): OpenAI().responses.create(model='m', input='i', instructions='Be calm.')\n"  # fmt: skip
    assert systems(run + "--- app/openai.py\ndef helper(): return 1\n") == ["Be calm."]
    own = "--- app/openai.py\nclass OpenAI:\n    def __init__(self): self.responses = []\n"
    assert systems(run + own) == []


def test_the_hole_stands_in_the_file_that_was_imported() -> None:
    assert holes(f"--- app.py\nimport prompts as p\ndef ask(): send('A. ' + p.header())\n--- prompts.py{TEXT}") == [
        ("prompts.py", 4, 29, "datetime.now()")
    ]


def test_a_star_brings_what_all_lists() -> None:
    assert sent("from prompts import *", "_header()", more="_header = header\n__all__ = ['_header']\n") == NOW
    assert "clock" not in sent("from prompts import *", "header()", more="__all__ = ['RULES']\n")
