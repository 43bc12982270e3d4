"""Lists of tasks: what each filter lists on any day, in which order, page by page, and how its parts are counted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from factory import Paper, Work, build, happened
from sqlite_utils import Database

from pipeline.clock import vietnam_today
from pipeline.errors import RecordRefused
from pipeline.follow import roll_up, standings, status_at, status_groups
from pipeline.follow.fields import field_of, fields
from pipeline.follow.timing import timing
from pipeline.store import open_store, record_event, save, task_hits, task_streams
from pipeline.store.folding import fold
from pipeline.store.task_filter import NEWEST, SORTS, TaskFilter
from pipeline.store.task_list import list_tasks
from pipeline.store.task_places import Place, read_place
from pipeline.store.units import units_of

TODAY = vietnam_today()
WAITING = {"cho-xac-nhan": "reported", "tu-choi": "rejected", "xin-gia-han": "extension_requested"}
DAYS = (TODAY, TODAY - timedelta(days=20), TODAY - timedelta(days=70))
LEADS = (("Sở Y tế",), ("Công an tỉnh",), ("Sở Nội vụ", "Sở Tài chính"), (), ("UBND xã Mẫu",))
VERBS = ("rà soát hồ sơ", "báo cáo kết quả", "tổ chức tập huấn", "kiểm tra việc thực hiện")
KINDS = ("accept", "progress", "report", "confirm", "pause", "reject", "cancel", "request_extension")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Thirty documents of four tasks over three months, with whatever events the workflow let through."""
    draw = random.Random(11)
    database = open_store(tmp_path_factory.mktemp("db") / "giaoviec.db")
    for number in range(30):
        given = TODAY - timedelta(days=draw.randrange(100))
        works = [_work(draw, given, number, at) for at in range(4)]
        type_ = draw.choice(["cong_van", "ke_hoach", "chi_thi"])
        paper = Paper(works, number=str(number), type=type_, issued=given.isoformat() if number % 9 else None)
        save(database, build(paper))
        database.execute(
            "UPDATE documents SET signer = ? WHERE id = ?",
            [draw.choice(["Nguyễn Văn Mẫu", "Trần Thị Thử"]), number + 1],
        )
    for task in range(1, 121):
        for _ in range(draw.randrange(9)):
            _happens(database, draw, task)
    database.conn.commit()
    yield database
    database.close()


def _work(draw: random.Random, given: date, number: int, at: int) -> Work:
    due = given + timedelta(days=draw.randrange(1, 90)) if draw.random() < 0.7 else None
    rule = "FREQ=MONTHLY" if due is None and draw.random() < 0.4 else None
    text = f"{draw.choice(VERBS)} lần {number}.{at}"
    return Work(text, draw.choice(LEADS), draw.choice([(), ("Sở Tư pháp",)]), due, rule, path=f"1.{at}")


def _happens(db: Database, draw: random.Random, task: int) -> None:
    kind = draw.choice(KINDS)
    unit = draw.choice(units_of(db.conn, [task]))
    day = max(unit.history.given or TODAY, TODAY - timedelta(days=draw.randrange(60)))
    more = {"new_due": TODAY + timedelta(days=200)} if kind == "request_extension" else {}
    try:
        record_event(db, task, happened(kind, day, **more), unit.assignment_id)
    except RecordRefused:
        return


def listed(db: Database, asked: TaskFilter, size: int = 7) -> list[dict[str, Any]]:
    """All rows of a list, page after page."""
    rows: list[dict[str, Any]] = []
    after: Place | None = None
    while True:
        page = list_tasks(db.conn, asked, after, size)
        rows += page.rows
        if page.next is None:
            return rows
        after = read_place(str(page.next))


def as_known(db: Database, asked: TaskFilter) -> dict[int, tuple[str, str, date | None]]:
    """State, timing and deadline of each task that the list must hold, from the histories themselves."""
    found: dict[int, tuple[str, str, date | None]] = {}
    for (task,) in db.execute("SELECT id FROM tasks").fetchall():
        units = units_of(db.conn, [task])
        runs = [
            run for run in roll_up([standings(one.history) for one in units]) if run.since <= asked.day <= run.until
        ]
        for run in runs:
            word = timing(run, asked.day, units[0].history.recurring)
            parts = {status.state for one in units if (status := status_at(one.history, asked.day))}
            waits = asked.status in WAITING and WAITING[asked.status] in parts
            listed = word in asked.group.timings and asked.group.state in (None, run.state)
            if waits if asked.status in WAITING else listed:
                found[task] = (run.state, word, run.due)
    return found


@pytest.mark.parametrize("status", status_groups())
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("day", DAYS)
def test_a_list_holds_what_the_histories_say(db: Database, status: str, sort: str, day: date) -> None:
    asked = TaskFilter(day, status=status, sort=sort)
    rows = listed(db, asked)
    assert len({row["id"] for row in rows}) == len(rows)
    stand = {row["id"]: (row["state"], row["timing"], row["due"] and date.fromisoformat(row["due"])) for row in rows}
    assert stand == as_known(db, asked)


def test_small_sets_and_streams_list_the_same(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who signed and which type name a small set here; in a large register the same is read along an index."""
    for status in status_groups():
        for said in ({"signer": "Trần Thị Thử"}, {"type": "ke_hoach"}, {"type": "chi_thi", "sort": NEWEST}):
            asked = replace(TaskFilter(TODAY, status=status), **said)
            gathered = [row["id"] for row in listed(db, asked)]
            with monkeypatch.context() as context:
                context.setattr(task_hits, "_FEW_DOCUMENTS", 0)
                assert [row["id"] for row in listed(db, asked)] == gathered, (status, said)


def test_reading_that_stops_goes_on_behind_the_last_row(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task_hits, "_FEW_DOCUMENTS", 0)
    for sort in SORTS:
        asked = TaskFilter(TODAY, status="tat-ca", signer="Trần Thị Thử", sort=sort)
        whole = [row["id"] for row in listed(db, asked)]
        with monkeypatch.context() as context:
            context.setattr(task_streams, "EXAMINED", 9)
            context.setattr(task_streams, "_DOCUMENTS", 2)
            first = list_tasks(db.conn, asked, None, 40)
            assert first.stopped and first.next and first.more
            assert [row["id"] for row in listed(db, asked)] == whole


def test_open_work_comes_first_by_deadline_then_the_newest_change(db: Database) -> None:
    rows = listed(db, TaskFilter(TODAY, status="tat-ca"))
    running = [row for row in rows if row["timing"] in ("quá hạn", "đến hạn hôm nay", "sắp đến hạn", "trong hạn")]
    assert rows[: len(running)] == running
    assert [row["due"] for row in running] == sorted(row["due"] for row in running)
    done = [row["since"] for row in rows if row["timing"] == "hoàn thành đúng hạn"]
    assert done == sorted(done, reverse=True) and done
    newest = [row["given_on"] or "" for row in listed(db, TaskFilter(TODAY, status="tat-ca", sort=NEWEST))]
    assert newest == sorted(newest, reverse=True)


def test_of_an_agency_its_own_part_counts(db: Database) -> None:
    agency = db.execute("SELECT id FROM agencies WHERE name LIKE 'Sở Tài chính%'").fetchone()[0]
    for day in DAYS:
        rows = listed(db, TaskFilter(day, status="tat-ca", agencies=(agency,)))
        units = [one for (task,) in db.execute("SELECT id FROM tasks").fetchall() for one in units_of(db.conn, [task])]
        mine = {one.task_id: status_at(one.history, day) for one in units if one.agency_id == agency}
        assert {row["id"]: row["timing"] for row in rows if row["role"] == "lead"} == {
            task: status.timing for task, status in mine.items() if status
        }
    helps = db.execute("SELECT id FROM agencies WHERE name LIKE 'Sở Tư pháp%'").fetchone()[0]
    assert {row["role"] for row in listed(db, TaskFilter(TODAY, agencies=(helps,)))} == {"coordinate"}
    assert not listed(db, TaskFilter(TODAY, agencies=(helps,), role="lead"))


@pytest.mark.parametrize("typed", ["ra soat", "RÀ SOÁT hồ sơ", '"ra soat ho so"'])
def test_words_are_found_with_and_without_marks(db: Database, typed: str) -> None:
    rows = listed(db, TaskFilter(TODAY, words=typed, status="tat-ca"))
    texts = db.execute("SELECT text FROM tasks").fetchall()
    assert len(rows) == sum("ra soat" in fold(text) for (text,) in texts)
    assert all("rà soát" in row["text"] for row in rows)
    assert not listed(db, TaskFilter(TODAY, words='* OR "(', status="tat-ca"))


def test_too_many_with_the_words_are_told(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not list_tasks(db.conn, TaskFilter(TODAY, words="lan")).capped
    monkeypatch.setattr(task_hits, "GATHERED", 20)
    page = list_tasks(db.conn, TaskFilter(TODAY, words="lan", status="tat-ca"))
    assert page.capped and page.more and page.count == 20
    assert list_tasks(db.conn, TaskFilter(DAYS[2], words="lan", status="tat-ca")).count


def test_too_many_that_wait_are_told(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list_tasks(db.conn, TaskFilter(TODAY, status="cho-xac-nhan"))
    assert not whole.capped and whole.count > 1
    monkeypatch.setattr(task_hits, "GATHERED_WAITING", 1)
    page = list_tasks(db.conn, TaskFilter(TODAY, status="cho-xac-nhan"))
    assert page.capped and len(page.rows) < len(whole.rows)


def test_filters_narrow_together(db: Database) -> None:
    month = TODAY.strftime("%Y-%m")
    every = listed(db, TaskFilter(TODAY, status="tat-ca"))
    wanted = [row["id"] for row in every if (row["due"] or "")[:7] == month and row["type"] == "cong_van"]
    asked = TaskFilter(TODAY, status="tat-ca", month=month, type="cong_van")
    assert sorted(row["id"] for row in listed(db, asked)) == sorted(wanted)
    health = [row["id"] for row in every if "Sở Y tế" in (row["lead"] or "")]
    assert sorted(row["id"] for row in listed(db, TaskFilter(TODAY, status="tat-ca", field="y-te"))) == sorted(health)
    asked = TaskFilter(TODAY, status="tat-ca", document=3, words="lan 2")
    assert all(row["document_id"] == 3 for row in listed(db, asked)) and len(listed(db, asked)) == 4


@pytest.mark.parametrize("day", DAYS)
def test_counts_are_those_of_the_lists(db: Database, day: date) -> None:
    for said in ({}, {"type": "cong_van"}):
        page = list_tasks(db.conn, replace(TaskFilter(day), **said))
        for choice in page.statuses:
            rows = listed(db, replace(TaskFilter(day, status=choice.value), **said))
            assert choice.count in (None, len(rows)), choice
    page = list_tasks(db.conn, TaskFilter(day, status="tat-ca"))
    assert page.count == len(listed(db, TaskFilter(day, status="tat-ca"))) and not page.more
    for name in ("type", "signer", "month", "agency", "field"):
        for choice in page.facets[name]:
            said: Any = {"agencies": (int(choice.value),)} if name == "agency" else {name: choice.value}
            rows = listed(db, replace(TaskFilter(day, status="tat-ca"), **said))
            count = sum(name != "agency" or row["role"] == "lead" for row in rows)
            assert choice.count is not None
            assert count == choice.count or (name == "field" and count < choice.count), (name, choice)


def test_every_example_is_of_its_field() -> None:
    for field in fields():
        for example in field.examples:
            assert field_of(example) == field, example
        for word in field.words:
            assert field_of(f"Phòng {word.capitalize()}") is not None
    assert field_of("Ủy ban nhân dân xã Mẫu") is None
