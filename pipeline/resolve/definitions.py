"""Definitions inside a document: `Ban Chỉ đạo … của tỉnh (sau đây gọi tắt là Ban Chỉ đạo)`.

The words before the bracket are read back to where a list of names begins that reaches the bracket; behind the last
addressee, all addressees are meant: `(gọi tắt là cơ quan, đơn vị, địa phương)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from pipeline.agencies import name_key
from pipeline.types import Found
from pipeline.values.names import read_names, starts_name, whole_names

Definitions = dict[str, tuple[str, ...]]
"""For the key of a defined name, the names that it stands for."""

_DEFINITION = re.compile(
    r"""\(\s*
    (?:(?:sau\s+đây|dưới\s+đây|từ\s+đây)\s+)?
    (?:(?:được\s+)?(?:gọi|viết)\s+(?:tắt|chung|gọn)?\s*(?:là)?|viết\s+tắt\s*:?)\s*:?\s*
    [“"']?(?P<short>[^()“”"']{2,90}?)[”"']?\s*\)""",
    re.I | re.X,
)
_LONGEST = 320
_MOST = 200
_SENTENCE = re.compile(r"[.:!?]\s|\n\s*\n|(?:^|\n)\s*[-+•*]\s")
_WORD = re.compile(r"[^\W\d]\w*")
_LINES_APART = 40


def find_definitions(text: str, addressees: Sequence[Found[str]] = ()) -> Definitions:
    """The names defined in a text; what is defined and is no agency (a law, a project) is left out."""
    found: Definitions = {}
    for match in islice(_DEFINITION.finditer(text), _MOST):
        short = " ".join(match["short"].split())
        if not _names_agencies(short):
            continue
        if _is_collective(short):
            meant = _all_addressees(match.start(), addressees) or tuple(_names_before(text, match.start()))
        else:
            meant = _longer_form(text, match.start(), short) or tuple(_names_before(text, match.start()))[-1:]
        if meant and definition_key(short) not in map(definition_key, meant):
            found.setdefault(definition_key(short), meant)
    return found


def definition_key(name: str) -> str:
    """The key under which a defined name is kept: "các cơ quan, địa phương" is "cơ quan, địa phương".

    >>> definition_key("Các cơ quan, địa phương")
    'co quan dia phuong'
    """
    return re.sub(r"^(?:cac|nhung) ", "", name_key(name))


def _names_agencies(short: str) -> bool:
    return starts_name(short) or starts_name(f"các {short}") or short.isupper()


def _is_collective(short: str) -> bool:
    """Whether many are meant: "cơ quan, đơn vị, địa phương", "đơn vị"; not "Ban Chỉ đạo", "TTPVHCC"."""
    return short[0].islower() or bool(re.match(r"(?:Các|Những)\s", short)) or "," in short


def _all_addressees(at: int, addressees: Sequence[Found[str]]) -> tuple[str, ...]:
    """The addressees, where the bracket stands in or right behind the last of them and there are several."""
    spans = [found.span for found in addressees if found.span]
    if len(spans) < 2 or not spans[-1].start <= at <= spans[-1].end + _LINES_APART:
        return ()
    return tuple(_DEFINITION.sub("", found.value).strip(" ;,.") for found in addressees)


def _names_before(text: str, end: int) -> Iterator[str]:
    """The names of the longest list of agencies that ends at the bracket."""
    before = _sentence_before(text, end)
    for word in _WORD.finditer(before):
        listed = read_names(before, word.start()) if starts_name(before, word.start()) else None
        if listed is not None and listed.end >= len(before) - 1:
            yield from (name for name, _, _ in whole_names(before[word.start() :]))
            return


def _longer_form(text: str, end: int, short: str) -> tuple[str, ...]:
    """What begins with the same words before the bracket: "Ban Chỉ đạo" for "Ban chỉ đạo chuyển đổi số của tỉnh"."""
    before = _sentence_before(text, end)
    head = r"\s+".join(map(re.escape, short.split()[:2]))
    found = [match.start() for match in re.finditer(rf"(?<!\w){head}(?!\w)", before, re.I)]
    longer = before[found[-1] :].strip(" ,;") if found else ""
    return (longer,) if len(longer) > len(short) and len(short.split()) > 1 else ()


def _sentence_before(text: str, end: int) -> str:
    """The words of the sentence that ends at ``end``, on one line."""
    begin = max(end - _LONGEST, 0)
    sentence = [match.end() for match in _SENTENCE.finditer(text, begin, end)]
    return " ".join(text[sentence[-1] if sentence else begin : end].split())
