"""Where settings come from, how layers add up, and what a wrong file is told."""

from pathlib import Path

import pytest

from promptlint.selection import select
from promptlint.settings import Excluded, ModelSetting, Settings, Unusable, closest, overlay, settings_at

RULES = (("PRM101", "clock-before-static"), ("PRM102", "date-before-static"), ("PRM201", "unordered-set"))


def table(folder: Path, text: str, name: str = "pyproject.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_nearest_file_with_the_table_counts(tmp_path: Path) -> None:
    table(tmp_path, '[tool.promptlint]\nmodel = "outer"\nselect = ["PRM1"]\n')
    table(tmp_path / "a", '[project]\nname = "promptlint-user"\n')
    table(tmp_path / "a" / "b", "[tool.promptlint]\nshow-info = true\n")
    at = settings_at({})
    assert at(str(tmp_path / "a")).model == "outer"
    assert at(str(tmp_path / "a" / "b" / "c")) == Settings(show_info=True)


def test_isolated_and_config_look_at_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    table(tmp_path, '[tool.promptlint]\nmodel = "here"\n')
    other = table(tmp_path / "ci", '[tool.promptlint]\nexclude = ["old"]\n', "lint.toml")
    assert settings_at({}, isolated=True)(str(tmp_path)) == Settings()
    assert settings_at({}, config=str(other))(str(tmp_path)) == Settings(exclude=(Excluded(str(tmp_path), ("old",)),))


def test_options_lie_over_the_file(tmp_path: Path) -> None:
    table(tmp_path, '[tool.promptlint]\nmodel = "file"\nexclude = ["a"]\nignore = ["PRM101"]\noutput-format = "json"\n')
    settings = settings_at({"model": "option", "exclude": (Excluded("/x", ("b",)),)})(str(tmp_path))
    assert settings.model == "option"
    assert settings.exclude == (Excluded(str(tmp_path), ("a",)), Excluded("/x", ("b",)))
    assert (settings.ignore, settings.output_format) == (("PRM101",), "json")


def test_a_select_starts_afresh_and_an_extend_select_outweighs_an_ignore_below() -> None:
    below = Settings(extend_select=("PRM201",), ignore=("PRM101", "PRM102"))
    assert overlay(below, {"select": ("PRM1",)}).ignore == ()
    assert overlay(below, {"extend_select": ("PRM101",)}).ignore == ("PRM102",)
    assert overlay(below, {"ignore": ("PRM2",)}).ignore == ("PRM101", "PRM102", "PRM2")


def test_own_rule_folders_stand_beside_the_file(tmp_path: Path) -> None:
    table(tmp_path, '[tool.promptlint]\nrules = ["lint/rules"]\n')
    assert settings_at({})(str(tmp_path / "src")).rules == (str(tmp_path / "lint/rules"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "unknown key `selct` in [tool.promptlint]; the closest is `select`"),
        ("extend_select = []", "the closest is `extend-select`"),
        ("output_fmt = 1", "the closest is `output-format`"),
        ('select = "PRM101"', "`select` in [tool.promptlint] must be a list of strings, not the string 'PRM101'"),
        ("ignore = [1]", "must be a list of strings, not a list"),
        ("pedantic = 1", "must be true or false, not 1"),
        ("model = true", "must be a string, not a boolean"),
        ("provider = 1", "`provider` in [tool.promptlint] must be a string, not 1"),
        ("models = 1", "`models` in [tool.promptlint] must be a list of tables, not 1"),
        ("[[tool.promptlint.models]]", "[[tool.promptlint.models]] needs the key `match`"),
        (
            '[[tool.promptlint.models]]\nmatch = "a"\nminmum = 1',
            "unknown key `minmum` in [[tool.promptlint.models]]; the closest is `minimum`",
        ),
        (
            '[[tool.promptlint.models]]\nmatch = "a"\nminimum = 0',
            "`minimum` in [[tool.promptlint.models]] must be a whole number above zero, not 0",
        ),
        (
            '[[tool.promptlint.models]]\nmatch = "a"\nread = "10%"',
            "`read` in [[tool.promptlint.models]] must be a number of at least zero, not the string '10%'",
        ),
        ('output-format = "xml"', "must be one of full, concise, json, not the string 'xml'"),
        ("select = [", "is not valid TOML"),
        ("\ufeff\x00", "is not valid TOML"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(text: str, message: str, tmp_path: Path) -> None:
    path = table(tmp_path, f"[tool.promptlint]\n{text}\n")
    with pytest.raises(Unusable) as error:
        settings_at({})(str(tmp_path))
    assert str(path) in str(error.value)
    assert message in str(error.value)


@pytest.mark.parametrize("text", ["tool = 1 # promptlint", "[tool]\npromptlint = []\n"])
def test_a_table_of_another_type_is_wrong(text: str, tmp_path: Path) -> None:
    table(tmp_path, text)
    with pytest.raises(Unusable):
        settings_at({})(str(tmp_path))


def test_a_broken_file_of_somebody_else_is_not_read(tmp_path: Path) -> None:
    table(tmp_path, "[project\nname = ")
    assert settings_at({})(str(tmp_path)) == Settings()


@pytest.mark.parametrize("name", ["absent.toml", "."])
def test_a_config_file_must_be_there(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Unusable, match="no such configuration file"):
        settings_at({}, config=name)


def test_a_config_file_must_have_the_table(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"no \[tool.promptlint\] table"):
        settings_at({}, config=str(table(tmp_path, "[tool.ruff]\n", "x.toml")))


def test_tables_of_models(tmp_path: Path) -> None:
    table(
        tmp_path,
        '[tool.promptlint]\nprovider = "azure"\n[[tool.promptlint.models]]\nmatch = "acme-*"\nfamily = "anthropic"\n'
        'minimum = 512\n[[tool.promptlint.models]]\nmatch = ["a", "b"]\nplatform = "azure"\nread = 0.5\nwrite = 1\ninput = 2\n',
    )
    assert settings_at({})(str(tmp_path)) == Settings(
        provider="azure",
        models=(
            ModelSetting(("acme-*",), family="anthropic", minimum=512),
            ModelSetting(("a", "b"), platform="azure", read=0.5, write=1, input=2),
        ),
    )


def test_closest() -> None:
    assert closest("modle", ("model", "select")) == "model"
    assert closest("", ("model", "select")) in ("model", "select")


def enabled(**settings: tuple[str, ...]) -> str:
    return " ".join(sorted(select(Settings(**settings), RULES).enabled))  # type: ignore[arg-type]


def test_selectors_are_all_prefixes_codes_and_names() -> None:
    assert enabled() == "PRM101 PRM102 PRM201"
    assert enabled(select=("PRM1",)) == "PRM101 PRM102"
    assert enabled(select=("unordered-set", "PRM102")) == "PRM102 PRM201"
    assert enabled(select=("PRM2",), extend_select=("clock-before-static",)) == "PRM101 PRM201"


def test_the_most_specific_selector_decides_and_ignore_between_equals() -> None:
    assert enabled(ignore=("PRM1",)) == "PRM201"
    assert enabled(select=("PRM1",), ignore=("date-before-static",)) == "PRM101"
    assert enabled(select=("PRM101",), ignore=("PRM1",)) == "PRM101"
    assert enabled(select=("PRM101",), ignore=("clock-before-static",)) == ""


def test_explicit_means_by_its_own_code_or_name() -> None:
    assert select(Settings(select=("PRM1", "unordered-set")), RULES).explicit == {"PRM201"}
    assert select(Settings(extend_select=("PRM101",), ignore=("PRM101",)), RULES).explicit == set()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (Settings(select=("PRM110",)), "`select` names no rule with `PRM110`"),
        (Settings(ignore=("clock-befor-static",)), "the closest is `clock-before-static`"),
        (Settings(extend_select=("",)), "`select` names no rule with ``"),
    ],
)
def test_a_selector_that_fits_no_rule_is_an_error(settings: Settings, message: str) -> None:
    with pytest.raises(Unusable) as error:
        select(settings, RULES)
    assert message in str(error.value)
