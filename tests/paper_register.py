"""An oracle for follow-up: a clerk with a paper register, who turns one page a day and knows no table of transitions.

Written from the rules as people tell them, apart from ``pipeline.follow``, so that both can be held against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

DAY = timedelta(days=1)


@dataclass
class Page:
    """What the clerk has noted of one piece of work."""

    due: date | None
    repeated: bool = False
    taken_up: bool = False
    begun: bool = False
    asking: bool = False
    reported: date | None = None
    confirmed: bool = False
    refused: bool = False
    stopped: bool = False
    called_off: bool = False
    gone: bool = False

    @property
    def to_do(self) -> bool:
        return not (self.reported or self.refused or self.stopped or self.called_off or self.gone)

    def note(self, what: str, today: date, new_due: date | None) -> None:
        """Write down what happened, or shrug where it makes no sense."""
        if what == "accept" and (self.refused or (self.to_do and not (self.taken_up or self.begun or self.asking))):
            self.refused, self.taken_up = False, True
        elif what == "reject" and self.to_do and not (self.begun or self.asking):
            self.refused = True
        elif what == "overrule" and self.refused:
            self.refused = self.taken_up = False
        elif what == "progress" and self.to_do:
            self.begun = True
        elif what == "report" and self.to_do:
            self.reported, self.asking = today, False
        elif what == "complete" and self.to_do:
            self.reported, self.confirmed, self.asking = today, True, False
        elif what == "confirm" and self.reported:
            self.confirmed = True
        elif what == "withdraw_report" and self.reported and not self.confirmed:
            self.reported, self.begun = None, True
        elif what == "redo" and (self.reported or self.called_off):
            self.reported, self.confirmed, self.called_off, self.begun = None, False, False, True
            self.due = new_due or self.due
        elif what == "request_extension" and self.to_do and not self.asking:
            self.asking = True
        elif what == "extend" and self.to_do and new_due:
            self.due = new_due
            self._answered()
        elif what == "refuse_extension" and self.asking and self.to_do:
            self._answered()
        elif what == "pause" and self.to_do:
            self.stopped, self.asking = True, False
        elif what == "resume" and self.stopped:
            self.stopped, self.begun, self.due = False, True, new_due or self.due
        elif what == "cancel" and not (self.called_off or self.gone or self.confirmed):
            self.called_off, self.reported, self.refused, self.stopped, self.asking = True, None, False, False, False
        elif what == "reassign" and (self.to_do or self.refused or self.stopped):
            self.gone, self.refused, self.stopped, self.asking = True, False, False, False
        elif what == "assign" and self.gone:
            self.gone = self.taken_up = self.begun = False
            self.due = new_due or self.due

    def _answered(self) -> None:
        if self.asking:
            self.asking, self.begun = False, True

    def word(self, today: date) -> str:
        """What the clerk would say of it this evening."""
        for is_so, word in (
            (self.gone, "đã giao lại"), (self.called_off, "đã hủy"), (self.stopped, "tạm dừng"),
            (self.refused, "từ chối"),
        ):  # fmt: skip
            if is_so:
                return word
        if self.reported:
            late = self.due is not None and (self.reported - self.due).days > 0
            return ("hoàn thành " if self.confirmed else "đã báo cáo ") + ("quá hạn" if late else "đúng hạn")
        if self.due is None:
            return "định kỳ" if self.repeated else "không có hạn"
        left = (self.due - today).days
        return "quá hạn" if left < 0 else "đến hạn hôm nay" if not left else "sắp đến hạn" if left < 6 else "trong hạn"


@dataclass(frozen=True)
class Evening:
    """How a piece of work stands at the end of a day."""

    word: str
    due: date | None
    reported: date | None
    to_do: bool


def live_through(
    given: date | None,
    due: date | None,
    repeated: bool,
    happenings: Sequence[tuple[str, date, date | None]],
    first: date,
    last: date,
) -> dict[date, Evening]:
    """Every evening from ``first`` to ``last`` with the work there; ``happenings`` in the order of recording."""
    page, evenings = Page(due, repeated), {}
    today = min([first, *(day for _, day, _ in happenings)])
    while today <= last:
        for what, day, new_due in happenings:
            if day == today:
                page.note(what, today, new_due)
        if today >= first and (given is None or today >= given):
            evenings[today] = Evening(page.word(today), page.due, page.reported, page.to_do)
        today += DAY
    return evenings


def together(evenings: Sequence[Evening]) -> Evening:
    """A task of several leads, on one evening: what is still to do speaks for all, the most pressing of it first."""
    open_ = [one for one in evenings if one.to_do]
    if open_:
        return min(open_, key=lambda one: (one.due is None, one.due or date.min))
    for words in (
        ["đã báo cáo quá hạn"], ["đã báo cáo đúng hạn"], ["từ chối"], ["tạm dừng"],
        ["hoàn thành quá hạn"], ["hoàn thành đúng hạn"], ["đã hủy"], ["đã giao lại"],
    ):  # fmt: skip
        found = [one for one in evenings if one.word in words]
        if found:
            return found[0]
    raise AssertionError(evenings)


def cells(words: Iterator[str] | Sequence[str]) -> dict[str, int]:
    """The row of the four-cell report for these pieces of work."""
    listed = list(words)

    def count(*wanted: str) -> int:
        return sum(word in wanted for word in listed)

    row: dict[str, Any] = {
        "hoan_thanh_dung_han": count("hoàn thành đúng hạn"),
        "hoan_thanh_qua_han": count("hoàn thành quá hạn"),
        "chua_xong_trong_han": count("trong hạn", "sắp đến hạn", "đến hạn hôm nay", "đã báo cáo đúng hạn"),
        "chua_xong_qua_han": count("quá hạn", "đã báo cáo quá hạn"),
        "khong_co_han": count("không có hạn", "định kỳ"),
        "tam_dung_tu_choi": count("tạm dừng", "từ chối"),
    }
    return {**row, "tong": sum(row.values())}
