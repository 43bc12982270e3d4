"""The groups of timings by which lists are filtered: the cells of the reports, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.follow.timing import IN_TIME, NO_DEADLINE, OVERDUE, RECURRING, SOON, TODAY, timings
from pipeline.follow.workflow import workflow

UNFINISHED = "chua-xong"
EVERY = "tat-ca"


@dataclass(frozen=True, slots=True)
class StatusGroup:
    """Timings that are listed together; ``state`` narrows them to the work in one state.

    ``of_any``: work that waits for somebody's decision. A task belongs there once any of its parts is in the state,
    however the task as a whole stands: who decides must not wait for the last member of a group.
    """

    id: str
    label: str
    timings: frozenset[str]
    state: str | None = None
    of_any: bool = False

    def holds(self, timing: str, state: str, waiting: Collection[str] = ()) -> bool:
        """Whether work that stands so is listed; ``waiting``: states of its parts in which somebody has to decide."""
        if self.of_any:
            return self.state == state or self.state in waiting
        return timing in self.timings and self.state in (None, state)


@cache
def status_groups() -> Mapping[str, StatusGroup]:
    """Every group by its id, in the order in which people are shown them.

    >>> status_groups()["cho-xac-nhan"].label, sorted(status_groups()["cho-xac-nhan"].timings)
    ('Chờ xác nhận', ['đã báo cáo quá hạn', 'đã báo cáo đúng hạn'])
    """
    states = workflow().states
    in_time = {state: states[state].timing for state in ("reported", "completed")}
    late = {state: states[state].late for state in ("reported", "completed")}
    rejected, paused, cancelled = (states[state].timing for state in ("rejected", "paused", "cancelled"))
    over = {*in_time.values(), *late.values(), cancelled, states["reassigned"].timing}
    waiting = {in_time["reported"], late["reported"]}
    work = {OVERDUE, TODAY, SOON, IN_TIME, NO_DEADLINE, RECURRING}
    listed = (
        _group(UNFINISHED, "Chưa xong", {*timings()} - over | waiting),
        _group("qua-han", "Quá hạn", {OVERDUE}),
        _group("den-han-hom-nay", "Đến hạn hôm nay", {TODAY}),
        _group("sap-den-han", "Sắp đến hạn", {SOON}),
        _group("trong-han", "Trong hạn", {IN_TIME}),
        _group("khong-co-han", "Không có hạn, định kỳ", {NO_DEADLINE, RECURRING}),
        _group("chua-tiep-nhan", "Chưa tiếp nhận", work, "assigned"),
        _group("xin-gia-han", "Đang xin gia hạn", work, "extension_requested", of_any=True),
        _group("cho-xac-nhan", "Chờ xác nhận", waiting, "reported", of_any=True),
        _group("tu-choi", "Từ chối", {rejected}, "rejected", of_any=True),
        _group("tam-dung", "Tạm dừng", {paused}),
        _group("hoan-thanh-dung-han", "Hoàn thành đúng hạn", {in_time["completed"]}),
        _group("hoan-thanh-qua-han", "Hoàn thành quá hạn", {late["completed"]}),
        _group("hoan-thanh", "Hoàn thành", {in_time["completed"], late["completed"]}),
        _group("chua-xong-trong-han", "Chưa xong, trong hạn", {TODAY, SOON, IN_TIME, in_time["reported"]}),
        _group("chua-xong-qua-han", "Chưa xong, quá hạn", {OVERDUE, late["reported"]}),
        _group("da-huy", "Đã hủy, giao lại", {cancelled, states["reassigned"].timing}),
        _group(EVERY, "Tất cả", {*timings()}),
    )
    return {group.id: group for group in listed}


def _group(id_: str, label: str, words: set[str], state: str | None = None, of_any: bool = False) -> StatusGroup:
    return StatusGroup(id_, label, frozenset(words), state, of_any)
