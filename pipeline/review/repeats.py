"""Rules of repeated work (RFC 5545, as the grammar writes them) in words: ``FREQ=MONTHLY;BYMONTHDAY=5``."""

from __future__ import annotations

from typing import Final

_EACH: Final = {"DAILY": "ngày", "WEEKLY": "tuần", "MONTHLY": "tháng", "YEARLY": "năm"}
_WEEKDAYS: Final = {"MO": "thứ hai", "TU": "thứ ba", "WE": "thứ tư", "TH": "thứ năm", "FR": "thứ sáu", "SA": "thứ bảy",
                    "SU": "chủ nhật"}  # fmt: skip
_WORKING: Final = "MO,TU,WE,TH,FR"


def describe_repeat(rrule: str) -> str:
    """A rule in Vietnamese words; its frequency alone where the rest of it has no plain words.

    >>> describe_repeat("FREQ=MONTHLY;BYMONTHDAY=5"), describe_repeat("FREQ=WEEKLY;BYDAY=TU,FR")
    ('hằng tháng, ngày 5', 'hằng tuần, thứ ba và thứ sáu')
    """
    parts = dict(part.split("=", 1) for part in rrule.split(";") if "=" in part)
    return ", ".join(filter(None, (_frequency(parts), _weekday(parts), _day(parts))))


def _frequency(parts: dict[str, str]) -> str:
    unit, every = _EACH.get(parts.get("FREQ", ""), "kỳ"), int(parts.get("INTERVAL", "1"))
    if unit == "tháng" and every == 3:
        return "hằng quý"
    return f"hằng {unit}" if every == 1 else f"{every} {unit} một lần"


def _weekday(parts: dict[str, str]) -> str:
    by = parts.get("BYDAY", "")
    if by == _WORKING:
        return "ngày làm việc cuối" if parts.get("BYSETPOS") == "-1" else "ngày làm việc đầu"
    place = {"-1": " cuối cùng", "1": " đầu tiên"}.get(by[:-2], "")
    named = [_WEEKDAYS.get(day[-2:], "") for day in by.split(",") if day]
    return " và ".join(named) + (place if len(named) == 1 else "")


def _day(parts: dict[str, str]) -> str:
    days = parts.get("BYMONTHDAY", "")
    if not days:
        return ""
    named = " và ".join("cuối tháng" if day == "-1" else day for day in days.split(","))
    months = parts.get("BYMONTH", "")
    return f"ngày {named}" + (f" tháng {months.replace(',', ', ')}" if months else "")
