"""Citations: relation and title as worded, what several mentions tell together, and the stored documents they mean."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from case_files import params
from papers import paper, read
from sqlite_utils import Database

from pipeline.contract import contract
from pipeline.store import open_store, register_functions, save
from pipeline.store.citing import cites
from pipeline.store.migrations import MIGRATIONS
from pipeline.store.reading import read_document
from pipeline.store.views import make_views
from pipeline.types import Citation, Dispatch, Span
from pipeline.values import distinct_citations, find_citations
from tests.browsing import browser
from tests.factory import Paper, build

DECISION = Paper(number="25", symbol="QĐ-UBND", type="quyet_dinh", issued="2024-03-18", citations=())


@pytest.mark.parametrize("case", params("relations", "relations"))
def test_relation(case: dict[str, Any]) -> None:
    assert [citation.relation for citation in find_citations(case["text"])] == case["expected"]


@pytest.mark.parametrize("case", params("relations", "titles"))
def test_title(case: dict[str, Any]) -> None:
    assert [citation.title for citation in find_citations(case["text"])] == case["expected"]


def test_later_mentions_complete_the_first() -> None:
    first, other = distinct_citations(
        find_citations(
            "Theo Quyết định số 25/QĐ-UBND. Căn cứ Quyết định số 25/QĐ-UBND ngày 18/3/2024 của UBND tỉnh về việc lập"
            " tổ mẫu. Quyết định này thay thế Quyết định số 25/QĐ-UBND. Xem Quyết định số 7/QĐ-UBND ngày 1/2/2024;"
            " thay thế Quyết định số 7/QĐ-UBND ngày 1/2/2023 của UBND xã."
        )
    )
    assert (first.date, first.issuer, first.title) == ("2024-03-18", "UBND tỉnh", "lập tổ mẫu")
    assert first.relation == "thay_the"
    assert (other.date, other.issuer, other.relation) == ("2024-02-01", None, None)


def test_what_stands_below_the_heading_of_the_basis_is_its_basis() -> None:
    body = "I. CĂN CỨ PHÁP LÝ\n- Quyết định số 25/QĐ-UBND ngày 18/3/2024.\nII. NHIỆM VỤ\n- Xem Kế hoạch số 4/KH-UBND.\n"
    assert [c.relation for c in read(paper("ke_hoach", body)).citations] == ["can_cu", None]


def test_the_contract_keeps_its_four_keys() -> None:
    found = contract(read(paper("cong_van", "Thực hiện Kế hoạch số 4/KH-UBND ngày 3/2/2025.\n")))["references"]
    assert [set(one) for one in found] == [{"number", "type", "date", "issuer"}]


# --- which stored document is meant ----------------------------------------------------------------------------------


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = open_store(tmp_path / "kho.db")
    yield database
    database.close()


def _citing(number: str, date: str | None = None, issuer: str | None = None, relation: str | None = None) -> Dispatch:
    """A dispatch of 3 March 2025 that cites one document."""
    dispatch = build(Paper(number="90", name="vien-dan.txt", content=f"{number}{date}{issuer}".encode(), citations=()))
    return replace(
        dispatch, citations=(Citation(number, None, date, issuer, Span(0, 4), "thử", 1.0, "lập tổ mẫu", relation),)
    )


def _cited(db: Database) -> list[Any]:
    return [row[0] for row in db.execute("SELECT cited_id FROM citation_sheet ORDER BY id").fetchall()]


@pytest.mark.parametrize("cited_first", [True, False])
def test_both_directions_whichever_came_first(db: Database, cited_first: bool) -> None:
    papers = [build(DECISION), _citing("025/QĐ- UBND", "2024-03-18", "UBND tỉnh", "thay_the")]
    ids = {one.source.name: save(db, one).document_id for one in (papers if cited_first else papers[::-1])}
    cited, citing = ids["cong-van.txt"], ids["vien-dan.txt"]
    there, back = read_document(db.conn, citing), read_document(db.conn, cited)
    assert there is not None and back is not None
    assert [(c["document_id"], c["relation_label"]) for c in there.citations] == [(cited, "Thay thế")]
    assert [(c["document_id"], c["relation"]) for c in back.cited_by] == [(citing, "Thay thế")]
    assert there.cited_by == () and back.citations == ()
    row = next(iter(db.query("SELECT * FROM vien_dan")))
    assert (row["van_ban_id"], row["vien_dan_id"], row["quan_he"]) == (citing, cited, "Thay thế")
    assert row["trich_yeu"] == "lập tổ mẫu"


def test_the_page_of_a_document_links_both_ways(db: Database, tmp_path: Path) -> None:
    cited = save(db, build(DECISION)).document_id
    citing = save(db, _citing("25/QĐ-UBND", "2024-03-18", "UBND tỉnh", "thay_the")).document_id
    get = browser(tmp_path / "kho.db").get
    there, back, view = (
        get(path).text for path in (f"/-/van-ban/{citing}", f"/-/van-ban/{cited}", "/giaoviec/vien_dan")
    )
    assert "<dt>Thay thế</dt>" in there and f'<a href="/-/van-ban/{cited}">25/QĐ-UBND</a>' in there
    assert "Được viện dẫn ở" in back and f'<a href="/-/van-ban/{citing}" title=' in back and "Được" not in there
    assert f'href="/-/van-ban/{cited}">Quyết định 25/QĐ-UBND</a>' in view
    headings = re.findall(r'<th class="col-([^"]+)"[^>]*>(?:<a[^>]*>)?([^<&]*)', view)
    assert all(heading.strip() != column for column, heading in headings)


@pytest.mark.parametrize(
    ("date", "issuer", "found"),
    [
        ("2024-03-18", None, True),
        ("2024-03-19", None, False),
        ("2024-03-18", "UBND tỉnh Mẫu Giang", False),
        (None, "UBND tỉnh", True),
        (None, "Chủ tịch Ủy ban nhân dân tỉnh Sông Thao", True),
        (None, "UBND tỉnh Mẫu Giang", False),
        (None, None, True),
    ],
)
def test_date_or_issuer_must_fit(db: Database, date: str | None, issuer: str | None, found: bool) -> None:
    document = save(db, build(DECISION)).document_id
    save(db, _citing("25/QĐ-UBND", date, issuer))
    assert _cited(db) == [document if found else None]


def test_a_number_alone_means_an_older_document_of_the_same_place_and_only_one(db: Database) -> None:
    save(db, build(replace_paper(issued="2025-12-01", content=b"1")))
    save(db, build(replace_paper(issuer="Ủy ban nhân dân tỉnh Mẫu Giang", content=b"2")))
    save(db, _citing("25/QĐ-UBND"))
    assert _cited(db) == [None]
    first = save(db, build(replace_paper(issued="2024-03-18", content=b"3"))).document_id
    assert _cited(db) == [first]
    save(db, build(replace_paper(issued="2023-03-18", content=b"4")))
    assert _cited(db) == [None]


def replace_paper(**changed: Any) -> Paper:
    return replace(DECISION, **changed)


def test_an_abbreviated_issuer_is_not_compared_word_by_word() -> None:
    assert cites("2024-03-18", "Bộ MH&LS", None, None, "2024-03-18", "Bộ Mẫu hóa và Lập sổ") == 3
    assert cites(None, "Bộ Tài sản", None, None, "2024-03-18", "Bộ Mẫu hóa và Lập sổ") == 0


def test_a_store_from_before_is_linked_too(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / "cũ.db")
    register_functions(conn)
    at = next(k for k, step in enumerate(MIGRATIONS) if step.__name__ == "_007_citations")
    for step in MIGRATIONS[:at]:
        step(conn)
    document = (
        "INSERT INTO documents (sha256, label, code, type, source_name, media_type, pages, page_starts, text,"
        " text_confidence, fingerprint) VALUES (?, ?, ?, 'quyet_dinh', 'a', 'b', 1, '[0]', '', 1, '')"
    )
    conn.execute(document, ["a", "Quyết định", "07/QĐ-UBND"])
    conn.execute(document, ["b", "Công văn", None])
    cited = "INSERT INTO citations (document_id, position, number, raw, rule, confidence) VALUES (2, 0, ?, '', '', 1)"
    conn.execute(cited, ["7/QĐ-UBND"])
    for step in MIGRATIONS[at:]:
        step(conn)
    make_views(conn)
    assert conn.execute("SELECT document_id, cited_id FROM citation_sheet").fetchall() == [(2, 1)]
    conn.close()
