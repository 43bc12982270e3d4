"""Lists as files: all rows that the filters leave, real days and numbers, and nothing that a spreadsheet calculates."""

from __future__ import annotations

import asyncio
import csv
import io
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
import yaml

from pipeline.clock import vietnam_today
from pipeline.serve import DATABASE_NAME, datasette_folder
from pipeline.store import open_store, record_event, save
from pipeline.web.exports import file_of
from pipeline.web.sheets import Sheet, csv_lines, xlsx
from tests.browsing import browser
from tests.factory import Paper, Work, build, happened

TODAY = vietnam_today()
MANY = 130  # more than a page of Datasette's
DANGEROUS = ("=1+1", "+84 90", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1")
QUERIES = yaml.safe_load((datasette_folder() / "metadata.yaml").read_text(encoding="utf-8"))["databases"][
    DATABASE_NAME
]["queries"]
Get = Callable[[str], Any]


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Get:
    path = tmp_path_factory.mktemp("db") / "giaoviec.db"
    with open_store(path) as db:
        issued = (TODAY - timedelta(days=200)).isoformat()
        works = [Work(f"việc thứ {n}", due=TODAY - timedelta(days=n + 1)) for n in range(MANY)]
        save(db, build(Paper(works, issued=issued)))
        save(db, build(Paper([Work("=HYPERLINK(1)", lead=("@Sở",))], number="9", subject="=cmd()", issued=issued)))
        save(db, build(Paper([Work("một\u202egpj.exe")], number="10", issued=issued[:4])))
        record_event(db, 1, happened("progress", TODAY, note="=2+2", percent=40))
    reader = browser(path, "supervisor")

    def followed(address: str) -> Any:
        answer = reader.get(address)
        return reader.get(answer.headers["location"]) if answer.status_code == 302 else answer

    return followed


def _sheet(answer: Any) -> Any:
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def _columns(page: Any) -> dict[str, list[Any]]:
    head, *rows = page.iter_rows()
    return {cell.value: [row[at] for row in rows] for at, cell in enumerate(head)}


@pytest.mark.parametrize("place", ["viec", "tasks", "viec_qua_han", "viec.xlsx?_next=100"])
def test_a_file_holds_every_row_and_not_only_a_page(get: Get, place: str) -> None:
    page = _sheet(get(f"/giaoviec/{place if '.' in place else place + '.xlsx'}"))
    assert page.max_row - 1 in (MANY, MANY + 2)
    assert page.freeze_panes == "A2" and page.auto_filter.ref.endswith(str(page.max_row))


def test_cells_have_their_kinds_and_vietnamese_headings(get: Get) -> None:
    columns = _columns(_sheet(get("/giaoviec/viec_qua_han.xlsx")))
    assert list(columns) == ["Việc", "Chủ trì", "Phối hợp", "Hạn", "Quá hạn (ngày)", "Nhóm quá hạn", "Văn bản"]
    assert columns["Hạn"][-1].value == datetime.combine(TODAY - timedelta(days=1), datetime.min.time())
    assert columns["Hạn"][0].number_format == "dd/mm/yyyy" and columns["Quá hạn (ngày)"][-1].value == 1
    journal = _columns(_sheet(get("/giaoviec/nhat_ky.xlsx")))
    assert isinstance(journal["Ghi lúc"][0].value, datetime) and journal["Hoàn thành (%)"][0].value == 40
    assert _columns(_sheet(get("/giaoviec/documents.xlsx")))["Loại"][0].value == "Công văn"


def test_filters_and_order_of_the_page_hold_in_the_file(get: Get) -> None:
    filtered = _columns(_sheet(get("/giaoviec/viec.xlsx?_search=" + quote("thu 7"))))
    assert {cell.value for cell in filtered["Việc"]} >= {"việc thứ 7"} and len(filtered["Việc"]) < MANY
    late = _columns(_sheet(get("/giaoviec/viec.xlsx?tinh_trang=" + quote("quá hạn") + "&_sort_desc=han")))
    days = [cell.value for cell in late["Hạn"]]
    assert days == sorted(days, reverse=True) and len(days) == MANY
    some_day = (TODAY - timedelta(days=100)).isoformat()
    assert len(_columns(_sheet(get(f"/giaoviec/viec_qua_han.xlsx?as_of={some_day}")))["Việc"]) == MANY - 100


def test_what_begins_like_a_formula_is_a_text(get: Get) -> None:
    works = _columns(_sheet(get("/giaoviec/viec.xlsx")))
    cell = next(cell for cell in works["Việc"] if "HYPERLINK" in cell.value)
    assert (cell.data_type, cell.quotePrefix, cell.value) == ("s", True, "=HYPERLINK(1)")
    rows = list(csv.reader(io.StringIO(get("/giaoviec/viec.csv?_dl=1").content.decode("utf-8-sig"))))
    assert len(rows) == MANY + 3
    assert any("'=HYPERLINK(1)" in row and "'@Sở" in row for row in rows)


def test_marks_that_turn_the_writing_are_taken_out(get: Get) -> None:
    texts = [cell.value for cell in _columns(_sheet(get("/giaoviec/viec.xlsx")))["Việc"]]
    assert "mộtgpj.exe" in texts
    assert "\u202e" not in get("/giaoviec/viec.csv?_dl=1").text


@pytest.mark.parametrize("text", DANGEROUS)
def test_dangerous_beginnings(text: str) -> None:
    cell = openpyxl.load_workbook(io.BytesIO(xlsx(Sheet("x", ["A"], [[text]])))).active["A2"]
    assert cell.data_type == "s" and cell.quotePrefix
    (value,) = next(csv.reader(io.StringIO("".join(list(csv_lines(Sheet("x", ["A"], [[text]])))[1:]))))
    assert value == f"'{text}"


def test_numbers_and_days_that_a_spreadsheet_cannot_hold_stay_texts() -> None:
    row = [date(1899, 5, 1), 10**18, -5, 3.25, None, "-7"]
    cells = openpyxl.load_workbook(io.BytesIO(xlsx(Sheet("x", list("ABCDEF"), [row])))).active[2]
    assert [cell.value for cell in cells] == ["01/05/1899", str(10**18), -5, 3.25, None, "-7"]
    assert "".join(csv_lines(Sheet("x", list("ABCDEF"), [row]))).splitlines()[1].endswith("-5,3.25,,-7")


def test_a_list_that_is_too_long_says_so() -> None:
    sheet = Sheet("x", ["A"], ([n] for n in range(1500)))
    page = openpyxl.load_workbook(io.BytesIO(xlsx(sheet, most=1000))).active
    assert page.max_row == 1002 and page["A1002"].value.startswith("Chỉ xuất 1.000 dòng đầu")
    assert list(csv_lines(Sheet("x", ["A"], ([n] for n in range(3))), most=2))[-1].startswith("Chỉ xuất 2 dòng")
    whole = openpyxl.load_workbook(io.BytesIO(xlsx(Sheet("x", ["A"], [[1], [2]]), most=2))).active
    assert whole.max_row == 3


def test_the_list_of_tasks_is_saved_as_it_is_filtered(get: Get) -> None:
    columns = _columns(_sheet(get("/-/viec.xlsx?tinh_trang=qua-han")))
    assert len(columns["Việc"]) == MANY and columns["Hạn"][0].value < columns["Hạn"][-1].value
    month = TODAY - timedelta(days=60)
    shown = get(f"/-/viec.csv?tinh_trang=qua-han&thang={month:%Y-%m}").content.decode("utf-8-sig")
    days = [row["Hạn"] for row in csv.DictReader(io.StringIO(shown))]
    assert days and {day[:7] for day in days} == {f"{month:%Y-%m}"}
    assert "'=HYPERLINK(1)" in get("/-/viec.csv?tinh_trang=tat-ca").text


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_exports_what_it_shows(get: Get, query: str) -> None:
    typed = "co_quan=so+y+te&tu_khoa=viec"
    shown = get(f"/giaoviec/{query}.json?_shape=array&{typed}").json()
    page = _sheet(get(f"/giaoviec/{query}.xlsx?{typed}"))
    assert page.max_row - 1 == len(shown)
    links = [link for link in get(f"/giaoviec/{query}?{typed}").text.split('href="') if f"{query}.xlsx?" in link[:200]]
    assert bool(links) == bool(shown)


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_a_long_list_holds_up_no_other_page(extension: str) -> None:
    asked, made = [], set()

    def rows() -> Iterator[list[str]]:
        made.add(threading.get_ident())
        yield ["việc"]

    async def ask() -> None:
        asked.append(threading.get_ident())
        await file_of(Sheet("Việc", ["Việc"], rows()), extension)

    asyncio.run(ask())
    assert made and not made.intersection(asked)
