"""Gold on disk: ``NAME.gold.json`` beside the file it speaks of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SUFFIX = ".gold.json"


@dataclass(frozen=True, slots=True)
class GoldFile:
    """A source file, the gold beside it, and what that says must come out."""

    source: Path
    path: Path
    gold: dict[str, Any]


def load_gold(paths: Iterable[Path], suffix: str = ".txt") -> list[GoldFile]:
    """The gold below ``paths`` (folders, or gold files) whose source with ``suffix`` exists, in the order of names."""
    found = [gold for path in paths for gold in (sorted(path.rglob(f"*{_SUFFIX}")) if path.is_dir() else [path])]
    pairs = [(gold.with_name(gold.name.removesuffix(_SUFFIX) + suffix), gold) for gold in found]
    return [GoldFile(source, gold, json.loads(gold.read_text("utf-8"))) for source, gold in pairs if source.is_file()]


def digest(golds: Iterable[GoldFile]) -> str:
    """SHA-256 of all gold and its sources, whatever their order or folder: what a model's card says it learnt from."""
    files = (path for gold in golds for path in (gold.source, gold.path))
    each = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
    return hashlib.sha256("".join(each).encode()).hexdigest()
