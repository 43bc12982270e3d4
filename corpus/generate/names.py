"""How those who are charged are written: single names, lists, groups with a common word, heads of offices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .desk import Desk
from .gold import LEAD, Actor
from .marks import AGENCY, Piece, mark
from .vocabulary import Work

# Heads of offices, by how the office's name begins; "Phòng" falls away behind the first.
_HEADS = (
    ("Phòng ", "Trưởng phòng "),
    ("Sở ", "Giám đốc Sở "),
    ("Bộ Chỉ huy", "Chỉ huy trưởng Bộ Chỉ huy"),
    ("Bộ ", "Bộ trưởng Bộ "),
    ("Công an", "Giám đốc Công an"),
    ("Cục ", "Cục trưởng Cục "),
    ("Chi cục ", "Chi cục trưởng Chi cục "),
    ("Vụ ", "Vụ trưởng Vụ "),
    ("Trung tâm ", "Giám đốc Trung tâm "),
    ("Văn phòng ", "Chánh Văn phòng "),
    ("Thanh tra", "Chánh Thanh tra"),
    ("UBND", "Chủ tịch UBND"),
    ("Ủy ban nhân dân", "Chủ tịch Ủy ban nhân dân"),
    ("Ban ", "Trưởng Ban "),
    ("Bệnh viện", "Giám đốc Bệnh viện"),
)
_COMMON = ("Sở", "Bộ", "Cục", "Phòng", "Chi cục", "Trung tâm", "Vụ")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who can be charged: how it is written, its names, what it may do, and whether it is asked or ordered."""

    text: str
    names: tuple[str, ...]
    works: tuple[str, Sequence[Work]]  # the deck's name and the deck
    asked: bool = False

    def lead(self) -> Piece:
        """The name as the one in charge."""
        return mark(self.text, AGENCY, Actor(LEAD, self.names))


def single(name: str, deck: str, works: Sequence[Work], asked: bool = False) -> Party:
    return Party(name, (name,), (deck, works), asked)


def head_of(name: str) -> str | None:
    """The head of the office: ``Giám đốc Sở Mẫu``; None for what has no single head."""
    for start, head in _HEADS:
        if name.startswith(start):
            return head + name[len(start) :]
    return None


def grouped_names(names: Sequence[str], desk: Desk) -> str | None:
    """``các Sở: A, B``, where all names begin with the same common word."""
    for common in _COMMON:
        if all(name.startswith(common + " ") for name in names):
            tails = [name[len(common) + 1 :] for name in names]
            word = common if common in ("Sở", "Bộ", "Cục", "Vụ") else common.lower()
            plain = any("," in tail or " và " in tail for tail in tails)
            if not plain and desk.chance(0.3):
                return f"các {word} {', '.join(tails[:-1])} và {tails[-1]}"
            return f"các {word}: {', '.join(tails)}"
    return None


def listed(desk: Desk, names: Sequence[str], deck: str, works: Sequence[Work], asked: bool = False) -> Party:
    """Several names in one of the ways in which lists are written."""
    unique = tuple(dict.fromkeys(names))
    if len(unique) == 1:
        return single(unique[0], deck, works, asked)
    group = grouped_names(unique, desk) if desk.chance(0.5) else None
    if group is None:
        simple = not any(", " in name or " và " in name for name in unique)
        last = desk.pick((", ", " và ")) if simple else ", "
        group = last.join((", ".join(unique[:-1]), unique[-1])) if last == " và " else last.join(unique)
    return Party(group, unique, (deck, works), asked)
