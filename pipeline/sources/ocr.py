"""Scanned pages: rendered at 300 dpi one at a time, recognised by tesseract in parallel, then read like any other.

Only pages without a usable text layer come here. What is uncertain stays blank with a finding; seals, pens and the
received-stamp stay outside of the text.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import BoundedSemaphore
from typing import Any

import numpy.typing as npt

from pipeline.sources.arrival import take_arrival
from pipeline.sources.ocr_blanks import leave_blank
from pipeline.sources.ocr_engine import PAGE_SECONDS, TooSlow, Word, require
from pipeline.sources.ocr_ink import POINT, Frame, frame_of, page_ink, word_box
from pipeline.sources.ocr_lines import POOR, read_line
from pipeline.sources.ocr_marks import stamped_words
from pipeline.sources.ocr_numerals import repair_numerals
from pipeline.sources.ocr_page import Reading, read_picture
from pipeline.sources.ocr_pairs import repair_pairs
from pipeline.sources.ocr_picture import darkest, grey, has_colour
from pipeline.sources.ocr_repair import repair_words
from pipeline.sources.ocr_rules import frames_of
from pipeline.sources.ocr_strays import parted_words, raised_marks, without_signatures
from pipeline.sources.pdf_glyphs import Glyph, PageInk
from pipeline.sources.postponing import postpone
from pipeline.types import Arrival, Box, DocumentText, Finding, Line

__all__ = ["Recognised", "Recogniser", "with_recognition"]

WORKERS = 2
_TIMED_OUT = "Trang {} nhận dạng quá lâu nên bị bỏ qua; các trang khác vẫn được đọc."
_POOR_PAGE = "Trang {} mờ hoặc khó đọc: cần đối chiếu với bản gốc."


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page that was recognised: its ink in points of the upright page, and the way back to the page as shown."""

    ink: PageInk
    words: tuple[tuple[Box, float], ...]  # boxes on the upright page and confidences
    frame: Frame
    shown: tuple[float, float]  # width and height of the page as it is shown
    arrival: Arrival | None = None
    findings: tuple[Finding, ...] = ()
    timed_out: bool = False
    poor: bool = False

    def with_glyphs(self, stamped: Sequence[Glyph]) -> Recognised:
        """The same with text that lies on the page as it is shown; a page that had to be turned is left alone."""
        turned = abs(self.frame.b) > 0.2
        return self if turned else replace(self, ink=self.ink._replace(glyphs=(*self.ink.glyphs, *stamped)))

    def without_ink(self) -> Recognised:
        """The same with no letters, which are many."""
        return replace(self, ink=self.ink._replace(glyphs=()))


class Recogniser:
    """Recognises pages while others are rendered; at most a page more than there are workers is held in memory."""

    def __init__(self, name: str, workers: int = WORKERS, seconds: float = PAGE_SECONDS) -> None:
        """``name`` is the file's. Nothing is started, and nothing need be installed, before the first page."""
        self._name = name
        self._seconds = seconds
        self._workers = max(1, min(workers, os.cpu_count() or 1))
        self._room = BoundedSemaphore(self._workers + 1)
        self._pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> Recogniser:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def add(self, pixels: npt.NDArray[Any], scale: float = 1.0, stamped: Sequence[Glyph] = ()) -> Future[Recognised]:
        """Recognise a picture at 300 dpi. ``scale``: points of the page as it is shown over 72/300 points a pixel.

        ``stamped`` is text that lies on the page beside its picture.
        Raises :class:`pipeline.errors.UnreadableFile` where there is no tesseract.
        """
        if self._pool is None:
            postpone(self._name)
            require(self._name)
            self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="ocr")
        self._room.acquire()
        return self._pool.submit(self._work, pixels, scale, stamped)

    def _work(self, pixels: npt.NDArray[Any], scale: float, stamped: Sequence[Glyph]) -> Recognised:
        try:
            page = recognise(pixels, scale, self._seconds)
            return page.with_glyphs(stamped) if stamped else page
        finally:
            self._room.release()


def recognise(pixels: npt.NDArray[Any], scale: float = 1.0, seconds: float = PAGE_SECONDS) -> Recognised:
    """The page on ``pixels``; an empty page, marked so, where any of its readings took too long."""
    try:
        return _recognised(pixels, scale, seconds)
    except TooSlow:
        height, width = pixels.shape[:2]
        empty = PageInk((), (), width * POINT, height * POINT)
        return Recognised(empty, (), Frame(), (empty.width * scale, empty.height * scale), timed_out=True)


def _recognised(pixels: npt.NDArray[Any], scale: float, seconds: float) -> Recognised:
    reading, rules = _read(pixels, seconds)
    height, width = reading.picture.shape
    words, arrival = take_arrival(reading.words, frames_of(rules), height)
    words, stamps = stamped_words(words, pixels, reading.turned)
    words = repair_numerals(without_signatures(repair_words(words, height), width), reading.picture)
    words = _with_raised_marks(repair_pairs(parted_words(words)), reading.tables, height)
    words, findings = leave_blank(words, height, lambda line: read_line(line, reading.picture, seconds))
    words = [word for word in words if word.text]
    ink = page_ink(words, [_points(rule) for rule in rules], width, height)
    boxes = tuple((word_box(word), word.confidence) for word in words)
    poor = bool(words) and reading.confidence < POOR
    frame = frame_of(reading.turned).scaled(scale)
    shown = (reading.turned.width * POINT * scale, reading.turned.height * POINT * scale)
    return Recognised(ink, boxes, frame, shown, arrival or stamps, findings, poor=poor)


def _read(pixels: npt.NDArray[Any], seconds: float) -> tuple[Reading, list[Box]]:
    printed = grey(pixels)
    reading = read_picture(printed, seconds)
    if reading.confidence < POOR and has_colour(pixels):  # a page that is all in blue has nothing left
        reading = max(reading, read_picture(darkest(pixels), seconds), key=lambda r: r.confidence * len(r.words))
    return reading, list(reading.rules)


def _with_raised_marks(words: Sequence[Word], tables: Sequence[Box], height: int) -> list[Word]:
    """``words`` with the marks of footnotes outside of ``tables``: a small figure in these is the number of a row."""
    inside = [word for word in words if any(_stands_in(word, table) for table in tables)]
    outside = [word for word in words if not any(_stands_in(word, table) for table in tables)]
    return [*inside, *raised_marks(outside, height)]


def _stands_in(word: Word, box: Box) -> bool:
    return box[0] < (word.x0 + word.x1) / 2 < box[2] and box[1] < (word.top + word.bottom) / 2 < box[3]


def _points(rule: Box) -> Box:
    """In points, and thin: a line that is a little aslant is thick over its whole length."""
    x0, top, x1, bottom = rule
    if x1 - x0 > bottom - top:
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return x0 * POINT, top * POINT, x1 * POINT, bottom * POINT


def with_recognition(text: DocumentText, pages: Mapping[int, Recognised]) -> DocumentText:
    """``text`` with what is known of its recognised ``pages``: boxes on the page as shown, confidence, findings."""
    if not pages:
        return text
    lines = tuple(_line(line, pages[line.page]) if line.page in pages else line for line in text.lines)
    shown = tuple(
        replace(page, width=size[0], height=size[1]) if page.number in pages else page
        for page in text.pages
        for size in (pages[page.number].shown if page.number in pages else (0.0, 0.0),)
    )
    arrival = next((page.arrival for _, page in sorted(pages.items()) if page.arrival), None)
    letters = [(line.span.end - line.span.start, line.confidence) for line in lines]
    sure = sum(n * c for n, c in letters) / max(sum(n for n, _ in letters), 1)
    return replace(
        text, lines=lines, pages=shown, arrival=arrival, findings=(*text.findings, *_findings(pages)),
        confidence=min(text.confidence, round(sure, 4)),
    )  # fmt: skip


def _line(line: Line, page: Recognised) -> Line:
    if line.box is None:
        return line
    x0, top, x1, bottom = line.box
    inside = [
        (len_, sure)
        for (a, b, c, d), sure in page.words
        for len_ in (c - a,)
        if x0 - 1 <= (a + c) / 2 <= x1 + 1 and top - 1 <= (b + d) / 2 <= bottom + 1
    ]
    total = sum(n for n, _ in inside)
    confidence = round(sum(n * sure for n, sure in inside) / total, 4) if total else 1.0
    return replace(line, box=page.frame.box(line.box), confidence=confidence)


def _findings(pages: Mapping[int, Recognised]) -> Iterable[Finding]:
    told: list[Finding] = []
    for number, page in sorted(pages.items()):
        if page.timed_out:
            told.append(Finding("page-timeout", "warning", _TIMED_OUT.format(number)))
        elif page.poor:
            told.append(Finding("page-poor", "warning", _POOR_PAGE.format(number)))
        told += page.findings
    return tuple(dict.fromkeys(told))
