"""Helpers that load prompts: their callers say which file it is, and what was read once is the same text later."""

from __future__ import annotations

import textwrap

import pytest

from tests.test_files_read.reading import At, read, system

_FILES = {
    "lib/__init__.py": "",
    "lib/prompts/a.md": "Now {now}.\n",
    "lib/prompts/b.yaml": "system: |\n  Now {now}.\n",
}
_FOUND = At("lib/prompts/a.md", 1, 5, "{now}")
_IN_YAML = At("lib/prompts/b.yaml", 2, 7, "{now}")

_LOADERS = {
    "a path of the module": """
        FOLDER = Path(__file__).resolve().parent / "prompts"
        def load(name: str) -> str:
            return (FOLDER / f"{name}.md").read_text(encoding="utf-8").strip()
        """,
    "a cache of the library": """
        @functools.lru_cache(maxsize=None)
        def load(name):
            with open(os.path.join(os.path.dirname(__file__), "prompts", f"{name}.md")) as file:
                return file.read()
        """,
    "a missing file is an error": """
        def load(name):
            path = Path(__file__).parent / "prompts" / (name + ".md")
            if not path.is_file():
                raise FileNotFoundError(path)
            return path.read_text()
        """,
    "a file that is closed by hand": """
        def load(name):
            file = open(f"lib/prompts/{name}.md")
            text = file.read()
            file.close()
            return text
        """,
    "line by line": """
        def load(name):
            return "".join(line for line in open(f"lib/prompts/{name}.md"))
        """,
    "a path that is passed on": """
        def _read(path: Path) -> str:
            with path.open() as file:
                return file.read()
        def load(name):
            return _read(Path("lib", "prompts", name).with_suffix(".md"))
        """,
    "a mapping filled where a key is missing": """
        _texts = {}
        def load(name):
            if name not in _texts:
                _texts[name] = Path(f"lib/prompts/{name}.md").read_text()
            return _texts[name]
        """,
    "a mapping that is asked first": """
        _texts = {}
        def load(name):
            if name in _texts:
                return _texts[name]
            text = Path(f"lib/prompts/{name}.md").read_text()
            _texts[name] = text
            return text
        """,
    "a mapping that is asked with get": """
        _texts = {}
        def load(name):
            known = _texts.get(name)
            if known is not None:
                return known
            _texts[name] = Path(f"lib/prompts/{name}.md").read_text()
            return _texts[name]
        """,
    "a variable of the module": """
        _text = None
        def load(name):
            global _text
            if _text is None:
                _text = Path("lib/prompts/a.md").read_text()
            return _text
        """,
    "an object": """
        class Loader:
            def __init__(self, folder=None):
                self.folder = folder or Path(__file__).parent / "prompts"
                self._texts = {}
            def load(self, name):
                if name not in self._texts:
                    self._texts[name] = (self.folder / f"{name}.md").read_text()
                return self._texts[name]
        load = Loader().load
        """,
    "a mapping of a class": """
        class Loader:
            _texts = {}
            def load(self, name):
                if name not in self._texts:
                    self._texts[name] = Path(f"lib/prompts/{name}.md").read_text()
                return self._texts[name]
        load = Loader().load
        """,
    "a mapping of a class that a class method fills": """
        class Loader:
            _texts = {}
            @classmethod
            def load(cls, name):
                if name in cls._texts:
                    return cls._texts[name]
                cls._texts[name] = Path(f"lib/prompts/{name}.md").read_text()
                return cls._texts[name]
        load = Loader.load
        """,
    "all files at once": """
        _texts = {name: Path(f"lib/prompts/{name}.md").read_text() for name in ("a",)}
        def load(name):
            return _texts[name]
        """,
}
_IMPORTS = "import functools, json, os, yaml\nfrom importlib import resources\nfrom pathlib import Path\n"


def _files(loader: str) -> dict[str, str | bytes]:
    return {**_FILES, "lib/loader.py": _IMPORTS + textwrap.dedent(loader)}


@pytest.mark.parametrize("loader", _LOADERS.values(), ids=_LOADERS)
def test_a_helper_that_loads_a_text(loader: str) -> None:
    program = 'from datetime import datetime\nfrom lib.loader import load\nsend(load("a").format(now=datetime.now()))'
    reading = read(program, _files(loader))
    assert (reading.system.rstrip("⏎"), reading.holes) == ("Now <clock request>.", [_FOUND])


@pytest.mark.parametrize(
    ("loader", "expression"),
    [
        (
            """
            def load(name):
                with (Path(__file__).parent / "prompts" / f"{name}.yaml").open() as file:
                    return yaml.safe_load(file)
            """,
            'load("b")["system"]',
        ),
        (
            """
            @functools.cache
            def _all(name):
                folder = resources.files(__package__)
                return yaml.safe_load(folder.joinpath("prompts", f"{name}.yaml").read_text("utf-8"))
            def load(name, key):
                return _all(name)[key]
            """,
            'load("b", "system")',
        ),
        (
            """
            class load:
                def __init__(self, name):
                    with open(f"lib/prompts/{name}.yaml") as file:
                        self.texts = yaml.load(file, Loader=yaml.SafeLoader)
                    self.system = self.texts.get("system", "")
            """,
            'load("b").system',
        ),
        (
            """
            class load:
                texts = yaml.safe_load(Path("lib/prompts/b.yaml").read_text())
            """,
            'load.texts["system"]',
        ),
    ],
)
def test_a_helper_that_loads_yaml(loader: str, expression: str) -> None:
    program = (
        f"from datetime import datetime\nfrom lib.loader import load\nsend({expression}.format(now=datetime.now()))"
    )
    reading = read(program, _files(loader))
    assert (reading.system, reading.holes) == ("Now <clock request>.⏎", [_IN_YAML])


def test_a_helper_that_fills_in_what_it_is_given() -> None:
    loader = """
        def load(file, **values):
            return Path(f"lib/prompts/{file}.md").read_text().format(**values)
        """
    program = 'from datetime import datetime\nfrom lib.loader import load\nsend(load("a", now=datetime.now()))'
    assert read(program, _files(loader)).holes == [_FOUND]


def test_a_name_that_nobody_knows_is_a_hole() -> None:
    program = "from lib.loader import load\ndef run(request):\n    send('Be kind. ' + load(request.kind))"
    assert system(program, _files(_LOADERS["a path of the module"])) == "Be kind. <unknown>"


def test_a_registry_is_not_taken_for_a_cache() -> None:
    program = """
        texts = {}
        def register(name, text):
            texts[name] = text
        def load(name):
            if name in texts:
                return texts[name]
            return "Default."
        def run(name):
            send(load(name))
    """
    assert system(program, {}) == "[<unknown>|Default.]"


def test_a_clock_that_is_read_once_lives_as_long_as_the_process() -> None:
    program = """
        from datetime import datetime
        _started = None
        def started():
            global _started
            if _started is None:
                _started = f"Since {datetime.now()}."
            return _started
        def run():
            send(started())
    """
    assert system(program, {}) == "Since <clock process>."


_CONFIG = "agents:\n- name: a\n  prompt: Now {now}.\n- {name: b, prompt: Later.}\n"


@pytest.mark.parametrize(
    "expression",
    [
        'Agent(**CONFIG["agents"][0]).prompt',
        '[Agent(**agent) for agent in CONFIG["agents"]][0].prompt',
        'Agent.load("p.yaml", 0).prompt',
        '{agent["name"]: agent["prompt"] for agent in CONFIG["agents"]}["a"]',
        'next(agent["prompt"] for agent in CONFIG["agents"])',
    ],
)
@pytest.mark.parametrize("base", ["BaseModel", "object"])
def test_records_that_are_made_of_a_document(base: str, expression: str) -> None:
    program = f"""
        import yaml
        from dataclasses import dataclass
        from datetime import datetime
        from pydantic import BaseModel

        CONFIG = yaml.safe_load(open("p.yaml"))

        @dataclass
        class Agent({base}):
            name: str
            prompt: str = "Default."
            @classmethod
            def load(cls, path, number):
                with open(path) as file:
                    return cls(**yaml.safe_load(file)["agents"][number])

        send({expression}.format(now=datetime.now()))
    """
    reading = read(program, {"p.yaml": _CONFIG})
    assert (reading.system, reading.holes) == ("Now <clock request>.", [At("p.yaml", 3, 15, "{now}")])


def test_a_field_that_a_document_leaves_out_has_its_default() -> None:
    program = """
        import yaml
        from dataclasses import dataclass
        @dataclass
        class Agent:
            name: str
            prompt: str = "Default."
        send(Agent(**yaml.safe_load(open("p.yaml"))).prompt)
    """
    assert system(program, {"p.yaml": "name: a"}) == "Default."


@pytest.mark.parametrize("count", [3, 300])
def test_one_of_many_prompts_that_a_caller_names(count: int) -> None:
    program = """
        import yaml
        from datetime import datetime
        def load(name):
            return yaml.safe_load(open("p.yaml"))[name]["text"]
        send(load("p2").format(now=datetime.now()))
    """
    document = "".join(f"p{number}:\n  text: No. {number} at {{now}}\n" for number in range(count))
    reading = read(program, {"p.yaml": document})
    assert (reading.system, reading.holes) == ("No. 2 at <clock request>", [At("p.yaml", 6, 18, "{now}")])


@pytest.mark.parametrize(
    ("suffix", "load"),
    [("json", "json.loads(text)"), ("yaml", "yaml.safe_load(text)"), ("toml", "tomllib.loads(text)")],
)
def test_a_document_of_half_a_million_characters_is_read_and_no_longer_one(suffix: str, load: str) -> None:
    program = f"""
        import json, tomllib, yaml
        from pathlib import Path
        text = Path(__file__).with_name("data.{suffix}").read_text()
        send("Lead. " + {load}["system"])
        """
    start = {"json": '{"system": "Be kind."}', "yaml": "system: Be kind.", "toml": 'system = "Be kind."'}[suffix]
    longest = start + "\n" * (500_000 - len(start))
    assert system(program, {f"data.{suffix}": longest}) == "Lead. Be kind."
    assert system(program, {f"data.{suffix}": longest + "\n"}).startswith("Lead. <")


@pytest.mark.parametrize(("link", "count"), [("[*a{0}, *a{0}]", 12), ("{{<<: [*a{0}, *a{0}]}}", 60)])
def test_what_a_document_names_again_and_again_is_not_repeated(link: str, count: int) -> None:
    program = """
        import yaml
        from datetime import datetime
        send(yaml.safe_load(open("p.yaml"))["system"].format(now=datetime.now()))
    """
    bomb = "".join(f"a{number}: &a{number} {link.format(number - 1)}\n" for number in range(1, count))
    reading = read(program, {"p.yaml": f"a0: &a0 {{k: x}}\n{bomb}system: 'Now {{now}}'\n"})
    assert (reading.system, reading.holes) == ("Now <clock request>", [At("p.yaml", count + 1, 14, "{now}")])
