"""The workflow of an assignment: how it stands on any day, and what may be recorded when by whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from case_files import params
from factory import happened

from pipeline.errors import RecordRefused
from pipeline.follow import Event, History, check_whole, roll_up, standings, status_at, timings, workflow
from pipeline.follow.chain import Link, broken_links, link_hash
from pipeline.follow.workflow import EventKind, Role, State, Transition, build_workflow
from pipeline.rules import RuleError

GIVEN, DUE, TODAY = date(2025, 3, 1), date(2025, 3, 10), date(2025, 3, 15)


def day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def event(kind: str, on: str, new_due: str | None = None, actor: str | None = None) -> Event:
    return Event(kind, date.fromisoformat(on), day(new_due), actor=actor)


def history(case: dict[str, Any]) -> History:
    events = tuple(event(*one) for one in case["events"])
    return History(day(case["given"]), day(case["due"]), events, case.get("recurring", False))


# --- status ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", params("follow", "status"))
def test_status(case: dict[str, Any]) -> None:
    for on, expected in case["on"].items():
        found = status_at(history(case), date.fromisoformat(on))
        if expected is None:
            assert found is None, on
            continue
        assert found is not None, on
        state, timing, *due = expected
        assert (found.state, found.timing) == (state, timing), on
        assert not due or found.due == day(due[0]), on
        assert found.timing in timings()


def test_later_events_do_not_change_the_past() -> None:
    past = History(GIVEN, DUE, (happened("accept", date(2025, 3, 2)), happened("report", date(2025, 3, 9))))
    later = History(GIVEN, DUE, (*past.events, happened("redo", date(2025, 3, 12)), happened("cancel", TODAY)))
    for number in range(1, 12):
        assert status_at(later, date(2025, 3, number)) == status_at(past, date(2025, 3, number))


def test_standings_leave_no_day_out() -> None:
    events = (happened("accept", date(2025, 3, 2)), happened("pause", date(2025, 3, 9)), happened("resume", TODAY))
    runs = standings(History(GIVEN, DUE, events))
    assert (runs[0].since, runs[-1].until) == (GIVEN, date.max)
    assert all((after.since - before.until).days == 1 for before, after in pairwise(runs))


def test_a_task_of_several_leads_stands_as_the_one_that_needs_attention_first() -> None:
    done = (happened("report", date(2025, 3, 5)), happened("confirm", date(2025, 3, 6)))
    late = (happened("report", date(2025, 3, 12)), happened("confirm", date(2025, 3, 14)))
    off = (happened("cancel", date(2025, 3, 8)),)
    rolled = roll_up([standings(History(GIVEN, DUE, events)) for events in (done, late, off)])
    found = [(run.since, run.state, run.done and run.done.day) for run in rolled]
    assert found == [
        (GIVEN, "assigned", None), (date(2025, 3, 12), "reported", 12), (date(2025, 3, 14), "completed", 12),
    ]  # fmt: skip
    assert rolled[-1].until == date.max


def test_who_joins_later_counts_from_then_on() -> None:
    done = (happened("report", date(2025, 3, 5)), happened("confirm", date(2025, 3, 6)))
    rolled = roll_up([standings(History(GIVEN, DUE, done)), standings(History(date(2025, 3, 9), date(2025, 4, 1)))])
    assert [(run.since.day, run.state, run.due) for run in rolled] == [
        (1, "assigned", DUE), (5, "reported", DUE), (6, "completed", DUE), (9, "assigned", date(2025, 4, 1)),
    ]  # fmt: skip


# --- what may be recorded -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", params("follow", "refused"))
def test_refused_with_the_reason(case: dict[str, Any]) -> None:
    said = {"day": TODAY.isoformat(), "actor": "Trần Thị Mẫu", "role": "clerk", **case["event"]}
    wanted = Event(**{**said, "day": day(said["day"]), "new_due": day(said.get("new_due"))})
    before = History(GIVEN, DUE, tuple(event(*one) for one in case.get("history", ())))
    with pytest.raises(RecordRefused) as refused:
        check_whole([before], wanted, TODAY)
    sentence = str(refused.value)
    assert case["says"] in sentence and sentence.endswith(".") and "\n" not in sentence


@pytest.mark.parametrize(
    "kind", [kind for kind, row in workflow().events.items() if kind not in ("assign", "complete")]
)
def test_every_event_can_be_recorded_by_someone(kind: str) -> None:
    before = {
        "overrule": ["reject"], "confirm": ["report"], "redo": ["report"], "resume": ["pause"],
        "refuse_extension": ["request_extension"], "withdraw_report": ["report"],
    }.get(kind, [])  # fmt: skip
    more = {"new_due": date(2025, 4, 1)} if kind in ("extend", "request_extension") else {}
    earlier = [Event(one, date(2025, 3, 2), date(2025, 4, 1), actor="Người khác") for one in before]
    to = {"to_agency": "Sở Mẫu"} if kind == "reassign" else {"actor": "Người khác"} if kind == "withdraw_report" else {}
    check_whole([History(GIVEN, DUE, tuple(earlier))], happened(kind, TODAY, **more, **to), TODAY)


def test_a_whole_task_is_recorded_where_it_fits() -> None:
    done = History(GIVEN, DUE, (happened("report", date(2025, 3, 5)), happened("confirm", date(2025, 3, 6))))
    cancel = happened("cancel", TODAY)
    check_whole([done, History(GIVEN, DUE)], cancel, TODAY)
    with pytest.raises(RecordRefused, match="hoàn thành"):
        check_whole([done, done], cancel, TODAY)
    mine = History(GIVEN, DUE, (Event("report", date(2025, 3, 5), actor="Người ghi confirm"),))
    with pytest.raises(RecordRefused, match="cần người khác"):
        check_whole([History(GIVEN, DUE), mine], happened("confirm", TODAY), TODAY)


# --- the table ------------------------------------------------------------------------------------------------------


def test_every_state_is_reached_and_can_be_left() -> None:
    rules = workflow()
    reached, waiting = {rules.first}, [rules.first]
    while waiting:
        state = waiting.pop()
        found = {row.after or state for (before, _), row in rules.transitions.items() if before == state}
        waiting += found - reached
        reached |= found
    assert reached == set(rules.states) == {before for before, _ in rules.transitions}


def test_only_somebody_else_checks() -> None:
    for row in workflow().transitions.values():
        if row.event in ("confirm", "refuse_extension", "overrule"):
            assert row.other_than and "agency" not in row.by and "clerk" not in row.by


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (Transition("go", ("gone",), ("clerk",)), "gone"),
        (Transition("went", ("new",), ("clerk",)), "went"),
        (Transition("go", ("new",), ("boss",)), "boss"),
        (Transition("go", ("new",), ("clerk",), after="gone"), "gone"),
        (Transition("go", ("new",), ("clerk",), other_than="went"), "went"),
        (Transition("go", ("new",), ("clerk",), same_as="went"), "went"),
        (Transition("go", ("open",), ("clerk",)), "told twice for new"),
    ],
)
def test_a_wrong_table_is_refused(row: Transition, says: str) -> None:
    states, roles = (State("new", "mới", open=True), State("done", "xong")), (Role("clerk", "văn thư"),)
    good = Transition("go", ("new",), ("clerk",), after="done")
    rules = build_workflow(states, (EventKind("go", "đi"),), roles, (good,))
    assert rules.possible("new") == ("go",) and rules.first == "new"
    with pytest.raises(RuleError, match=says):
        build_workflow(states, (EventKind("go", "đi"),), roles, (good, row))
    with pytest.raises(RuleError, match="colour"):
        build_workflow(states, (EventKind("go", "đi", needs=("colour",)),), roles, (good,))


# --- the chain ------------------------------------------------------------------------------------------------------


def chain(contents: Sequence[dict[str, Any]]) -> list[Link]:
    links: list[Link] = []
    for row, content in enumerate(contents, start=1):
        previous = links[-1].hash if links else None
        links.append(Link(row, content, previous, link_hash(previous, content)))
    return links


def test_a_chain_shows_what_was_done_to_it() -> None:
    links = chain([{"note": f"việc {number}"} for number in range(5)])
    assert list(broken_links(links)) == []
    changed = Link(3, {"note": "khác"}, links[2].previous, links[2].hash)
    assert [row for row, _ in broken_links([*links[:2], changed, *links[3:]])] == [3]
    rehashed = Link(3, changed.content, changed.previous, link_hash(changed.previous, changed.content))
    assert [row for row, _ in broken_links([*links[:2], rehashed, *links[3:]])] == [4]
    assert [row for row, _ in broken_links([*links[:1], *links[2:]])] == [3]
    assert [row for row, _ in broken_links(links[1:])] == [2]
    assert list(broken_links(links[:-1])) == []
