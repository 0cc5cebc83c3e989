"""What a class or a module keeps once it was made: instances that are made once, settings and counters of classes."""

from __future__ import annotations

import pytest

from promptlint.hole import Kind, Volatility
from tests.test_python_frontend.reading import bare, rate, system

STAMPED = 'self.text = f"Be kind. {datetime.now()}"'


@pytest.mark.parametrize(
    ("definition", "read"),
    [
        ("""
        class Store:
            _instance = None
            def __init__(self):
                INIT
            @classmethod
            def get(cls):
                if cls._instance is None:
                    cls._instance = cls()
                return cls._instance
        """, "Store.get().text"),
        ("""
        class Store:
            _instance = None
            def __init__(self):
                INIT
            @staticmethod
            def get():
                with lock:
                    if not Store._instance:
                        Store._instance = Store()
                return Store._instance
        """, "Store.get().text"),
        ("""
        class Store:
            _instance = None
            def __new__(cls, *args, **kwargs):
                if cls._instance is None:
                    self = cls._instance = super().__new__(cls)
                    INIT
                    cls._instance = self
                return cls._instance
        """, "Store().text"),
        ("""
        class Store:
            def __new__(cls):
                if not hasattr(cls, "_instance"):
                    cls._instance = super(Store, cls).__new__(cls)
                    cls._instance._ready = False
                return cls._instance
            def __init__(self):
                if self._ready:
                    return
                self._ready = True
                INIT
        """, "Store().text"),
        ("""
        class Base:
            _instance = None
            @classmethod
            def get(cls):
                if cls._instance is None:
                    cls._instance = cls()
                return cls._instance
        class Store(Base):
            def __init__(self):
                INIT
        """, "Store.get().text"),
        ("""
        class Store:
            def __init__(self):
                INIT
        _store = None
        def get():
            global _store
            if _store is None:
                _store = Store()
            return _store
        """, "get().text"),
    ],
)  # fmt: skip
def test_an_instance_that_is_made_once_has_the_text_that_it_was_made_with(definition: str, read: str) -> None:
    program = f"from datetime import datetime{definition.replace('INIT', STAMPED)}".replace("\n        ", "\n")
    assert bare(f"{program}\ndef f(): send({read})") == "Be kind. <clock process>"
    assert rate(f"{program}\ndef f(): send({read})")[:2] == (Kind.CLOCK, Volatility.PROCESS)


def test_an_instance_that_is_kept_is_still_filled_anew_by_every_call_of_its_class() -> None:
    assert (
        bare("""
        from datetime import datetime
        class Store:
            _instance = None
            def __new__(cls):
                if cls._instance is None:
                    cls._instance = super().__new__(cls)
                return cls._instance
            def __init__(self):
                self.text = f"Be kind. {datetime.now()}"
        def f(): send(Store().text)
        """)
        == "Be kind. <clock request>"
    )


def test_an_attribute_of_a_class_that_a_function_sets_may_be_another_one() -> None:
    program = """
        class Store:
            prompt, count, tone = "a", 0, "warm"
            def __init__(self):
                Store.count += 1
            @classmethod
            def use(cls, prompt):
                cls.prompt = prompt
        def f(user_name):
            {}send(f"{{Store.prompt}} {{Store.count}} {{Store.tone}}")
        """
    assert bare(program.format("")) == "[a|<unknown>] [0|<unknown>] warm"
    assert system(program.format("Store.use(user_name); ")).startswith("<user? user user_name> [0|")


def test_a_class_that_functions_of_another_name_set_keeps_what_it_says() -> None:
    assert (
        system("""
        class Store:
            prompt = "a"
            def use(self, prompt):
                self.prompt = prompt
        class Other:
            prompt = "b"
        def change():
            Other.prompt = "c"
        def f():
            send(Store.prompt)
        """)
        == "a"
    )


def test_classes_that_make_their_instances_themselves() -> None:
    assert (
        system("""
        class Page:
            def __new__(cls, text):
                page = object.__new__(cls)
                page.lead = "Be kind. "
                return page
            def __init__(self, text):
                self.text = text
        def f(user_name):
            page = Page(user_name)
            send(page.lead + page.text)
        """)
        == "Be kind. <user? user user_name>"
    )


def test_what_a_class_makes_that_is_a_text_is_not_known() -> None:
    assert "Be" not in bare("""
        class Page(str):
            def __new__(cls, text):
                return super().__new__(cls, "Be kind. " + text)
        def f(user_name):
            send(Page(user_name))
        """)
