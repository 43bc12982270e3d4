"""Header → Scope: the places of the issuing body and the day on which its names are valid."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from pipeline.agencies import Register, Scope, find_agency, place_of_code, province, province_spoken_of
from pipeline.agencies.places import Place, unknown_place
from pipeline.clock import vietnam_today
from pipeline.types import Header

_UNIT = re.compile(r"\b((?i:thành phố|thị xã|thị trấn|huyện|quận|xã|phường|đặc khu))\s+(\w.*)$")
_PRINTED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_CAPITAL = "ha-noi"
_HINT_LENGTH = 20_000


def scope_of(header: Header, register: Register, text: str = "", today: date | None = None) -> Scope:
    """The issuer's province, district and commune; the place of the date line where the issuer tells none.

    An undated document of a place that is no more is read as of that place's last day. ``text`` says which province is
    spoken of where several have a district or commune of that name.
    """
    now = today or vietnam_today()
    bare = Scope(_day(header) or now, hint=text[:_HINT_LENGTH])
    issuer = find_agency(register, header.issuer.value, bare) if header.issuer else None
    if issuer is not None and issuer.agency is not None:
        place = place_of_code(issuer.agency.place) if issuer.agency.place else None
        bare = replace(bare, issuer=issuer.agency.code)
    else:
        place = _named_in(header, text[:_HINT_LENGTH], local=issuer is not None)
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


def _named_in(header: Header, text: str, *, local: bool) -> Place | None:
    """The place of an issuer that is not known with its place: that of the date line, where it can't be the capital's
    central bodies that write there; below a province its own name, in the province that the text speaks of.
    """
    dated_in = province(_without_kind(header.place.value)) if header.place else None
    issuer = header.issuer.value if header.issuer else ""
    named = _UNIT.search(issuer)
    if named and (home := dated_in or province_spoken_of(text)):
        return unknown_place(named[1].lower(), named[2], home.code)
    capital = dated_in is not None and dated_in.code == _CAPITAL and dated_in.name not in issuer
    return None if capital and not local else dated_in


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
