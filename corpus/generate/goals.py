"""Levels to be reached, as TARGET marks."""

from __future__ import annotations

from .desk import Desk
from .gold import Target
from .marks import TARGET, Piece, mark
from .vocabulary import words


def thousands(value: int) -> str:
    """An integer with Vietnamese points: ``4.500``."""
    return f"{value:,}".replace(",", ".")


def _percent(desk: Desk, low: bool) -> tuple[str, float | int]:
    if desk.chance(0.15):
        tenths = desk.rng.randint(2, 90) if low else desk.rng.randint(500, 999)
        if tenths % 10:
            return f"{tenths / 10}".replace(".", ","), tenths / 10
    value = desk.rng.randint(1, 12) if low else desk.pick((50, 60, 65, 70, 75, 80, 85, 90, 92, 95, 97, 98, 99))
    return str(value), value


def share(desk: Desk) -> Piece:
    """``trên 80% trường học có phương án``."""
    what = desk.deal("share", desk.sector.shares)
    goals = words("goals")
    if desk.chance(0.4):
        return mark(desk.pick(goals["whole"]).format(x=what), TARGET, Target("=", 100, "%"))
    entry = desk.pick(goals["share"])
    printed, value = _percent(desk, low=False)
    return mark(desk.pick(entry["forms"]).format(n=printed, x=what), TARGET, Target(entry["comparator"], value, "%"))


def count(desk: Desk) -> Piece:
    """``trồng ít nhất 500 ha rừng``: a clause with its verb."""
    verb, unit, rest, least, most = desk.deal("count", desk.sector.counts)
    step = 10 ** max(len(str(most)) - 2, 0)
    value = max(desk.rng.randint(least, most) // step * step, least)
    entry = desk.pick(words("goals")["count"])
    printed = thousands(value) if value >= 10 else desk.number(value)
    text = desk.pick(entry["forms"]).format(verb=verb, n=printed, unit=unit, rest=f" {rest}" if rest else "")
    return mark(text, TARGET, Target(entry["comparator"], value, unit))


def low(desk: Desk) -> Piece:
    """``tỷ lệ tử vong dưới 0,1%`` or ``giảm ít nhất 10% số vụ``."""
    what = desk.deal("low", desk.sector.lows)
    printed, value = _percent(desk, low=True)
    entry = desk.pick(words("goals")["low"])
    return mark(desk.pick(entry["forms"]).format(n=printed, x=what), TARGET, Target(entry["comparator"], value, "%"))


def money(desk: Desk) -> Piece:
    """``bố trí tối thiểu 1,5 tỷ đồng``."""
    entry = desk.pick(words("goals")["money"])
    tenths = desk.rng.randint(5, 900)
    if desk.chance(0.3):
        printed, unit, value = thousands(tenths), "triệu đồng", tenths * 1_000_000
    else:
        printed, unit, value = f"{tenths / 10:g}".replace(".", ","), "tỷ đồng", tenths * 100_000_000
    text = desk.pick(entry["forms"]).format(n=printed, unit=unit)
    return mark(text, TARGET, Target(entry["comparator"], value, "đồng"))


def goal(desk: Desk) -> Piece:
    """A level inside an order, behind ``bảo đảm`` or ``phấn đấu``."""
    draw = desk.rng.random()
    if draw < 0.62 or not desk.sector.counts:
        return share(desk)
    if draw < 0.9 or not desk.sector.lows:
        return count(desk)
    return low(desk)
