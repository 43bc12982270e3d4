"""What the generator gives: a text, its gold, and the places of what the gold says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


class Labelled(NamedTuple):
    """``text[start:end]`` is an AGENCY, DEADLINE, TARGET, CITATION or TASK.

    An agency's span is the name as written, a list or group being one; a task's runs over a page number inside it.
    """

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Generated:
    """One dispatch: ``gold`` has the shape of ``corpus/van-ban/*.gold.json``; spans are in the order of the text.

    ``noisy``: letters were damaged, so that a span reads otherwise than the gold's value. Tasks that the gold calls
    optional have no span.
    """

    name: str
    text: str
    gold: dict[str, Any]
    spans: tuple[Labelled, ...]
    noisy: bool
