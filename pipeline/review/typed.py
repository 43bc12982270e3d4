"""A form as it was typed → values as the store keeps them, without their place in the document."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.errors import EditRefused
from pipeline.header.number import read_typed_number
from pipeline.review.edits import PEOPLE
from pipeline.review.fields import Field, Value, lines, matched, shown
from pipeline.review.targets import read_typed_target
from pipeline.review.times import read_typed_date, read_typed_time
from pipeline.types import Deadline, Target
from pipeline.values.document_types import document_types

_NOTE = re.compile(r"(?P<name>.*\S)\s*\((?P<note>[^()]+)\)", re.S)
_LONGEST = 20_000  # characters of a field: the longest task of the corpus has some 3,000
_OTHER_TYPE = "khac"
_NO_NUMBER = "Số chỉ gồm chữ số, có thể thêm một chữ cái ở cuối (15, 15a); phần sau dấu gạch chéo là ký hiệu."


def read_typed(field: Field, typed: str, old: Any, issued: str | None, today: date | None = None) -> Any:
    """The value of ``field`` that ``typed`` means, given the stored one; equal to ``old`` where nothing was changed.

    A value that stays keeps all that is known of it; a new one carries in ``near`` the one whose place it takes, or
    None. Raises EditRefused with a sentence for the field.
    """
    typed = _clean(typed)
    if len(typed) > _LONGEST:
        raise EditRefused({field.id: f"{field.label} dài quá {_LONGEST} ký tự."})
    if field.needed and not typed.strip():
        raise EditRefused({field.id: f"{field.label} không được để trống."})
    if is_same(field, typed, old):
        return old
    if not typed.strip():
        return [] if field.several else None
    if field.several:
        pairs = matched(field, old, lines(typed))
        return [
            value
            for line, near, same in pairs
            for value in ([near] if same else _several(field, line, near, issued, today))
        ]
    return _person(_single(field, typed), old, field.key)


def stored_deadline(found: Deadline) -> dict[str, Any]:
    """The columns of a deadline that are its own."""
    lapse = found.lapse
    return {
        "kind": found.kind, "due": found.due.isoformat() if found.due else None, "rrule": found.rrule,
        "amount": lapse and lapse.amount, "amount_unit": lapse and lapse.unit, "counted_from": lapse and lapse.start,
    }  # fmt: skip


def stored_target(found: Target) -> dict[str, Any]:
    """The columns of a target that are its own."""
    columns = {name: value for name, value in asdict(found).items() if name in ("comparator", "value", "unit")}
    return {**columns, "value": None if found.value is None else _number(found.value)}


def _several(field: Field, line: str, near: Value | None, issued: str | None, today: date | None) -> list[Any]:
    match field.id:
        case "deadlines":
            found = read_typed_time(line, issued, today)
            texts = [line] if len(found) == 1 else [one.text for one in found]
            each = zip(texts, found, strict=True)
            return [{**_person(text, near, field.key), **stored_deadline(one)} for text, one in each]
        case "targets":
            return [{**_person(line, near, field.key), **stored_target(read_typed_target(line))}]
        case "recipients":
            noted = _NOTE.fullmatch(line)
            name, note = (noted["name"], noted["note"]) if noted else (line, None)
            return [{**_person(name, near, field.key), "note": note}]
        case "addressees":
            return [{**_person(line, near, field.key), "note": None}]
    return [_person(line, near, field.key)]


def _single(field: Field, typed: str) -> str:
    if field.id == "date":
        return read_typed_date(typed) or ""
    typed = " ".join(typed.split())
    if field.id == "number":
        number = read_typed_number(typed)
        if number is None:
            raise EditRefused({field.id: _NO_NUMBER})
        return number
    if field.id == "type" and typed not in {_OTHER_TYPE, *(rule.code for rule in document_types())}:
        raise EditRefused({field.id: "Hãy chọn một loại văn bản trong danh sách."})
    return typed


def _person(words: str, near: Value | None, key: str) -> dict[str, Any]:
    return {key: words, "rule": PEOPLE, "confidence": 1.0, "near": near}


def is_same(field: Field, typed: str, old: Any) -> bool:
    """Whether a field was typed as the stored value stands in the form."""
    typed = _clean(typed)
    if field.several:
        return lines(typed) == lines(shown(field, old))
    return " ".join(typed.split()) == " ".join(shown(field, old).split())


def _clean(typed: str) -> str:
    """Without the characters that can't be seen (of control, of direction), which mislead who reads what is stored."""
    spaced = ("\n" if char in "\r\n" else " " if char.isspace() else char for char in typed.replace("\r\n", "\n"))
    return "".join(char for char in spaced if char == "\n" or char.isprintable())


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
