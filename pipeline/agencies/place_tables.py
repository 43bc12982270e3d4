"""The published tables of administrative units, as rows: underthesea's of both structures, vietnam-provinces' of today.

Only the data files of those packages are read: importing underthesea is slow.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

_HEAD_BYTES = 16_384
_TABLE = r'"%s"\s*:\s*(\{(?:[^{}]|\{[^{}]*\})*\})'


class Ward(NamedTuple):
    """One row of the table of communes: what it was and what it became; empty where it has no counterpart."""

    old_province: str
    old_district: str
    old_ward: str
    new_province: str
    new_ward: str


def province_table(name: str) -> dict[str, Any]:
    """One of the small tables at the beginning of underthesea's file: province_mapping, province_names …"""
    match = re.search(_TABLE % name, _head())
    table: dict[str, Any] = json.loads(match[1]) if match else {}
    return table


@cache
def _head() -> str:
    path = _data("underthesea", "address", "data", "mapping.json")
    if path is None:
        return ""
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES).decode("utf-8", errors="replace")


@cache
def wards() -> tuple[Ward, ...]:
    """The communes of both structures."""
    path = _data("underthesea", "address", "data", "mapping.json")
    rows = json.loads(path.read_bytes())["ward_mapping"] if path else []
    return tuple(Ward(*(intern(row[field]) for field in Ward._fields)) for row in rows)


@cache
def newest_communes() -> dict[str, list[str]]:
    """The names of the communes of today by the name of their province, as vietnam-provinces has them."""
    path = _data("vietnam_provinces", "data", "nested-divisions.json")
    rows = json.loads(path.read_bytes()) if path else []
    return {home["name"]: [" ".join(ward["name"].split()) for ward in home["wards"]] for home in rows}


def _data(package: str, *parts: str) -> Path | None:
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(found.submodule_search_locations[0], *parts)
    return path if path.is_file() else None
