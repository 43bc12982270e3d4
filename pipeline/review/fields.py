"""The fields that can be corrected, and how their values stand in a form: one line, or one line for each of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Value = Mapping[str, Any]
"""A stored value: its words under the key that its field names, with place, rule and confidence."""


@dataclass(frozen=True, slots=True)
class Field:
    """``key`` holds the words of a value; ``several`` values stand one on each line; ``needed`` may not be empty."""

    id: str
    label: str
    key: str = "value"
    several: bool = False
    needed: bool = False


HEADER_FIELDS = (
    Field("type", "Loại văn bản", needed=True),
    Field("number", "Số"),
    Field("symbol", "Ký hiệu"),
    Field("date", "Ngày ban hành"),
    Field("issuer", "Cơ quan ban hành"),
    Field("subject", "Trích yếu"),
    Field("addressees", "Kính gửi", "name", several=True),
    Field("recipients", "Nơi nhận", "name", several=True),
    Field("signer", "Người ký"),
    Field("signer_title", "Chức vụ"),
    Field("signer_capacity", "Thẩm quyền ký"),
    Field("place", "Nơi ban hành"),
    Field("urgency", "Độ khẩn"),
    Field("archive", "Lưu"),
)
"""In the order of the form. The secrecy mark is none of them: a document that has one is never stored."""

TASK_FIELDS = (
    Field("text", "Nội dung việc", needed=True),
    Field("lead", "Chủ trì", "as_written", several=True),
    Field("coordinate", "Phối hợp", "as_written", several=True),
    Field("deadlines", "Thời hạn", "raw", several=True),
    Field("targets", "Chỉ tiêu", "raw", several=True),
)

_OTHERS = (
    Field("task", "Cả việc"),
    Field("reviewed", "Đã xem"),
    Field("confirmed", "Xác nhận văn bản"),
)
_BY_ID = {field.id: field for field in (*HEADER_FIELDS, *TASK_FIELDS, *_OTHERS)}


def field_of(id_: str) -> Field:
    """The field with that id; KeyError where there is none."""
    return _BY_ID[id_]


def shown(field: Field, value: Any) -> str:
    """A stored value as it stands in the form, "" for none.

    >>> shown(field_of("recipients"), [{"name": "Như trên", "note": None}, {"name": "Sở Y tế", "note": "t/h"}])
    'Như trên\\nSở Y tế (t/h)'
    """
    if field.several:
        return "\n".join(line_of(field, one) for one in value or ())
    if not value:
        return ""
    text = str(value[field.key])
    return _day(text) if field.id == "date" else text


def line_of(field: Field, value: Value) -> str:
    """One of several values on its line, whatever breaks its words have in the document."""
    words = " ".join(str(value[field.key]).split())
    note = value.get("note") if field.id == "recipients" else None
    return f"{words} ({note})" if note else words


def lines(typed: str) -> list[str]:
    """What was typed on each line, without empty lines and space around.

    >>> lines("Sở Y tế\\r\\n\\n  Công an  tỉnh ")
    ['Sở Y tế', 'Công an tỉnh']
    """
    return [" ".join(line.split()) for line in typed.splitlines() if line.strip()]


def matched(field: Field, old: Sequence[Value] | None, typed: Sequence[str]) -> list[tuple[str, Value | None, bool]]:
    """Each typed line with the stored value that it is (True) or that it corrects (False), None where it is new.

    A line is the stored value that is written so; those that remain on both sides correct each other in their order.
    """
    left = list(old or ())
    same: dict[int, Value] = {}
    for at, line in enumerate(typed):
        found = next((one for one in left if line_of(field, one) == line), None)
        if found is not None:
            left.remove(found)
            same[at] = found
    pairs: list[tuple[str, Value | None, bool]] = []
    for at, line in enumerate(typed):
        pairs.append((line, same[at], True) if at in same else (line, left.pop(0) if left else None, False))
    return pairs


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
