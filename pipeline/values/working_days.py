"""The working days of state offices: Monday to Friday without holidays, with the days that were swapped.

The holidays of the Labour Code 2019, article 112, and the swaps decided up to its release come with the ``holidays``
package; later decisions, which are announced weeks ahead, stand in rules/working_days.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from pipeline.rules import load_rules


@dataclass(frozen=True, slots=True)
class Swap:
    """Days off in a week and the days of rest on which they are made up for, as ISO days."""

    id: str
    off: tuple[str, ...]
    work: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()


def is_working_day(day: date) -> bool:
    """Whether state offices work on that day."""
    iso = day.isoformat()
    for swap in load_rules("working_days", Swap):
        if iso in swap.off or iso in swap.work:
            return iso in swap.work
    return bool(_calendar(day.year).is_working_day(day))


def working_day_after(start: date, amount: int) -> date:
    """The day that is ``amount`` working days after ``start``, which itself doesn't count."""
    day = start
    while amount > 0:
        day += timedelta(days=1)
        amount -= is_working_day(day)
    return day


@cache
def _calendar(year: int) -> Any:
    from holidays import country_holidays  # 100 ms and more: only a duration in working days pays for it

    return country_holidays("VN", years=year)
