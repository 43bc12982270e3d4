"""The day in Vietnam, on computers that stand elsewhere."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.clock import vietnam_today


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows đặt múi giờ cho cả máy")
def test_the_day_does_not_hang_on_where_the_computer_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = set()
    for zone in (
        "UTC",
        "UTC+12",
        "UTC-14",
    ):  # as POSIX writes them: the ends of the world, of which one has another day
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        elsewhere.add(date.today())  # noqa: DTZ011 - what it is compared with
        assert vietnam_today() == (datetime.now(UTC) + timedelta(hours=7)).date()
    monkeypatch.undo()
    time.tzset()
    assert len(elsewhere) > 1
