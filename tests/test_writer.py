"""New documents are written together, with rows worked out by those who read: the same rows as one by one."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from pipeline.agencies import Agency
from pipeline.process import process
from pipeline.store import Prepared, SaveResult, Writer, open_store, own_directory, prepare, writing
from pipeline.store.directory import replace_directory
from pipeline.store.replacing import write_document
from pipeline.types import Arrival, Dispatch
from tests.factory import Paper, Work, build

SAMPLES = Path(__file__).parents[1] / "corpus" / "van-ban"
# Counted and stamped by each database for itself.
OWN = {"id", "added_at", "read_at", "rowid"}
MEANT_BY = {
    "document_id": "documents", "parent_id": "documents", "task_id": "tasks", "deadline_id": "deadlines",
    "assignment_id": "assignments", "agency_id": "agencies", "via_id": "agencies", "successor_id": "agencies",
}  # fmt: skip
KEYS = {
    "documents": "SELECT id, sha256 FROM documents",
    "tasks": "SELECT id, key FROM tasks",
    "agencies": "SELECT id, key FROM agencies UNION VALUES (0, 'mọi việc'), (-1, 'không ai chủ trì')",
    "deadlines": "SELECT e.id, t.key || e.position FROM deadlines e JOIN tasks t ON t.id = e.task_id",
    "assignments": """SELECT p.id, t.key || a.key || p.role FROM assignments p
        JOIN tasks t ON t.id = p.task_id JOIN agencies a ON a.id = p.agency_id""",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Callable[[str], Database]]:
    opened: list[Database] = []

    def open_one(name: str) -> Database:
        opened.append(open_store(tmp_path / name))
        return opened[-1]

    yield open_one
    for db in opened:
        db.close()


def contents(db: Database) -> dict[str, Counter[tuple[Any, ...]]]:
    """The rows of every table, other rows named by what they are instead of their ids."""
    names = {table: dict(db.execute(sql).fetchall()) for table, sql in KEYS.items()}
    found = {}
    tables = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '*_fts_*' AND name NOT GLOB 'sqlite*'"
    )
    for (table,) in db.execute(tables).fetchall():
        rows = db.execute(f"SELECT rowid, * FROM {table}" if table.endswith("_fts") else f"SELECT * FROM {table}")  # noqa: S608 - own names
        columns = [column[0] for column in rows.description]
        own = {"documents_fts": "documents", "tasks_fts": "tasks"}.get(table)
        found[table] = Counter(
            tuple(
                names[own][value] if own and column == "rowid"
                else names[MEANT_BY[column]].get(value) if column in MEANT_BY
                else None if column in OWN
                else value
                for column, value in zip(columns, row, strict=True)
            )
            for row in rows.fetchall()
        )  # fmt: skip
    return found


def write(db: Database, prepared: Sequence[Prepared]) -> list[SaveResult | Exception]:
    with writing(db):
        return Writer(db).save(prepared)


def paper(name: str, *works: Work, **said: Any) -> Dispatch:
    return build(Paper(works, content=name.encode(), name=f"{name}.txt", **said))


def dispatches() -> list[Dispatch]:
    """The samples, and what they lack."""
    twice = Work("báo cáo kết quả", lead=("Tổ công tác Mẫu A", "Sở Y tế"), rrule="FREQ=WEEKLY")
    odd = [
        paper("hai-viec-cung-loi", twice, twice, Work("rà soát", lead=(), coordinate=("Tổ công tác Mẫu A",))),
        paper("khong-ngay", twice, issued=None),
        paper("khong-viec"),
    ]
    came_with = odd[0].source.sha256
    attached = paper("kem-theo", Work("thẩm định", lead=("UBND các xã",)))
    stamped = paper("dau-den", Work("trả lời", due=date(2025, 3, 4)))
    odd += [
        replace(attached, source=replace(attached.source, parent=came_with)),
        replace(stamped, text=replace(stamped.text, arrival=Arrival("12", "2025-03-05"))),
    ]
    return [*map(process, sorted(SAMPLES.glob("*.txt"))[::3]), *odd]


@pytest.mark.parametrize("by_reader", [True, False])
def test_together_and_one_by_one_give_the_same_rows(store: Callable[[str], Database], by_reader: bool) -> None:
    together, alone = store("together.db"), store("alone.db")
    read = [prepare(one, own_directory(together) if by_reader else None) for one in dispatches()]
    assert {one.outcome for one in write(together, read) if isinstance(one, SaveResult)} == {"added"}
    with writing(alone):
        for one in read:
            write_document(alone, one)
    expected, found = contents(alone), contents(together)
    assert {table: (expected[table] - rows, rows - expected[table]) for table, rows in found.items()} == {
        table: (Counter(), Counter()) for table in expected
    }
    assert together.execute("PRAGMA foreign_key_check").fetchall() == []


def test_one_that_cannot_be_written_costs_no_other(store: Callable[[str], Database]) -> None:
    db = store("x.db")
    read = [prepare(paper(name, Work("rà soát", lead=(f"Tổ {name}",)))) for name in ("một", "hai", "ba")]
    broken = replace(read[1], rows=replace(read[1].rows, document={**read[1].rows.document, "label": None}))
    first, second, third = write(db, [read[0], broken, read[2]])
    assert isinstance(second, sqlite3.IntegrityError)
    assert isinstance(first, SaveResult) and isinstance(third, SaveResult)
    assert [row[0] for row in db.execute("SELECT as_written FROM task_agencies ORDER BY id")] == ["Tổ một", "Tổ ba"]
    assert db.execute("SELECT count(*) FROM agencies").fetchone()[0] == 2


def test_the_same_content_twice_in_a_portion_is_one_document(store: Callable[[str], Database]) -> None:
    read = prepare(paper("một", Work("rà soát")))
    first, second = write(store("x.db"), [read, read])
    assert (first, second) == (SaveResult("added", 1), SaveResult("unchanged", 1))


def test_rows_of_agencies_are_not_remembered_once_somebody_else_wrote(store: Callable[[str], Database]) -> None:
    db, other = store("x.db"), store("x.db")
    writer = Writer(db)
    with writing(db):
        writer.save([prepare(paper("một", Work("rà soát", lead=("Tổ công tác Mẫu",))))])
    other.execute("PRAGMA foreign_keys = OFF")
    with writing(other):
        for table in ("standings", "assignments", "task_agencies", "agencies"):
            other.execute(f"DELETE FROM {table}")  # noqa: S608 - own names
    with writing(db):
        (saved,) = writer.save([prepare(paper("hai", Work("rà soát", lead=("Tổ công tác Mẫu",))))])
    assert isinstance(saved, SaveResult)
    assert [row[0] for row in db.execute("SELECT name FROM agencies")] == ["Tổ công tác Mẫu"]


def test_a_directory_that_came_after_reading_counts(store: Callable[[str], Database]) -> None:
    db = store("x.db")
    read = prepare(paper("một", Work("rà soát", lead=("Tổ công tác Mẫu",))), own_directory(db))
    replace_directory(db, [Agency("TCT", "Tổ công tác Mẫu", "khac", "trung-uong", source="directory")], "danh-ba.xlsx")
    write(db, [read])
    found = db.execute("SELECT a.code FROM assignments p JOIN agencies a ON a.id = p.agency_id").fetchall()
    assert found == [("TCT",)]


def test_days_of_repeated_work_reach_from_today_for_readers_of_archives(store: Callable[[str], Database]) -> None:
    dispatch = paper("một", Work("báo cáo", rrule="FREQ=MONTHLY"), issued="2020-01-02")
    db = store("x.db")
    write(db, [prepare(dispatch, today=date(2025, 6, 15))])
    assert db.execute("SELECT max(due) FROM occurrences").fetchone()[0] == "2026-05-31"
    assert db.execute("SELECT occurrences_until FROM documents").fetchone()[0] == "2026-06-15"
