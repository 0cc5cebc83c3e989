"""A report of every kind of finding, and the sources it stands in, built by hand."""

from dataclasses import replace
from pathlib import Path

from promptlint.finding import Applicability, Edit, Finding, Fix, Measure, Severity
from promptlint.hole import Confidence, Kind, Link, Scope, Volatility
from promptlint.report import Report, Tally
from promptlint.source import Place, Source

BOT = """\
from datetime import datetime

RULES = "You are the support agent of a shop."


def answer(question):
    stamp = datetime.now()
\tsystem = f"😀 日本 It is {stamp}.\\n{RULES}"
    return client.responses.create(model="gpt-4o", instructions=system, input=question)
"""
WIDE = 'X = "' + "words and " * 60 + '{user}" + ' + '"more words "' * 40 + "\n"


def sample(folder: Path) -> Report:
    """Return the report, whose files stand in the folder."""
    bot, wide = Source(str(folder / "bot.py"), BOT), Source(str(folder / "wide.py"), WIDE)
    broken = Source(str(folder / "broken.py"), "def f(:\n")
    findings = (_clock(bot), _user(wide), _broken(broken), _unreadable(str(folder / "secret.py")))
    return Report(findings, {source.path: source for source in (bot, wide, broken)}, Tally(212, 7, 2, 1, 3, 1))


def place(source: Source, text: str) -> Place:
    """Return the first place of a text in a source."""
    start = source.text.index(text)
    return Place(source.path, start, start + len(text))


def _clock(source: Source) -> Finding:
    hole = place(source, "{stamp}")
    fix = Fix("Move the line behind the static text", Applicability.UNSAFE, (Edit(hole, ""),))
    message = (
        "`datetime.now()` differs on every request and stands at token 9 of the system prompt: "
        "none of the 1,396 static tokens behind it can be cached"
    )
    return Finding(
        "PRM101",
        "clock-before-static",
        message,
        "Move this line behind the static text.",
        Severity.ERROR,
        hole,
        Confidence.HIGH,
        (
            Link("the value comes from here", place(source, "datetime.now()")),
            Link(
                "sent here",
                place(source, 'client.responses.create(model="gpt-4o", instructions=system, input=question)'),
            ),
        ),
        fix,
        _measure(Kind.CLOCK, Volatility.REQUEST),
        "0123456789abcdef",
    )


def _user(source: Source) -> Finding:
    measure = replace(_measure(Kind.USER, Volatility.USER), scope=Scope.EVERYONE, model=None)
    hole = place(source, "{user}")
    end = len(source.text)
    edits = (Edit(hole, "everybody"), Edit(Place(source.path, end, end), "Y = user\n"))
    return Finding(
        "PRM104",
        "user-data-before-static",
        "`user` differs for every user and stands at token 120 of the system prompt",
        "Move it into the last user message.",
        Severity.WARNING,
        hole,
        Confidence.MEDIUM,
        fix=Fix("Name nobody", Applicability.SAFE, edits),
        measure=measure,
        fingerprint="fedcba9876543210",
    )


def _measure(kind: Kind, volatility: Volatility) -> Measure:
    return Measure(
        kind=kind,
        volatility=volatility,
        order=None,
        scope=Scope.ONE_CONVERSATION,
        prefix_tokens=9,
        lost_tokens=1396,
        loss=1280,
        cached_now=0,
        cached_best=1280,
        model="gpt-4o",
        profile="classic",
        prompt="OpenAI responses in answer",
    )


def _broken(source: Source) -> Finding:
    where = place(source, ":")
    return Finding(
        "PRM900", "syntax-error", "invalid syntax", "Mend the syntax.", Severity.ERROR, where, fingerprint="00000000"
    )


def _unreadable(path: str) -> Finding:
    message = "this file cannot be read: Permission denied"
    where = Place(path, 0, 0)
    return Finding("PRM903", "unreadable-file", message, "", Severity.ERROR, where, fingerprint="00000001")
