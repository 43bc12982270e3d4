"""Characters of a page into runs and rows: what stands side by side on one baseline, whatever the file's order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

from pipeline.sources.pdf_glyphs import Glyph, Style
from pipeline.types import Box

# All shares below are of the font size.
_RUN_GAP = 0.4  # a wider gap ends a run; a plain space is 0.25, but justified lines have wider ones
_SPACE_GAP = 0.18  # a wider gap is a space, even if the file has none
_TRUE_SPACE = 0.05  # a blank in the file is none where the characters touch: blanks lie beneath stamped digits
_SAME_BASE = 0.25
_SCRIPT_SIZE = 0.8
_SCRIPT_RISE = 0.12
_SCRIPT_REACH = 0.65
_BACKSTEP = 0.7

_X0, _TOP, _X1, _BOTTOM, _STYLE = map(itemgetter, (1, 2, 3, 4, 6))  # of a Glyph

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Run(NamedTuple):
    """Neighbouring characters on one baseline, footnote marks included; ``base`` and ``size`` are the main ones.

    ``style`` is that of all characters where they have one in common and stand on one baseline, and ``text`` is then
    what they say, with spaces.
    """

    glyphs: tuple[Glyph, ...]
    x0: float
    x1: float
    base: float
    size: float
    style: Style | None = None
    text: str = ""


class Row(NamedTuple):
    """Runs on one baseline, from left to right; ``base`` and ``size`` are those of the largest."""

    runs: tuple[Run, ...]
    base: float
    size: float
    x0: float
    x1: float


class Printed(NamedTuple):
    """A printed line: its text, with footnote marks as superscript digits, its place and its main style."""

    text: str
    box: Box
    base: float
    size: float
    bold: bool
    italic: bool
    first_word: float  # width of the first word, in points
    hang: float  # where the second word begins, to which the lines below a list marker may be moved in


def runs_of(glyphs: Sequence[Glyph]) -> list[Run]:
    """The runs of a page in the order of the file."""
    runs: list[Run] = []
    style: Style | None = None
    base = end = nearest = widest = touching = narrow = 0.0
    start, plain = 0, True
    pieces: list[str] = []
    for at, (char, x0, _, x1, _, its_base, its_style, spaced) in enumerate(glyphs):
        gap = x0 - end
        same = its_style is style and its_base == base
        if not (same and nearest <= gap <= widest):
            if at > start and not _continues(glyphs[at - 1], glyphs[at]):
                runs.append(_run(tuple(glyphs[start:at]), pieces if plain else ()))
                start, plain, pieces = at, True, []
            elif at > start and not same:
                plain = False
            style, base = its_style, its_base
            nearest, widest = -_BACKSTEP * style.size, _RUN_GAP * style.size
            touching, narrow = _TRUE_SPACE * style.size, _SPACE_GAP * style.size
        parted = gap > touching and (spaced or gap > narrow) and at > start
        pieces.append(" " + char if parted else char)
        end = x1
    if glyphs:
        runs.append(_run(tuple(glyphs[start:]), pieces if plain else ()))
    return runs


def rows_of(runs: Iterable[Run]) -> list[Row]:
    """The rows of a page from top to bottom."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=attrgetter("base")):
        for row in reversed(rows[-3:]):
            if abs(run.base - row[0].base) <= _SAME_BASE * min(run.size, row[0].size):
                row.append(run)
                break
        else:
            rows.append([run])
    return _with_stray_marks([_row(row) for row in rows])


def _row(runs: Iterable[Run]) -> Row:
    ordered = tuple(sorted(runs, key=attrgetter("x0")))
    largest = max(ordered, key=attrgetter("size"))
    return Row(ordered, largest.base, largest.size, ordered[0].x0, max(run.x1 for run in ordered))


def print_line(runs: Iterable[Run]) -> Printed:
    """The line that ``runs``, which stand on one row, make together."""
    runs = tuple(runs)
    main = max(runs, key=lambda run: run.size)
    pieces: list[str] = []
    last: Glyph | None = None
    for run in runs:
        pieces += _pieces(run, main, last)
        last = run.glyphs[-1]
    glyphs = runs[0].glyphs if len(runs) == 1 else [glyph for run in runs for glyph in run.glyphs]
    top, bottom = min(map(_TOP, glyphs)), max(map(_BOTTOM, glyphs))
    box = min(run.x0 for run in runs), top, max(run.x1 for run in runs), bottom
    styles = _styles(runs)
    bold = 2 * sum(count for style, count in styles if style.bold) > len(glyphs)
    italic = 2 * sum(count for style, count in styles if style.italic) > len(glyphs)
    text = "".join(pieces)
    second = text.find(" ")
    first_word = (glyphs[second - 1].x1 if second > 0 else box[2]) - box[0]
    hang = glyphs[second].x0 if second > 0 else box[0]
    return Printed(text, box, main.base, main.size, bold, italic, first_word, hang)


def _styles(runs: Iterable[Run]) -> list[tuple[Style, int]]:
    """Styles with the number of characters that have them; one may come more than once."""
    styles: list[tuple[Style, int]] = []
    for run in runs:
        styles += [(run.style, len(run.glyphs))] if run.style else Counter(map(_STYLE, run.glyphs)).items()
    return styles


def _pieces(run: Run, main: Run, last: Glyph | None) -> list[str]:
    """The characters of a run, with a space before those that are parted from what stands before them."""
    first = run.glyphs[0]
    opening = " " if last is not None and _parted(last, first, True) else ""
    if run.style is not None and run.size > _SCRIPT_SIZE * main.size:
        return [opening + run.text]
    pieces = [opening + _character(first, main)]
    for before, glyph in pairwise(run.glyphs):
        pieces.append((" " if _parted(before, glyph, False) else "") + _character(glyph, main))
    return pieces


def _run(glyphs: tuple[Glyph, ...], pieces: Sequence[str]) -> Run:
    """``pieces`` are what ``glyphs`` say where all have one style and one baseline."""
    edges = min(map(_X0, glyphs)), max(map(_X1, glyphs))
    if pieces:
        style = glyphs[0].style
        return Run(glyphs, *edges, glyphs[0].base, style.size, style, "".join(pieces))
    size = Counter(glyph.style.size for glyph in glyphs).most_common(1)[0][0]
    main = max((g for g in glyphs), key=lambda g: g.style.size)
    size = max(size, main.style.size) if size < _SCRIPT_SIZE * main.style.size else size
    base = next(g.base for g in glyphs if g.style.size == size)
    return Run(glyphs, *edges, base, size)


def _continues(last: Glyph, glyph: Glyph) -> bool:
    em = max(last.style.size, glyph.style.size)
    gap = glyph.x0 - last.x1
    if not -_BACKSTEP * em <= gap <= _RUN_GAP * em:
        return False
    drop = abs(glyph.base - last.base)
    if drop <= 0.2 * em:
        return True
    return min(last.style.size, glyph.style.size) <= _SCRIPT_SIZE * em and drop <= _SCRIPT_REACH * em


def _with_stray_marks(rows: list[Row]) -> list[Row]:
    """Rows in which a row of nothing but a raised mark has gone to the row that it stands on."""
    kept: list[Row] = []
    above: Row | None = None
    for row in rows:
        if above is not None and _carries(row, above):
            row = _row((*row.runs, *above.runs))
            kept.pop()
        kept.append(row)
        above = row
    return kept


def _carries(row: Row, marks: Row) -> bool:
    small = marks.size <= _SCRIPT_SIZE * row.size and row.base - marks.base <= _SCRIPT_REACH * row.size
    near = row.x0 - 2 * row.size <= marks.x0 and marks.x1 <= row.x1 + row.size
    return small and near and all(glyph.text.isdigit() for run in marks.runs for glyph in run.glyphs)


def _parted(last: Glyph, glyph: Glyph, opening: bool) -> bool:
    em = min(last.style.size, glyph.style.size)
    gap = glyph.x0 - last.x1
    if gap > _SPACE_GAP * em:
        return True
    if opening:  # a number stamped into a blank between words touches them
        return glyph.text.isdigit() != last.text.isdigit() and glyph.text.isalnum() and last.text.isalnum()
    return glyph.spaced and gap > _TRUE_SPACE * em


def _character(glyph: Glyph, main: Run) -> str:
    raised = glyph.style.size <= _SCRIPT_SIZE * main.size and main.base - glyph.base >= _SCRIPT_RISE * main.size
    return glyph.text.translate(SUPERSCRIPTS) if raised else glyph.text
