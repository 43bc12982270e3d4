"""Two readings of a task, by the rules and by a model: where they agree, and the doubts where they don't.

The model marks pieces of text and inherits nothing, so that it can be asked only about what stands in the task's own
text: a lead named there, a limit, a level. What it says becomes evidence for :mod:`pipeline.calibration`; what it
reads otherwise is kept beside the rules' reading, for the clerk who decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import log

from pipeline.calibration import Evidence
from pipeline.tagger import DEADLINE, LEAD, TARGET, Mark, Reading, Tagger
from pipeline.types import Doubt, Task

__all__ = ["Vote", "cast_votes", "vote"]

_UNLIKELY = 0.2  # that a piece assigns work, below which the model says that it is no task
_SUREST = 4.0  # of logits
_EDGE = 1e-6
_MOST = 2


@dataclass(frozen=True, slots=True)
class Vote:
    """What the model's reading adds to a task: evidence by features of its own, and where it reads otherwise."""

    evidence: Evidence
    doubts: tuple[Doubt, ...]


def cast_votes(tasks: Sequence[Task], tagger: Tagger | None) -> tuple[tuple[Task, ...], tuple[Evidence, ...]]:
    """``tasks`` with the doubts of ``tagger``, and its evidence on each; no evidence where there is no tagger."""
    if tagger is None or not tasks:
        return tuple(tasks), ()
    votes = [vote(task, reading) for task, reading in zip(tasks, tagger.read([t.text for t in tasks]), strict=True)]
    doubted = (replace(task, doubts=cast.doubts) for task, cast in zip(tasks, votes, strict=True))
    return tuple(doubted), tuple(cast.evidence for cast in votes)


def vote(task: Task, reading: Reading) -> Vote:
    """The model's vote on ``task`` from its reading of the task's text."""
    doubts = (*_on_work(task, reading), *_on_lead(task, reading), *_on_measures(task, reading))
    kinds = [f"vote.{doubt.field}.{_kind(doubt)}" for doubt in doubts]
    counted = {kind: float(min(kinds.count(kind), _MOST)) for kind in dict.fromkeys(kinds)}
    return Vote({"vote.assigns": _logit(reading.assigns) / _SUREST, **counted}, doubts)


def _kind(doubt: Doubt) -> str:
    """Whether the model reads something else, something more, or less."""
    return "other" if doubt.rules and doubt.model else "more" if doubt.model else "less"


def _on_work(task: Task, reading: Reading) -> Iterable[Doubt]:
    if reading.assigns < _UNLIKELY:
        yield Doubt("task", task.text, "")


def _on_lead(task: Task, reading: Reading) -> Iterable[Doubt]:
    """A lead that only one of the two finds in the text; one that both find must have the same ends."""
    mine = _places(task.text, [found.raw or found.value for found in task.lead])
    along = _places(task.text, [found.raw or found.value for found in task.coordinate])
    theirs = reading.of(LEAD)
    for mark in theirs:
        met = [place for place in mine if _meet(place, mark)]
        if met and (mark.start, mark.end) not in met:
            yield Doubt("lead", task.text[met[0][0] : met[0][1]], task.text[mark.start : mark.end])
        elif not met and not any(_meet(place, mark) for place in along):
            yield Doubt("lead", "", task.text[mark.start : mark.end])
    for start, end in mine:
        if not any(_meet((start, end), mark) for mark in theirs):
            yield Doubt("lead", task.text[start:end], "")


def _on_measures(task: Task, reading: Reading) -> Iterable[Doubt]:
    measures = ((DEADLINE, "deadline", task.deadlines), (TARGET, "target", task.targets))
    for label, field, found in measures:
        mine = _places(task.text, [one.text for one in found])
        theirs = reading.of(label)
        for mark in theirs:
            if not any(_meet(place, mark) for place in mine):
                yield Doubt(field, "", task.text[mark.start : mark.end])
        for start, end in mine:
            if not any(_meet((start, end), mark) for mark in theirs):
                yield Doubt(field, task.text[start:end], "")


def _places(text: str, values: Sequence[str]) -> list[tuple[int, int]]:
    found = ((text.find(value), len(value)) for value in values if value)
    return [(start, start + length) for start, length in found if start >= 0]


def _meet(place: tuple[int, int], mark: Mark) -> bool:
    return place[0] < mark.end and place[1] > mark.start


def _logit(probability: float) -> float:
    inside = min(max(probability, _EDGE), 1 - _EDGE)
    return min(max(log(inside / (1 - inside)), -_SUREST), _SUREST)
