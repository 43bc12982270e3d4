"""Outline + Header → Tasks: clauses that assign work, with agencies, deadlines and targets (guideline of the gold)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.tasks.actors import coordinates, found_names
from pipeline.tasks.drafts import Draft, drafts_of
from pipeline.tasks.labels import Label, label_names, read_labels, trailing_labels
from pipeline.tasks.rows import Columns, cell_texts, read_columns
from pipeline.tasks.scope import Place, find_places
from pipeline.tasks.shared_times import says_only_when
from pipeline.tasks.work import Work, moved, to_task
from pipeline.types import Block, Deadline, Header, Kind, Outline, Span, Task
from pipeline.values.names import whole_names
from pipeline.values.time_labels import read_time_label

__all__ = ["find_tasks"]

# Points after the last of which unlabelled lines speak for all of them.
_GROUPED = {"dash", "plus", "bullet", "letter", "paren"}
_NUMBERED = {"arabic", "decimal"}
_LABEL_RUN = 4  # lines that labels of one kind of work may take
_PROCEDURE_TITLE = re.compile(
    r"(?:quy trình (?:nội bộ|giải quyết|điện tử|thực hiện)|DANH MỤC (?:CÁC )?THỦ TỤC|QUY TRÌNH)"
)
_ASSIGNING_TITLE = re.compile(r"(?:PHỤ LỤC|KẾ HOẠCH|PHÂN CÔNG|DANH MỤC (?:CÁC )?NHIỆM VỤ|CHƯƠNG TRÌNH)")
_NAMES_SOMEBODY = re.compile(r"^[^\W\d_]{2}")  # a cell that begins with a number holds a time or an amount
_SHORTEST_WORK = 8  # characters of a table cell that can state work
_LONGEST_HEADING = 200


def find_tasks(outline: Outline, header: Header) -> tuple[Task, ...]:
    """The tasks of a document in reading order."""
    finder = _Finder(outline, header)
    finder.walk()
    places = finder.places
    return tuple(to_task(w, outline.blocks, places[w.draft.index], header) for w in finder.works)


def _lists_steps(title: str, steps: bool) -> bool:
    """Whether the tables behind ``title`` list steps of a procedure; ``steps``: whether those before it do."""
    if _PROCEDURE_TITLE.search(title):
        return True
    return steps and not _ASSIGNING_TITLE.match(title)


class _Finder:
    """Walks the blocks once; labels reach back to the drafts they describe."""

    def __init__(self, outline: Outline, header: Header) -> None:
        self._blocks = outline.blocks
        self._issued = header.date.value if header.date else None
        self.places = find_places(outline, header)
        self.works: list[Work] = []
        plain = [b for b in self._blocks if b.parent is not None and not read_labels(b.text)]
        self._over = {b.parent for b in plain}
        self._over_points = {b.parent for b in plain if b.style}
        self._over_contents = {
            b.parent
            for b in self._blocks
            if b.parent is not None and any(label.role == "content" for label in read_labels(b.text))
        }
        self._done: dict[int | None, int] = {}
        self._run: tuple[int | None, list[Work]] | None = None
        self._columns: Columns | None = None

    def walk(self) -> None:
        """Fill :attr:`works` in reading order."""
        steps = False  # whether the tables here list steps of a procedure
        for i, block in enumerate(self._blocks):
            place = self.places[i]
            if block.kind is Kind.ROW:
                self._row(i, block, steps)
                continue
            steps = _lists_steps(block.text[:_LONGEST_HEADING], steps)
            self._columns = None
            if block.kind not in (Kind.POINT, Kind.ANNEX) or place.mode == "skip":
                continue
            labels = self._labels_of(block)
            if labels:
                self._labels(i, block, labels, place)
                continue
            self._close_run()
            if i not in self._over_contents and not self._announces(i, block):
                self._paragraph(i, block, place)

    def _labels_of(self, block: Block) -> Sequence[Label]:
        """The labels of a block; a line behind several points that only says when is one, too."""
        labels = read_labels(block.text)
        if not labels and self.works and says_only_when(block.text):
            return (Label("deadline", 0, len(block.text)),)
        return labels

    def _announces(self, i: int, block: Block) -> bool:
        """Whether a block only leads to others: it ends in a colon, or is a heading without a sentence of its own."""
        text = block.text.rstrip()
        if text.endswith(":"):
            return True
        if i in self._over_points:
            return not text.endswith((".", ";", "/"))
        return i in self._over and len(text) < _LONGEST_HEADING and text[-1:].isalnum()

    def _paragraph(self, i: int, block: Block, place: Place) -> None:
        end, labels = trailing_labels(block.text)
        works = [Work(d) for d in drafts_of(i, block.text, place, end=end)]
        self.works += works
        for label in labels:
            self._apply(block, label, works)

    def _labels(self, i: int, block: Block, labels: Sequence[Label], place: Place) -> None:
        for label in labels:
            if label.role == "content":
                self._close_run()
                self.works += [Work(d) for d in drafts_of(i, block.text, place, start=label.start)]
        anchor = self._anchor(i, block)
        if self._run is None or self._run[0] != anchor:
            self._close_run()
            charged = any(label.role in ("lead", "coordinate", "deadline") for label in labels)
            self._run = anchor, self._open_works(anchor, place if charged else Place("skip"))
        for label in labels:
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
        others = (k for k, b in enumerate(self._blocks) if abs(k - i) > _LABEL_RUN and read_labels(b.text))
        return not any(self._below(k, section) for k in others)

    def _open_works(self, anchor: int | None, place: Place) -> list[Work]:
        """The drafts under ``anchor`` that no earlier labels have closed; the anchor itself where there are none."""
        since = self._done.get(anchor, 0)
        works = [w for w in self.works[since:] if anchor is None or self._below(w.draft.index, anchor)]
        if works or anchor is None or place.mode != "work" or self.places[anchor].mode != "work":
            return works
        if not self._blocks[anchor].style:
            return works
        text = self._blocks[anchor].text
        self.works.append(Work(Draft(anchor, 0, len(text.rstrip(" :")), rule="label")))
        return self.works[-1:]

    def _close_run(self) -> None:
        if self._run is not None:
            self._done[self._run[0]] = len(self.works)
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
            times = self._times(block, Span(label.start, label.end))
            for work in works:
                work.deadlines += times

    def _times(self, block: Block, cell: Span) -> tuple[Deadline, ...]:
        found = read_time_label(block.text[cell.start : cell.end], self._issued)
        return tuple(replace(d, span=block.locate(d.span.start + cell.start, d.span.end + cell.start)) for d in found)

    def _row(self, i: int, block: Block, steps: bool) -> None:
        cells = cell_texts(block)
        columns = read_columns(cells)
        if columns is not None:
            self._columns = None if steps else columns
            return
        if self._columns is None or len(cells) <= max(self._columns["content"], self._columns["lead"]):
            return
        content = block.cells[self._columns["content"]]
        if content.end - content.start < _SHORTEST_WORK or sum(1 for c in cells if c) < 3:
            return
        work = Work(Draft(i, content.start, content.end, rule="row"))
        lead = block.cells[self._columns["lead"]]
        if lead.end > lead.start and not _NAMES_SOMEBODY.search(block.text[lead.start : lead.end]):
            return
        work.lead = found_names(block, whole_names(block.text, *lead), "row.lead", 0.95)
        if (along := self._cell(block, "coordinate")) is not None:
            work.coordinate = found_names(block, whole_names(block.text, *along), "row.coordinate", 0.9)
        if (when := self._cell(block, "deadline")) is not None:
            work.deadlines = self._times(block, when)
        self.works.append(work)

    def _cell(self, block: Block, role: str) -> Span | None:
        at = self._columns.get(role) if self._columns else None
        if at is None or at >= len(block.cells) or block.cells[at].start == block.cells[at].end:
            return None
        return block.cells[at]
