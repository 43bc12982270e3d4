"""Which pieces of a document a model reads: each task's text, and every paragraph that the rules took no task from."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.types import Block, Kind, Outline, Task

__all__ = ["idle_blocks"]

_SHORTEST = 40  # characters below which a paragraph is a heading, a name, a cell
_READ = (Kind.POINT, Kind.ROW)


def idle_blocks(outline: Outline, tasks: Sequence[Task]) -> tuple[Block, ...]:
    """The paragraphs and rows of the body in which no task begins, if they are long enough to state work."""
    starts = sorted(task.span.start for task in tasks)
    return tuple(b for b in outline.blocks if b.kind in _READ and len(b.text) >= _SHORTEST and not _holds(b, starts))


def _holds(block: Block, starts: Sequence[int]) -> bool:
    span = block.locate(0, len(block.text))
    return any(span.start <= start < span.end for start in starts)
