"""A second reader beside the rules: a small trained model that marks agencies and measures in a piece of text.

It knows nothing of the outline, of inheritance or of the register; what it is for is to doubt (:mod:`pipeline.voting`).
Rules alone work too: where the weights are left out, :func:`load_tagger` gives None and everything goes on without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from pipeline.shipped import shipped_folder

__all__ = ["ALONG", "DEADLINE", "LABELS", "LEAD", "TARGET", "Mark", "Reading", "Tagger", "load_tagger", "tagger_folder"]

LEAD, ALONG, DEADLINE, TARGET = LABELS = ("LEAD", "ALONG", "DEADLINE", "TARGET")


@dataclass(frozen=True, slots=True)
class Mark:
    """``text[start:end]`` of the piece that was read, as one of :data:`LABELS`."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of one piece: how likely it assigns work (0 to 1), and what it marks in it."""

    assigns: float
    marks: tuple[Mark, ...]

    def of(self, label: str) -> tuple[Mark, ...]:
        """The marks with that label, in order."""
        return tuple(mark for mark in self.marks if mark.label == label)


class Tagger(Protocol):
    """Whatever reads pieces of text; the order of the answers is that of the pieces."""

    def read(self, pieces: Sequence[str]) -> list[Reading]:
        """One reading a piece."""
        ...


def tagger_folder() -> Path:
    """Where the weights lie, beside their card."""
    return shipped_folder("models") / "tagger"


@cache
def load_tagger(folder: Path | None = None) -> Tagger | None:
    """The model in ``folder``, by default the one that comes with the program; None where there are no weights.

    spaCy is loaded here and not before: half a second that ``giaoviec version`` need not wait.
    """
    where = (folder or tagger_folder()) / "weights"
    if not (where / "meta.json").is_file():
        return None
    from pipeline.tagger.spacy_tagger import SpacyTagger

    return SpacyTagger(where)
