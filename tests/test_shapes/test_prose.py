"""Prose in any language, and texts that speak to machines."""

from __future__ import annotations

import pytest

from promptlint.catalog import load
from promptlint.frontends.python.prose import is_prose

MARKUP = load().shapes.markup


@pytest.mark.parametrize(
    "text",
    [
        "You are a helpful agent. Answer every question in one short sentence.",
        "你是一个乐于助人的助手。请用一句话简短地回答用户提出的每一个问题。",
        "あなたは親切なアシスタントです。すべての質問に一文で短く答えてください。",
        "Du bist ein hilfreicher Agent. Beantworte jede Frage mit einem kurzen Satz.",
        "Ты полезный помощник. Отвечай на каждый вопрос одним коротким предложением.",
        "أنت مساعد مفيد. أجب عن كل سؤال بجملة واحدة قصيرة ولا تضف أي شيء آخر.",
        "Select the best answer from the options below and explain why you chose it.",
        "<rules>\nNever promise a date.\nAlways answer in the language of the user.\n</rules>",
        'Answer as JSON, with one key for each of the names below.\n{"name": "text"}\nLeave out what you do not know.',
    ],
)
def test_prose(text: str) -> None:
    assert is_prose(text, MARKUP)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Enter your name: ",
        "SELECT name, age FROM users WHERE id = 3 AND active ORDER BY the_name_of_the_user_that_asked",
        "INSERT INTO logs (day, text, level, who) VALUES (one, two, three, four, five, six, seven)",
        "select a, b, c, d, e, f, g, h from users\nwhere a = b and c = d and e = f and g = h",
        "<!DOCTYPE html><html><body>You have a new message in your inbox, please read it soon</body></html>",
        "<tr><td>Your name</td><td>Your age</td></tr><tr><td>Your city</td><td>Your street</td></tr>",
        '{"text": "You are kind and you answer every question in one short sentence"}',
        "#!/bin/sh\necho the quick brown fox jumps over the lazy dog again and again",
        "2026-11-22 01:17:05 INFO app=1 pid=22 code=200 size=512 time=0.1\n" * 8,
        "for i in range(3):\n    x[i] = y[i] * 2\n    z.append(x[i])\nreturn {k: v for k, v in z}",
        "https://example.org/a/b/c?d=e&f=g",
    ],
)
def test_no_prose(text: str) -> None:
    assert not is_prose(text, MARKUP)
