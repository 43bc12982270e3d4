"""A paragraph of work → drafts of tasks: where one ends and the next begins, and whom each names.

Guideline "Where a task begins and ends", 3 and 4: another lead, or a time of its own for different work, begins a
further task; a sentence that only says when or only asks to report on the same work goes with the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.tasks.clauses import Clause, clauses, is_strong
from pipeline.tasks.generic import is_generic
from pipeline.tasks.run_in import read_run_in_list
from pipeline.tasks.scope import Place
from pipeline.text.letters import UPPER
from pipeline.values.deadlines import find_deadlines
from pipeline.values.expressions import TimeExpression
from pipeline.values.names import NameList, starts_name
from pipeline.values.targets import read_targets

_RUN_IN_TITLE = re.compile(
    rf"(?:[^:.;“”]{{3,110}}:\s+(?=[{UPPER}“])|(?:Về|Đối\s+với\s+(?:việc|công\s+tác|nội\s+dung))\s[^:.;“”]{{3,140}}:\s+)"
)
_REPORTS = re.compile(
    r"(?:định\s+kỳ\s+|kịp\s+thời\s+)?(?:(?:tổng\s+hợp|đánh\s+giá|gửi|kết\s+quả"
    r"|và)\s*,?\s*(?:kết\s+quả\s+)?)*(?:báo\s+cáo|gửi|trình)\b|kết\s+quả\b",
    re.I,
)
# What is reported is no result of the work before it but work of its own.
_REPORTS_OTHER = re.compile(
    r"(?:đồng\s+thời\s*,?\s*)?(?:(?:tổng\s+hợp|thống\s+kê|rà\s+soát|lập)\s*,?\s*)*(?:báo\s+cáo|gửi"
    r"|trình|đề\s+xuất)\s+(?:kế\s+hoạch|nhu\s+cầu|phương\s+án|danh\s+sách|dự\s+toán|số\s+liệu"
    r"|đề\s+xuất)\b|đồng\s+thời\s*,?\s*thống\s+kê",
    re.I,
)
# A regular report on something, not "gửi báo cáo về Sở Mẫu hằng tuần".
_REPORTS_ON = re.compile(r"\bvề\s+(?:tình\s+hình|diễn\s+biến|số\s+liệu|công\s+tác)\b", re.I)
_KEEPS_UP = re.compile(r"(?:tổng\s+hợp|cập\s+nhật)\b", re.I)
_ONLY_WHEN = re.compile(
    r"(?:\(?\s*)(?:phấn\s+đấu\s+)?(?:(?:cơ\s+bản\s+)?hoàn\s+thành|thời\s+(?:gian|hạn)|xong"
    r"|thực\s+hiện\s+(?:xong\s+)?(?:trước|trong|từ)|các\s+nội\s+dung\s+trên|việc\s+này"
    r"|nội\s+dung\s+này|bắt\s+đầu|tiến\s+độ|chậm\s+nhất|trước\s+ngày|trong\s+(?:tháng|quý|năm))\b",
    re.I,
)
_MEMBERS_BEFORE = ("các Bộ", "các tỉnh", "các xã", "các sở", "các Sở", "thành phố")
# What holds there only counts as work where it names somebody.
_BY_NAME = {"ruling", "norm", "named", "notice", "explicit", "reported"}
_BODY_DUTY = re.compile(r"\b(?:chủ\s+trì|có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm)\b", re.I)

_ACCORDING = re.compile(r"\s*,?\s*căn\s+cứ\s", re.I)  # "UBND cấp xã căn cứ Danh mục … tổ chức …"


@dataclass(slots=True)
class Draft:
    """A task in the making: ``text[start:end]`` of a block, the names it charges itself or inherits.

    ``times`` are those in its text, as offsets of the block; ``dated`` those of them that its orders name.
    """

    index: int
    start: int
    end: int
    names: tuple[tuple[str, int, int], ...] = ()
    rule: str = "verb"
    times: Sequence[TimeExpression] = ()
    dated: list[TimeExpression] = field(default_factory=list)


def whole_draft(index: int, text: str, start: int, end: int, rule: str) -> Draft:
    """All of ``text[start:end]``, a heading with labels below it or a table cell, as one draft."""
    times = [replace(t, start=t.start + start, end=t.end + start) for t in find_deadlines(text[start:end])]
    return Draft(index, start, end, rule=rule, times=times)


def drafts_of(index: int, text: str, place: Place, *, start: int = 0, end: int | None = None) -> list[Draft]:
    """The drafts of the paragraph ``text[start:end]`` that stands at ``place``; none where nothing is ordered."""
    end = len(text) if end is None else end
    if (listed := _run_in_list(index, text, place, start, end)) is not None:
        return listed
    start = _skip_title(text, start, end, place)
    found = _shift(clauses(text[start:end]), start)
    times = [t for t in find_deadlines(text) if start <= t.start < end]
    named = any(clause.kind == "order" and clause.names for clause in found)
    if place.mode in _BY_NAME and not named and not (times and _charged_above(place)):
        return []
    drafts = _gather(index, text, found, place, times)
    for draft in drafts:
        draft.times = [t for t in times if draft.start <= t.start < draft.end]
    return [d for d in drafts if place.mode != "targets" or read_targets(text[d.start : d.end])]


def _gather(
    index: int, text: str, found: Sequence[Clause], place: Place, times: Sequence[TimeExpression]
) -> list[Draft]:
    """Clause by clause: each begins a draft, goes with the one before it, or is left out."""
    drafts: list[Draft] = []
    lead: NameList | None = None
    for clause in found:
        current = drafts[-1] if drafts else None
        if clause.kind == "statement" and not (place.mode == "targets" and clause.rule in ("subject", "verb")):
            continue
        here = [t for t in times if clause.start <= t.start < clause.end]
        if current is None:
            if clause.commanded and _asks_nothing(clause, text):
                lead = clause.names
            asked = clause
            if lead is not None and clause.kind == "order" and clause.names is None and not clause.opens_sentence:
                asked = replace(clause, names=lead, commanded=True)  # "yêu cầu các sở thực hiện; báo cáo trước …"
            if _begins(asked, place, text, here):
                drafts.append(_new(index, asked, here))
                drafts[-1].start = _sentence_start(found, clause)
                if clause.names is None and lead is not None:
                    drafts[-1].names = lead.names
                lead = clause.names or lead
            continue
        behind = _times_behind(found, clause, text, times) if clause.opens_sentence else []
        if clause.kind == "order" and _is_further(clause, current, lead, text, [*here, *behind]):
            goes_on = clause.names is not None and is_strong(text, clause.names)
            goes_on = goes_on and (not clause.opens_sentence or place.mode == "ruling")
            generic = _asks_nothing(clause, text)
            if _begins(clause, place, text, here) or (not generic and (clause.names is None or goes_on)):
                drafts.append(_new(index, clause, here))
                _inherit(drafts, clause)
                lead = clause.names or lead
                continue
            if generic:
                continue
        current.end = clause.end
        current.dated += here
    return drafts


def _run_in_list(index: int, text: str, place: Place, start: int, end: int) -> list[Draft] | None:
    """The drafts of "Sở A: (1) …; (2) …", each part by itself; None where the list is of one piece."""
    listed = read_run_in_list(text, start, end) if place.mode != "targets" else None
    if listed is None:
        return None
    inner = replace(place, mode="work") if listed.commanded else place
    return [
        _charged(draft, listed.names)
        for part in listed.parts
        for draft in drafts_of(index, text, inner, start=part.start, end=part.end)
        or (
            [whole_draft(index, text, part.start, part.end, "verb")]
            if inner.mode == "work" and part.kind == "other"
            else []
        )
    ]


def _charged(draft: Draft, announcer: NameList | None) -> Draft:
    """A part of a list with the names of what announces the list, where it has none of its own."""
    if announcer is None or draft.names:
        return draft
    return replace(draft, names=announcer.names)


def _times_behind(
    found: Sequence[Clause], clause: Clause, text: str, times: Sequence[TimeExpression]
) -> list[TimeExpression]:
    """The times of the clauses behind ``clause`` in its sentence that only say when: "…; hoàn thành trong quý III"."""
    behind: list[TimeExpression] = []
    for later in found[found.index(clause) + 1 :]:
        if later.opens_sentence or not _ONLY_WHEN.match(text[later.start : later.end].strip()):
            break
        behind += [t for t in times if later.start <= t.start < later.end]
    return behind


def _inherit(drafts: list[Draft], clause: Clause) -> None:
    """A further task without a name of its own has it from the clause before it, or from the first of the paragraph."""
    new = drafts[-1]
    if clause.names is None:
        source = drafts[0] if clause.opens_sentence else drafts[-2]
        new.names = source.names


def _sentence_start(found: Sequence[Clause], clause: Clause) -> int:
    """Where the sentence of ``clause`` begins, if nothing before it in the sentence is a statement."""
    at = found.index(clause)
    start = clause.start
    while not found[at].opens_sentence and at and found[at - 1].kind == "other":
        at -= 1
        start = found[at].start
    return start


def _shift(found: Sequence[Clause], by: int) -> list[Clause]:
    if not by:
        return list(found)
    return [replace(c, start=c.start + by, end=c.end + by, names=_moved(c.names, by)) for c in found]


def _moved(names: NameList | None, by: int) -> NameList | None:
    if names is None:
        return None
    return NameList(names.start + by, names.end + by, tuple((n, a + by, b + by) for n, a, b in names.names))


def _skip_title(text: str, start: int, end: int, place: Place) -> int:
    """Behind a run-in title ("Về thanh toán trực tuyến: …"); a name or an order before the colon is no title."""
    match = _RUN_IN_TITLE.match(text, start, end)
    if match is None or any(clause.rule == "petition_text" for clause in clauses(text[start:end])[:1]):
        return start
    title = clauses(match.group().rstrip())
    if starts_name(text, start) or text[start : match.end()].rstrip(" :").endswith(_MEMBERS_BEFORE):
        return start
    behind = clauses(text[match.end() : end])[:1]
    if behind and behind[0].names and behind[0].kind == "order" and not any(c.names for c in title):
        return match.end()
    if any(c.names or c.kind == "order" for c in title) and not match.group().lower().startswith("về "):
        return start
    if any(c.commanded for c in title):
        return start
    return match.end()


def _new(index: int, clause: Clause, times: list[TimeExpression]) -> Draft:
    names = clause.names.names if clause.names else ()
    return Draft(index, clause.start, clause.end, names, clause.rule, dated=list(times))


def _asks_nothing(clause: Clause, text: str) -> bool:
    """Whether the clause is an order, or goes with one, that asks for nothing of its own."""
    return clause.kind != "statement" and is_generic(text[clause.start : clause.end])


def _begins(clause: Clause, place: Place, text: str, times: Sequence[TimeExpression]) -> bool:
    """Whether the clause is work where it stands and asks for something or says when."""
    return _is_work(clause, place, text, times) and (bool(times) or not _asks_nothing(clause, text))


def _is_work(clause: Clause, place: Place, text: str, times: Sequence[TimeExpression]) -> bool:
    if place.mode == "work":
        return clause.kind == "order" or (place.heading is not None and not clause.fragment)
    if place.mode == "targets":
        return True
    if clause.kind == "order" and clause.names is None and _charged_above(place):
        return any(t.kind in ("date", "period") for t in times)
    if clause.kind != "order" or clause.names is None:
        return False
    strong = is_strong(text, clause.names)
    if place.mode == "ruling":
        duty = _BODY_DUTY.search(text[clause.start : clause.end]) is not None
        duty = duty or _ACCORDING.match(text, clause.names.end, clause.end) is not None
        return clause.commanded or duty or (strong and any(t.kind != "event" for t in times))
    if place.mode == "norm":
        return clause.commanded or (strong and any(t.kind in ("date", "period") for t in times))
    if place.mode == "named":
        return strong
    if place.mode == "notice":
        return clause.commanded or _responsible(clause, text)
    return clause.commanded and (place.mode == "explicit" or (place.mode == "reported" and clause.opens_sentence))


def _charged_above(place: Place) -> bool:
    """Whether a heading of a decision names whose work its points are: "Nhiệm vụ của Tổ công tác"; it is if dated."""
    return place.mode == "ruling" and place.heading is not None


def _responsible(clause: Clause, text: str) -> bool:
    return clause.duty and re.search(r"\bcó\s+trách\s+nhiệm\b", text[clause.start : clause.end], re.I) is not None


def _is_further(
    clause: Clause, current: Draft, lead: NameList | None, text: str, times: Sequence[TimeExpression]
) -> bool:
    """Whether the clause begins a further task behind ``current``."""
    if clause.names is not None and is_strong(text, clause.names):
        mine = {n.lower() for n, _, _ in clause.names.names}
        theirs = {n.lower() for n, _, _ in lead.names} if lead else set()
        if mine != theirs:
            return True
    dated = [t for t in times if t.kind not in ("event", "duration")]
    if not dated:
        return False
    body = text[clause.start : clause.end].strip()
    if _ONLY_WHEN.match(body):
        return False
    recurring = any(t.kind == "recurring" for t in dated)
    if clause.opens_sentence and _REPORTS_OTHER.match(body):
        return True
    if _REPORTS.match(body) or (
        clause.opens_sentence and re.match(r"(?:đồng\s+thời\s*,?\s*)?(?:tổng\s+hợp|báo\s+cáo)", body, re.I)
    ):
        return recurring and not current.dated and not clause.opens_sentence and _REPORTS_ON.search(body) is not None
    if clause.opens_sentence:
        return True
    if recurring and not current.dated and "kết quả" not in body and _KEEPS_UP.match(body):
        return True
    earlier = [t for t in current.dated if t.kind != "event"]
    return bool(earlier)
