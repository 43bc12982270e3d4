"""A path → every dispatch that comes with it: one file, what an archive or an e-mail holds, one behind the other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import GiaoviecError, SecretDocument, UnexpectedFailure, UnreadableFile
from pipeline.process import process_documents
from pipeline.sources import read_sources
from pipeline.sources.containers import Unopened
from pipeline.sources.eml import has_text
from pipeline.sources.media import EML, TEXT, is_named_as_document
from pipeline.sources.postponing import Postponed
from pipeline.tagger import Tagger
from pipeline.types import Dispatch, SourceFile

__all__ = ["Unread", "process_all"]

_SECRET_INSIDE = "{}: thư có tệp đính kèm mang dấu chỉ độ mật nên không được lưu; các tệp khác vẫn được đọc."
_NO_DOCUMENT = "{}: không phải tệp văn bản nên không nhận; nếu đúng là văn bản thì đổi đuôi tệp thành .txt."


@dataclass(frozen=True, slots=True)
class Unread:
    """A file, or one inside another, of which there is no dispatch: its name, the stage that stopped, and why."""

    source: str
    stage: str
    error: GiaoviecError


def process_all(
    path: Path,
    password: str | None = None,
    tagger: Tagger | None = None,
    name: str | None = None,
    documents_only: bool = False,
) -> Iterator[Dispatch | Unread]:
    """Read every dispatch at ``path``, called ``name``. What can't be read is told in its place, never raised.

    What is attached follows its letter and has its hash as ``source.parent``: the letter is the e-mail, or in an
    archive the first dispatch of the folder that has a number or a symbol. With ``documents_only`` a plain text is not
    read whose name ends like that of a program, a log or data. Only MemoryError is raised, and
    :class:`~pipeline.sources.postponing.Postponed` where a caller wants slow work to wait.
    """
    letters: dict[str, str] = {}
    for read in _letters_checked(_read_each(read_sources(path, password, name), tagger, documents_only)):
        yield _attached(read, letters) if isinstance(read, Dispatch) else read


def _read_each(
    sources: Iterable[SourceFile | Unopened], tagger: Tagger | None, documents_only: bool
) -> Iterator[Dispatch | Unread]:
    blank: set[str] = set()  # e-mails that say nothing themselves
    for source in sources:
        if isinstance(source, Unopened):
            yield Unread(source.name, "mở tệp", source.error)
        elif documents_only and source.media_type == TEXT and not is_named_as_document(source.name):
            yield Unread(source.name, "mở tệp", UnreadableFile(_NO_DOCUMENT.format(source.name)))
        elif source.media_type == EML and not has_text(source):
            blank.add(source.sha256)
        else:
            yield from _read(replace(source, parent=None) if source.parent in blank else source, tagger)


def _read(source: SourceFile, tagger: Tagger | None) -> list[Dispatch | Unread]:
    try:
        return list(process_documents(source, tagger))
    except SecretDocument as error:
        return [Unread(source.name, "kiểm tra độ mật", error)]
    except (Postponed, MemoryError):
        raise
    except GiaoviecError as error:
        return [Unread(source.name, "đọc chữ", error)]
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        return [Unread(source.name, "đọc chữ", UnreadableFile(f"{source.name}: không đọc được tệp ({reason})."))]
    except Exception as error:
        failure = UnexpectedFailure(f"{source.name}: lỗi ngoài dự kiến khi đọc tệp ({type(error).__name__}).")
        failure.__cause__ = error
        return [Unread(source.name, "phân tích", failure)]


def _letters_checked(reads: Iterable[Dispatch | Unread]) -> Iterator[Dispatch | Unread]:
    """``reads`` with every e-mail refused in whose company a secret comes: its bytes hold the secret too."""
    waiting: list[Dispatch | Unread] = []
    for read in reads:
        if waiting or (isinstance(read, Dispatch) and read.source.media_type == EML):
            waiting.append(read)
        else:
            yield read
    secret = any(isinstance(read, Unread) and isinstance(read.error, SecretDocument) for read in waiting)
    for read in waiting:
        if secret and isinstance(read, Dispatch) and read.source.media_type == EML:
            name = read.source.name
            yield Unread(name, "kiểm tra độ mật", SecretDocument(_SECRET_INSIDE.format(name)))
        else:
            yield read


def _attached(read: Dispatch, letters: dict[str, str]) -> Dispatch:
    """``read`` linked to the letter in its folder, where it has no letterhead of its own."""
    source = read.source
    folder, inside, _ = source.name.rpartition("/")
    if not inside or source.parent is not None:
        return read
    if read.header.number is not None or read.header.symbol is not None:
        letters.setdefault(folder, source.sha256)
        return read
    parent = letters.get(folder)
    return replace(read, source=replace(source, parent=parent)) if parent else read
