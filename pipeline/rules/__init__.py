"""Rules that an office could extend: TOML files of ``[[rule]]`` tables beside this module, read once, checked strictly.

Every entry carries ``examples`` and, where a near miss is likely, ``counter_examples``; the tests run all of them.
"""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

T = TypeVar("T")


class RuleError(ValueError):
    """A rule file is wrong: an unknown or missing key, a repeated id."""


@cache
def load_rules(name: str, entry: type[T]) -> tuple[T, ...]:
    """The rules of ``rules/NAME.toml`` as instances of the frozen dataclass ``entry``, in the order of the file.

    TOML arrays become tuples. Raises :class:`RuleError` on a key that ``entry`` does not have, a required key that is
    missing, or an ``id`` that occurs twice.
    """
    table = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
    if set(table) - {"rule"}:
        raise RuleError(f"{name}.toml: unknown table {sorted(set(table) - {'rule'})}")
    rules = tuple(_build(name, entry, row) for row in table.get("rule", ()))
    ids = [getattr(rule, "id", None) for rule in rules]
    repeated = {i for i in ids if i is not None and ids.count(i) > 1}
    if repeated:
        raise RuleError(f"{name}.toml: id given twice: {sorted(repeated)}")
    return rules


def _build(name: str, entry: type[T], row: dict[str, Any]) -> T:
    known = {f.name: f for f in fields(entry)}  # type: ignore[arg-type]
    unknown = set(row) - set(known)
    missing = {n for n, f in known.items() if n not in row and f.default is MISSING and f.default_factory is MISSING}
    if unknown or missing:
        raise RuleError(f"{name}.toml: {row.get('id', '?')}: unknown {sorted(unknown)}, missing {sorted(missing)}")
    return entry(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
