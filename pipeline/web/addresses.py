"""Where the rows behind a figure are: the lists of the app with their filters and the day of the figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses for figures as of ``day`` (None: today, which then is not said). ``path`` puts the app's prefix before.

    ``store`` is the name of the database.
    """

    path: Callable[[str], str]
    store: str
    day: date | None = None

    def tasks(self, status: str) -> str:
        """The tasks of a group of timings."""
        return self._made("/-/viec", tinh_trang=status)

    def overdue(self, least: int, most: int | None) -> str:
        """Tasks that have been overdue for so many days."""
        said = {"qua_tu": str(least), **({"qua_den": str(most)} if most else {})}
        return self._made(f"/{self.store}/viec_qua_han", **said)

    def agency(self, agency_id: int) -> str:
        """The page of an agency, with its lists."""
        return self._made(f"/-/co-quan/{agency_id}")

    def report(self, day: date) -> str:
        """The four-cell report of a day."""
        return self.path(f"/{self.store}/bao_cao_bon_o?{urlencode({'as_of': day.isoformat()})}")

    def calendar(self, day: date, agency_id: int | None = None) -> str:
        """What falls due on a day."""
        said = {"ngay": day.isoformat(), **({"co_quan": str(agency_id)} if agency_id else {})}
        return self._made("/-/lich", **said) + "#ngay"

    def month(self, month: date, agency_id: int | None = None) -> str:
        """The calendar of a month."""
        return self._made("/-/lich", thang=f"{month:%Y-%m}", **({"co_quan": str(agency_id)} if agency_id else {}))

    def review(self) -> str:
        """The documents that wait for review."""
        return self.path("/-/duyet")

    def _made(self, path: str, **said: str) -> str:
        as_of = {"as_of": self.day.isoformat()} if self.day else {}
        query = urlencode({**said, **as_of})
        return self.path(path) + (f"?{query}" if query else "")
