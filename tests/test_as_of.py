"""Status as of any day: 5,000 drawn histories against a clerk who lives through every day of them.

Held against him: the pure function, the standings in the database, and the reports of Datasette, group tasks included.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import pytest
import yaml
from paper_register import DAY, Evening, cells, live_through, together
from sqlite_utils import Database

from pipeline.follow import Event, History, status_at
from pipeline.serve import datasette_folder
from pipeline.store import open_store, tallies
from pipeline.store.event_chain import append_event
from pipeline.store.standings import refresh, refresh_all

HISTORIES = 5_000
FIRST, LAST = date(2025, 2, 20), date(2025, 4, 20)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
# Likely stories, so that long ones occur; a third of what happens is drawn from everything, whether it fits or not.
STORIES = (
    ("accept", "progress", "report", "confirm"), ("accept", "report", "redo", "report", "confirm"),
    ("accept", "request_extension", "extend", "report", "confirm"), ("report", "confirm", "redo", "report", "confirm"),
    ("report", "withdraw_report", "report", "confirm"), ("accept", "report", "withdraw_report", "cancel"),
    ("accept", "pause", "resume", "report"), ("accept", "extend", "extend", "progress"), ("pause", "resume"),
    ("reject", "overrule", "accept"), ("reject", "reassign"), ("request_extension", "refuse_extension", "cancel"),
    ("cancel", "redo"), ("reassign", "assign", "report", "confirm"), ("complete", "redo", "complete"), (),
)  # fmt: skip
ANYTHING = (*sorted({kind for story in STORIES for kind in story}), "chua_biet")


class Story(NamedTuple):
    """A drawn history: what happened, on which day, with which new deadline, in the order of recording."""

    given: date | None
    due: date | None
    repeated: bool
    happenings: tuple[tuple[str, date, date | None], ...]

    def history(self) -> History:
        return History(self.given, self.due, tuple(Event(*one) for one in self.happenings), self.repeated)

    def evenings(self) -> dict[date, Evening]:
        return live_through(self.given, self.due, self.repeated, self.happenings, FIRST, LAST)


@cache
def stories() -> tuple[Story, ...]:
    draw = random.Random(20250630)
    return tuple(_story(draw) for _ in range(HISTORIES))


def _story(draw: random.Random) -> Story:
    given = FIRST + timedelta(days=draw.randrange(20)) if draw.random() < 0.9 else None
    due = draw.choice(DAYS[10:]) if draw.random() < 0.8 else None
    kinds = [kind if draw.random() < 0.67 else draw.choice(ANYTHING) for kind in draw.choice(STORIES)]
    kinds += draw.choices(ANYTHING, k=draw.randrange(3))
    days = sorted(draw.choice([*DAYS, *([due] * 20 if due else [])]) for _ in kinds)
    if draw.random() < 0.2:
        draw.shuffle(days)  # recorded in another order than it happened
    return Story(given, due, due is None and draw.random() < 0.3, tuple(map(_happening(draw), kinds, days)))


def _happening(draw: random.Random) -> Any:
    def happening(kind: str, day: date) -> tuple[str, date, date | None]:
        named = kind in ("extend", "request_extension") or (
            kind in ("redo", "resume", "assign") and draw.random() < 0.5
        )
        return kind, day, day + timedelta(days=draw.randrange(1, 25)) if named else None

    return happening


# --- the function ---------------------------------------------------------------------------------------------------


def test_the_function_agrees_with_living_through_every_day() -> None:
    draw = random.Random(1)
    for story in stories():
        history, evenings = story.history(), story.evenings()
        turning = [day + timedelta(days=n) for _, day, _ in story.happenings for n in (-1, 0)]
        near = [story.due + timedelta(days=n) for n in (-1, 0, 1)] if story.due else []
        for day in {*turning, *near, *draw.sample(DAYS, 5)} & set(DAYS):
            found, evening = status_at(history, day), evenings.get(day)
            assert (found and (found.timing, found.due, found.done)) == (
                evening and (evening.word, evening.due, evening.reported)
            ), (story, day)


def test_the_histories_hold_what_is_easily_got_wrong() -> None:
    seen: Counter[str] = Counter()
    for story in stories():
        evenings = story.evenings()
        words = {evening.word for evening in evenings.values()}
        seen["due today"] += "đến hạn hôm nay" in words
        seen["no deadline"] += "không có hạn" in words
        seen["repeated"] += "định kỳ" in words
        for today, evening in evenings.items():
            before = evenings.get(today - DAY)
            if before is None:
                continue
            seen["done on the due day"] += evening.reported == evening.due == today and before.to_do
            seen["extended after the due day"] += before.word == "quá hạn" and evening.word in (
                "trong hạn",
                "sắp đến hạn",
            )
            seen["redone after it was done"] += before.word.startswith("hoàn thành") and evening.to_do
            seen["paused over the due day"] += evening.word == before.word == "tạm dừng" and evening.due == today
            seen["done late"] += before.word == "quá hạn" and evening.word in (
                "đã báo cáo quá hạn",
                "hoàn thành quá hạn",
            )
        seen["never recorded in its order"] += [day for _, day, _ in story.happenings] != sorted(
            day for _, day, _ in story.happenings
        )
    assert min(seen.values()) >= 40, seen


# --- the database ---------------------------------------------------------------------------------------------------

AGENCIES = 12
GROUPS = 300  # tasks with several leads, behind those with one


class Kept(NamedTuple):
    """A task in the database: what each of its leads went through, and which agencies they are; None for nobody."""

    members: tuple[Story, ...]
    agencies: tuple[int | None, ...]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, list[Kept]]]:
    """Every history as a task of its own, then some tasks of two to five leads whose histories begin alike."""
    db = open_store(tmp_path_factory.mktemp("as-of") / "giaoviec.db")
    draw, tasks = random.Random(2), []
    conn = db.conn
    conn.execute("BEGIN")
    conn.executemany(
        "INSERT INTO agencies (id, name, key) VALUES (?1, 'Sở Mẫu ' || ?1, ?1)", [(n,) for n in range(1, AGENCIES + 1)]
    )
    for story in stories():
        tasks.append(Kept((story,), (draw.choice([None, *range(1, AGENCIES + 1)]),)))
    for at in range(GROUPS):
        first, *others = stories()[at * 5 : at * 5 + draw.randrange(2, 6)]
        members = (
            first,
            *(other._replace(given=first.given, due=first.due, repeated=first.repeated) for other in others),
        )
        tasks.append(Kept(members, tuple(draw.sample(range(1, AGENCIES + 1), len(members)))))
    for id_, task in enumerate(tasks, start=1):
        _keep(conn, id_, task)
    refresh_all(conn)
    conn.execute("COMMIT")
    yield db, tasks
    db.close()


def _keep(conn: Any, id_: int, task: Kept) -> None:
    story = task.members[0]
    given, due = (day.isoformat() if day else None for day in (story.given, story.due))
    conn.execute(
        """INSERT INTO documents (id, sha256, label, type, given_on, source_name, media_type, pages, page_starts, text,
        text_confidence, fingerprint) VALUES (?1, ?1, 'văn bản', 'khac', ?2, '', '', 1, '[0]', '', 1, '')""",
        [id_, given],
    )
    conn.execute(
        """INSERT INTO tasks (id, document_id, key, position, path, text, raw, rule, confidence)
        VALUES (?1, ?1, ?1, 0, '', 'việc', '', '', 1)""",
        [id_],
    )
    if due or story.repeated:
        conn.execute(
            """INSERT INTO deadlines (task_id, position, kind, due, raw, rule, confidence)
            VALUES (?, 0, ?, ?, '', '', 1)""",
            [id_, "date" if due else "recurring", due],
        )
    for member, agency in zip(task.members, task.agencies, strict=True):
        sql = "INSERT INTO assignments (task_id, agency_id, role, rule, confidence) VALUES (?, ?, 'lead', '', 1)"
        unit = conn.execute(sql, [id_, agency]).lastrowid if agency else None
        for kind, day, new_due in member.happenings:
            row = {"task_id": id_, "assignment_id": unit, "kind": kind, "on_day": day.isoformat()}
            append_event(conn, {**row, "new_due": new_due and new_due.isoformat()})


@cache
def _members(task: Kept) -> tuple[dict[date, Evening], ...]:
    return tuple(member.evenings() for member in task.members)


def _whole(task: Kept, day: date) -> Evening | None:
    """How the task stands as a whole; its leads begin on one day."""
    there = [evenings[day] for evenings in _members(task) if day in evenings]
    return together(there) if there else None


def test_the_standings_agree_on_every_day(kept: tuple[Database, list[Kept]]) -> None:
    db, tasks = kept
    sql = """SELECT task_id, coalesce(timing, open_timing(due, ?1)), due, done_on FROM standings
        WHERE is_task = 1 AND is_unit = 1 AND ?1 BETWEEN since AND until"""
    for day in DAYS:
        found = {row[0]: row[1:] for row in db.execute(sql, [day.isoformat()]).fetchall()}
        expected = {
            id_: (evening.word, *(one.isoformat() if one else None for one in (evening.due, evening.reported)))
            for id_, task in enumerate(tasks[:HISTORIES], start=1)
            if (evening := _members(task)[0].get(day))
        }
        assert found == expected, day


def test_tasks_of_several_leads_agree_on_every_day(kept: tuple[Database, list[Kept]]) -> None:
    db, tasks = kept
    sql = """SELECT task_id, coalesce(timing, open_timing(due, ?1)) FROM standings
        WHERE is_task = 1 AND is_unit = 0 AND ?1 BETWEEN since AND until"""
    for day in DAYS:
        evenings = {id_: _whole(task, day) for id_, task in enumerate(tasks, start=1) if len(task.members) > 1}
        expected = {id_: evening.word for id_, evening in evenings.items() if evening}
        assert dict(db.execute(sql, [day.isoformat()]).fetchall()) == expected, day


QUERIES = yaml.safe_load((datasette_folder() / "metadata.yaml").read_text(encoding="utf-8"))["databases"]["giaoviec"][
    "queries"
]


def _report(db: Database, query: str, day: date) -> list[dict[str, Any]]:
    typed = {"as_of": f"{day:%d/%m/%Y}", "co_quan": "Sở Mẫu", "tu_khoa": "viec"}
    return list(db.query(QUERIES[query]["sql"], {**dict.fromkeys(QUERIES[query]["params"], ""), **typed}))


@pytest.mark.parametrize("day", DAYS[::7], ids=str)
def test_the_reports_agree(kept: tuple[Database, list[Kept]], day: date) -> None:
    db, tasks = kept
    whole = {id_: evening for id_, task in enumerate(tasks, start=1) if (evening := _whole(task, day))}
    overdue = {id_: (day - evening.due).days for id_, evening in whole.items() if evening.word == "quá hạn"}
    assert {row["viec_id"]: row["so_ngay_qua_han"] for row in _report(db, "viec_qua_han", day)} == overdue
    soon = {
        id_: (evening.due - day).days
        for id_, evening in whole.items()
        if evening.to_do and evening.due and 0 <= (evening.due - day).days <= 7
    }
    assert {row["viec_id"]: row["con_lai"] for row in _report(db, "den_han_7_ngay", day)} == soon
    by_document = {row["van_ban_id"]: row["so_viec"] - row["hoan_thanh"] for row in _report(db, "theo_van_ban", day)}
    expected = {id_: int("hoàn thành" not in one.word) for id_, one in whole.items() if _counts(one)}
    assert by_document == expected


@pytest.mark.parametrize("day", [*DAYS[::7], LAST + timedelta(days=400)], ids=str)
def test_the_counts_of_the_reports_agree(kept: tuple[Database, list[Kept]], day: date) -> None:
    db, tasks = kept
    seen = min(day, LAST)
    whole, mine = _words(tasks, seen, day)
    total, *agencies = _report(db, "bao_cao_bon_o", day)
    assert total == {"co_quan": "Toàn bộ", "co_quan_id": None, **cells(whole)}
    ids = {row["co_quan"]: row.pop("co_quan_id") for row in agencies}
    assert ids == {_name(agency): agency for agency, words in mine.items() if cells(words)["tong"]}
    expected = {_name(agency): cells(words) for agency, words in mine.items() if cells(words)["tong"]}
    assert {row.pop("co_quan"): row for row in agencies} == expected
    for row in _report(db, "theo_co_quan", day):
        count = Counter(mine[int(row["co_quan"].split()[-1])])
        assert (row["qua_han"], row["hom_nay"], row["sap_den_han"], row["trong_han"]) == tuple(
            count[word] for word in ("quá hạn", "đến hạn hôm nay", "sắp đến hạn", "trong hạn")
        )
        assert row["so_viec"] == expected[row["co_quan"]]["tong"]


def _words(tasks: Sequence[Kept], seen: date, day: date) -> tuple[list[str], dict[int | None, list[str]]]:
    """What each task and each lead's part is called; after the last evening only days go by."""

    def word(evening: Evening) -> str:
        return "quá hạn" if day > seen and evening.to_do and evening.due else evening.word

    mine: dict[int | None, list[str]] = {agency: [] for agency in (None, *range(1, AGENCIES + 1))}
    for task in tasks:
        for agency, evenings in zip(task.agencies, _members(task), strict=True):
            if seen in evenings:
                mine[agency].append(word(evenings[seen]))
    return [word(one) for task in tasks if (one := _whole(task, seen))], mine


def _counts(evening: Evening) -> bool:
    return evening.word not in ("đã hủy", "đã giao lại")


def _name(agency: int | None) -> str:
    return f"Sở Mẫu {agency}" if agency else "(chưa rõ chủ trì)"


@pytest.mark.parametrize("day", DAYS[::10], ids=str)
def test_how_many_of_a_group_have_reported(kept: tuple[Database, list[Kept]], day: date) -> None:
    db, tasks = kept
    found = {row["viec_id"]: row for row in _report(db, "tien_do_nhieu_co_quan", day)}
    for id_, task in enumerate(tasks, start=1):
        if len(task.members) == 1:
            assert id_ not in found
            continue
        there = [one for evenings in _members(task) if (one := evenings.get(day)) and _counts(one)]
        assert (id_ in found) == bool(there)
        if there:
            reported = sum(one.reported is not None for one in there)
            assert found[id_]["da_bao_cao_tren_tong"] == f"{reported}/{len(there)}"
            assert found[id_]["qua_han"] == sum(one.word == "quá hạn" for one in there)


def test_counts_follow_each_change(kept: tuple[Database, list[Kept]]) -> None:
    """Drawing only the tasks anew that changed leaves the same sums as adding up everything."""
    db, _ = kept
    conn, draw = db.conn, random.Random(3)
    conn.execute("BEGIN")
    changed = draw.sample(range(1, HISTORIES + GROUPS), 40)
    for id_ in changed:
        day = draw.choice(DAYS).isoformat()
        append_event(conn, {"task_id": id_, "kind": draw.choice(ANYTHING), "on_day": day, "new_due": "2025-06-30"})
        refresh(conn, [id_])
    one_by_one = _sums(db)
    refresh_all(conn)
    assert _sums(db) == one_by_one
    conn.execute("ROLLBACK")
    assert _sums(db) != one_by_one


@pytest.mark.parametrize("sql", [*(query["sql"] for query in QUERIES.values()), tallies._CHANGES])
def test_no_report_and_no_event_reads_every_standing(kept: tuple[Database, list[Kept]], sql: str) -> None:
    """What is asked and what is recorded of one task must not take longer the more tasks there are."""
    parameters = dict.fromkeys(re.findall(r":(\w+)", sql), "1") if ":as_of" in sql else ["[1]"]
    plan = [str(row[3]) for row in kept[0].conn.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall()]
    assert not [step for step in plan if step in ("SCAN standings", "SCAN s", "SCAN w")], plan


def _sums(db: Database) -> list[list[Any]]:
    return [
        db.execute(f"SELECT * FROM {table} WHERE change <> 0 ORDER BY 1, 2, 3").fetchall()  # noqa: S608 - own names
        for table in ("day_tallies", "month_tallies")
    ]
