"""Where a list of names begins and ends, word by word: the cases of cases/words.json, by the class of the word.

Each word of rules/words.toml, agency_nouns.toml and name_words.toml has a line that is read otherwise without it; the
names stand in brackets, a line without brackets begins with none.
"""

from __future__ import annotations

import pytest
from case_files import load, marked, params, unmarked

from pipeline.values.names import read_names


def check_reach(line: str) -> None:
    text = unmarked(line)
    found = read_names(text)
    assert (text if found is None else marked(text, found.start, found.end)) == line


CHECKS = dict.fromkeys(load("words"), check_reach)


@pytest.mark.parametrize("line", [param for part in CHECKS for param in params("words", part)])
def test_reach(line: str) -> None:
    check_reach(line)


def test_no_line_is_there_twice() -> None:
    lines = [line for part in CHECKS for line in load("words")[part]]
    assert len(set(lines)) == len(lines)
