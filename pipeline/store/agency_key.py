"""When two names as written mean one agency, as far as spelling goes; successors and aliases are not its business."""

from __future__ import annotations

import re
import unicodedata

# Where the tone mark of "uy" stands is a matter of taste (Uỷ, Ủy): both spellings fold to the second.
_U_TONES = dict(zip("ỳýỷỹỵ", "ùúủũụ", strict=True))
_U_THEN_TONED_Y = re.compile(r"(?<!q)u([ỳýỷỹỵ])(?!\w)")
_ABBREVIATIONS = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "ubmttq": "ủy ban mặt trận tổ quốc",
}
_ABBREVIATION = re.compile(r"\b(?:" + "|".join(_ABBREVIATIONS) + r")\b")
_LEADING_PLURAL = re.compile(r"^(?:tất cả\s+)?(?:các|những)\s+")
_NOT_A_WORD = re.compile(r"[^\w]+")


def agency_key(name: str) -> str:
    """The normalised name under which an agency is stored once.

    >>> agency_key("Các Sở, ban, ngành") == agency_key("sở, ban, ngành")
    True
    >>> agency_key("UBND tỉnh") == agency_key("Uỷ ban nhân dân tỉnh") == agency_key("ỦY BAN NHÂN DÂN tỉnh")
    True
    """
    lowered = unicodedata.normalize("NFC", name).casefold()
    words = " ".join(_NOT_A_WORD.sub(" ", lowered).split())
    spelled_out = _ABBREVIATION.sub(lambda found: _ABBREVIATIONS[found[0]], words)
    same_tone = _U_THEN_TONED_Y.sub(lambda found: _U_TONES[found[1]] + "y", spelled_out)
    return _LEADING_PLURAL.sub("", same_tone)
