"""Timing as of a day, held against an oracle that lives through every day of random histories."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.follow import TIMINGS, Event, standing, timing

START = date(2025, 2, 25)
_days = st.integers(0, 40).map(lambda number: START + timedelta(days=number))
_events = st.lists(
    st.one_of(
        st.builds(Event, st.sampled_from(["hoan_thanh", "lam_lai", "huy", "chua_biet"]), _days),
        st.builds(Event, st.just("gia_han"), _days, _days),
    ),
    max_size=7,
)


@pytest.mark.parametrize(
    ("due", "as_of", "expected"),
    [
        ("2025-03-10", "2025-03-04", "trong hạn"),
        ("2025-03-10", "2025-03-05", "sắp đến hạn"),
        ("2025-03-10", "2025-03-09", "sắp đến hạn"),
        ("2025-03-10", "2025-03-10", "đến hạn hôm nay"),
        ("2025-03-10", "2025-03-11", "quá hạn"),
        (None, "2025-03-11", "không có hạn"),
    ],
)
def test_open_work(due: str | None, as_of: str, expected: str) -> None:
    day = date.fromisoformat(due) if due else None
    assert timing(day, [], date.fromisoformat(as_of)) == expected


def test_repeated_deadline_is_neither_overdue_nor_without_deadline() -> None:
    assert timing(None, [], START, recurring=True) == "định kỳ"


@pytest.mark.parametrize(
    ("completed", "expected"), [(9, "hoàn thành đúng hạn"), (10, "hoàn thành đúng hạn"), (11, "hoàn thành quá hạn")]
)
def test_completion_counts_by_its_own_day(completed: int, expected: str) -> None:
    done = Event("hoan_thanh", date(2025, 3, completed))
    assert timing(date(2025, 3, 10), [done], date(2025, 6, 1)) == expected
    assert timing(date(2025, 3, 10), [done], done.day - timedelta(days=1)) not in ("hoàn thành đúng hạn", expected)


def test_work_without_deadline_is_completed_in_time() -> None:
    assert timing(None, [Event("hoan_thanh", START)], START) == "hoàn thành đúng hạn"


def test_extension_reopening_and_cancelling() -> None:
    due = date(2025, 3, 10)
    extended = Event("gia_han", date(2025, 3, 9), date(2025, 3, 20))
    done = Event("hoan_thanh", date(2025, 3, 18))
    again = Event("lam_lai", date(2025, 3, 19))
    called_off = Event("huy", date(2025, 3, 25))
    history = [extended, done, again, called_off]
    stories = {8: "sắp đến hạn", 12: "trong hạn", 18: "hoàn thành đúng hạn", 20: "đến hạn hôm nay", 21: "quá hạn"}
    for day, expected in stories.items():
        assert timing(due, history, date(2025, 3, day)) == expected
    assert timing(due, history, date(2025, 3, 25)) == "đã hủy"


def test_extension_after_completion_does_not_turn_late_into_in_time() -> None:
    history = [Event("hoan_thanh", date(2025, 3, 15)), Event("gia_han", date(2025, 3, 16), date(2025, 4, 1))]
    assert timing(date(2025, 3, 10), history, date(2025, 5, 1)) == "hoàn thành quá hạn"


@settings(max_examples=300, deadline=None)
@given(st.none() | _days, _events, _days, st.booleans())
def test_timing_agrees_with_living_through_every_day(
    due: date | None, events: list[Event], as_of: date, recurring: bool
) -> None:
    answer = timing(due, events, as_of, recurring)
    assert answer == _lived(due, events, as_of, recurring)
    assert answer in TIMINGS


@settings(max_examples=100, deadline=None)
@given(st.none() | _days, _events, _events, _days)
def test_later_events_do_not_change_the_past(
    due: date | None, events: list[Event], more: list[Event], as_of: date
) -> None:
    later = [Event(event.kind, as_of + timedelta(days=1), event.new_due) for event in more]
    assert standing(due, [*events, *later], as_of) == standing(due, events, as_of)


def _lived(due: date | None, events: list[Event], as_of: date, recurring: bool) -> str:
    """The oracle: walks day by day with plain variables, as a clerk with a paper register would."""
    state, finished = "mở", None
    today = START - timedelta(days=1)
    while today <= as_of:
        for event in (event for event in events if event.day == today):
            if state == "mở":
                if event.kind == "hoan_thanh":
                    state, finished = "xong", today
                elif event.kind == "huy":
                    state = "hủy"
                elif event.kind == "gia_han":
                    due = event.new_due
            elif event.kind == "lam_lai":
                state, finished = "mở", None
        today += timedelta(days=1)
    if state == "hủy":
        return "đã hủy"
    if state == "xong":
        assert finished is not None
        return "hoàn thành quá hạn" if due and (finished - due).days > 0 else "hoàn thành đúng hạn"
    if due is None:
        return "định kỳ" if recurring else "không có hạn"
    left = (due - as_of).days
    if left < 0:
        return "quá hạn"
    return "đến hạn hôm nay" if left == 0 else "sắp đến hạn" if left <= 5 else "trong hạn"
