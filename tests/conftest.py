"""What tests share: the folders of the clone, and the command line in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent


class Ran(NamedTuple):
    """What a command left: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes to the clone's own ``data``."""
    monkeypatch.setenv("GIAOVIEC_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture
def root() -> Path:
    """The top of the clone."""
    return ROOT


@pytest.fixture
def corpus() -> Path:
    """The sample dispatches with their gold."""
    return ROOT / "corpus"


@pytest.fixture
def giaoviec(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Ran]]:
    """``giaoviec("extract", path, …)`` in this process."""
    from pipeline.cli import main

    def run(*args: object) -> Ran:
        with pytest.raises(SystemExit) as exit_:
            main([str(arg) for arg in args])
        said = capsys.readouterr()
        return Ran(int(exit_.value.code or 0), said.out, said.err)

    yield run
