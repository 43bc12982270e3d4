"""Search that does not care about diacritics: ``uy ban`` finds ``Ủy ban`` and ``dang`` finds ``Đảng``.

SQLite's own ``remove_diacritics`` leaves ``đ`` alone, which is a letter and not a ``d`` with a mark; so a folded copy
of the text is indexed and what people type is folded the same way.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
_EXCERPT_BEFORE = 60
_EXCERPT_LENGTH = 240


class _Folding(dict[int, str]):
    """One plain lowercase letter for every character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[0].lower()
        folded = {"đ": "d"}.get(base, base if len(base) == 1 else char)
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Lowercase without diacritics. Offsets stay: the result is as long as the NFC form of ``text``.

    >>> fold("Ủy ban, Đảng ủy")
    'uy ban, dang uy'
    """
    return unicodedata.normalize("NFC", text).translate(_FOLDING)


def match_query(typed: str) -> str:
    """An FTS5 query for what a person typed: all words, phrases in quotes; nothing in it is FTS5 syntax.

    Where no word was typed the query is the empty phrase, which finds nothing (an empty query would be an error).

    >>> match_query('Ủy ban "phòng cháy" AND 15/UBND* (')
    '"uy" "ban" "phong chay" "and" "15/ubnd*"'
    """
    pieces = (phrase or word for phrase, word in _WORD.findall(fold(typed.replace("\0", " "))))
    return " ".join(f'"{piece}"' for piece in pieces if any(char.isalnum() for char in piece)) or '""'


def excerpt(text: str, typed: str) -> str:
    """The part of ``text`` around the first word of ``typed``, on one line, with an ellipsis where it is cut.

    >>> excerpt("Giao Sở Y tế báo cáo kết quả.", "so y te")
    'Giao Sở Y tế báo cáo kết quả.'
    """
    text = unicodedata.normalize("NFC", text)
    words = [phrase or word for phrase, word in _WORD.findall(fold(typed))]
    wanted = " ".join(words)
    folded = fold(text)
    at = next((place for piece in (wanted, *words) if piece and (place := folded.find(piece)) >= 0), 0)
    start = max(at - _EXCERPT_BEFORE, 0)
    if start:
        start = max(text.find(" ", start, at) + 1, start)
    end = min(start + _EXCERPT_LENGTH, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    body = " ".join(text[start:end].split())
    return ("… " if start else "") + body + (" …" if end < len(text) else "")
