"""The folders that come with the program beside its code: inside the package once installed, at the top of a clone."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).parent


def shipped_folder(name: Literal["corpus", "datasette", "models"]) -> Path:
    """``pipeline/_NAME`` of an installed wheel, else ``NAME`` beside the package."""
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name
