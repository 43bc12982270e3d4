"""The visible box of a digital signature, which is no part of the dispatch's text.

Decree 30/2020/NĐ-CP, appendix I, lets it show the signer's organisation and the time of signing; it lies wherever the
stamp was put, often across the letterhead, and would break into its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from pipeline.sources.pdf_rows import Run

_SIGNED = re.compile(r"(Người|Thời gian|Ngày) ?ký ?:|(Được )?ký (số )?bởi|Digitally signed|Signature (Not )?[Vv]")
_FIRST_LETTERS = frozenset("NTĐkDS")  # of these words
_LABEL = re.compile(
    r"(Người|Thời gian|Ngày) ?ký ?:|(Được )?ký (số )?bởi|(E-?mail|Cơ quan|Tổ chức|Chức vụ|DN|Date|Reason|Location) ?:"
    r"|Digitally signed|Signature (Not )?[Vv]",
    re.IGNORECASE,
)
_SAME_LEFT = 4.0
_LABEL_LENGTH = 40  # labels open a line


def without_signature(runs: Iterable[Run]) -> list[Run]:
    """``runs``, in the order of the file, without those of a signature's box: two labels or more set flush left."""
    kept: list[Run] = []
    keyed = _columns(list(runs))
    for _, group in groupby(keyed, key=lambda pair: pair[0]):
        members = [run for _, run in group]
        may_sign = len(members) > 1 and any(run.glyphs[0].text in _FIRST_LETTERS for run in members)
        texts = [_text(run) for run in members] if may_sign else []
        labels = sum(1 for text in texts if _LABEL.match(text))
        if labels < 2 or not any(_SIGNED.match(text) for text in texts):
            kept += members
    return kept


def _columns(runs: list[Run]) -> list[tuple[int, Run]]:
    """Each run with the number of the flush stretch of close lines that it belongs to."""
    number = 0
    keyed: list[tuple[int, Run]] = []
    for run in runs:
        if keyed and not _flush(keyed[-1][1], run):
            number += 1
        keyed.append((number, run))
    return keyed


def _flush(above: Run, run: Run) -> bool:
    close = -0.5 * run.size < run.base - above.base < 2 * run.size
    flush = abs(above.x0 - run.x0) < _SAME_LEFT or run.base == above.base
    return flush and close and abs(above.size - run.size) < 0.5


def _text(run: Run) -> str:
    return "".join([" " + glyph[0] if glyph[-1] else glyph[0] for glyph in run.glyphs[:_LABEL_LENGTH]]).strip()
