"""A paragraph → its sentences and clauses, and what each is: an order, a statement, or neither.

Guideline "Where a task begins and ends", 3: a sentence or a clause after a semicolon that names another lead begins a
further task.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.rules.patterns import first_match
from pipeline.tasks.command import COMMAND, commanded_names, is_strong, ordered_last
from pipeline.tasks.predicate import bare_clause, predicate
from pipeline.tasks.sentences import at_semicolons, sentences
from pipeline.values.lexicon import tokens_from, words
from pipeline.values.names import NameList, ends_at_place, read_names, starts_name
from pipeline.values.names.misread import read_misread

__all__ = ["Clause", "clauses", "is_strong", "ordered_last", "sentences"]

_CONNECTOR = re.compile(
    r"(?:đồng\s+thời|ngoài\s+ra|bên\s+cạnh\s+đó|trong\s+đó|vì\s+vậy|vì\s+thế|do\s+đó|do\s+vậy"
    r"|mặt\s+khác|đặc\s+biệt|theo\s+đó|trước\s+mắt"
    r"|cùng\s+với\s+đó|riêng|để\s+.{0,30}?\s+trên|tiếp\s+đó|sau\s+đó|từ\s+đó|và|trân\s+trọng|kính|xin|nay)\s*[,:]?\s+",
    re.I,
)
_CIRCUMSTANCE = re.compile(
    r"(?:trong|trên\s+cơ\s+sở|để|nhằm|căn\s+cứ|theo|sau\s+khi|trước\s+khi|trước|khi|trường\s+hợp"
    r"|đối\s+với|với|từ|đến|định\s+kỳ|hằng|hàng"
    r"|chậm\s+nhất|qua|(?:thực\s+hiện|triển\s+khai(?:\s+thực\s+hiện)?)\s+(?:nghiêm\s+)?(?:ý\s+kiến"
    r"|(?:các\s+)?chỉ\s+đạo|kết\s+luận|nghị\s+quyết|quyết\s+định|chỉ\s+thị|công\s+văn|công\s+điện|luật"
    r"|(?:kế\s+hoạch|chương\s+trình|hướng\s+dẫn|đề\s+án|thông\s+tư|nghị\s+định|tờ\s+trình|báo\s+cáo)(?=\s+(?:số|\d))"
    r"|thông\s+báo|nội\s+dung|khoản)|tại|nếu|giai\s+đoạn|kể\s+từ|ngay|năm|quý|tháng|về|tiếp\s+theo"
    r"|nhận\s+được|xét|tùy|ngày|đồng\s+thời"
    r"|ngoài|bằng|dựa|do|vì|từng|mỗi|cùng|song\s+song|bên\s+cạnh|trên\s+tinh\s+thần|được"
    r"|tiếp\s+tục\s+thực\s+hiện\s+chỉ\s+đạo)\b",
    re.I,
)
# Behind a name without a verb: what it is named for, or nothing.
_CONCERNS = re.compile(r"\s*[,(]?\s*(?:(?:đối\s+với|về|theo|tại|trong|cho|từ|với|phụ\s+trách)\s|[.;,:)/]*\s*$)", re.I)
# What one body is given or allowed is told of it: "Trường được đăng ký …"; "các đơn vị được kiểm tra" are a group.
_PASSIVE = re.compile(
    r"(?!(?:các|những|mọi|tất\s+cả|toàn\s+(?:bộ|thể)|từng|mỗi|đơn\s+vị|cơ\s+quan|tổ\s+chức|doanh\s+nghiệp|địa\s+phương"
    r"|cơ\s+sở|chủ\s+đầu\s+tư|nhà\s+thầu|cá\s+nhân|người|hộ|thành\s+viên)\b)[^,;]{2,80}?(?<!thiết)\s(?:được|bị)\s",
    re.I,
)

_COUNTED = re.compile(r"\((?:\d{1,2}|[a-zđ]|i{1,3})\)\s*")
_MATTER = re.compile(
    r"(?:riêng\s+)?(?:(?:đối\s+với|về)\s+)?(?:các\s+)?(?:việc|công\s+tác|nội\s+dung|nhiệm\s+vụ|phần\s+việc|công\s+việc)\s",
    re.I,
)
_BY = re.compile(r"(?<!\w)(?:sẽ\s+)?do\s+")
_IN_CHARGE = re.compile(
    r"\s+(?:(?:trực\s+tiếp\s+)?(?:chủ\s+trì|phụ\s+trách|đảm\s+nhiệm|đảm\s+nhận|chịu\s+trách\s+nhiệm|làm\s+đầu\s+mối)"
    r"|là\s+(?:cơ\s+quan\s+|đơn\s+vị\s+)?(?:chủ\s+trì|đầu\s+mối))\b"
)
_FEWEST_SAID = 3  # syllables behind a name that can be an order

_REPEATED = re.compile(r"(?:định\s+kỳ\s+)?(?:hằng|hàng)\s+(?:năm|quý|tháng|tuần|ngày)\s*,?\s+", re.I)


class Clause(NamedTuple):
    """A sentence or a part of one: ``text[start:end]``.

    ``kind`` is "order", "statement" or "other"; ``names`` are those it charges; ``commanded`` tells that an order word
    stands before them, ``bare`` that it begins with the work itself, ``duty`` that it says must or is responsible,
    ``fragment`` that it only names somebody and what concerns them: "Sở Mẫu đối với các chợ hạng 1".
    """

    start: int
    end: int
    kind: str
    names: NameList | None = None
    commanded: bool = False
    bare: bool = False
    duty: bool = False
    opens_sentence: bool = True
    fragment: bool = False
    rule: str = ""


@lru_cache(maxsize=256)  # the scope of a document and its tasks read the same paragraphs
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a paragraph, in order: its sentences, cut at semicolons outside brackets."""
    found: list[Clause] = []
    for start, end in sentences(text):
        opens = True
        for a, b in at_semicolons(text, start, end):
            clause = read_clause(text, a, b, opens_sentence=opens)
            if found and (found[0].rule == "petition_text" or (not opens and found[-1].rule == "petition")):
                clause = Clause(a, b, "statement", opens_sentence=opens, rule=found[-1].rule)
            found.append(clause)
            opens = False
    return tuple(found)


def read_clause(text: str, start: int, end: int, *, opens_sentence: bool = True) -> Clause:
    """What the clause ``text[start:end]`` is and whom it charges."""
    rule = first_match("statements", text[start:end])
    if rule is not None:
        return Clause(start, end, "statement", opens_sentence=opens_sentence, rule=rule.id)
    core = _core(text, start, end)
    command = commanded_names(text, start, core, end)
    if command is not None:
        return Clause(start, end, "order", command, True, opens_sentence=opens_sentence, rule="command")
    names = read_names(text, core) if core < end else None
    if names is None and not text[:core].strip():
        names = read_misread(text, core)
    if names is not None and names.end <= end:
        return _of_subject(text, names, start, end, opens_sentence=opens_sentence)
    if (doers := _by_whom(text, core, end)) is not None:
        return Clause(start, end, "order", doers, opens_sentence=opens_sentence, rule="passive")
    kind, duty = bare_clause(text, core, end)
    return Clause(start, end, kind, bare=kind == "order", duty=duty, opens_sentence=opens_sentence, rule="verb")


def _of_subject(text: str, names: NameList, start: int, end: int, *, opens_sentence: bool) -> Clause:
    """A clause with ``names`` for its subject."""
    kind, duty = predicate(text, names.end, end)
    if not kind and _does_unknown(text, names, end):
        kind = "order"
    if kind == "order" and not duty and _PASSIVE.match(text, names.start, names.end):
        kind = "statement"
    charged = names if kind == "order" else None
    fragment = not kind and _CONCERNS.match(text, names.end, end) is not None
    kind = kind or "other"
    opens = opens_sentence
    return Clause(start, end, kind, charged, duty=duty, opens_sentence=opens, fragment=fragment, rule="subject")


def _by_whom(text: str, core: int, end: int) -> NameList | None:
    """Those who do the work of a clause that begins with it: "Việc thu gom rác do Phòng Kinh tế phụ trách"."""
    if not _MATTER.match(text, core, end):
        return None
    for by in _BY.finditer(text, core, end):
        names = read_names(text, by.end())
        if names is not None and names.end <= end and _IN_CHARGE.match(text, names.end, end):
            return names
    return None


def _does_unknown(text: str, names: NameList, end: int) -> bool:
    """Whether a small word that no list knows follows a body's name that ends at its place: "Công an xã ráo riết …"."""
    behind = tokens_from(text, names.end, min(end - names.end, 60))
    if len(behind) < _FEWEST_SAID or not text[names.start].isupper() or not ends_at_place(text, names):
        return False
    return all(token.text.isalpha() and token.text.islower() for token in behind[:2]) and not words().at(behind, 0)


def _core(text: str, start: int, end: int) -> int:
    """Where the clause proper begins, behind connectors ("Đồng thời,") and circumstances ("Trong quý III, …")."""
    at = start + len(text[start:end]) - len(text[start:end].lstrip(' “"-'))
    while (match := _CONNECTOR.match(text, at, end)) is not None:
        at = match.end()
    if (match := _COUNTED.match(text, at, end)) is not None:
        at = match.end()
    circumstance = _CIRCUMSTANCE.match(text, at, end)
    if circumstance is None or (starts_name(text, at) and circumstance.group().lower() in {"từng", "mỗi"}):
        return at
    if (
        circumstance.group().lower() == "đối với"
        and _opens_work(text, circumstance.end() + 1, end) == "name"
        and "," not in text[at : read_to(text, circumstance.end() + 1)]
    ):
        return circumstance.end() + 1
    first_verb = None
    for comma in re.finditer(r"[,:]\s+", text[at : min(end, at + 900)]):
        behind = at + comma.end()
        if (repeated := _REPEATED.match(text, behind, end)) and starts_name(text, repeated.end()):
            behind = repeated.end()
        kind = _opens_work(text, behind, end)
        if kind == "name":
            return _behind_owners(text, at, behind)
        if kind == "verb" and first_verb is None:
            first_verb = behind
    return at if first_verb is None else first_verb


def _behind_owners(text: str, at: int, behind: int) -> int:
    """The last of the names where those at ``behind`` go on with a list that "của" began and "và" or "hoặc" closed.

    "trên cơ sở đề xuất của Sở A, Sở B hoặc các xã, Sở C trình …": only Sở C is to act.
    """
    for of in re.finditer(r"\bcủa\s+", text[at:behind]):
        owners = read_names(text, at + of.end())
        if owners is not None and owners.end > behind and len(owners.names) > 2:
            last = owners.names[-1][1]
            if re.search(r"\b(?:và|hoặc)\b", text[owners.names[0][2] : owners.names[-2][1]]):
                return last
    return behind


def read_to(text: str, at: int) -> int:
    """Where the names that begin at ``at`` end."""
    names = read_names(text, at)
    return names.end if names else at


def _opens_work(text: str, at: int, end: int) -> str:
    """ "name", "verb" or "" for what stands behind a comma at ``at``."""
    names = read_names(text, at)
    if (
        names is not None
        and names.end <= end
        and is_strong(text, names)
        and predicate(text, names.end, end)[0] == "order"
    ):
        return "name"
    if (command := COMMAND.match(text, at, end)) is not None and command.group().lower().split()[0] != "chỉ":
        return "name"
    found = words().at(tokens_from(text, at, min(end - at, 60)), 0)
    return "verb" if found and found[0][0] in ("verb", "manner", "duty") else ""
