"""Statements that go behind others, and those that stay since another reader would get something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptlint.edits import applied
from tests.test_fixes.fixing import HEAD, findings, fixed

JOIN = '    system = "\\n".join(parts)\n'
SECTIONS = '    system = "\\n".join(sections.values())\n'
STATE = """LOG = []


def number():
    LOG.append("request")
    return f"{datetime.now()} {len(LOG)}"


def count():
    return len(LOG)


def clock():
    return datetime.now().isoformat()


class Prompt:
    def __init__(self):
        self.parts = []

    def section(self, title, text):
        self.parts.append(f"## {title}\\n{text}")
        return self

    def text(self):
        return "\\n".join(self.parts)


"""


def program(*lines: str, before: str = STATE) -> str:
    inside = "".join(f"    {line}\n" for line in (*lines, "return send(system, question)"))
    return f"{HEAD}{before}def answer(question, user, docs):\n{inside}"


def moved(folder: Path, *lines: str) -> tuple[str, ...] | None:
    """Return the lines of a function once its first finding is fixed; None where it has no fix."""
    text = program(*lines)
    found = findings(folder, app=text)
    assert found, "nothing was found"
    if found[0].fix is None:
        return None
    after = applied(text, found[0].fix.edits)
    start, end = text.index("    " + lines[0]), "    return send(system, question)\n"
    assert after.startswith(text[:start])
    return tuple(line.removeprefix("    ") for line in after[start:].removesuffix(end).splitlines())


@pytest.mark.parametrize(
    ("first", "passed", "rest"),
    [
        ("parts.append(clock())", ("parts.append(f'Number {count()}')", "parts.append(OPEN)"), ()),
        ("parts.append(number())", ("parts.append(OPEN)",), ("parts.append(f'Number {count()}')", "parts.append(RULES)")),
        ("parts.append(f'{datetime.now()}')", ("LOG.append(user)", "parts.append(OPEN)"), ()),
        ("parts.append(clock() + count())", ("parts.append(RULES)",), ("LOG.append(user)", "parts.append(OPEN)")),
        ("parts.append(f'{datetime.now()} {docs}')", ("parts.append(RULES)",), ("shuffle(docs)", "parts.append(OPEN)")),
        ("parts.append(f'{datetime.now()} {docs}')", ("shuffle(user)", "parts.append(OPEN)"), ()),
        ("parts.append(f'{datetime.now()} {docs}')", ("user.info('Read %s', docs)", "parts.append(OPEN)"), ()),
        ("parts.append(f'{datetime.now()} {docs}')", ("parts.append(RULES)",), ("user.fill(docs)", "parts.append(OPEN)")),
    ],
    ids=["reads", "writes what another reads", "writes something else", "reads what another writes", "given", "not given", "told", "given to a method"],
)  # fmt: skip
def test_a_statement_passes_others_up_to_one_whose_effect_it_would_see(
    first: str, passed: tuple[str, ...], rest: tuple[str, ...], tmp_path: Path
) -> None:
    lines = ("from random import shuffle", "parts = []", first, *passed, *rest, 'system = "\\n".join(parts)')
    after = (*lines[:2], *passed, first, *lines[3 + len(passed) :])
    assert moved(tmp_path, *lines) == after


@pytest.mark.parametrize(
    ("reader", "moves"),
    [
        ("start = system[:80]", False),
        ("start = system.split('.')", False),
        ("size = len(system)", True),
        ("print(system)", True),
    ],
)
def test_nothing_moves_where_a_part_of_the_text_is_read_by_its_position(
    reader: str, moves: bool, tmp_path: Path
) -> None:
    lines = ('system = "Hello.\\n"', 'system += f"It is {datetime.now()}.\\n"', "system += RULES", reader)
    after = (lines[0], lines[2], lines[1], reader)
    assert moved(tmp_path, *lines) == (after if moves else None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '    parts = []\n    parts.append(str(now))\n    parts.append(str(OPEN))\n' + JOIN,
            '    parts = []\n    parts.append(str(OPEN))\n    parts.append(str(now))\n' + JOIN,
        ),
        (
            '    system = "Hello.\\n"\n    system += f"It is {now}.\\n"  # clock\n    system += OPEN\n',
            '    system = "Hello.\\n"\n    system += OPEN\n    system += f"\\nIt is {now}."  # clock\n',
        ),
        (
            '    system = "Hello. "\n    system += "It is " + str(now) + ". "\n    system += OPEN\n',
            '    system = "Hello. "\n    system += OPEN\n    system += " It is " + str(now) + "."\n',
        ),
        (
            '    system = "Hello.\\n"\n    system += now.isoformat() + "\\n"\n    system += OPEN\n',
            '    system = "Hello.\\n"\n    system += OPEN\n    system += "\\n" + now.isoformat()\n',
        ),
        (
            '    sections = {}\n    sections["time"] = f"It is {now}."\n    sections["rules"] = OPEN\n' + SECTIONS,
            '    sections = {}\n    sections["rules"] = OPEN\n    sections["time"] = f"It is {now}."\n' + SECTIONS,
        ),
    ],
    ids=["a function of both", "line end", "blank", "value", "section"],
)  # fmt: skip
def test_a_statement_goes_behind_the_static_ones(before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, before) == after


def test_a_statement_that_reads_what_is_built_stays(tmp_path: Path) -> None:
    body = '    parts = []\n    parts.append(f"It is {now}, part {len(parts)}.")\n    parts.append(OPEN)\n' + JOIN
    assert fixed(tmp_path, body) is None


@pytest.mark.parametrize(
    ("rest", "moves"),
    [
        ('    for text in [RULES]:\n        parts.append(text)\n', True),
        ('    for doc in [RULES]:\n        parts.append(doc)\n', True),
        ('    for doc in [RULES]:\n        parts.append(doc)\n    parts.append(doc)\n', False),
        ('    parts.append(RULES + doc)\n', False),
        ('    for text in [RULES]:\n        if not text:\n            continue\n        parts.append(text)\n', True),
        ('    for text in [RULES]:\n        if not text:\n            return None\n        parts.append(text)\n', False),
    ],
    ids=["another name", "the same name", "read behind both", "read", "skips", "leaves"],
)  # fmt: skip
def test_a_loop_goes_behind_what_reads_nothing_that_it_binds(rest: str, moves: bool, tmp_path: Path) -> None:
    start, loop = "    parts = []\n", '    for doc in docs:\n        parts.append(f"Read {doc}.")\n'
    after = f"{start}{rest}{loop}{JOIN}" if moves else None
    assert fixed(tmp_path, f"{start}{loop}{rest}{JOIN}", "PRM107") == after


def test_a_builder_call_may_have_several_arguments(tmp_path: Path) -> None:
    clock, rules = 'prompt.section("Time", f"It is {datetime.now()}.")', 'prompt.section("Rules", text=OPEN)'
    lines = ("prompt = Prompt()", clock, rules, "system = prompt.text()")
    assert moved(tmp_path, *lines) == (lines[0], rules, clock, lines[3])


def test_a_generator_yields_what_varies_last(tmp_path: Path) -> None:
    head = HEAD + "def parts():\n"
    tail = '\n\ndef answer(question):\n    return send("\\n".join(parts()), question)\n'
    clock, rules = '    yield f"It is {datetime.now()}."\n', "    yield OPEN\n"
    (finding,) = findings(tmp_path, app=f"{head}{clock}{rules}{tail}")
    assert finding.fix
    assert [edit.content for edit in finding.fix.edits] == ["", f"\n{clock}".rstrip("\n")]
    left = f"{head}{clock}    if not OPEN:\n        return\n{rules}{tail}"
    (finding,) = findings(tmp_path, app=left)
    assert finding.fix is None


@pytest.mark.parametrize(("role", "moves"), [("system", True), ("assistant", False)])
def test_a_message_goes_behind_those_of_the_system(role: str, moves: bool, tmp_path: Path) -> None:
    clock = '    messages.append({"role": "system", "content": f"It is {datetime.now()}."})\n'
    other = f'    messages.append({{"role": "{role}", "content": "Ask me."}})\n'
    rules = '    messages.append({"role": "system", "content": RULES})\n'
    start, end = (
        f"{HEAD}def answer(question):\n    messages = []\n",
        '    messages.append({"role": "user", "content": question})\n'
        '    return client.chat.completions.create(model="gpt-4o", messages=messages)\n',
    )
    (finding,) = findings(tmp_path, app=f"{start}{clock}{other}{rules}{end}")
    after = f"{start}{other}{rules}{clock}{end}"
    assert (finding.fix and applied(f"{start}{clock}{other}{rules}{end}", finding.fix.edits)) == (
        after if moves else None
    )


TEXT = 'system = "\\n".join(parts)'


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        (
            ('system = f"It is {datetime.now()}.\\n"', "system += OPEN", 'system += "\\nBe kind."'),
            ("system = OPEN", 'system += "\\nBe kind."', 'system += f"\\nIt is {datetime.now()}."'),
        ),
        (
            ('system: str = f"It is {datetime.now()}."', "# Rules", 'system += "\\n\\n" + OPEN'),
            ("# Rules", "system: str = OPEN", 'system += f"\\n\\nIt is {datetime.now()}."'),
        ),
        (
            ('system = "It is " + datetime.now().isoformat() + ". "', "system = system + OPEN"),
            ("system = OPEN", 'system += " It is " + datetime.now().isoformat() + "."'),
        ),
        (
            ("# Clock", 'system = f"It is {datetime.now()}.\\n"', "if docs:", '    system += "Be brief.\\n"', "system += RULES"),
            ('system = ""', "if docs:", '    system += "Be brief.\\n"', "system += RULES", "# Clock", 'system += f"It is {datetime.now()}.\\n"'),
        ),
        (
            ('parts = [f"It is {datetime.now()}."]', "parts.append(OPEN)", TEXT),
            ("parts = []", "parts.append(OPEN)", 'parts.append(f"It is {datetime.now()}.")', TEXT),
        ),
        (
            ("parts = [", '    f"It is {datetime.now()}.",  # clock', '    "Be kind.",', "]", "parts += [OPEN]", TEXT),
            ("parts = [", '    "Be kind.",', "]", "parts += [OPEN]", 'parts.append(f"It is {datetime.now()}.")  # clock', TEXT),
        ),
        (
            ('parts = {"time": f"It is {datetime.now()}."}', 'parts["rules"] = OPEN', 'system = "\\n".join(parts.values())'),
            ("parts = {}", 'parts["rules"] = OPEN', 'parts["time"] = f"It is {datetime.now()}."', 'system = "\\n".join(parts.values())'),
        ),
    ],
    ids=["text", "blanks of the next", "added", "condition", "list", "lines of a list", "dict"],
)  # fmt: skip
def test_what_begins_with_a_value_begins_with_what_is_added(
    lines: tuple[str, ...], after: tuple[str, ...], tmp_path: Path
) -> None:
    assert moved(tmp_path, *lines) == after


@pytest.mark.parametrize(
    "lines",
    [
        ("parts = [", "    # The clock, and how to speak", '    f"It is {datetime.now()}.",', '    "Be kind.",', "]", "parts.append(OPEN)", TEXT),
        ('parts = [f"It is {datetime.now()}."]', "parts.append(OPEN)", "parts[0] += user", TEXT),
        ('parts = ["# Time", f"It is {datetime.now()}."]', "parts.append(OPEN)", TEXT),
        ('system = f"It is {datetime.now()}.\\n"', "system += OPEN if len(system) > 10 else RULES"),
    ],
    ids=["comment", "by its position", "heading", "read"],
)  # fmt: skip
def test_what_begins_with_a_value_stays_where_a_comment_or_a_reader_is_about_it(
    lines: tuple[str, ...], tmp_path: Path
) -> None:
    found = moved(tmp_path, *lines)
    assert found is None or found[-2:] == lines[-2:]


@pytest.mark.parametrize(
    ("calls", "after"),
    [
        (
            ('.section("Time", clock())', '.section("Rules", OPEN)', '.section("Tone", "Be kind.")'),
            ('.section("Rules", OPEN)', '.section("Tone", "Be kind.")', '.section("Time", clock())'),
        ),
        (
            ('.section("Time", clock())  # now', '.section(title="Rules", text=OPEN)'),
            None,
        ),
        (
            ('.section("Time", number())', '.section("Rules", OPEN)', '.section(count(), RULES)'),
            ('.section("Rules", OPEN)', '.section("Time", number())', '.section(count(), RULES)'),
        ),
    ],
    ids=["calls", "comment", "side effect"],
)  # fmt: skip
def test_a_call_of_a_chain_goes_behind_those_of_the_same_method(
    calls: tuple[str, ...], after: tuple[str, ...] | None, tmp_path: Path
) -> None:
    start, end = ("system = (", "    Prompt()"), ("    .text()", ")")
    expected = (*start, *(f"    {call}" for call in after), *end) if after else None
    assert moved(tmp_path, *start, *(f"    {call}" for call in calls), *end) == expected


def test_an_entry_that_is_the_value_alone_goes_behind_the_others_with_its_comment(tmp_path: Path) -> None:
    entry, rules = '        "time": str(now),  # clock\n', '        "rules": OPEN,\n'
    start, end = "    sections = {\n", '    }\n    system = "\\n".join(f"## {k}\\n{v}" for k, v in sections.items())\n'
    assert fixed(tmp_path, f"{start}{entry}{rules}{end}") == f"{start}{rules}{entry}{end}"


@pytest.mark.parametrize(
    ("passed", "handler", "moves"),
    [
        ("parts.append(str(int(user)))", "parts.append('Nobody.')", False),
        ("parts.append(docs['user'])", "parts.append('Nobody.')", False),
        ("parts.append('Somebody.')", "parts.append('Nobody.')", True),
        ("parts.append(str(int(user)))", "return None", True),
        ("parts.append(str(int(user)))", "return print(parts)", False),
    ],
)
def test_nothing_that_may_fail_is_passed_where_what_is_built_is_wanted_then(
    passed: str, handler: str, moves: bool, tmp_path: Path
) -> None:
    start, clock = ("parts = []", "try:"), '    parts.append(f"It is {datetime.now()}.")'
    rest = (f"    {passed}", "    parts.append(OPEN)")
    end = ("except ValueError:", f"    {handler}", TEXT)
    assert moved(tmp_path, *start, clock, *rest, *end) == ((*start, *rest, clock, *end) if moves else None)


def test_a_list_with_a_second_name_stays_as_it_is(tmp_path: Path) -> None:
    lines = ("parts = []", "same = parts", "parts.append(clock())", "parts.append(OPEN)", TEXT)
    assert moved(tmp_path, *lines) is None
    assert moved(tmp_path, *lines[:1], *lines[2:]) == (lines[0], lines[3], lines[2], lines[4])


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        (
            ('system = f"You are a bot.\\nIt is {datetime.now()}.\\n"', "system += RULES"),
            ('system = "You are a bot.\\n"', "system += RULES", 'system += f"It is {datetime.now()}.\\n"'),
        ),
        (
            ('system = "Hello. "', 'system += f"You are a bot. It is {datetime.now()}. "', "system += OPEN"),
            ('system = "Hello. "', 'system += "You are a bot. "', "system += OPEN", 'system += f" It is {datetime.now()}."'),
        ),
        (
            ("parts = []", 'parts.append(f"You are a bot. It is {datetime.now()}. Be kind.")', "parts.append(OPEN)", TEXT),
            ("parts = []", 'parts.append("You are a bot. Be kind.")', "parts.append(OPEN)", 'parts.append(f"It is {datetime.now()}.")', TEXT),
        ),
    ],
    ids=["line", "sentence", "part"],
)  # fmt: skip
def test_what_else_a_statement_says_stays_where_it_is(
    lines: tuple[str, ...], after: tuple[str, ...], tmp_path: Path
) -> None:
    assert moved(tmp_path, *lines) == after


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        (
            ('parts.append("# Time")', "parts.append(clock())", 'parts.append("")', 'parts.append("# Rules")', "parts.append(OPEN)"),
            ('parts.append("# Rules")', "parts.append(OPEN)", 'parts.append("")', 'parts.append("# Time")', "parts.append(clock())"),
        ),
        (
            ('parts.append("# Time")', "parts.append(clock())", 'parts.append("Be on time.")', "parts.append(OPEN)"),
            ('parts.append("# Time")', 'parts.append("Be on time.")', "parts.append(OPEN)", "parts.append(clock())"),
        ),
        (
            ('parts.append("It is:")', "parts.append(clock())", "parts.append(OPEN)"),
            ("parts.append(OPEN)", 'parts.append("It is:")', "parts.append(clock())"),
        ),
        (
            ('parts.append("<time>")', "parts.append(clock())", 'parts.append("</time>")', "parts.append(OPEN)"),
            None,
        ),
        (
            ("parts.append(clock())", 'parts.append("<rules>")', "parts.append(OPEN)", 'parts.append("</rules>")'),
            ('parts.append("<rules>")', "parts.append(OPEN)", 'parts.append("</rules>")', "parts.append(clock())"),
        ),
    ],
    ids=["section", "part of a section", "introduction", "in a tag", "ahead of tags"],
)  # fmt: skip
def test_what_introduces_a_part_goes_with_it(
    lines: tuple[str, ...], after: tuple[str, ...] | None, tmp_path: Path
) -> None:
    start = ("parts = []", 'parts.append("Hello.")')
    assert moved(tmp_path, *start, *lines, TEXT) == ((*start, *after, TEXT) if after else None)


@pytest.mark.parametrize(
    ("rules", "moves"),
    [("OPEN", True), ("OPEN + str(self.asked)", False), ("OPEN + str(len(self.parts))", False)],
)
def test_a_method_is_passed_that_does_not_read_what_the_other_one_changes(
    rules: str, moves: bool, tmp_path: Path
) -> None:
    start = f"""{HEAD}class Bot:
    def __init__(self):
        self.asked = 0
        self.parts = []

    def ask(self):
        self.asked += 1
        return datetime.now().isoformat()

    def rules(self):
        return {rules}

    def answer(self, question):
"""
    first, second = "        self.parts.append(self.ask())\n", "        self.parts.append(self.rules())\n"
    end = '        return send("\\n".join(self.parts), question)\n'
    found = [each.fix for each in findings(tmp_path, app=f"{start}{first}{second}{end}") if each.code == "PRM101"]
    after = [applied(f"{start}{first}{second}{end}", fix.edits) for fix in found if fix]
    assert after == ([f"{start}{second}{first}{end}"] if moves else [])
