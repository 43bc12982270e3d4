"""The corpus agrees with itself: every gold value stands in the text it was read from.

Gold is human truth: nothing here compares it with what the program finds. The checks catch a slip of the pen, such as
a deadline whose words are not in the task, an impossible day, or a citation that the document doesn't make.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "van-ban"
NAMES = sorted(path.name.removesuffix(".gold.json") for path in CORPUS.glob("*.gold.json"))

TYPES = frozenset(
    re.findall(
        r"\w+",
        "nghi_quyet quyet_dinh chi_thi quy_che quy_dinh thong_cao thong_bao huong_dan chuong_trinh ke_hoach phuong_an "
        "de_an du_an bao_cao bien_ban to_trinh hop_dong cong_van cong_dien ban_ghi_nho ban_thoa_thuan giay_uy_quyen "
        "giay_moi giay_gioi_thieu giay_nghi_phep phieu_gui phieu_chuyen phieu_bao thu_cong nghi_dinh thong_tu luat "
        "khac",
    )
)
COVERED = {"cong_van", "cong_dien", "thong_bao", "chi_thi", "quyet_dinh", "ke_hoach", "to_trinh", "bao_cao"}
PRINTED_FIELDS = (
    *("number", "symbol", "place", "subject", "archive"),
    *("signer", "signer_title", "signer_capacity", "urgency", "secrecy"),
)
TEXT_FIELDS = ("type", "date", "issuer", *PRINTED_FIELDS)
HEADER_FIELDS = {*TEXT_FIELDS, "addressees", "recipients"}
TASK_FIELDS = {"text", "lead", "coordinate", "deadlines", "targets"}
DEADLINE_FIELDS = {"text", "kind", "due", "rrule"}
TARGET_FIELDS = {"text", "comparator", "value", "unit"}
TWO_TIERS = date(2025, 7, 1)  # districts ended the day before

# Words that a list of agencies shares or that expand an abbreviation: they need not stand in the text themselves.
COMMON_WORDS = {"các", "tỉnh", "thành", "phố", "xã", "phường", "ủy", "ban", "nhân", "dân", "ubnd"}

FOOTNOTE_MARK = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[\d{1,2}\]")
FOOTNOTE = re.compile(r"^(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[\d{1,2}\])\s+\S[^\n]*(?:\n(?!\s*\n)[^\n]+)*", re.MULTILINE)
PAGE_NUMBER = re.compile(r"^\s*\d{1,3}\s*$", re.MULTILINE)
LIST_MARKER = re.compile(
    r"^\s*(?:[-+•*]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][.)]|\(\w{1,2}\)|[IVX]+\.|Điều \d+\.)\s", re.MULTILINE
)
RRULE_PART = re.compile(
    r"FREQ=(?:HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)|INTERVAL=\d+|BYDAY=-?\d?(?:MO|TU|WE|TH|FR|SA|SU)"
    r"(?:,(?:MO|TU|WE|TH|FR|SA|SU))*|BY(?:MONTHDAY|MONTH|HOUR)=-?\d+(?:,\d+)*|COUNT=\d+"
)


@cache
def _gold(name: str) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads((CORPUS / f"{name}.gold.json").read_text(encoding="utf-8"))
    return gold


@cache
def _bytes(name: str) -> bytes:
    return (CORPUS / f"{name}.txt").read_bytes()


@cache
def _text(name: str) -> str:
    return unicodedata.normalize("NFC", _bytes(name).decode("utf-8-sig").replace("\r\n", "\n").replace("\f", "\n"))


def _words(text: str) -> str:
    """The words in lower case with one space around each: two texts are compared without marks and line breaks."""
    return " " + " ".join(re.findall(r"[^\W_]+", FOOTNOTE_MARK.sub(" ", text).lower())) + " "


@cache
def _readings(name: str) -> tuple[str, str]:
    """The document's words as printed, and again without footnotes, page numbers and list markers."""
    text = _text(name)
    body = text
    for pattern in (FOOTNOTE, PAGE_NUMBER, LIST_MARKER):
        body = pattern.sub("\n", body)
    return _words(text), _words(body)


def _stands_in(name: str, text: str) -> bool:
    return any(_words(text) in reading for reading in _readings(name))


def _stands_near(name: str, task: str, text: str) -> bool:
    """Whether ``text`` is part of the task, of the heading before it or of the labelled lines and bullets after it."""
    wanted = _words(text)
    for reading in _readings(name):
        at = reading.find(_words(task))
        if at >= 0 and wanted in reading[max(at - 300, 0) : at + len(_words(task)) + 900]:
            return True
    return False


def _as_name(entry: str | dict[str, Any]) -> str:
    return entry if isinstance(entry, str) else str(entry.get("name") or entry.get("number"))


def _tasks(name: str) -> list[dict[str, Any]]:
    return list(_gold(name)["tasks"])


def _issued(name: str) -> date | None:
    printed = _gold(name)["header"]["date"]
    return date.fromisoformat((printed + "-01-01")[:10]) if printed else None


def test_every_text_has_its_gold() -> None:
    assert [path.stem for path in sorted(CORPUS.glob("*.txt"))] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_shape(name: str) -> None:
    gold = _gold(name)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name)
    assert gold["source"] == f"{name}.txt"
    assert set(gold) == {"source", "header", "references", "tasks"}
    assert set(gold["header"]) == HEADER_FIELDS
    assert gold["header"]["type"] in TYPES
    assert all(gold["header"][field] is None or gold["header"][field].strip() for field in TEXT_FIELDS)
    references = [_as_name(entry) for entry in gold["references"]]
    assert len(references) == len(set(references))
    for task in gold["tasks"]:
        assert TASK_FIELDS <= set(task) <= TASK_FIELDS | {"optional"}
        assert task["text"].strip()


@pytest.mark.parametrize("name", NAMES)
def test_header_stands_in_the_text(name: str) -> None:
    header = _gold(name)["header"]
    for field in PRINTED_FIELDS:
        if header[field]:
            assert _stands_in(name, header[field]), f"{field}: {header[field]}"
    for entry in (*header["addressees"], *header["recipients"]):
        assert _stands_in(name, _as_name(entry)), entry
    if header["number"]:
        assert f"{header['number']}/{header['symbol']}" in _text(name) or f"{header['number']}-" in _text(name)


@pytest.mark.parametrize("name", NAMES)
def test_header_date_is_printed(name: str) -> None:
    printed = _gold(name)["header"]["date"]
    if printed is None:
        return
    assert re.fullmatch(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", printed)
    issued = _issued(name)
    assert issued is not None
    day, month = printed[8:10], int(printed[5:7])
    shown = rf"ngày\s+{day or ''}\s*tháng\s+0?{month}\s+năm\s+{issued.year}"
    assert re.search(shown, _text(name)), printed


@pytest.mark.parametrize("name", NAMES)
def test_tasks_stand_in_the_text(name: str) -> None:
    texts = [task["text"] for task in _tasks(name)]
    assert [text for text in texts if not _stands_in(name, text)] == []
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("name", NAMES)
def test_agencies_stand_in_the_text(name: str) -> None:
    known = set(_readings(name)[0].split())
    for task in _tasks(name):
        for agency in (*task["lead"], *task["coordinate"]):
            main = set(_words(agency).split()) - COMMON_WORDS
            assert main <= known, f"{agency}: {main - known}"


@pytest.mark.parametrize("name", NAMES)
def test_deadlines(name: str) -> None:
    issued = _issued(name)
    for task in _tasks(name):
        for deadline in task["deadlines"]:
            assert {"text", "kind"} <= set(deadline) <= DEADLINE_FIELDS | {"optional"}
            assert _stands_near(name, task["text"], deadline["text"]), deadline
            due, rrule, kind = deadline.get("due"), deadline.get("rrule"), deadline["kind"]
            assert kind in ("date", "period", "recurring", "duration", "event")
            assert bool(rrule) == (kind == "recurring"), deadline
            assert bool(due) or kind not in ("date", "period"), deadline
            assert not due or kind in ("date", "period", "duration"), deadline
            assert not rrule or all(RRULE_PART.fullmatch(part) for part in rrule.split(";")), deadline
            assert not due or issued is None or date.fromisoformat(due) >= issued, deadline


@pytest.mark.parametrize("name", NAMES)
def test_targets(name: str) -> None:
    for task in _tasks(name):
        for target in task["targets"]:
            assert TARGET_FIELDS <= set(target) <= TARGET_FIELDS | {"optional"}
            assert _stands_near(name, task["text"], target["text"]), target
            assert target["comparator"] in ("<", "<=", "=", ">=", ">")
            value = target["value"]
            assert value is None or (isinstance(value, int | float) and not isinstance(value, bool)), target


@pytest.mark.parametrize("name", NAMES)
def test_references_stand_in_the_text(name: str) -> None:
    gold, text = _gold(name), re.sub(r"\s", "", _text(name))
    own = f"{gold['header']['number']}/{gold['header']['symbol']}"
    for entry in gold["references"]:
        number = re.sub(r"\s", "", _as_name(entry))
        assert number in text
        assert number != own


def test_enough_of_every_kind() -> None:
    assert len(NAMES) >= 16
    assert {_gold(name)["header"]["type"] for name in NAMES} >= COVERED
    assert sum(not _tasks(name) for name in NAMES) >= 5


def test_both_structures() -> None:
    issued = {name: day for name in NAMES if (day := _issued(name))}
    before = [name for name, day in issued.items() if day < TWO_TIERS and "huyện" in _text(name)]
    after = [name for name, day in issued.items() if day >= TWO_TIERS and re.search(r"xã, phường|phường", _text(name))]
    assert len(before) >= 3 and len(after) >= 3


def test_every_layout() -> None:
    raw = {name: _bytes(name).decode("utf-8-sig") for name in NAMES}
    assert any(_bytes(name).startswith(b"\xef\xbb\xbf") and "\r\n" in raw[name] for name in NAMES)
    assert any(text != unicodedata.normalize("NFC", text) for text in raw.values())
    assert any(len(text) > 1500 and max(map(len, text.splitlines())) <= 90 for text in raw.values())
    assert any(FOOTNOTE.search(text) and PAGE_NUMBER.search(text) for text in raw.values())
    assert any(_gold(name)["header"]["number"] is None and re.search(r"Số:\s+/", _text(name)) for name in NAMES)
    assert any("CỘNG HÒA" not in _text(name) for name in NAMES)
    assert any(re.search(r"^STT \|", _text(name), re.MULTILINE) for name in NAMES)


def test_every_kind_of_deadline_and_target() -> None:
    tasks = [task for name in NAMES for task in _tasks(name) if not task.get("optional")]
    kinds = {deadline["kind"] for task in tasks for deadline in task["deadlines"]}
    assert kinds == {"date", "period", "recurring", "duration", "event"}
    targets = [target for task in tasks for target in task["targets"]]
    assert {target["comparator"] for target in targets} >= {"<", "=", ">=", ">"}
    assert any(target["value"] is None for target in targets)
