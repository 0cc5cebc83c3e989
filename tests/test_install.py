"""A wheel, an editable install and a bare checkout all find the rules."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(path.name for path in (ROOT / "rules").glob("PRM*.md"))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    for name in ("promptlint", "rules"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A fresh virtual environment's interpreter."""
    venv.create(tmp_path / "venv", with_pip=True)
    return tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"


def pip(python: Path, *arguments: str) -> None:
    command = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True, capture_output=True, text=True)


def promptlint(python: Path | str, *arguments: str, cwd: Path, **env: str) -> str:
    command = [str(python), "-m", "promptlint", *arguments]
    run = subprocess.run(command, check=True, capture_output=True, text=True, cwd=cwd, env={**os.environ, **env})
    return run.stdout


def codes(listing: str) -> list[str]:
    return [f"{line.split()[0]}-{line.split()[1]}.md" for line in listing.splitlines()]


def test_a_checkout_finds_its_rules(checkout: Path, tmp_path: Path) -> None:
    assert codes(promptlint(sys.executable, "rules", cwd=tmp_path, PYTHONPATH=str(checkout))) == PAGES


@pytest.mark.index
def test_a_wheel_brings_its_rules(checkout: Path, python: Path, tmp_path: Path) -> None:
    pip(python, "wheel", "--no-deps", "--wheel-dir", str(tmp_path), str(checkout))
    (wheel,) = tmp_path.glob("promptlint_layout-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert sorted(Path(name).name for name in names if name.startswith("promptlint/rules/PRM")) == PAGES
    assert "promptlint/rules/catalog/sources.yaml" in names
    assert not [name for name in names if name.startswith(("rules/", "tests/"))]
    shutil.rmtree(checkout)
    pip(python, "install", str(wheel))
    assert codes(promptlint(python, "rules", cwd=tmp_path)) == PAGES


@pytest.mark.index
def test_an_editable_install_reads_the_rules_of_its_checkout(checkout: Path, python: Path, tmp_path: Path) -> None:
    pip(python, "install", "--editable", str(checkout))
    page = checkout / "rules" / PAGES[0]
    page.write_text(page.read_text(encoding="utf-8") + "\nWritten after the install.\n", encoding="utf-8")
    assert codes(promptlint(python, "rules", cwd=tmp_path)) == PAGES
    assert "Written after the install." in promptlint(python, "rule", PAGES[0][:6], cwd=tmp_path)
