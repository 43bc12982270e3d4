"""Labelled lines: "Cơ quan chủ trì: …", "Thời gian hoàn thành: …" (guideline "Where a task begins and ends", 7)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.rules import load_rules
from pipeline.values.lexicon import WordRule
from pipeline.values.names import is_names, read_names, whole_names
from pipeline.values.time_labels import find_time_label

_LONGEST_LABEL = 80  # characters with its colon
_ACCORDING = re.compile(
    r"\s*,?\s*\b(?:theo|trong\s+phạm\s+vi|căn\s+cứ)\s+(?:phạm\s+vi\s+)?(?:chức\s+năng|quyền\s+hạn"
    r"|nhiệm\s+vụ|thẩm\s+quyền)(?:(?!\s+và\s+các)[^;.])*",
    re.I,
)


# On a line of its own: "Thời hạn hoàn thành không quá 05 ngày làm việc …", "Các nội dung trên hoàn thành trước ngày …",
# "(Nội dung a, b gửi về Sở Mẫu trước ngày …)".
_SAYS_WHEN = re.compile(
    r"""\(?\s*(?:(?:thời\s+(?:hạn|gian|điểm)|tiến\s+độ)(?:\s+(?:thực\s+hiện|hoàn\s+thành|triển\s+khai|báo\s+cáo|gửi|trình))*
        (?:\s+các\s+(?:nội\s+dung|nhiệm\s+vụ|công\s+việc)(?:\s+(?:nêu\s+)?trên|\s+này)?)?
      | (?:(?:các\s+)?(?:nội\s+dung|nhiệm\s+vụ|công\s+việc|việc)\s+(?:(?:nêu\s+)?trên|này)\s*,?\s*)?
        (?:phải\s+|cần\s+|yêu\s+cầu\s+)*(?:hoàn\s+thành|thực\s+hiện(?:\s+xong)?)(?:\s+(?:việc\s+này|các\s+nội\s+dung\s+trên))?
      | (?:các\s+)?nội\s+dung\s+(?:(?:nêu\s+)?tại\s+)?(?:(?:các\s+)?(?:điểm|khoản|mục)\s+)?
        [a-zđ\d](?:\s*(?:,|và)\s*[a-zđ\d])*\s+(?:gửi|báo\s+cáo)\s[^.;()]{0,60}?
    )\s+(?=là\b|trong\b|trước\b|chậm\s+nhất\b|không\s+quá\b|đến\b|từ\b|vào\b|xong\b|ngay\b|muộn\s+nhất\b)""",
    re.I | re.X,
)
# "Ý kiến góp ý gửi về Sở Mẫu trước ngày …", "Các đơn vị gửi báo cáo về Sở Mẫu trước ngày …", behind what is asked for.
_SENDS = re.compile(
    r"(?:(?:báo\s+cáo|văn\s+bản|ý\s+kiến|số\s+liệu|danh\s+sách|kết\s+quả|hồ\s+sơ|thông\s+tin|phiếu)\b[^.;:]{0,90}?"
    r"|(?:các|quý)\s+(?:đơn\s+vị|cơ\s+quan|địa\s+phương|trường)\b[^.;:]{0,40}?)\s*(?:đề\s+nghị\s+)?(?:gửi|nộp)\s",
    re.I,
)
_NO_MORE = re.compile(r"[\s.;,/)]*(?:(?:kể\s+từ|để|(?:và\s+)?báo\s+cáo)\b.*)?")
_LONGEST_TIME, _LONGEST_SENDING = 160, 300


# "… (Văn phòng UBND xã chủ trì; hoàn thành trước 30/9)": who leads, in brackets behind the work.
_IN_CHARGE = re.compile(
    r"\((?P<who>[^();:]{3,160}?)\s+(?:chủ\s+trì|chịu\s+trách\s+nhiệm|thực\s+hiện|tham\s+mưu)\b[^()]{0,120}\)[\s.;,/]*$",
    re.I,
)
_LAST_PART = re.compile(r":\s*(?P<when>[^:;]{3,60}?)[\s.;/]*$")
_SAID = re.compile(r"[^\W\d_]")


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
    """The labels of a paragraph that begins with one; none for any other paragraph.

    >>> text = "Chủ trì: Sở Mẫu; phối hợp: các xã"
    >>> [(label.role, text[label.start : label.end]) for label in read_labels(text)]
    [('lead', 'Sở Mẫu'), ('coordinate', 'các xã')]
    """
    if ":" not in text[:_LONGEST_LABEL]:
        return ()
    first = _pattern().match(text)
    if first is None or first.end() > _LONGEST_LABEL:
        return ()
    return tuple(_labels(text, 0))


def time_line(text: str) -> tuple[Label, ...]:
    """The label that a paragraph is which only says when the work above it is due, without a colon; none for any other.

    >>> len(time_line("Hoàn thành trước ngày 30/4.")), time_line("Hoàn thành trước ngày 30/4 việc đo đạc.")
    (1, ())
    """
    if len(text) > _LONGEST_TIME or not _SAYS_WHEN.match(text):
        return ()
    times = find_time_label(text)
    if not times or not _NO_MORE.fullmatch(text, times[-1].end):
        return ()
    return (Label("deadline", 0, len(text.rstrip(" .;,/"))),)


def sending_line(text: str) -> tuple[Label, ...]:
    """The label that a paragraph is which only says by when the result of the work above it is to be sent.

    >>> len(sending_line("Ý kiến góp ý gửi về Sở Mẫu trước ngày 30/4/2025 để tổng hợp."))
    1
    """
    sends = _SENDS.match(text) if len(text) <= _LONGEST_SENDING else None
    times = find_time_label(text) if sends else []
    if not times or not _NO_MORE.fullmatch(text, times[-1].end):
        return ()
    return (Label("deadline", times[0].start, times[-1].end),)


def trailing_labels(text: str) -> tuple[int, list[Label]]:
    """Where labels of agencies begin inside a paragraph (its length if nowhere), and those labels."""
    closing = _closing(text)
    if ":" not in text:  # a label is looked for at every place, and ends with one
        return len(text), closing
    for match in _pattern().finditer(text):
        if (
            match.start() > 10
            and (match["lead"] or match["coordinate"])
            and re.search(r"[.;(]\s*\(?$", text[: match.start()])
        ):
            return match.start(), _labels(text, match.start())
    return len(text), closing


def _closing(text: str) -> list[Label]:
    """Labels without their words at the end of a paragraph: "… (Sở Mẫu chủ trì)", "…: Quý III, IV/2025."."""
    if bracket := _IN_CHARGE.search(text):
        return [Label("lead", *bracket.span("who"))] if is_names(bracket["who"]) else []
    if (behind := _LAST_PART.search(text)) is None:
        return []
    times = find_time_label(behind["when"])
    alone = bool(times) and not _SAID.search(behind["when"][: times[0].start] + behind["when"][times[-1].end :])
    return [Label("deadline", *behind.span("when"))] if alone else []


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
