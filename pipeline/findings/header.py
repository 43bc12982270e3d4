"""What the header lacks of the components of Decree 30/2020/NĐ-CP, article 8."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.types import Block, Finding, Found, Header, Kind, Outline, Span

_FULL_DAY = len("2024-10-25")


def on_header(header: Header, outline: Outline, told: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """A missing number, date, issuer or signer; where all of the head is missing, no more than that.

    ``told`` are the codes of what the reading of a scan has said already: that a number or a day is illegible.
    """
    top = next((_span(block) for block in outline.blocks if block.text), None)
    if all(f is None for f in (header.number, header.symbol, header.date, header.issuer)) and not header.addressees:
        yield Finding(
            "not-a-dispatch",
            "warning",
            "Không thấy số, ký hiệu, ngày và cơ quan ban hành: có thể đây không phải văn bản hành chính.",
            top,
        )
        return
    if header.number is None and "number-unreadable" not in told:
        yield Finding(
            "number-missing",
            "warning",
            "Số văn bản để trống hoặc không đọc được.",
            _place(header.symbol, header.date) or top,
        )
    if header.date is None:
        yield Finding(
            "date-missing",
            "warning",
            "Không có ngày ban hành; các thời hạn thiếu năm không quy được ra ngày.",
            _place(header.place, header.symbol) or top,
        )
    elif len(header.date.value) < _FULL_DAY and "day-unreadable" not in told:
        yield Finding("day-missing", "info", "Ngày ban hành để trống, chỉ có tháng và năm.", header.date.span)
    if header.issuer is None:
        yield Finding("issuer-missing", "warning", "Không xác định được cơ quan ban hành.", top)
    yield from _unsigned(header, outline)


def _unsigned(header: Header, outline: Outline) -> Iterator[Finding]:
    """A dispatch that ends with its recipients or an office, and no name below."""
    tail = [_span(block) for block in outline.blocks if block.kind is Kind.TAIL and block.text]
    if header.signer is None and tail:
        place = _place(header.signer_title, header.signer_capacity) or Span(tail[0].start, tail[-1].end)
        yield Finding("signature-missing", "warning", "Không thấy tên người ký ở cuối văn bản.", place)


def _place(*fields: Found[str] | None) -> Span | None:
    return next((field.span for field in fields if field is not None and field.span is not None), None)


def _span(block: Block) -> Span:
    return block.locate(0, len(block.text))
