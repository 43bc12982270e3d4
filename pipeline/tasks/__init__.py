"""Outline + Header → Tasks: clauses that assign work, with agencies, deadlines and targets (guideline of the gold)."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.tasks.actors import coordinates, found_names
from pipeline.tasks.drafts import Draft, drafts_of
from pipeline.tasks.labels import Label, label_names, read_labels, trailing_labels
from pipeline.tasks.rows import Columns, cell_texts, read_columns
from pipeline.tasks.scope import Place, find_places
from pipeline.types import Block, Deadline, Found, Header, Kind, Outline, Span, Target, Task
from pipeline.values.targets import read_targets
from pipeline.values.deadlines import read_deadlines
from pipeline.values.names import NameList, whole_names
from pipeline.values.time_labels import read_time_label

__all__ = ["find_tasks"]

_GROUPED = {"dash", "plus", "bullet", "letter", "paren"}
_COLLECTIVE = re.compile(r"(?:các|những|mọi|tất\s+cả|toàn\s+thể)\b|(?:sở|cơ\s+quan|đơn\s+vị)\s*,", re.I)
Names = tuple[Found[str], ...]


def find_tasks(outline: Outline, header: Header) -> tuple[Task, ...]:
    """The tasks of a document in reading order."""
    return _Finder(outline, header).tasks()


class _Work:
    """A draft with what labels add to it."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.lead: Names = ()
        self.coordinate: Names = ()
        self.deadlines: tuple[Deadline, ...] = ()


class _Finder:
    """Walks the blocks once; labels reach back to the drafts they describe."""

    def __init__(self, outline: Outline, header: Header) -> None:
        self._blocks = outline.blocks
        self._header = header
        self._issued = header.date.value if header.date else None
        self._places = find_places(outline, header)
        self._parents = {b.parent for b in self._blocks if b.parent is not None and b.style and not read_labels(b.text)}
        self._over = {b.parent for b in self._blocks if b.parent is not None and not read_labels(b.text)}
        self._labelled = {
            b.parent for b in self._blocks if b.parent is not None and any(x.role == "content" for x in read_labels(b.text))
        }
        self._works: list[_Work] = []
        self._done: dict[int | None, int] = {}
        self._run: tuple[int | None, list[_Work]] | None = None
        self._columns: Columns | None = None

    def tasks(self) -> tuple[Task, ...]:
        for i, block in enumerate(self._blocks):
            place = self._places[i]
            if block.kind is Kind.ROW:
                self._row(i, block)
                continue
            self._columns = None
            if block.kind not in (Kind.POINT, Kind.ANNEX) or place.mode == "skip":
                continue
            labels = read_labels(block.text)
            if labels:
                self._labels(i, block, labels, place)
                continue
            self._close_run()
            if i in self._labelled or self._announces(i, block):
                continue
            self._paragraph(i, block, place)
        self._close_run()
        return tuple(self._task(work) for work in self._works)

    def _announces(self, i: int, block: Block) -> bool:
        """Whether a block only leads to others: it ends in a colon, or is a heading without a sentence of its own."""
        text = block.text.rstrip()
        if text.endswith(":"):
            return True
        if i in self._parents:
            return not text.endswith((".", ";", "/"))
        return i in self._over and len(text) < 200 and text[-1:].isalnum()

    def _paragraph(self, i: int, block: Block, place: Place) -> None:
        end, labels = trailing_labels(block.text)
        works = [_Work(d) for d in drafts_of(i, block.text, place, end=end)]
        self._works += works
        for label in labels:
            self._apply(block, label, works)

    def _labels(self, i: int, block: Block, labels: list[Label], place: Place) -> None:
        for label in labels:
            if label.role == "content":
                self._close_run()
                self._works += [_Work(d) for d in drafts_of(i, block.text, place, start=label.start)]
        anchor = block.parent
        if not block.style and anchor is not None and self._blocks[anchor].style in _GROUPED:
            anchor = self._blocks[anchor].parent
        if self._run is None or self._run[0] != anchor:
            self._close_run()
            charged = any(label.role in ("lead", "coordinate", "deadline") for label in labels)
            self._run = anchor, self._open_works(anchor, place if charged else Place("skip"))
        for label in labels:
            self._apply(block, label, self._run[1])

    def _open_works(self, anchor: int | None, place: Place) -> list[_Work]:
        """The drafts under ``anchor`` that no earlier labels have closed; the anchor itself where there are none."""
        since = self._done.get(anchor, 0)
        works = [w for w in self._works[since:] if anchor is None or self._below(w.draft.index, anchor)]
        if works or anchor is None or place.mode != "work" or not self._blocks[anchor].style or self._places[anchor].mode != "work":
            return works
        text = self._blocks[anchor].text
        work = _Work(Draft(anchor, 0, len(text.rstrip(" :")), rule="label"))
        self._works.append(work)
        return [work]

    def _close_run(self) -> None:
        if self._run is not None:
            self._done[self._run[0]] = len(self._works)
            self._run = None

    def _below(self, index: int, anchor: int) -> bool:
        at: int | None = index
        while at is not None:
            if at == anchor:
                return True
            at = self._blocks[at].parent
        return False

    def _apply(self, block: Block, label: Label, works: list[_Work]) -> None:
        if label.role in ("lead", "coordinate"):
            names = found_names(block, label_names(block.text, label), f"label.{label.role}", 0.95)
            along = found_names(block, _moved(coordinates(block.text[label.start : label.end]), label.start), "label.along", 0.9)
            for work in works:
                if label.role == "lead":
                    work.lead += names
                    work.coordinate += tuple(a for a in along if a.value not in {n.value for n in names})
                else:
                    work.coordinate += names
        elif label.role == "deadline":
            times = self._times(block, label.start, label.end)
            for work in works:
                work.deadlines += times

    def _times(self, block: Block, start: int, end: int) -> tuple[Deadline, ...]:
        return tuple(
            replace(d, span=block.locate(d.span.start + start, d.span.end + start))
            for d in read_time_label(block.text[start:end], self._issued)
        )

    def _row(self, i: int, block: Block) -> None:
        cells = cell_texts(block)
        columns = read_columns(cells)
        if columns is not None:
            self._columns = columns
            return
        if self._columns is None or len(cells) <= max(self._columns["content"], self._columns["lead"]):
            return
        content = block.cells[self._columns["content"]]
        lead = block.cells[self._columns["lead"]]
        if content.end - content.start < 8 or sum(1 for c in cells if c) < 3:
            return
        work = _Work(Draft(i, content.start, content.end, rule="row"))
        work.lead = found_names(block, whole_names(block.text, *lead), "row.lead", 0.95)
        if (along := self._cell(block, "coordinate")) is not None:
            work.coordinate = found_names(block, whole_names(block.text, *along), "row.coordinate", 0.9)
        if (when := self._cell(block, "deadline")) is not None:
            work.deadlines = self._times(block, *when)
        self._works.append(work)

    def _cell(self, block: Block, role: str) -> Span | None:
        at = self._columns.get(role) if self._columns else None
        if at is None or at >= len(block.cells) or block.cells[at].start == block.cells[at].end:
            return None
        return block.cells[at]

    def _task(self, work: _Work) -> Task:
        draft = work.draft
        block = self._blocks[draft.index]
        text = block.text[draft.start : draft.end].strip()
        offset = draft.start + len(block.text[draft.start : draft.end]) - len(block.text[draft.start : draft.end].lstrip())
        lead = self._lead(work, block)
        along = work.coordinate + found_names(block, _moved(coordinates(text), offset), "along", 0.9)
        own = tuple(replace(d, span=_located(block, d.span, offset)) for d in read_deadlines(text, self._issued))
        targets = tuple(replace(t, span=_located(block, t.span, offset)) for t in read_targets(text))
        return Task(
            path=block.path.replace("|", ""), text=text, span=block.locate(offset, offset + len(text)), page=block.page,
            lead=lead, coordinate=_distinct(along, lead), deadlines=_distinct_times(own + work.deadlines), targets=targets,
            rule=draft.rule, confidence=_confidence(draft, lead),
        )

    def _lead(self, work: _Work, block: Block) -> Names:
        draft = work.draft
        own = found_names(block, draft.names, f"named.{draft.rule}", 0.95)
        if work.lead and (not own or all(_COLLECTIVE.match(n.value) for n in own)):
            return _distinct(work.lead, ())
        if own or draft.rule == "row":
            return _distinct(own, ())
        place = self._places[draft.index]
        for inherited, rule, confidence in ((place.heading, "heading", 0.9), (place.opening, "opening", 0.8)):
            if inherited is not None:
                return found_names(self._blocks[inherited[0]], inherited[1].names, rule, confidence)
        if self._header.addressees and place.mode != "targets":
            return self._addressees()
        return ()

    def _addressees(self) -> Names:
        found: list[Found[str]] = []
        for line in self._header.addressees:
            names = whole_names(line.value)
            found += [replace(line, value=name, rule="addressee", confidence=0.75) for name, _, _ in names]
        return tuple(found)


def _moved(names: tuple[tuple[str, int, int], ...], by: int) -> tuple[tuple[str, int, int], ...]:
    return tuple((name, start + by, end + by) for name, start, end in names)


def _located(block: Block, span: Span, offset: int) -> Span:
    return block.locate(span.start + offset, span.end + offset)


def _distinct(names: Names, taken: Names) -> Names:
    seen = {n.value.lower() for n in taken}
    kept = []
    for name in names:
        if name.value.lower() not in seen:
            seen.add(name.value.lower())
            kept.append(name)
    return tuple(kept)


def _distinct_times(times: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
    seen: set[tuple[object, ...]] = set()
    kept = []
    for time in times:
        key = (time.due, time.rrule) if time.due or time.rrule else (time.kind, time.text.lower())
        if key not in seen:
            seen.add(key)
            kept.append(time)
    return tuple(kept)


def _confidence(draft: Draft, lead: Names) -> float:
    if draft.rule == "row":
        return 0.95
    return min((n.confidence for n in lead), default=0.6)
