"""A register of any size, drawn at random from a fixed seed and written in bulk: a million tasks take some minutes.

Documents of five tasks over four years, most with one lead, some with several, some given to a group; the older ones
mostly done; every other document is confirmed, the rest wait for review. All rows are those that the store itself would
write: ``giaoviec verify`` finds nothing wrong but the originals, of which few are kept.
"""

from __future__ import annotations

import random
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pipeline.clock import vietnam_today
from pipeline.follow import Event, History
from pipeline.follow.chain import link_hash
from pipeline.store.event_chain import RECORDED
from pipeline.store.folding import fold
from pipeline.store.occurrences import fill_occurrences
from pipeline.store.standings import COLUMNS, mark_drawn, rows_of
from pipeline.store.tallies import count_all
from pipeline.store.units import Unit
from pipeline.values.citations import citation_key
from tests.bench.register_papers import COLUMNS as PAPERS
from tests.bench.register_papers import PROOF, PROVEN_EACH, Rows, arrival, is_scanned, keep_files, rows_beside, scan

TODAY = vietnam_today()
DAYS = 4 * 365
AGENCIES = 600
MEASURED_AGENCY = 17
"""The agency whose account the benches ask as: it leads the first task of each document whose file is kept."""
GROUP = 60
TASKS_EACH = 5  # of a document
PORTION = 20_000  # tasks written at a time; a multiple of TASKS_EACH
CACHE_KIB = 1_500_000  # the links of the chain come in no order: their indexes have to stay in memory
TYPES = ("cong_van", "cong_van", "cong_van", "ke_hoach", "quyet_dinh", "chi_thi", "thong_bao")
SIGNERS = tuple(f"Nguyễn Văn Mẫu {n}" for n in range(1, 41))
WORDS = (
    "rà soát", "tổng hợp", "kiểm tra", "hồ sơ", "báo cáo", "kết quả", "thực hiện", "kế hoạch", "dự toán", "công trình",
    "phòng chống", "thiên tai", "cấp huyện", "đơn vị", "chuyển đổi số", "thủ tục", "hành chính", "giải ngân", "đầu tư",
    "y tế", "giáo dục", "môi trường", "đất đai", "người dân", "doanh nghiệp", "tháo gỡ", "khó khăn", "tiến độ",
)  # fmt: skip
TEXT_WORDS = 220  # of a document: a page and a half

_REPEATED = "SELECT DISTINCT document_id FROM tasks t JOIN deadlines d ON d.task_id = t.id WHERE d.rrule IS NOT NULL"
_POINTS = """UPDATE documents SET to_check = (SELECT sum(needs_review) FROM tasks WHERE document_id = documents.id)
    + (SELECT count(*) FROM findings WHERE document_id = documents.id)"""

_COLUMNS = {
    "agencies": ("id", "name", "key"),
    "documents": (
        "id", "sha256", "label", "code", "number", "symbol", "type", "date", "given_on", "issuer", "subject", "signer",
        "source_name", "media_type", "pages", "page_starts", "text", "text_confidence", "fingerprint",
        "code_key", "arrival_number", "arrival_date", "arrival_by", "added_by", "confirmed_at", "confirmed_by",
    ),
    **PAPERS,
    "documents_fts": ("rowid", "code", "subject", "issuer", "text"),
    "tasks": (
        "id", "document_id", "key", "position", "path", "text", "raw", "span_start", "span_end", "page", "rule",
        "confidence", "needs_review",
    ),
    "tasks_fts": ("rowid", "text", "agencies"),
    "deadlines": ("task_id", "position", "kind", "due", "rrule", "raw", "rule", "confidence"),
    "task_agencies": ("task_id", "agency_id", "role", "position", "as_written", "raw", "rule", "confidence"),
    "assignments": ("id", "task_id", "agency_id", "role", "rule", "confidence"),
    "task_events": (*RECORDED, "previous", "hash"),
    "event_files": ("event_id", "position", "name", "sha256", "media_type"),
    "standings": COLUMNS,
}  # fmt: skip


def fill(db: Database, tasks: int, seed: int = 7) -> None:
    """Fill an empty store with that many tasks."""
    conn = db.conn
    for pragma in ("synchronous = OFF", f"cache_size = -{CACHE_KIB}", "temp_store = MEMORY"):
        conn.execute(f"PRAGMA {pragma}")
    with _without_indexes(conn):
        drawing = _Drawing(random.Random(seed), tasks)
        _write(conn, {"agencies": [(n, f"Sở Mẫu {n}", f"so mau {n}") for n in range(1, AGENCIES + 1)]})
        for first in range(1, tasks + 1, PORTION):
            _write(conn, drawing.portion(range(first, min(first + PORTION, tasks + 1))))
    conn.execute("BEGIN")
    for (id_,) in conn.execute(_REPEATED).fetchall():
        fill_occurrences(conn, id_)
    conn.execute(_POINTS)
    count_all(conn)
    mark_drawn(conn)
    conn.execute("COMMIT")
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    keep_files(Path(conn.execute("PRAGMA database_list").fetchone()[2]).parent, -(-tasks // TASKS_EACH))


@contextmanager
def _without_indexes(conn: sqlite3.Connection) -> Iterator[None]:
    """Indexes and triggers are taken off and made again afterwards, in one go."""
    kinds = "SELECT name, type, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    made = conn.execute(kinds).fetchall()
    for name, kind, _ in made:
        conn.execute(f"DROP {kind} {name}")
    yield
    for _, _, sql in made:
        conn.execute(sql)


def _write(conn: sqlite3.Connection, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    conn.execute("BEGIN")
    for table, columns in _COLUMNS.items():
        if table in rows:
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            conn.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows[table])  # noqa: S608 - own names
    conn.execute("COMMIT")


class _Drawing:
    """What is drawn, portion by portion: the generator of chance, and where the counted rows and the chain have got."""

    def __init__(self, draw: random.Random, tasks: int) -> None:
        self.draw, self.tasks = draw, tasks
        self.assignment = self.event = 0
        self.link: str | None = None

    def portion(self, ids: Iterable[int]) -> Rows:
        rows: Rows = defaultdict(list)
        units: list[Unit] = []
        for id_ in ids:
            document = (id_ - 1) // TASKS_EACH
            given = TODAY - timedelta(days=int((1 - document * TASKS_EACH / self.tasks) * DAYS))
            if id_ % TASKS_EACH == 1:
                self._document(rows, document + 1, given)
            units += self._task(rows, id_, given)
        rows["standings"] = list(rows_of(units))
        return rows

    def _document(self, rows: Rows, id_: int, given: date) -> None:
        code, day, type_ = f"{id_}/UBND-TH", given.isoformat(), self.draw.choice(TYPES)
        subject, text = self._words(9), self._words(TEXT_WORDS)
        pdf = scan(id_) if is_scanned(id_) else None
        kept = (pdf.sha256, pdf.name, pdf.media_type) if pdf else (f"{id_:064x}", f"{id_}.txt", "text/plain")
        confirmed = (f"{day}T09:00:00Z", "Văn Thư Mẫu") if id_ % 2 else (None, None)
        rows["documents"].append((
            id_, kept[0], f"Văn bản {code}", code, str(id_), "UBND-TH", type_, day, day, "UBND tỉnh Mẫu", subject,
            self.draw.choice(SIGNERS), *kept[1:], 1, "[0]", text, 1, "", citation_key(code), *arrival(id_, given),
            "person", "clerk", *confirmed,
        ))  # fmt: skip
        rows_beside(rows, self.draw, id_, code, text, given)
        rows["documents_fts"].append((id_, *map(fold, (code, subject, "UBND tỉnh Mẫu", text))))

    def _words(self, count: int) -> str:
        return " ".join(self.draw.choices(WORDS, k=count))

    def _task(self, rows: Rows, id_: int, given: date) -> Iterator[Unit]:
        draw = self.draw
        due = given + timedelta(days=draw.randrange(5, 120)) if draw.random() < 0.75 else None
        recurring = due is None and draw.random() < 0.3
        text = f"{self._words(6)} đợt {id_}"
        document, place = (id_ - 1) // TASKS_EACH + 1, id_ % TASKS_EACH
        rows["tasks"].append(
            (id_, document, str(id_), place, f"{place + 1}.a", text, text, 0, 0, 1, "x", 1, draw.random() < 0.2)
        )
        rows["tasks_fts"].append((id_, fold(text), ""))
        if due or recurring:
            kind, rule = ("date", None) if due else ("recurring", "FREQ=MONTHLY;BYMONTHDAY=25")
            rows["deadlines"].append((id_, 0, kind, due and due.isoformat(), rule, "hạn mẫu", "x", 1))
        leads = [MEASURED_AGENCY] if is_scanned(document) and place == 1 else _leads(draw)
        for at, lead in enumerate(leads):
            name = f"Sở Mẫu {lead}"
            rows["task_agencies"].append((id_, lead, "lead", at, name, name, "x", 1))
            self.assignment += 1
            rows["assignments"].append((self.assignment, id_, lead, "lead", "x", 1))
            events = self._events(rows, id_, self.assignment, given, due)
            yield Unit(id_, History(given, due, events, recurring), self.assignment, lead, name)
        if not leads:
            yield Unit(id_, History(given, due, self._events(rows, id_, None, given, due), recurring))

    def _events(
        self, rows: Rows, task: int, assignment: int | None, given: date, due: date | None
    ) -> tuple[Event, ...]:
        events = []
        for kind, day, new_due in _happenings(self.draw, given, due):
            percent = 50 if kind == "progress" else None
            events.append(Event(kind, day, new_due, percent, None, "x", "clerk"))
            self.event += 1
            row = {
                **dict.fromkeys(RECORDED), "id": self.event, "task_id": task, "assignment_id": assignment, "kind": kind,
                "on_day": day.isoformat(), "new_due": new_due and new_due.isoformat(), "percent": percent, "actor": "x",
                "role": "clerk", "recorded_at": f"{day}T08:00:00Z",
            }  # fmt: skip
            proven = kind == "report" and task % PROVEN_EACH == 1
            if proven:
                rows["event_files"].append((self.event, 0, PROOF.name, PROOF.sha256, PROOF.media_type))
            link = link_hash(self.link, {**row, "files": [PROOF.sha256] if proven else []})
            rows["task_events"].append((*row.values(), self.link, link))
            self.link = link
        return tuple(events)


def _leads(draw: random.Random) -> Sequence[int]:
    chance = draw.random()
    many = 0 if chance < 0.05 else 1 if chance < 0.93 else 2 if chance < 0.999 else GROUP
    return draw.sample(range(1, AGENCIES + 1), many)


def _happenings(draw: random.Random, given: date, due: date | None) -> Iterator[tuple[str, date, date | None]]:
    """What happens to an assignment: kind, day, new deadline."""
    day, age = given, (TODAY - given).days
    for kind, chance, within in (("accept", 0.8, 5), ("progress", 0.4, 20), ("extend", 0.15, 30), ("report", 0.9, 60)):
        day += timedelta(days=draw.randrange(within))
        if day > TODAY or draw.random() > chance:
            continue
        yield kind, day, (due or day) + timedelta(days=30) if kind == "extend" else None
        if kind == "report" and draw.random() < min(age / 90, 0.98):
            day = min(day + timedelta(days=draw.randrange(10)), TODAY)
            yield "confirm", day, None
