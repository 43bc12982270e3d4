"""An office's own directory and what it changes: files with their errors, assignments agency by agency, findings."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from pipeline.agencies import Agency
from pipeline.agencies.directory import HEADINGS, read_directory
from pipeline.agencies.tables import read_table
from pipeline.errors import UnreadableFile
from pipeline.store import open_store, record_event, save
from pipeline.store.assignments import UNKNOWN
from pipeline.store.directory import directory_of, replace_directory
from tests.conftest import Ran
from tests.factory import Paper, Work, build, happened

Giaoviec = Callable[..., Ran]
WORKS = (
    Work("rà soát thủ tục", lead=("Giám đốc Sở Y tế",), coordinate=("Các sở, ban, ngành",)),
    Work("tổ chức tập huấn", lead=("UBND các xã, phường",)),
    Work("tiếp nhận hồ sơ", lead=("Sở Y tế", "Tổ công tác 17"), coordinate=("các đơn vị liên quan",)),
)
PAPER = Paper(WORKS, issuer="Ủy ban nhân dân tỉnh Đắk Lắk", issued="2025-11-03", content=b"x")
HEAD = "Mã,Tên,Tên khác,Loại,Cấp,Địa bàn,Thuộc,Hiệu lực từ,Hiệu lực đến,Thay bằng,Nhóm"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_store(tmp_path / "giaoviec.db")
    yield database
    database.close()


def rows(db: Database, sql: str, *values: object) -> list[Any]:
    return db.execute(sql, list(values)).fetchall()


def given_to(db: Database, text: str) -> list[tuple[str, str, str | None]]:
    """Code or name, role and group of each assignment of a task."""
    return rows(
        db,
        """SELECT coalesce(a.code, a.name), p.role, n.name FROM assignments p JOIN tasks t ON t.id = p.task_id
        JOIN agencies a ON a.id = p.agency_id LEFT JOIN agencies n ON n.id = p.via_id
        WHERE t.text = ? ORDER BY p.id""",
        text,
    )


def state(db: Database) -> dict[str, list[Any]]:
    return {
        table: rows(db, f"SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608 - own names
        for table in ("agencies", "agency_successors", "assignments", "findings", "task_agencies", "directory")
    }


def own(code: str, name: str, **more: Any) -> Agency:
    more = {"kind": "so", "level": "tinh", "province": "dak-lak", "place": "dak-lak", **more}
    return Agency(code, name, source="directory", **more)


# --- assignments ----------------------------------------------------------------------------------------------------


def test_a_group_is_one_assignment_for_each_member(db: Database) -> None:
    save(db, build(PAPER))
    first = given_to(db, "rà soát thủ tục")
    assert first[0] == ("dak-lak/so-y-te", "lead", None)
    others = [code for code, role, via in first[1:] if role == "coordinate" and via == "Các sở, ban, ngành"]
    assert len(others) == len(first) - 1 == 13 and "dak-lak/so-y-te" not in others
    assert len(given_to(db, "tổ chức tập huấn")) == 102
    third = given_to(db, "tiếp nhận hồ sơ")
    assert ("Tổ công tác 17", "lead", None) in third
    assert ("dak-lak/nhom/don-vi-lien-quan", "coordinate", None) in third


def test_titles_and_agencies_are_one_row(db: Database) -> None:
    save(db, build(PAPER))
    sql = "SELECT a.name, count(*) FROM task_agencies t JOIN agencies a ON a.id = t.agency_id WHERE a.code = ?"
    assert rows(db, sql, "dak-lak/so-y-te") == [("Sở Y tế tỉnh Đắk Lắk", 2)]


def test_an_unknown_lead_is_a_finding_once(db: Database) -> None:
    save(db, build(dataclasses.replace(PAPER, works=(*WORKS, Work("việc nữa", lead=("Tổ công tác 17",))))))
    found = rows(db, "SELECT severity, message, span_start, page FROM findings WHERE code = ?", UNKNOWN)
    assert [(severity, message) for severity, message, *_ in found] == [
        ("info", "Cơ quan “Tổ công tác 17” không có trong danh bạ.")
    ]
    assert found[0][2] is not None and found[0][3] in (1, 2)


def test_reading_again_keeps_the_ids_of_assignments(db: Database) -> None:
    save(db, build(PAPER))
    before = state(db)
    assert save(db, build(PAPER)).outcome == "unchanged"
    assert state(db) == before
    better = (dataclasses.replace(WORKS[0], coordinate=("Sở Nội vụ",)), *WORKS[1:])
    save(db, build(dataclasses.replace(PAPER, works=better)))
    kept = {row[0] for row in before["assignments"]} & {row[0] for row in state(db)["assignments"]}
    assert len(kept) == len(before["assignments"]) - 12
    save(db, build(dataclasses.replace(PAPER, works=())))
    assert state(db)["assignments"] == [] == state(db)["agencies"]


def test_a_withdrawn_task_keeps_its_assignments(db: Database) -> None:
    save(db, build(PAPER))
    record_event(db, 1, happened("report", date(2025, 12, 1)))
    save(db, build(dataclasses.replace(PAPER, works=())))
    assert len(given_to(db, "rà soát thủ tục")) == 14


def test_work_of_an_agency_that_is_no_more_shows_its_successor(db: Database) -> None:
    works = (Work("cấp phép", lead=("Sở TT&TT",)), Work("kiểm tra", lead=("UBND huyện Sông Hinh",)))
    save(db, build(Paper(works, issuer="Ủy ban nhân dân tỉnh Phú Yên", issued="2024-05-06")))
    found = rows(db, "SELECT co_quan, co_quan_hien_nay FROM phan_cong ORDER BY viec_id")
    assert found[0] == (
        "Sở Thông tin và Truyền thông tỉnh Phú Yên",
        "Sở Khoa học và Công nghệ tỉnh Đắk Lắk; Sở Văn hóa, Thể thao và Du lịch tỉnh Đắk Lắk",
    )
    assert "xã Sông Hinh" in found[1][1]


def test_what_was_stored_before_the_register_is_resolved_when_it_is_saved_again(db: Database) -> None:
    save(db, build(PAPER))
    after = state(db)
    db.execute("DELETE FROM assignments")
    db.execute("UPDATE documents SET resolved_with = NULL")
    assert save(db, build(PAPER)).outcome == "unchanged"
    assert [row[1:] for row in state(db)["assignments"]] == [row[1:] for row in after["assignments"]]


# --- the directory --------------------------------------------------------------------------------------------------


def test_the_directory_wins_and_stored_documents_follow(db: Database) -> None:
    save(db, build(PAPER))
    agencies = (
        own("H15.01", "Sở Y tế tỉnh Đắk Lắk", groups=("các sở, ban, ngành",)),
        own("H15.02", "Sở Nội vụ", groups=("các sở, ban, ngành",)),
        own("H15.17", "Tổ công tác 17 của tỉnh", aliases=("Tổ công tác 17",), kind="to"),
    )
    assert replace_directory(db, agencies, "danh-ba.csv") == (3, 1)
    assert given_to(db, "rà soát thủ tục") == [
        ("H15.01", "lead", None),
        ("H15.02", "coordinate", "Các sở, ban, ngành"),
    ]
    assert ("H15.17", "lead", None) in given_to(db, "tiếp nhận hồ sơ")
    assert rows(db, "SELECT * FROM findings WHERE code = ?", UNKNOWN) == []
    assert rows(db, "SELECT code FROM agencies WHERE code = 'dak-lak/so-y-te'") == []
    before = state(db)
    assert replace_directory(db, agencies, "danh-ba.csv") == (3, 0)
    assert state(db) == before and directory_of(db) == agencies


def test_without_the_directory_everything_is_as_before(db: Database) -> None:
    save(db, build(PAPER))
    before = state(db)
    replace_directory(db, (own("H15.01", "Sở Y tế"),), "danh-ba.csv")
    replace_directory(db, (), "trong.csv")
    kept = [[(row[1:] if table != "task_agencies" else row[:2]) for row in found] for table, found in state(db).items()]
    assert len(kept[0]) == len(before["agencies"])
    assert sorted(given_to(db, "tiếp nhận hồ sơ"))[0][0] == "Tổ công tác 17"


def test_kinds_of_the_directory_are_the_members_of_its_groups(db: Database) -> None:
    replace_directory(db, (own("H15.01", "Sở Y tế"), own("H15.02", "Sở Nội vụ")), "danh-ba.csv")
    save(db, build(dataclasses.replace(PAPER, works=(Work("báo cáo", lead=("các sở",)),))))
    assert {code for code, _, _ in given_to(db, "báo cáo")} == {"H15.01", "H15.02"}


# --- files ----------------------------------------------------------------------------------------------------------


def problems(tmp_path: Path, *lines: str) -> list[tuple[int, str]]:
    path = tmp_path / "danh-ba.csv"
    path.write_text("\n".join(lines), "utf-8")
    return [(problem.row, problem.message) for problem in read_directory(read_table(path))[1]]


@pytest.mark.parametrize(
    ("lines", "row", "says"),
    [
        (["Mã,Tên,Màu sắc", "A,Sở A,đỏ"], 1, "“Màu sắc” không có trong danh mục cột"),
        (["Mã,Loại", "A,sở"], 1, "Thiếu cột “Tên”"),
        (["Mã,Tên,code", "A,Sở A,B"], 1, "Cột “Mã” có hai lần"),
        (["Mã,Tên"], 1, "Không có cơ quan nào"),
        (["Mã,Tên", "A,Sở A", "A,Sở B"], 3, "Mã “A” đã có ở dòng 2"),
        (["Mã,Tên", "A,Sở A", "B,SỞ A"], 3, "đã có ở dòng 2"),
        (["Mã,Tên,Tên khác", "A,Sở A,Sở Mẫu", "B,Sở Mẫu,"], 3, "đã có ở dòng 2"),
        (["Mã,Tên", ",Sở A"], 2, "Thiếu mã"),
        (["Mã,Tên", "A,"], 2, "Thiếu tên"),
        (["Mã,Tên", "A B,Sở A"], 2, "Mã “A B” chỉ được có"),
        (["Mã,Tên", "A,Sở A,thừa"], 2, "nhiều ô hơn"),
        (["Mã,Tên,Hiệu lực từ", "A,Sở A,31/02/2025"], 2, "“31/02/2025” không phải ngày"),
        (["Mã,Tên,Hiệu lực đến", "A,Sở A,cuối năm"], 2, "không phải ngày"),
        (["Mã,Tên,Hiệu lực từ,Hiệu lực đến", "A,Sở A,2025-03-01,28/02/2025"], 2, "Hiệu lực đến trước hiệu lực từ"),
        (["Mã,Tên,Cấp", "A,Sở A,thôn"], 2, "Cấp “thôn”"),
        (["Mã,Tên,Địa bàn", "A,Sở A,tỉnh Sông Thao"], 2, "Địa bàn “tỉnh Sông Thao”"),
        (["Mã,Tên,Thay bằng", "A,Sở A,Z"], 2, "không có cơ quan mã “Z”"),
        (["Mã,Tên,Thay bằng", "A,Sở A,A"], 2, "Thay bằng đi vòng: A → A"),
        (["Mã,Tên,Thay bằng", "A,Sở A,B", "B,Sở B,C", "C,Sở C,A"], 3, "Thay bằng đi vòng: B → C → A → B"),
        (["Mã,Tên,Thuộc", "A,Sở A,B", "B,Sở B,A"], 2, "Thuộc đi vòng: A → B → A"),
        (["Mã,Tên,Thuộc", "A,Sở A,Q"], 2, "Thuộc: không có cơ quan mã “Q”"),
        (["Mã,Tên,Thay bằng", "A,Sở A,B; C", "B,Sở B,", "C,Sở C,D", "D,Sở D,C"], 5, "Thay bằng đi vòng: D → C → D"),
        (["Mã,Tên,Màu sắc", "A,Sở A,đỏ", "A,Sở B,"], 3, "Mã “A” đã có ở dòng 2"),
        (["Mã,Tên", "A,#N/A"], 2, "Ô mang lỗi của Excel: #N/A"),
        (["DANH BẠ CƠ QUAN,", ",", "Mã,Tên", "A,Sở A", "A,Sở B"], 5, "Mã “A” đã có ở dòng 4"),
        (["Mã,Tên", '"A","Sở', 'A"', "A,Sở B"], 3, "Mã “A” đã có ở dòng 2"),
    ],
)
def test_what_is_wrong_is_told_row_by_row(tmp_path: Path, lines: Sequence[str], row: int, says: str) -> None:
    found = problems(tmp_path, *lines)
    assert any(number == row and says in message for number, message in found), found


def test_a_good_file_has_no_problems_and_takes_the_rest_from_the_register(tmp_path: Path) -> None:
    path = tmp_path / "danh-ba.csv"
    path.write_text(
        f"\ufeff{HEAD}\nH15.01,Sở Y tế,SYT; Sở YT,,,Đắk Lắk,,01/03/2025,,,\n"
        "H15.02,Phòng mẫu,,,,,H15.01,,31/12/2025,H15.01,\n"
        'C1,UBND xã Ea Kar,,,,"xã Ea Kar, tỉnh Đắk Lắk",,,,,\n',
        "utf-8",
    )
    agencies, found = read_directory(read_table(path))
    assert found == ()
    assert agencies[0] == own("H15.01", "Sở Y tế", aliases=("SYT", "Sở YT"), valid_from=date(2025, 3, 1))
    assert (agencies[1].parent, agencies[1].valid_until) == ("H15.01", date(2025, 12, 31))
    assert (agencies[2].place, agencies[2].level, agencies[2].kind) == ("dak-lak/xa-ea-kar", "xa", "ubnd")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"code{delimiter}name\nA{delimiter}Sở A\n", "utf-8")
    assert [agency.code for agency in read_directory(read_table(path))[0]] == ["A"]


LIST = 'Mã;Tên;Tên khác\r\nA1;Sở Mẫu hóa và Đổi mới;"SMH; Sở MH"\r\nA2;Ủy ban Kiểm định xã Mẫu;\r\n'


def windows_1258(text: str) -> bytes:
    """As a Vietnamese Windows writes it: the letter with its hat or horn, then the tone mark."""
    split = [unicodedata.normalize("NFD", letter) for letter in unicodedata.normalize("NFC", text)]
    hats = "\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING BREVE}\N{COMBINING HORN}"
    out = ""
    for letter in split:
        tones = [mark for mark in letter[1:] if mark not in hats]
        out += unicodedata.normalize("NFC", "".join(c for c in letter if c not in tones)) + "".join(tones)
    return out.encode("cp1258")


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode("utf-8-sig"),
        LIST.encode("utf-16"),
        windows_1258(LIST),
        unicodedata.normalize("NFD", LIST).encode(),
        ("sep=;\r\n" + LIST).encode("utf-8-sig"),
        LIST.replace("\r\n", "\r").encode(),
        LIST.replace(";", "\t").replace("\t Sở", "; Sở").encode("utf-16"),
        LIST.replace("Mẫu", "M\u200bẫu").replace("Đổi mới", "Đổi\xa0mới").encode(),
    ],
    ids=["utf-8 with a mark", "utf-16", "windows-1258", "two characters a letter", "sep=", "old Mac", "tabs", "unseen"],
)
def test_what_excel_saves_is_read_as_one_and_the_same(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "danh-ba.csv"
    path.write_bytes(content)
    agencies, found = read_directory(read_table(path))
    assert found == ()
    assert [(agency.code, agency.name, agency.aliases) for agency in agencies] == [
        ("A1", "Sở Mẫu hóa và Đổi mới", ("SMH", "Sở MH")),
        ("A2", "Ủy ban Kiểm định xã Mẫu", ()),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (LIST.encode("cp1258", "replace"), "đã mất chữ có dấu"),
        (LIST.encode("cp1252", "replace"), "đã mất chữ có dấu"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "đời cũ"),
        (LIST.encode("utf-16-le"), "không phải CSV"),
        ('Mã;Tên\nA;"Sở A\n'.encode(), "dòng 2 không đúng dạng CSV"),
        ("<html><table><tr><td>Mã</td></tr></table></html>".encode(), "nhiều cột"),
    ],
)
def test_what_was_saved_wrong_is_said_how(giaoviec: Giaoviec, tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "danh-ba.csv"
    path.write_bytes(content)
    ran = giaoviec("agencies", "import", path, "--db", tmp_path / "a.db")
    assert ran.code == UnreadableFile.exit_code and says in ran.err and ran.err.count("\n") == 1
    assert not (tmp_path / "a.db").exists()


def test_a_bad_file_leaves_the_loaded_directory_alone(giaoviec: Giaoviec, tmp_path: Path) -> None:
    db, path = tmp_path / "a.db", tmp_path / "danh-ba.csv"
    path.write_text(LIST, "utf-8")
    assert giaoviec("agencies", "import", path, "--db", db).code == 0
    before = giaoviec("agencies", "export", "--db", db).out
    path.write_text("Mã;Tên;Thay bằng\nA1;Sở A;A2\nA2;Sở B;A1\n", "utf-8")
    assert giaoviec("agencies", "import", path, "--db", db).code == 1
    assert giaoviec("agencies", "export", "--db", db).out == before


def test_a_workbook_with_a_title_and_the_errors_of_its_formulas(tmp_path: Path) -> None:
    path = tmp_path / "danh-ba.xlsx"
    book = openpyxl.Workbook()
    for row in (
        ["DANH BẠ CƠ QUAN"],
        [],
        ["Mã", "Tên", "Thay bằng"],
        ["A", "Sở A", "B"],
        ["B", "#REF!", "A"],
        ["C", None],
    ):
        book.active.append(row)
    book.save(path)
    found = read_directory(read_table(path))[1]
    assert [(problem.row, problem.message.split(":")[0]) for problem in found] == [
        (4, "Thay bằng đi vòng"), (5, "Thay bằng đi vòng"), (5, "Ô mang lỗi của Excel"), (6, "Thiếu tên."),
    ]  # fmt: skip


def test_a_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    path = tmp_path / "danh-ba.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Mã", "Tên", "Hiệu lực từ", None])
    book.active.append([15, "Sở Mẫu", date(2025, 3, 1)])
    book.active.append([])
    book.active.append(["B", "Sở B", None])
    book.save(path)
    agencies, found = read_directory(read_table(path))
    assert found == ()
    assert [(a.code, a.valid_from) for a in agencies] == [("15", date(2025, 3, 1)), ("B", None)]


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"PK\x03\x04hong", b"\xff\xfe\x00\x01", "Mã,Tên".encode("cp1258", "replace") + b"\xd2"]
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "danh-ba.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        read_table(path)
    with pytest.raises(UnreadableFile):
        read_table(tmp_path / "khong-co.csv")


@given(st.lists(st.lists(st.text("AaSở Đắk,;→1/2025\"'", max_size=12), max_size=12), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_table_is_reported_on(cells: list[list[str]]) -> None:
    table = [(1, tuple(HEADINGS.values())), *((number, tuple(row)) for number, row in enumerate(cells, start=2))]
    agencies, found = read_directory(table)
    assert found or len(agencies) == len(cells)


# --- the command ----------------------------------------------------------------------------------------------------


def test_import_list_export_and_check(giaoviec: Giaoviec, tmp_path: Path) -> None:
    db, path, again = tmp_path / "a.db", tmp_path / "danh-ba.csv", tmp_path / "xuat.csv"
    path.write_text(f"{HEAD}\nH15.01,Sở Y tế,SYT,Sở,tỉnh,Đắk Lắk,,01/03/2025,,,các sở; các cơ quan\n", "utf-8")
    assert giaoviec("agencies", "check", path).code == 0
    loaded = giaoviec("agencies", "import", path, "--db", db)
    assert loaded.code == 0 and loaded.out.startswith("1 cơ quan trong danh bạ riêng")
    listed = giaoviec("agencies", "--db", db, "list", "--search", "so y te").out.splitlines()
    assert [line.split("\t")[0] for line in listed] == ["H15.01", "…/so-y-te"]
    exported = giaoviec("agencies", "export", "--db", db).out
    again.write_text(exported, "utf-8")
    assert giaoviec("agencies", "import", again, "--db", db).code == 0
    assert giaoviec("agencies", "export", "--db", db).out == exported
    assert giaoviec("agencies", "check", "--db", db).out == "Danh bạ riêng: 1 cơ quan, không có lỗi.\n"


def test_a_bad_file_loads_nothing(giaoviec: Giaoviec, tmp_path: Path) -> None:
    db, path = tmp_path / "a.db", tmp_path / "danh-ba.csv"
    path.write_text("Mã,Tên,Thay bằng\nA,Sở A,B\nA,Sở B,\nB,Sở C,A\n", "utf-8")
    ran = giaoviec("agencies", "import", path, "--db", db)
    assert ran.code == 1 and ran.out == "" and not db.exists()
    assert [line.split(":")[1].strip() for line in ran.err.splitlines()[:-1]] == [
        "dòng 2",
        "dòng 3",
        "dòng 3",
        "dòng 4",
    ]
    assert ran.err.splitlines()[-1] == "giaoviec: danh-ba.csv: 4 lỗi, không nạp gì."


def test_looking_makes_no_database(giaoviec: Giaoviec, tmp_path: Path) -> None:
    db = tmp_path / "none.db"
    assert "so-y-te" in giaoviec("agencies", "list", "--db", db).out
    assert giaoviec("agencies", "export", "--db", db).out.startswith("Mã,Tên")
    assert not db.exists()
