"""What is done to a conversation between two requests."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from promptlint.cli import main
from tests.checking import reported

_PROGRAM = """from openai import OpenAI

RULES = "Every word of this text stays the same. " * 200

def answer(history, question, most, first):
    messages = [{{"role": "system", "content": RULES}}, *{sent}, {{"role": "user", "content": question}}]
    return OpenAI().chat.completions.create(model="gpt-5.1", messages=messages)
"""


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("history[-10:]", ["6:55"]),
        ("history[-most:]", ["6:55"]),
        ("history[-most * 2:]", []),
        ("history", []),
        ("(history[-10:] if len(history) > 10 else history)", ["6:55"]),
        ("(history[-10:] if len(history) > 40 else history)", []),
        ("history[:-1]", []),
        ("history[first:]", []),
        ("history[1:]", []),
        ("history[first:-1]", []),
    ],
)
def test_a_window_over_the_latest_messages(sent: str, expected: list[str], tmp_path: Path) -> None:
    path = tmp_path / "bot.py"
    path.write_text(_PROGRAM.format(sent=sent), encoding="utf-8")
    arguments = ["check", "--isolated", "--no-cache", "--quiet", "--select", "PRM501", "--output-format", "concise"]
    result = CliRunner().invoke(main, [*arguments, str(path)], catch_exceptions=False)
    found = [line.partition("bot.py:")[2] for line in result.stdout.splitlines()]
    assert [line.rpartition(": PRM501 ")[0] for line in found] == expected


def _told(program: str, path: Path, *options: str) -> list[tuple[str, str]]:
    """Return the place and the code of each finding about a program."""
    found = reported(program, path / "bot.py", "--show-info", *options)
    return [(f"{each['location']['row']}:{each['location']['column']}", each["code"]) for each in found]


_LOOP = """from openai import OpenAI

RULES = "Every word of this text stays the same. " * 200

def chat(ask, most, keep):
    messages = [{{"role": "system", "content": RULES}}]
    while True:
        messages.append({{"role": "user", "content": ask()}})
        {cut}
        reply = OpenAI().chat.completions.create(model="gpt-5.1", messages=messages)
        messages.append({{"role": "assistant", "content": reply.choices[0].message.content}})
"""


@pytest.mark.parametrize(
    ("cut", "expected"),
    [
        ("if len(messages) > 10: messages.pop(1)", "9:32"),
        ("if len(messages) >= most: messages.pop(1)", "9:35"),
        ("if 10 < len(messages): messages.pop(1)", "9:32"),
        ("if most and len(messages) > most: messages.pop(1)", "9:43"),
        ("if not len(messages) <= most: messages.pop(1)", "9:39"),
        ("while len(messages) > 10: messages.pop(1)", "9:35"),
        ("while len(str(messages)) > 9000: del messages[1]", "9:46"),
        ("if len(messages) > 10: del messages[1]", "9:36"),
        ("if len(messages) > 10: del messages[1:3]", "9:36"),
        ("messages = messages[:1] + messages[-10:]", "9:35"),
        ("messages[1:] = messages[-10:]", "9:24"),
        ("if len(messages) > 11: messages = [messages[0]] + messages[-10:]", "9:59"),
        # Rarely, and then much
        ("if len(messages) > 40: del messages[1:21]", None),
        ("if len(messages) > 40: messages = [messages[0]] + messages[-20:]", None),
        ("if len(messages) > most: messages = [messages[0]] + messages[-keep:]", None),
        ("if len(str(messages)) > 9000: messages = [messages[0]] + messages[-10:]", None),
        ("while len(messages) > 10: del messages[1:9]", None),
        # Not because there are too many
        ("if len(messages) > 1: messages.pop(1)", None),
        ("if messages[1]['content'] == 'stop': messages.pop(1)", None),
        ("messages.pop()", None),
        ("if len(messages) > 10: messages.pop()", None),
        ("if most > 3: messages.pop(1)", None),
        ("pass", None),
    ],
)
def test_older_messages_are_taken_away_in_a_loop(cut: str, expected: str | None, tmp_path: Path) -> None:
    assert _told(_LOOP.format(cut=cut), tmp_path) == ([(expected, "PRM501")] if expected else [])


_BOT = """from collections import deque
from openai import OpenAI

RULES = {{"role": "system", "content": "Every word of this text stays the same. " * 200}}

class Bot:
    def __init__(self, most):
        self.messages = {made}
        self.most = most

    def answer(self, question):
        self.messages.append({{"role": "user", "content": question}})
        {cut}
        reply = OpenAI().chat.completions.create(model="gpt-5.1", messages=[RULES, *self.messages])
        self.messages.append({{"role": "assistant", "content": reply.choices[0].message.content}})
        return reply

    def trim(self):
        if len(self.messages) > self.most:
            self.messages.pop(0)
"""


@pytest.mark.parametrize(
    ("made", "cut", "expected"),
    [
        ("[]", "self.messages = self.messages[-10:]", "13:25"),
        ("[]", "self.messages = self.messages[-self.most:]", "13:25"),
        ("[]", "if len(self.messages) > 10: self.messages = self.messages[-10:]", "13:53"),
        ("[]", "if len(self.messages) > self.most: self.messages.pop(0)", "13:44"),
        ("[]", "while len(self.messages) > self.most: self.messages.pop(0)", "13:47"),
        ("deque()", "if len(self.messages) > self.most: self.messages.popleft()", "13:44"),
        ("[]", "if len(self.messages) > 10: del self.messages[:2]", "13:41"),
        ("[]", "del self.messages[:-10]", "13:13"),
        ("[]", "self.trim()", "20:13"),
        ("deque(maxlen=10)", "pass", "8:25"),
        ("deque([], most)", "pass", "8:25"),
        ("[]", "if len(self.messages) > 40: self.messages = self.messages[-20:]", None),
        ("[]", "if len(self.messages) > self.most: self.messages.clear()", None),
        ("deque()", "pass", None),
        ("deque(maxlen=None)", "pass", None),
        ("[]", "pass", None),
    ],
)
def test_older_messages_are_taken_away_from_an_attribute(
    made: str, cut: str, expected: str | None, tmp_path: Path
) -> None:
    assert _told(_BOT.format(made=made, cut=cut), tmp_path) == ([(expected, "PRM501")] if expected else [])


def test_the_system_message_is_taken_out_of_a_conversation(tmp_path: Path) -> None:
    """It is the same list in each request, though without its first item."""
    program = """from openai import OpenAI

RULES = "Every word of this text stays the same. " * 200

def answer(history):
    if len(history) > 1 and history[0]["role"] == "system":
        history.pop(0)
    return OpenAI().chat.completions.create(
        model="gpt-5.1", messages=[{"role": "system", "content": RULES}, *history]
    )
"""
    assert _told(program, tmp_path) == []


def test_a_short_queue_within_one_request_is_no_conversation(tmp_path: Path) -> None:
    program = """from collections import deque
from openai import OpenAI

RULES = "Every word of this text stays the same. " * 200

def answer(question):
    messages = deque(maxlen=10)
    messages.append({"role": "system", "content": RULES})
    messages.append({"role": "user", "content": question})
    return OpenAI().chat.completions.create(model="gpt-5.1", messages=list(messages))
"""
    assert _told(program, tmp_path) == []


_EDITED = """from datetime import datetime
from openai import OpenAI

RULES = "Every word of this text stays the same. " * 200

def chat(ask, retrieved_docs):
    messages = [{{"role": "system", "content": {first}}}]
    {ahead}
    while True:
        messages.append({{"role": "user", "content": ask()}})
        {edit}
        reply = OpenAI().chat.completions.create(model="gpt-5.1", messages=messages)
        messages.append({{"role": "assistant", "content": reply.choices[0].message.content}})
"""


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ("messages[0]['content'] = f'{RULES} It is {datetime.now()}.'", ("11:51", "PRM502")),
        ("messages[0] = {'role': 'system', 'content': f'{RULES} It is {datetime.now()}.'}", ("11:70", "PRM502")),
        ("messages[0]['content'] = RULES + retrieved_docs(ask)", ("11:42", "PRM502")),
        ("messages[0].update(content=f'{RULES} It is {datetime.now()}.')", ("11:53", "PRM120")),
        ("messages.insert(1, {'role': 'system', 'content': f'It is {datetime.now()}.'})", ("11:67", "PRM120")),
        ("messages[0]['content'] = RULES", None),
        ("messages[0] = {'role': 'system', 'content': RULES}", None),
        ("messages[-1]['content'] += f' It is {datetime.now()}.'", None),
        ("messages[-1]['content'] = f'{datetime.now()} {ask()}'", None),
    ],
)
def test_an_earlier_message_is_written_anew(edit: str, expected: tuple[str, str] | None, tmp_path: Path) -> None:
    program = _EDITED.format(first="RULES", ahead="", edit=edit)
    assert _told(program, tmp_path) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("first", "ahead"),
    [
        ("''", "messages[0]['content'] = f'{RULES} It is {datetime.now()}.'"),
        ("f'{RULES} It is {datetime.now()}.'", ""),
        ("RULES", "messages.append({'role': 'system', 'content': f'It is {datetime.now()}.'})"),
    ],
)
def test_what_is_made_ahead_of_the_loop_stays_for_the_conversation(first: str, ahead: str, tmp_path: Path) -> None:
    assert _told(_EDITED.format(first=first, ahead=ahead, edit="pass"), tmp_path) == []


def test_what_is_made_ahead_of_the_loop_stands_ahead_of_earlier_conversation_too(tmp_path: Path) -> None:
    program = _EDITED.format(first="f'{RULES} It is {datetime.now()}.'", ahead="messages += history", edit="pass")
    program = program.replace("retrieved_docs", "history")
    assert [code for _, code in _told(program, tmp_path)] == ["PRM120"]


def test_what_is_made_ahead_of_the_loop_is_shared_by_no_other_conversation(tmp_path: Path) -> None:
    program = _EDITED.format(first="f'It is {datetime.now()}. {RULES}'", ahead="", edit="pass")
    assert _told(program, tmp_path) == [("7:56", "PRM101")]


_NAMED = """from datetime import datetime
from openai import OpenAI

RULES = "Every word of this text stays the same. " * 200

def system_prompt():
    return f"{{RULES}} It is {{datetime.now()}}."

def answer(question):
    return {asks}
"""


@pytest.mark.parametrize(
    ("asks", "expected"),
    [
        ("talk(system_prompt(), question)", ["7:29: PRM120"]),
        (
            'OpenAI().responses.create(model="gpt-5.1", instructions=system_prompt(), input=question)',
            [],
        ),
    ],
)
def test_what_stands_behind_a_text_is_supposed_only_where_nothing_sends_it(
    asks: str, expected: list[str], tmp_path: Path
) -> None:
    found = _told(_NAMED.format(asks=asks), tmp_path)
    assert [f"{place}: {code}" for place, code in found] == expected


_GROWING = """from openai import OpenAI

RULES = "Every word of this text stays the same. " * 200

def chat(ask, docs):
    prompt = RULES
    messages = [{{"role": "user", "content": RULES}}]
    for doc in ("first", "second"):
        messages[-1]["content"] += doc
    {ahead}
    while True:
        {before}
        reply = OpenAI().chat.completions.create(model="{model}", messages={sent})
        {behind}
"""


def _growing(path: Path, model: str = "gpt-5.6-sol", **lines: str) -> list[tuple[str, str]]:
    given = {"ahead": "pass", "before": "pass", "behind": "pass", "sent": "messages", "model": model} | lines
    return [each for each in _told(_GROWING.format(**given), path) if each[1] != "PRM602"]


@pytest.mark.parametrize(
    ("behind", "column"),
    [
        ("messages[-1]['content'] += ask()", 36),
        ("messages[0]['content'] += 'Again, please.'", 35),
        ("messages[-1]['content'] = messages[-1]['content'] + ask()", 61),
        ("messages[-1]['content'] += f'So far: {reply.choices[0].message.content}'", 47),
    ],
)
def test_the_last_message_is_made_longer_between_two_requests(behind: str, column: int, tmp_path: Path) -> None:
    assert _growing(tmp_path, behind=behind) == [(f"14:{column}", "PRM504")]
    for model in ("gpt-5.1", "deepseek-chat"):
        assert _growing(tmp_path, model, behind=behind) == []


def test_a_prompt_is_made_longer_with_each_round(tmp_path: Path) -> None:
    sent = "[{'role': 'user', 'content': prompt}]"
    assert _growing(tmp_path, sent=sent, behind="prompt += ask()") == [("14:19", "PRM504")]
    assert _growing(tmp_path, "gpt-5.1", sent=sent, behind="prompt += ask()") == []


def test_a_message_of_nothing_but_what_is_added(tmp_path: Path) -> None:
    asked = "[{'role': 'system', 'content': RULES}, {'role': 'user', 'content': ''}]"
    lines = {"ahead": f"messages = {asked}", "before": "messages[-1]['content'] += ask()"}
    assert _growing(tmp_path, **lines) == [("12:36", "PRM504")]
    assert _growing(tmp_path, "gpt-5.1", **lines) == []
    # Too short to be cached, as far as anybody knows
    assert _growing(tmp_path, **lines | {"ahead": lines["ahead"].replace("RULES", "'Be brief.'")}) == []


@pytest.mark.parametrize(
    "lines",
    [
        {"before": "messages.append({'role': 'user', 'content': ask()}); messages[-1]['content'] += ask()"},
        {"behind": "messages.append({'role': 'user', 'content': ask()}); messages[-1]['content'] += ask()"},
        {"ahead": "messages[-1]['content'] += ask()"},
        {"behind": "messages[-1]['content'] = RULES"},
    ],
)
def test_a_message_that_is_complete_when_it_is_sent_first_is_no_growing_one(
    lines: dict[str, str], tmp_path: Path
) -> None:
    assert "PRM504" not in [code for _, code in _growing(tmp_path, **lines)]


def test_context_at_the_front_of_a_conversation_is_told_once(tmp_path: Path) -> None:
    for edit in (
        "messages.insert(0, {'role': 'system', 'content': f'Found: {retrieved_docs(ask)}'})",
        "messages = [{'role': 'system', 'content': f'It is {datetime.now()}.'}, *messages]",
        "messages = [*messages[:1], {'role': 'system', 'content': f'It is {datetime.now()}.'}, *messages[1:]]",
    ):
        ((_, code),) = _told(_EDITED.format(first="RULES", ahead="pass", edit=edit), tmp_path)
        assert code == "PRM120"
    always = "messages.insert(0, {'role': 'system', 'content': RULES})"
    assert _told(_EDITED.format(first="RULES", ahead=always, edit="pass"), tmp_path) == []


_SESSION = """from datetime import datetime
from openai import AsyncOpenAI

RULES = "Answer questions about the orders of our shop. Be brief and kind. " * 200
TOOLS = [{{"type": "function", "name": "look_up", "parameters": {{"type": "object"}}}}]
KEPT = {{"type": "retention_ratio", "retention_ratio": 0.8}}

async def talk(name, other):
    async with AsyncOpenAI().realtime.connect(model="gpt-realtime") as connection:
        await connection.session.update(session={{"instructions": {first}, "tools": TOOLS, "truncation": KEPT}})
        {ahead}
        async for event in connection:
            if event.type == "response.done":
                {again}
"""


def _session(path: Path, first: str = "RULES", ahead: str = "pass", again: str = "pass") -> list[tuple[str, str]]:
    return _told(_SESSION.format(first=first, ahead=ahead, again=again), path)


@pytest.mark.parametrize(
    ("again", "column"),
    [
        ("await connection.session.update(session={'instructions': RULES + name})", 74),
        ("await connection.session.update(session={'instructions': f'{RULES} It is {datetime.now()}.'})", 74),
        ("await connection.session.update(session={'instructions': 'Now sell.'})", 74),
        ("await connection.session.update(session={'tools': [*TOOLS, *TOOLS]})", 67),
    ],
)
def test_a_session_that_goes_on_gets_other_instructions_or_tools(again: str, column: int, tmp_path: Path) -> None:
    assert _session(tmp_path, again=again) == [(f"14:{column}", "PRM505")]


@pytest.mark.parametrize(
    "lines",
    [
        {"again": "await connection.session.update(session={'instructions': RULES})"},
        {"again": "await connection.session.update(session={'tools': TOOLS})"},
        {"again": "await connection.session.update(session={'audio': {'output': {'speed': 1.2}}})"},
        {"again": "await other.session.update(session={'instructions': RULES + name})"},
        {"again": "await connection.conversation.item.create(item={'role': 'system', 'content': name})"},
        {"ahead": "await connection.session.update(session={'instructions': RULES + name})"},
        {"first": "f'{RULES} It is {datetime.now()}.'"},
    ],
)
def test_a_session_that_keeps_its_instructions_is_silent(lines: dict[str, str], tmp_path: Path) -> None:
    assert _session(tmp_path, **lines) == []


def test_the_instructions_of_a_session_are_shared_by_no_other_one(tmp_path: Path) -> None:
    assert _session(tmp_path, first="f'It is {datetime.now()}. {RULES}'") == [("10:75", "PRM101")]


def test_a_session_without_truncation_goes_on(tmp_path: Path) -> None:
    program = _SESSION.format(first="RULES", ahead="pass", again="pass").replace(', "truncation": KEPT', "")
    assert _told(program, tmp_path) == [("10:15", "PRM506")]
    for once in (program.replace("async for event in connection", "async for event in other"), _later(program)):
        assert _told(once, tmp_path) == []


def _later(program: str) -> str:
    """Return the program with a truncation that a second update sets."""
    return program.replace(
        "pass\n        async", "await connection.session.update(session={'truncation': KEPT})\n        async"
    )


def test_an_item_is_deleted_out_of_a_session(tmp_path: Path) -> None:
    again = "await connection.conversation.item.delete(item_id=event.item_id)"
    assert _session(tmp_path, again=again) == [("14:23", "PRM507")]
    for other in ("truncate(audio_end_ms=9, content_index=0, item_id=name)", "retrieve(item_id=name)"):
        assert _session(tmp_path, again=f"await connection.conversation.item.{other}") == []


def test_a_history_that_is_added_to_keeps_its_name(tmp_path: Path) -> None:
    program = f"""from openai import OpenAI

RULES = "{"Every word of this text stays the same. " * 200}"

def chat(history, question):
    history.append({{"role": "user", "content": question}})
    messages = history + [{{"role": "system", "content": RULES}}]
    return OpenAI().chat.completions.create(model="gpt-4.1", messages=messages)
"""
    (found,) = reported(program, tmp_path / "app.py", "--select", "PRM109")
    assert found["message"].startswith("`history` may grow with every request and stands ")
