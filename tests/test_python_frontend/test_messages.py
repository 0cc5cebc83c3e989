"""The messages of a request, in order: known ones, optional ones, and the open rest that a conversation is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptlint import catalog, link
from promptlint.files import Files
from promptlint.frontends.python.atoms import NONE
from promptlint.frontends.python.plain import literal
from promptlint.frontends.python.sinks import send_messages
from promptlint.frontends.python.state import State
from promptlint.frontends.python.values import Branch, Element, Entry, Map, Seq, Value
from promptlint.gate import Gate
from promptlint.source import Place
from tests.test_python_frontend.reading import one, show

HEAD = "from openai import OpenAI\nclient = OpenAI()\n"
HERE = Place("app.py", 0, 0)
HISTORY = "rest: <history? request history append>"


def sent(body: str) -> str:
    """Return the prompts of a function `f(q, history, name, flag, self)` that sends `messages`."""
    lines = "".join(f"    {line}\n" for line in body.strip("\n").splitlines())
    return show(
        f'{HEAD}def f(q, history, name, flag, self):\n{lines}    client.chat.completions.create(model="m", messages=messages)\n'
    )


SYSTEM = '{"role": "system", "content": "Be kind."}'
USER = '{"role": "user", "content": q}'


def test_history_is_an_open_rest_in_its_place() -> None:
    for messages in (
        f"messages = [{SYSTEM}, *history, {USER}]",
        f"messages = [{SYSTEM}] + history + [{USER}]",
        f"messages = [{SYSTEM}]\nmessages.extend(history)\nmessages.append({USER})",
        f"messages = [{SYSTEM}]\nmessages += history\nmessages += [{USER}]",
        f"messages = list(history)\nmessages.insert(0, {SYSTEM})\nmessages.append({USER})",
        f"messages = [{SYSTEM}]\nfor m in history:\n    messages.append(m)\nmessages.append({USER})",
        f"messages = [{SYSTEM}, *[m for m in history], {USER}]",
        f"messages = history.copy()\nmessages[:0] = [{SYSTEM}]\nmessages.append({USER})",
        f"import itertools\nmessages = list(itertools.chain([{SYSTEM}], history, [{USER}]))",
    ):
        assert sent(messages) == f"system: Be kind.\n{HISTORY}\nuser: <unknown q>", messages


def test_history_may_stand_ahead_of_the_system_message() -> None:
    assert sent(f"messages = history + [{SYSTEM}, {USER}]") == f"{HISTORY}\nsystem: Be kind.\nuser: <unknown q>"


def test_a_window_of_the_history() -> None:
    assert sent(f"messages = [{SYSTEM}, *history[-10:], {USER}]").splitlines()[1].endswith(" window>")


def test_a_history_of_rebuilt_messages_is_one_rest() -> None:
    for loop in (
        'for turn in history:\n    messages.append({"role": turn["role"], "content": turn["content"]})',
        'messages += [{"role": turn.role, "content": turn.text} for turn in history]',
        'for asked, said in history:\n    messages.append({"role": "user", "content": asked})\n    messages.append({"role": "assistant", "content": said})',
    ):
        shown = sent(f"messages = [{SYSTEM}]\n{loop}\nmessages.append({USER})").splitlines()
        assert [line.split(":")[0] for line in shown] == ["system", "rest", "user"]
        assert shown[1].endswith("append>")


def test_known_examples_are_messages_of_their_own() -> None:
    assert (
        sent(f"""
messages = [{SYSTEM}]
for asked, said in [("1?", "2"), ("3?", "4")]:
    messages.append({{"role": "user", "content": asked}})
    messages.append({{"role": "assistant", "content": said}})
messages.append({USER})
""")
        == "system: Be kind.\nuser: 1?\nassistant: 2\nuser: 3?\nassistant: 4\nuser: <unknown q>"
    )


def test_optional_messages_are_not_certain() -> None:
    assert (
        sent(f"""
messages = []
if flag:
    messages.append({SYSTEM})
if name:
    messages.insert(0, {{"role": "system", "content": "First."}})
messages.append({USER})
""")
        == "system (maybe): First.\nsystem (maybe): Be kind.\nuser: <unknown q>"
    )


def test_one_message_or_another() -> None:
    assert (
        sent(f"""
if flag:
    messages = [{SYSTEM}]
else:
    messages = [{{"role": "system", "content": "Be strict."}}]
messages.append({USER})
""")
        == "system: [Be kind.|Be strict.]\nuser: <unknown q>"
    )


def test_a_role_or_content_that_depends_is_one_message() -> None:
    assert (
        sent(f'messages = [{{"role": "system", "content": "a" if flag else "b"}}, {USER}]')
        == "system: [a|b]\nuser: <unknown q>"
    )


def test_the_content_of_a_message_is_changed_in_place() -> None:
    assert (
        sent(f"""
messages = [{SYSTEM}, {USER}]
messages[0]["content"] += " Dear " + name
messages[-1]["content"] = f"Q: {{q}}"
""")
        == "system: Be kind. Dear <unknown name>\nuser: Q: <unknown q>"
    )


def test_parts_of_a_content_list_are_read() -> None:
    assert (
        sent("""
content = [{"type": "text", "text": "Look: "}, {"type": "image_url", "image_url": {"url": name}}]
messages = [{"role": "user", "content": content}]
content.append({"type": "text", "text": q})
""")
        .replace("\nuser: ", "")
        .startswith("user: Look: ")
    )


def test_a_message_of_a_helper() -> None:
    assert (
        show(f"""{HEAD}
def message(role, content, **more):
    return dict(role=role, content=content, **more)
def f(q):
    messages = [message("system", "Be kind."), message("user", q, name="n")]
    client.chat.completions.create(model="m", messages=messages)
""")
        == "system: Be kind.\nuser: <unknown q>"
    )


def test_a_conversation_in_a_loop_grows_behind_its_start() -> None:
    shown = show(f"""{HEAD}
def chat():
    messages = [{SYSTEM}]
    while True:
        messages.append({{"role": "user", "content": input()}})
        reply = client.chat.completions.create(model="m", messages=messages)
        messages.append({{"role": "assistant", "content": reply.choices[0].message.content}})
""").splitlines()
    assert [line.split(":")[0] for line in shown] == ["system", "rest", "user"]
    assert shown[0] == "system: Be kind."
    assert shown[1].endswith("append>")
    assert shown[2] == "user: <input request input()>"


def test_an_agent_loop_with_tools_grows_behind_the_question() -> None:
    shown = show(f"""{HEAD}
def run(q, tools, call):
    messages = [{SYSTEM}, {USER}]
    for step in range(10):
        message = client.chat.completions.create(model="m", messages=messages).choices[0].message
        messages.append(message)
        if not message.tool_calls:
            return message.content
        for c in message.tool_calls:
            messages.append({{"role": "tool", "tool_call_id": c.id, "content": call(c)}})
""").splitlines()
    assert shown[:2] == ["system: Be kind.", "user: <unknown q>"]
    assert [line.split(":")[0] for line in shown] == ["system", "user", "rest"]
    assert shown[2].endswith("append>")


def test_messages_started_in_the_constructor_and_appended_elsewhere() -> None:
    assert [
        line.split(" append>")[0].split(":")[0] if line.startswith("rest") else line
        for line in show(f"""{HEAD}
class Bot:
    def __init__(self, name):
        self.messages = [{{"role": "system", "content": f"Dear {{name}}"}}]
    def ask(self, q):
        self.messages.append({USER})
        reply = client.chat.completions.create(model="m", messages=self.messages)
        self.messages.append({{"role": "assistant", "content": reply.choices[0].message.content}})
        return reply
    def reset(self):
        self.messages = self.messages[:1]
""").splitlines()
    ] == ["system: Dear <unknown name>", "rest", "user: <unknown q>"]


def test_a_system_message_beside_a_conversation_kept_in_an_attribute() -> None:
    shown = show(f"""{HEAD}
class Bot:
    def __init__(self):
        self.history = []
    def ask(self, q):
        self.history.append({USER})
        reply = client.chat.completions.create(model="m", messages=[{SYSTEM}, *self.history])
        self.history.append({{"role": "assistant", "content": reply.choices[0].message.content}})
""").splitlines()
    assert [line.split(":")[0] for line in shown] in (["system", "rest", "user"], ["system", "rest"])
    assert shown[1].startswith("rest: <history")
    assert shown[1].endswith("append>")


def test_a_fresh_list_in_each_round_is_no_conversation() -> None:
    assert show(f"""{HEAD}
def f(questions):
    for q in questions:
        messages = [{SYSTEM}]
        messages.append({USER})
        client.chat.completions.create(model="m", messages=messages)
""").splitlines()[0::2] == ["system: Be kind."]


def test_a_list_in_an_attribute_that_the_method_starts_anew_is_no_conversation() -> None:
    assert (
        show(f"""{HEAD}
class Bot:
    def ask(self, q):
        self.messages = [{SYSTEM}]
        self.messages.append({USER})
        client.chat.completions.create(model="m", messages=self.messages)
""")
        == "system: Be kind.\nuser: <unknown q>"
    )


def test_a_varying_value_in_the_last_user_message_stays_there() -> None:
    assert (
        show(f"""{HEAD}
from datetime import datetime
def f(q):
    messages = [{SYSTEM}, {{"role": "user", "content": f"{{datetime.now()}} {{q}}"}}]
    client.chat.completions.create(model="m", messages=messages)
""")
        == "system: Be kind.\nuser: <clock request datetime.now()> <unknown q>"
    )


def test_messages_of_an_unknown_parameter_are_an_open_rest() -> None:
    assert sent("messages = [" + SYSTEM + "] + self.load(q)").splitlines()[0] == "system: Be kind."
    assert sent("messages = [" + SYSTEM + "] + self.load(q)").splitlines()[1].startswith("rest: <")


def test_filtered_messages_keep_the_known_ones() -> None:
    assert sent(f"messages = [m for m in [{SYSTEM}, None, {USER}] if m]") == "system: Be kind.\nuser: <unknown q>"


def test_a_responses_input_of_text_and_history() -> None:
    assert (
        show(f"""{HEAD}
def f(history, q):
    client.responses.create(model="m", instructions="Be kind.", input=[*history, {USER}])
""")
        == f"system: Be kind.\n{HISTORY}\nuser: <unknown q>"
    )


def test_the_frame_of_a_sent_prompt_is_closed() -> None:
    assert one(f'{HEAD}client.responses.create(model="m", instructions="Be kind.", input="Hi")').frame == "closed"


MESSAGE = Map((Entry(literal("role"), literal("system"), HERE), Entry(literal("content"), literal("Be kind."), HERE)))


@pytest.mark.parametrize(
    ("content", "sent"),
    [
        (lambda itself: MESSAGE, [(MESSAGE,)]),
        (lambda itself: Seq((Element(MESSAGE, HERE),)), [(MESSAGE,)]),
        (lambda itself: Branch(None, (Seq((Element(MESSAGE, HERE),)), MESSAGE)), [(MESSAGE,)]),
        (lambda itself: Branch(None, (MESSAGE, Map(()))), []),
        (lambda itself: Branch(None, (itself, Seq((Element(MESSAGE, HERE), Element(MESSAGE, HERE))))), [(MESSAGE, MESSAGE)]),
        (lambda itself: Branch(None, (itself, MESSAGE)), []),
    ],
    ids=["a message", "a list", "a list or a message", "messages", "itself or a list", "itself or a message"],
)  # fmt: skip
def test_what_is_sent_of_what_stands_at_a_location(
    content: Callable[[Value], Value], sent: list[tuple[Value, ...]]
) -> None:
    world = link.program(Files(catalog.load(()), Gate(()), {"app.py": b""}))
    frame, state = world.frame(world.module("app.py").body), State()
    ref = state.allocate(NONE)
    state.memory[ref] = content(ref)
    send_messages(frame, state, ref, HERE)
    lists = [value for each in frame.sents for _, value in each.arguments]
    assert [tuple(item.value for item in value.items) for value in lists] == sent
