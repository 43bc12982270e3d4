"""How surely a citation means a stored document with the same number and symbol.

``12/QĐ-UBND`` is issued every year in every province: the date decides where one is given, else the issuer, else that
the document is older than the one that cites it and of the same place.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from pipeline.store.agency_key import agency_key

_HEAD: Final = re.compile(r"^(?:phó )?(?:chủ tịch|bộ trưởng|giám đốc|cục trưởng|tổng cục trưởng|chánh văn phòng)\b")
_LOCAL: Final = frozenset(["tỉnh", "phố", "huyện", "quận", "thị", "xã", "phường", "đặc", "khu"])
_BODY: Final = _LOCAL | frozenset(["ủy", "ban", "nhân", "dân", "hội", "đồng", "thành", "sở", "phòng"])
_ABBREVIATED: Final = re.compile(r"\b(?!UBND\b|HĐND\b)[A-ZĐ&]{2,}")


def cites(
    date: str | None, issuer: str | None, citing_day: str | None, citing_issuer: str | None,
    document_date: str | None, document_issuer: str | None,
) -> int:  # fmt: skip
    """0 where a citation of that number can't mean the document, more the more speaks for it, 1 for the number alone.

    >>> cites("2025-03-04", "UBND tỉnh", "2025-05-01", None, "2025-03-04", "Ủy ban nhân dân tỉnh Sông Thao")
    4
    >>> cites("2024-03-04", None, "2025-05-01", None, "2025-03-04", "Ủy ban nhân dân tỉnh Sông Thao")
    0
    """
    dated = bool(date and document_date)
    if not _in_time(date, citing_day, document_date):
        return 0
    cited, stored = _words(issuer), _words(document_issuer)
    if issuer and _ABBREVIATED.search(issuer):
        cited = frozenset()  # Bộ GDĐT: not to be compared word by word
    if cited and stored and not (cited <= stored or stored <= cited):
        return 0
    if not dated and not _same_place(cited, stored, _words(citing_issuer)):
        return 0
    return 1 + 2 * dated + bool(cited and stored)


def _in_time(date: str | None, citing_day: str | None, document_date: str | None) -> bool:
    if not document_date:
        return True
    if date:
        length = min(len(date), len(document_date))
        return date[:length] == document_date[:length]
    return citing_day is None or document_date <= citing_day


def _same_place(cited: frozenset[str], stored: frozenset[str], citing: frozenset[str]) -> bool:
    """Whether a local body that is cited without its place (``UBND tỉnh``) may be that of the citing document."""
    return not stored & _LOCAL or stored - cited - _BODY <= citing


@lru_cache(maxsize=4096)
def _words(issuer: str | None) -> frozenset[str]:
    return frozenset(_HEAD.sub("", agency_key(issuer)).split()) if issuer else frozenset()
