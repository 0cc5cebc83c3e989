"""Messages that are changed after they were put into their list: by index, by key, by attribute, in another method."""

from __future__ import annotations

import pytest

from tests.test_python_frontend.reading import bare, show

HEAD = """
from datetime import datetime
from openai import OpenAI
client = OpenAI()
class Message:
    def __init__(self, role, content):
        self.role, self.content = role, content
"""
SEND = 'client.chat.completions.create(model="m", messages='


def of_list(body: str) -> list[str]:
    """Return the blocks of a request whose messages are a parameter that a body changes."""
    return show(f"{HEAD}def f(messages, x):\n    {body}\n    {SEND}messages)\n").splitlines()


def of_agent(made: str, change: str, method: str = "self.history.append({'role': 'user', 'content': q})") -> list[str]:
    """Return the blocks of the only request of an object that starts with some messages and changes them."""
    lines = f"""
class Agent:
    def __init__(self):
        self.history = {made}
    def refresh(self, x):
        {change}
    def ask(self, q, x):
        {method}
        {SEND}self.history)
"""
    return show(HEAD + lines).split("\n\n")[-1].splitlines()


@pytest.mark.parametrize(
    "change",
    [
        'messages[0]["content"] = f"It is {datetime.now()}. Be kind."',
        'messages[0].content = f"It is {datetime.now()}. Be kind."',
        'messages[0] = {"role": "system", "content": f"It is {datetime.now()}. Be kind."}',
        'messages.append({"role": "user", "content": "x"}); messages[0]["content"] = f"It is {datetime.now()}. Be kind."; messages.pop()',
    ],
)
def test_the_first_message_of_a_list_of_others_is_the_system_message(change: str) -> None:
    shown = of_list(change)
    assert shown[0] == "system: It is <clock request datetime.now()>. Be kind."
    assert shown[1].startswith("rest: <history? request messages")


def test_what_is_added_to_the_first_message_stands_behind_what_it_was() -> None:
    assert of_list('messages[0]["content"] += f" It is {datetime.now()}."')[0] == (
        """system: <unknown messages[0]['content']> It is <clock request datetime.now()>."""
    )


def test_the_first_of_a_list_does_not_change_with_every_request() -> None:
    assert bare('def f(history):\n    send(f"{history[0]} Be kind.")') == "<unknown> Be kind."
    assert bare('def f(history):\n    send(f"{history[3]} Be kind.")') != "<unknown> Be kind."


def test_the_last_message_of_a_list_of_others_is_the_users() -> None:
    shown = of_list('messages[-1]["content"] = f"It is {datetime.now()}. " + x')
    assert [line.split(":")[0] for line in shown] == ["rest", "user"]


def test_a_message_in_the_middle_of_an_unknown_list_changes_nothing_else() -> None:
    (line,) = of_list('messages[x]["content"] = f"It is {datetime.now()}."')
    assert line.startswith("rest: <")


@pytest.mark.parametrize(
    ("made", "target"),
    [
        ('[{"role": "system", "content": "Be kind."}]', 'self.history[0]["content"]'),
        ('[Message("system", "Be kind.")]', "self.history[0].content"),
    ],
)
def test_a_message_of_an_attribute(made: str, target: str) -> None:
    change = f'{target} = f"It is {{datetime.now()}}."'
    changed = "It is <clock request datetime.now()>."
    assert of_agent(made, "pass", change)[0] == f"system: {changed}"
    assert of_agent(made, change)[0] == f"system: [Be kind.|{changed}]"
    assert of_agent(made, change, "self.refresh(x)")[0] == f"system: {changed}"


def test_another_key_of_a_message_is_not_its_text() -> None:
    made = '[{"role": "system", "content": "Be kind."}]'
    assert of_agent(made, 'self.history[0]["name"] = f"{datetime.now()}"')[0] == "system: Be kind."
    assert of_agent(made, 'self.other[0]["content"] = f"{datetime.now()}"')[0] == "system: Be kind."


def test_an_item_of_a_constant_of_the_module() -> None:
    shown = show(
        f'{HEAD}RULES = [{{"role": "system", "content": "Be kind."}}]\n'
        f'def f(x):\n    RULES[0]["content"] = f"It is {{datetime.now()}}."\n    {SEND}RULES)\n'
    )
    assert shown.splitlines()[0] == "system: It is <clock request datetime.now()>."


def test_a_nested_item_of_a_payload() -> None:
    shown = show(
        f'{HEAD}def f(x):\n    p = {{"messages": [{{"role": "system", "content": "Be kind."}}]}}\n'
        f'    p["messages"][0]["content"] = f"It is {{datetime.now()}}."\n    {SEND}p["messages"])\n'
    )
    assert shown == "system: It is <clock request datetime.now()>."
