"""Forms with files: read up to a size, and the files looked through before they are kept."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pebble import ThreadPool
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import FormParser, parse_options_header

from pipeline.batch import standing
from pipeline.errors import GiaoviecError, UnreadableFile
from pipeline.evidence import check_evidence
from pipeline.sources import read_source
from pipeline.store.incoming import incoming_folder
from pipeline.types import SourceFile

MOST_BYTES = 40 * 2**20
"""Of a form with all its files."""

MOST_FILES = 10
_LONGEST_NAME = 120  # letters, its ending included


class UploadRefused(GiaoviecError):
    """A form is too large, or no form."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent, with the name it had there."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed, by field, and the files that came with it."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    uploads: list[Upload] = field(default_factory=list)

    def one(self, name: str) -> str:
        """The last value of a field; empty where there is none."""
        return self.fields.get(name, [""])[-1]


async def read_form(request: Any, most_bytes: int = MOST_BYTES, most_files: int = MOST_FILES) -> Form:
    """The form of a request of ``multipart/form-data``. Raises UploadRefused where it is too large or broken."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise UploadRefused("Biểu mẫu gửi lên không đọc được: hãy mở lại trang rồi gửi lại.")
    form = Form()
    parser = FormParser(
        "multipart/form-data",
        lambda found: _take_field(form, found),
        lambda found: _take_file(form, found),
        boundary=options[b"boundary"],
        config={"MAX_MEMORY_FILE_SIZE": most_bytes},
    )
    try:
        async for portion in _body(request, most_bytes):
            parser.write(portion)
        parser.finalize()
    except FormParserError as error:
        raise UploadRefused("Biểu mẫu gửi lên bị đứt quãng: hãy gửi lại.") from error
    if len(form.uploads) > most_files:
        raise UploadRefused(f"Mỗi lần gửi nhiều nhất {most_files} tệp.")
    return form


async def looked_through(uploads: Iterable[Upload], database: Path) -> list[SourceFile]:
    """The files as evidence: each one read, and refused where it is, or could be, a state secret.

    They are read in the processes that stand ready for files, one at a time, so that another is left for documents: a
    file that is slow, or ends who reads it, costs nobody a page. Raises SecretDocument and UnreadableFile.
    """
    return [await asyncio.wrap_future(_thread().schedule(_evidence, args=[one, database])) for one in uploads]


def _evidence(upload: Upload, database: Path) -> SourceFile:
    name = file_name(upload.name)
    if not upload.data:
        raise UnreadableFile(f"{name}: tệp rỗng.")
    with tempfile.TemporaryDirectory(prefix="bao-cao-", dir=incoming_folder(database)) as folder:
        path = Path(folder) / name
        path.write_bytes(upload.data)
        try:
            standing().slow.submit(check_evidence, path).result()
        except GiaoviecError:
            raise
        except TimeoutError:
            raise UnreadableFile(f"{name}: đọc quá lâu nên không kiểm tra được dấu mật.") from None
        except Exception:  # the process ended, or ran out of memory
            raise UnreadableFile(f"{name}: không đọc được nên không kiểm tra được dấu mật.") from None
        return read_source(path)


@cache
def _thread() -> Any:
    """Waits for the process; does not keep the server from ending."""
    return ThreadPool(max_workers=1)


def file_name(sent: str) -> str:
    r"""A name as a browser sent it, without folders and signs that a file system or a page would stumble over.

    >>> file_name(r"C:\thu muc\..\báo cáo: quý I.pdf"), file_name("../..")
    ('báo cáo_ quý I.pdf', 'tep')
    """
    last = sent.replace("\\", "/").rpartition("/")[2]
    kept = "".join("_" if char in '<>:"|?*' or not char.isprintable() else char for char in last).strip(" .")
    stem, ending = Path(kept).stem, Path(kept).suffix[:10]
    return stem[: _LONGEST_NAME - len(ending)] + ending if stem else "tep"


async def _body(request: Any, most_bytes: int) -> Any:
    """The body of a request in portions. Raises UploadRefused as soon as it is too large."""
    read, more = 0, True
    while more:
        message = await request.receive()
        portion = message.get("body", b"")
        read += len(portion)
        if read > most_bytes:
            raise UploadRefused(f"Các tệp gửi lên lớn quá {most_bytes // 2**20} MB.")
        yield portion
        more = message.get("more_body", False)


def _take_field(form: Form, found: Any) -> None:
    value = (found.value or b"").decode("utf-8", errors="replace")
    form.fields.setdefault(found.field_name.decode("utf-8", errors="replace"), []).append(value)


def _take_file(form: Form, found: Any) -> None:
    name = (found.file_name or b"").decode("utf-8", errors="replace")
    if name:
        found.file_object.seek(0)
        form.uploads.append(Upload(name, found.file_object.read()))
