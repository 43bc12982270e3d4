"""What a database holds, for people: counts by kind and year, failures, sizes, the last runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from pipeline.store.labels import type_label
from pipeline.store.originals import original_path

__all__ = ["stats"]

Table = tuple[str, list[tuple[str, str]]]

_COUNTS = {
    "Văn bản": "SELECT count(*) FROM documents",
    "Trang": "SELECT coalesce(sum(pages), 0) FROM documents",
    "Nhiệm vụ": "SELECT count(*) FROM tasks WHERE NOT withdrawn",
    "Phân công": "SELECT count(*) FROM assignments",
    "Sự kiện đã ghi": "SELECT count(*) FROM task_events",
    "Tệp đã đọc": "SELECT count(*) FROM files",
    "Tệp lỗi": "SELECT count(*) FROM failures",
}
_RUNS = """SELECT id, started_at, finished_at, files, known, read, failed, secret FROM runs ORDER BY id DESC LIMIT 5"""
_MEGABYTE = 1 << 20


def stats(conn: sqlite3.Connection, db: Path) -> Iterator[Table]:
    """The tables, one by one: a title, and names with their values as they are shown."""
    yield "Có", [(name, _number(conn.execute(sql).fetchone()[0])) for name, sql in _COUNTS.items()]
    by_type = conn.execute("SELECT type, count(*) FROM documents GROUP BY type ORDER BY 2 DESC, 1").fetchall()
    yield "Văn bản theo loại", [(type_label(type_) or type_, _number(count)) for type_, count in by_type]
    by_year = "SELECT coalesce(substr(given_on, 1, 4), 'không rõ'), count(*) FROM documents GROUP BY 1 ORDER BY 1 DESC"
    yield "Văn bản theo năm ban hành", [(year, _number(count)) for year, count in conn.execute(by_year).fetchall()]
    by_stage = "SELECT stage, count(*) FROM failures GROUP BY stage ORDER BY 2 DESC, 1"
    yield "Tệp lỗi theo bước", [(stage, _number(count)) for stage, count in conn.execute(by_stage).fetchall()]
    kept = sum(path.stat().st_size for path in original_path(db.parent, "", "").glob("*/*") if path.is_file())
    sizes = [("Cơ sở dữ liệu", _megabytes(db.stat().st_size)), ("Bản gốc", _megabytes(kept))]
    yield "Dung lượng", sizes
    yield "Các lần nạp gần nhất", [_run(*row) for row in conn.execute(_RUNS).fetchall()]


def _run(
    id_: int, started: str, finished: str | None, files: int, known: int, read: int, failed: int, secret: int
) -> tuple[str, str]:
    ended = "" if finished else ", chưa xong: đang chạy hoặc bị ngắt"
    told = f"{files} tệp = {known} đã biết + {read} đọc + {failed} lỗi + {secret} mật{ended}"
    return f"Lần {id_}, {started}", told


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:,.1f} MB".replace(",", " ").replace(".", ",")
