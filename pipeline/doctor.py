"""What the program needs on this machine: what is there, what is missing, and the command that brings it."""

from __future__ import annotations

import platform
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from pipeline.shipped import shipped_folder
from pipeline.sources.ocr_engine import find_tesseract, languages
from pipeline.sources.office import find_program

_MIN_PYTHON = (3, 11)

# Programs that some files need; without them everything else works, and such a file is refused by a sentence.
_PROGRAMS = (
    ("tesseract", ("tesseract",), "nhận dạng chữ trên bản chụp", "tesseract-ocr tesseract-ocr-vie", "tesseract"),
    (
        "LibreOffice",
        ("soffice", "libreoffice"),
        "đọc tệp .doc, .rtf, .odt",
        "libreoffice-writer-nogui",
        "--cask libreoffice",
    ),
    (
        "Chromium",
        ("chromium", "chromium-browser", "google-chrome", "chrome"),
        "thử giao diện trên trình duyệt",
        "chromium",
        "--cask chromium",
    ),
)
_PLACES: dict[str, Callable[[], str | None]] = {
    "tesseract": find_tesseract,
    "LibreOffice": find_program,
}  # also known outside PATH
_WINDOWS = {
    "tesseract": "UB-Mannheim.TesseractOCR",
    "LibreOffice": "TheDocumentFoundation.LibreOffice",
    "Chromium": "Hibbiki.Chromium",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked for. ``remedy`` is the command that brings it, "" where it is there."""

    name: str
    present: bool
    detail: str
    required: bool = True
    remedy: str = ""


def examine() -> Iterator[Check]:
    """Every check, the needed ones first."""
    yield _python()
    yield _full_text_search()
    yield from map(_package, _requirements())
    yield from map(_folder, ("datasette", "corpus"))
    yield from (_program(*row) for row in _PROGRAMS)
    yield _vietnamese_ocr()


def _python() -> Check:
    right = sys.version_info[:2] >= _MIN_PYTHON
    return Check("Python", right, platform.python_version(), remedy="" if right else "cài Python 3.11 trở lên")


def _full_text_search() -> Check:
    with_fts5 = True
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
    except sqlite3.OperationalError:
        with_fts5 = False
    finally:
        connection.close()
    remedy = "" if with_fts5 else "cài Python có SQLite kèm FTS5 (bản từ python.org hoặc của hệ điều hành)"
    return Check("SQLite FTS5", with_fts5, f"SQLite {sqlite3.sqlite_version}", remedy=remedy)


def _requirements() -> list[str]:
    """The names of the packages that this distribution needs, its extras aside."""
    rows = [row for row in requires("giaoviec") or () if "extra ==" not in row]
    return [re.split(r"[\s<>=!~;\[(]", row, maxsplit=1)[0] for row in rows]


def _package(name: str) -> Check:
    try:
        return Check(name, True, version(name))
    except PackageNotFoundError:
        return Check(name, False, "chưa cài", remedy=f"{sys.executable} -m pip install {name}")


def _folder(name: str) -> Check:
    folder = shipped_folder(name)  # type: ignore[arg-type]
    present = folder.is_dir()
    return Check(f"thư mục {name}", present, str(folder), remedy="" if present else "cài lại giaoviec từ tệp .whl")


def _program(name: str, commands: tuple[str, ...], purpose: str, apt: str, brew: str) -> Check:
    found = _PLACES[name]() if name in _PLACES else next(filter(None, map(shutil.which, commands)), None)
    if found:
        return Check(name, True, found, required=False)
    return Check(name, False, f"chưa có; dùng để {purpose}", required=False, remedy=_install(name, apt, brew))


def _install(name: str, apt: str, brew: str) -> str:
    if sys.platform == "win32":
        return f"winget install {_WINDOWS[name]}"
    return f"brew install {brew}" if sys.platform == "darwin" else f"sudo apt-get install {apt}"


def _vietnamese_ocr() -> Check:
    name = "tesseract: tiếng Việt"
    if not find_tesseract():
        return Check(name, False, "cần tesseract trước", required=False)
    if "vie" in languages():
        return Check(name, True, "vie", required=False)
    return Check(name, False, "chưa có dữ liệu vie", required=False, remedy="sudo apt-get install tesseract-ocr-vie")
