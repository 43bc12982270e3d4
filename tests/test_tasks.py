"""Tasks of whole dispatches: the cases of cases/tasks.json, one or more for each rule of what a task is."""

from __future__ import annotations

from typing import Any

import pytest
from case_files import load, params
from papers import paper, read

from pipeline.types import Deadline, Dispatch, Target, Task


def check_tasks(case: dict[str, Any]) -> None:
    found = dispatch_of(case).tasks
    paths = [(task.path, want["path"]) for task, want in zip(found, case["tasks"], strict=False) if "path" in want]
    assert [path for path, _ in paths] == [wanted for _, wanted in paths]
    assert [shown(task) for task in found] == [
        {
            "text": _whole(want["text"], found[k].text if k < len(found) else ""),
            "lead": want["lead"],
            "coordinate": want.get("coordinate", []),
            "deadlines": want.get("deadlines", []),
            "targets": want.get("targets", []),
        }
        for k, want in enumerate(case["tasks"])
    ]


CHECKS = {"tasks": check_tasks}


def text_of(case: dict[str, Any]) -> str:
    """The whole dispatch of a case."""
    to = {"to": case["to"]} if "to" in case else {}
    return paper(case["form"], "\n".join(case["body"]), after="\n".join(case.get("after", ())), **to)


def dispatch_of(case: dict[str, Any]) -> Dispatch:
    return read(text_of(case))


def shown(task: Task) -> dict[str, Any]:
    """A task as the cases write it down."""
    return {
        "text": task.text,
        "lead": [found.value for found in task.lead],
        "coordinate": [found.value for found in task.coordinate],
        "deadlines": [_time(deadline) for deadline in task.deadlines],
        "targets": [_level(target) for target in task.targets],
    }


def _time(deadline: Deadline) -> str:
    if deadline.due is not None:
        return deadline.due.isoformat()
    return deadline.rrule.split(";")[0] if deadline.rrule else deadline.kind


def _level(target: Target) -> str:
    value = "null" if target.value is None else str(target.value)
    return " ".join(part for part in (target.comparator, value, target.unit) if part)


def _whole(wanted: str, found: str) -> str:
    """``wanted`` with its gap (" … ") filled by what was found, where the ends agree."""
    start, gap, end = wanted.partition("…")
    start, end = start.rstrip(), end.lstrip()
    fits = found.startswith(start) and found.endswith(end) and len(found) >= len(start) + len(end)
    return found if gap and fits else wanted


@pytest.mark.parametrize("case", params("tasks", "tasks"))
def test_tasks(case: dict[str, Any]) -> None:
    check_tasks(case)


@pytest.mark.parametrize("case", load("tasks")["tasks"], ids=lambda case: case["name"])
def test_every_task_says_how_it_was_found(case: dict[str, Any]) -> None:
    for task in dispatch_of(case).tasks:
        assert task.rule and 0 < task.confidence <= 1 and task.page >= 1
        assert all(found.rule and 0 < found.confidence <= 1 for found in task.lead + task.coordinate)


def test_the_names_of_the_cases_are_distinct() -> None:
    names = [case["name"] for case in load("tasks")["tasks"]]
    assert len(set(names)) == len(names)
