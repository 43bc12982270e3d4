"""Header → Scope: the places of the issuing body and the day on which its names are valid."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from pipeline.agencies import Register, Scope, find_agency, place_of_code, province
from pipeline.agencies.places import Place
from pipeline.types import Header

_PRINTED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_HINT_LENGTH = 20_000


def scope_of(header: Header, register: Register, text: str = "", today: date | None = None) -> Scope:
    """The issuer's province, district and commune; the place of the date line where the issuer tells none.

    An undated document of a place that is no more is read as of that place's last day. ``text`` says which province is spoken of where several have a district or commune of that name.
    """
    now = today or date.today()
    bare = Scope(_day(header) or now, hint=text[:_HINT_LENGTH])
    issuer = find_agency(register, header.issuer.value, bare) if header.issuer else None
    if issuer is not None and issuer.agency is not None:
        place = place_of_code(issuer.agency.place) if issuer.agency.place else None
        bare = replace(bare, issuer=issuer.agency.code)
    else:
        place = province(_without_kind(header.place.value)) if header.place else None
    return _around(place, bare, dated=_day(header) is not None)


def _around(place: Place | None, bare: Scope, dated: bool) -> Scope:
    if place is None:
        return bare
    day = bare.day if dated or place.valid_until is None else min(bare.day, place.valid_until)
    home = province(place.province)
    parts = place.code.split("/")
    district = place if place.level == "huyen" else place_of_code("/".join(parts[:2])) if len(parts) == 3 else None
    commune = place if place.level == "xa" else None
    return replace(bare, day=day, province=home, district=district, commune=commune)


def _without_kind(place: str) -> str:
    return re.sub(r"^(?:tỉnh|thành phố|tp\.?)\s+", "", place, flags=re.I)


def _day(header: Header) -> date | None:
    """The day of the document; the first of the month or year where no more is printed; None where nothing is."""
    match = _PRINTED.fullmatch(header.date.value) if header.date else None
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
