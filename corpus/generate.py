"""Write invented dispatches with their gold: ``python corpus/generate.py --count 300 --seed 1 --out build/generated``.

Each is ``NAME.txt`` with ``NAME.gold.json`` and ``NAME.spans.json`` (``[start, end, label]`` in characters).
The package of the same name beside this file does the work.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from generate import Generated, generate


def write(document: Generated, folder: Path) -> None:
    """The three files of one document."""
    (folder / f"{document.name}.txt").write_bytes(document.text.encode())
    for suffix, value in (("gold", document.gold), ("spans", document.spans)):
        text = json.dumps(value, ensure_ascii=False, indent=1 if suffix == "gold" else None)
        (folder / f"{document.name}.{suffix}.json").write_text(text + "\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description="Write invented dispatches with their gold.")
    parser.add_argument("--count", type=int, default=100, help="how many (default: 100)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first (default: 0)")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--clean", action="store_true", help="without line breaks, page numbers and misread letters")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for number in range(options.first, options.first + options.count):
        write(generate(options.seed, number, noise=not options.clean), options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
