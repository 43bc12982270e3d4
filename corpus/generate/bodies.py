"""How orders are laid out: under those who are charged, one a point, under themes, from one command, in prose."""

from __future__ import annotations

from datetime import timedelta

from .actors import anyone, chief, everyone, local, main, main_names, partner
from .cites import cited, proposal
from .desk import Desk
from .gold import Given
from .layout import Point, point, stop_at
from .marks import Part, Piece, capital, fill, join, slots_of
from .names import Party
from .orders import item, task
from .times import again, day_text, in_period, on_day, when
from .vocabulary import words


def because(desk: Desk) -> Piece:
    """The circumstance before the command: a basis, an aim, or nothing."""
    form = desk.pick(words("frame")["because"]["forms"])
    slots = slots_of(form)
    given: dict[str, Part] = {"topic": desk.topic(), "y": str(desk.world.issued.year)}
    if "dept" in slots:
        given["dept"] = desk.pick((desk.own("chief"), main_names(desk)[0]))
        given["paper"] = proposal(desk, str(given["dept"]))
    for slot in ("ref", "ref2"):
        if slot in slots:
            given[slot] = cited(desk)
    return fill(form, **given)


def says(desk: Desk, issuer: str) -> Piece:
    """The sentence that opens the points and names nobody."""
    form = desk.pick(words("frame")["says"]["forms"])
    order = next(text for text in iter(lambda: desk.own("orders"), None) if not text.endswith((" giao", " chỉ đạo")))
    return capital(join((because(desk), fill(form, issuer=issuer, order=order))))


def commands(desk: Desk, party: Party) -> Piece:
    """The sentence that opens the points and says to whom they all go; whether it is a task is left open."""
    form = desk.pick(words("frame")["commands"]["forms"])
    text = capital(join((because(desk), fill(form, order=desk.own("orders"), who=party.lead()))))
    return task(text, Given(optional=True))


def past(desk: Desk) -> str:
    """A sentence on what was or is."""
    return pasts(desk, 1, 1)


def pasts(desk: Desk, least: int = 1, most: int = 3) -> str:
    """A paragraph of findings: praise first, then what is wanting, then why."""
    general = words("frame")["past"]["forms"]
    forms = [*general[:2], *desk.sector.findings, *general[2:]]
    count = desk.rng.randint(least, most)
    chosen = [desk.deal("past", range(len(forms))) for _ in range(count)]
    return " ".join(_figures(desk, forms[at]) for at in sorted(chosen))


def _figures(desk: Desk, form: str) -> str:
    """``form`` with invented figures and a day gone by."""
    rng, issued = desk.rng, desk.world.issued
    gone = issued - timedelta(days=rng.randint(8, 70))
    text = form.format(
        topic=desk.topic(), issuer=desk.boss(), n=rng.randint(11, 480), p=rng.randint(13, 97), p2=rng.randint(2, 12),
        m=f"{gone.month}/{gone.year}", day=day_text(desk, gone),
    )  # fmt: skip
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")


def heading(desk: Desk, party: Party) -> Piece:
    """A line that only says who: what stands under it inherits its names."""
    form = desk.pick(words("frame")["heading"]["asked" if party.asked else "forms"])
    lead = party.lead()
    return fill(form, A=capital(lead)) if "{A}" in form else fill(form, a=lead)


def grouped(desk: Desk, groups: int, bullet: bool) -> list[Point]:
    """Those who are charged as headings, their work under them; some points say both in one."""
    points: list[Point] = []
    seen: set[str] = set()
    for number in range(groups):
        party = main(desk) if number == 0 and desk.chance(0.7) else anyone(desk)
        if party.text in seen:
            continue
        seen.add(party.text)
        count = desk.pick((1, 2, 2, 3, 3, 4, 5))
        if count == 1 or (party.asked and desk.chance(0.6)):
            points.append(point(item(desk, party, named=True)))
            continue
        items = [point(item(desk, party, False, stop_at(desk, n, count, bullet))) for n in range(count)]
        if desk.chance(0.12):
            other = partner(desk) if party.works[0] != "local" else local(desk)
            items.append(point(item(desk, other, True)))
        points.append(point(heading(desk, party), items))
    return points


def flat(desk: Desk, count: int) -> list[Point]:
    """One order a point, each with its own lead; some with a run-in title, which is no part of the task."""
    points = []
    titled = desk.chance(0.12)
    for _ in range(count):
        text = item(desk, anyone(desk), named=True)
        if titled and desk.chance(0.6):
            text = join((desk.pick(words("frame")["theme"]["run_in"]).format(topic=desk.topic()), text))
        points.append(point(text))
    return points


def themed(desk: Desk, count: int, bullet: bool) -> list[Point]:
    """Themes as headings; each point under them names its lead."""
    points = []
    for _ in range(count):
        title = desk.deal("theme", words("frame")["theme"]["forms"]).format(topic=desk.topic())
        size = desk.rng.randint(2, 4)
        items = [point(item(desk, anyone(desk), True, stop_at(desk, n, size, bullet))) for n in range(size)]
        points.append(point(title[0].upper() + title[1:], items))
    return points


def from_command(desk: Desk, party: Party, count: int, bullet: bool) -> list[Point]:
    """Points without a name: the command before them says who; now and then one names somebody else."""
    points = []
    for number in range(count):
        named = desk.chance(0.1)
        who = partner(desk) if named else party
        points.append(point(item(desk, who, named, stop_at(desk, number, count, bullet))))
    return points


def prose(desk: Desk, count: int) -> list[Point]:
    """Paragraphs without markers."""
    return [point(item(desk, anyone(desk), True), bare=True) for _ in range(count)]


def _named(party: Party, form: str, **given: Part) -> Piece:
    lead = party.lead()
    slots: dict[str, Part] = dict(given)
    slots["Who" if "{Who}" in form else "who"] = capital(lead) if "{Who}" in form else lead
    return fill(form, **slots)


def reports(desk: Desk) -> Piece:
    """The paragraph that asks everybody for a report by a day: a task."""
    form = desk.pick(words("frame")["closing"]["report"])
    draw = desk.rng.random()
    day = on_day(desk) if draw < 0.6 else in_period(desk) if draw < 0.8 else again(desk, "point")
    given: dict[str, Part] = {"boss": desk.boss(), "through": desk.own("chief"), "doc": desk.doc, "d": day}
    text = _named(everyone(desk), form, **{key: given[key] for key in slots_of(form) - {"who", "Who"}})
    return task(join((text, ".")))


def follows(desk: Desk) -> Piece:
    """The paragraph that charges an office with following things up: a task."""
    frame = words("frame")["closing"]
    work = desk.pick(words("clauses")["common"]["follow"]).format(doc=desk.doc, boss=desk.boss())
    text = _named(chief(desk), desk.pick(frame["follow"]), f=work)
    draw = desk.rng.random()
    if draw < 0.3:
        text = fill("{w}, báo cáo {boss} {d}", w=text, boss=desk.boss(), d=on_day(desk))
    elif draw < 0.45:
        text = fill("{w}; {d} báo cáo {boss}", w=text, boss=desk.boss(), d=again(desk))
    elif draw < 0.5:
        text = fill("{w} {d}", w=text, d=when(desk))
    return task(join((text, ".")))


def closings(desk: Desk, issuer: str) -> list[Point]:
    """What stands behind the points: tasks in some, then formulas, which are none."""
    frame = words("frame")["closing"]
    pieces: list[Piece] = []
    if desk.chance(0.3):
        pieces.append(reports(desk))
    if desk.chance(0.35):
        pieces.append(follows(desk))
    if desk.chance(0.2):
        pieces.append(task(desk.pick(frame["difficulties"]).format(boss=desk.boss()) + ".", Given(optional=True)))
    if desk.chance(0.08):
        pieces.append(task(desk.pick(frame["liability"]).format(boss=desk.boss()) + ".", Given(optional=True)))
    if desk.chance(0.05):
        pieces.append(task(desk.pick(frame["rights"]).format(boss=desk.boss()) + ".", Given(optional=True)))
    if desk.chance(0.7) or not pieces:
        formula = desk.pick(frame["formula"]).format(doc=desk.doc, issuer=issuer, topic=desk.topic())
        pieces.append(Piece(formula[0].upper() + formula[1:] + "."))
    return [point(entry, bare=True) for entry in pieces]
