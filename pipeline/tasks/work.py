"""A draft with what its labels add, and how it becomes a task: lead, coordination, deadlines and targets put together.

Guideline "Who": named in the sentence, else in the nearest heading above, else in the opening command, else the
addressees; a label says more than a generic collective in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.header.casing import expand
from pipeline.tasks.actors import coordinates, found_names
from pipeline.tasks.command import ordered_last
from pipeline.tasks.drafts import Draft
from pipeline.tasks.scope import Place
from pipeline.tasks.transfers import passed_on_to
from pipeline.types import Block, Deadline, Found, Header, Span, Task
from pipeline.values.deadlines import read_deadlines, resolve_deadlines
from pipeline.values.names import NameList, is_names, whole_names
from pipeline.values.targets import read_targets

_COLLECTIVE = re.compile(r"(?:các|những|mọi|tất\s+cả|toàn\s+thể)\b|(?:sở|cơ\s+quan|đơn\s+vị)\s*,", re.I)
_DAYS = ("date", "period")
_LEVELS = re.compile(
    r"^(?:các\s+|một\s+số\s+)?(?:chỉ|mục)\s+tiêu\b"
    r"|\b(?:chỉ|mục)\s+tiêu(?:\s+(?:chủ\s+yếu|cụ\s+thể|như|sau|đây))*\s*:\s*$",
    re.I,
)
_ONLY_NAMED = re.compile(
    r"(?:\s*\([^)]*\))?(?:\s*(?:tổ\s+chức\s+|triển\s+khai\s+)*thực\s+hiện"
    r"(?:\s+(?:các|những)\s+(?:nội\s+dung|nhiệm\s+vụ)(?:\s+sau)?)?)?\s*:\s*"
)
_HEAD_OF = re.compile(r"(?:Phó\s+)?(?:Chủ\s+tịch|Giám\s+đốc|Tổng\s+Giám\s+đốc|Bộ\s+trưởng|Chánh)\s+", re.I)
_LEADS = re.compile(r"Lãnh đạo(?:$|\s)")
_PARTY_BODY = re.compile(r"[ủu][ỷy]\b(?!\s+(?:ban|viên))|ban thường vụ|đảng đoàn|ban cán sự|chi bộ|đảng bộ", re.I)
Names = tuple[Found[str], ...]


class Work:
    """A draft and the agencies and times that labelled lines or table cells give it."""

    def __init__(self, draft: Draft, parts: Sequence[Block] = ()) -> None:
        self.draft = draft
        self.parts = parts  # points below it that only divide its order; they are part of its text
        self.labelled = False  # whether labelled lines have described it
        self.lead: Names = ()
        self.coordinate: Names = ()
        self.deadlines: tuple[Deadline, ...] = ()
        self.announced: tuple[Deadline, ...] = ()  # of the sentence that announces it, where it has no day of its own


def to_task(work: Work, blocks: Sequence[Block], place: Place, header: Header) -> Task:
    """The task of ``work``, every value with its place in the document; how sure it is, is told once all is read."""
    draft, block = work.draft, blocks[work.draft.index]
    raw = block.text[draft.start : draft.end]
    offset = draft.start + len(raw) - len(raw.lstrip())
    text = raw.strip()
    issued = header.date.value if header.date else None
    lead = _lead(work, blocks, place, header)
    along = work.coordinate + found_names(block, moved(coordinates(text), offset), "along", 0.9)
    along += _along_above(blocks, place, lead)
    own = tuple(replace(d, span=block.locate(*d.span)) for d in resolve_deadlines(draft.times, issued))
    own += tuple(replace(d, span=p.locate(*d.span)) for p in work.parts for d in read_deadlines(p.text, issued))
    return Task(
        path=printed_path(block.path),
        text=" ".join((text, *(part.text.strip() for part in work.parts))),
        span=_whole(block.locate(offset, offset + len(text)), work.parts),
        page=block.page,
        lead=lead,
        coordinate=_distinct(along, lead),
        deadlines=_distinct_times(_with_announced(own + work.deadlines, work.announced))
        or _shared(place, blocks, issued),
        targets=tuple(replace(t, span=_located(block, t.span, offset)) for t in read_targets(text)),
        rule=draft.rule,
    )


def announced_times(block: Block, issued: str | None) -> tuple[Deadline, ...]:
    """The times of what announces levels to be reached or is itself a time; they hold for the points behind it.

    "Từ nay đến năm 2030, phấn đấu đạt các chỉ tiêu sau:", "Trong quý II/2025:". The time of other work that announces
    points is that of the whole, not of each.
    """
    found = read_deadlines(block.text, issued)
    if not _LEVELS.search(block.text) and not (found and found[0].text == block.text.strip(" :.,")):
        return ()
    return tuple(replace(d, span=block.locate(*d.span)) for d in found if d.kind in _DAYS)


def _whole(span: Span, parts: Sequence[Block]) -> Span:
    """From the beginning of ``span`` to the end of the last part, if there are any."""
    return Span(span.start, parts[-1].locate(0, len(parts[-1].text)).end) if parts else span


def _shared(place: Place, blocks: Sequence[Block], issued: str | None) -> tuple[Deadline, ...]:
    """The times of the heading or of the opening command, for a task without a time of its own."""
    if place.when is None:
        return ()
    index, times = place.when
    found = resolve_deadlines(times, issued)
    return tuple(replace(d, span=_located(blocks[index], d.span, 0), rule=f"shared.{d.rule}") for d in found)


def printed_path(path: str) -> str:
    """The markers from the outermost in, without those that the next one repeats: "4." is said again in "4.3.".

    >>> printed_path("II.|4.|4.3.|a)")
    'II.4.3.a)'
    """
    parts = path.split("|")
    said = zip(parts, [*parts[1:], ""], strict=True)
    return "".join(part for part, below in said if not (part[:1].isdigit() and below.startswith(part)))


def moved(names: Sequence[tuple[str, int, int]], by: int) -> tuple[tuple[str, int, int], ...]:
    """Names of a part of a text as names of the whole: their offsets shifted."""
    return tuple((name, start + by, end + by) for name, start, end in names)


def _lead(work: Work, blocks: Sequence[Block], place: Place, header: Header) -> Names:
    draft = work.draft
    own = found_names(blocks[draft.index], draft.names, f"named.{draft.rule}", 0.95)
    if place.mode == "explicit" and (receivers := _receivers(draft, blocks[draft.index])):
        return receivers
    if len(own) == 1 and place.writes(expand(own[0].value)) and (asked := _asked(draft, blocks[draft.index])):
        own = asked
    if own and _LEADS.match(own[0].value) and _party_above(place):
        own = ()
    if work.lead and (not own or all(_COLLECTIVE.match(n.value) for n in own)):
        return _distinct(work.lead, ())
    if own or draft.rule == "row":
        return _distinct(own, ())
    for inherited, rule, confidence in ((place.heading, "heading", 0.9), (place.opening, "opening", 0.8)):
        if inherited is not None and not _only_writer(inherited[1], blocks[inherited[0]], place):
            return found_names(blocks[inherited[0]], inherited[1].names, rule, confidence)
    return () if place.mode == "targets" else _addressees(header)


def _only_writer(names: NameList, block: Block, place: Place) -> bool:
    """Whether a sentence names only the one who writes, or its head, who charges others and not itself.

    A heading that is nothing but the name says whose work follows.
    """
    if len(names.names) > 1 or not place.writer or is_names(block.text.rstrip(" :.")):
        return False
    name = expand(names.names[0][0])
    return place.writes(name) or ((head := _HEAD_OF.match(name)) is not None and place.writes(name[head.end() :]))


def _asked(draft: Draft, block: Block) -> Names:
    """Those whom the one who writes asks in the same draft: "Sở Y tế gửi dự thảo và đề nghị các cơ quan góp ý"."""
    asked = ordered_last(block.text[draft.start : draft.end])
    return found_names(block, moved(asked.names, draft.start), "named.asked", 0.9) if asked else ()


def _receivers(draft: Draft, block: Block) -> Names:
    """Those to whom the draft passes something on: "Văn phòng UBND tỉnh chuyển đơn đến Sở Y tế để giải quyết, …"."""
    names = passed_on_to(block.text, draft.names[0][2] if len(draft.names) == 1 else draft.start)
    return found_names(block, names.names, "named.passed", 0.9) if names else ()


def _party_above(place: Place) -> bool:
    """Whether the heading or the opening command charges a party body, whose work is to lead: "Lãnh đạo UBND xã …"."""
    charged = place.heading or place.opening
    return charged is not None and any(_PARTY_BODY.search(name) for name, _, _ in charged[1].names)


def _along_above(blocks: Sequence[Block], place: Place, lead: Names) -> Names:
    """Those who work along by what gives the lead above and only names: "Giao Sở A chủ trì, phối hợp với Sở B:"."""
    above = {"heading": place.heading, "opening": place.opening}.get(lead[0].rule) if lead else None
    if above is None:
        return ()
    heading = blocks[above[0]]
    along = coordinates(heading.text)
    if not along or not _ONLY_NAMED.fullmatch(heading.text, along[-1][2]):
        return ()
    return found_names(heading, along, f"{lead[0].rule}.along", 0.85)


def _addressees(header: Header) -> Names:
    return tuple(
        replace(line, value=name, rule="addressee", confidence=0.75)
        for line in header.addressees
        for name, _, _ in whole_names(line.value)
    )


def _located(block: Block, span: Span, offset: int) -> Span:
    return block.locate(span.start + offset, span.end + offset)


def _distinct(names: Names, taken: Names) -> Names:
    """``names`` once each, without those already in ``taken``."""
    kept = {n.value.lower(): n for n in reversed(names)}
    gone = {n.value.lower() for n in taken}
    return tuple(n for n in names if kept.get(n.value.lower()) is n and n.value.lower() not in gone)


def _with_announced(times: tuple[Deadline, ...], announced: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
    return times if any(time.kind in _DAYS for time in times) else times + announced


def _distinct_times(times: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
    """Deadlines that differ in their day or their rule, or else in their words."""
    kept: dict[tuple[object, ...], Deadline] = {}
    for time in times:
        key = (time.due, time.rrule) if time.due or time.rrule else (time.kind, time.text.lower())
        kept.setdefault(key, time)
    return tuple(kept.values())
