"""A small line of measured values over time, drawn as points of an SVG; the page draws it without a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

WIDTH, HEIGHT = 320, 90
"""Of the drawing, in its own units."""

_MARGIN = 8


@dataclass(frozen=True, slots=True)
class Plot:
    """A line through ``points``; ``wanted`` is the height of the target, None where it has no value."""

    points: tuple[tuple[float, float], ...]
    wanted: float | None

    @property
    def line(self) -> str:
        """The points as SVG has them."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


def plot(measures: Sequence[dict[str, Any]], wanted: float | None) -> Plot | None:
    """The line of values in the order of their days; None for fewer than two, which are no line.

    >>> plot([{"on_day": "2026-01-01", "value": 0}, {"on_day": "2026-01-11", "value": 10}], 10).points
    ((8.0, 82.0), (312.0, 8.0))
    """
    if len(measures) < 2:
        return None
    days = [date.fromisoformat(one["on_day"]).toordinal() for one in measures]
    values = [float(one["value"]) for one in measures]
    low, high = min([*values, *_given(wanted)]), max([*values, *_given(wanted)])
    xs = [_scaled(day, days[0], days[-1], WIDTH) for day in days]
    ys = [HEIGHT - _scaled(value, low, high, HEIGHT) for value in values]
    return Plot(
        tuple(zip(xs, ys, strict=True)), None if wanted is None else HEIGHT - _scaled(float(wanted), low, high, HEIGHT)
    )


def _given(value: float | None) -> list[float]:
    return [] if value is None else [float(value)]


def _scaled(value: float, low: float, high: float, length: int) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return _MARGIN + share * (length - 2 * _MARGIN)
