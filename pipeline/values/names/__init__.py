"""Names of agencies in running text: where a list of them begins, how far it reaches, which names it holds.

Context-free: the names come as written. Guideline "Who": a list that names its members is several names with the
common word repeated, a collective stays one name, agencies of different kinds joined by a comma are several.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.values.lexicon import tokens, tokens_from
from pipeline.values.names.reach import reach, told_to_act
from pipeline.values.names.split import split_names
from pipeline.values.names.starts import name_start, skip_honorific

__all__ = ["NameList", "ends_at_place", "is_names", "read_names", "starts_name", "whole_names"]

_LONGEST_LIST = 1200
_NEXT_WORD = 30


@dataclass(frozen=True, slots=True)
class NameList:
    """A list of names: ``text[start:end]``, the names as they are to be followed up, and where each was written."""

    start: int
    end: int
    names: tuple[tuple[str, int, int], ...]


def read_names(text: str, start: int = 0, *, plain: bool = False) -> NameList | None:
    """The list of agencies that begins at ``start``, honorifics and "các" first, up to the first word of work.

    ``plain`` lets it begin with a common noun too, as behind "phối hợp": "cơ quan báo chí và hệ thống truyền thông".

    >>> [n for n, _, _ in read_names("Sở Y tế, Công an tỉnh và UBND các xã, phường khẩn trương rà soát").names]
    ['Sở Y tế', 'Công an tỉnh', 'UBND các xã, phường']
    >>> read_names("rà soát các quy định") is None
    True
    """
    items = tokens_from(text, start, _LONGEST_LIST)
    first = name_start(items, 0, plain=plain)
    if first is None:
        return None
    begin, end = items[skip_honorific(items, 0)].start, items[reach(items, first) - 1].end
    names = split_names(text, begin, end)
    return NameList(begin, end, names) if names else None


def whole_names(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[str, int, int], ...]:
    """The names in a text that holds nothing else (a table cell, the value of a label, a line of addressees)."""
    end = len(text) if end is None else end
    return split_names(text, start, end)


def is_names(text: str) -> bool:
    """Whether ``text`` is a list of names and nothing besides, as in a heading.

    >>> is_names("Sở Tài chính, Sở Nội vụ"), is_names("Rà soát, hoàn thiện quy chế")
    (True, False)
    """
    items = tokens(text)
    first = name_start(items, 0)
    return first is not None and reach(items, first) == len(items)


def ends_at_place(text: str, names: NameList) -> bool:
    """Whether a list of names ends with the kind of a place, and the word behind it tells nothing more of it."""
    items = tokens_from(text, names.start, names.end - names.start + _NEXT_WORD)
    last = next((i for i, token in enumerate(items) if token.start >= names.end), len(items))
    return last < len(items) and told_to_act(items, 0, last)


def starts_name(text: str, start: int = 0) -> bool:
    """Whether a name begins at ``start``."""
    return name_start(tokens_from(text, start, 80), 0) is not None
