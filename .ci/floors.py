"""Compare figures with their floors: ``floors.py SECTION < figures.json``; exit 1 below a floor or on a failed file."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any


def figure(figures: dict[str, Any], name: str) -> float:
    """The figure called ``name``: an F1 for a list, a share or a count for the rest."""
    if name == "clean":
        return float(figures["task_free"]["clean"])
    value = figures[name]
    return float(value["f1"] if isinstance(value, dict) else value or 0.0)


def main(section: str) -> int:
    """Print the table of one section; the exit code."""
    floors: dict[str, float] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))[section]
    figures: dict[str, Any] = json.load(sys.stdin)
    below = 0
    print(f"{section:16} {'figure':>8} {'floor':>8}")
    for name, floor in floors.items():
        value = figure(figures, name)
        below += value < floor
        print(f"  {name:14} {value:8.3f} {floor:8.3f}{'  BELOW' if value < floor else ''}")
    for failed in figures.get("failed", ()):
        print(f"  FAILED {failed}")
    return int(bool(below or figures.get("failed")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
