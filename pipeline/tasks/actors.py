"""Who is charged: names inherited from headings, and those who work along.

Guideline "Who": named in the sentence, else in the nearest heading above, else in the document's opening command, else
the addressees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.header.casing import proper
from pipeline.text.letters import UPPER
from pipeline.types import Block, Found
from pipeline.values.lexicon import tokens_from, words
from pipeline.values.names import NameList, is_names, read_names, whole_names
from pipeline.values.names.misread import read_misread

_HEADING_PREFIX = re.compile(
    r"(?:đối\s+với|giao(?:\s+(?:trách\s+nhiệm|nhiệm\s+vụ))?(?:\s+cho)?|đề\s+nghị|yêu\s+cầu"
    r"|trách\s+nhiệm(?:\s+(?:cụ\s+thể\s+)?của)?|nhiệm\s+vụ(?:\s+của)?|phân\s+công(?:\s+cho)?|về\s+phía"
    r"|trân\s+trọng\s+đề\s+nghị|trách\s+nhiệm\s+thực\s+hiện\s+của)\s*:?\s+",
    re.I,
)
# "Nội dung giám sát của chủ chương trình": the work of those named at the end.
_JOINTLY = re.compile(r"\s+(?:có\s+trách\s+nhiệm\s+)?(?:cùng\s+)?phối\s+hợp\b")
_WORK_OF = re.compile(
    r"(?:nội\s+dung|nhiệm\s+vụ|công\s+việc|hoạt\s+động)\b[^.;:]{0,60}?\s+của\s+(?=(?:các|chủ|cơ\s+quan"
    r"|đơn\s+vị|Sở|Ban|Ủy|UBND))",
    re.I,
)
_WORK_IN_HEADING = re.compile(
    r"\b(?:phối\s+hợp\s+với|có\s+trách\s+nhiệm|thực\s+hiện\s+(?:các|tốt|nghiêm)|tập\s+trung\s+(?!trên)"
    r"|sau|khẩn\s+trương|tiếp\s+tục|chủ\s+động|tăng\s+cường|cần|phải)\b",
    re.I,
)
_JOINS = re.compile(
    r"(?<!quy chế )(?<!cơ chế )(?<!công tác )(?<!sự )(?<!cơ quan )(?<!đơn vị )\bphối\s+hợp\s*(?P<how>(?:(?:chặt\s+chẽ"
    r"|tốt|đồng\s+bộ|có\s+hiệu\s+quả|hiệu\s+quả|thường\s+xuyên|kịp\s+thời|tích\s+cực"
    r"|chủ\s+động)\s*,?\s*)*)"
    r"(?:(?:,\s*[^,;.()]{2,40}?\s+)?(?P<with>(?:cùng\s+với|với|cùng|giữa)\s+))?",
    re.I,
)
_SECOND_VERB = re.compile(rf"\s*,\s*(?:[^\W\d{UPPER}_]+\s+){{2,4}}?(?=(?:các|những)\s|[{UPPER}])")
_PARTED, _APART = re.compile(r"[,;]\s+"), re.compile(r"[;.]\s+")
_ALONG = re.compile(
    r"\b(?:tham\s+gia\s+cùng(?:\s+với)?|cùng\s+với|cùng"
    r"|(?:với|có)\s+sự\s+(?:tham\s+gia\s*,?\s*)?(?:phối\s+hợp|tham\s+gia)(?:\s+chặt\s+chẽ)?\s+của)\s+",
    re.I,
)
_PURPOSE = re.compile(r"\b(?:để|nhằm\s+giúp)\s+")
_LEADS_WITH = re.compile(r"\s*(?:chủ\s+trì\s*,?\s*)?")
_BARE = {"cơ quan", "đơn vị", "cấp", "ngành", "tổ", "đội", "hội", "phòng", "ban"}
_NOT_AGENCIES = re.compile(
    r"(?:người\s+dân|nhân\s+dân|hộ\s+(?:gia\s+đình|dân)|gia\s+đình|phụ\s+huynh|học\s+sinh|việc"
    r"|quá\s+trình|khách\s+hàng|đồng\s+bào|cá\s+nhân)\b",
    re.I,
)


def heading_names(text: str) -> NameList | None:
    """The names that a heading puts in charge of everything under it, None for a heading about a matter.

    >>> [n for n, _, _ in heading_names("Đối với UBND các xã, phường:").names]
    ['UBND các xã, phường']
    >>> heading_names("Về công tác tuyên truyền") is None
    True
    """
    if text.isupper():
        return _capital_names(text)
    of = _WORK_OF.match(text)
    at = of.end() if of else 0
    while (match := _HEADING_PREFIX.match(text, at)) is not None:
        at = match.end()
    names = read_names(text, at) or read_misread(text, at)
    if names is None:
        return None
    rest = text[names.end :].strip(" :.;,")
    if rest and block_title(text, names.end):
        whole = text.rstrip(" :.;")
        return NameList(names.start, len(whole), whole_names(text, names.start, len(whole)))
    if (rest and not text[names.start].isupper()) or text[names.start :].lower().startswith(
        ("các chủ ", "cơ quan ", "các cơ quan ", "đơn vị ", "các đơn vị ")
    ):
        whole = text.rstrip(" :.;")
        if rest and len(whole) < 160 and not _WORK_IN_HEADING.search(rest) and whole == text.rstrip(" :"):
            return NameList(names.start, len(whole), whole_names(text, names.start, len(whole)))
    if (
        rest
        and not text.rstrip().endswith(":")
        and not re.match(
            r"\(|(?:có\s+trách\s+nhiệm|chủ\s+trì|tập\s+trung|thực\s+hiện|khẩn\s+trương|chỉ\s+đạo|nêu\s+trên)",
            rest,
            re.I,
        )
    ):
        return None
    return names


def _capital_names(text: str) -> NameList | None:
    """The names of a heading in capitals, as they are written in running text."""
    written = proper(text.strip(" :."))
    names = whole_names(written) if is_names(written) else ()
    return NameList(0, len(text), tuple((name, 0, len(text)) for name, _, _ in names)) if names else None


def block_title(text: str, at: int) -> bool:
    """Whether nothing behind ``at`` is work, so that the whole heading is names: "…, chuyên khoa tuyến tỉnh"."""
    items = tokens_from(text, at, len(text))
    return (
        len(text) < 160
        and not any(
            kind in ("verb", "duty", "manner", "command", "statement")
            for i in range(len(items))
            for kind, _ in words().at(items, i)[:1]
        )
        and not re.search(r"\b(?:về|sau|như)\b", text[at:])
    )


def coordinates(text: str) -> tuple[tuple[str, int, int], ...]:
    """The agencies that work along: behind "phối hợp với", "cùng với", as long as they are agencies."""
    found: list[tuple[str, int, int]] = []
    behind = (read_names(text, _object(text, match.end()), plain=True) for match in _matches(text))
    for names in (*behind, *_helpers(text)):
        for name in names.names if names else ():
            if (
                name[0].lower() not in _BARE
                and not _NOT_AGENCIES.match(re.sub(r"^(?:các|những|mọi)\s+", "", name[0], flags=re.I))
                and name[0].lower() not in {n.lower() for n, _, _ in found}
            ):
                found.append(name)
    return tuple(found)


def _helpers(text: str) -> Iterator[NameList]:
    """Those who stand before the word where another one leads: "Sở A chủ trì …, Sở B và các xã phối hợp …".

    Without "chủ trì" the work of those who lead ends before them: "Sở A rà soát kho; Sở B phối hợp".
    """
    for join in _JOINTLY.finditer(text) if "phối" in text else ():
        lead = max(text.rfind(word, 0, join.start()) for word in ("chủ trì", "Chủ trì"))
        for comma in (_APART if lead < 0 else _PARTED).finditer(text, max(lead, 0), join.start()):
            names = read_names(text, comma.end())
            if names is not None and names.end == join.start():
                yield names
                break


def _object(text: str, at: int) -> int:
    """Behind a second verb: "phối hợp, hướng dẫn Bộ A" works along with Bộ A."""
    second = _SECOND_VERB.match(text, at)
    return second.end() if second else at


def _matches(text: str) -> Iterator[re.Match[str]]:
    small = text.lower()
    if "phối" in small:
        yield from (match for match in _JOINS.finditer(text) if not _of_others(text, match.start()))
    for match in _ALONG.finditer(text) if "cùng" in small or " sự " in small else ():
        if not re.search(r"phối\s+hợp\s+(?:chặt\s+chẽ\s+)?$", text[: match.start()], re.I):
            yield match


def _of_others(text: str, at: int) -> bool:
    """Whether those for whom the work is done are to work along: "gửi Sở A để Sở A phối hợp với Sở B trình …"."""
    purpose = list(_PURPOSE.finditer(text, 0, at))[-1:]
    names = read_names(text, purpose[0].end()) if purpose else None
    return names is not None and _LEADS_WITH.fullmatch(text, names.end, at) is not None


def found_names(
    block: Block, names: Iterable[tuple[str, int, int]], rule: str, confidence: float
) -> tuple[Found[str], ...]:
    """Names of a block's text as values with their place in the document."""
    return tuple(
        Found(name, block.locate(start, end), rule, confidence, block.text[start:end]) for name, start, end in names
    )
