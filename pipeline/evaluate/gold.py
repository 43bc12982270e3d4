"""Gold on disk: ``NAME.gold.json`` beside the file it speaks of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SUFFIX = ".gold.json"
_TEXT = ".txt"


@dataclass(frozen=True, slots=True)
class GoldFile:
    """A source file, the gold beside it, and what that says must come out."""

    source: Path
    path: Path
    gold: dict[str, Any]


def load_gold(paths: Iterable[Path], suffix: str = "") -> list[GoldFile]:
    """The gold below ``paths`` (folders, or gold files) whose source lies beside it, in the order of names.

    The source is the file with ``suffix``; without one it is ``NAME.txt``, or else the file that the gold itself names.
    """
    found = [gold for path in paths for gold in (sorted(path.rglob(f"*{_SUFFIX}")) if path.is_dir() else [path])]
    read = [(path, json.loads(path.read_text("utf-8"))) for path in found]
    sources = [(_source(path, gold, suffix), path, gold) for path, gold in read]
    return [GoldFile(source, path, gold) for source, path, gold in sources if source.is_file()]


def digest(golds: Iterable[GoldFile]) -> str:
    """SHA-256 of all gold and its sources, whatever their order or folder: what a model's card says it learnt from."""
    files = (path for gold in golds for path in (gold.source, gold.path))
    each = sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
    return hashlib.sha256("".join(each).encode()).hexdigest()


def _source(path: Path, gold: dict[str, Any], suffix: str) -> Path:
    stem = path.name.removesuffix(_SUFFIX)
    beside = path.with_name(stem + (suffix or _TEXT))
    named = Path(str(gold.get("source") or "")).name
    return beside if suffix or beside.is_file() or not named else path.with_name(named)
