"""What people read: neutral sentences, in the words of an office."""

from __future__ import annotations

import re
from pathlib import Path

SHOWN = (
    "datasette/**/*.html",
    "datasette/static/js/**/*.js",
    "datasette/metadata.yaml",
    "docs/huong-dan.md",
    "pipeline/**/*.py",
)
ADDRESSED = re.compile(r"\b(?:anh/chị|anh chị|quý vị|bạn(?! hàng))\b", re.IGNORECASE)


def test_nobody_is_addressed(root: Path) -> None:
    """“bạn” here and “anh/chị” there is worse than neither."""
    found = [
        f"{path.relative_to(root)}: {line.strip()}"
        for pattern in SHOWN
        for path in root.glob(pattern)
        for line in path.read_text(encoding="utf-8").splitlines()
        if ADDRESSED.search(line)
    ]
    assert found == []
