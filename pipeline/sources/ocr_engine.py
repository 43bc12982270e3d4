"""Tesseract 5 with Vietnamese data (Apache-2.0) as a program: grey pictures in, words with boxes and confidence out.

The pictures go in and the words come out through pipes, so that nothing of a page is left on the disk; all parts of a
page go in together, as the pages of one TIFF, which is read faster than PNM and starts the program once. hOCR is asked
for and not TSV: it also tells the baseline and the height of the letters of each line.
"""

from __future__ import annotations

import html
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from pipeline.errors import UnreadableFile
from pipeline.sources.ocr_picture import INK, Gray

PAGE_SECONDS = 30.0  # a noisy blank page took as long as that
DPI = 300
COLUMNS, BLOCK, SPARSE = 4, 6, 11  # page segmentation: lines of any width, one block, scattered words
_ONE_LINE = 7
_PAPER = 100  # pixels around what is written: more takes time, with less the lines of real scans are told worse

_WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
_LANGUAGE = "vie"
_PAGE = "<div class='ocr_page'"
_LINE = re.compile(r"<span class='ocr_(?:line|header|caption|textfloat)'[^>]*?title=\"([^\"]*)\"")
_WORD = re.compile(r"<span class='ocrx_word'[^>]*?title='([^']*)'[^>]*>")
_LETTER = re.compile(r"title='x_bboxes \d+ (\d+) \d+ (\d+); x_conf ([\d.]+)'>([^<]+)<")
_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"x_size (\d[\d.]*)")
_CONFIDENCE = re.compile(r"x_wconf (\d+)")
_TURN = re.compile(r"Rotate: (\d+)")
_TURN_CONFIDENCE = re.compile(r"Orientation confidence: ([\d.]+)")


class Letter(NamedTuple):
    """A letter of a word with a confidence of its own; that of a word falls for any abbreviation."""

    text: str
    height: float
    confidence: float


class Word(NamedTuple):
    """A word as it was recognised, in pixels; ``line`` tells the words of one line, ``slope`` is that line's."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    confidence: float
    line: int
    slope: float = 0.0
    bold: bool = False
    letters: tuple[Letter, ...] = ()

    def moved(self, x: float, y: float) -> Word:
        """The same word so far to the right and down."""
        x0, top, x1, bottom, base = self.x0 + x, self.top + y, self.x1 + x, self.bottom + y, self.base + y
        return self._replace(x0=x0, top=top, x1=x1, bottom=bottom, base=base)


class _Place(NamedTuple):
    """Of a picture, in pixels; its lower right corner may lie outside."""

    x0: int
    top: int
    x1: int
    bottom: int


class TooSlow(Exception):
    """A page took longer than its time limit."""


@cache
def find_tesseract() -> str | None:
    """The program: on PATH, or where Windows installers put it."""
    found = shutil.which("tesseract")
    if found or sys.platform != "win32":
        return found
    folders = (Path(os.environ[name]) for name in _WINDOWS_FOLDERS if name in os.environ)
    paths = [f / part / "tesseract.exe" for f in folders for part in ("Tesseract-OCR", "Programs/Tesseract-OCR")]
    return next((str(path) for path in paths if path.is_file()), None)


@cache
def languages() -> frozenset[str]:
    """The languages that the program has data for; none where there is no program."""
    program = find_tesseract()
    if program is None:
        return frozenset()
    done = subprocess.run([program, "--list-langs"], capture_output=True, check=False, timeout=20)
    return frozenset(done.stdout.decode("utf-8", "replace").split())


def require(name: str) -> None:
    """Raise :class:`UnreadableFile`, with the line that installs what is missing, where scans can't be read."""
    if find_tesseract() is None:
        raise UnreadableFile(f"{name}: là bản quét ảnh, cần chương trình tesseract-ocr để nhận dạng chữ; {_remedy()}.")
    if _LANGUAGE not in languages():
        raise UnreadableFile(f"{name}: là bản quét ảnh, tesseract còn thiếu dữ liệu tiếng Việt (vie); {_remedy()}.")


def read_words(picture: Gray, mode: int = COLUMNS, seconds: float = PAGE_SECONDS) -> list[Word]:
    """The words of ``picture``, in the order of the program; raises :class:`TooSlow`."""
    return read_parts([picture], mode, seconds)[0]


def read_parts(pictures: Sequence[Gray], mode: int = COLUMNS, seconds: float = PAGE_SECONDS) -> list[list[Word]]:
    """The words of each of ``pictures``, all by one run of the program; raises :class:`TooSlow`."""
    written = {n: place for n, picture in enumerate(pictures) if (place := _written(picture)) is not None}
    if not written:
        return [[] for _ in pictures]
    parts = [pictures[n][place.top : place.bottom, place.x0 : place.x1] for n, place in written.items()]
    told = _run(parts, ["-l", _LANGUAGE, "--psm", str(mode), "--dpi", str(DPI), "hocr"], seconds)
    pages = dict(zip(written, told.split(_PAGE)[1:], strict=False))  # fewer where the program gave up
    return [
        [word.moved(written[n].x0, written[n].top) for word in _words(pages[n])] if n in pages else []
        for n in range(len(pictures))
    ]


def _written(picture: Gray) -> _Place | None:
    """Where there is ink, with some paper around it; None on a blank picture."""
    ink = picture < INK
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    left, top = max(int(columns[0]) - _PAPER, 0), max(int(rows[0]) - _PAPER, 0)
    return _Place(left, top, int(columns[-1]) + _PAPER, int(rows[-1]) + _PAPER)


def read_strip(picture: Gray, seconds: float = PAGE_SECONDS) -> list[Word]:
    """The words of a picture of one line, which is read as fine as it is, and their letters.

    Raises :class:`TooSlow`.
    """
    options = ["-l", _LANGUAGE, "--psm", str(_ONE_LINE), "--dpi", str(DPI), "-c", "hocr_char_boxes=1", "hocr"]
    return list(_words(_run([picture], options, seconds)))


def quarter_turns(picture: Gray, seconds: float = PAGE_SECONDS) -> int:
    """By how many quarters, clockwise, the picture must be turned to stand upright; 0 where that is not clear."""
    if "osd" not in languages():
        return 0
    told = _run([picture], ["--psm", "0", "-l", "osd", "--dpi", str(DPI)], seconds)
    turn, sure = _TURN.search(told), _TURN_CONFIDENCE.search(told)
    return int(turn[1]) // 90 % 4 if turn and sure and float(sure[1]) >= 1 else 0


def _run(pictures: Sequence[Gray], options: list[str], seconds: float) -> str:
    command = [find_tesseract() or "tesseract", "stdin", "stdout", *options]
    # With threads of its own it is several times slower: they wait for each other.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=_tiff(pictures), capture_output=True, env=environment, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise TooSlow from None
    return done.stdout.decode("utf-8", "replace")


def _tiff(pictures: Sequence[Gray]) -> bytes:
    """Read faster than PNM or PNG, and holds several."""
    first, *others = map(Image.fromarray, pictures)
    data = io.BytesIO()
    first.save(data, "TIFF", save_all=True, append_images=others)
    return data.getvalue()


def _words(hocr: str) -> Iterator[Word]:
    lines = list(_LINE.finditer(hocr))
    if not lines:
        return
    ends = [found.start() for found in lines[1:]] + [len(hocr)]
    for number, (line, end) in enumerate(zip(lines, ends, strict=True)):
        box, baseline, height = _BOX.search(line[1]), _BASELINE.search(line[1]), _SIZE.search(line[1])
        if box is None or height is None:
            continue
        x0, _, _, bottom = map(int, box.groups())
        slope, drop = map(float, baseline.groups()) if baseline else (0.0, 0.0)
        opened = list(_WORD.finditer(hocr, line.end(), end))
        for found, after in zip(opened, [word.start() for word in opened[1:]] + [end], strict=True):
            inside = hocr[found.end() : after]
            text = html.unescape(re.sub(r"<[^>]*>|\s", "", inside))
            place, sure = _BOX.search(found[1]), _CONFIDENCE.search(found[1])
            if text and place and sure:
                left, top, right, low = map(float, place.groups())
                base = bottom + drop + slope * ((left + right) / 2 - x0)
                size, confidence = float(height[1]), int(sure[1]) / 100
                yield Word(text, left, top, right, low, base, size, confidence, number, slope, letters=_letters(inside))


def _letters(hocr: str) -> tuple[Letter, ...]:
    return tuple(
        Letter(html.unescape(found[4]), float(found[2]) - float(found[1]), float(found[3]) / 100)
        for found in _LETTER.finditer(hocr)
    )


def _remedy() -> str:
    if sys.platform == "win32":
        return "cài bằng lệnh: winget install UB-Mannheim.TesseractOCR (chọn thêm Vietnamese)"
    if sys.platform == "darwin":
        return "cài bằng lệnh: brew install tesseract tesseract-lang"
    return "cài bằng lệnh: sudo apt-get install tesseract-ocr tesseract-ocr-vie"
