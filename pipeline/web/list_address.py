"""The address of a list of tasks: what it is narrowed by, read from it and written into its links."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from pipeline.clock import vietnam_today
from pipeline.follow import status_groups
from pipeline.follow.fields import fields
from pipeline.follow.statuses import UNFINISHED
from pipeline.store.functions import read_day
from pipeline.store.task_filter import BY_DUE, SORTS, TaskFilter

LIST = "/-/viec"

NAMES = {
    "tim": "Từ khóa", "tinh_trang": "Tình trạng", "co_quan": "Cơ quan", "vai_tro": "Vai trò", "loai": "Loại văn bản",
    "linh_vuc": "Lĩnh vực", "nguoi_ky": "Người ký", "thang": "Hạn trong tháng", "van_ban": "Văn bản", "xep": "Xếp theo",
    "as_of": "Tính đến",
}  # fmt: skip
"""The parts of the address, as they stand in it, and what people read for them."""

ROLES = {"chu-tri": "lead", "phoi-hop": "coordinate"}
_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")
_ID = re.compile(r"\d{1,15}")


@dataclass(frozen=True, slots=True)
class ListAddress:
    """What an address says, empty parts left out; what makes no sense in it is passed over."""

    said: Mapping[str, str]

    def query(self, **changed: str) -> str:
        """What follows the question mark, with some parts changed; one changed to ``""`` is left out.

        >>> ListAddress({"tinh_trang": "qua-han", "loai": "cong_van"}).query(loai="", tim="hồ sơ")
        'tinh_trang=qua-han&tim=h%E1%BB%93+s%C6%A1'
        """
        return urlencode({name: value for name, value in {**self.said, **changed}.items() if value})

    def path(self, **changed: str) -> str:
        """The path of the list with some parts changed."""
        query = self.query(**changed)
        return f"{LIST}?{query}" if query else LIST


def read_address(args: Mapping[str, str]) -> ListAddress:
    """The parts of an address that mean something."""
    known: dict[str, Callable[[str], object]] = {
        "tim": lambda typed: bool(typed), "tinh_trang": lambda typed: typed in status_groups(),
        "co_quan": _ID.fullmatch, "vai_tro": lambda typed: typed in ROLES, "loai": lambda typed: len(typed) < 40,
        "linh_vuc": lambda typed: typed in {field.id for field in fields()}, "nguoi_ky": lambda typed: len(typed) < 200,
        "thang": _MONTH.fullmatch, "van_ban": _ID.fullmatch, "xep": lambda typed: typed in SORTS,
        "as_of": lambda typed: read_day(typed) is not None,
    }  # fmt: skip
    typed = {name: " ".join((args.get(name) or "").split())[:200] for name in NAMES}
    return ListAddress({name: typed[name] for name in NAMES if typed[name] and known[name](typed[name])})


def read_filter(address: ListAddress, only: Collection[int] | None = None, confirmed: bool = False) -> TaskFilter:
    """The list that an address asks for.

    ``only``: the agencies whose tasks somebody may see, None for all. ``confirmed``: only of confirmed documents.
    """
    said = address.said
    agencies = (
        tuple(only) or (0,) if only is not None else tuple(map(int, [said["co_quan"]] if "co_quan" in said else []))
    )
    return TaskFilter(
        day_of(said),
        words=said.get("tim", ""),
        status=said.get("tinh_trang", UNFINISHED),
        agencies=agencies,
        role=ROLES.get(said.get("vai_tro", ""), "") if agencies else "",
        type=said.get("loai", ""),
        field=said.get("linh_vuc", ""),
        signer=said.get("nguoi_ky", ""),
        month=said.get("thang", ""),
        document=int(said["van_ban"]) if "van_ban" in said else None,
        sort=said.get("xep", BY_DUE),
        confirmed=confirmed,
    )


def day_of(args: Mapping[str, str]) -> date:
    """The day as of which a page is asked for; today where none is, or what is no day."""
    return read_day(args.get("as_of") or "") or vietnam_today()
