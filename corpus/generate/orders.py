"""One order: who, the work, with whom, by what, to what level, until when; and the items that hold several of them."""

from __future__ import annotations

from functools import cache

from .actors import anyone, helpers
from .cites import cited
from .desk import Desk, work_text
from .goals import goal
from .gold import Given
from .marks import TASK, Part, Piece, capital, fill, join, mark, piece, slots_of
from .names import Party
from .times import KINDS, again, in_period, on_day, when, within
from .vocabulary import words

_OPENING_WORDS = ("chủ trì", "phối hợp", "cùng", "làm đầu mối", "là cơ quan")


@cache
def _intros() -> tuple[str, ...]:
    return tuple(entry["form"] for entry in words("clauses")["intro"] for _ in range(entry["weight"]))


def _work(desk: Desk, party: Party) -> str:
    """The next phrase of what this party may do, none twice in one dispatch while there are others."""
    deck, works = party.works
    for _ in range(8):
        work = desk.deal(deck, works)
        text = work_text(desk, work)
        if text not in desk.used:
            break
    while text in desk.used:
        text = f"{text} {desk.deal('further', words('clauses')['further']['forms'])}"
    desk.used.add(text)
    return text


def core(desk: Desk, party: Party, alone: bool = False) -> Piece:
    """The work with what goes before and behind it, without the one in charge, goal and time; ``alone``: no helpers."""
    habits = desk.habits
    text: Part = _work(desk, party)
    if desk.chance(habits.cite):
        text = fill(desk.pick(words("citing")["inside"]["forms"]), w=text, ref=cited(desk, about=False))
    if not alone and desk.chance(habits.together):
        return fill(desk.pick(words("clauses")["together"]["forms"]), w=text, c=helpers(desk, party))
    if desk.chance(0.22):
        text = join((desk.pick(words("clauses")["manner"]["forms"]), " ", text))
    if desk.chance(0.03):
        text = join((text, " ", desk.pick(words("times")["loose"]["forms"])))
    return piece(text)


def _later(desk: Desk, text: Piece, party: Party) -> Piece:
    """``text`` with a further clause of the same lead, if it may do enough to say something new."""
    if len(party.works[1]) < 6:
        return text
    form = desk.pick(words("clauses")["second"]["forms"])
    further = _work(desk, party)
    return fill(form, w=text, v=further, V=capital(further)) if "{V}" in form else fill(form, w=text, v=further)


def timed(desk: Desk, text: Piece, in_front: bool = True) -> Piece:
    """``text`` with a deadline in one of its places; ``in_front`` allows it before the order."""
    clauses = words("clauses")
    kind = desk.pick(KINDS)
    if kind in ("recurring", "point"):
        form = desk.pick(clauses["recurring"]["report" if kind == "recurring" else "point"])
        return _with(desk, form, text, again(desk, kind))
    if kind == "event":
        form = desk.pick(clauses["event"]["before" if in_front and desk.chance(0.6) else "after"])
        return _with(desk, form, text, when(desk))
    if kind == "date" and desk.chance(0.06):
        return _with(desk, desk.pick(("{w}, {d}", "{w} ({d})")), text, on_day(desk, "apart"))
    day = on_day(desk) if kind == "date" else in_period(desk) if kind == "period" else within(desk)
    if in_front and kind != "duration" and desk.chance(0.07):
        return _with(desk, "{D}, {w}", text, day)
    form = desk.pick(clauses["attach"]["report" if desk.chance(0.42) else "work"])
    return _with(desk, form, text, day)


def _with(desk: Desk, form: str, text: Piece, day: Piece) -> Piece:
    slots = slots_of(form)
    given: dict[str, Part] = {"w": text}
    if "d" in slots:
        given["d"] = day
    if "D" in slots:
        given["D"] = capital(day)
    if "boss" in slots:
        given["boss"] = desk.boss()
    if "through" in slots:
        given["through"] = desk.own("chief")
    return fill(form, **given)


def led(desk: Desk, party: Party, text: Piece) -> Piece:
    """``text`` as an order to ``party``, who is named."""
    if party.asked:
        return fill(desk.pick(words("clauses")["asking"]["forms"]), a=party.lead(), w=text)
    form = desk.pick(_intros())
    if form.endswith("đầu mối {w}") and text.text.startswith(_OPENING_WORDS):
        form = "{a} {w}"
    return fill(form, a=party.lead(), w=text)


def order(desk: Desk, party: Party, named: bool, dated: float | None = None) -> Piece:
    """One order, lower case, without its full stop; ``dated`` how often it has a deadline."""
    text = core(desk, party)
    if desk.chance(0.2):
        text = _later(desk, text, party)
    if desk.chance(desk.habits.goal):
        text = fill(desk.pick(words("clauses")["goal"]["forms"]), w=text, t=goal(desk))
    plain = text
    if named:
        text = led(desk, party, text)
    if not desk.chance(desk.habits.deadline if dated is None else dated):
        return text
    # Behind a second sentence or a goal, a time in front would be read with the first clause alone.
    return timed(desk, text, in_front=". " not in plain.text and ";" not in plain.text and ":" not in text.text)


def task(text: Part, given: Given | None = None) -> Piece:
    """``text`` as one task."""
    return mark(text, TASK, given or Given())


def item(desk: Desk, party: Party, named: bool, stop: str = ".") -> Piece:
    """What stands at one marker: mostly one task, sometimes two or three."""
    given = Given() if named else Given(lead=party.names)
    draw = desk.rng.random()
    if draw < 0.05:
        return _two_times(desk, party, named, given, stop)
    if draw < 0.11:
        return _two_leads(desk, party, named, given, stop)
    if draw < 0.14:
        return _numbered(desk, party, named, given, stop)
    return task(join((capital(order(desk, party, named)), stop)), given)


def _two_times(desk: Desk, party: Party, named: bool, given: Given, stop: str) -> Piece:
    """Two works of one lead, each with its own day."""
    first = join((capital(_dated(desk, party, named)), ";"))
    second = join((_dated(desk, party, False), stop))
    return join((task(first, given), " ", task(second, Given(lead=party.names))))


def _dated(desk: Desk, party: Party, named: bool) -> Piece:
    text = piece(_work(desk, party))
    text = led(desk, party, text) if named else text
    day = on_day(desk) if desk.chance(0.7) else in_period(desk)
    return fill(desk.pick(("{w} {d}", "{w}, hoàn thành {d}", "{w}, xong {d}")), w=text, d=day)


def _two_leads(desk: Desk, party: Party, named: bool, given: Given, stop: str) -> Piece:
    """An order, then one to somebody else in the same item: behind a semicolon or as a sentence of its own."""
    other = anyone(desk)
    if set(other.names) & set(party.names):
        other = anyone(desk)
    first = order(desk, party, named, dated=0.3)
    second = order(desk, other, True, dated=0.3)
    if set(other.names) & set(party.names):
        return task(join((capital(first), stop)), given)
    if desk.chance(0.6):
        return join((task(join((capital(first), ";")), given), " ", task(join((second, stop)))))
    return join((task(join((capital(first), ".")), given), " ", task(join((capital(second), stop)))))


def _numbered(desk: Desk, party: Party, named: bool, given: Given, stop: str) -> Piece:
    """``(1) …; (2) …`` inline: one task, or one a part where the parts have their own days."""
    count = desk.rng.randint(2, 4)
    lead: Piece = capital(party.lead()) if named else Piece("Thực hiện các việc sau")
    if not desk.chance(0.6):
        parts = [join((f"({n}) ", _work(desk, party))) for n in range(1, count + 1)]
        return task(join((lead, ": ", join(parts, "; "), stop)), given)
    tasks: list[Part] = []
    for n in range(1, count + 1):
        end = stop if n == count else ";"
        tasks.append(task(join((f"({n}) ", _dated(desk, party, False), end)), Given(lead=party.names)))
    return join((lead, ": ", join(tasks, " ")))
