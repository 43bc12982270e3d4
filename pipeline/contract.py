"""Dispatch → the JSON object that ``giaoviec extract`` prints: the contract other programs build on.

Keys are added, never renamed. Absent is ``null``, never ``""``. Dates are ISO 8601, spans are character offsets into
the repaired text, and numbers are plain JSON numbers.
"""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from pipeline.calibration import needs_review
from pipeline.types import Citation, Deadline, Dispatch, Finding, Found, Header, Signature, Target, Task


def contract(dispatch: Dispatch) -> dict[str, Any]:
    """The whole dispatch as JSON values."""
    return {
        "source": dispatch.source.name,
        "sha256": dispatch.source.sha256,
        "pages": len(dispatch.text.pages),
        "header": _header(dispatch.header),
        "references": [_reference(citation) for citation in dispatch.citations],
        "tasks": [_task(task) for task in dispatch.tasks],
        "findings": [_finding(finding) for finding in dispatch.findings],
        "parent": dispatch.source.parent,
        "signatures": [_signature(signature) for signature in dispatch.signatures],
    }


def _header(header: Header) -> dict[str, Any]:
    return {
        "type": header.type.value,
        "number": _value(header.number),
        "symbol": _value(header.symbol),
        "date": _value(header.date),
        "place": _value(header.place),
        "issuer": _value(header.issuer),
        "subject": _value(header.subject),
        "addressees": [found.value for found in header.addressees],
        "recipients": [{"name": recipient.name.value, "note": recipient.note} for recipient in header.recipients],
        "archive": _value(header.archive),
        "signer": _value(header.signer),
        "signer_title": _value(header.signer_title),
        "signer_capacity": _value(header.signer_capacity),
        "urgency": _value(header.urgency),
        "secrecy": _value(header.secrecy),
    }


def _reference(citation: Citation) -> dict[str, Any]:
    return {"number": citation.number, "type": citation.type, "date": citation.date, "issuer": citation.issuer}


def _task(task: Task) -> dict[str, Any]:
    return {
        "path": task.path,
        "text": task.text,
        "lead": [found.value for found in task.lead],
        "coordinate": [found.value for found in task.coordinate],
        "deadlines": [_deadline(deadline) for deadline in task.deadlines],
        "targets": [_target(target) for target in task.targets],
        "page": task.page,
        "span": list(task.span),
        "confidence": round(task.confidence, 4),
        "needs_review": needs_review(task),
        "doubts": [asdict(doubt) for doubt in task.doubts],
    }


def _deadline(deadline: Deadline) -> dict[str, Any]:
    due = deadline.due.isoformat() if deadline.due else None
    return {"text": deadline.text, "kind": deadline.kind, "due": due, "rrule": deadline.rrule}


def _target(target: Target) -> dict[str, Any]:
    value = None if target.value is None else _number(target.value)
    return {"text": target.text, "comparator": target.comparator, "value": value, "unit": target.unit}


def _finding(finding: Finding) -> dict[str, Any]:
    return {"code": finding.code, "severity": finding.severity, "message": finding.message}


def _signature(signature: Signature) -> dict[str, Any]:
    return {
        "signer": signature.signer,
        "organisation": signature.organisation,
        "signed_at": signature.signed_at,
        "intact": signature.intact,
        "altered": signature.altered,
    }


def _value(found: Found[str] | None) -> str | None:
    return None if found is None else found.value


def _number(value: Decimal) -> int | float:
    """A whole number stays whole: 9198, not 9198.0."""
    return int(value) if value == value.to_integral_value() else float(value)
