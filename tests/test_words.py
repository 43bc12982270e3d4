"""Where a list of names begins and ends, word by word: the cases of cases/words.json, by the class of the word.

Each word of rules/words.toml, agency_nouns.toml and name_words.toml has a line that is read otherwise without it; the
names stand in brackets, a line without brackets begins with none. On the openings the confidence of a task rests.
"""

from __future__ import annotations

import pytest
from case_files import load, marked, unmarked
from papers import paper, read

from pipeline.calibration import evidence
from pipeline.values.names import read_names


def check_reach(line: str) -> None:
    text = unmarked(line)
    found = read_names(text)
    assert (text if found is None else marked(text, found.start, found.end)) == line


def check_opening(line: str) -> None:
    """A point of a plan's objectives that begins as orders and levels do, which its confidence rests on."""
    dispatch = read(paper("ke_hoach", f"I. MỤC TIÊU\n1. {line}"))
    (task,) = dispatch.tasks
    assert evidence(task, dispatch)["text.opens_unknown"] == 0


CHECKS = dict.fromkeys(load("words"), check_reach) | {"openings": check_opening}


@pytest.mark.parametrize(("part", "line"), [(part, line) for part in CHECKS for line in load("words")[part]])
def test_line(part: str, line: str) -> None:
    CHECKS[part](line)


def test_no_line_is_there_twice() -> None:
    lines = [line for part in CHECKS for line in load("words")[part]]
    assert len(set(lines)) == len(lines)
