"""Fixed orders: what is sorted, how safe that is, and what is left alone because it may not compare."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptlint.finding import Applicability
from tests.test_fixes.applied import mended, sent
from tests.test_fixes.fixing import HEAD

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE
TOPICS = 'TOPICS = {"orders", "parcels", "refunds", "stock"}\n'
IMPORTS = (
    "import enum\nimport glob\nimport json\nimport os\nfrom pathlib import Path\n\nfrom jinja2 import Template\n\n"
)


def fixed(folder: Path, body: str, code: str) -> tuple[str, Applicability] | None:
    return mended(folder, body, code, head=f"{IMPORTS}{HEAD}")


def answer(*lines: str, before: str = "", parameters: str = "question") -> str:
    inside = "".join(f"    {line}\n" for line in (*lines, "return send(system, question)"))
    return f"{before}def answer({parameters}):\n{inside}"


SETS = {
    "join": (
        "system = f\"About {', '.join(TOPICS)}.\\n{RULES}\"",
        "system = f\"About {', '.join(sorted(TOPICS))}.\\n{RULES}\"",
    ),
    "list": ('system = f"About {list(TOPICS)}.\\n{RULES}"', 'system = f"About {sorted(TOPICS)}.\\n{RULES}"'),
    "tuple": ('system = f"About {tuple(TOPICS)}.\\n{RULES}"', 'system = f"About {tuple(sorted(TOPICS))}.\\n{RULES}"'),
    "json": (
        'system = json.dumps(list(TOPICS)) + "\\n" + RULES',
        'system = json.dumps(sorted(TOPICS)) + "\\n" + RULES',
    ),
    "generator": (
        'system = "\\n".join(f"- {each}" for each in TOPICS) + "\\n" + RULES',
        'system = "\\n".join(f"- {each}" for each in sorted(TOPICS)) + "\\n" + RULES',
    ),
    "entries": (
        'system = json.dumps({each: "known" for each in TOPICS}) + RULES',
        'system = json.dumps({each: "known" for each in sorted(TOPICS)}) + RULES',
    ),
    "star": (
        'system = "\\n".join([*TOPICS, RULES])',
        'system = "\\n".join([*sorted(TOPICS), RULES])',
    ),
    "union": (
        'system = ", ".join((TOPICS | {"bills"})) + RULES  # all',
        'system = ", ".join((sorted(TOPICS | {"bills"}))) + RULES  # all',
    ),
}


@pytest.mark.parametrize("name", SETS)
def test_a_set_of_texts_is_sorted_and_every_process_sends_the_same_items(name: str, tmp_path: Path) -> None:
    before, after = SETS[name]
    found = fixed(tmp_path, answer(before, before=TOPICS), "PRM201")
    assert found == (answer(after, before=TOPICS), SAFE)
    texts = [
        f"{IMPORTS}{HEAD}{answer(line, before=TOPICS)}".replace("from jinja2 import Template\n", "")
        for line in SETS[name]
    ]
    first, second = (sent(tmp_path, texts[1], seed) for seed in (1, 2))
    assert first == second
    assert sorted(first) == sorted(sent(tmp_path, texts[0], 1)) or name == "list"


@pytest.mark.parametrize(
    ("value", "after"),
    [("TOPICS", "sorted(TOPICS)"), ("TOPICS | {3}", None)],
)
def test_a_set_that_is_written_as_it_is_becomes_a_list_and_that_is_not_safe(
    value: str, after: str | None, tmp_path: Path
) -> None:
    line = 'system = f"About {}.\\n{RULES}"'
    found = fixed(tmp_path, answer(line.replace("{}", f"{{{value}}}"), before=TOPICS), "PRM201")
    expected = (answer(line.replace("{}", f"{{{after}}}"), before=TOPICS), UNSAFE) if after else None
    assert found == expected


def test_a_loop_over_a_set_is_sorted_where_it_starts(tmp_path: Path) -> None:
    lines = ('system = "Topics:\\n"', "for each in TOPICS:", '    system += f"- {each}\\n"', "system += RULES")
    after = (lines[0], "for each in sorted(TOPICS):", *lines[2:])
    assert fixed(tmp_path, answer(*lines, before=TOPICS), "PRM201") == (answer(*after, before=TOPICS), SAFE)


@pytest.mark.parametrize(
    ("items", "sort", "how"),
    [
        ("{3, 1, 2.5}", "sorted(ITEMS)", SAFE),
        ("{Topic.A, Topic.B}", "sorted(ITEMS, key=lambda item: item.name)", SAFE),
        ("set(json.loads(STORED))", "sorted(ITEMS)", UNSAFE),
        ('{3, "three"}', None, None),
        ('{"one", None}', None, None),
        ('{"one", 2, json.loads(STORED)}', None, None),
        ("{Plain(), Plain()}", None, None),
    ],
    ids=[
        "numbers",
        "members of an enum",
        "nobody knows",
        "several types",
        "nothing",
        "several types and more",
        "objects",
    ],
)
def test_items_are_sorted_by_what_they_are(
    items: str, sort: str | None, how: Applicability | None, tmp_path: Path
) -> None:
    classes = 'class Topic(enum.Enum):\n    A = "a"\n    B = "b"\n\n\nclass Plain:\n    pass\n\n\n'
    before = f"{classes}ITEMS = {items}\n"
    line = 'system = ", ".join(str(each) for each in ITEMS) + RULES'
    after = (answer(line.replace("in ITEMS", f"in {sort}"), before=before), how) if sort else None
    assert fixed(tmp_path, answer(line, before=before), "PRM201") == after


@pytest.mark.parametrize(
    ("line", "after", "how"),
    [
        ('names = os.listdir("skills")', 'names = sorted(os.listdir("skills"))', SAFE),
        ('names = list(Path("skills").glob("*"))', 'names = sorted(Path("skills").glob("*"))', SAFE),
        ('names = Path("skills").iterdir()', 'names = sorted(Path("skills").iterdir())', SAFE),
        ('names = list(iter(Path("skills").glob("*")))', None, None),
        (
            "names = [each.name for each in os.scandir()]",
            "names = [each.name for each in sorted(os.scandir(), key=lambda item: item.name)]",
            SAFE,
        ),
        ('names = [each for _, _, names in os.walk("skills") for each in names]', None, None),
    ],
    ids=["list", "list call", "iterator", "iter", "entries", "walk"],
)
def test_a_listing_is_sorted_where_all_of_it_is_gone_through(
    line: str, after: str | None, how: Applicability | None, tmp_path: Path
) -> None:
    rest = 'system = "\\n".join(str(name) for name in names) + "\\n" + RULES'
    found = fixed(tmp_path, answer(line, rest), "PRM202")
    assert found == ((answer(after, rest), how) if after else None)


def test_an_iterator_of_which_one_item_is_taken_as_well_is_not_sorted(tmp_path: Path) -> None:
    lines = ('names = Path("skills").iterdir()', "first = next(names)", 'system = ", ".join(map(str, names)) + RULES')
    assert fixed(tmp_path, answer(*lines), "PRM202") is None


def test_a_parameter_that_others_may_give_a_list_is_sorted_at_a_risk(tmp_path: Path) -> None:
    helper = 'def shown(items):\n    return ", ".join(items)\n\n\n'
    found = fixed(tmp_path, answer("system = shown(TOPICS) + RULES", before=TOPICS + helper), "PRM201")
    after = helper.replace("join(items)", "join(sorted(items))")
    assert found == (answer("system = shown(TOPICS) + RULES", before=TOPICS + after), UNSAFE)


def test_steps_that_another_prompt_lists_in_their_order_keep_it(tmp_path: Path) -> None:
    helper = 'def shown(items):\n    return ", ".join(items)\n\n\n'
    other = 'def steps(question):\n    return send(shown(["wash", "dry"]) + RULES, question)\n\n\n'
    body = answer("system = shown(TOPICS) + RULES", before=TOPICS + helper + other)
    assert fixed(tmp_path, body, "PRM201") is None


def test_a_file_with_a_sorted_of_its_own_is_left_alone(tmp_path: Path) -> None:
    own = "def sorted(items):\n    return items\n\n\n"
    assert fixed(tmp_path, answer('system = ", ".join(TOPICS) + RULES', before=TOPICS + own), "PRM201") is None


@pytest.mark.parametrize(
    ("call", "after"),
    [
        ("json.dumps(req.settings)", "json.dumps(req.settings, sort_keys=True)"),
        ("json.dumps(req.settings, sort_keys=False)", "json.dumps(req.settings, sort_keys=True)"),
        ("json.dumps(req.settings,)", "json.dumps(req.settings, sort_keys=True,)"),
        ("json.dumps((req.settings), indent=(2))", "json.dumps((req.settings), indent=(2), sort_keys=True)"),
        (
            "json.dumps(\n        req.settings,\n        indent=2,  # wide\n    )",
            "json.dumps(\n        req.settings,\n        indent=2,  # wide\n        sort_keys=True,\n    )",
        ),
        (
            "json.dumps(\n        req.settings,\n        indent=2  # wide\n    )",
            "json.dumps(\n        req.settings,\n        indent=2,  # wide\n        sort_keys=True\n    )",
        ),
        (
            "json.dumps(\n        req.settings  # all of them\n    )",
            "json.dumps(\n        req.settings,  # all of them\n        sort_keys=True\n    )",
        ),
        ("json.dumps(req.settings, **options)", None),
        ("json.dumps(req.settings, sort_keys=chosen)", None),
    ],
)
def test_keys_are_sorted_at_a_risk(call: str, after: str | None, tmp_path: Path) -> None:
    body = answer(f'system = "Settings: " + {call} + "\\n" + RULES', parameters="req, question, options, chosen")
    found = fixed(tmp_path, body, "PRM203")
    assert found == ((body.replace(call, after), UNSAFE) if after else None)


def test_tools_are_sorted_by_their_names_where_they_are_made(tmp_path: Path) -> None:
    call = 'client.responses.create(model="gpt-4o", tools=tools, instructions=RULES, input=question)'
    body = (
        TOPICS
        + f'def answer(question):\n    tools = [{{"type": "function", "name": name}} for name in TOPICS]\n    return {call}\n'
    )
    found = fixed(tmp_path, body, "PRM301")
    assert found == (body.replace("in TOPICS", "in sorted(TOPICS)"), SAFE)


def test_tools_of_which_nobody_knows_how_they_compare_are_left_alone(tmp_path: Path) -> None:
    call = 'client.responses.create(model="gpt-4o", tools=tools, instructions=RULES, input=question)'
    body = f"def answer(question, registry):\n    tools = list(set(registry))\n    return {call}\n"
    assert fixed(tmp_path, body, "PRM301") is None


@pytest.mark.parametrize(
    ("template", "after"),
    [
        (
            "{% for each in names %}- {{ each }}\\n{% endfor %}",
            "{% for each in names | sort %}- {{ each }}\\n{% endfor %}",
        ),
        ("{{ names | join(', ') }}\\n", "{{ names | sort | join(', ') }}\\n"),
    ],
)
def test_items_of_a_template_are_sorted_there(template: str, after: str, tmp_path: Path) -> None:
    line = f'system = Template("{template}" + RULES).render(names=TOPICS)'
    found = fixed(tmp_path, answer(line, before=TOPICS), "PRM201")
    assert found == (answer(line.replace(template, after), before=TOPICS), UNSAFE)


def test_samples_and_results_in_order_of_completion_are_left_alone(tmp_path: Path) -> None:
    before = "import random\nfrom concurrent.futures import as_completed\n\n"
    line = 'system = ", ".join(random.sample(["a", "b", "c"], 2)) + RULES'
    assert fixed(tmp_path, answer(line, before=before), "PRM204") is None
    line = 'system = ", ".join(each.result() for each in as_completed(futures)) + RULES'
    assert fixed(tmp_path, answer(line, before=before, parameters="question, futures"), "PRM202") is None
