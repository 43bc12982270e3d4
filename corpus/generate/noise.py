"""What copying, printing and scanning do to a text; every mark stays on its characters.

Each step turns a :class:`Piece` into edits (start, end, replacement); :func:`edited` applies them and moves the marks.
Gold stays what was meant: noise is on the paper, not in the truth. Only the place of tones is spelling, kept in gold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from random import Random
from typing import Any

from .marks import CITATION, DEADLINE, TARGET, Mark, Piece

Edit = tuple[int, int, str]

_OLD_TONES = dict(
    zip(
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        strict=True,
    )
)
_TONED = re.compile(rf"(?<![qQ])(?:{'|'.join(_OLD_TONES)})(?![^\W\d_])", re.IGNORECASE)

# What a scanner's reader takes for one another; never digits, whose loss would change a value.
_MISREAD = {
    "đ": "d", "ư": "u", "ơ": "o", "ă": "a", "ê": "e", "ô": "o", "ủ": "ù", "ổ": "ồ", "ế": "ê", "ạ": "a",
    "ộ": "ô", "i": "l",
    "l": "i", "ể": "ề", "ữ": "ử", "ị": "i", "n": "ri", "m": "rn", "ẽ": "ẻ", "á": "à", "c": "e", "h": "b",
    "ý": "ỷ", "ứ": "ú",
    "ậ": "ạ",
}  # fmt: skip


def edited(piece: Piece, edits: Sequence[Edit]) -> Piece:
    """``piece`` after ``edits``, which are in order and don't overlap."""
    texts: list[str] = []
    at = 0
    starts, ends = {}, {}
    wanted_starts = sorted({m.start for m in piece.marks})
    wanted_ends = sorted({m.end for m in piece.marks})
    shift = s = e = 0
    for start, end, new in [*edits, (len(piece.text), len(piece.text), "")]:
        last = start == len(piece.text) and not new
        # A mark's start moves behind what is put in at its place, its end does not.
        while s < len(wanted_starts) and (wanted_starts[s] < start or last or (wanted_starts[s] == start < end)):
            starts[wanted_starts[s]] = wanted_starts[s] + shift
            s += 1
        while e < len(wanted_ends) and (wanted_ends[e] <= start or last):
            ends[wanted_ends[e]] = wanted_ends[e] + shift
            e += 1
        while s < len(wanted_starts) and start < wanted_starts[s] < end:
            starts[wanted_starts[s]] = start + shift + len(new)
            s += 1
        while e < len(wanted_ends) and start < wanted_ends[e] < end:
            ends[wanted_ends[e]] = start + shift + len(new)
            e += 1
        texts += (piece.text[at:start], new)
        at = end
        shift += len(new) - (end - start)
    texts.append(piece.text[at:])
    marks = tuple(Mark(starts[m.start], ends[m.end], m.label, m.value) for m in piece.marks)
    return Piece("".join(texts), marks)


def old_tones(text: str) -> str:
    """``hòa`` as ``hoà``, ``ủy`` as ``uỷ``: as long as before."""

    def turn(match: re.Match[str]) -> str:
        word = match.group()
        new = _OLD_TONES[word.lower()]
        if word.isupper():
            return new.upper()
        return new[0].upper() + new[1:] if word[0].isupper() else new

    return _TONED.sub(turn, text)


def in_strings(value: Any, change: Any) -> Any:
    """``value`` with ``change`` applied to each string in it."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: in_strings(entry, change) for key, entry in value.items()}
    return [in_strings(entry, change) for entry in value] if isinstance(value, list) else value


def decomposed(piece: Piece) -> Piece:
    """Letters and their marks apart (NFD)."""
    edits = []
    for at, letter in enumerate(piece.text):
        if letter > "\x7f" and (new := unicodedata.normalize("NFD", letter)) != letter:
            edits.append((at, at + 1, new))
    return edited(piece, edits)


def wrapped(rng: Random, piece: Piece, width: int, page: int) -> Piece:
    """Hard line breaks at ``width``, and a page number every ``page`` lines (0: none)."""
    edits: list[Edit] = []
    line = begin = 0
    space = None
    number = 2
    for at, letter in enumerate(piece.text):
        if letter == "\n":
            begin, space, line = at + 1, None, line + 1
        elif letter == " ":
            space = at
        if at - begin >= width and space is not None:
            line += 1
            new = "\n"
            if page and line >= page:
                new, line, number = f"\n\n{number}\n\n", 0, number + 1
            edits.append((space, space + 1, new))
            begin, space = space + 1, None
    return edited(piece, edits)


def paged(rng: Random, piece: Piece, most: int) -> Piece:
    """Page numbers between some paragraphs."""
    breaks = [match.start() for match in re.finditer(r"\n\n(?=\S)", piece.text)]
    chosen = sorted(rng.sample(breaks, min(most, max(len(breaks) - 4, 0))))
    return edited(piece, [(at, at, f"\n\n{number}") for number, at in enumerate(chosen, 2)])


def damaged(rng: Random, piece: Piece, share: float) -> Piece:
    """Letters misread, spaces lost or doubled; not in numbers, days and levels, whose value would be lost."""
    kept = sorted((m.start, m.end) for m in piece.marks if m.label in (DEADLINE, TARGET, CITATION))
    edits: list[Edit] = []
    last = 0
    for _ in range(int(len(piece.text) * share)):
        last += max(int(rng.expovariate(share)), 1)
        if last >= len(piece.text) - 1:
            break
        letter = piece.text[last]
        if any(start <= last < end for start, end in kept):
            continue
        new = "  " if letter == " " else _MISREAD.get(letter)
        if new:
            edits.append((last, last + 1, new))
    return edited(piece, edits)
