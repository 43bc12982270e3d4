"""Where a document assigns work: behind its opening command, in the sections of a plan, not among findings.

The opening command is the sentence that announces the list ("… yêu cầu Thủ trưởng các sở thực hiện các nội dung sau:").
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from pipeline.rules.patterns import PatternRule, first_match
from pipeline.tasks.actors import heading_names
from pipeline.tasks.clauses import Clause, clauses
from pipeline.tasks.genre import Genre, genre_of
from pipeline.tasks.labels import read_labels
from pipeline.tasks.opening import agreed_names, announces, begins_with_work, opening_names
from pipeline.tasks.shared_times import heading_times, opening_times
from pipeline.types import Block, Header, Kind, Outline
from pipeline.values.expressions import TimeExpression
from pipeline.values.names import NameList, is_names

_ASKS = re.compile(
    r"\b(?:trân\s+trọng\s+|kính\s+)(?:đề\s+nghị|yêu\s+cầu)\s*:\s*$", re.I
)  # "Văn phòng trân trọng đề nghị:"
_CHARGES = re.compile(r"(?:giao|yêu\s+cầu|đề\s+nghị|phân\s+công)\b", re.I)
_WHOLE_SENTENCE = re.compile(r"(?<!sau)(?<!sau\ đây)(?<!dưới\ đây)[.;][./;\s]*$")
_RESPONSIBLE = re.compile(r"trách\s+nhiệm\s+(?:của|thực\s+hiện)\b", re.I)
_MUST = re.compile(r"\bcó\s+(?:các\s+)?(?:trách\s+nhiệm|nhiệm\s+vụ)(?:\s+(?:như\s+)?sau(?:\s+đây)?)?\s*:\s*$", re.I)
_SINGLE = ("ruling", "norm", "notice", "explicit", "reported", "named")  # modes in which an order stands by itself
_LONGEST_TITLE, _LONGEST_RUN_IN, _LONGEST_QUOTATION = 160, 90, 12
_LONGEST_PARAGRAPH = 60_000  # characters; what is longer is no paragraph of a dispatch
_PLAN_TITLE = re.compile(r"(?:KẾ\s+HOẠCH|CHƯƠNG\s+TRÌNH|PHƯƠNG\s+ÁN)\b")
_OTHER_TITLE = re.compile(
    r"(?:PHỤ\s+LỤC|DANH\s+(?:MỤC|SÁCH)|BIỂU|MẪU|QUY\s+(?:ĐỊNH|CHẾ)|ĐIỀU\s+LỆ|ĐỀ\s+CƯƠNG|BẢNG"
    r"|THỐNG\s+KÊ|ĐĂNG\s+KÝ|HƯỚNG\s+DẪN)\b"
)


class Place(NamedTuple):
    """What holds for one block.

    ``mode``: every order is work ("work"), every order that names somebody ("named"), one with an order word, a duty or
    a day ("ruling"), one with an order word or a duty ("notice"), with an order word only ("explicit"), a number to be
    reached ("targets"), nothing ("skip"); in rules for everybody one with an order word or with a day to be done by
    ("norm"), in a report one that begins a sentence with an order word ("reported"). ``heading``: the names of the
    nearest heading above that has some; ``opening``: those of the opening command; ``when``: the times of the nearest
    of them that sets some; ``writer``: the body that issues the document.
    """

    mode: str
    heading: tuple[int, NameList] | None = None
    opening: tuple[int, NameList] | None = None
    when: tuple[int, tuple[TimeExpression, ...]] | None = None
    writer: str = ""

    def writes(self, name: str) -> bool:
        """Whether a name is that of the body that writes: "Sở Y tế" in a letter of Sở Y tế tỉnh Mẫu."""
        return self.writer.lower().startswith(name.lower())


def find_places(outline: Outline, header: Header) -> list[Place]:
    """For each block of the outline, whether and how it can hold tasks, and whom it inherits."""
    walker = _Walker(outline, genre_of(outline, header), header)
    return [walker.place(i, block) for i, block in enumerate(outline.blocks)]


def _openings(blocks: Sequence[Block], genre: Genre) -> Iterator[int]:
    if not genre.opens:
        return iter(())
    points = (i for i, block in enumerate(blocks) if block.kind is Kind.POINT)
    return (i for i in points if announces(blocks, i, concluding=not genre.inspects))


def _last_sentence(text: str) -> tuple[Clause, ...]:
    """The clauses of the last sentence: what stands before the colon, up to its order word."""
    found = clauses(text)
    first = max((k for k, clause in enumerate(found) if clause.opens_sentence), default=0)
    return found[first:]


def _nearest(above: Sequence[int], told: Container[int]) -> int | None:
    """The first of the blocks ``above`` of which something is ``told``."""
    for index in above:
        if index in told:
            return index
    return None


class _Walker:
    """Goes through the blocks in order, remembering effects of headings and the opening command."""

    def __init__(self, outline: Outline, genre: Genre, header: Header) -> None:
        self._blocks = outline.blocks
        self._genre = genre
        self._effects: dict[int, str] = {}
        self._headings: dict[int, NameList] = {}
        self._charging: set[int] = set()
        self._opening: tuple[int, NameList] | None = None
        self._times: dict[int, tuple[TimeExpression, ...]] = {}
        self._opening_when: tuple[int, tuple[TimeExpression, ...]] | None = None
        self._open = header.type.value == "cong_van" and begins_with_work(outline.blocks)
        self._writer = header.issuer.value if header.issuer else ""
        self._skipped = Place("skip", writer=self._writer)
        self._annex_plan: bool | None = None
        self._headed = {b.parent for b in self._blocks if b.parent is not None}
        self._openings = set(_openings(outline.blocks, genre))
        self._quoted = 0  # paragraphs that an open quotation may still take

    def place(self, i: int, block: Block) -> Place:
        """What holds for block ``i``."""
        if block.kind is Kind.ANNEX or (block.kind is Kind.ROW and self._annex_plan is not None):
            self._enter_annex(block)
            if not self._annex_plan:
                return self._skipped
        elif block.kind not in (Kind.POINT, Kind.ROW):
            return self._skipped
        if len(block.text) > _LONGEST_PARAGRAPH or self._in_quotation(block):
            return self._skipped
        above = self._above(block)
        ruled = _nearest(above, self._effects)
        effect = "" if ruled is None else self._effects[ruled]
        self._read_heading(i, block, executing=effect == "named")
        named = _nearest(above, self._headings)
        heading = None if named is None else (named, self._headings[named])
        if self._opening is None and self._genre.plan and (parties := agreed_names(block)) is not None:
            self._opening = (i, parties)
        mode = effect or self._effects.get(i, "") or self._default(block)
        if mode in _SINGLE and any(a in self._charging and self._leads(a, block) for a in above):
            mode = "work"
        if i in self._openings and effect != "skip":
            self._open = True
            names = opening_names(block)
            self._opening = (i, names) if names else self._opening
            times = opening_times(block.text, names.end) if names else ()
            self._opening_when = (i, times) if times else None
            return Place("skip", heading, self._opening, writer=self._writer)
        timed = _nearest(above, self._times)
        when = None if timed is None else (timed, self._times[timed])
        if when is None and self._is_point(block):
            when = self._opening_when
        return Place(mode, heading, self._opening, when, self._writer)

    def _leads(self, heading: int, block: Block) -> bool:
        """Whether the heading opens what stands in ``block``: behind a whole sentence only points go on with it."""
        return bool(block.style) or not _WHOLE_SENTENCE.search(self._blocks[heading].text)

    def _default(self, block: Block) -> str:
        if self._annex_plan is not None:
            return "work" if self._annex_plan and self._is_point(block) else "skip"
        by_type = self._genre.plan or (self._genre.orders and not self._openings)
        if self._open or (by_type and self._is_point(block)):
            return "work"
        return self._genre.default

    def _is_point(self, block: Block) -> bool:
        """Whether a block is marked or stands below a marked one; a title is neither."""
        return bool(block.style) or (block.parent is not None and bool(self._blocks[block.parent].style))

    def _in_quotation(self, block: Block) -> bool:
        """Whether the block stands inside a quotation that an earlier paragraph opened: law that is only quoted."""
        inside = self._quoted > 0
        closes = "”" in block.text
        if inside:
            self._quoted = 0 if closes else self._quoted - 1
        elif block.text.startswith("“") and not closes:
            self._quoted = _LONGEST_QUOTATION
        return inside

    def _enter_annex(self, block: Block) -> None:
        chapter = block.parent is not None and self._blocks[block.parent].style == "part"
        if _PLAN_TITLE.match(block.text) and not block.style and not chapter:
            self._annex_plan = True
        elif _OTHER_TITLE.match(block.text) or self._annex_plan is None:
            self._annex_plan = False

    def _above(self, block: Block) -> list[int]:
        found = []
        parent = block.parent
        while parent is not None:
            found.append(parent)
            parent = self._blocks[parent].parent
        return found

    def _read_heading(self, i: int, block: Block, *, executing: bool) -> None:
        """Remember what block ``i`` says of the blocks below it."""
        if read_labels(block.text):
            return
        text = block.text.rstrip()
        ends_open = text.endswith(":")
        titled = bool(block.style) or text.isupper() or ends_open
        if titled:
            self._read_effect(i, text, ends_open)
        if i not in self._headed:  # names and times matter only to what stands below
            return
        if not text.endswith((".", ";", "/")) and (times := heading_times(text)):
            self._times[i] = times
        if not titled:
            if names := self._clause_names(block):
                self._headings[i] = names
            return
        commanded = ends_open and any(c.commanded or (executing and c.duty) for c in _last_sentence(block.text))
        names = (self._clause_names(block) if commanded else None) or heading_names(block.text)
        names = names or self._clause_names(block)
        if names:
            self._headings[i] = names
            bare = self._genre.rules and i in self._headed and is_names(text.rstrip(" :."))
            duty = self._genre.default != "norm" and _RESPONSIBLE.match(block.text)
            charges = _CHARGES.match(block.text)
            asks = ends_open and _ASKS.search(text)
            must = self._genre.rules and _MUST.search(text)
            if commanded or bare or duty or charges or asks or must:
                self._charging.add(i)

    def _read_effect(self, i: int, text: str, ends_open: bool) -> None:
        rule = None
        if len(text) < _LONGEST_TITLE or ends_open:
            if i in self._headed or ends_open or text.isupper():
                rule = first_match("sections", text)
            if rule is None and ":" in text[:_LONGEST_RUN_IN]:
                rule = first_match("sections", text[: text.index(":") + 1])
        if rule is not None and (effect := self._effect_of(rule)):
            self._effects[i] = effect

    def _effect_of(self, rule: PatternRule) -> str:
        """The mode that a heading's rule gives in a document of this genre; "" where it says nothing there."""
        if rule.effect == "execution":
            return "named" if self._genre.executes else ""
        if rule.id == "required" and not self._genre.plan:
            return ""  # in conclusions what is asked for is the work
        if rule.effect == "measures" or (rule.id == "proposals" and self._genre.inspects):
            return "work" if self._genre.inspects else ""
        set_here = self._genre.targets or self._open or self._annex_plan
        return "" if rule.effect == "targets" and not set_here else rule.effect

    def _clause_names(self, block: Block) -> NameList | None:
        ordered = [c.names for c in clauses(block.text) if c.kind == "order" and c.names]
        if not ordered:
            return None
        return ordered[-1] if block.text.rstrip().endswith(":") else ordered[0]
