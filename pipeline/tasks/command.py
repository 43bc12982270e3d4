"""Order words of the main clause ("giao", "yêu cầu", "đề nghị") and the names behind them."""

from __future__ import annotations

import re

from pipeline.tasks.predicate import predicate
from pipeline.text.letters import UPPER
from pipeline.values.lexicon import tokens_from, words
from pipeline.values.names import NameList, read_names

COMMAND = re.compile(
    r"(?<![\w])(?:(?:trân\s+trọng\s+|kính\s+)?(?:đề\s+nghị|yêu\s+cầu)(?:\s+với|\s+đối\s+với)?"
    r"|(?:thống\s+nhất\s+|đồng\s+ý\s+)?giao(?:\s+(?:trách\s+nhiệm|nhiệm\s+vụ))?(?:\s+cho)?"
    r"|phân\s+công(?:\s+cho)?|chỉ\s+đạo)\s*:?\s+",
    re.I,
)
_RESPONSIBLE = re.compile(
    r"(?:cơ\s+quan|đơn\s+vị)\s+(?:chủ\s+trì|phối\s+hợp|đầu\s+mối|thường\s+trực)[^,;]{0,40}\s+có\s+trách\s+nhiệm", re.I
)
_COLLECTIVE = re.compile(r"(?:các|những|từng|mỗi)\s", re.I)
# Written small and still somebody: "yêu cầu nhà thầu bổ sung thiết bị".
_PARTY = re.compile(r"(?:chủ\s+đầu\s+tư|nhà\s+thầu|nhà\s+đầu\s+tư)\b")
# A body whose noun is written small before its name: "giao phòng GD&ĐT chủ trì", "yêu cầu xã Mẫu An rà soát".
_SMALL_NOUN = re.compile(
    rf"(?:phòng|sở|chi\s+cục|cục|trung\s+tâm|văn\s+phòng|ban\s+quản\s+lý|công\s+an|bệnh\s+viện|trường|trạm|đội|đài"
    rf"|huyện|thị\s+xã|thành\s+phố|xã|phường|thị\s+trấn|đặc\s+khu)\s+[{UPPER}]"
)
# Of people only those of an office are charged: "người đứng đầu các cơ quan", not "vận động người dân hưởng ứng".
_OF_OFFICE = re.compile(
    r"người\s+(?:đứng\s+đầu|phụ\s+trách|được\s+giao|được\s+phân\s+công|phát\s+ngôn|đại\s+diện)\b", re.I
)
# "Ban Mẫu đôn đốc, yêu cầu các nhà thầu …" is told of Ban Mẫu.
_WATCHES = re.compile(r"(?:đôn\s+đốc|kiểm\s+tra|rà\s+soát|giám\s+sát|theo\s+dõi)\b", re.I)
_NO_COMMAND_AFTER = {
    "theo",
    "được",
    "đã",
    "các",
    "những",
    "tại",
    "quyền",
    "của",
    "do",
    "đơn",
    "sự",
    "nội",
    "và",
    "việc",
    "chưa",
    "từng",
    "mọi",
    "hoặc",
    "số",
    "nhiệm",
    "vụ",
    "cơ",
    "bản",
    "trả",
    "phân",
    "bàn",
    "đoàn",
    "tiếp",
    "có",
    "không",
    "nhận",
    "đáp",
    "ứng",
    "chuyển",
    "kiến",
    "quy",
    "đạt",
    "kế",
    "khi",
    "thông",
}
# Of these, the ones with which a body's name ends: "Bộ Nội vụ đề nghị", "Sở Thông tin và Truyền thông", "Tập đoàn".
_ENDS_BODY = {"vụ", "thông", "đoàn"}


def commanded_names(text: str, start: int, core: int, end: int) -> NameList | None:
    """The names behind an order word of the main clause: "Chủ tịch UBND tỉnh yêu cầu Sở A …", "…, giao Sở B …"."""
    for match in COMMAND.finditer(text, start, end):
        word = match.group().lower().split()[0]
        before = text[start : match.start()].split()
        if (
            match.start() > start
            and (text[match.start()].isupper() and not text[: match.start()].rstrip().endswith(":"))
            and word == "chỉ"
        ):
            continue
        if word == "chỉ":
            continue
        if _no_command_after(before):
            continue
        names = read_names(text, match.end())
        party = match.start() <= core and _PARTY.match(text, match.end())
        if names is None or names.end > end or not (party or is_strong(text, names)):
            continue
        if word == "phân" and text[names.start].islower():
            continue
        if match.start() <= core or _is_authority(text, core, match.start()):
            return names
    return None


def _is_authority(text: str, core: int, at: int) -> bool:
    """Whether what stands before an order word gives orders itself or is only a circumstance."""
    before = text[core:at].strip()
    if not before:
        return True
    names = read_names(text, core)
    if names is not None and names.end == at - 1 and _COLLECTIVE.match(before):
        return False  # "Các chủ đầu tư yêu cầu các nhà thầu …": they lead, as they are told to make others act
    if names is not None and names.end <= at:
        rest = text[names.end : at].strip(" ,:")
        return (
            rest.startswith("nào ")
            or not rest
            or rest.startswith("(")
            or (before.endswith((",", ":")) and predicate(text, names.end, at)[0] != "order")
            or (len(rest.split()) <= 2 and not _WATCHES.match(rest))
        )
    found = words().at(tokens_from(text, core, 60), 0)
    works = bool(found) and found[0][0] in ("verb", "manner", "duty")
    return before.endswith((",", ":", ";")) and not works


def ordered_last(text: str) -> NameList | None:
    """The names behind the last order word of a paragraph that announces a list."""
    for match in reversed(list(COMMAND.finditer(text))):
        before = text[: match.start()].split()
        if match.group().lower().startswith("chỉ") or (_no_command_after(before) and before[-1] != "và"):
            continue
        names = read_names(text, match.end())
        if names is not None and is_strong(text, names):
            return names
    return None


def _no_command_after(before: list[str]) -> bool:
    """Whether the last of the words before an order word makes a noun of it: "theo yêu cầu", "nhiệm vụ giao"."""
    if not before or (word := before[-1].strip(".(")) not in _NO_COMMAND_AFTER:
        return False
    return not (word in _ENDS_BODY and before[-2:-1] and before[-2][0].isupper())


def is_strong(text: str, names: NameList) -> bool:
    """Whether names stand by themselves: written large or counted ("các …"), not a plain noun inside a sentence."""
    first = text[names.start : names.end].split(maxsplit=1)[0]
    if _RESPONSIBLE.match(text, names.start) or _SMALL_NOUN.match(text, names.start):
        return True
    if first.lower() in {"mỗi", "từng"} and text[: names.start].rstrip().endswith(";"):
        return False
    if first.lower() == "người":
        return first[:1].isupper() or _OF_OFFICE.match(text, names.start) is not None
    return first[:1].isupper() or first.lower() in {
        "các",
        "những",
        "từng",
        "mỗi",
        "mọi",
        "tất",
        "toàn",
        "thủ",
        "lãnh",
    }
