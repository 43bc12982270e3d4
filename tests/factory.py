"""Dispatches for tests of what comes after reading: built from a few words, with invented text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlite_utils import Database

from pipeline.follow import Event, workflow
from pipeline.review import Author
from pipeline.store.reviewing import confirm
from pipeline.store.units import units_of
from pipeline.types import (
    Citation,
    Deadline,
    Dispatch,
    DocumentText,
    Finding,
    Found,
    Header,
    OffsetMap,
    Page,
    Recipient,
    SourceFile,
    Span,
    Target,
    Task,
)


@dataclass(frozen=True)
class Work:
    """A task in short: ``due`` may be a day, ``rrule`` makes it a repeated deadline."""

    text: str
    lead: Sequence[str] = ("Sở Y tế",)
    coordinate: Sequence[str] = ()
    due: date | None = None
    rrule: str | None = None
    target: str | None = None
    path: str = ""
    rule: str = "thử"


@dataclass(frozen=True)
class Paper:
    """A dispatch in short."""

    works: Sequence[Work] = ()
    number: str | None = "15"
    symbol: str = "UBND-VX"
    type: str = "cong_van"
    issued: str | None = "2025-03-03"
    issuer: str = "Ủy ban nhân dân tỉnh Sông Thao"
    subject: str = "đẩy mạnh công tác Đảng, đoàn thể"
    content: bytes | None = None
    name: str = "cong-van.txt"
    citations: Sequence[str] = ("12/QĐ-UBND",)
    findings: Sequence[Finding] = field(default=())


def build(paper: Paper) -> Dispatch:
    """The dispatch that reading ``paper`` would give: one line each for header and tasks, two pages."""
    text = f"{paper.issuer}\nSố: {paper.number or ''}/{paper.symbol}\nV/v {paper.subject}\n"
    lines: list[tuple[Work, Span]] = []
    for work in paper.works:
        line = f"- Giao {', '.join(work.lead)}: {work.text}\n"
        start = len(text) + line.index(work.text)
        lines.append((work, Span(start, start + len(work.text))))
        text += line
    cited = [(number, len(text) + 4) for number in paper.citations[:1]]
    text += "Xem " + ", ".join(paper.citations) + "\n"
    half = text.find("\n", len(text) // 2) + 1
    document = DocumentText(
        text, text, OffsetMap(), (Page(1, Span(0, half)), Page(2, Span(half, len(text)))), (), confidence=1.0
    )
    content = paper.content if paper.content is not None else text.encode()
    source = SourceFile(paper.name, sha256(content).hexdigest(), "text/plain", content)
    citations = tuple(
        Citation(number, "quyet_dinh", None, None, Span(at, at + len(number)), "thử") for number, at in cited
    )
    tasks = tuple(_task(work, span, document) for work, span in lines)
    return Dispatch(source, document, _header(paper, text), tasks, citations, tuple(paper.findings))


def confirmed(db: Database, document_id: int) -> None:
    """Say as a clerk that the document is right, so that the agencies see their tasks."""
    revision = db.conn.execute("SELECT revision FROM documents WHERE id = ?", [document_id]).fetchone()[0]
    confirm(db, document_id, revision, Author("clerk", "Văn Thư Mẫu", "clerk"), anyway=True)


def happened(kind: str, day: date, **said: Any) -> Event:
    """An event with all that it needs, recorded by somebody who may: each kind by another person."""
    rules = workflow().events[kind]
    usual = {"note": "theo văn bản mẫu", "percent": 50}
    said = {**{name: usual[name] for name in (*rules.needs, *["note"] * rules.shown) if name in usual}, **said}
    return Event(kind, day, **{"actor": f"Người ghi {kind}", "role": "admin", **said})


def _header(paper: Paper, text: str) -> Header:
    return Header(
        type=Found(paper.type, None, "thử"),
        number=_found(paper.number, text) if paper.number else None,
        symbol=_found(paper.symbol, text),
        date=Found(paper.issued, None, "thử") if paper.issued else None,
        issuer=_found(paper.issuer, text),
        subject=_found(paper.subject, text),
        addressees=(Found("Các sở, ban, ngành", None, "thử"),),
        recipients=(Recipient(Found("Như trên", None, "thử")), Recipient(Found("Sở Y tế", None, "thử"), "t/h")),
        signer=Found("Nguyễn Văn Thử", None, "thử"),
    )


def _task(work: Work, span: Span, document: DocumentText) -> Task:
    deadlines: tuple[Deadline, ...] = ()
    if work.due:
        deadlines = (Deadline(f"trước ngày {work.due:%d/%m/%Y}", "date", work.due, None, span, "thử"),)
    elif work.rrule:
        deadlines = (Deadline("hằng tháng", "recurring", None, work.rrule, span, "thử"),)
    targets = (Target(work.target, ">=", Decimal("80.5"), "%", span, "thử"),) if work.target else ()
    lead = tuple(Found(name, span, "thử", raw=name) for name in work.lead)
    coordinate = tuple(Found(name, span, "thử", raw=name) for name in work.coordinate)
    page = document.page_at(span.start)
    return Task(work.path, work.text, span, page, lead, coordinate, deadlines, targets, work.rule)


def _found(value: str, text: str) -> Found[str]:
    start = text.index(value)
    return Found(value, Span(start, start + len(value)), "thử", raw=value)


def events_of(db: Database, task_id: int, assignment_id: int | None = None) -> list[Event]:
    """The events of an assignment, or of a task that only one or nobody leads, in the order of recording."""
    units = units_of(db.conn, [task_id])
    return [event for unit in units if assignment_id in (None, unit.assignment_id) for event in unit.history.events]
