"""An office's own directory: the rows of its table → agencies, or what is wrong with each row; never half of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.agencies.bodies import CENTRAL
from pipeline.agencies.lookup import find_agency
from pipeline.agencies.places import REFORM, Place, province, unit, units_called, units_named
from pipeline.agencies.register import Agency, Register, Scope
from pipeline.agencies.spelling import name_key, plain, slug
from pipeline.agencies.tables import Row
from pipeline.clock import vietnam_today
from pipeline.rules import load_rules

REQUIRED = ("code", "name")
HEADINGS = {
    "code": "Mã", "name": "Tên", "aliases": "Tên khác", "kind": "Loại", "level": "Cấp", "place": "Địa bàn",
    "parent": "Thuộc", "valid_from": "Hiệu lực từ", "valid_until": "Hiệu lực đến", "successors": "Thay bằng",
    "groups": "Nhóm",
}  # fmt: skip
"""The columns in the order in which they are written, with their Vietnamese headings."""

_LEVELS = {
    "trung uong": CENTRAL, "tinh": "tinh", "thanh pho": "tinh", "cap tinh": "tinh", "huyen": "huyen",
    "cap huyen": "huyen", "xa": "xa", "cap xa": "xa", "phuong": "xa",
}  # fmt: skip
_MOST_TITLE_ROWS = 8
_EXCEL_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)")
_CODE = re.compile(r"[\w.~/-]+")
_DAY = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}))(?:[ T]00:00:00)?")


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """A column by the headings that it may have."""

    id: str
    words: tuple[str, ...]
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a row of the file; row 0 is the file as a whole."""

    row: int
    message: str


def read_directory(rows: Sequence[Row], today: date | None = None) -> tuple[tuple[Agency, ...], tuple[Problem, ...]]:
    """The agencies of a table and its problems, by row; where there is a problem the agencies are not to be used.

    What a row leaves empty is taken from the shipped register where that knows the name in its place.
    """
    rows = rows[_heading_at(rows) :]
    number, heading = rows[0]
    columns, problems = _columns(number, heading)
    if not set(REQUIRED) <= set(columns):
        return (), tuple(problems)
    read = [_Reader(row, dict(zip(columns, cells, strict=False)), today or vietnam_today()) for row, cells in rows[1:]]
    agencies = [(reader.row, reader.agency()) for reader in read]
    problems += [problem for reader in read for problem in reader.problems]
    for row, cells in rows[1:]:
        if any(cells[len(columns) :]):
            problems.append(Problem(row, "Dòng có nhiều ô hơn dòng tiêu đề."))
        problems += [Problem(row, f"Ô mang lỗi của Excel: {cell}.") for cell in cells if _EXCEL_ERROR.fullmatch(cell)]
    if not agencies:
        problems.append(Problem(number, "Không có cơ quan nào dưới dòng tiêu đề."))
    problems += check_directory(agencies)
    return tuple(agency for _, agency in agencies), tuple(sorted(set(problems), key=lambda p: (p.row, p.message)))


def check_directory(agencies: Sequence[tuple[int, Agency]]) -> Iterator[Problem]:
    """What is wrong between rows: a code or a name given twice, successors and parents unknown or going in circles."""
    yield from _repeated(agencies, lambda agency: [agency.code] if agency.code else [], "Mã “{}” đã có ở dòng {}.")
    yield from _repeated(agencies, _called, "Tên “{}” đã có ở dòng {}: không rõ là cơ quan nào.")
    by_code = {agency.code: agency for _, agency in reversed(agencies)}
    shipped = Register()
    for row, agency in agencies:
        for heading, codes in (("Thay bằng", agency.successors), ("Thuộc", (agency.parent,) if agency.parent else ())):
            for code in codes:
                if code not in by_code and shipped.agency(code) is None:
                    yield Problem(row, f"{heading}: không có cơ quan mã “{code}”.")
        if circle := _circle(agency.code, lambda code: by_code[code].successors if code in by_code else ()):
            yield Problem(row, f"Thay bằng đi vòng: {' → '.join(circle)}.")
        if circle := _circle(
            agency.code, lambda code: tuple(filter(None, [by_code[code].parent])) if code in by_code else ()
        ):
            yield Problem(row, f"Thuộc đi vòng: {' → '.join(circle)}.")


def _heading_at(rows: Sequence[Row]) -> int:
    """The place of the row with the headings, below the title that many offices write above it; else the first."""
    known = _known_columns()
    for at, (_, cells) in enumerate(rows[:_MOST_TITLE_ROWS]):
        if set(REQUIRED) <= {known.get(plain(cell)) for cell in cells}:
            return at
    return 0


def _known_columns() -> dict[str, str]:
    return {plain(word): rule.id for rule in load_rules("agencies/columns", ColumnRule) for word in rule.words}


def _columns(row: int, heading: Sequence[str]) -> tuple[list[str], list[Problem]]:
    known = _known_columns()
    while heading and not heading[-1]:
        heading = heading[:-1]
    columns = [known.get(plain(cell), "") for cell in heading]
    problems = [
        Problem(row, f"Cột “{cell}” không có trong danh mục cột; các cột: {', '.join(HEADINGS.values())}.")
        for cell, column in zip(heading, columns, strict=True)
        if not column
    ]
    problems += [Problem(row, f"Thiếu cột “{HEADINGS[name]}”.") for name in REQUIRED if name not in columns]
    twice = {name for name in columns if name and columns.count(name) > 1}
    problems += [Problem(row, f"Cột “{HEADINGS[name]}” có hai lần.") for name in sorted(twice)]
    return columns, problems


class _Reader:
    """One row: its agency, and what is wrong with its cells."""

    def __init__(self, row: int, cells: dict[str, str], today: date) -> None:
        self.row = row
        self.problems: list[Problem] = []
        self._cells = cells
        self._today = today

    def agency(self) -> Agency:
        """The agency of the row, as far as it can be read."""
        code, name = self._cells.get("code", ""), self._cells.get("name", "")
        if not code:
            self._wrong("Thiếu mã.")
        elif not _CODE.fullmatch(code):
            self._wrong(f"Mã “{code}” chỉ được có chữ, số và các dấu . / ~ _ -.")
        if not name_key(name):
            self._wrong("Thiếu tên.")
        begin, end = self._day("valid_from"), self._day("valid_until")
        if begin and end and end < begin:
            self._wrong("Hiệu lực đến trước hiệu lực từ.")
        place = self._place()
        known = self._known(name, place, begin, end)
        level = self._level() or (known.level if known else place.level if place else "")
        return Agency(
            code=code,
            name=name,
            kind=slug(self._cells.get("kind", "")) or (known.kind if known else ""),
            level=level,
            province=place.province if place else known.province if known else None,
            place=place.code if place else known.place if known else None,
            valid_from=begin,
            valid_until=end,
            successors=self._list("successors"),
            aliases=self._list("aliases"),
            groups=self._list("groups"),
            parent=self._cells.get("parent") or None,
            source="directory",
        )

    def _known(self, name: str, place: Place | None, begin: date | None, end: date | None) -> Agency | None:
        """What the shipped register knows by that name, in the place of the row."""
        at = {place.level: place} if place else {}
        home = province(place.province) if place else None
        scope = Scope(begin or end or self._today, home, at.get("huyen"), at.get("xa"))
        match = find_agency(Register(), name, scope) if name else None
        return match.agency if match else None

    def _place(self) -> Place | None:
        written = self._cells.get("place", "")
        if not written:
            return None
        found = unit(written) or _place_named(written)
        if found is None:
            self._wrong(f"Địa bàn “{written}” không có trong danh mục đơn vị hành chính.")
        return found

    def _level(self) -> str:
        written = self._cells.get("level", "")
        if written and plain(written) not in _LEVELS:
            self._wrong(f"Cấp “{written}” không phải trung ương, tỉnh, huyện hay xã.")
        return _LEVELS.get(plain(written), "")

    def _day(self, column: str) -> date | None:
        written = self._cells.get(column, "")
        match = _DAY.fullmatch(written)
        try:
            if match:
                return date(*(int(match[n]) for n in ((1, 2, 3) if match[1] else (6, 5, 4))))
        except ValueError:
            match = None
        if written and not match:
            self._wrong(f"{HEADINGS[column]}: “{written}” không phải ngày (31/12/2025 hoặc 2025-12-31).")
        return None

    def _list(self, column: str) -> tuple[str, ...]:
        return tuple(filter(None, (part.strip() for part in self._cells.get(column, "").split(";"))))

    def _wrong(self, message: str) -> None:
        self.problems.append(Problem(self.row, message))


def _place_named(written: str) -> Place | None:
    """`tỉnh Đắk Lắk`, `Đắk Lắk`, `xã Ea Kar, tỉnh Đắk Lắk`; of both structures, that of today first."""
    parts = [part.strip() for part in written.split(",")]
    home = province(re.sub(r"^(?:tỉnh|thành phố|tp\.?)\s+", "", parts[-1], flags=re.I))
    if home is not None and len(parts) == 1:
        return home
    key = plain(parts[0])
    found = units_called(home.code, key) if home else units_named(key)
    today = [place for place in found if place.valid_on(REFORM)] or list(found)
    return today[0] if len(today) == 1 or (home and today) else None


def _called(agency: Agency) -> list[str]:
    """The names of an agency with what tells it from another of that name: its place and its days."""
    days = f"{agency.valid_from or ''}..{agency.valid_until or ''}"
    return [f"{key}|{agency.place}|{days}" for key in {name_key(n) for n in (agency.name, *agency.aliases)} if key]


def _repeated(
    agencies: Sequence[tuple[int, Agency]], keys: Callable[[Agency], list[str]], message: str
) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for row, agency in agencies:
        for key in keys(agency):
            if key in seen:
                yield Problem(row, message.format(key if key == agency.code else agency.name, seen[key]))
            else:
                seen[key] = row


def _circle(code: str, after: Callable[[str], Sequence[str]]) -> list[str]:
    """The way from a code back to itself; empty where there is none."""
    ways, seen = [[code]], {code}
    while ways:
        way = ways.pop()
        for following in after(way[-1]):
            if following == code:
                return [*way, code]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []
