"""Every example and counter-example of every rule in ``pipeline/rules``, and how strictly the files are read.

A rule file has a checker here, or is named with the test that runs its examples.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from case_files import marks

from pipeline import rules
from pipeline.rules import RuleError, load_rules
from pipeline.rules.patterns import PatternRule, compiled, first_match
from pipeline.sources.ocr_engine import Word
from pipeline.sources.ocr_formulas import repair_formulas
from pipeline.sources.ocr_pairs import repair_pairs
from pipeline.tasks.labels import read_labels
from pipeline.tasks.rows import read_columns
from pipeline.text.encodings import encoding_of_font
from pipeline.values.lexicon import WordRule, tokens, words
from pipeline.values.names import read_names, starts_name, whole_names
from pipeline.values.working_days import is_working_day
from pipeline.zones.cells import fold
from pipeline.zones.signing import is_name, signing_words

FOLDER = Path(rules.__file__).parent
FILES = sorted(path.stem for path in FOLDER.glob("*.toml"))
ELSEWHERE = {
    "units": "test_targets.py",
    "issuers": "test_header.py",
    "letterhead": "test_header.py",
    "document_types": "test_zones.py",
}


def raw_rules(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["rule"]
    return rows


# --- one function a file: is ``text`` seen as the rule says? --------------------------------------------------------


def is_word(rule: str, text: str) -> bool:
    """Whether the words of the class are the first found somewhere in the text, longer phrases taken whole."""
    items, i = tokens(text), 0
    while i < len(items):
        found = words().at(items, i)
        if found and found[0][0] == rule:
            return True
        i += found[0][1] if found else 1
    return False


def is_noun(rule: str, text: str) -> bool:
    return starts_name(text) != (rule == "not_a_name")


def is_in_a_name(rule: str, text: str) -> bool:
    """Whether what the rule says of the inside of a name holds: the verb stays in it, or ends it for its object."""
    found = read_names(text)
    whole = found is not None and found.end == len(text)
    return whole != (rule in {"loose_noun", "object"})


def is_field(rule: str, text: str) -> bool:
    """Whether a field of the list stands whole in one of the names."""
    fields = next(r.words for r in load_rules("fields", WordRule) if r.id == rule)
    return any(name.endswith(field) for name, _, _ in whole_names(text) for field in fields)


def is_label(rule: str, text: str) -> bool:
    return any(label.role == rule for label in read_labels(text))


def is_column(rule: str, text: str) -> bool:
    """Whether the cell is read as that column of a table that has the two others a table of tasks needs."""
    others = [head for role, head in (("content", "Nhiệm vụ"), ("lead", "Chủ trì")) if role != rule]
    return (read_columns([*others, text]) or {}).get(rule) == len(others)


def is_signing(rule: str, text: str) -> bool:
    if rule == "not_a_surname":  # its words are compared with their marks
        return not is_name(text)
    return signing_words(rule).search(fold(text)) is not None


def is_pattern(name: str) -> Callable[[str, str], bool]:
    def check(rule: str, text: str) -> bool:
        found = first_match(name, text)
        return found is not None and found.id == rule

    return check


def is_font(rule: str, text: str) -> bool:
    row = next(row for row in raw_rules("fonts") if row["id"] == rule)
    found = encoding_of_font(text)
    return found is not None and (found.name, found.capitals) == (row["encoding"], row.get("capitals", False))


def is_swapped(_: str, text: str) -> bool:
    """Whether a day ("nghỉ 2026-01-02") is one off, or one of work, as the text says."""
    word, day = text.rsplit(maxsplit=1)
    return is_working_day(date.fromisoformat(day)) == (word == "làm việc")


def is_misread(rule: str, text: str) -> bool:
    """Whether the words, as recognised, are put right to words of that rule."""
    read = [Word(part, 0, 0, 1, 1, 1, 1, 1.0, 0) for part in text.split()]
    meant = " ".join(word.text for word in (repair_pairs if rule == "pair" else repair_formulas)(read))
    known = [word.lower() for row in raw_rules("scan_words") if row["id"] == rule for word in row["words"]]
    return meant != text and meant.lower() in known


CHECKERS: dict[str, Callable[[str, str], bool]] = {
    "words": is_word,
    "agency_nouns": is_noun,
    "name_words": is_in_a_name,
    "fields": is_field,
    "fonts": is_font,
    "labels": is_label,
    "columns": is_column,
    "scan_words": is_misread,
    "signing": is_signing,
    "sections": is_pattern("sections"),
    "statements": is_pattern("statements"),
    "working_days": is_swapped,
}

Example = tuple[str, str, str, bool]
EXAMPLES: list[Example] = [
    (name, row["id"], text, key == "examples")
    for name in FILES
    if name in CHECKERS
    for row in raw_rules(name)
    for key in ("examples", "counter_examples")
    for text in row.get(key, ())
]


def check_example(example: Example) -> None:
    name, rule, text, expected = example
    assert CHECKERS[name](rule, text) is expected


def _param(example: Example) -> Any:
    title = f"{example[0]}.{example[1]}: {example[2]}"
    return pytest.param(example, id=title[:60], marks=marks("rules.examples", title))


@pytest.mark.parametrize("example", [*map(_param, EXAMPLES)])
def test_example(example: Example) -> None:
    check_example(example)


@pytest.mark.parametrize("name", FILES)
def test_every_file_has_a_checker_and_every_rule_an_example(name: str) -> None:
    if name in ELSEWHERE:
        assert name in (Path(__file__).parent / ELSEWHERE[name]).read_text("utf-8")
    else:
        assert name in CHECKERS
    rows = raw_rules(name)
    assert rows and all(row["examples"] for row in rows)
    assert len({row["id"] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", [pytest.param(n, marks=marks("rules.repeated", n)) for n in sorted(CHECKERS)])
def test_no_word_is_listed_twice_in_a_rule(name: str) -> None:
    for row in raw_rules(name):
        listed = row.get("words", [])
        assert sorted({word for word in listed if listed.count(word) > 1}) == [], row["id"]


# --- strictness ------------------------------------------------------------------------------------------------------

GOOD = '[[rule]]\nid = "a"\npattern = "mẫu"\nexamples = ["mẫu"]\n'
WRONG = {
    "unknown key": GOOD + 'colour = "đỏ"\n',
    "missing key": '[[rule]]\nid = "a"\nexamples = ["mẫu"]\n',
    "id given twice": GOOD + GOOD,
    "unknown table": GOOD + '[other]\nid = "b"\n',
    "capital in a pattern": '[[rule]]\nid = "a"\npattern = "Mẫu\\\\S"\nexamples = ["Mẫu."]\n',
}


@pytest.mark.parametrize("name", ["good", *WRONG])
def test_files_are_read_strictly(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stem = f"strict-{name.replace(' ', '-')}"
    (tmp_path / f"{stem}.toml").write_text(WRONG.get(name, GOOD), "utf-8")
    monkeypatch.setattr(rules, "files", lambda _: tmp_path)
    if name == "good":
        assert load_rules(stem, PatternRule) == (PatternRule("a", "mẫu", examples=("mẫu",)),)
        return
    with pytest.raises(RuleError, match=stem):
        compiled(stem)


def test_patterns_are_quick_on_a_long_line() -> None:
    """No pattern goes back and forth over a text that almost fits."""
    text = "căn cứ các quy định của pháp luật, quá trình thực hiện các đơn vị có " * 1500
    for name in ("sections", "statements"):
        for rule, pattern in compiled(name):
            began = time.process_time()
            pattern.match(text)
            assert time.process_time() - began < 1, rule
