"""A .docx file as a ZIP of XML parts, read with limits: what a hostile file could ask for is refused, not done.

No entity is expanded and nothing is fetched; pictures and embedded files are never unpacked. A part is unpacked only up
to its limit, whatever size the file declares for it.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from pipeline.errors import UnreadableFile
from pipeline.sources.signatures import BROKEN

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|officeDocument)(/main|/relationships)?")
_PARTS_LIMIT = 64 << 20  # bytes of XML in all: a dispatch of 500 pages has 15 MB
_RATIO_LIMIT = 400  # a long table of equal rows packs 100 times
_RATIO_FROM = 8 << 20
_MEMBERS_LIMIT = 20_000
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

Element = etree._Element


@dataclass(slots=True)
class Package:
    """The parts of a document by their names, each parsed when it is asked for."""

    name: str
    _archive: ZipFile
    _left: int = _PARTS_LIMIT

    def main(self) -> str:
        """The name of the document part: ``word/document.xml`` by custom, elsewhere by its relationship."""
        root = self.part("_rels/.rels")
        for relation in () if root is None else root.iter(_REL):
            if relation.get("Type", "").endswith("/officeDocument"):
                return posixpath.normpath(relation.get("Target", "").lstrip("/"))
        return "word/document.xml"

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Of the parts that ``part`` refers to: id → (kind, name)."""
        folder, file = posixpath.split(part)
        root = self.part(f"{folder}/_rels/{file}.rels")
        found: dict[str, tuple[str, str]] = {}
        for relation in () if root is None else root.iter(_REL):
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            found[relation.get("Id", "")] = (kind, posixpath.normpath(path))
        return found

    def part(self, name: str) -> Element | None:
        """The root of a part, None where the document has none of this name."""
        try:
            info = self._archive.getinfo(name)
        except KeyError:
            return None
        if info.file_size > _RATIO_FROM and info.file_size > _RATIO_LIMIT * max(info.compress_size, 1):
            raise self._bomb()
        try:
            with self._archive.open(info) as packed:
                data = packed.read(self._left + 1)
        except BROKEN:
            raise self._damaged() from None
        if len(data) > self._left:
            raise self._bomb()
        self._left -= len(data)
        return self._parse(data)

    def _parse(self, data: bytes) -> Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(_transitional(data), parser)
        except (etree.XMLSyntaxError, ValueError):
            raise self._damaged() from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableFile(f"{self.name}: tệp Word (.docx) có khai báo thực thể (DTD) nên không được đọc.")
        return root

    def _bomb(self) -> UnreadableFile:
        return UnreadableFile(f"{self.name}: tệp Word (.docx) giải nén ra lớn bất thường (bom nén) nên không được đọc.")

    def _damaged(self) -> UnreadableFile:
        return UnreadableFile(f"{self.name}: tệp Word (.docx) hỏng, không đọc được nội dung bên trong.")


def open_package(name: str, data: bytes) -> Package:
    """The package in ``data``; raises :class:`UnreadableFile` for what is no ZIP or has too many members."""
    try:
        archive = ZipFile(BytesIO(data))
    except BROKEN:
        raise UnreadableFile(f"{name}: tệp Word (.docx) hỏng hoặc không đầy đủ, không mở được.") from None
    if len(archive.infolist()) > _MEMBERS_LIMIT:
        raise UnreadableFile(f"{name}: tệp Word (.docx) chứa quá nhiều tệp con nên không được đọc.")
    return Package(name, archive)


def flag(properties: Element | None, name: str) -> bool | None:
    """A switch such as ``w:b``: None where it is not there; ``w:b w:val="0"`` is off. The last one counts."""
    values = [] if properties is None else properties.findall(W + name)
    return values[-1].get(W + "val", "1") not in ("0", "false", "off", "none") if values else None


def value(properties: Element | None, name: str) -> str | None:
    """The ``w:val`` of a property."""
    found = None if properties is None else properties.find(W + name)
    return None if found is None else found.get(W + "val")


def _transitional(data: bytes) -> bytes:
    """The namespaces of strict documents (ISO/IEC 29500) as those of all others."""
    if b"purl.oclc.org/ooxml" not in data:
        return data
    return _STRICT.sub(lambda m: b"http://schemas.openxmlformats.org/" + m[1] + b"/2006" + (m[2] or b""), data)
