"""The generator of training text: the same seed gives the same bytes, and gold and spans say what stands in the text.

Values are recomputed here from the words alone, by other means than the generator's: a slip in its arithmetic shows.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
COUNT, SEED = 400, 20_250_701
LABELS = {"AGENCY", "DEADLINE", "TARGET", "CITATION", "TASK"}
HEADER = {
    *("type", "number", "symbol", "date", "place", "issuer", "subject", "addressees", "recipients", "archive"),
    *("signer", "signer_title", "signer_capacity", "urgency", "secrecy"),
}
FREE = {"giay_moi", "thong_tu", "bien_ban"}  # types that never assign work, whatever their subject
ROMAN = {"I": 3, "II": 6, "III": 9, "IV": 12}
# Times and figures that would be a deadline or a level if they stood in the work itself, where the gold has none.
TIME = re.compile(
    r"h[ằà]ng (?:ngày|tuần|tháng|quý|năm|kỳ)|mỗi (?:ngày|tuần|tháng|quý|năm)|\d+ ?(?:%|giờ|ngày|tháng|năm)|định kỳ"
    r"|trước (?:khi|ngày|Tết|mùa)|\b(?:ba|năm|mười|hai) (?:ngày|tuần|tháng)\b|/(?:ngày|tuần|tháng|quý|năm)|24/"
)


@pytest.fixture(scope="module")
def generator() -> Iterator[ModuleType]:
    sys.path.insert(0, str(CORPUS))
    yield import_module("generate")
    sys.path.remove(str(CORPUS))


@pytest.fixture(scope="module")
def documents(generator: ModuleType) -> list[Any]:
    return list(generator.generate_many(COUNT, SEED))


@pytest.fixture(scope="module")
def clean(generator: ModuleType) -> list[Any]:
    return list(generator.generate_many(COUNT, SEED, noise=False))


def _tasks(documents: list[Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    return ((document, task) for document in documents for task in document.gold["tasks"])


def _plain(text: str) -> str:
    """Letters and digits alone: what neither line breaks, page numbers between lines nor letters apart change."""
    text = re.sub(r"\n\n\d{1,3}\n\n", " ", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def _issued(document: Any) -> date:
    printed = document.gold["header"]["date"]
    return date.fromisoformat(printed if len(printed) == 10 else printed + "-01")


def test_a_document_depends_on_seed_and_number_alone(generator: ModuleType, documents: list[Any]) -> None:
    assert [generator.generate(SEED, number) for number in (7, 300, 0, 41)] == [documents[n] for n in (7, 300, 0, 41)]
    assert generator.generate(SEED + 1, 7).text != documents[7].text


def test_bytes_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    folders = []
    for hash_seed in ("0", "4711"):
        folders.append(tmp_path / hash_seed)
        command = [sys.executable, str(CORPUS / "generate.py"), "--count", "12", "--seed", "3", "--out", folders[-1]]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": hash_seed})
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert len(first) == 36 and first == second
    gold = next(name for name in first if name.endswith(".gold.json"))
    assert json.loads(first[gold])["source"] in first


def test_spans_lie_in_the_text_and_in_order(documents: list[Any]) -> None:
    for document in documents:
        assert list(document.spans) == sorted(document.spans, key=lambda s: (s.start, -s.end, s.label))
        for span in document.spans:
            assert span.label in LABELS
            assert 0 <= span.start < span.end <= len(document.text)
            said = document.text[span.start : span.end]
            assert said == said.strip(), said


def test_spans_say_what_the_gold_says(documents: list[Any]) -> None:
    for document in documents:
        if document.noisy:
            continue
        said = {label: [] for label in LABELS}
        for start, end, label in document.spans:
            said[label].append(_plain(document.text[start:end]))
        tasks = [task for task in document.gold["tasks"] if not task.get("optional")]
        assert said["TASK"] == [task["text"] for task in tasks]
        assert list(dict.fromkeys(said["CITATION"])) == document.gold["references"]
        assert Counter(said["TARGET"]) == Counter(goal["text"] for task in tasks for goal in task["targets"])
        assert set(said["DEADLINE"]) == {day["text"] for task in tasks for day in task["deadlines"]}
        names = {name.casefold() for name in said["AGENCY"]}
        known = set(re.findall(r"\w+", " ".join(names)))
        for task in tasks:
            for name in (*task["lead"], *task["coordinate"]):
                assert name.casefold() in names or set(re.findall(r"\w+", name.casefold())) <= known, name


def test_noise_keeps_spans_on_their_text(documents: list[Any], clean: list[Any]) -> None:
    spoiled = [(a, b) for a, b in zip(documents, clean, strict=True) if a.text != b.text]
    assert COUNT * 0.2 < len(spoiled) < COUNT * 0.4
    assert any(a.noisy for a, _ in spoiled) and any(not a.noisy for a, _ in spoiled)
    for noisy, plain in spoiled:
        assert noisy.gold == plain.gold
        assert [span.label for span in noisy.spans] == [span.label for span in plain.spans]
        for ours, theirs in zip(noisy.spans, plain.spans, strict=True):
            got, meant = _plain(noisy.text[slice(*ours[:2])]), _plain(plain.text[slice(*theirs[:2])])
            if not noisy.noisy or ours.label in ("DEADLINE", "TARGET", "CITATION"):
                assert got == meant
            else:
                same = sum(a == b for a, b in zip(got, meant, strict=False))
                assert abs(len(got) - len(meant)) <= 0.1 * len(meant) + 2 and (same or len(meant) < 4)


def test_gold_has_the_shape_of_the_corpus(documents: list[Any]) -> None:
    for document in documents:
        assert document.gold.keys() == {"source", "header", "references", "tasks"}
        assert document.gold["header"].keys() == HEADER
        for task in document.gold["tasks"]:
            assert {"text", "lead", "coordinate", "deadlines", "targets"} == task.keys() - {"optional"}
            for deadline in task["deadlines"]:
                assert deadline.keys() == {"text", "kind", "due", "rrule"}
                assert (deadline["rrule"] is not None) == (deadline["kind"] == "recurring")
                assert deadline["kind"] not in ("date", "period") or deadline["due"] > str(_issued(document))
            for goal in task["targets"]:
                assert goal.keys() - {"optional"} == {"text", "comparator", "value", "unit"}
                assert goal["comparator"] in ("<", "<=", "=", ">=", ">")


def test_header_and_tasks_stand_in_the_text(clean: list[Any]) -> None:
    for document in clean:
        text, header = _plain(document.text), document.gold["header"]
        for field in ("symbol", "place", "subject", "archive", "signer", "signer_title"):
            assert header[field] in text, field
        for name in (*header["addressees"], *header["recipients"]):
            assert name in text
        texts = [task["text"] for task in document.gold["tasks"]]
        assert all(task in text for task in texts)
        assert len(set(texts)) == len(texts)


def test_types_without_work_have_none(documents: list[Any]) -> None:
    free = [d for d in documents if all(task.get("optional") for task in d.gold["tasks"])]
    assert 0.2 * COUNT < len(free) < 0.45 * COUNT
    assert {d.gold["header"]["type"] for d in free} >= FREE | {"cong_van", "quyet_dinh", "thong_bao", "bao_cao"}
    assert not {d.gold["header"]["type"] for d in documents if d not in free} & FREE
    for document in free:
        assert not [span for span in document.spans if span.label in ("TASK", "DEADLINE", "TARGET")]


def test_every_task_that_must_has_a_lead(documents: list[Any]) -> None:
    counted = Counter(bool(task["lead"]) for _, task in _tasks(documents) if not task.get("optional"))
    assert counted[False] < 0.12 * counted[True]  # levels to be reached in a plan name nobody
    for _, task in _tasks(documents):
        assert task["lead"] or task["targets"] or task.get("optional")
        assert not set(task["lead"]) & set(task["coordinate"])


def _day(text: str, issued: date) -> date | None:
    """The day that is printed, worked out from the digits alone."""
    if month := re.search(r"(\d{1,2})(?:[/.-]| tháng )(\d{1,2})(?:(?:[/.-]| năm )(\d{4}))?$", text):
        day, number, year = (int(part) if part else None for part in month.groups())
        assert day and number
        if year:
            return date(year, number, day)
        this = date(issued.year, number, day)
        return this if this >= issued else date(issued.year + 1, number, day)
    return None


def _last_day(text: str) -> date | None:
    """The end of the period that is printed."""
    years = re.findall(r"\d{4}", text)
    if not years:
        return None
    year = int(years[0])
    if half := re.search(r"0?6 tháng (đầu|cuối)", text):
        return date(year, 6, 30) if half[1] == "đầu" else date(year, 12, 31)
    if quarter := re.search(r"quý (IV|I{1,3})\b", text, re.IGNORECASE):
        month = ROMAN[quarter[1].upper()]
    elif named := re.search(r"tháng 0?(\d{1,2})\b", text, re.IGNORECASE):
        month = int(named[1])
        if re.match("trước", text, re.IGNORECASE):
            return date(year, month, 1) - timedelta(days=1)
    elif re.match("trước", text, re.IGNORECASE):
        return date(year - 1, 12, 31)
    else:
        month = 12
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def test_due_days_follow_from_the_words(documents: list[Any]) -> None:
    checked: Counter[str] = Counter()
    for document, task in _tasks(documents):
        for deadline in task["deadlines"]:
            kind, text, due = deadline["kind"], deadline["text"], deadline["due"]
            if kind == "date":
                assert _day(text, _issued(document)) == date.fromisoformat(due), text
            elif kind == "period":
                assert _last_day(text) == date.fromisoformat(due), text
            elif kind == "duration" and due:
                days = re.search(r"(\d+) ngày", text)
                assert days and _issued(document) + timedelta(days=int(days[1])) == date.fromisoformat(due)
            elif kind in ("recurring", "event"):
                assert due is None
            checked[kind] += 1
    assert set(checked) == {"date", "period", "duration", "recurring", "event"} and min(checked.values()) > 20


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (r"\btuần", "FREQ=WEEKLY"),
        (r"ngày 10\b", "BYMONTHDAY=10"),
        (r"\bquý\b", "FREQ=MONTHLY;INTERVAL=3"),
        (r"6 tháng$", "FREQ=MONTHLY;INTERVAL=6"),
        (r"h[ằà]ng tháng", "FREQ=MONTHLY"),
        (r"\d giờ", "BYHOUR="),
        ("thứ Sáu", "BYDAY=FR"),
        (r"h[ằà]ng năm$", "FREQ=YEARLY"),
    ],
)
def test_rules_of_recurrence_say_the_words(documents: list[Any], words: str, part: str) -> None:
    recurring = [day for _, task in _tasks(documents) for day in task["deadlines"] if day["rrule"]]
    found = [day for day in recurring if re.search(words, day["text"])]
    assert found
    assert [day for day in found if part not in day["rrule"]] == []


def test_levels_follow_from_the_words(documents: list[Any]) -> None:
    seen = Counter()
    for _, task in _tasks(documents):
        for goal in task["targets"]:
            seen[goal["comparator"]] += 1
            if goal["value"] is None:
                continue
            printed = re.search(r"\d[\d.]*(?:,\d+)?", goal["text"])
            assert printed
            value = float(printed[0].replace(".", "").replace(",", "."))
            scale = 10**9 if "tỷ đồng" in goal["text"] else 10**6 if "triệu đồng" in goal["text"] else 1
            assert goal["value"] == pytest.approx(value * (scale if goal["unit"] == "đồng" else 1))
            assert goal["unit"] in goal["text"]
    assert set(seen) == {"<", "<=", "=", ">=", ">"}


def test_work_says_no_time_and_no_level(generator: ModuleType) -> None:
    vocabulary = import_module("generate.vocabulary")
    groups = [(s.id, (*s.works, *s.local)) for s in vocabulary.sectors()]
    groups += [(f.id, f.works) for f in vocabulary.fields().values()]
    phrases = [(name, phrase) for name, works in groups for work in works for phrase in work]
    assert len(phrases) > 500
    assert [(name, phrase) for name, phrase in phrases if TIME.search(phrase)] == []


def test_sectors_name_offices_that_exist_and_repeat_nothing(generator: ModuleType) -> None:
    vocabulary = import_module("generate.vocabulary")
    sectors, fields = vocabulary.sectors(), vocabulary.fields()
    assert len(sectors) >= 25 and len({s.id for s in sectors}) == len(sectors)
    for sector in sectors:
        assert {sector.field, *sector.partners} <= fields.keys()
        heads = [work[0] for work in (*sector.works, *sector.local)]
        assert len(heads) >= 12 and len(set(heads)) == len(heads)


def test_variety(documents: list[Any]) -> None:
    types = Counter(document.gold["header"]["type"] for document in documents)
    assert len(types) >= 12
    openings = {" ".join(task["text"].split()[:4]) for _, task in _tasks(documents)}
    assert len(openings) > 0.4 * sum(1 for _ in _tasks(documents))
    leads = {name for _, task in _tasks(documents) for name in task["lead"]}
    assert len(leads) > 300
    texts = Counter(task["text"] for _, task in _tasks(documents))
    assert sum(count > 1 for count in texts.values()) < 0.05 * len(texts)
    body = "\n".join(document.text for document in documents)
    for layout in (
        r"^I\. ",
        r"^1\. ",
        r"^a\) ",
        r"^- ",
        r"^\+ ",
        r"^• ",
        r"^1\.1\. ",
        r"^Điều 1\. ",
        r"\(1\) ",
        r"^\w+ \| ",
    ):
        assert re.search(layout, body, re.MULTILINE), layout
