"""What people read for identifiers: of document types (Decree 30/2020/NĐ-CP, article 7), relations, follow-up."""

from __future__ import annotations

from functools import cache

from pipeline.follow import workflow
from pipeline.values.document_types import document_types

_RELATIONS = {
    "can_cu": "Căn cứ",
    "thay_the": "Thay thế",
    "sua_doi": "Sửa đổi, bổ sung",
    "bai_bo": "Bãi bỏ",
    "thuc_hien": "Thực hiện",
    "tra_loi": "Trả lời",
}
_CODES = {
    "counted_from": {"issue": "ngày ban hành", "receipt": "ngày nhận được", "other": "việc khác"},
    "arrival_by": {"stamp": "dấu công văn đến", "person": "người nhập"},
    "amount_unit": {
        "hour": "giờ", "day": "ngày", "working-day": "ngày làm việc", "week": "tuần", "month": "tháng", "year": "năm",
    },
}  # fmt: skip
_OTHER = {"khac": "Văn bản khác"}


def type_label(identifier: str) -> str:
    """The Vietnamese name of a document type; the identifier itself where it is unknown.

    >>> type_label("cong_van")
    'Công văn'
    """
    return _labels().get(identifier, identifier)


def relation_label(identifier: str) -> str:
    """What a document does with another that it cites; the identifier itself where it is unknown."""
    return _RELATIONS.get(identifier, identifier)


def state_label(identifier: str) -> str:
    """The Vietnamese name of a state of an assignment; the identifier itself where it is unknown."""
    found = workflow().states.get(identifier)
    return found.label if found else identifier


def event_label(identifier: str) -> str:
    """The Vietnamese name of a kind of event; the identifier itself where it is unknown."""
    found = workflow().events.get(identifier)
    return found.label if found else identifier


def role_label(identifier: str) -> str:
    """The Vietnamese name of a role; the identifier itself where it is unknown."""
    found = workflow().roles.get(identifier)
    return found.label if found else identifier


def code_label(column: str, code: str) -> str | None:
    """What people read for a code in a column of few codes; None where it is none of them."""
    return _CODES.get(column, {}).get(code)


@cache
def _labels() -> dict[str, str]:
    return {rule.id: rule.name.capitalize() for rule in document_types() if not rule.type} | _OTHER
