"""The same ingest on a Dask cluster: a real scheduler and two workers of this machine, one of which is killed."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from conftest import Ran
from test_archive import letters

pytest.importorskip("distributed")
Run = Callable[..., Ran]


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def running(*args: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program of Dask, ended with all that it started."""
    command = [sys.executable, "-m", "distributed.cli." + args[0], *args[1:]]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)


@contextmanager
def two_workers(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a scheduler with two workers, and the process of one of these."""
    address = f"tcp://127.0.0.1:{_free_port()}"
    options = ["--no-dashboard"]
    local = ["--nthreads", "1", "--no-nanny", "--local-directory", str(folder), "--host", "127.0.0.1", *options]
    with (
        running("dask_scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2], *options),
        running("dask_worker", address, *local),
        running("dask_worker", address, *local) as second,
    ):
        _wait_for(address, 2)
        yield address, second


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, timeout="60s", set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=60)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="process groups")
def test_every_document_once_though_a_worker_is_killed_half_way(tmp_path: Path) -> None:
    archive, db = letters(tmp_path / "kho", 600), tmp_path / "x.db"
    with two_workers(tmp_path) as (address, second):
        command = [sys.executable, "-m", "pipeline", "ingest", str(archive), "--db", str(db), "--scheduler", address]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        _wait_until(lambda: _documents(db) > 50)
        os.killpg(second.pid, signal.SIGKILL)
        out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert "600 văn bản mới" in out and _documents(db) == 600


def test_a_scheduler_that_is_not_there(giaoviec: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.workers.CONNECT", "1s")
    archive = letters(tmp_path / "kho", 30)
    ran = giaoviec("ingest", archive, "--db", tmp_path / "x.db", "--scheduler", f"tcp://127.0.0.1:{_free_port()}")
    assert ran.code == 1 and "Không nối được tới Dask scheduler" in ran.err


def test_files_of_another_storage_are_read_by_address(giaoviec: Run, tmp_path: Path) -> None:
    archive, db = letters(tmp_path / "kho", 3), tmp_path / "x.db"
    assert "3 văn bản mới" in giaoviec("ingest", archive.as_uri(), "--db", db).out
    assert "3 không đổi" in giaoviec("ingest", archive.as_uri(), "--db", db).out
    ran = giaoviec("ingest", "khongco://kho/nam-2015", "--db", db)
    assert ran.code == 1 and "kho tệp khongco://" in ran.err


def _documents(db: Path) -> int:
    if not db.is_file():
        return 0
    try:
        with closing(sqlite3.connect(db)) as conn:
            return int(conn.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def _wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until, "nothing happens"
        time.sleep(0.05)
