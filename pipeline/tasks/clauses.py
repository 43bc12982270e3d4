"""A paragraph → its sentences and clauses, and what each is: an order, a statement, or neither.

Guideline "Where a task begins and ends", 3: a sentence or a clause after a semicolon that names another lead begins a
further task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.rules.patterns import first_match
from pipeline.tasks.generic import is_generic
from pipeline.values.lexicon import Token, tokens, words
from pipeline.values.names import NameList, is_names, read_names, starts_name
from pipeline.text.letters import UPPER

_SENTENCE_END = re.compile(rf"[.!?…]+[\"”’)\]*]*\s+(?=[\"“(]?[{UPPER}])")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:TP|Tp|TT|P|Q|TX|KT|TS|ThS|PGS|GS|BS|LS|Tr|St|No|[A-ZĐ])\.\s*$")
_CONNECTOR = re.compile(
    r"(?:đồng\s+thời|ngoài\s+ra|bên\s+cạnh\s+đó|trong\s+đó|vì\s+vậy|vì\s+thế|do\s+đó|do\s+vậy|mặt\s+khác|đặc\s+biệt|theo\s+đó|trước\s+mắt"
    r"|cùng\s+với\s+đó|riêng|để\s+.{0,30}?\s+trên|tiếp\s+đó|sau\s+đó|từ\s+đó|và|trân\s+trọng|kính|xin|nay)\s*[,:]?\s+", re.I,
)
_CIRCUMSTANCE = re.compile(
    r"(?:trong|trên\s+cơ\s+sở|để|nhằm|căn\s+cứ|theo|sau\s+khi|trước\s+khi|trước|khi|trường\s+hợp|đối\s+với|với|từ|đến|định\s+kỳ|hằng|hàng"
    r"|chậm\s+nhất|qua|(?:thực\s+hiện|triển\s+khai(?:\s+thực\s+hiện)?)\s+(?:nghiêm\s+)?(?:ý\s+kiến|(?:các\s+)?chỉ\s+đạo|kết\s+luận|nghị\s+quyết|quyết\s+định|chỉ\s+thị|công\s+văn|công\s+điện|luật|thông\s+báo|nội\s+dung|khoản)|tại|nếu|giai\s+đoạn|kể\s+từ|ngay|năm|quý|tháng|về|tiếp\s+theo|nhận\s+được|xét|tùy|ngày|đồng\s+thời"
    r"|ngoài|bằng|dựa|do|vì|từng|mỗi|cùng|song\s+song|bên\s+cạnh|trên\s+tinh\s+thần|được|tiếp\s+tục\s+thực\s+hiện\s+chỉ\s+đạo)\b", re.I,
)
_COMMAND = re.compile(
    r"(?<![\w])(?:(?:trân\s+trọng\s+|kính\s+)?(?:đề\s+nghị|yêu\s+cầu)(?:\s+với|\s+đối\s+với)?|(?:thống\s+nhất\s+|đồng\s+ý\s+)?giao(?:\s+(?:trách\s+nhiệm|nhiệm\s+vụ))?(?:\s+cho)?"
    r"|phân\s+công(?:\s+cho)?|[uủ][ỷy]\s+quyền(?:\s+cho)?|chỉ\s+đạo)\s*:?\s+", re.I,
)
_NO_COMMAND_AFTER = {"theo", "được", "đã", "các", "những", "tại", "quyền", "của", "do", "đơn", "sự", "nội", "và", "việc", "chưa", "từng", "mọi", "hoặc", "số", "nhiệm", "vụ", "cơ", "bản", "trả", "phân", "bàn", "đoàn", "tiếp", "có", "không", "nhận", "đáp", "ứng", "chuyển", "kiến", "quy", "đạt", "kế", "khi", "thông"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence or a part of one: ``text[start:end]``.

    ``kind`` is "order", "statement" or "other"; ``names`` are those it charges; ``commanded`` tells that an order word
    stands before them, ``bare`` that it begins with the work itself, ``duty`` that it says must or is responsible.
    """

    start: int
    end: int
    kind: str
    names: NameList | None = None
    commanded: bool = False
    bare: bool = False
    duty: bool = False
    opens_sentence: bool = True
    generic: bool = False
    rule: str = ""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of ``text`` as offsets; abbreviations ("TP. X") do not end one."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text[max(start, match.start() - 6) : match.start() + 1]) or _inside_brackets(text, start, match.start()):
            continue
        yield start, match.end() - (len(match.group()) - len(match.group().rstrip()))
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def clauses(text: str) -> list[Clause]:
    """The clauses of a paragraph, in order: its sentences, cut at semicolons outside brackets."""
    found: list[Clause] = []
    for start, end in sentences(text):
        opens = True
        for a, b in _at_semicolons(text, start, end):
            found.append(read_clause(text, a, b, opens_sentence=opens))
            opens = False
    return found


def _at_semicolons(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth, begin = 0, start
    for at in range(start, end):
        char = text[at]
        depth += (char in "([“") - (char in ")]”")
        if char == ";" and depth <= 0 and text[at + 1 : end].strip() and not is_names(text[begin:at]):
            yield begin, at + 1
            begin = at + 1 + len(text[at + 1 : end]) - len(text[at + 1 : end].lstrip())
    yield begin, end


def _inside_brackets(text: str, start: int, at: int) -> bool:
    return text.count("(", start, at) > text.count(")", start, at) or text.rfind("“", max(start, at - 240), at) > text.rfind("”", max(start, at - 240), at)


def read_clause(text: str, start: int, end: int, *, opens_sentence: bool = True) -> Clause:
    """What the clause ``text[start:end]`` is and whom it charges."""
    part = text[start:end]
    rule = first_match("statements", part)
    if rule is not None:
        return Clause(start, end, "statement", opens_sentence=opens_sentence, rule=rule.id)
    core = _core(text, start, end)
    generic = is_generic(part)
    command = _command(text, start, core, end)
    if command is not None:
        return Clause(start, end, "order", command, commanded=True, opens_sentence=opens_sentence, generic=generic, rule="command")
    names = read_names(text, core) if core < end else None
    if names is not None and names.end <= end:
        kind, duty = _predicate(text, names.end, end)
        if kind in ("order", "statement"):
            return Clause(start, end, kind, names if kind == "order" else None, duty=duty, opens_sentence=opens_sentence, generic=generic, rule="subject")
        return Clause(start, end, "other", opens_sentence=opens_sentence, generic=generic)
    kind, duty = _bare(text, core, end)
    return Clause(start, end, kind, bare=kind == "order", duty=duty, opens_sentence=opens_sentence, generic=generic, rule="verb")


def _core(text: str, start: int, end: int) -> int:
    """Where the clause proper begins, behind connectors ("Đồng thời,") and circumstances ("Trong quý III, …")."""
    at = start + len(text[start:end]) - len(text[start:end].lstrip(" “\"-"))
    while (match := _CONNECTOR.match(text, at, end)) is not None:
        at = match.end()
    if (match := re.compile(r"\((?:\d{1,2}|[a-zđ]|i{1,3})\)\s*").match(text, at, end)) is not None:
        at = match.end()
    circumstance = _CIRCUMSTANCE.match(text, at, end)
    if circumstance is None or (starts_name(text, at) and circumstance.group().lower() in {"từng", "mỗi"}):
        return at
    if circumstance.group().lower() == "đối với" and _opens_work(text, circumstance.end() + 1, end) == "name" and "," not in text[at : read_to(text, circumstance.end() + 1)]:
        return circumstance.end() + 1
    first_verb = None
    for comma in re.finditer(r"[,:]\s+", text[at : min(end, at + 900)]):
        behind = at + comma.end()
        kind = _opens_work(text, behind, end)
        if kind == "name":
            return behind
        if kind == "verb" and first_verb is None:
            first_verb = behind
    return at if first_verb is None else first_verb


def read_to(text: str, at: int) -> int:
    """Where the names that begin at ``at`` end."""
    names = read_names(text, at)
    return names.end if names else at


def is_strong(text: str, names: NameList) -> bool:
    """Whether names stand by themselves: written large or counted ("các …"), not a plain noun inside a sentence."""
    first = text[names.start : names.end].split(maxsplit=1)[0]
    if re.match(r"(?:cơ\s+quan|đơn\s+vị)\s+(?:chủ\s+trì|phối\s+hợp|đầu\s+mối|thường\s+trực)[^,;]{0,40}\s+có\s+trách\s+nhiệm", text[names.start :], re.I):
        return True
    if first.lower() in {"mỗi", "từng"} and text[: names.start].rstrip().endswith(";"):
        return False
    return first[:1].isupper() or first.lower() in {"các", "những", "từng", "mỗi", "mọi", "tất", "toàn", "người", "thủ", "lãnh"}


def _opens_work(text: str, at: int, end: int) -> str:
    """ "name", "verb" or "" for what stands behind a comma at ``at``."""
    names = read_names(text, at)
    if names is not None and names.end <= end and is_strong(text, names) and _predicate(text, names.end, end)[0] == "order":
        return "name"
    if (command := _COMMAND.match(text, at, end)) is not None and command.group().lower().split()[0] != "chỉ":
        return "name"
    found = words().at(tokens(text[at : min(end, at + 60)]), 0)
    return "verb" if found and found[0][0] in ("verb", "manner", "duty") else ""


def _command(text: str, start: int, core: int, end: int) -> NameList | None:
    """The names behind an order word of the main clause: "Chủ tịch UBND tỉnh yêu cầu Sở A …", "…, giao Sở B …"."""
    for match in _COMMAND.finditer(text, start, end):
        word = match.group().lower().split()[0]
        before = text[start : match.start()].split()
        if match.start() > start and (text[match.start()].isupper() and not text[: match.start()].rstrip().endswith(":")) and word == "chỉ":
            continue
        if word == "chỉ":
            continue
        if before and before[-1].strip(",;:.(").lower() in _NO_COMMAND_AFTER and not before[-1].endswith((",", ":", ";")):
            continue
        names = read_names(text, match.end())
        if names is None or names.end > end or not is_strong(text, names):
            continue
        if word == "phân" and text[names.start].islower():
            continue
        if match.start() <= core or _is_authority(text, core, match.start()):
            return names
    return None


def ordered_last(text: str) -> NameList | None:
    """The names behind the last order word of a paragraph that announces a list."""
    for match in reversed(list(_COMMAND.finditer(text))):
        before = text[: match.start()].split()
        if match.group().lower().startswith("chỉ") or (before and before[-1].lower() in _NO_COMMAND_AFTER - {"và"}):
            continue
        names = read_names(text, match.end())
        if names is not None and is_strong(text, names):
            return names
    return None


def _is_authority(text: str, core: int, at: int) -> bool:
    """Whether what stands before an order word gives orders itself or is only a circumstance."""
    before = text[core:at].strip()
    if not before:
        return True
    names = read_names(text, core)
    if names is not None and names.end <= at:
        rest = text[names.end : at].strip(" ,:")
        return rest.startswith("nào ") or not rest or rest.startswith("(") or (before.endswith((",", ":")) and _predicate(text, names.end, at)[0] != "order") or len(rest.split()) <= 2
    found = words().at(tokens(before[:60]), 0)
    works = bool(found) and found[0][0] in ("verb", "manner", "duty")
    return before.endswith((",", ":", ";")) and not works


def _predicate(text: str, at: int, end: int) -> tuple[str, bool]:
    """What is said of the names that end at ``at``: ("order" | "statement" | "", whether it is a duty)."""
    rest = text[at:end]
    if re.match(r"\s*:\s*\S", rest):
        return "order", False
    items = tokens(rest[:400])
    if items and items[0].lower in {"về", "của"}:
        return "", False
    i, skipped = 0, 0
    while i < len(items):
        token = items[i]
        if token.text in {",", "(", ")", "“", "”", "-", "–"} or token.text[0].isdigit():
            i, skipped = i + 1, skipped + 1
            continue
        found = words().at(items, i)
        if not found:
            if skipped > 24 and i > 40:
                return "", False
            if i == 0:
                return "", False
            i, skipped = i + 1, skipped + 1
            continue
        step = _judge(items, i, found)
        if step is not None:
            return step
        i += found[0][1]
    return "", False


def _judge(items: list[Token], i: int, found: list[tuple[str, int]]) -> tuple[str, bool] | None:
    kind = found[0][0]
    if kind == "statement":
        if items[i].lower == "là" and i + 1 < len(items) and items[i + 1].lower in {"đầu", "cơ"}:
            return "order", False
        return "statement", False
    if kind == "duty":
        after = items[i + found[0][1]] if i + found[0][1] < len(items) else None
        return ("statement", False) if after is not None and after.lower == "được" else ("order", True)
    if kind in ("verb", "manner", "command"):
        return "order", False
    if items[i].lower == "được" and i == 0:
        return "statement", False
    return None


def _bare(text: str, core: int, end: int) -> tuple[str, bool]:
    """A clause without a name: ("order" where it begins with work or says must, whether it is a duty)."""
    items = tokens(text[core : min(end, core + 400)])
    found = words().at(items, 0)
    if found and found[0][0] in ("verb", "manner", "duty", "command"):
        return "order", found[0][0] == "duty"
    if found and found[0][0] == "statement":
        return ("order", False) if re.match(r"là\s+(?:các\s+)?(?:đầu\s+mối|cơ\s+quan|đơn\s+vị)", text[core:end], re.I) else ("statement", False)
    duty = re.search(r"\b(?:phải|cần|có\s+trách\s+nhiệm|không\s+được|không\s+để|tuyệt\s+đối)\b", text[core:end])
    return ("order", True) if duty else ("other", False)
