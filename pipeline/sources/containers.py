"""Files that hold others: ZIP archives and e-mails. What is inside is read like any file, and never put on disk.

Everything is counted while it is unpacked, whatever the container says about itself: a few kilobytes can unfold to
gigabytes, and an archive can hold itself.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from typing import NamedTuple

from pipeline.errors import UnreadableFile
from pipeline.sources.media import EML, ZIP, media_type
from pipeline.types import SourceFile

__all__ = ["CONTAINERS", "MAX_DEPTH", "MAX_MEMBERS", "MAX_TOTAL", "Member", "Unopened", "open_members"]

MAX_DEPTH = 3
"""Containers inside containers: an e-mail with an archive of archives is as deep as real ones go."""
MAX_MEMBERS = 1_000
MAX_TOTAL = 500 * 1024 * 1024
"""Bytes of all files inside one container, those of containers inside it counted again."""


class Member(NamedTuple):
    """A file inside a container, by its bare name there (folders with ``/``); ``problem`` instead of ``data``."""

    name: str
    data: bytes
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Unopened:
    """A file that could not be opened: its full name, and why."""

    name: str
    error: UnreadableFile


Unpack = Callable[[SourceFile], Iterable[Member]]


def _lazy(module: str) -> Unpack:
    def unpack(source: SourceFile) -> Iterable[Member]:
        members: Unpack = import_module(module).members
        return members(source)

    return unpack


CONTAINERS: dict[str, Unpack] = {ZIP: _lazy("pipeline.sources.zip"), EML: _lazy("pipeline.sources.eml")}


def open_members(source: SourceFile) -> Iterator[SourceFile | Unopened]:
    """The files in ``source`` and in containers inside it, named ``goi.zip/cv-12.pdf``; itself if it is a plain one.

    An e-mail comes before what is attached to it, with its own hash as the parent of that.
    """
    budget = _Budget()
    try:
        yield from _open(source, 0, budget)
    except _Spent as spent:
        yield Unopened(source.name, UnreadableFile(f"{source.name}: {spent}."))
        return
    if budget.too_deep:
        first, *others = budget.too_deep
        named = f"{first} và {len(others)} tệp khác" if others else first
        reason = f"{source.name}: tệp nén lồng quá {MAX_DEPTH} lớp nên không được đọc ({named})."
        yield Unopened(source.name, UnreadableFile(reason))


class _Spent(Exception):
    """Nothing more may be unpacked; ends the reading of the outermost container, which has one reason to tell."""


class _Budget:
    """What may still be unpacked, and which containers lay too deep: an archive of archives has thousands of them."""

    def __init__(self) -> None:
        self.members = MAX_MEMBERS
        self.total = MAX_TOTAL
        self.too_deep: list[str] = []

    def take(self, data: bytes) -> None:
        self.members -= 1
        self.total -= len(data)
        if self.members < 0:
            raise _Spent(f"chứa hơn {MAX_MEMBERS} tệp nên không được đọc tiếp")
        if self.total < 0:
            raise _Spent(f"bung ra hơn {MAX_TOTAL >> 20} MB nên không được đọc tiếp")


def _open(source: SourceFile, depth: int, budget: _Budget) -> Iterator[SourceFile | Unopened]:
    unpack = CONTAINERS.get(source.media_type)
    if unpack is None:
        yield source
        return
    if depth >= MAX_DEPTH:
        budget.too_deep.append(source.name)
        return
    if source.media_type == EML:
        yield source
    parent = source.sha256 if source.media_type == EML else source.parent
    try:
        for member in unpack(source):
            budget.take(member.data)
            yield from _member(source, parent, member, depth, budget)
    except UnreadableFile as error:
        yield Unopened(source.name, error)


def _member(
    source: SourceFile, parent: str | None, member: Member, depth: int, budget: _Budget
) -> Iterator[SourceFile | Unopened]:
    name = f"{source.name}/{plain_name(member.name)}"
    try:
        inner = _source(source, name, member)
    except UnreadableFile as error:
        yield Unopened(name, error)
        return
    yield from _open(replace(inner, parent=parent), depth + 1, budget)


def _source(source: SourceFile, name: str, member: Member) -> SourceFile:
    if member.problem:
        raise UnreadableFile(f"{name}: {member.problem}.")
    if not member.data.strip():
        raise UnreadableFile(f"{name}: tệp rỗng.")
    digest = hashlib.sha256(member.data).hexdigest()
    return SourceFile(name, digest, media_type(name, member.data), member.data, password=source.password)


def plain_name(name: str) -> str:
    """A member's name as a relative path without steps upwards, in NFC; it only ever serves as a label.

    >>> plain_name("..\\\\..\\\\C:\\\\công văn/./cv 12.pdf")
    'công văn/cv 12.pdf'
    """
    composed = unicodedata.normalize("NFC", name).replace("\\", "/")
    printable = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in composed)
    steps = [step.strip() for step in printable.split("/")]
    return (
        "/".join(step for step in steps if step not in ("", ".", "..") and not re.fullmatch("[A-Za-z]:", step)) or "?"
    )
