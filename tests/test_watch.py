"""A watched folder: what is whole is stored and moved aside, what is not is waited for, nothing is overwritten."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pipeline.batch import FoundFile, Stored, ingest
from pipeline.batch.watch import DONE, FAILED, FolderGone, Watcher
from pipeline.clock import vietnam_today
from pipeline.errors import StoreError
from pipeline.store import open_store
from tests.papers import paper

BODY = "Giao Sở Y tế kiểm tra các cơ sở khám bệnh trên địa bàn, hoàn thành trước ngày 30/6/2025."
LETTER = paper("cong_van", BODY)
SECRET = LETTER.replace("Độc lập", "MẬT\nĐộc lập", 1)


@dataclass
class Desk:
    """A watcher with a clock that a test turns."""

    folder: Path
    db: Path
    now: float = 0.0
    read_files: list[str] = field(default_factory=list)
    moved: list[tuple[Path, Path]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.watcher = Watcher(
            self.folder, self._read, lambda *places: self.moved.append(places), 5.0, lambda: self.now
        )

    def look(self, later: float = 0.0) -> list[str]:
        self.now += later
        return [row.result for row in self.watcher.look()]

    def _read(self, files: Sequence[FoundFile]) -> Iterator[Stored]:
        self.read_files += [one.path.name for one in files]
        return ingest(files, self.db)

    def _moved(self, old: Path, new: Path) -> None:
        self.moved.append((old, new))

    def lying(self) -> list[str]:
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "máy quét"
    folder.mkdir()
    return Desk(folder, tmp_path / "giaoviec.db")


def done(name: str) -> str:
    return f"{DONE}/{vietnam_today():%Y-%m}/{name}"


def test_a_file_is_read_once_it_has_stopped_growing(desk: Desk) -> None:
    place = desk.folder / "công văn.txt"
    place.write_text(LETTER[:400], "utf-8")
    assert desk.look() == [] and desk.watcher.is_waiting()
    place.write_text(LETTER, "utf-8")
    assert desk.look(6) == [], "it has grown since"
    assert desk.look(4) == []
    assert desk.look(2) == ["added"]
    assert desk.lying() == [done("công văn.txt")] and not desk.watcher.is_waiting()


def test_a_file_touched_while_it_is_read_stays_and_is_read_again(desk: Desk) -> None:
    place = desk.folder / "a.txt"
    place.write_text(LETTER[:-30], "utf-8")
    desk.look()
    desk.now += 6
    for _ in desk.watcher.look():
        place.write_text(LETTER, "utf-8")
    assert desk.lying() == ["a.txt"]
    assert desk.look() == [] and desk.look(6) != []
    assert desk.lying() == [done("a.txt")]


def test_failed_and_secret_files_lie_with_their_reason(desk: Desk) -> None:
    (desk.folder / "hỏng.pdf").write_bytes(b"%PDF-1.7 cut off")
    (desk.folder / "mật.txt").write_text(SECRET, "utf-8")
    desk.look()
    assert desk.look(6) == ["failed", "failed"]
    assert desk.lying() == [f"{FAILED}/{name}{more}" for name in ("hỏng.pdf", "mật.txt") for more in ("", ".lý do.txt")]
    assert "PDF" in (desk.folder / FAILED / "hỏng.pdf.lý do.txt").read_text("utf-8")
    why = (desk.folder / FAILED / "mật.txt.lý do.txt").read_text("utf-8")
    assert "độ mật" in why and "Sở Y tế" not in why
    assert [new.name for _, new in desk.moved] == ["hỏng.pdf", "mật.txt"]
    assert desk.look(6) == desk.look(6) == [], "what was moved aside is not looked at"


def test_names_that_are_taken_are_not_overwritten(desk: Desk) -> None:
    for number in range(3):
        (desk.folder / "scan.txt").write_text(LETTER + " " * number, "utf-8")
        desk.look()
        desk.look(6)
    assert desk.lying() == sorted(done(name) for name in ("scan.txt", "scan (2).txt", "scan (3).txt"))
    sizes = {path.stat().st_size for path in desk.folder.rglob("*.txt")}
    assert len(sizes) == 3


def test_what_is_known_already_is_moved_aside_too(desk: Desk) -> None:
    (desk.folder / "a.txt").write_text(LETTER, "utf-8")
    (desk.folder / "thư mục con").mkdir()
    (desk.folder / "thư mục con" / "b.txt").write_text(LETTER, "utf-8")
    desk.look()
    assert sorted(desk.look(6)) == ["added", "unchanged"]
    assert desk.lying() == [done("a.txt"), done("b.txt")]


def test_files_of_other_programs_are_left_alone(desk: Desk) -> None:
    for name in ("~$công văn.docx", ".ẩn.txt", "Thumbs.db", "tải dở.pdf.part", "x.crdownload"):
        (desk.folder / name).write_bytes(b"x")
    desk.look()
    assert desk.look(100) == [] and len(desk.lying()) == 5


def test_an_empty_file_is_waited_for_longer_then_told(desk: Desk) -> None:
    (desk.folder / "a.txt").touch()
    desk.look()
    assert desk.look(30) == [] and desk.watcher.is_waiting()
    assert desk.look(40) == ["failed"]


def test_a_file_that_cannot_be_opened_yet_is_waited_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk.folder / "a.txt").write_text(LETTER, "utf-8")
    desk.look()
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.batch.watch._opens", lambda path: False)
        assert desk.look(6) == []
    assert desk.look() == ["added"]


def test_a_folder_that_is_gone_is_told(desk: Desk) -> None:
    desk.folder.rmdir()
    with pytest.raises(FolderGone):
        desk.look()


# --- the command -----------------------------------------------------------------------------------------------------


def test_once_reads_what_there_is_and_retry_finds_what_failed(tmp_path: Path, giaoviec: Callable[..., Any]) -> None:
    folder, db = tmp_path / "vào", tmp_path / "x.db"
    folder.mkdir()
    (folder / "a.txt").write_text(LETTER, "utf-8")
    (folder / "hỏng.pdf").write_bytes(b"%PDF-1.7 cut off")
    ran = giaoviec("watch", folder, "--once", "--db", db)
    assert ran.code == 1 and "a.txt: mới, 1 việc" in ran.out and "hỏng.pdf" in ran.err
    with open_store(db) as store:
        paths = [row[0] for row in store.conn.execute("SELECT path FROM failures").fetchall()]
    assert paths == [str(folder / FAILED / "hỏng.pdf")]
    (folder / FAILED / "hỏng.pdf").write_text(LETTER + ".", "utf-8")
    assert giaoviec("retry", "--db", db).code == 0
    assert giaoviec("watch", tmp_path / "không có", "--db", db).code == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C của tiến trình con")
@pytest.mark.slow
def test_a_database_that_is_busy_for_long_is_waited_for(
    tmp_path: Path, giaoviec: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, busy, sleep = tmp_path / "máy quét", [True], time.sleep
    folder.mkdir()
    (folder / "a.txt").write_text(LETTER, "utf-8")

    def read(files: Sequence[FoundFile], db: Path) -> Iterator[Stored]:
        if busy and busy.pop():
            raise StoreError("Không ghi được vào cơ sở dữ liệu: một chương trình khác đang ghi.")
        return ingest(files, db)

    def nap(seconds: float) -> None:
        if (folder / DONE).is_dir():
            raise KeyboardInterrupt
        sleep(min(seconds, 0.1))

    monkeypatch.setattr("pipeline.cli.watch._read", read)
    monkeypatch.setattr("pipeline.cli.watch.time.sleep", nap)
    ran = giaoviec("watch", folder, "--db", tmp_path / "x.db")
    assert ran.code == 0 and "đang ghi. Sẽ thử lại." in ran.err and "a.txt: mới" in ran.out


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_watching_stops_cleanly(tmp_path: Path, by: signal.Signals) -> None:
    folder = tmp_path / "vào"
    folder.mkdir()
    command = [sys.executable, "-u", "-m", "pipeline", "watch", folder, "--db", tmp_path / "x.db"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8") as ran:
        assert ran.stdout is not None
        assert "Đang theo dõi" in ran.stdout.readline()
        time.sleep(0.5)
        ran.send_signal(by)
        out, err = ran.communicate(timeout=30)
    assert (ran.returncode, err) == (0, "") and "Đã dừng" in out
