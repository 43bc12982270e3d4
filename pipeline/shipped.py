"""What comes with the program beside its code: inside the package once installed, at the top of a clone."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).parent


def shipped_folder(name: Literal["corpus", "datasette", "docs", "models"]) -> Path:
    """``pipeline/_NAME`` of an installed wheel, else ``NAME`` beside the package."""
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name


# What decides how a dispatch is read. What stores, follows and shows it may change without reading anything again.
_READING = (
    "text", "sources", "rules", "types", "values", "zones", "outline", "header", "tasks", "references", "findings",
    "resolve", "agencies", "intake", "process", "provenance", "signing", "confidence", "calibration",
)  # fmt: skip


@cache
def reader_version() -> str:
    """A text that changes whenever the rules or the code that read dispatches do: ``3f0c9a7b21de``."""
    parts = [part for name in _READING for part in ((_PACKAGE / name), (_PACKAGE / f"{name}.py"))]
    parts.append(shipped_folder("models") / "confidence")
    found = [path for part in parts for path in ([part] if part.is_file() else part.rglob("*"))]
    files = sorted(path for path in found if path.suffix in (".py", ".toml"))
    digest = sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
