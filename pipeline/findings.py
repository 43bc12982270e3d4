"""What a person should look at before trusting a document: a missing number, date or lead, an early deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.types import Finding, Header, Task

__all__ = ["find_findings"]


def find_findings(header: Header, tasks: Sequence[Task]) -> tuple[Finding, ...]:
    """The findings on a document, the header's first, then the tasks' in their order."""
    return (*_on_header(header), *_on_tasks(header, tasks))


def _on_header(header: Header) -> Iterator[Finding]:
    if all(f is None for f in (header.number, header.symbol, header.date, header.issuer)) and not header.addressees:
        yield Finding(
            "not-a-dispatch",
            "warning",
            "Không thấy số, ký hiệu, ngày và cơ quan ban hành: có thể đây không phải văn bản hành chính.",
        )
        return
    if header.number is None:
        yield Finding("number-missing", "warning", "Số văn bản để trống hoặc không đọc được.")
    if header.date is None:
        yield Finding(
            "date-missing", "warning", "Không có ngày ban hành; các thời hạn thiếu năm không quy được ra ngày."
        )
    elif len(header.date.value) < len("2024-10-25"):
        yield Finding("day-missing", "info", "Ngày ban hành để trống, chỉ có tháng và năm.", header.date.span)
    if header.issuer is None:
        yield Finding("issuer-missing", "warning", "Không xác định được cơ quan ban hành.")


def _on_tasks(header: Header, tasks: Sequence[Task]) -> Iterator[Finding]:
    issued = header.date.value if header.date else ""
    for task in tasks:
        if not task.lead:
            yield Finding("lead-missing", "warning", "Nhiệm vụ chưa rõ cơ quan chủ trì.", task.span)
        for deadline in task.deadlines:
            if deadline.due is not None and issued and deadline.due.isoformat() < issued:
                yield Finding(
                    "deadline-before-issue", "warning", "Thời hạn trước ngày ban hành văn bản.", deadline.span
                )
