"""Judged tasks → the weights of :mod:`pipeline.calibration`: a ridge logistic regression, restored to its full slope.

Few tasks are wrong, so the ridge is strong; that ranks well but pulls every probability to the mean. The slope is
therefore fitted again on probabilities of documents left out (Platt, 1999), within bounds: with few wrong tasks it is
uncertain, and a flat one would say the same of every task. Documents are never split over folds: tasks of one document
are right or wrong together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.calibration import Evidence, Weights

__all__ = ["Judged", "cross_validate", "fit"]

Floats = NDArray[np.float64]

_RIDGE, _LOOSE = 6.0, 1e-2
_INNER_FOLDS = 5
_LEAST_SLOPE, _MOST_SLOPE = 1.0, 2.0
_STEPS, _STILL = 50, 1e-8
_FURTHEST_SHIFT = 10.0


@dataclass(frozen=True, slots=True)
class Judged:
    """A task that was read: its document, what spoke for it, and whether the gold says that it is right as a whole."""

    document: str
    seen: Evidence
    right: bool


def fit(judged: Sequence[Judged], threshold: float = 1.0) -> Weights:
    """The weights that fit ``judged`` best; their ``threshold`` is only carried along."""
    names = sorted({name for task in judged for name in task.seen})
    rows, right = _matrix(judged, names), _right(judged)
    solved = _solve(rows, right, _RIDGE)
    folds = _folds(judged)
    logits = np.zeros(len(judged))
    for fold in range(_INNER_FOLDS):
        left_out = folds == fold
        logits[left_out] = _logits(rows[left_out], _solve(rows[~left_out], right[~left_out], _RIDGE))
    slope = min(max(float(_solve(logits[:, None], right, _LOOSE)[1]), _LEAST_SLOPE), _MOST_SLOPE)
    shift = _shift(logits * slope, float(right.mean()))
    bias, *weights = solved * slope
    found = zip(names, (round(float(weight), 3) for weight in weights), strict=True)
    return Weights(round(float(bias + shift), 3), {name: weight for name, weight in found if weight}, threshold)


def cross_validate(judged: Sequence[Judged], besides: Sequence[Judged] = ()) -> list[float]:
    """For each task its probability by weights fitted without its document; ``besides`` are fitted on throughout."""
    found: dict[str, Weights] = {}
    for document in {task.document for task in judged}:
        others = [task for task in (*judged, *besides) if task.document != document]
        found[document] = fit(others)
    return [found[task.document].probability(task.seen) for task in judged]


def _matrix(judged: Sequence[Judged], names: Sequence[str]) -> Floats:
    return np.array([[task.seen.get(name, 0.0) for name in names] for task in judged], dtype=np.float64)


def _right(judged: Sequence[Judged]) -> Floats:
    return np.array([task.right for task in judged], dtype=np.float64)


def _folds(judged: Sequence[Judged]) -> NDArray[np.int64]:
    order = {document: at for at, document in enumerate(sorted({task.document for task in judged}))}
    return np.array([order[task.document] % _INNER_FOLDS for task in judged], dtype=np.int64)


def _logits(rows: Floats, solved: Floats) -> Floats:
    found: Floats = solved[0] + rows @ solved[1:]
    return found


def _shift(logits: Floats, share: float) -> float:
    """What added to ``logits`` makes their mean probability ``share``, by halving."""
    low, high = -_FURTHEST_SHIFT, _FURTHEST_SHIFT
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if float(_probability(logits + middle).mean()) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _probability(logits: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-logits))
    return found


def _solve(rows: Floats, right: Floats, ridge: float) -> Floats:
    """Bias and weights of least penalised loss, by Newton's method; the bias is all but free."""
    wide = np.column_stack([np.ones(len(rows)), rows])
    penalty = np.full(wide.shape[1], ridge)
    penalty[0] = _LOOSE
    solved = np.zeros(wide.shape[1])
    for _ in range(_STEPS):
        likely = _probability(wide @ solved)
        curvature = (wide * (likely * (1 - likely))[:, None]).T @ wide + np.diag(penalty)
        step = np.linalg.solve(curvature, wide.T @ (right - likely) - penalty * solved)
        solved = solved + step
        if float(np.abs(step).max()) < _STILL:
            break
    return solved
