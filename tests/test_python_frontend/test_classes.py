"""Attributes, fields, properties and methods are read through the class that a value is an instance of."""

from __future__ import annotations

import pytest

from tests.test_python_frontend.reading import bare, system, systems

N = "<unknown name>"


def test_attributes_set_in_the_constructor() -> None:
    assert (
        system("""
        class Page:
            def __init__(self, lead, rest="kind"):
                self.lead = lead
                self.rest = rest
            def text(self):
                return f"{self.lead} {self.rest}"
        def f(name):
            send(Page("Be").text() + Page(lead=name, rest="!").text())
        """)
        == f"Be kind{N} !"
    )


def test_attributes_of_an_object_of_unknown_making_are_named_by_their_parameter() -> None:
    assert (
        system("""
        class Bot:
            def __init__(self, client, name, style):
                self.client = client
                self.owner_name = name
                self.style = style
                self.lead = "Be kind."
            def run(self):
                send(f"{self.lead} {self.owner_name} {self.style}")
        """)
        == "Be kind. <unknown name> <unknown style>"
    )


def test_two_objects_do_not_share_their_attributes() -> None:
    assert (
        system("""
        class Page:
            def __init__(self, lead):
                self.parts = [lead]
            def add(self, part):
                self.parts.append(part)
                return self
            def text(self):
                return "".join(self.parts)
        one, two = Page("a"), Page("b")
        one.add("c").add("d")
        two.add("e")
        send(one.text() + "|" + two.text())
        """)
        == "acd|be"
    )


def test_a_builder_in_steps() -> None:
    assert (
        system("""
        class Builder:
            def __init__(self):
                self.text = ""
            def section(self, title, body):
                self.text += f"# {title}\\n{body}\\n"
            def build(self):
                return self.text.strip()
        def f(name):
            builder = Builder()
            builder.section("Role", "Be kind.")
            builder.section("Who", name)
            send(builder.build())
        """)
        == f"# Role⏎Be kind.⏎# Who⏎{N}"
    )


def test_methods_call_each_other_and_set_attributes() -> None:
    assert (
        system("""
        class Bot:
            def __init__(self):
                self.lead = "a"
            def prepare(self, name):
                self.lead = "Dear " + name
            def run(self, name):
                self.prepare(name)
                send(self.lead + self._tail())
            def _tail(self):
                return "!"
        """)
        == f"Dear {N}!"
    )


def test_class_attributes() -> None:
    assert (
        system("""
        class Page:
            LEAD = "Be kind. "
            template: str = "Dear {x}."
            both = LEAD + "!"
            def text(self, x):
                return self.LEAD + self.template.format(x=x) + Page.both
        def f(name):
            page = Page()
            send(page.text(name) + type(page).LEAD)
        """)
        == f"Be kind. Dear {N}.Be kind. !Be kind. "
    )


@pytest.mark.parametrize("use", ["Page().tone", "Page.tone"])
def test_an_attribute_that_a_decorator_sets(use: str) -> None:
    program = """
        def with_tone(tone):
            def decorate(cls):
                cls.tone = f"kind and {tone}"
                return cls
            return decorate

        @with_tone("brief")
        class Page:
            name = "page"

        send(%s)
        """
    assert system(program % use) == "kind and brief"
    assert system((program % use).replace('name = "page"', 'tone = "calm"')) == "kind and brief"
    assert system((program % use).replace("@with_tone", "# @with_tone")).startswith("<unknown")


def test_a_name_that_a_class_body_has_not_bound_yet_is_that_of_the_module() -> None:
    program = """
        def shout(method):
            return lambda self: method(self).upper()

        class Page:
            @shout
            def shout(self):
                return "be kind"

        send(Page().shout())
        """
    assert system(program) == "BE KIND"


def test_an_attribute_of_an_object_hides_that_of_its_class() -> None:
    assert system('class P:\n    a = "x"\np = P()\nq = P()\np.a = "y"\nsend(p.a + q.a + P.a)') == "yxx"


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("page.lead", "[Be kind.|Be nice.|Be brief.]"),
        ("page.whole", "[Be kind.|Be nice.|Be brief.] Go."),
        ("page.extra", "Be bold."),
        ("getattr(page, 'lead', 'No.')", "[Be kind.|Be nice.|Be brief.]"),
        ("getattr(page, 'extra', 'No.')", "[No.|No.|Be bold.]"),
        ("getattr(page, 'other', 'No.')", "No."),
    ],
)
def test_an_attribute_that_one_branch_sets_is_else_that_of_the_class(read: str, expected: str) -> None:
    program = f"""
        class Page:
            lead = "Be brief."
            @property
            def whole(self):
                return self.lead + " Go."
        def f(user):
            page = Page()
            if user.kind:
                page.lead = "Be kind."
            elif user.nice:
                page.lead = "Be nice."
            else:
                page.extra = "Be bold."
            send({read})
        """
    assert bare(program) == expected


def test_properties_setters_and_cached_properties() -> None:
    assert (
        system("""
        from functools import cached_property
        class Page:
            def __init__(self, lead):
                self.lead = lead
            @property
            def lead(self):
                return self._lead + "."
            @lead.setter
            def lead(self, value):
                self._lead = value.upper()
            @cached_property
            def text(self):
                return self.lead + "!"
        send(Page("a").text)
        """)
        == "A.!"
    )


def test_class_and_static_methods() -> None:
    assert (
        system("""
        class Page:
            mark = "-"
            def __init__(self, lead):
                self.lead = lead
            @classmethod
            def of(cls, lead):
                return cls(cls.mark + lead)
            @staticmethod
            def bullet(text):
                return f"* {text}"
        send(Page.of("a").lead + Page.bullet("b") + Page("c").bullet("d"))
        """)
        == "-a* b* d"
    )


def test_inheritance_overrides_and_super() -> None:
    assert (
        system("""
        class Base:
            lead = "a"
            def __init__(self, name):
                self.name = name
            def text(self):
                return self.lead + self.tail()
            def tail(self):
                return "?"
        class Page(Base):
            lead = "b"
            def __init__(self, name, more):
                super().__init__(name)
                self.more = more
            def text(self):
                return super().text() + self.more + self.name
            def tail(self):
                return "!"
        def f(name):
            send(Page(name, "c").text() + Base("n").text())
        """)
        == f"b!c{N}a?"
    )


def test_mixins_are_searched_in_the_order_of_their_bases() -> None:
    assert (
        system("""
        class A:
            def text(self):
                return "a"
        class B(A):
            def text(self):
                return "b" + super().text()
        class C(A):
            def text(self):
                return "c" + super().text()
        class D(B, C):
            pass
        send(D().text())
        """)
        == "bca"
    )


def test_an_abstract_method_means_its_overrides() -> None:
    assert (
        system("""
        from abc import ABC, abstractmethod
        class Agent(ABC):
            @abstractmethod
            def lead(self): ...
            def run(self):
                send("Role: " + self.lead())
        class Support(Agent):
            def lead(self):
                return "Be kind."
        """)
        == "Role: Be kind."
    )


def test_a_method_that_subclasses_override_is_sent_with_the_text_of_each() -> None:
    assert systems("""
        class Agent:
            def lead(self):
                return "a"
            def run(self):
                send("Role: " + self.lead())
        class Loud(Agent):
            def lead(self):
                return "b"
        """) == ["Role: a", "Role: b"]


def test_dataclass_fields_in_order_with_defaults() -> None:
    assert (
        system("""
        from dataclasses import dataclass, field, replace
        @dataclass
        class Base:
            lead: str
        @dataclass
        class Facts(Base):
            rest: str = "kind"
            parts: list[str] = field(default_factory=lambda: ["x"])
            tail: str = field(default="!", kw_only=True)
            def text(self):
                return self.lead + self.rest + "".join(self.parts) + self.tail
        def f(name):
            facts = Facts("Be ")
            facts.parts.append(name)
            send(facts.text() + Facts("a", "b").text() + replace(facts, lead="c", parts=[]).text())
        """)
        == f"Be kindx{N}!abx!ckind!"
    )


def test_post_init_runs_behind_the_fields() -> None:
    assert (
        system("""
        from dataclasses import dataclass, field
        @dataclass
        class Facts:
            name: str
            text: str = field(init=False)
            def __post_init__(self):
                self.text = "Dear " + self.name
        def f(name):
            send(Facts(name).text)
        """)
        == f"Dear {N}"
    )


def test_pydantic_fields() -> None:
    assert (
        system("""
        from pydantic import BaseModel, Field
        class Config(BaseModel):
            lead: str = "Be kind."
            name: str = Field("x", description="who")
            rules: list[str] = Field(default_factory=list)
            note: str | None = None
            def text(self):
                return self.lead + self.name + "".join(self.rules) + (self.note or "-")
        def f(name):
            send(Config().text() + Config(name=name, rules=["r"], note="n").text())
        """)
        == f"Be kind.x-Be kind.{N}rn"
    )


def test_a_field_of_a_parameter_is_named_through_its_annotation() -> None:
    assert (
        system("""
        from dataclasses import dataclass
        @dataclass
        class State:
            lead = "Be kind."
            user_name: str
            notes: list[str]
            def intro(self):
                return f"Dear {self.user_name}: "
        def f(state: State):
            send(state.intro() + state.lead + state.notes[0])
        """)
        == "Dear <user? user state.user_name>: Be kind.<unknown state.notes[0]>"
    )


def test_named_tuples_and_typed_dicts() -> None:
    assert (
        system("""
        from typing import NamedTuple, TypedDict
        class Facts(NamedTuple):
            lead: str
            rest: str = "b"
        class Row(TypedDict):
            key: str
        lead, rest = Facts("a")
        pair = Facts("c", rest="d")._replace(lead="e")
        row: Row = {"key": "f"}
        send(lead + rest + pair[0] + pair.rest + row["key"] + Row(key="g")["key"])
        """)
        == "abedfg"
    )


def test_a_named_tuple_made_by_a_call() -> None:
    assert (
        system('from collections import namedtuple\nPair = namedtuple("Pair", "one two")\nsend(Pair("a", two="b").two)')
        == "b"
    )


def test_enums() -> None:
    assert (
        system("""
        from enum import Enum, StrEnum, auto
        class Tone(Enum):
            WARM = "Be kind."
            COLD = "Be strict."
            def text(self):
                return f"{self.name}: {self.value}"
        class Mark(str, Enum):
            DASH = "-"
        class Word(StrEnum):
            YES = auto()
        send(Tone.WARM.value + Tone["COLD"].value + Tone.COLD.text() + Mark.DASH.value + f"{Word.YES}" + Mark("-").name)
        """)
        == "Be kind.Be strict.COLD: Be strict.-yesDASH"
    )


def test_the_members_of_an_enum_come_in_their_order() -> None:
    assert (
        system('from enum import Enum\nclass T(Enum):\n    A = "x"\n    B = "y"\nsend(" ".join(t.value for t in T))')
        == "x y"
    )


def test_an_unknown_member_of_an_enum_is_one_of_its_values() -> None:
    assert system("""
        from enum import Enum
        class Tone(Enum):
            WARM = "Be kind."
            COLD = "Be strict."
        def f(tone: Tone):
            send("Role: " + tone.value)
        """) in ("Role: <unknown tone.value>", "Role: [Be kind.|Be strict.]")


def test_special_methods() -> None:
    assert (
        system("""
        class Page:
            def __init__(self, lead):
                self.lead = lead
            def __str__(self):
                return self.lead + "."
            def __repr__(self):
                return "<" + self.lead + ">"
            def __format__(self, spec):
                return self.lead + spec
            def __call__(self, rest):
                return self.lead + rest
            def __getitem__(self, key):
                return key + self.lead
            def __add__(self, rest):
                return self.lead + "+" + rest
            def __len__(self):
                return 0
            def __iter__(self):
                yield self.lead
                yield "z"
        p = Page("a")
        send(f"{p!s} {p!r} {p:b} " + str(p) + p("c") + p["d"] + (p + "e") + "".join(p) + ("" if p else "f"))
        """)
        == "a. <a> ab a.acdaa+eazf"
    )


def test_a_class_as_a_context_manager() -> None:
    assert (
        system("""
        class Section:
            def __init__(self, parts):
                self.parts = parts
            def __enter__(self):
                self.parts.append("(")
                return self
            def __exit__(self, *error):
                self.parts.append(")")
        parts = []
        with Section(parts) as section:
            section.parts.append("a")
        send("".join(parts))
        """)
        == "(a)"
    )


def test_getattr_setattr_and_dict_of_an_object() -> None:
    assert (
        system("""
        from types import SimpleNamespace
        class P:
            lead = "a"
        p = P()
        setattr(p, "rest", "b")
        box = SimpleNamespace(x="c", y="d")
        send(getattr(p, "lead") + p.rest + getattr(p, "none", "-") + box.x + "{b.y}".format(b=box))
        """)
        == "ab-cd"
    )


def test_an_attribute_set_by_several_methods_may_hold_any_of_them() -> None:
    assert (
        system("""
        class Bot:
            def __init__(self):
                self.lead = "a"
            def be_loud(self):
                self.lead = "b"
            def run(self):
                send(self.lead + "!")
        """)
        == "[a|b]!"
    )


def test_an_attribute_that_starts_empty_and_is_filled_lazily() -> None:
    assert (
        system("""
        class Bot:
            _text = None
            def text(self):
                if self._text is None:
                    self._text = "Be kind."
                return self._text
            def run(self):
                send(self.text() + "!")
        """).replace("[Be kind.|Be kind.]", "Be kind.")
        == "Be kind.!"
    )


def test_a_prompt_class_of_sections() -> None:
    assert (
        bare("""
        class Prompt:
            ROLE = "Be kind."
            def __init__(self, tools, memory=None):
                self.tools = tools
                self.memory = memory
            def _tools(self):
                return "\\n".join(f"- {t.name}: {t.about}" for t in self.tools)
            def render(self):
                sections = [self.ROLE, "Tools:", self._tools()]
                if self.memory:
                    sections.append(f"Memory: {self.memory}")
                return "\\n\\n".join(sections)
        def f(tools, memory):
            send(Prompt(tools, memory=memory).render())
        """)
        == "Be kind.⏎⏎Tools:⏎⏎{⏎- <tools? process>: <tools? process>}*<tools? process>[⏎⏎Memory: <retrieval? user>|]"
    )


def test_a_class_of_another_package_is_not_looked_into() -> None:
    assert (
        system("""
        from vendor import Agent
        class Mine(Agent):
            lead = "a"
            def run(self):
                send(self.lead + self.vendor_text)
        """)
        == "a<unknown self.vendor_text>"
    )


@pytest.mark.parametrize(
    ("value", "test", "expected"),
    [
        ('"a"', "str", "yes"),
        ('"a"', "(int, str)", "yes"),
        ('["a"]', "dict", "no"),
        ("Page()", "Page", "yes"),
        ("Page()", "(str, Sheet)", "no"),
        ("Page", "Page", "no"),
        ("name", "str", "[yes|no]"),
        ("Tone.WARM", "str", "[yes|no]"),
    ],
)
def test_what_a_value_is_an_instance_of(value: str, test: str, expected: str) -> None:
    program = f"""
        from enum import StrEnum
        class Page: pass
        class Sheet: pass
        class Tone(StrEnum):
            WARM = "warm"
        def f(name):
            send("yes" if isinstance({value}, {test}) else "no")
        """
    assert system(program) == expected


def test_a_type_is_asked_for_where_the_value_is_known() -> None:
    program = """
        def text(value):
            if isinstance(value, list):
                return ", ".join(value)
            return value
        def f():
            send(text(["a", "b"]))
        def g():
            send(text("c"))
        """
    assert systems(program) == ["a, b", "c"]


def test_what_classes_and_functions_say_of_themselves() -> None:
    program = """
        class Page:
            'A page.'
            lead: str
            length: int
        def write(name: str) -> None:
            'Write it.'
        def bare(): ...
        names = [f"{name} {type.__name__}" for name, type in Page.__annotations__.items()]
        about = [Page.__name__, Page.__doc__, *names, write.__doc__, *write.__annotations__]
        send(" ".join(about) + f" {bare.__doc__}")
        """
    assert system(program) == "Page A page. lead str length int Write it. name return None"


def test_whether_a_mapping_has_a_key_is_known_by_its_keys() -> None:
    assert system('def f(name):\n    d = {"a": name}\n    send("yes" if "a" in d else "no")') == "yes"
    assert system('def f(name):\n    d = {"a": name}\n    send("yes" if "b" in d else "no")') == "no"
    assert system('def f(d):\n    send("yes" if "b" in d else "no")') == "[yes|no]"


def test_an_attribute_that_one_path_alone_sets_may_be_missing() -> None:
    assert (
        bare("""
        class Page:
            tone = "warm"
            def __init__(self, long):
                self.text = "a"
                if long:
                    self.more = "b"
        def f(long):
            some, all = Page(long), Page(True)
            found = [hasattr(some, "text"), hasattr(some, "tone"), hasattr(some, "none"), hasattr(all, "more")]
            send(f"{found} {hasattr(some, 'more')}")
        """)
        == "[True, True, False, True] <unknown>"
    )
