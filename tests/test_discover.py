"""Which files are checked."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from promptlint.discover import Found, Unlisted, discover
from promptlint.settings import Excluded, Settings, Unusable


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, *names: str, text: str = "") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(*paths: str, exclude: tuple[str, ...] = (), force: bool = False) -> str:
    """Return the relative paths of what is discovered, sorted as discovered."""
    settings = Settings(exclude=(Excluded(os.getcwd(), exclude),), force_exclude=force)
    files = discover(paths or (".",), lambda folder: settings).files
    return " ".join(os.path.relpath(file.path).replace(os.sep, "/") for file in files)


def test_a_walk_finds_python_files_sorted(project: Path) -> None:
    write(project, "b.py", "a/z.pyi", "a/b.py", "a.txt", "script", "c.pyc", ".hidden/d.py")
    assert found() == ".hidden/d.py a/b.py a/z.pyi b.py"


def test_a_named_file_is_checked_whatever_it_is(project: Path) -> None:
    write(project, "script", ".venv/a.py", "old/b.py", ".gitignore", text="*.py\nscript\n")
    assert found("script", ".venv/a.py", "old/b.py", exclude=("old",)) == ".venv/a.py old/b.py script"
    assert all(file.named for file in discover(["script"], lambda folder: Settings()).files)


def test_a_file_named_and_walked_is_found_once_as_named(project: Path) -> None:
    write(project, "a.py", "b.py")
    files = discover(["b.py", ".", "./b.py"], lambda folder: Settings()).files
    assert files == (Found(str(project / "a.py"), False), Found(str(project / "b.py"), True))


def test_environments_caches_and_version_control_are_skipped(project: Path) -> None:
    write(project, ".git/a.py", "venv/b.py", "node_modules/c.py", "x/__pycache__/d.py", "site-packages/e.py", "f.py")
    write(project, "my-env/pyvenv.cfg", "my-env/lib/g.py", "conda/conda-meta/history", "conda/h.py", "envs/i.py")
    assert found() == "envs/i.py f.py"
    assert found("my-env", "venv") == "my-env/lib/g.py venv/b.py"


def test_gitignore_as_git_reads_it(project: Path) -> None:
    write(project, "a.py", "build/b.py", "src/build/c.py", "gen_d.py", "src/gen_e.py", "src/keep/gen_f.py", "top/g.py")
    write(project, ".gitignore", text="# comment\nbuild/\ngen_*.py\n/top\n\n")
    write(project, "src/keep/.gitignore", text="!gen_f.py\n")
    assert found() == "a.py src/keep/gen_f.py"
    ignored = subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    ignored = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py"],
        cwd=project,
        check=True,
        capture_output=True,
        text=True,
    )
    assert sorted(ignored.stdout.split()) == found().split()


def test_ignore_files_above_a_folder_count_up_to_its_repository(project: Path) -> None:
    write(project, ".gitignore", text="a.py\n")
    write(project, "repo/.git/info/exclude", text="b.py\n")
    write(project, "repo/.gitignore", text="c.py\n")
    write(project, *(f"repo/src/{name}.py" for name in "abcd"))
    assert found("repo/src") == "repo/src/a.py repo/src/d.py"


def test_ignore_files_between_working_directory_and_folder_count(project: Path) -> None:
    write(project, ".gitignore", text="a.py\n")
    write(project, "src/a.py", "src/b.py")
    assert found("src") == "src/b.py"


def test_a_named_folder_that_is_ignored_is_walked(project: Path) -> None:
    write(project, ".git/HEAD", ".gitignore", text="build/\n")
    write(project, "build/sub/a.py")
    assert found() == ""
    assert found("build") == found("build/sub") == "build/sub/a.py"


def test_lines_that_git_cannot_read_are_passed_over(project: Path) -> None:
    (project / ".gitignore").write_bytes(b"!\n/\n\\\n[\n\xff\xfe\na.py\r\nb.py\n")
    write(project, "b.py", "c.py")
    assert found() == "c.py"


def test_exclude_holds_for_folders_files_and_globs(project: Path) -> None:
    write(project, "a.py", "old/b.py", "src/old/c.py", "src/test_d.py", "src/e.py")
    assert found(exclude=("old",)) == "a.py src/e.py src/test_d.py"
    assert found(exclude=("./src/old", "test_*.py")) == "a.py old/b.py src/e.py"
    assert found(exclude=("src/**/c.py", "!a.py")) == "a.py old/b.py src/e.py src/test_d.py"


def test_force_exclude_holds_for_named_paths_too(project: Path) -> None:
    write(project, "a.py", "old/b.py", "old/sub/c.py", ".venv/d.py")
    named = ("a.py", "old/b.py", "old/sub", ".venv/d.py")
    assert found(*named, exclude=("old",)) == ".venv/d.py a.py old/b.py old/sub/c.py"
    assert found(*named, exclude=("old",), force=True) == "a.py"


def test_a_project_below_a_folder_with_a_skipped_name_is_not_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "venv/project/a.py")
    monkeypatch.chdir(tmp_path / "venv" / "project")
    assert found() == found("a.py", force=True) == "a.py"


def test_links_are_met_once_and_loops_end(project: Path) -> None:
    write(project, "a/b.py", "outside/c.py")
    (project / "a" / "loop").symlink_to(project)
    (project / "a" / "same.py").symlink_to("b.py")
    (project / "a" / "other.py").symlink_to("../outside/c.py")
    (project / "a" / "self.py").symlink_to("self.py")
    (project / "a" / "gone.py").symlink_to("nowhere.py")
    assert found() == "a/b.py outside/c.py"
    assert found("a") == "a/b.py a/other.py"
    assert found("a/loop/outside") == "a/loop/outside/c.py"


def test_only_regular_files_are_walked_into(project: Path) -> None:
    os.mkfifo(project / "pipe.py")
    (project / "folder.py").mkdir()
    write(project, "folder.py/a.py")
    assert found() == "folder.py/a.py"


@pytest.mark.parametrize("path", ["gone.py", "", "nul\0.py", "file.py/x"])
def test_a_missing_path_is_an_error(path: str, project: Path) -> None:
    write(project, "file.py")
    with pytest.raises(Unusable, match="cannot check"):
        discover([path], lambda folder: Settings())


def test_a_pattern_that_cannot_be_read_is_an_error(project: Path) -> None:
    write(project, "a.py")
    with pytest.raises(Unusable, match="exclude"):
        found(exclude=("!",))


_AS_NOBODY = """
import os, sys
from promptlint.discover import discover
from promptlint.settings import Settings
discover([sys.argv[1] + "/open"], lambda folder: Settings())  # imports all, for nobody may read the interpreter's files
os.setgid(65534), os.setuid(65534)
result = discover([sys.argv[1]], lambda folder: Settings())
print([os.path.basename(file.path) for file in result.files], [(os.path.basename(p), why) for p, why in result.unlisted])
"""


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can take another uid")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    write(tmp_path, "closed/a.py", "open/b.py")
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and folder != Path("/") and "pytest" in str(folder):
            folder.chmod(folder.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
    (tmp_path / "closed").chmod(0o700)
    run = subprocess.run([sys.executable, "-c", _AS_NOBODY, str(tmp_path)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['b.py'] [('closed', 'Permission denied')]"


def test_a_folder_without_permission_is_told_to_its_user(project: Path) -> None:
    if hasattr(os, "getuid") and os.getuid() == 0:
        pytest.skip("root may list every folder")
    write(project, "closed/a.py")
    (project / "closed").chmod(0)
    try:
        assert discover(["."], lambda folder: Settings()).unlisted == (
            Unlisted(str(project / "closed"), "Permission denied"),
        )
    finally:
        (project / "closed").chmod(0o700)
