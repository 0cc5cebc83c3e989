"""Wrappers that a program reaches without knowing their class: abstract ones, and those of which only the list is seen."""

from __future__ import annotations

import pytest

from tests.test_python_frontend.reading import show

CHAT = """
from abc import ABC, abstractmethod
from openai import OpenAI
class Chat(ABC):
    @abstractmethod
    def ask(self, system, question): ...
class OpenAIChat(Chat):
    def __init__(self):
        self.client = OpenAI()
    def ask(self, system, question):
        return self.client.responses.create(model="m", instructions=system, input=question)
"""
AGENT = """
class Agent:
    def __init__(self, llm: Chat):
        self.llm = llm
    def answer(self, question, docs):
        return self.llm.ask(f"{docs} Be brief.", question)
"""
MESSAGES = """
from pydantic import BaseModel
SYSTEM = "system"
class Message(BaseModel):
    role: str
    content: str
    def __init__(self, role, content=""):
        super().__init__(role=role, content=content)
class Agent:
    def __init__(self, llm):
        self.llm = llm
    def call(self, messages):
        return self.llm.chat(messages=messages)
"""


def test_a_call_of_an_abstract_method_is_one_of_what_defines_it() -> None:
    assert show(CHAT + AGENT) == "system: <retrieval? request docs> Be brief.\nuser: <input? request question>"


def test_every_class_that_defines_an_abstract_method_may_be_called() -> None:
    other = (
        "class Azure(Chat):\n    def ask(self, system, question):\n        return OpenAI().chat.completions.create(\n"
    )
    other += '            model="m", messages=[{"role": "system", "content": "Hello. " + system}])\n'
    assert show(CHAT + other + AGENT).split("\n\n") == [
        "system: <retrieval? request docs> Be brief.\nuser: <input? request question>",
        "system: Hello. <retrieval? request docs> Be brief.",
    ]


def test_of_many_classes_that_define_an_abstract_method_none_is_meant() -> None:
    others = "".join(f"class C{n}(Chat):\n    def ask(self, system, question): return {n}\n" for n in range(4))
    assert "docs" not in show(CHAT + others + AGENT)


def test_a_class_of_the_same_method_that_is_no_subclass_is_not_meant() -> None:
    assert "docs" not in show(CHAT.replace("OpenAIChat(Chat)", "OpenAIChat") + AGENT)


def test_a_base_that_calls_what_it_leaves_open_calls_what_the_subclass_defines() -> None:
    program = """
    from openai import OpenAI
    class Base:
        def run(self, q):
            return self.send(f"{q} Be brief.")
        def send(self, text):
            raise NotImplementedError
    class One(Base):
        def send(self, text):
            return OpenAI().responses.create(model="m", input="Hi", instructions=text)
    """
    assert show(program) == "system: <unknown q> Be brief.\nuser: Hi"


def test_an_abstract_method_that_calls_itself_through_another_object_ends() -> None:
    chained = "class Chain(Chat):\n    inner: Chat\n    def ask(self, system, question):\n"
    chained += '        return self.inner.ask("Be kind. " + system, question)\n'
    assert "system: <retrieval? request docs> Be brief." in show(CHAT + chained + AGENT)


@pytest.mark.parametrize(
    "body",
    [
        "return self.call([Message(role=SYSTEM, content=f'{docs} Be brief.')] + messages)",
        "messages.insert(0, Message(role=SYSTEM, content=f'{docs} Be brief.')); self.call(messages)",
        "self.call(messages=[Message(role=SYSTEM, content=f'{docs} Be brief.'), *messages])",
    ],
)
def test_messages_that_a_function_of_the_project_is_given_are_sent(body: str) -> None:
    shown = show(f"{MESSAGES}class Doc(Agent):\n    def run(self, messages, docs):\n        {body}\n")
    assert shown.splitlines()[0] == "system: <retrieval? request docs> Be brief."
    assert shown.splitlines()[1].startswith("rest: <history? request messages")
    assert len(shown.splitlines()) == 2


def test_messages_that_are_sent_in_sight_are_sent_once() -> None:
    program = """
    from openai import OpenAI
    def count(messages):
        return len(messages)
    def f(docs, history):
        messages = [{"role": "system", "content": f"{docs} Be brief."}]
        count(messages)
        messages += history
        OpenAI().chat.completions.create(model="m", messages=messages)
    """
    assert show(program) == "system: <retrieval? request docs> Be brief.\nrest: <history? request history append>"


def test_a_message_that_may_have_been_there_before() -> None:
    shown = show(
        MESSAGES
        + """
class Doc(Agent):
    def run(self, messages, docs):
        system_prompt = f"Please read {docs} and be very brief in everything that you say to people."
        if messages and messages[0].role == SYSTEM:
            messages[0].content += system_prompt
        else:
            messages = [Message(SYSTEM, system_prompt)] + messages
        return messages
"""
    )
    assert "rest: <history? request messages append>" in shown


def test_a_list_of_other_things_is_not_sent() -> None:
    program = """
    class Row:
        def __init__(self, kind, text):
            self.kind, self.text = kind, text
    def save(rows):
        return len(rows)
    def f(docs, rows):
        save([Row("system", f"{docs} Be brief."), {"role": "owner", "content": f"{docs} Be brief."}])
    """
    assert show(program) == ""


def test_a_template_that_is_filled_goes_on_to_the_call_in_a_message() -> None:
    program = f"""{MESSAGES}
SYSTEM_PROMPT = "Please read {{docs}} and be brief."
class Doc(Agent):
    def run(self, messages, docs):
        text = SYSTEM_PROMPT.format(docs=docs)
        messages.insert(0, Message(role=SYSTEM, content=text))
        return self.call(messages=messages)
"""
    system, rest = show(program).splitlines()
    assert system == "system: Please read <retrieval? request docs> and be brief."
    assert rest.startswith("rest: <history? request messages")


def test_what_is_added_to_a_message_or_put_ahead_stands_once_and_the_history_behind_it() -> None:
    program = f"""{MESSAGES}
class Doc(Agent):
    def run(self, messages, docs):
        text = f"Please read {{docs}} and be brief."
        if messages and messages[0].role == SYSTEM:
            messages[0].content += " " + text
        else:
            messages.insert(0, Message(role=SYSTEM, content=text))
        return self.call(messages=messages)
"""
    assert show(program).splitlines() == [
        "system: [<unknown messages[0].content> |]Please read <retrieval? request docs> and be brief.",
        "rest: <history? request messages append>",
    ]


def test_messages_that_are_no_history_on_one_path_stay_apart() -> None:
    program = f"""{MESSAGES}
class Doc(Agent):
    def run(self, messages, examples, docs):
        behind = messages if docs else examples
        return self.call(messages=[Message(role=SYSTEM, content="Be brief."), *behind])
"""
    assert show(program).splitlines() == [
        "system: Be brief.",
        "rest: [<history? request messages append>|<unknown examples>]",
    ]


FACTORY = """
class Mock(Chat):
    def ask(self, system, question):
        return "x"
KINDS = {"openai": OpenAIChat}
def create(kind):
    if kind is None:
        return None
    if kind == "mock":
        return Mock()
    return KINDS.get(kind, OpenAIChat)()
class Agent:
    def __init__(self, kind):
        self.llm = create(kind)
    def answer(self, question, docs):
        return self.llm.ask(f"{docs} Be brief.", question)
"""


def test_an_attribute_of_one_of_several_classes_has_what_they_share() -> None:
    assert show(CHAT + FACTORY) == "system: <retrieval? request docs> Be brief.\nuser: <input? request question>"


def test_of_classes_that_share_none_no_method_is_meant() -> None:
    assert "docs" not in show(CHAT + FACTORY.replace("Mock(Chat)", "Mock"))


def test_a_table_that_others_fill_names_no_class() -> None:
    open_table = FACTORY.replace("def create", "def register(name, kind):\n    KINDS[name] = kind\ndef create")
    assert "docs" not in show(CHAT + open_table.replace('if kind == "mock":\n        return Mock()', "pass"))
