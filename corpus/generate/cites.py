"""Other documents by number, day and issuer; the number with its sign is a CITATION mark."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

from .desk import Desk
from .marks import CITATION, Part, Piece, join, mark
from .times import day_text
from .vocabulary import words
from .world import level_words, styled


@cache
def _kinds(level: str) -> tuple[dict[str, Any], ...]:
    return tuple(kind for kind in words("citing")["kind"] if level in kind["levels"])


def _symbol(desk: Desk, pattern: str, year: int) -> str:
    field, after = desk.world.field, desk.world.after
    divisions = level_words(desk.world)["divisions"]
    return pattern.format(
        y=year,
        mcode=field.ministry[3 if after else 1],
        dcode=field.department[3 if after else 1],
        div=desk.pick(divisions),
    )


def cited(desk: Desk, about: bool | None = None) -> Piece:
    """``Công văn số 123/BYT-KH ngày 15/3/2024 của Bộ Y tế về …``: issued before the dispatch."""
    kind = desk.pick(_kinds(desk.world.level))
    day = desk.world.issued - timedelta(days=desk.rng.randint(6, 500))
    symbol = _symbol(desk, kind["symbol"], day.year)
    number = f"{desk.rng.randint(1, kind['most']):02}{'-' if kind.get('party') else '/'}{symbol}"
    by = styled(desk.world, kind["by"])
    parts: list[Part] = [kind["name"], " ", mark(number, CITATION, number)]
    if desk.chance(0.85):
        parts.append(f"{',' if kind.get('party') else ''} ngày {day_text(desk, day)}")
    if desk.chance(0.8):
        parts.append(f" của {by}")
    if desk.chance(0.35) if about is None else about:
        parts.append(" " + desk.pick(words("citing")["about"]["forms"]).format(topic=desk.topic()))
    return join(parts)


def proposal(desk: Desk, office: str) -> Piece:
    """What ``office`` sent before: ``Tờ trình số 12/TTr-SYT ngày …``."""
    field, at = desk.world.field, 3 if desk.world.after else 1
    code = (
        {names[at - 1]: names[at] for names in (field.ministry, field.department)}.get(office)
        or initials(office)
        or "VP"
    )
    day = desk.world.issued - timedelta(days=desk.rng.randint(2, 25))
    name, sign = desk.pick((("Tờ trình", "TTr-{}"), ("Báo cáo", "BC-{}"), ("Công văn", "{}-TH")))
    number = f"{desk.rng.randint(2, 900):02}/{sign.format(code)}"
    return join((name, " số ", mark(number, CITATION, number), f" ngày {day_text(desk, day)}"))


def initials(office: str) -> str:
    """The sign that an office without a fixed one makes of its name: ``PNV``."""
    return "".join(word[0] for word in office.split() if word[0].isupper() or word in ("tỉnh", "xã", "huyện")).upper()


def law(desk: Desk) -> Piece:
    """``Luật Mẫu số 15/2017/QH14``, or a law by its day alone."""
    name = desk.pick(words("citing")["laws"]["names"])
    day = desk.world.issued - timedelta(days=desk.rng.randint(200, 3000))
    if desk.chance(0.3):
        return join((name, f" ngày {day_text(desk, day)}"))
    number = f"{desk.rng.randint(10, 160)}/{day.year}/QH{15 if day.year > 2020 else 14}"
    return join((name, " số ", mark(number, CITATION, number)))
