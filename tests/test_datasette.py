"""Datasette on the store, asked as a browser asks: every page answers, in Vietnamese, read-only, without a network."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from pipeline.clock import vietnam_today
from pipeline.errors import GiaoviecError
from pipeline.serve import DATABASE_NAME, datasette_app, datasette_folder, listen
from pipeline.store import open_store, record_event, save
from pipeline.types import Finding
from tests.browsing import browser
from tests.factory import Paper, Work, build, happened

TODAY = vietnam_today()
SOON = TODAY + timedelta(days=3)
HOSTILE = "<script>alert(1)</script> & \"nháy\" <img src=x onerror='x'>"
Get = Callable[[str], Any]
QUERIES = yaml.safe_load((datasette_folder() / "metadata.yaml").read_text(encoding="utf-8"))["databases"][
    DATABASE_NAME
]["queries"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("db") / "tên khác.db"
    with open_store(path) as db:
        issued = (TODAY - timedelta(days=60)).isoformat()
        works = [
            Work("rà soát hồ sơ Đảng viên", due=TODAY - timedelta(days=40), path="1.a", coordinate=("Công an tỉnh",)),
            Work("tổ chức tập huấn", due=TODAY, path="1.b"),
            Work("kiểm tra việc thực hiện", due=TODAY + timedelta(days=6), lead=("Sở Nội vụ", "Công an tỉnh")),
            Work("báo cáo hằng tuần", rrule=f"FREQ=WEEKLY;BYDAY={SOON:%a}".upper()[:-1]),
            Work("hoàn thành sớm", due=TODAY - timedelta(days=10)),
            Work("hoàn thành muộn", due=TODAY - timedelta(days=10), target="đạt 80,5%"),
        ]
        save(db, build(Paper(works, issued=issued)))
        hostile = Paper([Work(HOSTILE, lead=(HOSTILE,))], number=None, subject=HOSTILE, issued=issued[:7])
        save(db, build(Paper(**{**vars(hostile), "findings": (Finding("x", "warning", HOSTILE),)})))
        for task, ago in ((5, 12), (6, 5)):
            record_event(db, task, happened("report", TODAY - timedelta(days=ago)))
            record_event(db, task, happened("confirm", TODAY - timedelta(days=ago - 2)))
    return path


@pytest.fixture(scope="module")
def get(store: Path) -> Get:
    return browser(store).get


def _rows(get: Get, query: str, **parameters: str) -> list[dict[str, Any]]:
    typed = "&".join(f"{name}={quote(value)}" for name, value in parameters.items())
    rows: list[dict[str, Any]] = get(f"/giaoviec/{query}.json?_shape=array&{typed}").json()
    return rows


def test_home_shows_the_useful_questions_first(get: Get) -> None:
    page = get("/").text
    assert all(query["title"] in page for query in QUERIES.values())
    assert page.index("Việc quá hạn") < page.index("Mọi bảng")
    assert re.search(r"<b>1</b><span>Chưa hoàn thành, quá hạn", page)
    assert "task_sheet" not in page and "_fts" not in page


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_answers_with_and_without_a_day(get: Get, query: str) -> None:
    for typed in ("", "as_of=", "as_of=01/01/2020", "as_of=2099-12-31", "as_of=hôm%20qua", "tu_khoa=%22*(&co_quan=%25"):
        assert get(f"/giaoviec/{query}?{typed}").status_code == 200, typed
    assert "không phải là ngày" in get(f"/giaoviec/{query}?as_of=abc").text
    assert get(f"/giaoviec/{query}.csv").status_code == 200


def test_a_downloaded_table_opens_in_excel_and_a_read_one_stays_plain(get: Get) -> None:
    links = [unescape(link) for link in re.findall(r'href="([^"]*\.csv[^"]*)"', get("/giaoviec/viec_qua_han").text)]
    assert links
    answer = get(links[0])
    assert answer.content.startswith("\ufeff".encode()) and "attachment" in answer.headers["content-disposition"]
    head, *rows = answer.content.decode("utf-8-sig").splitlines()
    assert head == "Việc,Chủ trì,Phối hợp,Hạn,Quá hạn (ngày),Nhóm quá hạn,Văn bản"
    plain = get("/giaoviec/viec_qua_han.csv").text.splitlines()
    assert (
        plain[0].startswith("viec,chu_tri") and [row.rpartition(",")[0].rpartition(",")[0] for row in plain[1:]] == rows
    )


def test_all_queries_name_their_parameters_and_accept_a_day() -> None:
    for query in QUERIES.values():
        assert query["title"] and query["description"] and "as_of" in query["params"]
        assert set(re.findall(r":(\w+)", query["sql"])) == set(query["params"])


def test_overdue_today_and_before(get: Get) -> None:
    rows = _rows(get, "viec_qua_han")
    assert [(row["viec"], row["so_ngay_qua_han"], row["nhom_qua_han"]) for row in rows] == [
        ("rà soát hồ sơ Đảng viên", 40, "31–90 ngày")
    ]
    earlier = _rows(get, "viec_qua_han", as_of=(TODAY - timedelta(days=7)).isoformat())
    assert [row["viec"] for row in earlier] == ["rà soát hồ sơ Đảng viên", "hoàn thành muộn"]
    assert _rows(get, "viec_qua_han", as_of="abc") == []


def test_due_in_seven_days(get: Get) -> None:
    rows = _rows(get, "den_han_7_ngay")
    assert [(row["viec"], row["con_lai"], row["ky_toi"]) for row in rows] == [
        ("tổ chức tập huấn", 0, None), ("báo cáo hằng tuần", 3, SOON.isoformat()), ("kiểm tra việc thực hiện", 6, None),
    ]  # fmt: skip
    assert [row["con_lai"] for row in _rows(get, "den_han_7_ngay", as_of=(SOON + timedelta(days=1)).isoformat())] == [
        2,
        6,
    ]


def test_repeated_work_shows_its_next_day_and_is_never_late(get: Get) -> None:
    page = get("/-/van-ban/1").text
    assert page.count("Kỳ tới") == 1 and f"Kỳ tới: <b>{SOON:%d/%m/%Y}</b>" in page
    table = get("/giaoviec/viec?_search=" + quote("hằng tuần")).text
    assert "Kỳ tới" in table and f"{SOON:%d/%m/%Y}" in table
    for as_of in ("", (TODAY + timedelta(days=300)).isoformat()):
        assert "báo cáo hằng tuần" not in [row["viec"] for row in _rows(get, "viec_qua_han", as_of=as_of)]
    mine = _rows(get, "viec_theo_ten_co_quan", co_quan="so y te")
    assert {row["viec"]: row["ky_toi"] for row in mine}["báo cáo hằng tuần"] == SOON.isoformat()


def test_four_cells(get: Get) -> None:
    total, *agencies = _rows(get, "bao_cao_bon_o")
    assert total == {
        "co_quan": "Toàn bộ", "hoan_thanh_dung_han": 1, "hoan_thanh_qua_han": 1, "chua_xong_trong_han": 2,
        "chua_xong_qua_han": 1, "khong_co_han": 2, "tam_dung_tu_choi": 0, "tong": 7, "co_quan_id": None,
    }  # fmt: skip
    assert {row["co_quan"]: row["tong"] for row in agencies} == {
        "Sở Y tế": 5, "Sở Nội vụ": 1, "Công an tỉnh": 1, HOSTILE: 1,
    }  # fmt: skip
    assert _rows(get, "bao_cao_bon_o", as_of="2001-01-01") == []


def test_by_agency_and_by_document(get: Get) -> None:
    assert _rows(get, "theo_co_quan")[0]["co_quan"] == "Sở Y tế"
    assert {row["so_viec"] for row in _rows(get, "theo_van_ban")} == {6, 1}
    mine = _rows(get, "viec_theo_ten_co_quan", co_quan="cong an")
    assert sorted(row["vai_tro"] for row in mine) == ["chủ trì", "phối hợp"]
    assert _rows(get, "viec_theo_ten_co_quan") == []


@pytest.mark.parametrize("typed", ["dang vien", "Đảng viên", '"hồ sơ đảng"', "so y te ra soat"])
def test_search(get: Get, typed: str) -> None:
    assert _rows(get, "tim_kiem", tu_khoa=typed)[0]["noi_dung"] == "rà soát hồ sơ Đảng viên"


def test_table_pages_search_folded_and_facet(get: Get) -> None:
    page = get("/giaoviec/viec?_search=" + quote("Đảng viên")).text
    assert "1 dòng" in page and "rà soát hồ sơ" in page
    assert get("/giaoviec/viec?_search=" + quote('"*(')).status_code == 200
    facets = get("/giaoviec/viec.json").json()["facet_results"]
    assert set(facets) == {"tinh_trang", "loai_van_ban", "co_quan_ban_hanh"}


def test_every_table_row_and_view_answers_in_vietnamese(get: Get) -> None:
    described = get("/giaoviec.json?_show_hidden=1").json()
    names = [table["name"] for table in described["tables"] if not table["hidden"]]
    assert {"documents", "tasks", "task_events"} <= set(names)
    assert not any("_fts" in name for name in names)
    for name in [*names, "viec", "van_ban", "viec_cua_co_quan"]:
        page = get(f"/giaoviec/{name}")
        assert page.status_code == 200, name
        headings = re.findall(r'<th class="col-([^"]+)"[^>]*>(?:<a[^>]*>)?([^<&]*)', page.text)
        assert all(heading.strip() != column for column, heading in headings if column != "Link"), headings
    for name in ("documents", "tasks", "agencies", "deadlines", "targets", "citations", "recipients", "findings"):
        assert get(f"/giaoviec/{name}/1").status_code == 200, name


def test_task_and_document_link_to_each_other(get: Get) -> None:
    assert 'href="/-/viec/1"' in get("/giaoviec/viec").text
    assert 'href="/-/viec/1"' in get("/giaoviec/tasks").text
    assert 'href="/-/van-ban/1"' in get("/giaoviec/van_ban").text
    page = get("/-/van-ban/1").text
    assert 'href="/giaoviec/documents/1"' in page and 'href="/giaoviec/tasks/1"' in page
    assert 'id="viec-1"' in page and 'href="#cho-1"' in page and 'id="cho-1"' in page


def test_document_page_marks_each_task_in_its_text(get: Get) -> None:
    page = get("/-/van-ban/1").text
    marked = re.findall(r'<mark data-tasks="(\d+)"><a [^>]*>([^<]*)', page)
    assert ("1", "rà soát hồ sơ Đảng viên") in marked
    assert {number for number, _ in marked} == set("123456")
    past = get("/-/van-ban/1?as_of=" + (TODAY - timedelta(days=50)).isoformat()).text
    assert "timing-qua-han" in page and "timing-qua-han" not in past
    assert get("/-/van-ban/999").status_code == 404
    assert "Không tìm thấy" in get("/-/van-ban/999").text


def test_hostile_text_is_shown_as_text(get: Get) -> None:
    pages = ["/", "/-/van-ban/2", "/giaoviec/viec", "/giaoviec/van_ban", "/giaoviec/tasks/7", "/giaoviec/documents/2"]
    pages += [f"/giaoviec/{query}?tu_khoa=script&co_quan=script" for query in QUERIES]
    pages += ["/giaoviec/findings", "/giaoviec/viec_cua_co_quan", "/giaoviec/tim_kiem?tu_khoa=" + quote(HOSTILE)]
    pages += ["/giaoviec/agencies", "/-/van-ban/1?as_of=" + quote(HOSTILE)]
    for path in pages:
        text = get(path).text
        assert "<script>alert" not in text and "<img src=x" not in text, path


def test_nothing_comes_from_elsewhere(get: Get) -> None:
    for path in ("/", "/giaoviec", "/giaoviec/viec", "/giaoviec/viec_qua_han", "/-/van-ban/1", "/giaoviec/tasks/1"):
        assert not re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//(?!localhost)', get(path).text), path
    sheet = get("/static/giaoviec.css")
    assert sheet.status_code == 200 and "url(" not in sheet.text and "@import" not in sheet.text


def test_read_only(get: Get, store: Path) -> None:
    for sql in ("delete from documents", "insert into agencies (name, key) values ('a', 'b')"):
        assert get("/giaoviec?sql=" + quote(sql)).status_code == 400
    assert get("/giaoviec.db").status_code in (403, 404)


def test_databases_of_other_years_stand_beside_with_their_own_reports(store: Path, tmp_path: Path) -> None:
    other = tmp_path / "Năm 2019.db"
    with open_store(other) as db:
        save(db, build(Paper([Work("trồng cây phân tán", due=date(2019, 5, 1), path="1.a")], issued="2019-03-04")))
    app = datasette_app(store, also=[other])
    asked = browser(store, "supervisor", app=app)
    assert '<a href="/nam-2019">Năm 2019</a>' in asked.get("/").text
    page = asked.get("/nam-2019/viec_qua_han")
    assert page.status_code == 200 and "trồng cây phân tán" in page.text
    assert 'href="/nam-2019/tasks/1"' in page.text and 'href="/-/viec/' not in page.text
    assert asked.get("/nam-2019/tasks/1").status_code == 200
    assert "trồng cây phân tán" not in asked.get(f"/{DATABASE_NAME}/viec_qua_han").text


def test_an_empty_store_answers_too(tmp_path: Path) -> None:
    get = browser(tmp_path / "giaoviec.db").get
    for path in ("/", "/giaoviec", "/giaoviec/viec", "/giaoviec/van_ban", *(f"/giaoviec/{query}" for query in QUERIES)):
        assert get(path).status_code == 200, path
    assert '<a href="/-/nap">nạp văn bản</a>' in get("/").text


def test_a_taken_port_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(GiaoviecError, match="Cổng"):
        listen("127.0.0.1", taken.getsockname()[1])


def test_the_folder_holds_no_package() -> None:
    assert not list(datasette_folder().rglob("__init__.py"))
