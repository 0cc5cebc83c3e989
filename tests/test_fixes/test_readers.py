"""What else reads a text or a list: a text becomes a list of parts, or items change places, only where nobody would notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptlint.edits import applied
from tests.test_fixes.fixing import findings, fixed

HEAD = """from datetime import datetime
from anthropic import Anthropic
from openai import OpenAI

client = Anthropic()
other = OpenAI()
RULES = "Answer questions about the orders of our shop. Be brief and kind.\\n" * 300

"""
TEXT = 'f"It is {datetime.now()}.\\n{RULES}"'
MARK = '"cache_control": {"type": "ephemeral"}'
STATIC = f'{{"type": "text", "text": RULES, {MARK}}}'
VARYING = '{"type": "text", "text": f"It is {datetime.now()}."}'
REST = 'model="claude-sonnet-4-5", max_tokens=9, messages=[{"role": "user", "content": question}]'


def split(folder: Path, body: str) -> str | None:
    """Return a program's body with the fix of its first finding, the list of parts on one line; None where it has no fix."""
    text = f"{HEAD}{body}"
    fix = findings(folder, app=text)[0].fix
    if fix is None:
        return None
    after = applied(text, fix.edits).removeprefix(HEAD)
    for indent in ("    ", "        "):
        after = after.replace(f"[\n{indent}    {{", "[{").replace(f"}},\n{indent}]", "}]")
        after = after.replace(f"}},\n{indent}    {{", "}, {")
    return after


def parted(body: str) -> str:
    return body.replace(TEXT, f"[{STATIC}, {VARYING}]")


SENT = [
    f"""def go(question):
    system = {TEXT}
    return client.messages.create(system=system, {REST})
""",
    f"""def build():
    return {TEXT}


def go(question):
    return client.messages.create(system=build(), {REST})
""",
    f"""def call(system, question):
    if not system:
        raise ValueError
    return client.messages.create(system=system, {REST})


def go(question):
    return call({TEXT}, question)
""",
    f"""class Agent:
    def __init__(self, system_prompt):
        self.system_prompt = system_prompt

    def ask(self, question):
        return client.messages.create(system=self.system_prompt, {REST})


def go(question):
    return Agent(system_prompt={TEXT}).ask(question)
""",
    f"""def go(question):
    options = {{"max_tokens": 9, "system": {TEXT}, "messages": [{{"role": "user", "content": question}}]}}
    print(options["max_tokens"])
    return client.messages.create(model="claude-sonnet-4-5", **options)
""",
]


@pytest.mark.parametrize("body", SENT, ids=["variable", "result", "parameter", "attribute", "keywords"])
def test_a_text_that_is_only_sent_becomes_parts(body: str, tmp_path: Path) -> None:
    assert split(tmp_path, body) == parted(body)


@pytest.mark.parametrize(
    ("number", "old", "new"),
    [
        (0, "    return", '    print("system prompt: " + system)\n    return'),
        (0, "    return", "    if len(system) > 9_000:\n        raise ValueError\n    return"),
        (0, "    return", '    system += "\\nBe kind."\n    return'),
        (0, "    system =", "    system: str ="),
        (0, "model=", 'metadata={"user_id": system}, model='),
        (1, "build():", "build() -> str:"),
        (1, "\n\ndef go", '\n\ndef show():\n    return "Prompt: " + build()\n\n\ndef go'),
        (1, "\n\ndef go", "\n\nTEXTS = [build]\n\n\ndef go"),
        (
            1,
            "\n\ndef go",
            '\n\ndef ask(question):\n    return other.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": build()}])\n\n\ndef go',
        ),
        (2, "call(system,", "call(system: str,"),
        (2, "    if not system", "    if hash((system, question)) == 0"),
        (2, "    if not system", "    if system[:10].upper()"),
        (2, "    if not system", '    system += "Bye."\n    if not system'),
        (3, "    def ask", '    def show(self):\n        return "Agent: " + self.system_prompt\n\n    def ask'),
        (4, 'max_tokens"])', 'system"].upper())'),
        (4, '    print(options["max_tokens"])', '    options["system"] += "Be kind."'),
    ],
    ids=[
        "joined to a text",
        "measured",
        "added to",
        "said to be a text",
        "sent as something else too",
        "said to return a text",
        "result joined to a text",
        "function handed on",
        "sent to another provider",
        "parameter said to be a text",
        "hashed",
        "cut",
        "parameter added to",
        "attribute joined to a text",
        "taken out of the keywords",
        "added to in the keywords",
    ],
)
def test_a_text_that_something_else_reads_stays_a_text(number: int, old: str, new: str, tmp_path: Path) -> None:
    body = SENT[number]
    assert old in body
    assert split(tmp_path, body.replace(old, new, 1)) is None


ADDED = f"""def go(question, beta=True):
    system = RULES
    system += f"\\nIt is {{datetime.now()}}."
    return client.messages.create(system=system, {REST})
"""


LOOP = f"""    for each in question:
        system += f"\\nIt is {{datetime.now()}}."
        client.messages.create(system=system, {REST})
"""


def test_what_is_added_to_a_text_that_is_only_sent_becomes_a_part(tmp_path: Path) -> None:
    parts = f'[{{"type": "text", "text": system, {MARK}}}, {VARYING}]'
    after = ADDED.replace('+= f"\\nIt is {datetime.now()}."', f"= {parts}")
    assert split(tmp_path, ADDED) == after


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    return", '    system += "Be kind."\n    return'),
        ("    return", "    print(len(system))\n    return"),
        (ADDED[ADDED.index("    system +=") :], LOOP),
        ("    system =", "    system: str ="),
        ("system=system", "system=system.strip()"),
    ],
    ids=["added to again", "measured", "added often", "said to be a text", "stripped"],
)
def test_what_is_added_to_a_text_that_something_else_reads_stays(old: str, new: str, tmp_path: Path) -> None:
    assert old in ADDED
    after = split(tmp_path, ADDED.replace(old, new, 1))
    assert after is None or '"type"' not in after


@pytest.mark.parametrize(
    ("before", "static", "varying"),
    [
        (
            'dedent(f"""\n        Be brief.\n        It is {datetime.now()}.\n        """).strip() + "\\n" + RULES',
            'dedent("""\n        Be brief.\n        """).strip() + "\\n" + RULES',
            'f"It is {datetime.now()}."',
        ),
        (
            'dedent(f"""\n        It is {datetime.now()}.\n        Be brief. {RULES}""")',
            'dedent(f"""\n        Be brief. {RULES}""")',
            'f"It is {datetime.now()}."',
        ),
        ('f"It is {datetime.now()}.\\n{RULES}".strip()', "RULES.strip()", 'f"It is {datetime.now()}."'),
    ],
    ids=["dedented, and added to", "dedented", "stripped"],
)
def test_a_text_in_calls_becomes_parts_of_which_the_first_is_in_them(
    before: str, static: str, varying: str, tmp_path: Path
) -> None:
    body = f"""from textwrap import dedent


def go(question):
    system = {before}
    return client.messages.create(system=system, {REST})
"""
    parts = f'[{{"type": "text", "text": {static}, {MARK}}}, {{"type": "text", "text": {varying}}}]'
    assert split(tmp_path, body) == body.replace(before, parts)
    assert split(tmp_path, body.replace("    return", "    print(system.upper())\n    return")) is None


CLOCK = 'f"It is {now}."'
JOINED = f"""def go(question):
    now = datetime.now()
    parts = ["Hello.", RULES, {CLOCK}]
    return client.messages.create(system="\\n".join(parts), {REST})
"""
INLINE = f"""def go(question):
    now = datetime.now()
    return client.messages.create(system="\\n".join(("Hello.", {CLOCK}, RULES)), {REST})
"""
OTHERS = f'[{{"type": "text", "text": JOIN, {MARK}}}, {{"type": "text", "text": {CLOCK}}}]'


def test_an_item_of_a_joined_text_that_is_only_sent_becomes_a_part(tmp_path: Path) -> None:
    join, inline = '"\\n".join(parts)', f'"\\n".join(("Hello.", {CLOCK}, RULES))'
    after = JOINED.replace(f", {CLOCK}", "").replace(join, OTHERS.replace("JOIN", join))
    assert split(tmp_path, JOINED) == after
    after = INLINE.replace(inline, OTHERS.replace("JOIN", inline.replace(f"{CLOCK}, ", "")))
    assert split(tmp_path, INLINE) == after


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    return", "    print(len(parts))\n    return"),
        ("    return", "    now = now.year\n    return"),
        ('"\\n".join(parts)', '"\\n".join(parts).upper()[:90_000]'),
        ('"Hello.", RULES, f"It is {now}."', "*question, RULES, *[str(now)]"),
        ('["Hello.", RULES, f"It is {now}."]', '(RULES, f"It is {now}.")'),
    ],
    ids=["measured", "bound anew", "cut", "starred", "only two"],
)
def test_an_item_of_a_joined_text_stays_where_it_could_be_another(old: str, new: str, tmp_path: Path) -> None:
    assert old in JOINED
    after = split(tmp_path, JOINED.replace(old, new, 1))
    assert after is None or '"type"' not in after


def test_a_text_that_another_file_reads_stays_a_text(tmp_path: Path) -> None:
    (tmp_path / "show.py").write_text('import app\n\nprint("Prompt: " + app.build())\n')
    assert split(tmp_path, SENT[1]) is None


def test_a_text_that_another_file_sends_as_well_becomes_parts(tmp_path: Path) -> None:
    (tmp_path / "show.py").write_text(
        f"from app import build, client\n\n\ndef ask(question):\n    return client.messages.create(system=build(), {REST})\n"
    )
    assert split(tmp_path, SENT[1]) == parted(SENT[1])


@pytest.mark.parametrize("use", ["parts[0].get('text')", "parts.copy().pop()", "list(parts)[-1]"])
def test_a_list_of_parts_that_is_read_by_position_gets_no_more(use: str, tmp_path: Path) -> None:
    body = f"""def go(question):
    parts = [{{"type": "text", "text": {TEXT}, {MARK}}}]
    print(USE)
    return client.messages.create(system=parts, {REST})
"""
    assert split(tmp_path, body.replace("USE", use)) is None
    after = body.replace(TEXT, "RULES").replace(f"{MARK}}}]", f"{MARK}}}, {VARYING}]").replace("USE", "len(parts)")
    assert split(tmp_path, body.replace("USE", "len(parts)")) == after


JOIN = '    system = "\\n".join(parts)\n'


@pytest.mark.parametrize(
    "read",
    [
        "    first = parts[0]\n",
        "    first, second = parts\n",
        "    print(parts[:1])\n",
        "    where = parts.index(OPEN)\n",
        "    print(parts.copy().pop())\n",
        "    print(list(parts)[0])\n",
        "    print(next(iter(parts)))\n",
        "    named = dict(zip(docs, parts))\n",
        "    def head():\n        return parts[0]\n",
        "    for part in parts:\n        if part:\n            break\n",
    ],
)
def test_items_that_are_read_by_position_stay(read: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, f'    parts = [f"It is {{now}}.", OPEN]\n{read}{JOIN}') is None


@pytest.mark.parametrize(
    "read",
    [
        "    print(len(parts), sorted(parts))\n",
        "    if parts and OPEN in parts:\n        print(parts)\n",
        "    for part in parts:\n        print(part)\n",
    ],
)
def test_items_that_are_read_in_any_order_change_places(read: str, tmp_path: Path) -> None:
    after = fixed(tmp_path, f'    parts = [f"It is {{now}}.", OPEN]\n{read}{JOIN}')
    assert after == f'    parts = [OPEN, f"It is {{now}}."]\n{read}{JOIN}'


MESSAGES = """def sections():
    return [f"It is {datetime.now()}.", RULES]


def go(question):
    messages = [{"role": "system", "content": "\\n".join(sections())}, {"role": "user", "content": question}]
    return other.chat.completions.create(model="gpt-4o", messages=messages)
"""


def test_items_whose_first_one_another_caller_takes_stay(tmp_path: Path) -> None:
    after = MESSAGES.replace('[f"It is {datetime.now()}.", RULES]', '[RULES, f"It is {datetime.now()}."]')
    assert split(tmp_path, MESSAGES) == after
    assert split(tmp_path, f"{MESSAGES}\n\ndef headline():\n    return sections()[0]\n") is None


def test_messages_whose_first_one_is_read_stay(tmp_path: Path) -> None:
    clock, rules = '{"role": "system", "content": f"It is {datetime.now()}."}', '{"role": "system", "content": RULES}'
    body = f"""def go(question):
    messages = [{clock}, {rules}, {{"role": "user", "content": question}}]
    print(READ)
    return other.chat.completions.create(model="gpt-4o", messages=messages)
"""
    after = body.replace(f"{clock}, {rules}", f"{rules}, {clock}").replace("READ", "len(messages)")
    assert split(tmp_path, body.replace("READ", "len(messages)")) == after
    assert split(tmp_path, body.replace("READ", 'messages[0]["content"]')) is None


TURNS = """COUNT = [0]


class Desk:
    def name(self):
        return "Desk"

    def ticket(self):
        self.number += 1
        return self.number


def turn():
    COUNT[0] += 1
    return COUNT[0]


def later():
    return turn()


def label():
    words = []
    words.append("shop")
    return words[0]


def ask(question, desk, ids):
    system = TEXT
    return other.chat.completions.create(
        model="gpt-4o", messages=[{"role": "system", "content": system}, {"role": "user", "content": question}]
    )
"""


@pytest.mark.parametrize(
    ("call", "moves"),
    [
        ("turn()", False),
        ("later()", False),
        ("next(ids)", False),
        ("ids.pop()", False),
        ("desk.ticket()", False),
        ("desk.name()", True),
        ("label()", True),
        ("len(ids)", True),
    ],
)
def test_two_calls_that_change_something_keep_their_order(call: str, *, moves: bool, tmp_path: Path) -> None:
    first, last = f"At {{datetime.now()}}, {{{call}}}.\\n", f"Always say {{{call}}}."
    body = TURNS.replace("TEXT", f'f"{first}{{RULES}}{last}\\n{{RULES}}"')
    after = TURNS.replace("TEXT", f'f"{{RULES}}{last}\\n{{RULES}}{first}"')
    assert split(tmp_path, body) == (after if moves else None)


def test_calls_keep_their_order_in_a_text_of_many_lines(tmp_path: Path) -> None:
    text = 'f"""At {datetime.now()}, {CALL}.\n{RULES}\nAlways say {CALL}.\n{RULES}\n"""'
    after = 'f"""{RULES}\nAlways say {label()}.\n{RULES}\nAt {datetime.now()}, {label()}.\n"""'
    assert split(tmp_path, TURNS.replace("TEXT", text.replace("CALL", "turn()"))) is None
    assert split(tmp_path, TURNS.replace("TEXT", text.replace("CALL", "label()"))) == TURNS.replace("TEXT", after)


def test_one_call_that_changes_something_moves_past_others(tmp_path: Path) -> None:
    body = TURNS.replace("TEXT", 'f"At {datetime.now()}, {turn()}.\\n{RULES}Always say {label()}."')
    after = TURNS.replace("TEXT", 'f"{RULES}Always say {label()}.\\nAt {datetime.now()}, {turn()}."')
    assert split(tmp_path, body) == after


NAMED = f"""def go(question):
    system = {TEXT}
READ    return client.messages.create(
        system=[{{"type": "text", "text": system, {MARK}}}], {REST}
    )
"""


def test_the_text_of_a_part_may_have_a_name(tmp_path: Path) -> None:
    after = NAMED.replace("READ", "").replace(TEXT, "RULES").replace(f"{MARK}}}", f"{MARK}}}, {VARYING}")
    assert split(tmp_path, NAMED.replace("READ", "")) == after


@pytest.mark.parametrize("read", ["    print(system[:80])\n", "    system = system.strip()\n"])
def test_a_named_text_of_a_part_stays_where_something_else_reads_it(read: str, tmp_path: Path) -> None:
    after = split(tmp_path, NAMED.replace("READ", read))
    assert after is None or VARYING not in after
