"""A paragraph of work → drafts of tasks: where one ends and the next begins, and whom each names.

Guideline "Where a task begins and ends", 3 and 4: another lead, or a time of its own for different work, begins a
further task; a sentence that only says when or only asks to report on the same work goes with the one before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.header.casing import expand
from pipeline.tasks.admission import asks_nothing, begins_work, charged_above
from pipeline.tasks.clauses import Clause, clauses, is_strong
from pipeline.tasks.further import is_further, only_says_when
from pipeline.tasks.run_in import read_run_in_list
from pipeline.tasks.scope import Place
from pipeline.tasks.transfers import passed_on_to
from pipeline.text.letters import UPPER
from pipeline.values.deadlines import find_deadlines
from pipeline.values.expressions import TimeExpression
from pipeline.values.names import NameList, starts_name
from pipeline.values.targets import read_targets

_RUN_IN_TITLE = re.compile(
    rf"(?:[^:.;“”]{{3,110}}:\s+(?=[{UPPER}“]|(?:các|những|mọi)\s)|(?:Về|Đối\s+với\s+(?:việc|công\s+tác|nội\s+dung))\s[^:.;“”]{{3,140}}:\s+)"
)
_MEMBERS_BEFORE = ("các Bộ", "các tỉnh", "các xã", "các sở", "các Sở", "thành phố")
# What holds there only counts as work where it names somebody.
_BY_NAME = {"ruling", "norm", "named", "notice", "explicit", "reported"}
# Where an order word charges one body, the sentences behind it charge others without repeating it.
_ORDERED_ONCE = {"notice", "explicit"}


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
    named = named or (place.mode == "explicit" and any(c.bare and passed_on_to(text, c.start) for c in found))
    if place.mode in _BY_NAME and not named and not (times and charged_above(place)):
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
            if clause.commanded and asks_nothing(clause, text):
                lead = clause.names
            asked = clause
            if lead is not None and clause.kind == "order" and clause.names is None and not clause.opens_sentence:
                asked = clause._replace(names=lead, commanded=True)  # "yêu cầu các sở thực hiện; báo cáo trước …"
            if begins_work(asked, place, text, here):
                drafts.append(_new(index, asked, here))
                drafts[-1].start = _sentence_start(found, clause)
                if clause.names is None and lead is not None:
                    drafts[-1].names = lead.names
                lead = clause.names or lead
            continue
        behind = _times_behind(found, clause, text, times) if clause.opens_sentence else []
        charged = lead or _inherited(place)
        if clause.kind == "order" and is_further(clause, current.dated, charged, text, [*here, *behind]):
            generic = asks_nothing(clause, text)
            if begins_work(clause, place, text, here) or (not generic and _orders_go_on(clause, text, place)):
                drafts.append(_new(index, clause, here))
                _inherit(drafts, clause)
                lead = clause.names or lead
                continue
            if generic:
                continue
        current.end = clause.end
        current.dated += here
    return drafts


def _orders_go_on(clause: Clause, text: str, place: Place) -> bool:
    """Whether a clause without an order word orders something as the one before it does: "Giao Sở A …. Sở B …."."""
    if clause.names is None:
        return True
    if not is_strong(text, clause.names):
        return False
    if not clause.opens_sentence or place.mode == "ruling":
        return True
    return place.mode in _ORDERED_ONCE and not any(place.writes(expand(name)) for name, _, _ in clause.names.names)


def _inherited(place: Place) -> NameList | None:
    """Whom a draft without a name of its own has from above: a sentence that names them again begins nothing new."""
    above = place.heading or place.opening
    return above[1] if above else None


def _run_in_list(index: int, text: str, place: Place, start: int, end: int) -> list[Draft] | None:
    """The drafts of "Sở A: (1) …; (2) …", each part by itself; None where the list is of one piece."""
    listed = read_run_in_list(text, start, end) if place.mode != "targets" else None
    if listed is None:
        return None
    inner = place._replace(mode="work") if listed.commanded else place
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
        if later.opens_sentence or not only_says_when(text[later.start : later.end]):
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
    return [c._replace(start=c.start + by, end=c.end + by, names=_moved(c.names, by)) for c in found]


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
