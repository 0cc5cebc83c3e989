"""How long a value stays the same: its own rate, its precision, and when it is computed relative to the request."""

from __future__ import annotations

import pytest

from promptlint.hole import Kind, Volatility
from tests.test_python_frontend.reading import hole, rate, system

SECOND, MINUTE, HOUR, DAY, MONTH, YEAR = 1, 60, 3600, 86400, 2592000, 31536000


def reading(expression: str) -> tuple[Kind, Volatility, int | None]:
    """Return kind, volatility and period of an expression over `now`, a fresh clock reading."""
    return rate(
        "import datetime as dt\nimport time, arrow, pendulum, pandas as pd\nfrom datetime import date, datetime, timedelta\n"
        f"from django.utils import timezone\ndef f():\n    now = datetime.now()\n    send(f'''Be kind. {{{expression}}}''')\n"
    )


@pytest.mark.parametrize(
    "expression",
    [
        "now",
        "now.isoformat()",
        "str(now)",
        "now.timestamp()",
        "now.second",
        "now.time()",
        "now.strftime({!r})".format("%H:%M:%S"),
        "now:%c",
        "now + timedelta(hours=2)",
        "now.astimezone()",
        "now.replace(tzinfo=None)",
        "now.replace(microsecond=0)",
        "dt.datetime.utcnow()",
        "datetime.now(dt.timezone.utc)",
        "time.time()",
        "int(time.time())",
        "time.time_ns()",
        "time.ctime()",
        "timezone.now()",
        "pendulum.now()",
        "arrow.utcnow()",
        "pd.Timestamp.now()",
        "round(time.time(), 2)",
        "max(now, datetime.now())",
    ],
)
def test_a_clock_reading_differs_on_every_request(expression: str) -> None:
    kind, volatility, period = reading(expression)
    assert (kind, volatility) == (Kind.CLOCK, Volatility.REQUEST)
    assert period in (None, SECOND)


@pytest.mark.parametrize(
    ("expression", "period"),
    [
        ("now.minute", MINUTE),
        ("now:%Y-%m-%d %H:%M", MINUTE),
        ("now.strftime({!r})".format("%H:%M"), MINUTE),
        ("now.isoformat(timespec={!r})".format("minutes"), MINUTE),
        ("now.replace(second=0, microsecond=0)", MINUTE),
        ("int(time.time() // 60)", MINUTE),
        ("int(time.time()) // 300 * 300", 300),
    ],
)
def test_a_reading_to_the_minute_holds_for_some_requests(expression: str, period: int) -> None:
    assert reading(expression) == (Kind.CLOCK, Volatility.MINUTE, period)


@pytest.mark.parametrize(
    ("expression", "period"),
    [
        ("now.date()", DAY),
        ("now.day", DAY),
        ("now:%Y-%m-%d", DAY),
        ("now.strftime({!r})".format("%A, %B %d"), DAY),
        ("now.date().isoformat()", DAY),
        ("date.today()", DAY),
        ("date.today().strftime({!r})".format("%d"), DAY),
        ("date.today() - timedelta(days=7)", DAY),
        ("(now - timedelta(days=1)).date()", DAY),
        ("str(now.date())", DAY),
        ("now.year", YEAR),
        ("date.today().year + 1", YEAR),
        ("now:%B %Y", MONTH),
        ("now.hour", HOUR),
        ("now.replace(minute=0, second=0, microsecond=0)", HOUR),
        ("time.time() // 86400", DAY),
        ("time.strftime({!r})".format("%Y-%m-%d"), DAY),
        ("now.isoformat()[:10]", DAY),
        ("str(datetime.now())[:10]", DAY),
        ("now.isoformat().split({!r})[0]".format("T"), DAY),
        ("pendulum.now().to_date_string()", DAY),
        ("arrow.now().format({!r})".format("YYYY-MM-DD"), DAY),
        ("timezone.now().date()", DAY),
    ],
)
def test_a_reading_to_the_hour_or_longer_is_a_date(expression: str, period: int) -> None:
    assert reading(expression) == (Kind.DATE, Volatility.DAY, period)


def test_a_finer_format_of_a_date_does_not_make_it_a_clock() -> None:
    assert reading("date.today():%Y-%m-%d %H:%M:%S") == (Kind.DATE, Volatility.DAY, DAY)
    assert reading("now.date().isoformat()") == (Kind.DATE, Volatility.DAY, DAY)


def test_the_name_of_a_timezone_does_not_vary() -> None:
    assert reading("now.strftime('%Z')")[1] <= Volatility.PROCESS


def test_a_fixed_moment_is_not_a_clock() -> None:
    assert "clock" not in system("from datetime import datetime\nsend(f'Since {datetime(2024, 1, 2):%Y}')")
    assert "clock" not in system("import time\ndef f(x):\n    send(f'At {time.ctime(x)} {time.strftime(\"%H\", x)}')")


def test_a_format_by_a_constant_is_known() -> None:
    assert rate("""
        from datetime import datetime
        FORMAT = "%Y-%m-%d"
        def f():
            send(f"a {datetime.now().strftime(FORMAT)}")
        """) == (Kind.DATE, Volatility.DAY, DAY)


def test_a_format_in_a_helper_is_known() -> None:
    assert rate("""
        from datetime import datetime
        def today(fmt="%Y-%m-%d"):
            now = datetime.now()
            return now.strftime(fmt)
        def f():
            send(f"a {today()}")
        """) == (Kind.DATE, Volatility.DAY, DAY)


def test_a_value_made_where_it_is_sent_keeps_its_rate() -> None:
    assert system('import uuid\nrun = uuid.uuid4()\nsend(f"a {run}")') == "a <random request uuid.uuid4()>"
    assert (
        system('import uuid\ndef f():\n    run = uuid.uuid4()\n    send(f"a {run}")')
        == "a <random request uuid.uuid4()>"
    )


def test_a_value_of_the_module_body_lives_as_long_as_the_process() -> None:
    assert (
        system("""
        import uuid
        from datetime import datetime
        RUN = uuid.uuid4()
        LEAD = f"Started {datetime.now()}. "
        def f():
            send(LEAD + str(RUN))
        """)
        == "Started <clock process datetime.now()>. <random process uuid.uuid4()>"
    )


def test_a_function_called_by_the_module_body_runs_once() -> None:
    assert system(
        'import uuid\ndef make():\n    return f"a {uuid.uuid4()}"\nLEAD = make()\ndef f():\n    send(LEAD)'
    ) == ("a <random process uuid.uuid4()>")


def test_a_function_of_the_module_called_by_a_request_runs_every_time() -> None:
    assert system(
        'import uuid\ndef make():\n    return f"a {uuid.uuid4()}"\nLEAD = make\ndef f():\n    send(LEAD())'
    ) == ("a <random request uuid.uuid4()>")


def test_a_default_argument_is_computed_once() -> None:
    assert (
        system('import time\ndef f(started=time.time()):\n    send(f"a {started}")') == "a <clock process time.time()>"
    )
    assert system('import time\ndef g(now=time.time()):\n    return f"a {now}"\ndef f():\n    send(g())') == (
        "a <clock process time.time()>"
    )


def test_a_default_of_an_inner_function_is_computed_with_the_request() -> None:
    assert system('import time\ndef f():\n    def g(now=time.time()):\n        return f"a {now}"\n    send(g())') == (
        "a <clock request time.time()>"
    )


def test_a_class_body_runs_once() -> None:
    assert system('import time\nclass P:\n    now = time.time()\ndef f():\n    send(f"a {P.now} {P().now}")') == (
        "a <clock process time.time()> <clock process time.time()>"
    )


@pytest.mark.parametrize("cached", ["functools.lru_cache", "functools.lru_cache(maxsize=None)", "functools.cache"])
def test_a_cached_function_runs_once(cached: str) -> None:
    assert system(
        f'import functools, time\n@{cached}\ndef g():\n    return time.time()\ndef f():\n    send(f"a {{g()}}")'
    ) == ("a <clock process time.time()>")


def test_what_a_cached_function_is_given_still_varies() -> None:
    assert (
        system("""
        import functools
        @functools.lru_cache
        def lead(user_name):
            return f"Dear {user_name}"
        def f(user_name):
            send(lead(user_name))
        """)
        == "Dear <user? user user_name>"
    )


CONSTRUCTED = """
    import time
    class Bot:
        def __init__(self):
            self.now = time.time()
        def run(self):
            send(f"a {self.now}")
    """


def test_an_attribute_of_an_object_of_unknown_making_lives_for_a_session() -> None:
    assert system(CONSTRUCTED) == "a <clock session time.time()>"


def test_an_object_made_with_the_request_keeps_the_rate_of_its_attributes() -> None:
    assert system(CONSTRUCTED + "def f():\n        Bot().run()\n") == "a <clock request time.time()>"


def test_an_object_made_by_the_module_body_lives_as_long_as_the_process() -> None:
    assert system(CONSTRUCTED + "bot = Bot()\n    def f():\n        bot.run()\n") == "a <clock process time.time()>"


def test_a_factory_of_a_field_runs_with_the_constructor() -> None:
    program = """
        import time
        from dataclasses import dataclass, field
        @dataclass
        class State:
            now: float = field(default_factory=time.time)
            def run(self):
                send(f"a {self.now}")
        """
    assert system(program) == "a <clock session time.time>"
    assert system(program + "def f():\n            State().run()\n") == "a <clock request time.time>"


def test_a_cached_property_is_computed_once_for_its_object() -> None:
    program = """
        import time
        from functools import cached_property
        class Bot:
            @cached_property
            def now(self):
                return time.time()
            def run(self):
                send(f"a {self.now}")
        """
    assert system(program) == "a <clock session time.time()>"
    assert (
        system(program.replace("cached_property\n            def", "property\n            def"))
        == "a <clock request time.time()>"
    )


def test_an_attribute_that_is_filled_lazily_lives_as_long_as_its_object() -> None:
    assert "<clock session time.time()>" in system("""
        import time
        class Bot:
            def __init__(self):
                self._now = None
            def run(self):
                if self._now is None:
                    self._now = time.time()
                send(f"a {self._now}")
        """)


def test_an_attribute_set_by_the_method_that_sends_keeps_its_rate() -> None:
    assert (
        system("""
        import time
        class Bot:
            def run(self):
                self.now = time.time()
                send(f"a {self.now}")
        """)
        == "a <clock request time.time()>"
    )


def test_a_global_that_a_function_refreshes_is_not_a_constant_of_the_process() -> None:
    assert "clock request" in system("""
        import time
        NOW = None
        def refresh():
            global NOW
            NOW = time.time()
        def f():
            refresh()
            send(f"a {NOW}")
        """)


def test_the_most_volatile_argument_of_an_unknown_call_counts() -> None:
    found = hole(
        'import helpers\nfrom datetime import datetime\ndef f():\n    send(f"a {helpers.pretty(1, now=datetime.now())}")'
    )
    assert (found.kind, found.volatility, found.confidence.name) == (Kind.CLOCK, Volatility.REQUEST, "MEDIUM")


def test_a_joined_text_is_as_volatile_as_its_most_volatile_part() -> None:
    assert rate(
        'import hashlib, uuid\ndef f(x):\n    key = "k" + x + str(uuid.uuid4())\n    send("a " + vendor(key))\n'
    )[1] is (Volatility.REQUEST)


def test_environment_values_hold_for_the_process() -> None:
    assert (
        system("""
        import os, platform, socket, sys
        from getpass import getuser
        def f():
            send(f"{os.getcwd()} {os.getenv('X')} {platform.system()} {socket.gethostname()} {getuser()} {sys.platform}")
        """)
        == "<environment process os.getcwd()> <environment process os.getenv('X')> <environment process platform.system()> "
        "<environment process socket.gethostname()> <environment process getuser()> <environment process sys.platform>"
    )


def test_functions_of_known_values_do_not_vary() -> None:
    assert "<random" not in system('import uuid\nsend("a " + str(uuid.uuid5(uuid.NAMESPACE_DNS, "x")))')
    assert "<random" not in system('import random\ndef f(x):\n    r = random.Random(7)\n    send(f"a {r.choice(x)}")')
