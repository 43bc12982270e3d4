"""How well a tagger marks examples it has not seen: precision, recall and F1 of each label, and of work or none."""

from __future__ import annotations

from collections.abc import Sequence, Set

from pipeline.evaluate import Tally
from pipeline.tagger import LABELS, Tagger
from pipeline.training.examples import Example

__all__ = ["WORK", "measure"]

WORK = "ASSIGNS"


def measure(tagger: Tagger, examples: Sequence[Example]) -> dict[str, Tally]:
    """A tally a label; a mark is right where both its ends are. ``WORK``: pieces above one half that assign work."""
    found = {label: Tally() for label in (WORK, *LABELS)}
    for example, reading in zip(examples, tagger.read([example.text for example in examples]), strict=True):
        found[WORK] += _tally({"work"} if example.assigns else set(), {"work"} if reading.assigns > 0.5 else set())
        for label in LABELS:
            wanted = {(mark.start, mark.end) for mark in example.marks if mark.label == label}
            found[label] += _tally(wanted, {(mark.start, mark.end) for mark in reading.of(label)})
    return found


def _tally(wanted: Set[object], marked: Set[object]) -> Tally:
    return Tally(len(wanted & marked), len(marked - wanted), len(wanted - marked))
