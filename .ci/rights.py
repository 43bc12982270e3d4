"""Writes the table of rights into the README, as the routes have it: make rights."""

import re
import sys
from pathlib import Path

from pipeline.web.rights_table import rights_table

README = Path(__file__).parent.parent / "README.md"
HEADING = "## Ai được làm gì"

before, heading, after = README.read_text(encoding="utf-8").partition(HEADING)
if not heading:
    sys.exit(f"README.md: không có mục {HEADING!r}")
table = re.compile(r"(?:^\|.*\n)+", re.M)
README.write_text(before + heading + table.sub(lambda _: rights_table() + "\n", after, count=1), encoding="utf-8")
