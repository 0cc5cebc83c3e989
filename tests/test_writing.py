"""Writing files: at once or not at all, and nothing about them changes but their bytes."""

import os
import random
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

import promptlint
from promptlint.rewriting import Unwritable
from promptlint.writing import replace_bytes

OLD, NEW = b"old\r\n" * 1000, b"new\n" * 2000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.py"
    path.write_bytes(OLD)
    return path


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664, 0o777])
def test_the_bytes_change_and_the_mode_stays(mode: int, path: Path) -> None:
    path.chmod(mode)
    replace_bytes(str(path), OLD, NEW)
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert names(path.parent) == ["a.py"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_owner_and_group_stay(path: Path) -> None:
    os.chown(path, 12345, 23456)
    path.chmod(0o640)
    replace_bytes(str(path), OLD, NEW)
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (12345, 23456, 0o640)


def test_a_link_stays_a_link_to_the_changed_file(path: Path) -> None:
    (path.parent / "sub").mkdir()
    first, second = path.parent / "sub" / "first.py", path.parent / "second.py"
    first.symlink_to("../a.py")
    second.symlink_to(first)
    replace_bytes(str(second), OLD, NEW)
    assert path.read_bytes() == NEW
    assert os.readlink(first) == "../a.py"
    assert os.readlink(second) == str(first)
    assert names(path.parent / "sub") == ["first.py"]


def test_a_file_that_changed_is_left_alone(path: Path) -> None:
    path.write_bytes(b"theirs")
    with pytest.raises(Unwritable, match=r"^it changed since it was read$"):
        replace_bytes(str(path), OLD, NEW)
    assert path.read_bytes() == b"theirs"
    assert names(path.parent) == ["a.py"]


def test_a_file_that_changes_while_the_new_one_is_written_is_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync = os.fsync

    def slow(handle: int) -> None:
        sync(handle)
        path.write_bytes(b"theirs")

    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(Unwritable, match="changed"):
        replace_bytes(str(path), OLD, NEW)
    assert path.read_bytes() == b"theirs"
    assert names(path.parent) == ["a.py"]


def test_a_file_that_is_gone_is_not_made_again(path: Path) -> None:
    path.unlink()
    with pytest.raises(Unwritable, match=r"^No such file or directory$"):
        replace_bytes(str(path), OLD, NEW)
    assert names(path.parent) == []


def test_a_read_only_file_is_left_alone(path: Path) -> None:
    path.chmod(0o444)
    with pytest.raises(Unwritable, match=r"^it is read-only$"):
        replace_bytes(str(path), OLD, NEW)
    assert path.read_bytes() == OLD
    assert names(path.parent) == ["a.py"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_in_a_read_only_folder_is_left_alone(path: Path) -> None:
    path.parent.chmod(0o555)
    try:
        with pytest.raises(Unwritable, match=r"^Permission denied$"):
            replace_bytes(str(path), OLD, NEW)
    finally:
        path.parent.chmod(0o755)
    assert path.read_bytes() == OLD


@pytest.mark.parametrize("function", ["fsync", "replace"])
def test_nothing_is_left_behind_by_a_full_disk_or_an_interrupt(
    function: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, function, full)
    with pytest.raises(Unwritable, match=r"^No space left on device$"):
        replace_bytes(str(path), OLD, NEW)
    monkeypatch.setattr(os, function, interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_bytes(str(path), OLD, NEW)
    assert path.read_bytes() == OLD
    assert names(path.parent) == ["a.py"]


WRITER = """
import sys
from promptlint.writing import replace_bytes
path, texts = sys.argv[1], [b"old\\r\\n" * 1000, b"new\\n" * 2000]
print("ready", flush=True)
while True:
    replace_bytes(path, *texts)
    texts.reverse()
"""


def test_killed_at_any_moment_it_leaves_the_one_or_the_other(path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(promptlint.__file__).parents[1])}
    chance = random.Random(7)
    left = 0
    for _ in range(25):
        path.write_bytes(OLD)
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], env=env, stdout=subprocess.PIPE)
        assert process.stdout is not None
        with process.stdout as output:
            assert output.readline() == b"ready\n"
        time.sleep(chance.uniform(0, 0.02))
        process.kill()
        process.wait()
        assert path.read_bytes() in (OLD, NEW)
        others = [name for name in names(path.parent) if name != "a.py"]
        assert all(name.startswith(".promptlint-") and name.endswith(".tmp") for name in others)
        left += len(others)
    assert left, "no kill hit a write: the test says nothing"
    replace_bytes(str(path), path.read_bytes(), NEW)
    assert names(path.parent) == ["a.py"]
