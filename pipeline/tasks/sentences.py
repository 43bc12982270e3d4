"""A paragraph → its sentences, and a sentence → its parts at semicolons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.tasks.command import ordered_last
from pipeline.text.letters import UPPER
from pipeline.values.names import is_names

_SENTENCE_END = re.compile(rf"[.!?…]+[\"”’)\]*]*\s+(?=[\"“(]?[{UPPER}]|\(\d{{1,2}}\)\s)")
_MARK = re.compile(r"[;()\[\]“”]")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:TP|Tp|TT|P|Q|TX|KT|TS|ThS|PGS|GS|BS|LS|Tr|St|No|[A-ZĐ])\.\s*$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of ``text`` as offsets; abbreviations ("TP. X") do not end one."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text[max(start, match.start() - 6) : match.start() + 1]) or _inside_brackets(
            text, start, match.start()
        ):
            continue
        yield start, match.end() - (len(match.group()) - len(match.group().rstrip()))
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def at_semicolons(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth, begin = 0, start
    if text.find(";", start, end) < 0:
        yield start, end
        return
    for mark in _MARK.finditer(text, start, end):
        at, char = mark.start(), mark[0]
        depth += (char in "([“") - (char in ")]”")
        if char == ";" and depth <= 0 and text[at + 1 : end].strip() and not _goes_on_naming(text[begin:at]):
            yield begin, at + 1
            begin = at + 1 + len(text[at + 1 : end]) - len(text[at + 1 : end].lstrip())
    yield begin, end


def _goes_on_naming(part: str) -> bool:
    """Whether a part ends inside a list of names, which a semicolon does not end: "… đề nghị các sở; các xã …"."""
    if is_names(part):
        return True
    names = ordered_last(part)
    return names is not None and names.end >= len(part.rstrip())


def _inside_brackets(text: str, start: int, at: int) -> bool:
    return text.count("(", start, at) > text.count(")", start, at) or text.rfind(
        "“", max(start, at - 240), at
    ) > text.rfind("”", max(start, at - 240), at)
