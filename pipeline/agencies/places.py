"""Provinces before and after 1 July 2025, and whether each is a `tỉnh` or a `thành phố`.

The names are read from the table of administrative units that underthesea brings along (63 and 34 provinces); only the
first few kilobytes of that file are read, and underthesea itself, slow to import, is not.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_HEAD_BYTES = 16_384
_TABLE = re.compile(r'"province_mapping"\s*:\s*(\{[^}]*\})')
_KINDS = {"tinh": "tỉnh", "thanhpho": "thành phố"}


def province_kind(name: str) -> str | None:
    """`tỉnh` or `thành phố` for the name of a province, in any spelling of case, spaces and diacritics; else None.

    The name comes folded or not, without its kind: `An Giang`, `an giang`.

    >>> province_kind("an giang"), province_kind("hai phong"), province_kind("long thanh")
    ('tỉnh', 'thành phố', None)
    """
    return _kinds().get(re.sub(r"[\W_]", "", name.lower()))


@cache
def _kinds() -> dict[str, str]:
    package = find_spec("underthesea")
    if package is None or not package.submodule_search_locations:
        return {}
    path = Path(package.submodule_search_locations[0], "address", "data", "mapping.json")
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        match = _TABLE.search(file.read(_HEAD_BYTES).decode("utf-8", errors="replace"))
    slugs: dict[str, str] = json.loads(match[1]) if match else {}
    found = {}
    for slug in [*slugs, *slugs.values()]:
        for prefix, kind in _KINDS.items():
            if slug.startswith(prefix):
                found[slug.removeprefix(prefix)] = kind
    return found
