"""What each of the two readers is worth: rules alone, model alone, both, as lines of ``giaoviec evaluate``.

The model only doubts, so that *both* reads what the rules read; what it is worth shows in how many whole tasks can be
accepted unseen while 98% of them are right, cross-validated by document: with both, a doubted task never is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.cli.scored import Scored, judge
from pipeline.contract import contract
from pipeline.evaluate import evaluate, whole_tasks
from pipeline.evaluate.acceptance import auto_accept, best_threshold
from pipeline.evaluate.regression import cross_validate
from pipeline.tagger import Tagger
from pipeline.training.alone import read_alone
from pipeline.voting import doubted

__all__ = ["Ablated", "ablate", "ablation_table", "as_json"]

_ASKED = 0.98
_LISTS = ("tasks", "lead", "deadlines", "targets")


@dataclass(frozen=True, slots=True)
class Ablated:
    """One row: which readers, the F1 of each list, complete tasks, and the share accepted unseen at 98% precision."""

    readers: str
    f1: dict[str, float]
    complete: float
    accepted: float | None


def ablate(scored: Sequence[Scored], tagger: Tagger | None) -> list[Ablated]:
    """The rows for documents that were read by both; without a tagger only the first."""
    rows = [_row("rules", scored, _accepted(scored, None))]
    if tagger is not None:
        alone = [_with_tasks_of(one, tagger) for one in scored]
        rows += [_row("model", alone, None), _row("both", scored, _accepted(scored, tagger))]
    return rows


def _row(readers: str, scored: Sequence[Scored], accepted: float | None) -> Ablated:
    total = evaluate((one.gold.gold, one.row) for one in scored)
    return Ablated(readers, {name: total.tallies[name].f1 for name in _LISTS}, total.complete_tasks, accepted)


def _with_tasks_of(one: Scored, tagger: Tagger) -> Scored:
    if one.dispatch is None:
        return one
    dispatch = read_alone(one.dispatch, tagger)
    return Scored(one.gold, dispatch, contract(dispatch))


def _accepted(scored: Sequence[Scored], tagger: Tagger | None) -> float | None:
    judged = [task for one in scored for task in judge(one)]
    right = [task.right for task in judged]
    if all(right) or not any(right) or len({task.document for task in judged}) < 2:
        return None
    sure = [not found for one in scored for found in _doubts(one, tagger)]
    likely = [p if free else 0.0 for p, free in zip(cross_validate(judged), sure, strict=True)]
    return auto_accept(likely, right, best_threshold(likely, right, _ASKED)).coverage


def _doubts(one: Scored, tagger: Tagger | None) -> list[bool]:
    """Of each task that :func:`judge` gives, whether ``tagger`` doubts it."""
    if one.dispatch is None or one.gold.gold.get("tasks") is None:
        return []
    tasks = doubted(one.dispatch.tasks, tagger)
    return [bool(tasks[at].doubts) for at in whole_tasks(one.gold.gold["tasks"], one.row["tasks"])]


def ablation_table(rows: Sequence[Ablated]) -> Iterator[str]:
    """The rows for people."""
    names = {"rules": "chỉ quy tắc", "model": "chỉ mô hình", "both": "cả hai"}
    yield f"{'F1':14}" + "".join(f"{name:>10}" for name in _LISTS) + f"{'trọn vẹn':>10}{'tự nhận':>10}"
    for row in rows:
        accepted = "–" if row.accepted is None else f"{row.accepted:.1%}"
        figures = "".join(f"{row.f1[name]:10.3f}" for name in _LISTS)
        yield f"{names[row.readers]:14}{figures}{row.complete:10.3f}{accepted:>10}"


def as_json(rows: Sequence[Ablated]) -> list[dict[str, Any]]:
    """The rows as JSON values."""
    return [asdict(row) for row in rows]
