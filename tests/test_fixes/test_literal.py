"""Moves within one text: what of it goes to the end, and how the text stays what it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_fixes.fixing import HEAD, findings, fixed

RULE = "Answer questions about the orders of our shop, be brief and kind and never promise a refund."
MANY = f"{RULE} " * 70
LINES = f"{RULE}\n" * 70
INDENTED = f"        {RULE}\n" * 70


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('    system = f"It is {now}.\\n{RULES}"\n', '    system = f"{RULES}It is {now}.\\n"\n'),
        ('    system = f"It is {now}.\\n{OPEN}"\n', '    system = f"{OPEN}\\nIt is {now}."\n'),
        ('    system = f"It is {now}.\\n" + OPEN\n', '    system = OPEN + f"\\nIt is {now}."\n'),
        ('    system = "It is " + str(now) + ".\\n" + OPEN\n', '    system = OPEN + "\\nIt is " + str(now) + "."\n'),
        (f'    system = f"Hello. It is {{now}}. {MANY}"\n', f'    system = f"Hello. {MANY}It is {{now}}."\n'),
        (
            f'    system = f"Hello. Mind the clocks, e.g. {{now}} vs. 1:00. {MANY}"\n',
            f'    system = f"Hello. {MANY}Mind the clocks, e.g. {{now}} vs. 1:00."\n',
        ),
        (f'    system = f"""It is {{now}}.\n{LINES}"""\n', f'    system = f"""{LINES}It is {{now}}.\n"""\n'),
        (f'    system = f"Hello. Mind {{now = !s}}. {MANY}"\n', f'    system = f"Hello. {MANY}Mind {{now = !s}}."\n'),
        ('    system = f"It is {now}. {RULES}".upper()\n', '    system = f"{RULES}It is {now}.\\n".upper()\n'),
        (
            f'    system = (  # ours\n        # clock\n        f"It is {{now}}.\\n"  # now\n        "{MANY}\\n"\n        "Bye."  # end\n    )\n',
            f'    system = (  # ours\n        "{MANY}\\n"\n        "Bye.\\n"  # end\n        # clock\n        f"It is {{now}}."  # now\n    )\n',
        ),
        (
            f'    system = (\n        "Hello. "\n        + f"It is {{now}}. "  # clock\n        + "{MANY}"  # rules\n    )\n',
            f'    system = (\n        "Hello. "\n        + "{MANY}"  # rules\n        + f"It is {{now}}."  # clock\n    )\n',
        ),
        (
            f'    system = f"""Help {{user}}, who has\nlittle time. It is {{now}}, so be\nquick. Be kind.\n{LINES}"""\n',
            f'    system = f"""Help {{user}}, who has\nlittle time. Be kind.\n{LINES}It is {{now}}, so be\nquick.\n"""\n',
        ),
        (
            f'    system = f"""Hello,\nhelp {{user}} by all means --\nit is {{now}} --\nbut first be kind.\n{LINES}"""\n',
            f'    system = f"""{LINES}Hello,\nhelp {{user}} by all means --\nit is {{now}} --\nbut first be kind.\n"""\n',
        ),
        (f"    system = f'It\\'s {{now}}.\\n{MANY}'\n", f"    system = f'{MANY}\\nIt\\'s {{now}}.'\n"),
        (
            f'    system = (\n        f"It is {{now}}.\\n"\n        "{MANY}\\n"\n        "Be kind."\n    )\n',
            f'    system = (\n        "{MANY}\\n"\n        "Be kind.\\n"\n        f"It is {{now}}."\n    )\n',
        ),
        (
            f'    system = (\n        f"It is {{now}}.\\n"\n        r"{MANY}" "\\n"\n    )\n',
            f'    system = (\n        r"{MANY}" "\\n"\n        f"It is {{now}}.\\n"\n    )\n',
        ),
        (
            f'    system = f"""Hello.\n\n## Time\n{{now}}\n\n## Rules\n{LINES}"""\n',
            f'    system = f"""Hello.\n\n## Rules\n{LINES}\n## Time\n{{now}}\n"""\n',
        ),
        (
            f'    system = f"""Hello.\n<time>\n{{now}}\n</time>\n{LINES}"""\n',
            f'    system = f"""Hello.\n{LINES}<time>\n{{now}}\n</time>\n"""\n',
        ),
        (
            f'    system = f"""Hello.\n\n--- CLOCK ---\nBe on time, which is:\n\n{{now}}\n\n--- RULES ---\n{LINES}"""\n',
            f'    system = f"""Hello.\n\n--- RULES ---\n{LINES}\n--- CLOCK ---\nBe on time, which is:\n\n{{now}}\n"""\n',
        ),
        (
            f'    system = f"""Hello.\n\n## Time\nNever be late.\nNow: {{now}}\n\n## Rules\n{LINES}"""\n',
            f'    system = f"""Hello.\n\n## Time\nNever be late.\n\n## Rules\n{LINES}Now: {{now}}\n"""\n',
        ),
        (
            f'    system = f"""Follow these rules:\nIt is {{now}}.\n{LINES}"""\n',
            f'    system = f"""Follow these rules:\n{LINES}It is {{now}}.\n"""\n',
        ),
        (
            f'    system = f"""Hello.\n\n## Facts\nUser: {{user}}\nTime: {{now}}\n\n## Rules\n{LINES}"""\n',
            f'    system = f"""Hello.\n\n## Rules\n{LINES}\n## Facts\nUser: {{user}}\nTime: {{now}}\n"""\n',
        ),
        (
            f'    system = f"""It is {{now}}.\n{LINES}Question: {{question}}\nAnswer:"""\n',
            f'    system = f"""{LINES}It is {{now}}.\nQuestion: {{question}}\nAnswer:"""\n',
        ),
        (
            f'    from textwrap import dedent\n    system = dedent(f"""\n        It is {{now}}.\n{INDENTED}        """)\n',
            f'    from textwrap import dedent\n    system = dedent(f"""\n{INDENTED}        It is {{now}}.\n        """)\n',
        ),
        (
            f'    from textwrap import dedent\n    system = dedent(f"""\n        Hello. At this time:\n        {{now}}\n\n{INDENTED}        """)\n',
            f'    from textwrap import dedent\n    system = dedent(f"""\n        Hello.\n\n{INDENTED}\n        At this time:\n        {{now}}\n        """)\n',
        ),
        (
            f'    system = """It is {{now}}.\n{LINES}""".format(now=now)\n',
            f'    system = """{LINES}It is {{now}}.\n""".format(now=now)\n',
        ),
        (
            f'    system = """It is %s.\n{LINES}""" % now\n',
            f'    system = """{LINES}It is %s.\n""" % now\n',
        ),
    ],
    ids=[
        "behind a value that ends a line",
        "behind a value that does not",
        "chain",
        "chain of values",
        "sentence",
        "sentence with abbreviations",
        "triple quotes",
        "field that tells its expression",
        "ahead of a long text",
        "with its comments",
        "operand with its comment",
        "sentence of two lines",
        "sentence of all lines",
        "escapes",
        "side by side",
        "raw and formatted",
        "heading",
        "tags",
        "introduced",
        "heading of more",
        "introduction of more",
        "values side by side",
        "ahead of the question",
        "dedent",
        "sentence of a dedented text",
        "format",
        "percent",
    ],
)
def test_the_line_or_sentence_goes_behind_the_static_text(before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, before) == after


@pytest.mark.parametrize(
    "body",
    [
        f'    system = f"""Rules:\n1. Be kind.\n2. It is {{now}}.\n3. {MANY}\n"""\n',
        '    system = f"It is {now}, {RULES}"\n',
        f'    system = (\n        f"It is {{now}}. "\n        # rules\n        + "{MANY}"\n    )\n',
    ],
    ids=["item of a numbered list", "sentence that goes on in a long text", "comment ahead of a sign"],
)
def test_a_text_that_would_be_torn_stays(body: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, body) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f'    system = """It is {{}}.\nYou help {{!r}}.\n{LINES}""".format(now, user)\n',
            f'    system = """You help {{!r}}.\n{LINES}It is {{}}.\n""".format(user, now)\n',
        ),
        (
            f'    system = """100%%. It is %s.\nYou help %s.\n{LINES}""" % (now, user)\n',
            f'    system = """You help %s.\n{LINES}100%%. It is %s.\n""" % (user, now)\n',
        ),
        (
            f'    template = """It is {{}}.\nYou help {{}}.\n{LINES}"""\n    system = template.format(now, user)\n',
            f'    template = """You help {{}}.\n{LINES}It is {{}}.\n"""\n    system = template.format(user, now)\n',
        ),
    ],
    ids=["format", "percent", "named template"],
)
def test_values_without_names_follow_their_placeholders(before: str, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, before) == after


def test_values_that_cannot_follow_stay(tmp_path: Path) -> None:
    """The values of one template are given in two places."""
    body = f'    template = """It is {{}}.\nYou help {{}}.\n{LINES}"""\n    system = template.format(now, user)\n    docs = template.format(user, now)\n'
    assert fixed(tmp_path, body) is None


def test_the_call_of_a_helper_moves(tmp_path: Path) -> None:
    helper = 'def header():\n    return f"It is {datetime.now()}.\\n"\n\n\n'
    text = f"{HEAD}{helper}def answer(question):\n    system = header() + RULES\n    return send(system, question)\n"
    (finding,) = findings(tmp_path, app=text)
    assert finding.fix is not None
    assert [(text[edit.place.start : edit.place.end], edit.content) for edit in finding.fix.edits] == [
        ("header() + ", ""),
        ("", " + header()"),
    ]


@pytest.mark.parametrize(
    ("head", "tail", "head_after", "tail_after"),
    [
        (
            "Docs:\n\n{docs}\n\n---\n\nQuestion: {question}\n\n",
            "",
            "",
            "\nDocs:\n\n{docs}\n\n---\n\nQuestion: {question}\n",
        ),
        ("===\n{docs}\n===\n\n", "", "", "\n===\n{docs}\n===\n"),
        ("<<<\n{docs}\n>>>\n\n", "", "", "\n<<<\n{docs}\n>>>\n"),
        ("Here are the docs:\n<docs>\n{docs}\n</docs>\n\n", "", "", "\nHere are the docs:\n<docs>\n{docs}\n</docs>\n"),
        ("Question: {question}\n\n", "\nAnswer in JSON:\n", "", "\nQuestion: {question}\n\nAnswer in JSON:\n"),
        ("Be on time:\nIt is {now}.\n\nBe kind:\n", "", "Be kind:\n", "\nBe on time:\nIt is {now}.\n"),
        ("It is {now}.\n", "- Be kind.\n- Help {user}.\n", "", "- Be kind.\n- Help {user}.\nIt is {now}.\n"),
        ("It is {now}.\n\n", "\n# Question\n\n{question}\n", "", "\nIt is {now}.\n\n# Question\n\n{question}\n"),
        ("<OUR DOCS>\n{docs}\n</OUR DOCS>\n\n", "", "", "\n<OUR DOCS>\n{docs}\n</OUR DOCS>\n"),
        (
            "--- BEGIN DOCS ---\n{docs}\n--- END DOCS ---\n\n",
            "",
            "",
            "\n--- BEGIN DOCS ---\n{docs}\n--- END DOCS ---\n",
        ),
        ("You help. These are the docs:\n\n{docs}\n\n", "", "You help.\n\n", "\nThese are the docs:\n\n{docs}\n"),
        (
            "You help. These are\nthe docs:\n\n{docs}\n\n",
            "",
            "You help.\n\n",
            "\nThese are\nthe docs:\n\n{docs}\n",
        ),
        (
            "These are the docs:\n{docs}\nThis is asked:\n{question}\n\n",
            "",
            "",
            "\nThese are the docs:\n{docs}\nThis is asked:\n{question}\n",
        ),
        (
            "Docs:\n{docs}\n\n",
            "\nBe kind.\nHelp {user} first.\n",
            "",
            "\nBe kind.\nHelp {user} first.\n\nDocs:\n{docs}\n",
        ),
        ("Docs: {docs}\n\n", "User: {user}\n", "", "\nDocs: {docs}\n\nUser: {user}\n"),
        (
            "Docs: {docs}\n\n",
            "\n--- END ---\n\n## User\n{user}\n",
            "",
            "\n--- END ---\n\nDocs: {docs}\n\n## User\n{user}\n",
        ),
        (
            "The state:\n\n```json\n[1, {now}]\n```\n\n",
            "\n```json\n[2, {user}]\n```\nBye.\n",
            "",
            "\nThe state:\n\n```json\n[1, {now}]\n```\n\n```json\n[2, {user}]\n```\nBye.\n",
        ),
        ("| Key | Value |\n|---|---|\n| now | {now} |\n\n", "", "", "\n| Key | Value |\n|---|---|\n| now | {now} |\n"),
        (
            "<user>\n  <name>{user}</name>\n  <tier>gold</tier>\n</user>\n\n",
            "",
            "",
            "\n<user>\n  <name>{user}</name>\n  <tier>gold</tier>\n</user>\n",
        ),
        (
            "Facts:\n- name: {user}\n- language: English\n\n",
            "",
            "",
            "\nFacts:\n- name: {user}\n- language: English\n",
        ),
        ("> Help {user}\n> in a kind way.\n\n", "", "", "\n> Help {user}\n> in a kind way.\n"),
        ("## Docs\n```text\n{docs}\n```\n\n## Rules\n", "", "## Rules\n", "\n## Docs\n```text\n{docs}\n```\n"),
        (
            "Docs: {docs}\n\n",
            f"\n## Plan: {'Say what you do. ' * 4}\n",
            "",
            f"\n## Plan: {'Say what you do. ' * 4}\n\nDocs: {{docs}}\n",
        ),
        ("Question: {question}\n\n", "\n**Answer**:\n", "", "\nQuestion: {question}\n\n**Answer**:\n"),
    ],
    ids=[
        "values and a rule",
        "rules as a fence",
        "fence of two sides",
        "introduced tags",
        "cue",
        "introduction ahead of another",
        "list at the end",
        "heading of a value",
        "tags of two words",
        "begin and end",
        "introduction behind a sentence",
        "introduction of two lines",
        "values with introductions",
        "paragraph behind a paragraph",
        "paragraph ahead of a value",
        "behind an end",
        "fence",
        "table",
        "element",
        "facts",
        "quotation",
        "section of a fence",
        "long heading",
        "heading as a cue",
    ],
)
def test_what_stands_around_a_value_for_it_alone_goes_with_it(
    head: str, tail: str, head_after: str, tail_after: str, tmp_path: Path
) -> None:
    codes = {"now": "PRM101", "docs": "PRM107", "question": "PRM106", "user": "PRM104"}
    code = next(code for name, code in codes.items() if f"{{{name}}}" in head)
    before, after = (
        f'    system = f"""Hello.\n\n{first}{LINES}{last}"""\n'
        for first, last in ((head, tail), (head_after, tail_after))
    )
    assert fixed(tmp_path, before, code) == after


@pytest.mark.parametrize(
    "items",
    [
        "1. Look it up.\n2. Read both:\n   - the clock, {now}\n   - the rules\n3. Answer.\n",
        "- Be brief.\n- Use the clock, {now}, to find the day.\n- Be kind.\n",
        "- Use the clock, {now}, to\n  find the day.\n- Be kind.\n",
        f"```json\n{LINES}[{{now}}]\n```\n",
        "## Rules of {now}\nBe kind.\n",
        "What was said at {now}:\n- Be kind.\n",
    ],
    ids=["in another item", "sentence", "sentence of two lines", "in a long fence", "heading", "introduction"],
)
def test_what_other_lines_need_stays(items: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, f'    system = f"""Hello.\n{items}\n{LINES}"""\n') is None
