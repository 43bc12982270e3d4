"""Tesseract 5 with Vietnamese data (Apache-2.0) as a program: a grey picture in, words with boxes and confidence out.

The picture goes in and the words come out through pipes, so that nothing of a page is left on the disk. hOCR is asked
for and not TSV: it also tells the baseline and the height of the letters of each line.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import UnreadableFile
from pipeline.sources.ocr_picture import Gray

PAGE_SECONDS = 30.0  # a noisy blank page took as long as that
DPI = 300
COLUMNS, BLOCK, LINE, SPARSE = 4, 6, 7, 11  # page segmentation: lines of any width, one block, one line, scattered

_WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
_LANGUAGE = "vie"
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


def read_words(picture: Gray, mode: int = COLUMNS, seconds: float = PAGE_SECONDS, letters: bool = False) -> list[Word]:
    """The words of ``picture`` in the order of the program, with their ``letters``; raises :class:`TooSlow`."""
    options = ["-l", _LANGUAGE, "--psm", str(mode), "--dpi", str(DPI)]
    if letters:
        options += ["-c", "hocr_char_boxes=1"]
    return list(_words(_run(picture, [*options, "hocr"], seconds)))


def quarter_turns(picture: Gray, seconds: float = PAGE_SECONDS) -> int:
    """By how many quarters, clockwise, the picture must be turned to stand upright; 0 where that is not clear."""
    if "osd" not in languages():
        return 0
    told = _run(picture, ["--psm", "0", "-l", "osd", "--dpi", str(DPI)], seconds)
    turn, sure = _TURN.search(told), _TURN_CONFIDENCE.search(told)
    return int(turn[1]) // 90 % 4 if turn and sure and float(sure[1]) >= 1 else 0


def _run(picture: Gray, options: list[str], seconds: float) -> str:
    height, width = picture.shape
    data = b"P5 %d %d 255\n" % (width, height) + picture.tobytes()
    command = [find_tesseract() or "tesseract", "stdin", "stdout", *options]
    # With threads of its own it is several times slower: they wait for each other.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, input=data, capture_output=True, env=environment, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise TooSlow from None
    return done.stdout.decode("utf-8", "replace")


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
