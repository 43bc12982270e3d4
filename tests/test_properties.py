"""What holds for every dispatch: another form of a text gives the same tasks; every value stands where it says."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from case_files import load
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import paper, read, spoken
from test_tasks import shown, text_of

from pipeline.outline import build_outline
from pipeline.types import Dispatch, Found, Header, Kind
from pipeline.zones import find_zones

ROOT = Path(__file__).resolve().parents[1]
CORPUS = {path.stem: path for path in sorted((ROOT / "corpus" / "van-ban").glob("*.txt"))}
TEXTS = {case["name"]: text_of(case) for case in load("tasks")["tasks"]} | {
    name: path.read_text("utf-8-sig") for name, path in CORPUS.items()
}


@cache
def dispatch(name: str) -> Dispatch:
    return read(TEXTS[name])


def tasks(found: Dispatch) -> list[dict[str, object]]:
    return [shown(task) for task in found.tasks]


@pytest.mark.parametrize("name", TEXTS)
def test_composed_and_decomposed_give_the_same_tasks(name: str) -> None:
    assert tasks(read(unicodedata.normalize("NFD", TEXTS[name]))) == tasks(dispatch(name))


@pytest.mark.parametrize("name", TEXTS)
def test_windows_line_ends_give_the_same_tasks(name: str) -> None:
    assert tasks(read(TEXTS[name].replace("\n", "\r\n"))) == tasks(dispatch(name))


@pytest.mark.parametrize("name", TEXTS)
def test_parents_stand_before_their_children(name: str) -> None:
    document = dispatch(name).text
    blocks = build_outline(document, find_zones(document)).blocks
    for i, block in enumerate(blocks):
        if block.parent is None:
            assert block.level == 0
            continue
        parent = blocks[block.parent]
        assert block.parent < i and parent.level == block.level - 1
        assert block.path.startswith(parent.path) and parent.kind in (Kind.POINT, Kind.ANNEX)


@pytest.mark.parametrize("name", TEXTS)
def test_every_value_stands_where_it_says(name: str) -> None:
    """The words of a value come, in their order, from its span; notes and page numbers may stand between them."""
    found = dispatch(name)
    for task in found.tasks:
        at = [(task.text, task.span)]
        at += [(n.raw, n.span) for n in task.lead + task.coordinate if n.span is not None]
        at += [(part.text, part.span) for part in (*task.deadlines, *task.targets)]
        for raw, span in at:
            assert 0 <= span.start < span.end <= len(found.text.text)
            assert comes_from(raw, found.text.text[slice(*span)]), (raw, found.text.text[slice(*span)])
        assert found.text.page_at(task.span.start) == task.page


def comes_from(raw: str, printed: str) -> bool:
    """Whether the letters of ``raw`` occur in ``printed`` in their order."""
    rest = iter("".join(printed.split()))
    return all(letter in rest for letter in "".join(raw.split()))


@pytest.mark.parametrize("name", TEXTS)
def test_header_values_stand_where_they_say(name: str) -> None:
    found = dispatch(name)
    for field in Header.__slots__:
        value = getattr(found.header, field)
        if isinstance(value, Found) and value.span is not None and value.raw:
            assert comes_from(value.raw, found.text.text[slice(*value.span)]), field


@pytest.mark.parametrize("name", TEXTS)
def test_reading_twice_gives_the_same(name: str) -> None:
    again = read(TEXTS[name])
    assert again == dispatch(name)


def test_nothing_hangs_on_the_order_of_sets() -> None:
    files = [str(path) for path in list(CORPUS.values())[:8]]
    command = [sys.executable, "-m", "pipeline", "extract", *files]
    environments = [{**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2")]
    one, two = (
        subprocess.run(command, capture_output=True, check=True, env=environment, cwd=ROOT).stdout
        for environment in environments
    )
    assert one == two


POINTS: list[str] = load("tasks")["points"]
FOOTERS = ["2", "- 2 -", "Trang 2/5", "\f", "\f2", "2\n\f", "\n2\n"]
OPENING = "Chủ tịch UBND tỉnh yêu cầu Thủ trưởng các sở, ban, ngành thực hiện các nội dung sau:"


def points(chosen: list[str]) -> list[str]:
    return [f"{n}. {text}" for n, text in enumerate(chosen, 1)]


@given(st.permutations(POINTS), st.integers(60, 100), st.integers(3, len(POINTS)))
@settings(max_examples=40, deadline=None)
def test_wrapped_lines_give_the_same_tasks(order: list[str], width: int, count: int) -> None:
    lines = [OPENING, *points(order[:count])]
    wrapped = ["\n".join(textwrap.wrap(line, width, break_on_hyphens=False, break_long_words=False)) for line in lines]
    whole, cut = (read(paper("cong_van", "\n".join(body))) for body in (lines, wrapped))
    assert [spoken(task.text) for task in cut.tasks] == [spoken(task.text) for task in whole.tasks]
    assert tasks(cut) == tasks(whole)


@given(st.permutations(POINTS), st.integers(0, 4), st.sampled_from(FOOTERS))
@settings(max_examples=40, deadline=None)
def test_a_page_number_between_paragraphs_changes_nothing(order: list[str], at: int, footer: str) -> None:
    lines = [OPENING, *points(order[:4])]
    with_footer = [*lines[:at], footer, *lines[at:]]
    plain, numbered = (read(paper("cong_van", "\n".join(body))) for body in (lines, with_footer))
    assert tasks(numbered) == tasks(plain)


@given(st.sampled_from(POINTS), st.data(), st.sampled_from(["2", "- 2 -", "\f3"]))
@settings(max_examples=40, deadline=None)
def test_a_page_break_inside_a_paragraph_changes_nothing(point: str, data: st.DataObject, footer: str) -> None:
    words = point.split()
    inside = range(13, len(words) - 4)
    small = [i for i in inside if words[i][0].islower() and words[i - 1][-1] not in ";."]
    at = data.draw(st.sampled_from(small))
    cut = " ".join(words[:at]) + f"\n{footer}\n" + " ".join(words[at:])
    plain, broken = (read(paper("cong_van", f"{OPENING}\n1. {text}\n2. {POINTS[0]}")) for text in (point, cut))
    assert tasks(broken) == tasks(plain)
