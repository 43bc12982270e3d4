"""Points with their markers, and lines with what stands between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .desk import Desk
from .marks import Part, Piece, join, piece

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LETTERS = "abcdđeghiklmnopqrst"

# Markers by depth. {n} a number, {r} a Roman one, {a} a letter, {A} a capital, {up} the marker above without its stop.
SHALLOW: tuple[tuple[str, ...], ...] = (
    ("{n}.", "{a})"), ("{n}.", "-"), ("{n}.", "{up}.{n}."), ("{n}.", "-"), ("{n}.", "{a})"), ("{n}.", "{up}.{n}"),
    ("{r}.", "{n}."), ("{r}.", "-"), ("{n})", "-"), ("{n}/", "-"), ("{n}.", "•"), ("{n}.", "*"), ("{a})", "-"),
    ("-", "+"), ("{n}.", "{a}."), ("({n})", "-"), ("{A}.", "{n}."), ("{n}.", "–"), ("", "-"), ("{n}.", ""),
)  # fmt: skip
DEEP: tuple[tuple[str, ...], ...] = (
    ("{r}.", "{n}.", "{a})", "-"), ("{r}.", "{n}.", "-", "+"), ("{r}.", "{n}.", "{up}.{n}.", "-"),
    ("{r}.", "{n}.", "{a})", "-"), ("{A}.", "{r}.", "{n}.", "-"), ("Phần {r}.", "{n}.", "{a})", "-"),
    ("{n}.", "{up}.{n}.", "{a})", "-"),
    ("{r}/", "{n}/", "-", "+"), ("{r}.", "{n}.", "•", "-"),
)  # fmt: skip
ARTICLES: tuple[str, ...] = ("Điều {n}.", "{n}.", "{a})", "-")


@dataclass(frozen=True, slots=True)
class Point:
    """One marker's text and what stands under it; ``lines`` come below the text without markers of their own."""

    text: Piece
    points: tuple[Point, ...] = ()
    lines: tuple[Piece, ...] = ()
    bare: bool = field(default=False)  # no marker: a paragraph


def point(text: Part, points: Sequence[Point] = (), lines: Sequence[Part] = (), bare: bool = False) -> Point:
    """A :class:`Point` of any parts."""
    return Point(piece(text), tuple(points), tuple(piece(line) for line in lines), bare)


def numbered(points: Sequence[Point], scheme: Sequence[str], depth: int = 0, up: str = "") -> Iterator[Piece]:
    """The lines of ``points`` with the markers of ``scheme``, deeper ones with its later entries."""
    pattern = scheme[min(depth, len(scheme) - 1)]
    count = 0
    for entry in points:
        marker = ""
        if not entry.bare and pattern:
            marker = pattern.format(
                n=count + 1, r=_ROMAN[count % 12], a=_LETTERS[count % 19], A="ABCDEGHIKL"[count % 10], up=up
            )
            count += 1
        yield join((marker, " ", entry.text)) if marker else entry.text
        yield from entry.lines
        yield from numbered(entry.points, scheme, depth + 1, marker.rstrip("./)"))


def stop_at(desk: Desk, index: int, count: int, bullet: bool) -> str:
    """What ends the point at ``index`` of ``count``: some offices end all but the last bullet with a semicolon."""
    return desk.habits.stop if bullet and index < count - 1 else "."
