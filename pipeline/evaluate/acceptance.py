"""Confidences and what became of them → the curve, and what auto-accept lets through. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.evaluate.compare import share

__all__ = ["Acceptance", "Step", "auto_accept", "best_threshold", "curve"]

_STEPS = 10


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What is accepted unseen from ``threshold`` on: of ``tasks`` so many, of which so many are right as a whole."""

    threshold: float
    tasks: int
    accepted: int
    right: int

    @property
    def precision(self) -> float:
        return share(self.right, self.accepted)

    @property
    def coverage(self) -> float:
        return self.accepted / self.tasks if self.tasks else 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """A tenth of the tasks, the surest first: what was foretold of it, what is right, and what is right up to here."""

    coverage: float
    lowest: float
    foretold: float
    right: float
    precision: float


def auto_accept(confidences: Sequence[float], right: Sequence[bool], threshold: float) -> Acceptance:
    """What ``threshold`` accepts.

    >>> auto_accept([0.9, 0.8, 0.4], [True, False, True], 0.5).precision
    0.5
    """
    accepted = [good for confidence, good in zip(confidences, right, strict=True) if confidence >= threshold]
    return Acceptance(threshold, len(right), len(accepted), sum(accepted))


def best_threshold(confidences: Sequence[float], right: Sequence[bool], precision: float) -> float:
    """The threshold that accepts most while ``precision`` of it is right; 1.0 where none does.

    >>> best_threshold([0.9, 0.8, 0.4, 0.2], [True, True, False, True], 0.9)
    0.8
    """
    for threshold in sorted(set(confidences)):
        if auto_accept(confidences, right, threshold).precision >= precision:
            return threshold
    return 1.0


def curve(confidences: Sequence[float], right: Sequence[bool]) -> Iterator[Step]:
    """The tasks in tenths, the surest first: ``foretold`` beside ``right`` tells if confidences can be believed."""
    order = sorted(zip(confidences, right, strict=True), key=lambda pair: -pair[0])
    count = min(_STEPS, len(order))
    edges = [len(order) * step // count for step in range(count + 1)] if count else []
    for start, end in pairwise(edges):
        part, so_far = order[start:end], order[:end]
        yield Step(
            end / len(order),
            part[-1][0],
            sum(confidence for confidence, _ in part) / len(part),
            sum(good for _, good in part) / len(part),
            sum(good for _, good in so_far) / len(so_far),
        )
