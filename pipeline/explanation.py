"""Dispatch → for each value: the words it was read from, where they stand, and the rule that read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.provenance import Place, Places
from pipeline.types import Citation, Deadline, Dispatch, Found, Header, Span, Target, Task

__all__ = ["Explained", "explain"]

_FIELDS = (
    ("type", "Loại văn bản"), ("number", "Số"), ("symbol", "Ký hiệu"), ("date", "Ngày"), ("place", "Nơi ban hành"),
    ("issuer", "Cơ quan ban hành"), ("subject", "Trích yếu"), ("archive", "Lưu"), ("signer", "Người ký"),
    ("signer_title", "Chức vụ"), ("signer_capacity", "Thẩm quyền ký"), ("urgency", "Độ khẩn"), ("secrecy", "Độ mật"),
)  # fmt: skip


_DOUBTS = {"task": "việc", "lead": "chủ trì", "deadline": "thời hạn", "target": "chỉ tiêu"}


@dataclass(frozen=True, slots=True)
class Explained:
    """A value with its grounds. ``task`` counts from 1; ``places`` is empty for what was inferred and not read."""

    field: str
    label: str
    value: str
    raw: str
    places: tuple[Place, ...]
    rule: str
    confidence: float
    task: int | None = None
    inferred: bool = False


def explain(dispatch: Dispatch) -> tuple[Explained, ...]:
    """Every value of ``dispatch``: the header's, then each task's with what belongs to it, then the citations."""
    told = _Teller(dispatch)
    return (
        *told.header(dispatch.header),
        *(row for number, task in enumerate(dispatch.tasks, 1) for row in told.task(number, task)),
        *(told.citation(citation) for citation in dispatch.citations),
    )


class _Teller:
    """Puts values and places together for one dispatch."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._text = dispatch.text.text
        self._places = Places(dispatch.text)

    def header(self, header: Header) -> Iterator[Explained]:
        for field, label in _FIELDS:
            if (found := getattr(header, field)) is not None:
                yield self._found(field, label, found)
        for found in header.addressees:
            yield self._found("addressees", "Kính gửi", found)
        for recipient in header.recipients:
            yield self._found("recipients", "Nơi nhận", recipient.name)

    def task(self, number: int, task: Task) -> Iterator[Explained]:
        yield self._row("task", "Việc", task.text, task.span, task.rule, task.confidence, number)
        for field, label, names in (("lead", "Chủ trì", task.lead), ("coordinate", "Phối hợp", task.coordinate)):
            for found in names:
                yield self._found(field, label, found, number)
        for deadline in task.deadlines:
            yield self._measure("deadline", "Thời hạn", _due(deadline), deadline, number)
        for target in task.targets:
            yield self._measure("target", "Chỉ tiêu", _level(target), target, number)

        for doubt in task.doubts:
            label = f"Mô hình đọc {_DOUBTS[doubt.field]} khác"
            yield Explained("doubt", label, doubt.model or "(không thấy)", doubt.rules, (), "model", 0.0, number)

    def citation(self, citation: Citation) -> Explained:
        one = citation
        return self._row("citation", "Viện dẫn", one.number, one.span, one.rule, one.confidence)

    def _found(self, field: str, label: str, found: Found[str], task: int | None = None) -> Explained:
        return self._row(field, label, found.value, found.span, found.rule, found.confidence, task, found.raw)

    def _measure(self, field: str, label: str, value: str, found: Deadline | Target, task: int) -> Explained:
        return self._row(field, label, value, found.span, found.rule, found.confidence, task, found.text)

    def _row(
        self,
        field: str,
        label: str,
        value: str,
        span: Span | None,
        rule: str,
        confidence: float,
        task: int | None = None,
        raw: str = "",
    ) -> Explained:
        printed = raw or (self._text[slice(*span)] if span else "")
        found = self._places.of(span) if span else ()
        return Explained(field, label, value, printed, found, rule, confidence, task, span is None)


def _due(deadline: Deadline) -> str:
    return deadline.due.isoformat() if deadline.due else deadline.rrule or f"({deadline.kind})"


def _level(target: Target) -> str:
    value = "" if target.value is None else f"{_plain(target.value)}"
    return " ".join(part for part in (target.comparator, value, target.unit) if part)


def _plain(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
