"""No test reaches the network, except those that are marked `index`."""

import os
import shutil
import socket
from pathlib import Path

import pytest
from hypothesis import settings

OFFLINE = Path(__file__).parent / "offline"
"""A folder whose `sitecustomize` refuses sockets in the Python processes that tests start."""


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("index"):
        return
    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, _refuse, raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", _refuse)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(OFFLINE), os.environ.get("PYTHONPATH")))))


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a project that has nothing but the examples: reading all of this one takes seconds."""
    folder = tmp_path_factory.mktemp("clone")
    (folder / ".git").mkdir()
    shutil.copytree(Path(__file__).parents[1] / "examples", folder / "examples")
    return folder


@pytest.fixture
def plain_examples(examples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run beside the examples, with nothing in the environment that says how wide or colourful the output is."""
    monkeypatch.chdir(examples)
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def _refuse(*_: object, **__: object) -> None:
    raise OSError("sockets are off in tests; mark the test `index` if it needs the package index")


settings.register_profile("promptlint", deadline=None)
settings.load_profile("promptlint")
