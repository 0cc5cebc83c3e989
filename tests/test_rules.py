"""The rule pages: metadata, headings, and every example executed as a user would."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from click.testing import CliRunner

from promptlint import rulepage
from promptlint.checks import CHECKS, PARAMETERS
from promptlint.cli import main
from promptlint.datafile import DataError
from promptlint.hole import Kind
from promptlint.rulepage import HEADINGS, Example, RulePage, find_page, load_pages
from tests.checking import reported

PAGES = load_pages()

NAMES = """
    101 clock-before-static  102 date-before-static  103 random-before-static  104 user-data-before-static
    105 session-id-before-static  106 input-before-static  107 retrieval-before-static  108 environment-before-static
    109 history-before-static  110 counter-before-static  111 unknown-before-static  112 varying-choice-before-static
    120 volatile-before-history  201 unordered-set  202 unordered-listing  203 unsorted-json-keys  204 shuffled-examples
    205 default-repr
    301 unordered-tools  302 varying-tools  303 dynamic-tool-description  304 dynamic-schema
    305 varying-setting  306 signed-image  307 varying-image-detail
    401 breakpoint-on-varying-block  402 static-beside-varying  403 missing-breakpoint  404 short-prefix
    405 too-many-breakpoints  406 conflicting-lifetimes  407 explicit-without-breakpoint
    408 volatile-automatic-breakpoint  409 misplaced-breakpoint  410 varying-initial-group
    501 history-window  502 edited-message  504 growing-last-message
    505 realtime-session-update  506 realtime-default-truncation  507 realtime-deleted-item
    601 varying-cache-key  602 missing-cache-key  603 missing-affinity-header  604 refused-cache-option
    605 old-azure-api-version  606 batch-without-discount
    900 syntax-error  901 unused-suppression  902 file-too-large
    903 unreadable-file  904 missing-file  905 repeated-key"""

SEVERITIES = ["info", "warning", "error"]

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)


def test_codes_and_names_never_change() -> None:
    words = NAMES.split()
    assert [(page.code, page.name) for page in PAGES] == [
        (f"PRM{code}", name) for code, name in zip(words[::2], words[1::2], strict=True)
    ]


@pages
def test_a_page_is_found_by_code_and_by_name(page: RulePage) -> None:
    assert find_page(page.code) == page
    assert find_page(page.name) == page


def test_no_page_has_an_unknown_name() -> None:
    assert find_page("PRM999") is None
    assert find_page("clock") is None


@pages
def test_a_page_begins_with_its_name_and_has_the_headings(page: RulePage) -> None:
    assert page.text.startswith(f"\n# {page.name} ({page.code})\n\n## What it does\n")
    assert [section.heading for section in page.sections][:4] == list(HEADINGS)[:4]
    assert all(section.text for section in page.sections)
    assert page.summary.endswith((".", "`."))


@pages
def test_a_page_is_read_in_seconds(page: RulePage) -> None:
    prose = [section.text for section in page.sections if section.heading in ("What it does", "Why is this bad?")]
    assert sum(len(text.split()) for text in prose) <= 90
    assert all(len(example.text.splitlines()) <= 30 for example in page.examples)
    assert all(len(line) <= 120 for line in page.text.splitlines())


@pages
def test_checks_get_parameters_that_they_know(page: RulePage) -> None:
    if page.check is None:
        assert page.code.startswith("PRM9")
        assert page.rule is None
        return
    assert page.check in CHECKS
    assert page.parameters.keys() == set(PARAMETERS[page.check])
    rule = page.rule
    assert rule
    assert set(rule.words("kinds")) <= set(Kind)
    assert set(rule.words("causes")) <= set("set listing completion mapping sample repr".split())
    assert rule.sentence("advice")


def test_no_two_pages_claim_a_kind_or_a_cause() -> None:
    claimed = [word for page in PAGES if page.rule for key in ("kinds", "causes") for word in page.rule.words(key)]
    assert len(claimed) == len(set(claimed))


def executable(heading: str) -> pytest.MarkDecorator:
    blocks = [(page, example) for page in PAGES for example in page.examples]
    chosen = [each for each in blocks if each[1].heading == heading and each[1].language == "python"]
    return pytest.mark.parametrize(("page", "example"), chosen, ids=[page.code for page, _ in chosen])


@pages
def test_what_can_be_executed_is(page: RulePage) -> None:
    languages = {example.language for example in page.examples}
    assert languages == ({"text"} if page.code in ("PRM902", "PRM903", "PRM904", "PRM905") else {"python"})
    bad = [example for example in page.examples if example.heading == "Example" and example.language == "python"]
    assert all(example.report for example in bad)
    assert not any(example.report for example in page.examples if example.heading == "Use instead")


def findings(page: RulePage, example: Example, folder: Path) -> list[tuple[str, str, int]]:
    """Return code, severity and row of everything that promptlint says about an example, the pedantic included."""
    options = "--show-info --pedantic --select ALL --model".split()
    found = reported(example.text, folder / "example.py", *options, page.profile)
    return [(each["code"], each["severity"], each["location"]["row"]) for each in found]


@executable("Example")
def test_an_example_is_reported_at_its_rows(page: RulePage, example: Example, tmp_path: Path) -> None:
    found = findings(page, example, tmp_path)
    assert tuple(row for code, _, row in found if code == page.code) == example.report, found
    assert all(
        SEVERITIES.index(severity) <= SEVERITIES.index(page.severity)
        for code, severity, _ in found
        if code == page.code
    )
    assert {code for code, severity, _ in found if severity != "info"} <= {page.code}


@executable("Use instead")
def test_what_to_use_instead_is_clean(page: RulePage, example: Example, tmp_path: Path) -> None:
    found = findings(page, example, tmp_path)
    assert page.code not in [code for code, _, _ in found]
    assert [each for each in found if each[1] != "info"] == []
    ast.parse(example.text)


def fixed(page: RulePage, example: Example, path: Path) -> str:
    """Return an example with every fix of the page's rule applied, the unsafe ones too."""
    path.write_text(example.text)
    options = (
        "--show-info --pedantic --select ALL --fix --unsafe-fixes --isolated --no-cache --quiet --exit-zero".split()
    )
    result = CliRunner().invoke(main, ["check", *options, "--model", page.profile, str(path)], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return path.read_text()


@executable("Example")
def test_the_fixed_block_is_what_the_fixes_make_of_the_example(
    page: RulePage, example: Example, tmp_path: Path
) -> None:
    first = next(each for each in page.examples if each.heading == "Example")
    blocks = [each.text for each in page.examples if each.fixed]
    after = fixed(page, example, tmp_path / "example.py")
    assert (page.fix != "none") == bool(blocks)
    if example is first or example == first:
        assert blocks == ([after] if after != example.text else [])


FRONT = "code: ACM101\nname: tenant-before-static\nseverity: error\ncategory: placement\nfix: none\nsince: 1.0.0\nstatus: stable\n"
BODY = "".join(f"\n## {heading}\n\nText.\n" for heading, required in HEADINGS.items() if required)


def load(folder: Path, text: str, name: str = "ACM101-tenant-before-static.md") -> tuple[RulePage, ...]:
    (folder / name).write_text(text)
    return load_pages((folder,))


def test_users_add_pages(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Our rules\n")
    text = f"---\n{FRONT}check: hole_before_static\nwith: {{kinds: [user]}}\n---\n{BODY}"
    page = load(tmp_path, text)[0]
    assert (page.code, page.name, page.profile) == ("ACM101", "tenant-before-static", "example")
    assert page.rule
    assert page.rule.words("kinds") == ("user",)
    assert len(load_pages((tmp_path,))) == len(PAGES) + 1


@pytest.mark.parametrize(
    ("front", "error"),
    [
        (FRONT.replace("name:", "nam:"), "nam: unknown key 'nam' (did you mean 'name'?)"),
        (FRONT.replace("since: 1.0.0\n", ""), "the key 'since' is missing"),
        (FRONT.replace("ACM101", "A1"), "code: 'A1' must look like PRM101"),
        (FRONT.replace("tenant-before-static", "Tenant"), "name: 'Tenant' must look like clock-before-static"),
        (FRONT.replace("error", "fatal"), "severity: unknown word 'fatal'; known are error, info, warning"),
        (FRONT.replace("fix: none", "fix: maybe"), "fix: 'maybe' must be one of none, sometimes, always"),
        (FRONT.replace("tenant-", "org-"), "the file must be named ACM101-org-before-static.md after its code and name"),
        (FRONT + "check: find_everything\n", "check: 'find_everything' must be one of "),
        (FRONT + "with: [user]\n", "with: must be a mapping"),
        (FRONT + "with: {kinds: [user]}\n", "with.kinds: unknown key 'kinds'"),
        (FRONT + "check: hole_before_static\n", "with: the key 'kinds' is missing"),
        (FRONT + "check: hole_before_static\nwith: {kinds: [usr]}\n", "with.kinds[0]: unknown word 'usr' (did you mean 'user'?)"),
        (FRONT + "check: unstable_order\nwith: {cause: [set]}\n", "with.cause: unknown key 'cause' (did you mean 'causes'?)"),
        ("code: [\n", "is not valid YAML"),
        ("\n", "must be a mapping"),
    ],
)  # fmt: skip
def test_wrong_front_matter_is_named_with_the_key(tmp_path: Path, front: str, error: str) -> None:
    with pytest.raises(DataError) as raised:
        load(tmp_path, f"---\n{front}---\n{BODY}")
    assert str(raised.value).startswith(f"{tmp_path / 'ACM101-tenant-before-static.md'}: {error}")


def test_a_page_without_front_matter(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="must begin with front matter"):
        load(tmp_path, BODY)


def test_a_code_or_name_that_is_taken(tmp_path: Path) -> None:
    text = f"---\n{FRONT.replace('tenant-before', 'clock-before')}---\n{BODY}"
    with pytest.raises(DataError, match=r"clock-before-static is already the rule of .*PRM101-clock-before-static\.md"):
        load(tmp_path, text, "ACM101-clock-before-static.md")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (BODY.replace("## Example", "## Examples"), "the headings are What it does, Why is this bad?, Examples"),
        ("\n## References\n\nText.\n" + BODY, "the headings are References, What it does"),
        (BODY + "\n## What it does\n", "the headings are "),
        ("", "the headings are "),
    ],
)
def test_wrong_headings(tmp_path: Path, body: str, error: str) -> None:
    page = load(tmp_path, f"---\n{FRONT}---\n{body}")[0]
    with pytest.raises(DataError) as raised:
        _ = page.sections
    assert f"{page.path}: {error}" in str(raised.value)


@pytest.mark.parametrize("info", ["reports=1", "report=", "report=0", "report=3", "report=a", "report=1,,2"])
def test_rows_that_an_example_does_not_have(tmp_path: Path, info: str) -> None:
    fence = f"## Example\n\n```python {info}\n## not a heading\nprint()\n```\n"
    page = load(tmp_path, f"---\n{FRONT}---\n{BODY.replace('## Example', fence)}")[0]
    with pytest.raises(DataError) as raised:
        _ = page.examples
    assert f"{page.path}: Example: '{info}' must be `fixed`, or report= and rows of the example" in str(raised.value)


def test_only_the_front_matter_is_read_at_first() -> None:
    rulepage.load_pages.cache_clear()
    assert not {"sections", "examples"} & {key for page in load_pages() for key in vars(page)}
