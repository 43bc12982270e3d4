"""Deadlines in words with the value they stand for, as DEADLINE marks."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from .desk import Desk
from .gold import Deadline
from .marks import DEADLINE, Piece, mark
from .vocabulary import words

_ROMAN = ("I", "II", "III", "IV")
KINDS = ("date",) * 9 + ("period",) * 5 + ("recurring",) * 2 + ("point",) * 2 + ("duration",) * 2 + ("event",)


def day_text(desk: Desk, day: date, habit: str | None = None) -> str:
    """A day as this office writes it."""
    return (habit or desk.habits.day).format(d=day.day, m=day.month, y=day.year)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _said(text: str, kind: str, due: date | None = None, rrule: str | None = None) -> Piece:
    return mark(text, DEADLINE, Deadline(kind, due.isoformat() if due else None, rrule))


def on_day(desk: Desk, key: str = "forms") -> Piece:
    """A day to come: within two months most often, within a year at most."""
    issued = desk.world.issued
    due = issued + timedelta(
        days=desk.pick((desk.rng.randint(3, 25), desk.rng.randint(20, 75), desk.rng.randint(40, 330)))
    )
    text = day_text(desk, due)
    # A day without its year is in the document's year or the next; where the document's own day is blank, only a later
    # month leaves no doubt.
    clear = desk.day_known or (due.year, due.month) > (issued.year, issued.month)
    if desk.chance(0.06) and clear and (due - issued).days < 300:
        text = f"{due.day:02}/{due.month:02}" if desk.chance(0.5) else f"{due.day}/{due.month}"
    form = desk.pick(words("times")["date"][key])
    return _said(form.format(date=text, h=desk.pick(("9", "10", "11", "15", "16", "17"))), "date", due)


def _month_after(desk: Desk, least: int, most: int) -> tuple[int, int]:
    ahead = desk.world.issued.month - 1 + desk.rng.randint(least, most)
    return desk.world.issued.year + ahead // 12, ahead % 12 + 1


def in_period(desk: Desk, label: bool = False) -> Piece:
    """A month, quarter, half year or year that ends after the document's day."""
    issued = desk.world.issued
    kind = desk.pick(("month", "month", "month", "before_month", "quarter", "quarter", "half", "year"))
    form = desk.pick(words("times")[kind]["label" if label else "forms"])
    year, month = _month_after(desk, 1, 9)
    printed = f"{month:02}" if desk.habits.two_digits and (month < 3 or desk.chance(0.4)) else str(month)
    if kind == "month":
        return _said(form.format(m=printed, y=year), "period", month_end(year, month))
    if kind == "before_month":
        year, month = _month_after(desk, 2, 9)
        due = date(year, month, 1) - timedelta(days=1)
        printed = f"{month:02}" if desk.habits.two_digits and month < 3 else str(month)
        return _said(form.format(m=printed, y=year), "period", due)
    if kind == "quarter":
        quarter = (month - 1) // 3
        return _said(form.format(q=_ROMAN[quarter], y=year), "period", month_end(year, 3 * quarter + 3))
    if kind == "half":
        last = 6 if month <= 6 else 12
        return _said(
            form.format(half="đầu" if last == 6 else "cuối", y=year),
            "period",
            date(year, last, month_end(year, last).day),
        )
    year = issued.year + (issued.month > 9 or desk.chance(0.2))
    return _said(form.format(y=year, next=year + 1), "period", date(year, 12, 31))


def again(desk: Desk, key: str = "recurring", label: bool = False) -> Piece:
    """A time that comes again; ``key`` ``point`` for one on a certain day or hour."""
    entries = [entry for entry in words("times")[key] if not label or "label" in entry]
    entry = desk.pick(entries)
    day, month = desk.pick((5, 10, 15, 20, 25, 28)), desk.pick((3, 6, 9, 11, 12))
    printed = desk.number(day)
    text = entry["label" if label else "form"].format(k1=printed, k=day, m=month)
    return _said(text, "recurring", rrule=entry["rrule"].format(k=day, m=month))


def within(desk: Desk) -> Piece:
    """A span of days; its end is known where it runs from the document's own day."""
    days = desk.pick((3, 5, 7, 10, 15, 20, 30))
    known = desk.day_known and desk.chance(0.5)
    form = desk.pick(words("times")["duration"]["known" if known else "open"])
    due = desk.world.issued + timedelta(days=days) if known else None
    return _said(form.format(n=desk.number(days), doc=desk.doc), "duration", due)


def when(desk: Desk) -> Piece:
    """An event that has to come first."""
    return _said(desk.pick(words("times")["event"]["forms"]), "event")


def label_time(desk: Desk) -> Piece:
    """A time behind ``Thời gian thực hiện:`` or in a table's cell."""
    draw = desk.rng.random()
    if draw < 0.45:
        return on_day(desk, "label")
    if draw < 0.85:
        return in_period(desk, label=True)
    return again(desk, label=True)
