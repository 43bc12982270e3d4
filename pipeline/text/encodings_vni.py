"""VNI for Windows: a base letter and a second character for its marks, both of Windows-1252 (134 signs in all)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.text.offsets import Edit

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"

# A tone behind a plain vowel, ơ or ư; a circumflex or a breve with or without a tone behind a, e, o.
_TONES = {"ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_HATS = {"â": "", "à": _GRAVE, "á": _ACUTE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_BOWS = {"ê": "", "è": _GRAVE, "é": _ACUTE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ì": "ì", "í": "í"}


def _pairs() -> dict[str, str]:
    """Every pair in small letters and what it stands for."""
    plain = dict.fromkeys("aeouy") | {"ô": "ơ", "ö": "ư"}
    pairs = {base + mark: (letter or base) + tone for base, letter in plain.items() for mark, tone in _TONES.items()}
    pairs |= {base + mark: base + _CIRCUMFLEX + tone for base in "aeo" for mark, tone in _HATS.items()}
    pairs |= {"a" + mark: "a" + _BREVE + tone for mark, tone in _BOWS.items()}
    return {pair: unicodedata.normalize("NFC", letter) for pair, letter in pairs.items()}


TABLE = _pairs() | _SINGLE
_MARKS = "".join((*_TONES, *_HATS, *_BOWS))
_CODES = re.compile(rf"(?:[aeouyôö][{_MARKS}]|[{''.join(_SINGLE)}])", re.IGNORECASE)


def edits(text: str) -> Iterator[Edit]:
    """The changes that turn VNI codes, read as Windows-1252, into letters; the case is that of the base letter.

    >>> [edit.new for edit in edits("UÛy ban tænh")]
    ['Ủ', 'ỉ']
    """
    for found in _CODES.finditer(text):
        start, code = found.start(), found[0]
        letter = TABLE.get(code.lower())
        if letter is None:  # a base letter that this mark does not go with
            code, letter = code[0], TABLE.get(code[0].lower())
            if letter is None:
                continue
        yield Edit(start, start + len(code), letter.upper() if code[0].isupper() else letter)


def carries(base: str, mark: str) -> bool:
    """Whether ``mark`` is the second half of a pair that ``base`` begins.

    >>> carries("a", "ø"), carries("n", "ø")
    (True, False)
    """
    return (base + mark).lower() in TABLE and len(base + mark) == 2
