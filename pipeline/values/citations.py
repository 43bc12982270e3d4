"""Other documents cited by number (``Quyết định số 766/QĐ-TTg ngày 23/6/2022 của Thủ tướng Chính phủ``).

A number is ``NNN/SYMBOL`` or ``NNN/YEAR/SYMBOL`` (Decree 30/2020/NĐ-CP, appendix I), in Party documents
``NNN-TYPE/BODY``. Dates, fractions, ratios, addresses and plates have no symbol of capitals behind the stroke: they are
never taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import Final

from pipeline.types import Citation, Span
from pipeline.values.citing import RELATIONS, Cited, relations, title_behind
from pipeline.values.document_types import document_types

_WORD: Final = r"[A-ZĐƯÔÂĂÊƠ][A-ZĐƯÔÂĂÊƠa-zđ0-9&.]*"
# a dash may be broken by the end of a line on either side, by blanks on one
_DASH: Final = r"(?:[-–‑]\s{0,2}|\s{1,2}[-–‑])"
_HEAD: Final = r"(?=[A-ZĐ]{2}|[A-ZĐ][a-zđ]{0,2}[A-ZĐ])"  # two capitals, or one and one more after "Qy", "TTr"
_NEXT: Final = r"(?=[A-ZĐƯ]{2}|[A-ZĐ][a-z]?[A-ZĐ]|[A-ZĐ]\d)"
_SYMBOL: Final = rf"{_HEAD}(?:{_WORD})(?:(?:{_DASH}|/\s?){_NEXT}(?:{_WORD}))*"

# 766/QĐ-TTg; 61/2018/NĐ-CP; 170/2024/QH15; 77-KL/TW; 12 /QĐ-UBND; 95/2025/TT- BTC
_NUMBER: Final = re.compile(
    rf"""
    (?P<serial>[0-9](?<![\w/.,:@=?&+-][0-9])\d{{0,5}}(?:\.\d{{1,2}})?[a-zđ]?)
    (?: \s{{0,2}}/\s{{0,2}}(?:(?P<year>(?:19|20)\d\d)\s?/\s{{0,2}})?(?P<symbol>{_SYMBOL})
      | \s?[-–‑]\s?(?P<party>[A-ZĐ]{{1,4}}[a-zđ]{{0,2}}[A-ZĐ]?\s?/\s?(?:[A-ZĐƯ]{{2,}}|[A-ZĐ][a-z][A-ZĐƯ])\w*
            (?:{_DASH}[A-ZĐƯ]{{2,}}\w*)*)
    )""",
    re.VERBOSE,
)
# the other numbers of a list that share the symbol of its last: số 12, 13 và 14/QĐ-UBND
_SHARED: Final = re.compile(r"\bsố:?\s+((?:\d{1,6}[a-zđ]?\s*(?:,|;|và|,\s*và)\s*){1,12})\Z", re.IGNORECASE)
_DATED: Final = re.compile(
    r"""\s{0,3},?\s{0,3}(?:ban\s+hành\s+)?\(?ngày[\s*]+(?:
        (?P<d>[0-3]?\d)\s?[/.-]\s?(?P<m>[01]?\d)\s?[/.-]\s?(?P<y>(?:19|20)\d\d)
      | (?P<d2>[0-3]?\d)\s+tháng\s+(?P<m2>[01]?\d)\s+năm\s+(?P<y2>(?:19|20)\d\d))""",
    re.IGNORECASE | re.VERBOSE,
)
# 217/CĐ-TTg, 218/CĐ-TTg và 222/CĐ-TTg ngày …: what may stand between a number and the date its list shares
_LISTED: Final = re.compile(r"\s*(?:,|;|và|,\s*và)\s*(?:(?:số|[A-ZĐa-zđ]\w+\s+[\w\s]{0,12}số)\s+)?\Z")
_ISSUER: Final = re.compile(
    r"""\s{0,3},?\s{0,3}của\s+(?P<name>[A-ZĐƯÔÂỦỬỨỤ][^\W\d_]*
        (?: \s+(?!về\b|ban\s+hành|quy\s+định|hướng\s+dẫn|sửa\s+đổi|và\b|phê\s+duyệt|ngày\b|số\b
                |thành\s+lập|kiện\s+toàn|tăng\s+cường|[Tt]riển\s+khai|công\s+bố|đẩy\s+mạnh|tiếp\s+tục|điều\s+chỉnh|bổ\s+sung
                |thay\s+thế|bãi\s+bỏ|giao\s|(?:có|hết)\s+hiệu\s+lực)[^\W\d_]+
          | \s*-\s*[A-ZĐ][^\W\d_]+
          | ,\s+Chủ\s+nhiệm
          | (?:,\s+(?!Công\s+[vđ]|Quyết|Nghị|Thông|Kế|Chỉ|Báo|Tờ)[A-ZĐ][^\W\d_]*(?:\s+[^\W\d_]+){0,2})?
            \s+và\s+(?!Công\s+[vđ]|Quyết|Nghị|Thông|Kế|Chỉ|Văn\s+bản|Báo|Tờ)[A-ZĐ][^\W\d_]*
        ){0,12})""",
    re.VERBOSE,
)
_TRAILING: Final = re.compile(r"(?:\s+(?:tại|theo|để|nêu|trong|quy|gửi|thì|đã|kèm|có|là|với|tiếp|thực|làm|giao)\b.*)\Z")


# a symbol of one word is a document's only behind "số" or a type: Đề án 06/CP, Ban Chỉ đạo 389/ĐP are names
_BARE: Final = re.compile(r"\A(?:[A-ZĐƯ]+\d*)\Z")
# numbers of forms, plots, lots, files, maps, accounts and telephones, and bodies that are named by a number
_FORM: Final = re.compile(
    r"""\b(?:(?:phụ\s+)?biểu(?:\s+mẫu)?|mẫu(?:\s+(?:đơn|biểu|phiếu))?|bảng|phụ\s+lục|danh\s+mục|nhà|lô|thửa(?:\s+đất)?|tổ|phòng|lớp
        |gói\s+thầu|hạng\s+mục|hồ\s+sơ|mã(?:\s+(?:hồ\s+sơ|dự\s+án|định\s+danh))?|tài\s+khoản|bản\s+đồ|bản\s+vẽ|chứng\s+chỉ
        |thẻ|vé|biển|điện\s+thoại|đt|fax)(?:\s+mẫu)?(?:\s+số)?:?\s*\Z
      | \b(?:ban\s+chỉ\s+đạo|tổ\s+công\s+tác|đoàn\s+công\s+tác|văn\s+phòng|quốc\s+lộ)\s*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# the mark of a footnote that sticks to an issuer whose symbol never ends with a digit: 766/QĐ-TTg2
_MARKED: Final = re.compile(r"(?<=[-/])(TTg|CP|UBND|HĐND|VPCP|TW|TU|B(?!CĐ)[A-ZĐ&]{1,7})\d{1,2}\Z")
_NAMED: Final = re.compile(
    r"\b(?:số:?|nghị\s+định|quyết\s+định|thông\s+tư|chỉ\s+thị|công\s+văn|kế\s+hoạch|báo\s+cáo|tờ\s+trình|thông\s+báo)\s*\Z",
    re.IGNORECASE,
)


_ZEROS: Final = re.compile(r"^0+(?=\d)")
_PARTY_SERIAL: Final = re.compile(r"^0*(\d+[A-ZĐ]?)-")


def find_citations(text: str) -> list[Citation]:
    """Every place of ``text`` that cites a document by number, in order, the same document as often as it is cited.

    The document's own ``Số:`` is found like any other: it is the caller's to leave out.

    >>> [(c.number, c.type, c.date) for c in find_citations("Quyết định số 766/QĐ-TTg ngày 23/6/2022")]
    [('766/QĐ-TTg', 'quyet_dinh', '2022-06-23')]
    """
    if "/" not in text:  # without which there is no number, and which most paragraphs lack
        return []
    matches = [match for match in _NUMBER.finditer(text) if _is_number(text, match)]
    found: list[Citation] = []
    places: list[Cited] = []
    for i, match in enumerate(matches):
        day, end = _date_after(text, matches, i)
        issuer, end = _issuer_after(text, end)
        title, end = title_behind(text, match.start(), end)
        if i + 1 < len(matches) and _one_list(text, match, matches[i + 1]):
            end = match.end()
        listed = False
        for start, number in _numbers(text, match):
            span = Span(start, match.end())
            kind = _type_of(text, start, number)
            found.append(Citation(number, kind, day, issuer, span, "citation-number", 0.98, title))
            places.append(Cited(start, end, listed))
            listed = True
    told = zip(found, relations(text, places), strict=True)
    return [one if relation is None else replace(one, relation=relation) for one, relation in told]


def distinct_citations(found: Iterable[Citation]) -> list[Citation]:
    """The first citation of each document, with what only later ones tell of it.

    Leading zeros, blanks and case make no difference. A later one with another date is of another document of that
    number and tells nothing.
    """
    kept: dict[str, Citation] = {}
    for citation in found:
        key = citation_key(citation.number)
        kept[key] = _joined(kept[key], citation) if key in kept else citation
    return list(kept.values())


def _joined(first: Citation, later: Citation) -> Citation:
    if first.date and later.date and first.date != later.date:
        return first
    told = [c.relation for c in (first, later) if c.relation is not None]
    return replace(
        first,
        date=first.date or later.date,
        issuer=first.issuer or later.issuer,
        title=first.title or later.title,
        relation=min(told, key=RELATIONS.index, default=None),
    )


@lru_cache(maxsize=256)  # asked of every citation by whoever compares it with others
def citation_key(number: str) -> str:
    """What two spellings of one number share: ``07/CĐ-TTg`` and ``7 /CĐ- TTG``, ``15-CV/TU`` and ``15/CV/TU``."""
    key = "".join(number.split()).upper().replace("–", "-").replace("‑", "-")
    return _PARTY_SERIAL.sub(r"\1/", _ZEROS.sub("", key))


def _numbers(text: str, match: re.Match[str]) -> Iterator[tuple[int, str]]:
    symbol = (
        "/" + (match["year"] + "/" if match["year"] else "") + match["symbol"]
        if match["symbol"]
        else "-" + match["party"]
    )
    symbol = "".join(symbol.split()).replace("–", "-").replace("‑", "-").rstrip(".&-")
    symbol = _MARKED.sub(r"\1", symbol)
    window = max(0, match.start() - 90)
    if shared := _SHARED.search(text[window : match.start()]):
        for serial in re.finditer(r"\d+[a-zđ]?", shared[1]):
            yield window + shared.start(1) + serial.start(), serial[0] + symbol
    yield match.start(), match["serial"] + symbol


def _is_number(text: str, match: re.Match[str]) -> bool:
    left = text[max(0, match.start() - 40) : match.start()]
    if _FORM.search(left):
        return False
    bare = match["symbol"] and not match["year"] and _BARE.match(match["symbol"])
    return not bare or bool(_NAMED.search(left))


def _date_after(text: str, matches: list[re.Match[str]], i: int) -> tuple[str | None, int]:
    """The date behind a number, or behind the last of the list that it opens, and where that ends."""
    for j in range(i, min(i + 8, len(matches))):
        end = matches[j].end()
        if dated := _DATED.match(text, end):
            return _iso(dated), dated.end()
        if j + 1 == len(matches) or not _one_list(text, matches[j], matches[j + 1]):
            break
    return None, matches[i].end()


def _one_list(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two numbers that follow each other share what is said behind the second: they differ in nothing else."""
    alike = (one["symbol"], one["party"]) == (other["symbol"], other["party"])
    return alike and _LISTED.match(text[one.end() : other.start()][:40]) is not None


def _iso(dated: re.Match[str]) -> str | None:
    day, month, year = (dated[name] or dated[name + "2"] for name in ("d", "m", "y"))
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _issuer_after(text: str, end: int) -> tuple[str | None, int]:
    match = _ISSUER.match(text, end)
    name = _TRAILING.sub("", match["name"]) if match else ""
    return (" ".join(name.split()), match.start("name") + len(name)) if match and name else (None, end)


def _type_of(text: str, start: int, number: str) -> str:
    """The type named before the number (``Quyết định số``), else the one its symbol abbreviates, else a công văn.

    Where both stand before it (``Thông báo kết luận số 59/TB-VPCP``), the symbol decides.
    """
    words, symbols = _types()
    window = " ".join(text[max(0, start - 150) : start].lower().split())
    parts = [part.lower() for part in re.split(r"[/-]", number)[1:] if not part.isdigit()]
    short = symbols.get(parts[0]) if parts else None
    named = words.match(window)
    if named and short and any(symbols[w] == short for w in _words_in(window[-60:])):
        return short
    return symbols[named["word"]] if named else short or "cong_van"


def _words_in(window: str) -> list[str]:
    """The names of document types in a string of small letters."""
    return [t.name for t in document_types() if t.name in window]


@cache
def _types() -> tuple[re.Pattern[str], dict[str, str]]:
    types = document_types()
    names = "|".join(t.name for t in sorted(types, key=lambda t: -len(t.name)))
    listed = r"(?:\d{1,6}[a-zđ]? ?(?:,|;|và|, và) ?){0,12}"
    between = rf" (?:liên tịch |hợp nhất |khẩn |hỏa tốc )?(?:của (?:\w+ ){{1,7}})?(?:số ?:? ?)?{listed}\Z"
    codes = {symbol.lower(): t.code for t in reversed(types) for symbol in (*t.abbreviations, t.name)}
    codes |= {f"qh{term}": "luat" for term in range(9, 21)}
    return re.compile(rf".*\b(?P<word>{names}){between}"), codes
