"""A file becomes a :class:`SourceFile`, and a source file becomes a :class:`DocumentText`.

A new format plugs in with two lines: its signature in :mod:`pipeline.sources.media` and its reader in :data:`READERS`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from pipeline.errors import UnreadableFile
from pipeline.sources.containers import CONTAINERS, Unopened, open_members
from pipeline.sources.media import EML, JPEG, PDF, PNG, TEXT, TIFF, media_type
from pipeline.sources.signatures import DOC, DOCX, HTML, ODT, RTF, WORD_XML
from pipeline.text.file_names import printable_name
from pipeline.types import DocumentText, SourceFile

__all__ = ["MAX_BYTES", "READERS", "extract_text", "read_source", "read_sources"]

# A scanned dispatch of 300 pages is about 100 MB; what is larger is not a dispatch.
MAX_BYTES = 200 * 1024 * 1024

Reader = Callable[[SourceFile], DocumentText]


def _lazy(module: str) -> Reader:
    """The function ``read`` of ``module``, which is imported when it is first needed: PDF libraries load slowly."""

    def read(source: SourceFile) -> DocumentText:
        reader: Reader = import_module(module).read
        return reader(source)

    return read


READERS: dict[str, Reader] = {
    TEXT: _lazy("pipeline.sources.plain"),
    PDF: _lazy("pipeline.sources.pdf"),
    EML: _lazy("pipeline.sources.eml"),
    DOCX: _lazy("pipeline.sources.docx"),
    HTML: _lazy("pipeline.sources.html"),
    **dict.fromkeys((JPEG, PNG, TIFF), _lazy("pipeline.sources.images")),
    **dict.fromkeys((DOC, RTF, ODT, WORD_XML), _lazy("pipeline.sources.office")),
}


def read_sources(path: Path, password: str | None = None, name: str | None = None) -> Iterator[SourceFile | Unopened]:
    """The files to read at ``path``: itself, or what is in it where it is an archive or an e-mail.

    What can't be opened is told in its place, never raised; ``password`` is tried on every PDF, and ``name`` is what
    the file is called where its path says something else.
    """
    try:
        source = read_source(path)
    except UnreadableFile as error:
        yield Unopened(name or _name(path), error)
        return
    source = replace(source, password=password, name=name or source.name)
    yield from open_members(source)


def read_source(path: Path) -> SourceFile:
    """The bytes of ``path`` with the media type that they show; the name of the file decides nothing.

    Raises :class:`UnreadableFile` when there is nothing to read or no reader for what is there.
    """
    data = _bytes(path)
    return SourceFile(_name(path), hashlib.sha256(data).hexdigest(), media_type(path.name, data), data)


def extract_text(source: SourceFile) -> DocumentText:
    """The text of ``source`` with its pages and lines. Raises :class:`UnreadableFile` when it is damaged or blank."""
    if source.media_type in CONTAINERS and source.media_type not in READERS:
        raise UnreadableFile(f"{source.name}: tệp nén gồm nhiều tệp, phải đọc từng tệp bên trong.")
    return READERS[source.media_type](source)


def _bytes(path: Path) -> bytes:
    name = _name(path)
    try:
        if path.is_dir():
            raise UnreadableFile(f"{name}: đây là thư mục, không phải tệp văn bản.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(f"{name}: tệp lớn quá {MAX_BYTES >> 20} MB ({size >> 20} MB) nên không được đọc.")
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadableFile(f"{name}: không tìm thấy tệp.") from None
    except PermissionError:
        raise UnreadableFile(f"{name}: không có quyền đọc tệp.") from None
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{name}: không đọc được tệp ({error}).") from None
    if not data.strip():
        raise UnreadableFile(f"{name}: tệp rỗng.")
    return data


def _name(path: Path) -> str:
    return printable_name(path.name or path)
