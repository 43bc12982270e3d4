"""A dispatch as the rows that the tables hold: plain dictionaries, without the keys that only the database knows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from pipeline.calibration import needs_review
from pipeline.provenance import Place, Places
from pipeline.store.labels import type_label
from pipeline.types import Arrival, Dispatch, DocumentText, Found, Header, Lapse, Span, Task
from pipeline.values.citations import citation_key

Row = dict[str, Any]

HEADER_FIELDS = (
    "type", "number", "symbol", "date", "place", "issuer", "subject", "archive",
    "signer", "signer_title", "signer_capacity", "urgency", "secrecy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskRows:
    """A task and what hangs on it. An agency's row still lacks the agency's id."""

    task: Row
    agencies: tuple[Row, ...]
    deadlines: tuple[Row, ...]
    targets: tuple[Row, ...]
    doubts: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class DispatchRows:
    """All rows of one dispatch; ``fingerprint`` is equal for equal results of reading the same file."""

    document: Row
    header_values: tuple[Row, ...]
    recipients: tuple[Row, ...]
    tasks: tuple[TaskRows, ...]
    citations: tuple[Row, ...]
    findings: tuple[Row, ...]
    signatures: tuple[Row, ...]
    arrival: Row
    fingerprint: str
    parent: str | None = None  # the hash of the document that this one came with


class _Where:
    """The columns that tell where a span stands, made once for each: many tasks have their lead from one heading."""

    def __init__(self, text: DocumentText) -> None:
        self._text = text
        self._places = Places(text)
        self._known: dict[Span | None, Row] = {
            None: dict.fromkeys(("span_start", "span_end", "page", "boxes", "paragraph"))
        }

    def printed(self, span: Span | None) -> str:
        return self._text.text[span.start : span.end] if span else ""

    def place(self, span: Span | None) -> Row:
        if span is None or span in self._known:
            return self._known[span]
        text, found = self._text, self._places.of(span)
        self._known[span] = {
            "span_start": span.start,
            "span_end": span.end,
            "page": found[0].page if found else text.page_at(span.start) if text.pages else 1,
            "boxes": _boxes(found),
            "paragraph": next((place.paragraph for place in found), None),
        }
        return self._known[span]


def _boxes(places: Sequence[Place]) -> str | None:
    """The page and the edges of each place as JSON, written out: there is one for every row, and none is long."""
    written = [
        f"[{place.page},{','.join(str(round(edge, 1)) for edge in place.box)}]"
        for place in places
        if place.box is not None
    ]
    return f"[{','.join(written)}]" if written else None


def rows_of(dispatch: Dispatch) -> DispatchRows:
    """The rows of a dispatch. The file's name does not count for the fingerprint: one content, one document."""
    where = _Where(dispatch.text)
    parts: dict[str, Any] = {
        "document": _document(dispatch),
        "header_values": tuple(_header_values(dispatch.header, where)),
        "recipients": tuple(_recipients(dispatch.header, where)),
        "tasks": tuple(_task_rows(task, position, where) for position, task in enumerate(dispatch.tasks)),
        "citations": tuple(
            {"position": position, "number": citation.number, "type": citation.type, "date": citation.date,
             "issuer": citation.issuer, "title": citation.title, "relation": citation.relation,
             "key": citation_key(citation.number), **_found(citation.span, citation.rule, citation.confidence, where)}
            for position, citation in enumerate(dispatch.citations)
        ),
        "findings": tuple(
            {"position": position, "code": finding.code, "severity": finding.severity, "message": finding.message,
             **where.place(finding.span)}
            for position, finding in enumerate(dispatch.findings)
        ),
        "signatures": tuple(
            {"position": position, **asdict(signature)} for position, signature in enumerate(dispatch.signatures)
        ),
        "arrival": asdict(dispatch.text.arrival or Arrival()),
    }  # fmt: skip
    return DispatchRows(**parts, fingerprint=_fingerprint(parts), parent=dispatch.source.parent)


def document_code(header: Header, text: DocumentText) -> str | None:
    """Number and symbol as printed: ``1504/UBND-TH``, and ``15-CV/TU`` as Party documents join them."""
    number, symbol = header.number, header.symbol
    if number is None or symbol is None:
        return None
    between = "/"
    if number.span and symbol.span and number.span.end <= symbol.span.start:
        printed = text.text[number.span.end : symbol.span.start].strip()
        between = printed if printed in ("/", "-") else "/"
    return f"{number.value}{between}{symbol.value}"


def _document(dispatch: Dispatch) -> Row:
    header, text, source = dispatch.header, dispatch.text, dispatch.source
    code = document_code(header, text)
    values = {field: found.value for field, found in _fields(header)}
    return {
        "sha256": source.sha256,
        "label": label_of(header.type.value, code, source.name),
        "code": code,
        "code_key": citation_key(code) if code else None,
        **{field: values.get(field) for field in HEADER_FIELDS},
        "given_on": first_day(values.get("date")),
        "source_name": source.name,
        "media_type": source.media_type,
        "pages": len(text.pages),
        "page_starts": json.dumps([page.span.start for page in text.pages]),
        "first_page": text.pages[0].number if text.pages else 1,
        "text": text.text,
        "text_confidence": text.confidence,
    }


def label_of(type_: str, code: str | None, source_name: str) -> str:
    """What a document is called in lists."""
    return f"{type_label(type_)} {code}" if code else f"{type_label(type_)} chưa có số ({source_name})"


def first_day(printed: str | None) -> str | None:
    """The day from which a document counts as issued: the first of the month or year where no more is printed."""
    if not printed or not printed.replace("-", "").isdecimal():
        return None
    return {4: f"{printed}-01-01", 7: f"{printed}-01", 10: printed}.get(len(printed))


def _header_values(header: Header, where: _Where) -> list[Row]:
    return [{"field": field, "value": found.value, **_found_row(found, where)} for field, found in _fields(header)]


def _fields(header: Header) -> list[tuple[str, Found[str]]]:
    return [(field, found) for field in HEADER_FIELDS if (found := getattr(header, field)) is not None]


def _recipients(header: Header, where: _Where) -> list[Row]:
    addressees = [("kinh_gui", at, name, None) for at, name in enumerate(header.addressees)]
    others = [("noi_nhan", at, recipient.name, recipient.note) for at, recipient in enumerate(header.recipients)]
    return [
        {"kind": kind, "position": at, "name": name.value, "note": note, **_found_row(name, where)}
        for kind, at, name, note in (*addressees, *others)
    ]


def _task_rows(task: Task, position: int, where: _Where) -> TaskRows:
    span = _found(task.span, task.rule, task.confidence, where)
    row = {"position": position, "path": task.path, "text": task.text, **span, "page": task.page,
           "needs_review": int(needs_review(task))}  # fmt: skip
    deadlines = tuple(
        {"position": at, "kind": found.kind, "due": found.due.isoformat() if found.due else None, "rrule": found.rrule,
         **_lapse(found.lapse), **_found(found.span, found.rule, found.confidence, where, found.text)}
        for at, found in enumerate(task.deadlines)
    )  # fmt: skip
    targets = tuple(
        {"position": at, "comparator": found.comparator, "value": _number(found.value), "unit": found.unit,
         **_found(found.span, found.rule, found.confidence, where, found.text)}
        for at, found in enumerate(task.targets)
    )  # fmt: skip
    agencies = (*_agency_rows("lead", task.lead, where), *_agency_rows("coordinate", task.coordinate, where))
    doubts = tuple({"position": at, **asdict(doubt)} for at, doubt in enumerate(task.doubts))
    return TaskRows(row, agencies, deadlines, targets, doubts)


def _lapse(lapse: Lapse | None) -> Row:
    if lapse is None:
        return dict.fromkeys(("amount", "amount_unit", "counted_from"))
    return {"amount": lapse.amount, "amount_unit": lapse.unit, "counted_from": lapse.start}


def _agency_rows(role: str, names: Sequence[Found[str]], where: _Where) -> list[Row]:
    return [
        {"role": role, "position": at, "as_written": name.value, **_found_row(name, where)}
        for at, name in enumerate(names)
    ]


def _found_row(found: Found[str], where: _Where) -> Row:
    return _found(found.span, found.rule, found.confidence, where, found.raw)


def _found(span: Span | None, rule: str, confidence: float, where: _Where, raw: str = "") -> Row:
    return {"raw": raw or where.printed(span), **where.place(span), "rule": rule, "confidence": confidence}


def place_row(span: Span | None, text: DocumentText) -> Row:
    """The columns that tell where a span stands: characters, page, boxes or paragraph; all None without one."""
    return _Where(text).place(span)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _fingerprint(parts: dict[str, Any]) -> str:
    document = {key: value for key, value in parts["document"].items() if key not in ("source_name", "label")}
    tasks = [[task.task, task.agencies, task.deadlines, task.targets, task.doubts] for task in parts["tasks"]]
    content = json.dumps({**parts, "document": document, "tasks": tasks}, ensure_ascii=False, sort_keys=True)
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
