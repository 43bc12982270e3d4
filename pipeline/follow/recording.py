"""May this be recorded? What the workflow says to an event, and the calendar, and that nobody checks his own work."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.errors import RecordRefused
from pipeline.follow.history import Event, History
from pipeline.follow.standing import Standing, standings, taken
from pipeline.follow.workflow import Transition, workflow

_SAID = {
    "new_due": "hạn mới",
    "percent": "phần trăm hoàn thành",
    "note": "ghi chú nêu lý do",
    "to_agency": "cơ quan nhận việc",
}


def check_event(history: History, event: Event, today: date) -> None:
    """Let an event pass that may be added to a history.

    It may lie before events already recorded, as long as these could still have happened after it. Raises
    :class:`~pipeline.errors.RecordRefused` with the reason in one sentence.
    """
    _check_said(event)
    _check_day(history, event, today)
    now = _state_on(history, event.day)
    row = workflow().transitions.get((now.state, event.kind))
    if row is None:
        raise RecordRefused(_not_now(now, event))
    _check_actor(history, event, row)
    _check_new_due(now, event)
    _check_later(history, event)


def check_shown(event: Event, files: bool) -> None:
    """Let an event pass that says what was done, or comes with files that show it. Raises RecordRefused."""
    kind = workflow().events.get(event.kind)
    if kind is not None and kind.shown and not files and not (event.note or "").strip():
        raise RecordRefused(f"Hãy nêu kết quả khi {kind.label}, hoặc gửi kèm tệp chứng minh.", "note")


def check_whole(histories: Sequence[History], event: Event, today: date) -> None:
    """Let an event of a whole task pass: one that at least one of its assignments may have.

    Those in which it can't happen pass it over, as a cancelled task leaves alone who has completed his part. Raises
    :class:`~pipeline.errors.RecordRefused` where none may have it, or one only not for who acts or when.
    """
    rules = workflow().transitions
    given = [one for one in histories if one.given is None or one.given <= event.day]
    fitting = [one for one in given if (_state_on(one, event.day).state, event.kind) in rules]
    for history in fitting or histories[:1]:
        check_event(history, event, today)


def _check_said(event: Event) -> None:
    rules = workflow()
    kind, role = rules.events.get(event.kind), rules.roles.get(event.role or "")
    if kind is None:
        raise RecordRefused(f"Không có sự kiện “{event.kind}”; các sự kiện: {', '.join(rules.events)}.")
    if role is None:
        raise RecordRefused(f"Không có vai trò “{event.role or ''}”; các vai trò: {', '.join(rules.roles)}.")
    if not _person(event.actor):
        raise RecordRefused(f"Thiếu tên người ghi “{kind.label}”.")
    said = {name for name in _SAID if getattr(event, name) not in (None, "")}
    if missing := [name for name in kind.needs if name not in said]:
        raise RecordRefused(f"Khi ghi “{kind.label}” cần nêu {', '.join(_SAID[name] for name in missing)}.", missing[0])
    if extra := [name for name in _SAID if name in said - {*kind.needs, *kind.may, "note"}]:
        raise RecordRefused(f"Khi ghi “{kind.label}” không nêu {', '.join(_SAID[name] for name in extra)}.", extra[0])
    if event.percent is not None and not 0 <= event.percent <= 100:
        raise RecordRefused(f"Phần trăm hoàn thành phải từ 0 đến 100, không phải {event.percent}.", "percent")


def _check_day(history: History, event: Event, today: date) -> None:
    if event.day > today:
        raise RecordRefused(f"Ngày {_day(event.day)} chưa tới: chỉ ghi điều đã xảy ra.", "day")
    if history.given is not None and event.day < history.given:
        raise RecordRefused(f"Ngày {_day(event.day)} trước ngày giao việc {_day(history.given)}.", "day")


def _check_actor(history: History, event: Event, row: Transition) -> None:
    rules = workflow()
    label = rules.events[event.kind].label
    if event.role not in row.by:
        may = "; ".join(rules.roles[role].label for role in row.by) or "không ai"
        own = rules.roles[event.role or ""].label
        raise RecordRefused(f"Vai trò {own} không được ghi “{label}”; được ghi: {may}.")
    _check_maker(history, event, row)
    maker = _last_actor(history, row.other_than, event.day) if row.other_than else None
    if maker is not None and _person(maker) == _person(event.actor):
        done = rules.events[row.other_than].label
        raise RecordRefused(f"“{event.actor}” đã ghi “{done}” nên không được tự ghi “{label}”: cần người khác.")


def _check_maker(history: History, event: Event, row: Transition) -> None:
    maker = _last_actor(history, row.same_as, event.day) if row.same_as else event.actor
    if _person(maker) != _person(event.actor):
        label, made = (workflow().events[kind].label for kind in (event.kind, row.same_as))
        raise RecordRefused(f"Chỉ người đã ghi “{made}” ({maker}) mới được ghi “{label}”.")


def _check_new_due(now: Standing, event: Event) -> None:
    if event.new_due is None:
        return
    if event.new_due < event.day:
        raise RecordRefused(f"Hạn mới {_day(event.new_due)} trước ngày ghi {_day(event.day)}.", "new_due")
    if "new_due" in workflow().events[event.kind].needs and now.due is not None and event.new_due <= now.due:
        raise RecordRefused(f"Hạn mới {_day(event.new_due)} phải sau hạn đang có {_day(now.due)}.", "new_due")


def _check_later(history: History, event: Event) -> None:
    before = [after is not None for _, after in taken(history)]
    with_it = taken(replace(history, events=(*history.events, event)))
    others = [(one, after is not None) for one, after in with_it if one is not event]
    for (one, holds), held in zip(others, before, strict=True):
        if held and not holds:
            label = workflow().events[one.kind].label
            raise RecordRefused(
                f"Không ghi vào ngày {_day(event.day)} được: khi đó “{label}” ngày {_day(one.day)}, đã ghi, "
                "không còn hợp lệ.",
                "day",
            )


def _not_now(now: Standing, event: Event) -> str:
    rules = workflow()
    labels = ", ".join(rules.events[kind].label for kind in rules.possible(now.state))
    state, label = rules.states[now.state].label, rules.events[event.kind].label
    instead = f"; có thể ghi: {labels}" if labels else ""
    return f"Ngày {_day(event.day)} việc ở trạng thái “{state}” nên không ghi được “{label}”{instead}."


def _state_on(history: History, day: date) -> Standing:
    """How the work stands after what was recorded up to a day, also one before it was given."""
    known = tuple(event for event in history.events if event.day <= day)
    return standings(replace(history, events=known))[-1]


def _last_actor(history: History, kind: str, day: date) -> str | None:
    events = [event for event, after in taken(history) if after is not None and event.day <= day]
    return next((event.actor for event in reversed(events) if event.kind == kind), None)


def _person(name: str | None) -> str:
    """A name as it is compared: case and spaces do not make another person."""
    return " ".join(unicodedata.normalize("NFC", name or "").casefold().split())


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
