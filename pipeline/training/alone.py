"""What the model would read without the rules: the middle row of the ablation, and nothing else uses it.

It gets what it can't do itself: the outline to cut the document, and the grammars of dates and levels to turn what it
marks into values. A piece names its lead, or inherits that of the heading above it, or of the addressees.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.outline import build_outline
from pipeline.tagger import ALONG, DEADLINE, LEAD, TARGET, Reading, Tagger
from pipeline.tagger.pieces import idle_blocks
from pipeline.types import Block, Deadline, Dispatch, Found, Outline, Target, Task
from pipeline.values.deadlines import read_deadlines
from pipeline.values.targets import read_targets
from pipeline.zones import find_zones

__all__ = ["read_alone"]

_RULE = "model"


def read_alone(dispatch: Dispatch, tagger: Tagger) -> Dispatch:
    """``dispatch`` with the tasks that ``tagger`` alone finds in its text; header and citations stay the rules'."""
    outline = build_outline(dispatch.text, find_zones(dispatch.text))
    blocks = _read_blocks(outline)
    readings = dict(zip(map(id, blocks), tagger.read([block.text for block in blocks]), strict=True))
    issued = dispatch.header.date.value if dispatch.header.date else None
    tasks = [
        _task(block, readings[id(block)], _inherited(block, outline, readings, dispatch), issued)
        for block in blocks
        if readings[id(block)].assigns > 0.5
    ]
    return replace(dispatch, tasks=tuple(tasks))


def _read_blocks(outline: Outline) -> list[Block]:
    """What may state work, and the headings above it, however short."""
    long_enough = set(map(id, idle_blocks(outline, ())))
    headings = {block.parent for block in outline.blocks}
    return [b for at, b in enumerate(outline.blocks) if id(b) in long_enough or at in headings]


def _inherited(
    block: Block, outline: Outline, readings: dict[int, Reading], dispatch: Dispatch
) -> tuple[Found[str], ...]:
    above = block.parent
    while above is not None:
        heading = outline.blocks[above]
        if id(heading) in readings and (found := _names(heading, readings[id(heading)], LEAD)):
            return found
        above = heading.parent
    return dispatch.header.addressees


def _task(block: Block, reading: Reading, inherited: tuple[Found[str], ...], issued: str | None) -> Task:
    return Task(
        path=block.path,
        text=block.text,
        span=block.locate(0, len(block.text)),
        page=block.page,
        lead=_names(block, reading, LEAD) or inherited,
        coordinate=_names(block, reading, ALONG),
        deadlines=tuple(_deadlines(block, reading, issued)),
        targets=tuple(_targets(block, reading)),
        rule=_RULE,
    )


def _names(block: Block, reading: Reading, label: str) -> tuple[Found[str], ...]:
    marks = reading.of(label)
    return tuple(Found(block.text[m.start : m.end], block.locate(m.start, m.end), _RULE) for m in marks)


def _deadlines(block: Block, reading: Reading, issued: str | None) -> list[Deadline]:
    marks = reading.of(DEADLINE)
    return [found for mark in marks for found in read_deadlines(block.text[mark.start : mark.end], issued)]


def _targets(block: Block, reading: Reading) -> list[Target]:
    return [found for mark in reading.of(TARGET) for found in read_targets(block.text[mark.start : mark.end])]
