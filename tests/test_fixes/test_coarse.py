"""Clock readings that become dates where the words around them mean a day, and those that stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from promptlint.catalog import load
from promptlint.finding import Applicability
from promptlint.fixes.ways.coarse import time_of
from tests.test_fixes.applied import mended, sent
from tests.test_fixes.fixing import HEAD, findings

IMPORTS = "import time\nfrom datetime import timezone\n\nimport pendulum\nimport arrow\n\n"


def program(*lines: str, parameters: str = "question") -> str:
    inside = "".join(f"    {line}\n" for line in (*lines, "return send(system, question)"))
    return f"def answer({parameters}):\n{inside}"


def fixed(folder: Path, body: str, code: str = "PRM101") -> str | None:
    found = mended(folder, body, code, head=f"{IMPORTS}{HEAD}")
    assert found is None or found[1] is Applicability.UNSAFE
    return found[0] if found else None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{datetime.now()}", "{datetime.now().date()}"),
        ("{datetime.now()!s}", "{datetime.now().date()!s}"),
        ("{datetime.now().isoformat()}", "{datetime.now().date().isoformat()}"),
        ("{datetime.now(timezone.utc).isoformat(timespec='seconds')}", "{datetime.now(timezone.utc).date().isoformat()}"),
        ("{datetime.now().astimezone().isoformat()}", "{datetime.now().astimezone().date().isoformat()}"),
        ("{str(datetime.now())}", "{str(datetime.now().date())}"),
        ("{datetime.now().strftime('%Y-%m-%d %H:%M:%S')}", "{datetime.now().strftime('%Y-%m-%d')}"),
        ("{datetime.now():%Y-%m-%d %H:%M}", "{datetime.now():%Y-%m-%d}"),
        ("{time.strftime('%A, %d %B %Y, %H:%M')}", "{time.strftime('%A, %d %B %Y')}"),
        ("{pendulum.now()}", "{pendulum.now().date()}"),
        ("{arrow.utcnow().isoformat()}", "{arrow.utcnow().date().isoformat()}"),
    ],
)  # fmt: skip
def test_a_reading_becomes_a_date_where_it_is_written(before: str, after: str, tmp_path: Path) -> None:
    line = 'system = f"Today is {}.\\n{RULES}"'
    assert fixed(tmp_path, program(line.replace("{}", before))) == program(line.replace("{}", after))


@pytest.mark.parametrize(
    ("lines", "at", "after"),
    [
        (("now = datetime.now()", 'system = "Date: " + str(now) + RULES'), 1, 'system = "Date: " + str(now.date()) + RULES'),
        (("now = datetime.now()", 'system = "Date: %s\\n" % now + RULES'), 1, 'system = "Date: %s\\n" % now.date() + RULES'),
        (("day = time.strftime('%d.%m.%Y %H:%M')", 'system = f"Datum: {day}\\n{RULES}"'), 0, "day = time.strftime('%d.%m.%Y')"),
        (
            ('system = "Date: {d}\\n{r}".format(d=datetime.now().isoformat(), r=RULES)',), 0,
            'system = "Date: {d}\\n{r}".format(d=datetime.now().date().isoformat(), r=RULES)',
        ),
        (
            ('system = "Date: {d}\\n{r}".format(d=datetime.now(), r=RULES)',), 0,
            'system = "Date: {d}\\n{r}".format(d=datetime.now().date(), r=RULES)',
        ),
        (
            ("now = datetime.now()", 'system = f"""Be kind.', "Today is {now}.", '{RULES}"""'), 2,
            "Today is {now.date()}.",
        ),
    ],
    ids=["str", "percent", "variable", "format", "reading", "long text"],
)  # fmt: skip
def test_it_is_found_where_it_was_read(lines: tuple[str, ...], at: int, after: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, program(*lines)) == program(*lines[:at], after, *lines[at + 1 :])


@pytest.mark.parametrize(
    "lines",
    [
        ('system = f"The time is {datetime.now()}.\\n{RULES}"',),
        ('system = f"Current date and time: {datetime.now()}.\\n{RULES}"',),
        ('system = f"It is now {datetime.now()}, today.\\n{RULES}"',),
        ('system = f"Keep all up to date. {datetime.now()}\\n{RULES}"',),
        ('system = f"Report {datetime.now()}\\n{RULES}"',),
        ('system = f"Today is {datetime.now()}. We close at 18:00.\\n{RULES}"',),
        ('system = f"Today is {datetime.now()}. Tell people when it is late.\\n{RULES}"',),
        ('system = f"Today is {datetime.now():%d.%m.%Y, %I:%M %p}.\\n{RULES}"',),
        ('system = f"Today is {datetime.now()!r}.\\n{RULES}"',),
        ("now = datetime.now()", 'system = f"Today is {now=}.\\n{RULES}"'),
        ('system = f"Today is {datetime.now():%H:%M}.\\n{RULES}"',),
        ('system = f"Datum: {datetime.now():%d.%m.%Y, %H:%M Uhr}.\\n{RULES}"',),
        ("now = datetime.now().time()", 'system = f"Today is {now.isoformat()}.\\n{RULES}"'),
        ("now = datetime.now().isoformat()", "print(now)", 'system = f"Today is {now}.\\n{RULES}"'),
        ("system = f\"Today is {datetime.now().isoformat().split('T')[1]}.\\n{RULES}\"",),
        ('system = "Date: {d:%Y-%m-%d %H:%M}\\n{r}".format(d=datetime.now(), r=RULES)',),
        ('system = "Date: {d!r}\\n{r}".format(d=datetime.now(), r=RULES)',),
        ('system = f"Today is {time.time()}.\\n{RULES}"',),
    ],
)
def test_a_reading_stays_where_more_than_a_day_is_meant_or_done_with_it(lines: tuple[str, ...], tmp_path: Path) -> None:
    assert fixed(tmp_path, program(*lines)) is None


def test_a_parameter_may_be_something_else(tmp_path: Path) -> None:
    inner = (
        'def inner(now, question):\n    system = f"Today is {now}.\\n{RULES}"\n    return send(system, question)\n\n\n'
    )
    body = f"{inner}def answer(question):\n    return inner(datetime.now(), question)\n"
    assert fixed(tmp_path, body) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d"),
        ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"),
        ("%Y-%m-%d %H:%M:%S %Z", "%Y-%m-%d"),
        ("%A, %B %d, %Y at %H:%M", "%A, %B %d, %Y"),
        ("%A, %B %d, %Y at %I:%M %p", None),
        ("%a %b %d %H:%M:%S %Y", "%a %b %d %Y"),
        ("%H:%M %d.%m.%Y", "%d.%m.%Y"),
        ("%d.%m.%Y (%H:%M)", "%d.%m.%Y"),
        ("%Y%m%d-%H%M%S", "%Y%m%d"),
        ("%Y-%m-%d", None),
        ("%H:%M", None),
        ("%c", None),
        ("%Y-%m %H:%M", None),
        ("%d.%m.%Y, %H:%M Uhr", None),
        ("%H:%M on %d.%m.%Y", None),
        ("%H h on %d.%m.%Y, %M min", None),
    ],
)
def test_what_a_format_says_of_the_time_of_day_goes_as_a_whole(text: str, rest: str | None) -> None:
    span = time_of(load(), text)
    assert (text[: span[0]] + text[span[1] :] if span else None) == rest


def test_a_date_is_no_more_than_an_info_and_the_program_runs(tmp_path: Path) -> None:
    body = program('system = f"Today is {datetime.now().isoformat()}.\\n{RULES}"')
    after = fixed(tmp_path, body)
    assert after
    text = f"{HEAD}{after}"
    assert [finding.code for finding in findings(tmp_path, app=text)] == []
    assert "Today is 2" in sent(tmp_path, text, 1)
