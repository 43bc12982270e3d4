"""Two readings of a task, by the rules and by a model: the doubts where they don't agree.

The model marks pieces of text and inherits nothing, so that it can be asked only about what stands in the task's own
text: a lead named there, a limit, a level. It changes no value: what it reads otherwise is kept beside the rules'
reading, for the clerk who decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.tagger import DEADLINE, LEAD, TARGET, Mark, Reading, Tagger
from pipeline.types import Doubt, Task

__all__ = ["doubted", "doubts"]

_UNLIKELY = 0.05  # that a piece assigns work, below which the model says that it is no task


def doubted(tasks: Sequence[Task], tagger: Tagger | None) -> tuple[Task, ...]:
    """``tasks`` with the doubts of ``tagger``; without one, as they are."""
    if tagger is None:
        return tuple(tasks)
    readings = tagger.read([task.text for task in tasks])
    return tuple(replace(task, doubts=doubts(task, reading)) for task, reading in zip(tasks, readings, strict=True))


def doubts(task: Task, reading: Reading) -> tuple[Doubt, ...]:
    """Where ``reading``, the model's of the task's text, differs from the rules'."""
    return (*_on_work(task, reading), *_on_lead(task, reading), *_on_measures(task, reading))


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
