"""Names of agencies: the cases of cases/names.json, and what holds for every word of the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from case_files import load, params
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.rules import load_rules
from pipeline.tasks.actors import coordinates, heading_names
from pipeline.values.lexicon import WordRule
from pipeline.values.names import NameList, is_names, read_names, starts_name, whole_names


def check_read(case: dict[str, Any]) -> None:
    found = read_names(case["text"])
    assert values(found) == case["names"]
    assert found is not None
    assert case["text"][found.end :].strip() == case["rest"]
    assert case["text"][found.start : found.end].rstrip() + " " + case["rest"] in case["text"]
    assert starts_name(case["text"])


def check_none(text: str) -> None:
    assert values(read_names(text)) == []


def check_whole(case: dict[str, Any]) -> None:
    assert [name for name, _, _ in whole_names(case["text"])] == case["names"]


def check_list(text: str) -> None:
    assert is_names(text)


def check_no_list(text: str) -> None:
    assert not is_names(text)


def check_heading(case: dict[str, Any]) -> None:
    assert values(heading_names(case["text"])) == (case["names"] or [])


def check_coordinates(case: dict[str, Any]) -> None:
    assert [name for name, _, _ in coordinates(case["text"])] == case["names"]


CHECKS = {
    "read": check_read,
    "none": check_none,
    "whole": check_whole,
    "lists": check_list,
    "no_lists": check_no_list,
    "headings": check_heading,
    "coordinates": check_coordinates,
}


def values(found: NameList | None) -> list[str]:
    return [name for name, _, _ in found.names] if found else []


@pytest.mark.parametrize("case", params("names", "read"))
def test_read(case: dict[str, Any]) -> None:
    check_read(case)


@pytest.mark.parametrize("text", params("names", "none"))
def test_no_name(text: str) -> None:
    check_none(text)


@pytest.mark.parametrize("case", params("names", "whole"))
def test_whole(case: dict[str, Any]) -> None:
    check_whole(case)


@pytest.mark.parametrize("text", params("names", "lists"))
def test_list(text: str) -> None:
    check_list(text)


@pytest.mark.parametrize("text", params("names", "no_lists"))
def test_no_list(text: str) -> None:
    check_no_list(text)


@pytest.mark.parametrize("case", params("names", "headings"))
def test_heading(case: dict[str, Any]) -> None:
    check_heading(case)


@pytest.mark.parametrize("case", params("names", "coordinates"))
def test_coordinates(case: dict[str, Any]) -> None:
    check_coordinates(case)


TEXTS = [case["text"] for part in ("read", "whole", "coordinates") for case in load("names")[part]]


@given(st.sampled_from(TEXTS), st.sampled_from(["", "giao ", "Trong quý II, đề nghị "]))
@settings(max_examples=60, deadline=None)
def test_names_stand_where_they_say(text: str, before: str) -> None:
    """The place of a name holds the name, or the part of it that its list does not share."""
    whole = before + text
    found = read_names(whole, len(before))
    for name, start, end in found.names if found else ():
        assert len(before) <= start < end <= len(whole)
        assert subsequence(whole[start:end].split(), name.split()) or subsequence(
            name.split(), whole[start:end].split()
        )


def subsequence(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether the words of ``part`` occur in ``whole`` in that order."""
    rest = iter(word.strip(",;:()") for word in whole)
    return all(word.strip(",;:()") in rest for word in part)


@given(st.text(alphabet="SởBanUBND các,;:() và\n-–“”đồng chí xã tỉnh 12.", max_size=150))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text: str) -> None:
    found = read_names(text)
    assert found is None or (found.names and 0 <= found.start < found.end <= len(text))


@pytest.mark.parametrize("word", [w for r in load_rules("words", WordRule) if r.id == "verb" for w in r.words])
def test_a_name_ends_before_every_verb(word: str) -> None:
    found = read_names(f"Sở Mẫu {word} kết quả")
    assert found is not None and found.end == len("Sở Mẫu")
