"""Archives: every file is accounted for, whatever it is and whenever the program is stopped."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, suppress
from datetime import date
from pathlib import Path
from threading import Event, Thread, Timer

import pytest
from conftest import Ran
from factory import confirmed, happened
from sqlite_utils import Database

from pipeline.batch import FoundFile, Means, Skipped, Unlisted, in_process, processes, walk
from pipeline.batch.read import FileRead
from pipeline.batch.schedule import read_in_lanes
from pipeline.batch.workers import Lanes
from pipeline.store import open_store, record_event
from pipeline.store.accounts import Account, accounts_path, add_account, list_accounts, open_accounts, signing_secret
from pipeline.store.backup import back_up

Run = Callable[..., Ran]

LETTER = """ỦY BAN NHÂN DÂN
TỈNH SÔNG THAO
Số: {number}/UBND-TH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Sông Thao, ngày 05 tháng 3 năm 2026
V/v rà soát cầu treo

Kính gửi: Sở Xây dựng.

Yêu cầu Sở Xây dựng rà soát cầu treo số {number}, báo cáo trước ngày 20/3/2026.

Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn Mẫu
"""


def letters(folder: Path, count: int, first: int = 1) -> Path:
    """A folder with that many dispatches."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        (folder / f"cv-{number}.txt").write_text(LETTER.format(number=number), "utf-8")
    return folder


def rows(db: Path, sql: str) -> list[tuple[object, ...]]:
    """What a query gives, in its order."""
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(sql).fetchall()


def last_run(db: Path) -> dict[str, int]:
    """The figures of the last run, which must add up."""
    names = ("files", "known", "read", "failed", "secret", "skipped", "added", "updated", "unchanged")
    found = rows(db, f"SELECT {', '.join(names)} FROM runs ORDER BY id DESC LIMIT 1")[0]  # noqa: S608 - own names
    run = dict(zip(names, found, strict=True))
    assert run["files"] == run["known"] + run["read"] + run["failed"] + run["secret"]
    return run  # type: ignore[return-value]


def test_a_search_goes_folder_by_folder_and_once_through_each(tmp_path: Path) -> None:
    letters(tmp_path / "b", 1)
    letters(tmp_path / "a" / "trong", 1)
    (tmp_path / "a" / "vòng").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "lạc.txt").symlink_to(tmp_path / "không có.txt")
    (tmp_path / "ảnh.raw").write_bytes(b"x")
    os.mkfifo(tmp_path / "ống.txt")
    found = list(walk([tmp_path]))
    files = [item.path.relative_to(tmp_path).as_posix() for item in found if isinstance(item, FoundFile)]
    assert files == ["lạc.txt", "a/trong/cv-1.txt", "b/cv-1.txt"]
    assert {item.path.name for item in found if isinstance(item, Skipped)} == {"ảnh.raw", "ống.txt"}


def test_a_folder_that_cannot_be_opened_is_a_failure(
    giaoviec: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = letters(tmp_path / "kho", 2)
    locked = letters(archive / "khóa", 1, first=3)
    whole = Path.iterdir

    def iterdir(self: Path) -> object:
        if self == locked:
            raise PermissionError(13, "Permission denied")
        return whole(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    assert [item for item in walk([archive]) if isinstance(item, Unlisted)]
    db = tmp_path / "x.db"
    ran = giaoviec("ingest", archive, "--db", db)
    assert ran.code == 1 and "khóa" in ran.err
    assert last_run(db)["failed"] == 1 and rows(db, "SELECT stage FROM failures") == [("mở thư mục",)]


def test_a_folder_that_may_be_listed_but_not_entered_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = letters(tmp_path / "kho", 2)
    locked = letters(archive / "khóa", 2, first=3)
    link = archive / "nối.txt"
    link.symlink_to(tmp_path / "nơi khác" / "x.txt")

    def refusing(whole: Callable[[Path], bool], of_link: bool) -> Callable[[Path], bool]:
        def told(path: Path) -> bool:
            if path.parent == locked or (path == link and of_link):
                raise PermissionError(13, "Permission denied")
            return whole(path)

        return told

    for name in ("is_dir", "is_file", "is_symlink"):
        monkeypatch.setattr(Path, name, refusing(getattr(Path, name), of_link=name != "is_symlink"))
    found = list(walk([archive]))
    assert [item.path for item in found if isinstance(item, Unlisted)] == [locked]
    assert [item.path.name for item in found if isinstance(item, FoundFile)] == ["cv-1.txt", "cv-2.txt", link.name]
    assert [item.path for item in walk([link]) if isinstance(item, FoundFile)] == [link]


def test_everything_in_a_bad_archive_is_accounted_for(giaoviec: Run, tmp_path: Path) -> None:
    archive = letters(tmp_path / "kho", 30)
    (archive / "hỏng.pdf").write_bytes(b"%PDF-1.7\n" + os.urandom(300))
    (archive / "rỗng.docx").write_bytes(b"")
    (archive / "xuống\ndòng.txt").write_text(LETTER.format(number=31), "utf-8")
    (archive / unicodedata.normalize("NFD", "số ký hiệu.txt")).write_text(LETTER.format(number=32), "utf-8")
    (archive / "bản sao cv-1.txt").write_bytes((archive / "cv-1.txt").read_bytes())
    (archive / os.fsdecode(b"t\xean c\xf2.txt")).write_text(LETTER.format(number=33), "utf-8")
    (archive / "mật.txt").write_text("MẬT\n" + LETTER.format(number=34), "utf-8")
    (archive / "ghi chú.xyz").write_text("không phải văn bản", "utf-8")
    db = tmp_path / "x.db"
    ran = giaoviec("ingest", archive, "--db", db, "--workers", "2")
    assert ran.code == 1
    run = last_run(db)
    assert (run["files"], run["failed"], run["secret"], run["skipped"]) == (37, 2, 1, 1)
    assert run["added"] == 33 and rows(db, "SELECT count(*) FROM documents") == [(33,)]
    assert run["unchanged"] == 1  # the copy, whether it was seen before it was read or after
    assert {Path(str(path)).name for (path,) in rows(db, "SELECT path FROM failures")} == {"hỏng.pdf", "rỗng.docx"}
    assert "mật" not in str(rows(db, "SELECT path FROM files") + rows(db, "SELECT path FROM failures"))


def test_what_is_known_is_not_read_again(giaoviec: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, db = letters(tmp_path / "kho", 3), tmp_path / "x.db"
    giaoviec("ingest", archive, "--db", db)
    os.utime(archive / "cv-1.txt", (1, 1))  # another time, the same content
    (archive / "cv-2.txt").rename(archive / "tên khác.txt")
    monkeypatch.setattr("pipeline.batch.read.process_all", lambda *_: pytest.fail("read again"))
    ran = giaoviec("ingest", archive, "--db", db)
    assert ran.code == 0 and "3 không đổi" in ran.out and last_run(db)["known"] == 3


def test_one_path_with_two_contents_over_time_is_two_documents(giaoviec: Run, tmp_path: Path) -> None:
    archive, db = letters(tmp_path / "kho", 1), tmp_path / "x.db"
    giaoviec("ingest", archive, "--db", db)
    (archive / "cv-1.txt").write_text(LETTER.format(number=900), "utf-8")
    giaoviec("ingest", archive, "--db", db)
    assert rows(db, "SELECT number FROM documents ORDER BY id") == [("1",), ("900",)]
    assert len(rows(db, "SELECT path FROM files")) == 1


def test_failures_are_read_again_on_request_and_then_forgotten(giaoviec: Run, tmp_path: Path) -> None:
    archive, db = letters(tmp_path / "kho", 1), tmp_path / "x.db"
    (archive / "cv-2.txt").write_bytes(b"")
    assert giaoviec("ingest", archive, "--db", db).code == 1
    assert giaoviec("retry", "--db", db).code == 1
    (archive / "cv-2.txt").write_text(LETTER.format(number=2), "utf-8")
    ran = giaoviec("retry", "--db", db)
    assert ran.code == 0 and "1 văn bản mới" in ran.out
    assert not rows(db, "SELECT path FROM failures") and not giaoviec("retry", "--db", db).code


def test_a_file_that_exceeded_its_limits_is_read_once_another_lies_in_its_place(
    giaoviec: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, db = letters(tmp_path / "kho", 1), tmp_path / "x.db"

    def swell(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.batch.read.process_all", swell)
        assert "bộ nhớ" in giaoviec("ingest", archive, "--db", db).err
    again = giaoviec("ingest", archive, "--db", db)
    assert again.code == 1 and "bộ nhớ" in again.err  # the same file would end the same way
    letters(archive, 1)
    os.utime(archive / "cv-1.txt", (1, 1))
    ran = giaoviec("ingest", archive, "--db", db)
    assert ran.code == 0 and "1 văn bản mới" in ran.out and not rows(db, "SELECT path FROM failures")


@pytest.mark.parametrize(
    ("args", "content", "limited"),
    [
        (("ingest", "{file}"), LETTER.format(number=1).encode(), False),
        (("ingest", "{file}", "--time-limit", "60"), LETTER.format(number=1).encode(), True),
        (("ingest", "{file}", "--memory-limit", "900"), LETTER.format(number=1).encode(), True),
        (("ingest", "{file}"), (LETTER.format(number=1) + "Dòng thêm.\n" * 30_000).encode(), True),
        (("ingest", "{file}"), b"%PDF-1.7\n" + b"0" * 300, True),
        (("retry",), b"", True),
    ],
    ids=["small text", "time limit", "memory limit", "large text", "PDF by its bytes", "retry"],
)
def test_only_a_few_light_files_are_read_without_limits(
    giaoviec: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], content: bytes, limited: bool
) -> None:
    file, db = tmp_path / "cv.txt", tmp_path / "x.db"
    file.write_bytes(content)
    if args[0] == "retry":
        giaoviec("ingest", file, "--db", db)
    hired: list[float] = []

    def recorded(workers: int, slow: float, memory: int) -> AbstractContextManager[Lanes]:
        hired.append(slow)
        return in_process()

    monkeypatch.setattr("pipeline.cli.batch.processes", recorded)
    giaoviec(*(arg.format(file=file) for arg in args), "--db", db)
    assert bool(hired) is limited


def test_originals_are_read_again_only_where_the_rules_changed(giaoviec: Run, tmp_path: Path) -> None:
    archive, db = letters(tmp_path / "kho", 3), tmp_path / "x.db"
    giaoviec("ingest", archive, "--db", db)
    assert "0 không đổi" in giaoviec("reprocess", "--changed", "--db", db).out
    with closing(sqlite3.connect(db)) as conn, conn:
        conn.execute("UPDATE documents SET read_with = 'bản cũ', subject = 'đọc sai', fingerprint = '' WHERE id = 2")
    assert "0 văn bản mới, 1 cập nhật, 0 không đổi" in giaoviec("reprocess", "--changed", "--db", db).out
    assert rows(db, "SELECT subject, source_name FROM documents WHERE id = 2") == [("rà soát cầu treo", "cv-2.txt")]
    assert "3 không đổi" in giaoviec("reprocess", "--db", db).out


def test_a_document_that_a_newer_reading_finds_no_more_is_taken_out_and_comes_back(
    giaoviec: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = two_in_one(giaoviec, tmp_path)
    second = (
        "SELECT d.source_name, r.document_id IS NOT NULL FROM documents d LEFT JOIN removed r ON r.document_id = d.id"
    )
    assert rows(db, second) == [("hai.txt", 0), ("hai.txt#2", 0)]
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.process.split_documents", lambda text: (text,))
        giaoviec("reprocess", "--db", db)
        assert rows(db, second) == [("hai.txt", 0), ("hai.txt#2", 1)]
        assert giaoviec("verify", "--db", db).code == 0
        assert "0 văn bản mới, 0 cập nhật, 0 không đổi" in giaoviec("reprocess", "--changed", "--db", db).out
    giaoviec("reprocess", "--db", db)
    assert rows(db, second) == [("hai.txt", 0), ("hai.txt#2", 0)] and giaoviec("verify", "--db", db).code == 0
    assert rows(db, "SELECT deed, role FROM removals") == [("remove", "program"), ("restore", "program")]


@pytest.mark.parametrize("worked_on", ["event", "first document", "second document"])
def test_what_people_worked_on_stays_and_is_told(
    giaoviec: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worked_on: str
) -> None:
    db = two_in_one(giaoviec, tmp_path)
    with closing(open_store(db).conn) as conn:
        store = Database(conn)
        if worked_on == "event":
            (task,) = conn.execute("SELECT min(id) FROM tasks WHERE document_id = 2").fetchone()
            record_event(store, task, happened("report", date(2026, 3, 10)))
        else:
            confirmed(store, 1 if worked_on == "first document" else 2)
    monkeypatch.setattr("pipeline.process.split_documents", lambda text: (text,))
    for _ in range(2):
        giaoviec("reprocess", "--db", db)
    assert not rows(db, "SELECT document_id FROM removed")
    assert rows(db, "SELECT document_id FROM findings WHERE code = 'reading-missing'") == [(2,)]


def two_in_one(giaoviec: Run, folder: Path) -> Path:
    """A database into which a file with two dispatches, one behind the other, was read."""
    file, db = folder / "hai.txt", folder / "x.db"
    file.write_text(LETTER.format(number=1) + "\f" + LETTER.format(number=2), "utf-8")
    giaoviec("ingest", file, "--db", db)
    return db


def test_a_backup_is_whole_and_grows_by_what_is_new(giaoviec: Run, tmp_path: Path) -> None:
    archive, db, copy = letters(tmp_path / "kho", 3), tmp_path / "x" / "x.db", tmp_path / "sao lưu"
    giaoviec("ingest", archive, "--db", db)
    assert "chép thêm 3 bản gốc" in giaoviec("backup", copy, "--db", db).out
    giaoviec("ingest", letters(archive, 1, first=4), "--db", db)
    assert "4 văn bản, chép thêm 1 bản gốc" in giaoviec("backup", copy, "--db", db).out
    assert giaoviec("verify", "--db", copy / "x.db").code == 0
    assert giaoviec("backup", db.parent, "--db", db).code == 5


def test_a_backup_ends_beside_somebody_who_writes_all_the_time(tmp_path: Path) -> None:
    db = tmp_path / "x" / "x.db"
    store = open_store(db)
    with closing(store.conn) as conn, closing(sqlite3.connect(db, check_same_thread=False, timeout=30)) as other:
        conn.execute("CREATE TABLE filling AS SELECT zeroblob(96 << 20) AS bytes")
        conn.commit()
        other.execute("PRAGMA synchronous = OFF")
        other.execute("CREATE TABLE ticks (n)")
        done = Event()

        def write() -> None:
            while not done.is_set():
                other.execute("INSERT INTO ticks VALUES (1)")
                other.commit()

        writer = Thread(target=write)
        late = Timer(20, done.set)  # what never ends beside a writer ends when it stops
        writer.start()
        late.start()
        try:
            back_up(conn, db, tmp_path / "sao lưu")
            assert not done.is_set(), "ended only after the writer had stopped"
        finally:
            done.set()
            late.cancel()
            writer.join()


def test_a_backup_holds_the_accounts_but_nothing_that_gives_a_session(giaoviec: Run, tmp_path: Path) -> None:
    db, folder = tmp_path / "x" / "x.db", tmp_path / "sao lưu"
    giaoviec("ingest", letters(tmp_path / "kho", 1), "--db", db)
    with open_accounts(accounts_path(db)) as accounts:
        add_account(accounts, Account("lan", "Trần Thị Mẫu", "clerk", password="băm"))
    secret = signing_secret(accounts_path(db))
    assert "cả tài khoản" in giaoviec("backup", folder, "--db", db).out
    copy = accounts_path(folder / "x.db")
    assert copy.stat().st_mode & 0o077 == 0 and secret.encode() not in copy.read_bytes()
    with open_accounts(copy) as accounts:
        assert [(one.id, one.password) for one in list_accounts(accounts)] == [("lan", "băm")]
    assert signing_secret(copy) not in ("", secret) and signing_secret(accounts_path(db)) == secret


def test_the_log_has_a_line_for_each_document_and_no_name_of_a_secret_one(giaoviec: Run, tmp_path: Path) -> None:
    archive, log = letters(tmp_path / "kho", 1), tmp_path / "nhật ký" / "nạp.jsonl"
    (archive / "kín.txt").write_text("TỐI MẬT\n" + LETTER.format(number=9), "utf-8")
    giaoviec("ingest", archive, "--db", tmp_path / "x.db", "--log", log)
    text = log.read_text("utf-8")
    assert text.count("\n") == 2 and '"result": "secret"' in text and "kín" not in text and "cầu treo" not in text


def _hang(files: tuple[FoundFile, ...], means: Means, slow: bool) -> list[FileRead]:
    """Stands for reading: some files take for ever, end their process, or want all memory there is."""
    for file in files:
        if file.path.stem == "treo":
            time.sleep(600)
        if file.path.stem == "sập":
            os.kill(os.getpid(), signal.SIGKILL)
        if file.path.stem == "phình":
            bytearray(64 << 30)
    return [FileRead(file, ()) for file in files]


@pytest.mark.slow
def test_a_hostile_file_costs_itself_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.schedule.read_files", _hang)
    names = [f"cv-{number}" for number in range(20)] + ["treo", "sập", "phình"] + [f"cw-{n}" for n in range(20)]
    files = [FoundFile(Path(f"/kho/{name}.txt")) for name in names]
    with processes(2, fast=3.0) as lanes:
        read = [one for portion in read_in_lanes(files, lanes, Means()) for one in portion]
    assert sorted(one.file.path.stem for one in read) == sorted(names)
    told = {one.file.path.stem: one.outcomes[0].error for one in read if one.outcomes}
    assert set(told) == {"treo", "sập", "phình"}
    assert "quá lâu" in told["treo"] and "đột ngột" in told["sập"] and "bộ nhớ" in told["phình"]


def test_slow_files_leave_a_worker_to_the_fast_ones() -> None:
    from concurrent.futures import Executor, Future

    given: list[tuple[bool, int]] = []

    class Recorded(Executor):
        def submit(self, fn: object, /, *args: object, **kwargs: object) -> Future[list[FileRead]]:  # type: ignore[override]
            files, _, slow = args
            given.append((slow, len(files)))  # type: ignore[arg-type]
            future: Future[list[FileRead]] = Future()
            future.set_result([FileRead(file, ()) for file in files])  # type: ignore[attr-defined]
            return future

    files = [FoundFile(Path(f"{n}.{'png' if n % 2 else 'txt'}")) for n in range(100)]
    here = Recorded()
    read = [one for portion in read_in_lanes(files, Lanes(here, here, 2), Means()) for one in portion]
    assert len(read) == 100 and sum(count for _, count in given) == 100
    first_slow = next(at for at, (slow, _) in enumerate(given) if slow)
    assert not given[0][0] and all(count == 1 for slow, count in given if slow) and first_slow > 0


# ── killed at any moment ──────────────────────────────────────────────────────────────────────────────────────────────

KILLS = int(os.environ.get("GIAOVIEC_KILLS", "20"))


def _children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
    direct = [int(one) for one in found]
    return direct + [below for one in direct for below in _children(one)]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_run_that_is_killed_goes_on_and_loses_nothing(tmp_path: Path) -> None:
    chance = random.Random(20260705)
    archive, count = tmp_path / "kho", 0
    db = tmp_path / "sổ" / "x.db"
    command = [sys.executable, "-m", "pipeline", "ingest", str(archive), "--db", str(db), "--workers", "2"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    for _ in range(KILLS):
        letters(archive, 25, first=count + 1)
        count += 25
        process = subprocess.Popen(command, **quiet)  # type: ignore[call-overload]
        time.sleep(chance.uniform(0.2, 2.5))
        victims = [process.pid] if chance.random() < 0.6 else _children(process.pid) or [process.pid]
        with suppress(ProcessLookupError):
            os.kill(chance.choice(victims), signal.SIGKILL)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            pytest.fail(f"hangs after {victims} was killed")
    (archive / "hỏng.txt").write_bytes(b"")
    assert subprocess.run(command, **quiet, check=False, timeout=120).returncode == 1  # type: ignore[call-overload]
    numbers = rows(db, "SELECT CAST(number AS INTEGER) FROM documents ORDER BY 1")
    assert numbers == [(number,) for number in range(1, count + 1)]
    assert rows(db, "SELECT count(*), count(DISTINCT document_id) FROM tasks") == [(count, count)]
    assert [Path(str(path)).name for (path,) in rows(db, "SELECT path FROM failures")] == ["hỏng.txt"]
    verified = subprocess.run([sys.executable, "-m", "pipeline", "verify", "--db", str(db)], capture_output=True)
    assert verified.returncode == 0, verified.stderr.decode()
    assert len(list((db.parent / "originals").glob("*/*.txt"))) == count
