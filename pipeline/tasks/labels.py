"""Labelled lines: "Cơ quan chủ trì: …", "Thời gian hoàn thành: …" (guideline "Where a task begins and ends", 7)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.rules import load_rules
from pipeline.values.deadlines import find_deadlines
from pipeline.values.lexicon import WordRule
from pipeline.values.names import is_names, read_names, whole_names

_LONGEST_LABEL = 60
_LONGEST_TIME = 160
# "Thời hạn hoàn thành không quá 05 ngày …", "Các nội dung trên hoàn thành trước …": a time without a colon …
_OPENS_TIME = re.compile(
    r"(?:(?:yêu\s+cầu|phấn\s+đấu|cơ\s+bản)\s+)*(?:thời\s+(?:hạn|gian)|tiến\s+độ|hoàn\s+(?:thành|tất)|thực\s+hiện|xong"
    r"|(?:các|những)\s+(?:nội\s+dung|nhiệm\s+vụ|công\s+việc|việc)|(?:nội\s+dung|công\s+việc|việc)\s+(?:này|trên)"
    r"|chậm\s+nhất|trước\s+ngày|trong\s+(?:tháng|quý|năm))\b",
    re.I,
)
# … as long as nothing else is said.
_OF_TIME = re.compile(
    r"\b(?:thời|hạn|gian|tiến|độ|hoàn|thành|tất|thực|triển|khai|hiện|kết|thúc|xong|yêu|cầu|phấn|đấu|cơ|bản|các|những|toàn|bộ"
    r"|nội|dung|nhiệm|vụ|công|việc|này|trên|nêu|phải|cần|được|là|từ|đến|trước|trong|vào|chậm|nhất|ngày|tháng|quý|năm)\b|\d",
    re.I,
)
_ACCORDING = re.compile(
    r"\s*,?\s*\b(?:theo|trong\s+phạm\s+vi|căn\s+cứ)\s+(?:phạm\s+vi\s+)?(?:chức\s+năng|quyền\s+hạn"
    r"|nhiệm\s+vụ|thẩm\s+quyền)(?:(?!\s+và\s+các)[^;.])*",
    re.I,
)


class Label(NamedTuple):
    """A label's role (lead, coordinate, deadline, product, content) and its value as offsets into the text."""

    role: str
    start: int
    end: int


@cache
def _pattern() -> re.Pattern[str]:
    alternatives = "|".join(f"(?P<{rule.id}>{'|'.join(rule.words)})" for rule in load_rules("labels", WordRule))
    return re.compile(
        rf"(?:(?<=^)|(?<=[.;,(]\s)|(?<=[.;,(])|(?<=[-+*•]\s))(?:{alternatives})\s*(?:\([^)]{{0,40}}\)\s*)?:\s*", re.I
    )


@lru_cache(maxsize=256)  # asked by the outline's walk and by the headings
def read_labels(text: str) -> tuple[Label, ...]:
    """The labels of a paragraph that begins with one, or that says only when; none for any other paragraph.

    >>> text = "Chủ trì: Sở Mẫu; phối hợp: các xã"
    >>> [(label.role, text[label.start : label.end]) for label in read_labels(text)]
    [('lead', 'Sở Mẫu'), ('coordinate', 'các xã')]
    """
    first = _pattern().match(text)
    if first is None or first.end() > _LONGEST_LABEL + 20:
        return (Label("deadline", 0, len(text.rstrip(" .;/"))),) if _says_only_when(text) else ()
    return tuple(_labels(text, 0))


def _says_only_when(text: str) -> bool:
    """Whether a paragraph is a time and nothing besides; it limits the work above it.

    >>> _says_only_when("Thời hạn hoàn thành không quá 05 ngày làm việc kể từ ngày ký.")
    True
    >>> _says_only_when("Hoàn thành việc rà soát trước ngày 30/4/2026.")
    False
    """
    if len(text) > _LONGEST_TIME or not _OPENS_TIME.match(text):
        return False
    times = find_deadlines(text)
    rest = text
    for time in reversed(times):
        rest = rest[: time.start] + " " + rest[time.end :]
    return bool(times) and re.search(r"\w", _OF_TIME.sub(" ", rest)) is None


def trailing_labels(text: str) -> tuple[int, list[Label]]:
    """Where labels of agencies begin inside a paragraph (its length if nowhere), and those labels."""
    for match in _pattern().finditer(text):
        if (
            match.start() > 10
            and (match["lead"] or match["coordinate"])
            and re.search(r"[.;(]\s*\(?$", text[: match.start()])
        ):
            return match.start(), _labels(text, match.start())
    return len(text), []


def _labels(text: str, start: int) -> list[Label]:
    found = list(_pattern().finditer(text, start))
    labels = []
    for k, match in enumerate(found):
        end = found[k + 1].start() if k + 1 < len(found) else len(text)
        value = text[match.end() : end]
        labels.append(Label(match.lastgroup or "", match.end(), match.end() + len(value.rstrip(" .;,()-"))))
    return labels


def label_names(text: str, label: Label) -> tuple[tuple[str, int, int], ...]:
    """The names in the value of a label; a value that says what each does gives the names that stand first."""
    value = _ACCORDING.sub(lambda m: " " * len(m.group()), text[label.start : label.end])
    text = text[: label.start] + value + text[label.end :]
    if is_names(value) or not value:
        return whole_names(text, label.start, label.end)
    names: list[tuple[str, int, int]] = []
    for part in re.finditer(r"[^;.]+", value):
        begin = label.start + part.start() + len(part.group()) - len(part.group().lstrip())
        found = read_names(text, begin)
        if found is not None:
            names += [n for n in found.names if n[2] <= label.end]
    return tuple(names) or (whole_names(text, label.start, label.end) if len(value) < 160 else ())
