"""Gold files → what was read of them: shared by the commands that score and that calibrate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from pipeline.batch import read_all
from pipeline.calibration import evidence
from pipeline.contract import contract
from pipeline.evaluate import whole_tasks
from pipeline.evaluate.gold import GoldFile
from pipeline.evaluate.regression import Judged
from pipeline.types import Dispatch

__all__ = ["Scored", "judge", "read_gold"]


@dataclass(frozen=True, slots=True)
class Scored:
    """A gold file, its document as read, and the same as the contract's JSON; None and empty where it can't be read."""

    gold: GoldFile
    dispatch: Dispatch | None
    row: dict[str, Any]


def read_gold(golds: Sequence[GoldFile]) -> list[Scored]:
    """Every source read; what fails is told on standard error."""
    found = []
    for gold in golds:
        outcome = next(iter(read_all([gold.source])))
        if outcome.dispatch is None:
            click.echo(f"giaoviec: {outcome.error}", err=True)
        found.append(Scored(gold, outcome.dispatch, contract(outcome.dispatch) if outcome.dispatch else {}))
    return found


def judge(scored: Scored) -> Iterable[Judged]:
    """The tasks read that the gold can judge, each with the evidence for it."""
    gold, dispatch = scored.gold.gold.get("tasks"), scored.dispatch
    if gold is None or dispatch is None:
        return ()
    right = whole_tasks(gold, scored.row["tasks"])
    return [Judged(str(scored.gold.source), evidence(dispatch.tasks[at], dispatch), ok) for at, ok in right.items()]
