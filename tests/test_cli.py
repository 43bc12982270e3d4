"""The command line: what it prints where, its exit codes, and that every failure is one sentence."""

from __future__ import annotations

import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Ran
from factory import Paper, Work, build

from pipeline.cli.app import COMMANDS
from pipeline.errors import SecretDocument, UnreadableFile
from pipeline.sources import read_source
from pipeline.store import begin_run, open_store, writing
from pipeline.types import Dispatch

Run = Callable[..., Ran]

SECRET_WORDS = "phương án bí ẩn"


def fake_process(path: Path) -> Dispatch:
    """Reads the bytes and answers by the name of the file: what the command line does must not depend on rules."""
    source = read_source(path)
    if path.name.startswith("mat"):
        raise SecretDocument(f"{path.name}: văn bản mang dấu mật, không được xử lý trên máy này.")
    if path.name.startswith("hong"):
        raise RuntimeError(SECRET_WORDS)
    return build(Paper(works=(Work("Báo cáo kết quả."),), content=source.data, name=path.name))


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.read.process_all", lambda path, *_: iter([fake_process(path)]))


@pytest.fixture
def papers(tmp_path: Path, faked: None) -> Path:
    """A folder with two readable files (one with a Vietnamese name), one empty, one foreign, one below."""
    folder = tmp_path / "công văn đến"
    (folder / "tháng 3").mkdir(parents=True)
    for name in ("một.txt", "tháng 3/hai.txt"):
        (folder / name).write_text(f"Văn bản {name}", "utf-8")
    (folder / "rong.txt").touch()
    (folder / "ghi-chu.json").write_text("{}")
    return folder


def one_sentence(err: str) -> bool:
    """One line a failure, of the program's own, without a traceback."""
    return bool(re.fullmatch(r"(giaoviec: [^\n]+\.\n)+", err)) and "Traceback" not in err


def test_extract_one_file(giaoviec: Run, papers: Path) -> None:
    ran = giaoviec("extract", papers / "một.txt")
    assert (ran.code, ran.err) == (0, "")
    row = json.loads(ran.out)
    assert row["source"] == "một.txt" and len(row["tasks"]) == 1


def test_extract_several_files_is_json_lines_and_goes_on_after_a_failure(giaoviec: Run, papers: Path) -> None:
    ran = giaoviec("extract", papers / "một.txt", papers / "rong.txt", papers / "tháng 3" / "hai.txt")
    assert [json.loads(line)["source"] for line in ran.out.splitlines()] == ["một.txt", "hai.txt"]
    assert ran.code == UnreadableFile.exit_code
    assert one_sentence(ran.err) and "rong.txt" in ran.err


def test_extract_text_for_people(giaoviec: Run, papers: Path) -> None:
    out = giaoviec("extract", "--format", "text", papers / "một.txt").out
    assert "Cơ quan ban hành: Ủy ban nhân dân tỉnh Sông Thao" in out and "1. Báo cáo kết quả." in out


def test_extract_stores_nothing(giaoviec: Run, papers: Path, tmp_path: Path) -> None:
    giaoviec("extract", papers / "một.txt", "--db", tmp_path / "x.db")
    assert not (tmp_path / "x.db").exists()


def test_wildcards_that_the_shell_left(giaoviec: Run, papers: Path) -> None:
    ran = giaoviec("extract", papers / "m*.txt")
    assert json.loads(ran.out)["source"] == "một.txt"
    assert giaoviec("extract", papers / "không*.txt").code == UnreadableFile.exit_code


def test_ingest_a_folder(giaoviec: Run, papers: Path, tmp_path: Path) -> None:
    db = tmp_path / "sổ" / "x.db"
    ran = giaoviec("ingest", papers, "--db", db)
    assert ran.code == 1
    assert one_sentence(ran.err) and ran.err.count("\n") == 1 and "rong.txt" in ran.err
    assert "2 văn bản mới" in ran.out and "1 tệp lỗi" in ran.out and "bỏ qua 1 tệp" in ran.out
    with sqlite3.connect(db) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (2,)
    connection.close()
    assert len(list((db.parent / "originals").rglob("*.txt"))) == 2


def test_the_summary_of_a_folder_adds_up(giaoviec: Run, papers: Path) -> None:
    """Each file counts once: new, failed, secret or passed by."""
    before = len([path for path in papers.rglob("*") if path.is_file()])
    for name in ("chạy.py", "máy.log", "bảng.csv"):
        (papers / name).write_text("x", "utf-8")
    for name in ("mat-1.txt", "mat-2.txt"):
        (papers / name).write_text(SECRET_WORDS + name, "utf-8")
    ran = giaoviec("ingest", papers)
    told = [int(number) for number in re.findall(r"(\d+) (?:văn bản mới|tệp lỗi|văn bản mật|tệp không phải)", ran.out)]
    assert told == [2, 1, 2, 4] and sum(told) == before + 5
    assert "2 văn bản mật, không nhận" in ran.out and SECRET_WORDS not in ran.out + ran.err


def test_ingest_twice_changes_nothing(giaoviec: Run, papers: Path) -> None:
    giaoviec("ingest", papers / "một.txt")
    ran = giaoviec("ingest", papers / "một.txt")
    assert ran.code == 0 and "1 không đổi" in ran.out


def test_a_search_passes_the_stored_originals_by(giaoviec: Run, papers: Path) -> None:
    for _ in range(2):
        ran = giaoviec("ingest", papers, "--db", papers / "data" / "x.db")
    assert "0 văn bản mới, 0 cập nhật, 2 không đổi" in ran.out


def test_the_default_database_lies_in_giaoviec_home(
    giaoviec: Run, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIAOVIEC_HOME", str(tmp_path / "nhà"))
    giaoviec("ingest", papers / "một.txt")
    assert (tmp_path / "nhà" / "giaoviec.db").is_file()
    monkeypatch.delenv("GIAOVIEC_HOME")
    monkeypatch.chdir(tmp_path)
    giaoviec("ingest", papers / "một.txt")
    assert (tmp_path / "data" / "giaoviec.db").is_file()


def test_a_secret_document_is_refused(giaoviec: Run, papers: Path, tmp_path: Path) -> None:
    secret = papers / "mat.txt"
    secret.write_text(SECRET_WORDS, "utf-8")
    home = tmp_path / "kho"
    for ran in (giaoviec("extract", secret), giaoviec("ingest", secret, "--db", home / "x.db")):
        assert ran.code == SecretDocument.exit_code
        assert one_sentence(ran.err) and "mat.txt" in ran.err and SECRET_WORDS not in ran.err + ran.out
    kept = [path for path in home.rglob("*") if path.is_file() and SECRET_WORDS.encode() in path.read_bytes()]
    assert kept == [] and not (home / "originals").exists()


def test_an_unexpected_error_shows_its_kind_only(giaoviec: Run, papers: Path) -> None:
    broken = papers / "hong.txt"
    broken.write_text("x")
    ran = giaoviec("extract", broken, papers / "một.txt")
    assert ran.code == 1 and one_sentence(ran.err)
    assert "RuntimeError" in ran.err and SECRET_WORDS not in ran.err
    assert json.loads(ran.out)["source"] == "một.txt"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["lạ"], 2),
        (["extract"], 2),
        (["extract", "--lạ", "x"], 2),
        (["extract", "--format", "xml", "x"], 2),
        (["extract", "--format"], 2),
        (["serve", "--port", "0"], 2),
        (["extract", "không-có.txt"], 3),
        (["extract", "."], 3),
        (["evaluate", "."], 3),
        (["ingest", "không-có.txt"], 1),
        (["serve"], 5),
        (["ingest", "x.txt", "--db", "."], 2),
        (["ingest", "x.txt", "--db", "x.txt"], 5),
    ],
)
def test_what_was_typed_wrong(
    giaoviec: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.txt").write_text("không phải cơ sở dữ liệu, chỉ là một đoạn văn dài hơn một trăm ký tự. " * 9, "utf-8")
    ran = giaoviec(*args)
    assert ran.code == code
    assert one_sentence(ran.err), ran.err


def test_stats_do_not_say_of_a_run_that_goes_on_that_it_was_interrupted(giaoviec: Run, papers: Path) -> None:
    store = papers.parent / "x.db"
    giaoviec("ingest", papers / "một.txt", "--db", store)
    assert giaoviec("stats", "--db", store).out.count("chưa xong") == 0
    with open_store(store) as db, writing(db) as conn:
        begin_run(conn, "1", "ingest")
    told = giaoviec("stats", "--db", store).out
    assert told.count("chưa xong: đang chạy hoặc bị ngắt") == 1 and ", bị ngắt" not in told


def test_a_port_in_use_is_one_sentence(giaoviec: Run, papers: Path) -> None:
    giaoviec("ingest", papers / "một.txt")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = giaoviec("serve", "--port", taken.getsockname()[1])
    assert ran.code == 1 and one_sentence(ran.err) and "--port" in ran.err


def _has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not _has_ipv6(), reason="máy không có IPv6")
@pytest.mark.parametrize("host", ["::1", "::"])
def test_an_address_of_ipv6_is_served_and_printed_in_brackets(
    giaoviec: Run, papers: Path, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    giaoviec("ingest", papers / "một.txt")
    with socket.create_server((host, 0), family=socket.AF_INET6) as free:
        port = free.getsockname()[1]
    served: list[str] = []
    monkeypatch.setattr("pipeline.serve.serve", lambda _, listening, **__: served.append(listening.getsockname()[0]))
    ran = giaoviec("serve", "--host", host, "--port", port)
    assert (ran.code, ran.err, served) == (0, "", [host]) and f"Mở http://[{host}]:{port} " in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_vietnamese_help_and_a_database(giaoviec: Run, command: str) -> None:
    ran = giaoviec(command, "--help")
    assert ran.code == 0
    assert ran.out.startswith("Cách dùng: giaoviec " + command) and "--db" in ran.out and "Hiện trợ giúp" in ran.out
    assert not re.search(r"Usage|Options|Show this|default:|required", ran.out)


def test_help_lists_every_command_and_the_exit_codes(giaoviec: Run) -> None:
    for args in ([], ["--help"]):
        ran = giaoviec(*args)
        assert ran.code == 0 and all(name in ran.out for name in COMMANDS) and "Mã thoát" in ran.out


def test_version_and_doctor(giaoviec: Run) -> None:
    assert re.fullmatch(r"giaoviec \d+\.\d+\.\d+\n", giaoviec("version").out)
    ran = giaoviec("doctor")
    assert ran.code == 0 and "SQLite FTS5" in ran.out and "tesseract" in ran.out


def test_demo_ingests_each_sample_once(giaoviec: Run, corpus: Path) -> None:
    ran = giaoviec("demo", "--no-serve")
    samples = len({path.with_suffix("") for path in corpus.rglob("van-ban/*.txt")})
    assert ran.code == 0 and f"{samples} văn bản mới" in ran.out and "demo.db" in ran.out


def test_evaluate_prints_a_table_or_json(giaoviec: Run, papers: Path) -> None:
    gold = {
        "header": {"type": "cong_van", "number": "16"},
        "tasks": [{"text": "Báo cáo kết quả.", "lead": ["Sở Y tế"]}],
    }
    gold["tasks"][0] |= {"coordinate": [], "deadlines": [], "targets": []}  # type: ignore[index]
    (papers / "một.gold.json").write_text(json.dumps(gold), "utf-8")
    ran = giaoviec("evaluate", papers, "--json")
    figures = json.loads(ran.out)
    assert ran.code == 0 and figures["tasks"]["f1"] == 1.0 and figures["header_accuracy"] == 0.5
    assert "number: '16' ≠ '15'" in giaoviec("evaluate", papers, "--show").out


@pytest.mark.slow
def test_help_imports_nothing_heavy() -> None:
    code = "import sys, pipeline.cli.app as a\ntry: a.main(['--help'])\nexcept SystemExit: print(sorted(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    loaded = set(re.findall(r"'(\w+)'", ran.stdout))
    assert not loaded & {"datasette", "sqlite_utils", "underthesea", "spacy", "pypdfium2", "rich", "asyncio"}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "pipeline", "--help"], capture_output=True, check=True)
    assert time.perf_counter() - start < 2  # 0.1 s on an idle machine; the limit to keep is 0.4 s


@pytest.mark.slow
def test_output_is_utf8_whatever_the_console_says(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    args = [sys.executable, "-m", "pipeline", "extract", "không có.txt"]
    ran = subprocess.run(args, capture_output=True, env=environment, cwd=tmp_path, check=False)
    assert ran.returncode == 3 and "không có.txt" in ran.stderr.decode("utf-8")
    assert b"Traceback" not in ran.stderr
