"""Which clauses count as work where they stand: in a list of work, a decision, a notice, rules for everybody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.header.casing import expand
from pipeline.tasks.clauses import Clause, is_strong
from pipeline.tasks.command import ordered_last
from pipeline.tasks.generic import is_generic
from pipeline.tasks.scope import Place
from pipeline.tasks.transfers import passed_on_to
from pipeline.values.expressions import TimeExpression

__all__ = ["asks_nothing", "begins_work", "charged_above"]

_BODY_DUTY = re.compile(r"\b(?:chủ\s+trì|có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm)\b", re.I)
_SENDS = re.compile(r"\s*(?:(?:xin|kính|trân\s+trọng)\s+)*(?:gửi|chuyển|thông\s+báo|đăng\s+tải)\b", re.I)
_ACCORDING = re.compile(r"\s*,?\s*căn\s+cứ\s", re.I)  # "UBND cấp xã căn cứ Danh mục … tổ chức …"


def asks_nothing(clause: Clause, text: str) -> bool:
    """Whether the clause is an order, or goes with one, that asks for nothing of its own."""
    return clause.kind != "statement" and is_generic(text[clause.start : clause.end])


def begins_work(clause: Clause, place: Place, text: str, times: Sequence[TimeExpression]) -> bool:
    """Whether the clause is work where it stands and asks for something or says when."""
    return _is_work(clause, place, text, times) and (bool(times) or not asks_nothing(clause, text))


def _is_work(clause: Clause, place: Place, text: str, times: Sequence[TimeExpression]) -> bool:
    if place.mode == "work":
        return clause.kind == "order" or (place.heading is not None and not clause.fragment)
    if place.mode == "targets":
        return True
    if clause.kind == "order" and clause.names is None and charged_above(place):
        return any(t.kind in ("date", "period") for t in times)
    if place.mode == "explicit" and clause.bare and passed_on_to(text, clause.start):
        return True
    if clause.kind != "order" or clause.names is None:
        return False
    strong = is_strong(text, clause.names)
    if place.mode == "ruling":
        duty = _BODY_DUTY.search(text[clause.start : clause.end]) is not None
        duty = duty or _ACCORDING.match(text, clause.names.end, clause.end) is not None
        return clause.commanded or duty or (strong and any(t.kind != "event" for t in times))
    if place.mode == "norm":
        return clause.commanded or (strong and any(t.kind in ("date", "period") for t in times))
    if place.mode == "named":
        return strong
    if place.mode == "notice":
        return clause.commanded or _responsible(clause, text)
    if place.mode == "explicit" and (_sends_and_asks(clause, text, place) or _passes_on(clause, text, place)):
        return True
    return clause.commanded and (place.mode == "explicit" or (place.mode == "reported" and clause.opens_sentence))


def charged_above(place: Place) -> bool:
    """Whether a heading of a decision names whose work its points are: "Nhiệm vụ của Tổ công tác"; it is if dated."""
    return place.mode == "ruling" and place.heading is not None


def _sends_and_asks(clause: Clause, text: str, place: Place) -> bool:
    """Whether the one who writes sends something and asks others: "Sở Y tế gửi dự thảo và đề nghị các cơ quan …"."""
    names = clause.names
    if names is None or not _SENDS.match(text, names.end, clause.end) or not place.writes(expand(names.names[0][0])):
        return False
    return ordered_last(text[clause.start : clause.end]) is not None


def _passes_on(clause: Clause, text: str, place: Place) -> bool:
    """Whether the one who writes, or the one above for whom it is written, passes something on to be dealt with."""
    names = clause.names
    if names is None or expand(names.names[0][0]).lower() not in place.writer.lower():
        return False
    return passed_on_to(text, names.end) is not None


def _responsible(clause: Clause, text: str) -> bool:
    return clause.duty and re.search(r"\bcó\s+trách\s+nhiệm\b", text[clause.start : clause.end], re.I) is not None
