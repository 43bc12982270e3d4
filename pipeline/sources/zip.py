"""ZIP archives: the files inside, in the order of their names, read into memory within limits."""

from __future__ import annotations

import lzma
import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from pipeline.errors import UnreadableFile
from pipeline.sources.containers import MAX_MEMBERS, MAX_TOTAL, Member
from pipeline.types import SourceFile

__all__ = ["members"]

_MAX_RATIO = 200
"""Text shrinks to a tenth, an empty form to a fiftieth; what shrinks further holds nothing to read."""
_SMALL = 1 << 20  # bytes up to which the ratio does not matter
_UTF8 = 0x800  # flag of a name in UTF-8 (APPNOTE 4.4.4)
_ENCRYPTED = 0x1
# What operating systems put beside the files.
_ASIDE = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?/)|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


def members(source: SourceFile) -> Iterator[Member]:
    """The files in the archive; raises :class:`UnreadableFile` where it is damaged, locked or unfolds to too much."""
    try:
        with ZipFile(BytesIO(source.data)) as archive:
            infos = _checked(source.name, archive.infolist())
            for info in sorted(infos, key=_name):
                yield _member(archive, info)
    except (BadZipFile, LargeZipFile, ValueError, OSError) as error:
        raise UnreadableFile(f"{source.name}: tệp nén hỏng hoặc không đầy đủ, không mở được.") from error


def _checked(name: str, infos: list[ZipInfo]) -> list[ZipInfo]:
    """The files among ``infos``, once it is sure that all of them together can be unpacked."""
    if len(infos) > MAX_MEMBERS:
        raise UnreadableFile(f"{name}: tệp nén chứa {len(infos)} tệp, quá giới hạn {MAX_MEMBERS} nên không được đọc.")
    if any(info.filename in ("[Content_Types].xml", "mimetype") for info in infos):
        raise UnreadableFile(f"{name}: tệp Office không phải văn bản (bảng tính, trình chiếu …) chưa được hỗ trợ.")
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if total > MAX_TOTAL or (total > _SMALL and total > _MAX_RATIO * max(packed, 1)):
        raise UnreadableFile(f"{name}: tệp nén bung ra {total >> 20} MB, có thể là bom nén nên không được đọc.")
    files = [info for info in infos if not info.is_dir() and not _ASIDE.search(_name(info))]
    if not files:
        raise UnreadableFile(f"{name}: tệp nén không chứa tệp nào.")
    if all(info.flag_bits & _ENCRYPTED for info in files):
        raise UnreadableFile(f"{name}: tệp nén có mật khẩu, không mở được: hãy giải nén rồi nạp lại.")
    return files


def _member(archive: ZipFile, info: ZipInfo) -> Member:
    if info.flag_bits & _ENCRYPTED:
        return Member(_name(info), b"", "tệp có mật khẩu trong tệp nén, không mở được")
    try:
        with archive.open(info) as file:
            return Member(_name(info), file.read(info.file_size + 1))
    except (BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError):
        return Member(_name(info), b"", "tệp hỏng trong tệp nén, không mở được")
    except (NotImplementedError, RuntimeError):
        return Member(_name(info), b"", "tệp nén theo cách chưa được hỗ trợ, không mở được")


def _name(info: ZipInfo) -> str:
    """Names without the flag are code page 437 by the standard, but most writers put UTF-8 there all the same."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
