"""Outline + Header → Tasks: clauses that assign work, with agencies, deadlines and targets (guideline of the gold)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.tasks.actors import coordinates, found_names
from pipeline.tasks.drafts import drafts_of, whole_draft
from pipeline.tasks.heads import holds_order, is_aside, leads_on, states_work
from pipeline.tasks.labels import Label, label_names, read_labels, sending_line, time_line, trailing_labels
from pipeline.tasks.row_works import Rows, times_in
from pipeline.tasks.rows import told_by_tables
from pipeline.tasks.scope import Place, find_places
from pipeline.tasks.work import Work, announced_times, moved, to_task
from pipeline.types import Block, Deadline, Header, Kind, Outline, Span, Task

__all__ = ["find_tasks"]

# Points after the last of which unlabelled lines speak for all of them.
_GROUPED = {"dash", "plus", "bullet", "letter", "paren"}
_NUMBERED = {"arabic", "decimal"}
_LABEL_RUN = 4  # lines that labels of one kind of work may take


def find_tasks(outline: Outline, header: Header) -> tuple[Task, ...]:
    """The tasks of a document in reading order."""
    finder = _Finder(outline, header)
    finder.walk()
    places = finder.places
    return tuple(to_task(w, outline.blocks, places[w.draft.index], header) for w in finder.works)


class _Finder:
    """Walks the blocks once; labels reach back to the drafts they describe."""

    def __init__(self, outline: Outline, header: Header) -> None:
        self._blocks = outline.blocks
        self._issued = header.date.value if header.date else None
        self._report = header.type.value == "bao_cao"
        self.places = find_places(outline, header)
        self.works: list[Work] = []
        below = [(b, read_labels(b.text)) for b in self._blocks if b.parent is not None]
        plain = [b for b, labels in below if not labels]
        self._over = {b.parent for b in plain}
        self._over_points = {b.parent for b in plain if b.style}
        self._over_contents = {b.parent for b, labels in below if any(states_work(b.text, label) for label in labels)}
        self._done: dict[int | None, int] = {}
        self._run: tuple[int | None, list[Work]] | None = None
        self._ahead: tuple[int | None, tuple[Deadline, ...]] = None, ()
        self._rows = Rows(self._issued)
        self._parts: set[int] = set()  # points of a list that a heading's order is about
        self._children: dict[int, list[int]] = {}
        for k, b in enumerate(self._blocks):
            if b.parent is not None:
                self._children.setdefault(b.parent, []).append(k)

    def walk(self) -> None:
        """Fill :attr:`works` in reading order."""
        tabled = any(block.kind is Kind.ROW for block in self._blocks)
        told = "done" if self._report else ""  # what the tables here tell, where they assign nothing
        for i, block in enumerate(self._blocks):
            place = self.places[i]
            if block.kind is Kind.ROW:
                if (work := self._rows.read(i, block, told)) is not None:
                    self.works.append(work)
                continue
            if block.kind in (Kind.FURNITURE, Kind.FOOTNOTE):  # a page's number between two rows ends no table
                continue
            if self._rows.goes_on_in_cell(block, self._blocks[i + 1 : i + 2]):
                continue
            if tabled:
                told = told_by_tables(block.text, told, report=self._report)
            self._rows.end()
            if block.kind not in (Kind.POINT, Kind.ANNEX) or place.mode == "skip":
                continue
            labels = read_labels(block.text)
            if labels:
                self._labels(i, block, labels, place)
                continue
            self._close_run()
            if self._only_says_when(block) or is_aside(block) or i in self._parts or i in self._over_contents:
                continue
            if not self._heading(i, block, place):
                self._paragraph(i, block, place)

    def _only_says_when(self, block: Block) -> bool:
        """Whether a line gives the time of the work above it and nothing else; that work then has it."""
        anchor = block.parent
        if not block.style and anchor is not None and self._blocks[anchor].style in _GROUPED:
            anchor = self._blocks[anchor].parent
        labels = time_line(block.text)
        works = self._open_works(anchor, Place("skip")) if labels else []
        for label in labels:
            self._apply(block, label, works if anchor is not None else works[-1:])
        return bool(works)

    def _heading(self, i: int, block: Block, place: Place) -> bool:
        """Whether block ``i`` leads to those below; where they only divide its order, it is taken in their stead."""
        if not leads_on(block, over=i in self._over, over_points=i in self._over_points):
            return False
        self._ahead = (i if block.style else block.parent), announced_times(block, self._issued)
        below = self._children.get(i, [])
        parts = [self._blocks[k] for k in below]
        if holds_order(block, parts):
            self._paragraph(i, block, place, parts)
            self._parts.update(below)
        return True

    def _paragraph(self, i: int, block: Block, place: Place, parts: Sequence[Block] = ()) -> None:
        end, labels = trailing_labels(block.text)
        works = [Work(d, parts) for d in drafts_of(i, block.text, place, end=end)]
        anchor, times = self._ahead
        if times and block.style and anchor is not None and self._below(i, anchor):
            for work in works:
                work.announced = times
        for label in labels:
            self._apply(block, label, works)
        before = self.works[-1:] if i and not (block.style or self._blocks[i - 1].style) else []
        if not works and before and before[0].draft.index == i - 1:
            for label in sending_line(block.text):
                self._apply(block, label, before)
        self.works += works

    def _labels(self, i: int, block: Block, labels: Sequence[Label], place: Place) -> None:
        for label in labels:
            if states_work(block.text, label):
                self._close_run()
                self.works += [Work(d) for d in drafts_of(i, block.text, place, start=label.start)]
        anchor = self._anchor(i, block)
        charged = any(label.role in ("lead", "coordinate", "deadline") for label in labels)
        if self._run is None or self._run[0] != anchor or (charged and not self._run[1]):
            self._close_run()
            self._run = anchor, self._open_works(anchor, place if charged else Place("skip"))
        whole_plan = anchor is None and block.style in _NUMBERED | {"roman"}  # "4. Thời gian thực hiện: năm 2026"
        for label in labels:
            if not (whole_plan and label.role == "deadline"):
                self._apply(block, label, self._run[1])

    def _anchor(self, i: int, block: Block) -> int | None:
        """The point whose works labels at block ``i`` describe: the one above them, or the section that holds it."""
        above = block.parent
        if above is None:
            return above
        point = self._blocks[above]
        if block.style:
            return point.parent if self._closes_section(i, above) else above
        if point.style in _GROUPED or (point.style in _NUMBERED and self._labelled_once(i, point.parent)):
            return point.parent
        return above

    def _closes_section(self, i: int, above: int) -> bool:
        """Whether marked labels below the last point of a section speak for all its points: they name who is charged.

        None of the others names anybody, nor has labels of its own.
        """
        section = self._blocks[above].parent
        run = [b for b in self._blocks[above + 1 : i + _LABEL_RUN] if b.parent == above]
        if section is None or not any(label.role == "lead" for b in run for label in read_labels(b.text)):
            return False
        points = [k for k, b in enumerate(self._blocks) if b.parent == section and b.style == self._blocks[above].style]
        drafts = [w.draft for w in self.works if self._below(w.draft.index, section)]
        unnamed = len(drafts) > 1 and not any(draft.names for draft in drafts)
        if points[-1] != above or not unnamed:
            return False
        others = (k for k, b in enumerate(self._blocks) if b.parent != above and read_labels(b.text))
        return not any(self._below(k, section) for k in others)

    def _labelled_once(self, i: int, section: int | None) -> bool:
        """Whether the labels at block ``i`` are the only ones below ``section``, standing once at its end."""
        if section is None:
            return False
        inside = (k for k in range(len(self._blocks)) if self._below(k, section))
        return not any(
            abs(k - i) > _LABEL_RUN if read_labels(self._blocks[k].text) else k > i and bool(self._blocks[k].style)
            for k in inside
        )

    def _open_works(self, anchor: int | None, place: Place) -> list[Work]:
        """The drafts under ``anchor`` that no earlier labels have closed; the anchor itself where there are none."""
        since = self._done.get(anchor, 0)
        works = [w for w in self.works[since:] if anchor is None or self._below(w.draft.index, anchor)]
        works = [w for w in works if not w.labelled] or works[-1:]
        if works or anchor is None or place.mode != "work" or self.places[anchor].mode != "work":
            return works
        if not self._blocks[anchor].style:
            return works
        text = self._blocks[anchor].text
        self.works.append(Work(whole_draft(anchor, text, 0, len(text.rstrip(" :")), "label")))
        return self.works[-1:]

    def _close_run(self) -> None:
        if self._run is not None:
            self._done[self._run[0]] = len(self.works)
            for work in self._run[1]:
                work.labelled = True
            self._run = None

    def _below(self, index: int, anchor: int) -> bool:
        at: int | None = index
        while at is not None and at != anchor:
            at = self._blocks[at].parent
        return at == anchor

    def _apply(self, block: Block, label: Label, works: list[Work]) -> None:
        if label.role in ("lead", "coordinate"):
            names = found_names(block, label_names(block.text, label), f"label.{label.role}", 0.95)
            value = block.text[label.start : label.end]
            along = found_names(block, moved(coordinates(value), label.start), "label.along", 0.9)
            for work in works:
                if label.role == "lead":
                    work.lead += names
                    work.coordinate += tuple(a for a in along if a.value not in {n.value for n in names})
                else:
                    work.coordinate += names
        elif label.role == "deadline":
            times = times_in(block, Span(label.start, label.end), self._issued)
            for work in works:
                work.deadlines += times
