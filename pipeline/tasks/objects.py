"""Points that are no work of their own but say of what the work above them is: "Sở A báo cáo các nội dung sau: …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.tasks.clauses import clauses
from pipeline.tasks.predicate import predicate
from pipeline.types import Block

_PARTS = re.compile(r"\btrong\s+đó\s*:\s*$", re.I)  # what follows is work, if with a verb nobody listed


def only_objects(block: Block, below: Sequence[Block]) -> bool:
    """Whether ``block``, which ends in a colon, is one piece of work and the points ``below`` it are its objects.

    It then charges somebody with more than "thực hiện các nội dung sau", and none of the points begins with an order.
    """
    last = clauses(block.text)[-1]
    if not below or last.kind != "order" or last.names is None or last.generic or _PARTS.search(block.text):
        return False
    if predicate(block.text, last.names.end, len(block.text.rstrip(" :")))[0] != "order":
        return False
    return not any(clauses(point.text)[0].kind == "order" for point in below)
