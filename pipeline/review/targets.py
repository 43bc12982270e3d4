"""What a person types for a target → the level to be reached: the grammar of the dispatches, then a bare amount."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pipeline.errors import EditRefused
from pipeline.review.edits import PEOPLE
from pipeline.types import Target
from pipeline.values import read_targets

_LONGEST: Final = 200
# the signs that people type, and the words for them that the grammar knows
_SIGNS: Final = (
    (re.compile(r"^\s*(?:>=|≥)\s*"), "ít nhất "),
    (re.compile(r"^\s*(?:<=|≤)\s*"), "không quá "),
    (re.compile(r"^\s*>\s*"), "đạt trên "),
    (re.compile(r"^\s*<\s*"), "đạt dưới "),
    (re.compile(r"^\s*=\s*"), ""),
)
_COMPARED: Final = {">=": "ít nhất ", "<=": "nhiều nhất ", ">": "hơn ", "<": "dưới ", "=": "đúng "}
_NOT_READ: Final = "Không hiểu chỉ tiêu “{}”; viết như đạt 80%, ít nhất 500 ha, 100% hồ sơ."


def read_typed_target(typed: str) -> Target:
    """The target that one typed line means. Raises EditRefused, with a sentence under "targets", for none or several.

    >>> found = read_typed_target("500 ha")
    >>> found.comparator, found.value, found.unit
    ('=', Decimal('500'), 'ha')
    """
    typed = " ".join(typed.split())[:_LONGEST]
    words = typed
    for sign, word in _SIGNS:
        words = sign.sub(word, words)
    # A bare count is an amount to be reached once the line as a whole is known to be a target.
    count = "=" if typed.startswith("=") or words[:1].isdecimal() else None
    for asked, comparator in ((words, None), (f"phải đạt {words}", count), (f"phải đạt ít nhất {words}", count)):
        if len(found := read_targets(asked)) == 1:
            one = found[0]
            return replace(one, text=typed, comparator=comparator or one.comparator, rule=PEOPLE, confidence=1.0)
    raise EditRefused({"targets": _NOT_READ.format(typed)})


def describe_target(target: Target) -> str:
    """How a target was understood, as one Vietnamese line."""
    if target.value is None:
        return "so với một mức khác, không có số"
    return f"{_COMPARED[target.comparator]}{_number(target)} {target.unit or ''}".strip()


def _number(target: Target) -> str:
    whole = f"{target.value:,f}".rstrip("0").rstrip(".") if "." in f"{target.value:f}" else f"{target.value:,f}"
    return whole.translate(str.maketrans(",.", ".,"))
