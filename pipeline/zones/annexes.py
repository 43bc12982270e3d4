"""What is attached below the signature: ``PHỤ LỤC …``, or a title with ``(Kèm theo …)``, ``(Ban hành kèm theo …)``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.zones.cells import is_upper

_ANNEX = re.compile(
    r"""^[ \t*]*(?:
        (?P<title>PH[ỤU]\ L[ỤU]C|Phụ\ lục\s*(?:[IVX\d]+\b)?\s*$|BIỂU\ (?:MẪU|SỐ)|MẪU\ SỐ|Mẫu\ số\ [\dIVX]+\s*$)
      | (?P<note>\W{0,3}(?:[Bb]an\ hành\ )?[Kk][èe]m\ theo\b)
    )""",
    re.MULTILINE | re.VERBOSE,
)
_TITLE_LINES = 5
_NOTE_DISTANCE = 900


def annex_starts(text: str, start: int) -> Iterator[int]:
    """Where each attached part begins in ``text[start:]``, in order."""
    last = None
    for match in _ANNEX.finditer(text, start):
        if match["title"]:
            at = match.start()
        elif last is not None and match.start() - last < _NOTE_DISTANCE:
            continue  # the note of the title that was met just before
        else:
            at = _title_above(text, match.start(), start)
        if last is None or at > last:
            yield at
            last = at


def _title_above(text: str, note: int, floor: int) -> int:
    """The title in capitals a few short lines above a ``(Kèm theo …)`` line; the note itself where there is none."""
    best, at, seen = note, note, 0
    while at > floor and seen < _TITLE_LINES:
        begin = max(text.rfind("\n", floor, at - 1) + 1, floor)
        line = text[begin : at - 1 if at else 0].strip()
        at = begin
        if not line:
            if begin == floor:
                break
            continue
        if len(line) > 500 or (line[-1] in ".;:/" and not is_upper(line)):
            break
        seen += 1
        best = begin if is_upper(line) else best
    return best
