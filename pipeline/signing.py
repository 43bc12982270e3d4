"""What the digital signatures of a PDF add to a dispatch: a finding where they do not hold, a day as a last resort.

The header is read from what is printed; nothing that a signature says replaces any of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.sources.digital_signatures import read_signatures
from pipeline.types import Finding, Found, Header, Signature, SourceFile

__all__ = ["read_signing"]

DATE_RULE = "signature.time"
_DATE_CONFIDENCE = 0.3  # the clock is the signer's own, and portals sign days after the office did

_ALTERED = "Văn bản đã bị thay đổi sau khi {} ký số: không dùng khi chưa đối chiếu với bản gốc."
_BETWEEN = "Văn bản được sửa hoặc đóng thêm dấu giữa các lần ký số; chữ ký cuối cùng còn nguyên vẹn."
_UNREAD = "Văn bản có chữ ký số nhưng không kiểm tra được chữ ký."


def read_signing(source: SourceFile, header: Header) -> tuple[Header, tuple[Signature, ...], tuple[Finding, ...]]:
    """``header`` with a missing date inferred from the time of signing, the signatures, and the findings on both."""
    signatures = read_signatures(source)
    if not signatures:
        return header, (), ()
    findings = list(_findings(signatures))
    day = next((s.signed_at[:10] for s in reversed(signatures) if s.signed_at and s.intact), None)
    if header.date is None and day is not None:
        header = replace(header, date=Found(day, None, DATE_RULE, _DATE_CONFIDENCE))
        findings.append(Finding("date-from-signature", "warning", _inferred(day)))
    return header, signatures, tuple(findings)


def _findings(signatures: Sequence[Signature]) -> Iterator[Finding]:
    """One finding at most: later signers stamp number and day, which an earlier signature may not allow for."""
    broken = next((s for s in signatures if s.intact is False), None)
    last = signatures[-1]
    if broken is not None or last.altered:
        who = (broken or last).signer or "một người"
        yield Finding("altered-after-signing", "error", _ALTERED.format(who))
    elif any(s.intact is None for s in signatures):
        yield Finding("signature-unread", "warning", _UNREAD)
    elif any(s.altered for s in signatures):
        yield Finding("changed-between-signatures", "info", _BETWEEN)


def _inferred(day: str) -> str:
    year, month, number = day.split("-")
    return f"Không đọc được ngày ban hành; tạm lấy ngày ký số {number}/{month}/{year}, cần đối chiếu với bản gốc."
