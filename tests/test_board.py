"""The dashboard and the calendar: their figures are those of the lists, and every figure leads to its rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from pipeline.clock import vietnam_today
from pipeline.serve import DATABASE_NAME
from pipeline.store import extend_occurrences, open_store, record_event, save
from pipeline.store.board import AHEAD, read_board
from pipeline.store.calendar import QUIET_DAYS, due_days, due_on, quiet_tasks
from tests.browsing import browser
from tests.factory import Paper, Work, build, happened

TODAY = vietnam_today()
Get = Callable[[str], Any]
LATE = (1, 30, 31, 90, 91, 120, 121, 400)  # days
ORIGIN = "http://localhost"  # of Datasette's own client
STORM = "báo cáo về cơn bão"
HOSTILE = "<script>alert(1)</script>"


def _ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("db") / "giaoviec.db"
    with open_store(path) as db:
        works = [Work(f"quá hạn {n} ngày", due=_ago(n)) for n in LATE]
        works += [Work(f"còn {n} ngày", due=_ago(-n), lead=(HOSTILE, "Sở Y tế")) for n in (0, 3, 13, 14)]
        works += [Work("báo cáo hằng ngày", rrule="FREQ=DAILY"), Work("không có hạn")]
        works += [Work(STORM, rrule="FREQ=DAILY", lead=("Sở Y tế",)), Work("bão đã qua", rrule="FREQ=DAILY")]
        works += [Work("xong sớm", due=_ago(20)), Work("xong muộn", due=_ago(20))]
        save(db, build(Paper(works, issued=_ago(500).isoformat())))
        for text, ago in (("xong sớm", 40), ("xong muộn", 5)):
            task = next(db.query("SELECT id FROM tasks WHERE text = ?", [text]))["id"]
            record_event(db, task, happened("report", _ago(ago)))
            record_event(db, task, happened("confirm", _ago(ago - 1)))
        for text, kind, ago in (("báo cáo hằng ngày", "progress", 5), ("bão đã qua", "cancel", 90)):
            task = next(db.query("SELECT id FROM tasks WHERE text = ?", [text]))["id"]
            record_event(db, task, happened(kind, _ago(ago)))
        db.execute("UPDATE tasks SET needs_review = text LIKE 'xong %'")
        db.conn.commit()
        extend_occurrences(db, TODAY)
    return path


@pytest.fixture
def db(store: Path) -> Database:
    return open_store(store)


@pytest.fixture(scope="module")
def get(store: Path) -> Get:
    return browser(store, "supervisor").get


@pytest.mark.parametrize("back", [0, 10, 50, 200])
def test_ages_are_those_of_the_overdue_list(get: Get, db: Database, back: int) -> None:
    day = _ago(back)
    rows = get(f"/{DATABASE_NAME}/viec_qua_han.json?_shape=array&as_of={day}").json()
    ages = read_board(db.conn, day).ages
    for age in ages:
        late = [row for row in rows if age.least <= row["so_ngay_qua_han"] <= (age.most or 10_000)]
        assert age.count == len(late)
        asked = f"as_of={day}&qua_tu={age.least}&qua_den={age.most or ''}"
        assert get(f"/{DATABASE_NAME}/viec_qua_han.json?_shape=array&{asked}").json() == late
    if not back:
        assert [age.count for age in ages] == [2, 2, 2, 2]


def test_coming_days_count_deadlines_and_occurrences(db: Database) -> None:
    days = read_board(db.conn, TODAY).coming
    assert len(days) == AHEAD and days[0].day == TODAY
    assert [at for at, one in enumerate(days) if one.tasks] == [0, 3, 13]
    assert {one.occurrences for one in days} == {1}


def test_daily_reports_of_long_ago_are_one_line(db: Database, get: Get) -> None:
    """What nobody has recorded anything of for a month fills no days; what is over is not told at all."""
    month, agency = (TODAY, TODAY + timedelta(days=27)), db.execute("SELECT id FROM agencies WHERE name = 'Sở Y tế'")
    (row,) = quiet_tasks(db.conn, *month, TODAY)
    assert (row["text"], row["occurrences"]) == (STORM, 28)
    assert [one["text"] for one in quiet_tasks(db.conn, *month, TODAY, agency.fetchone()[0])] == [STORM]
    assert [one["text"] for one in due_on(db.conn, TODAY, TODAY, None, 100) if one["repeated"]] == ["báo cáo hằng ngày"]
    later = TODAY + timedelta(days=QUIET_DAYS - 5)
    assert [one["text"] for one in quiet_tasks(db.conn, *month, later)] == [STORM]
    assert len(quiet_tasks(db.conn, *month, later + timedelta(days=1))) == 2
    fresh = _ago(500 - QUIET_DAYS)
    assert quiet_tasks(db.conn, fresh, fresh, fresh) == ()
    page = get("/-/lich").text
    assert re.search(r"<b>\d+ kỳ</b> trong tháng của 1 việc báo cáo hằng ngày, hằng tuần đã hơn 30 ngày", page)
    assert page.count(STORM) == 1 and "bão đã qua" not in page


def test_months_sum_up_to_the_report(get: Get, db: Database) -> None:
    months = read_board(db.conn, TODAY).months
    report = get(f"/{DATABASE_NAME}/bao_cao_bon_o.json?_shape=array").json()[0]
    assert months[-1].overdue == report["chua_xong_qua_han"]
    for month in months:
        as_of = get(f"/{DATABASE_NAME}/bao_cao_bon_o.json?_shape=array&as_of={month.day}").json()[0]
        assert month.overdue == as_of["chua_xong_qua_han"]
    assert sum(month.completed for month in months) == 2 and sum(month.given for month in months) == 0


def test_every_day_of_the_calendar_leads_to_the_tasks_it_counts(db: Database) -> None:
    first, last = _ago(130), _ago(-20)
    agency = db.conn.execute("SELECT id FROM agencies WHERE name = ?", [HOSTILE]).fetchone()[0]
    for whose, expected in ((None, 11), (agency, 4)):
        days = due_days(db.conn, first, last, TODAY, whose)
        assert sum(one.tasks for one in days) == expected
        for one in days:
            rows = due_on(db.conn, one.day, TODAY, whose, 100)
            assert (len([row for row in rows if not row["repeated"]]), len(rows)) == (
                one.tasks,
                one.tasks + one.occurrences,
            )


def test_the_home_page_shows_the_figures_with_their_rows(get: Get) -> None:
    page = get("/").text
    cards = dict(re.findall(r'<a class="cell (\w+)" href="[^"]*"><b>([\d.]+)</b>', page))
    assert cards == {"overdue": "8", "open": "4", "done": "1", "late": "1", "none": "3", "waiting": "1"}
    links = {unescape(link) for link in re.findall(r'data-count="\d+"><a href="([^"#]+)', page)}
    assert len(links) > 30
    for link in sorted(links)[:: len(links) // 12]:
        assert get(link).status_code == 200, link
    assert HOSTILE not in page and "&lt;script&gt;" in page


def test_the_home_page_as_of_a_day(get: Get) -> None:
    page = get(f"/?as_of={_ago(30):%d/%m/%Y}").text
    assert f"<b>{_ago(30):%d/%m/%Y}</b>" in page and re.search(r'cell done" [^>]*><b>1</b>', page)
    assert all(
        f"as_of={_ago(30)}" in link for link in re.findall(r'data-count="\d+"><a href="([^"]+qua_tu[^"]+)', page)
    )
    assert "không phải là ngày" in get("/?as_of=31/02/2025").text
    assert "chưa có việc nào" in get("/?as_of=2001-01-01").text


def test_the_calendar_shows_the_days_and_the_tasks_of_one(get: Get) -> None:
    page = get(f"/-/lich?ngay={_ago(31)}").text
    assert f"Lịch hạn tháng {_ago(31):%m/%Y}" in page and "quá hạn 31 ngày" in page
    assert re.search(rf'class="[^"]*late">\s*<time datetime="{_ago(31)}">', page)
    file = get(f"/-/lich.csv?ngay={_ago(31)}").text.splitlines()
    assert len(file) == 3 and file[1].startswith(f"{_ago(31)},quá hạn 31 ngày")
    assert get(f"/-/lich.xlsx?ngay={_ago(31)}").content.startswith(b"PK")
    shown = get(f"/-/lich?ngay={TODAY}&co_quan=so+y").text
    assert "của <b>Sở Y tế</b>" in shown and "còn 0 ngày" in shown and "báo cáo hằng ngày" in shown
    assert HOSTILE not in get("/-/lich?co_quan=script").text
    before = get(f"/-/lich?ngay={_ago(31)}&as_of={_ago(60)}").text
    assert "trong hạn" in before and not re.search(rf'late">\s*<time datetime="{_ago(31)}">', before)


def test_repeated_work_with_a_deadline_of_its_own_is_shown_as_both(tmp_path: Path) -> None:
    path = tmp_path / "giaoviec.db"
    with open_store(path) as db:
        save(db, build(Paper([Work("báo cáo hằng ngày", rrule="FREQ=DAILY")], issued=_ago(9).isoformat())))
        record_event(db, 1, happened("extend", _ago(1), new_due=_ago(-5)))
        assert [(one.tasks, one.occurrences) for one in due_days(db.conn, _ago(-5), _ago(-6), TODAY)] == [
            (1, 1),
            (0, 1),
        ]
        assert {row["timing"] for row in due_on(db.conn, _ago(-5), TODAY, None, 9)} == {"sắp đến hạn"}
    assert "sắp đến hạn" in browser(path, "supervisor").get(f"/-/lich?ngay={_ago(-5)}").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [("thang=13/2026", "không phải là tháng"), ("as_of=31/2/2026", "không phải là ngày"),
     ("co_quan=khong+co+dau", "Không có cơ quan nào"), ("thang=9998-12", "không phải là tháng")],
)  # fmt: skip
def test_what_was_mistyped_is_shown_again_with_a_sentence(get: Get, typed: str, said: str) -> None:
    page = get(f"/-/lich?{typed}")
    assert page.status_code == 200 and said in page.text and 'aria-invalid="true"' in page.text


@pytest.mark.parametrize("day", ["9999-12-31", "31/12/9999", "0001-01-01", "2200-01-01", "1899-12-31"])
def test_a_day_at_the_ends_of_the_calendar_is_none(get: Get, day: str) -> None:
    for path in ("/", "/-/viec", "/-/lich", "/-/co-quan/1", "/-/viec/1", "/-/van-ban/1"):
        page = get(f"{path}?as_of={day}")
        assert page.status_code == 200 and f"“{day}” không phải là ngày" in page.text, path
    page = get(f"/-/lich?ngay={day}")
    assert page.status_code == 200 and f"“{day}” không phải là ngày" in page.text
    assert get(f"/-/lich.csv?ngay={day}").status_code == 200


@pytest.mark.parametrize("day", ["2199-12-31", "1900-01-01"])
def test_the_first_and_the_last_day_are_shown(get: Get, day: str) -> None:
    for path in ("/?as_of", "/-/viec?as_of", "/-/lich?as_of", "/-/lich?ngay", "/-/co-quan/1?as_of", "/-/viec/1?as_of"):
        page = get(f"{path}={day}")
        assert page.status_code == 200 and "không phải là ngày" not in page.text, path


def test_charts_need_no_inline_script_and_no_other_host(get: Get) -> None:
    page = get("/").text
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!datasette\.io)[^"]*"', page.replace(f"{ORIGIN}/", "/"))
    assert get("/static/js/charts.js").status_code == 200
    library = re.search(r'import "\.\./([^"]+)"', get("/static/js/charts.js").text)
    assert library and "http://" not in library[1] and get(f"/static/{library[1]}").status_code == 200
