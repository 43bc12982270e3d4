"""Which rules does nothing notice? Each rule, and each word of a list, is left out in turn (``make rules``).

The cases and the corpus run again without it; a change is a case that passes instead of failing or the other way round,
or any figure of a corpus document against its gold. What nothing there notices is untested if its own example or a
sentence made up for it is read otherwise, and dead if that is read alike, too: another rule says the same.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import case_files  # noqa: E402  (tests are no package: their folder goes on the path first)
import test_citations  # noqa: E402
import test_clauses  # noqa: E402
import test_deadlines  # noqa: E402
import test_encodings  # noqa: E402
import test_header  # noqa: E402
import test_names  # noqa: E402
import test_rules  # noqa: E402
import test_targets  # noqa: E402
import test_tasks  # noqa: E402
import test_words  # noqa: E402
import test_zones  # noqa: E402
from case_files import unmarked  # noqa: E402
from papers import read  # noqa: E402

from pipeline import rules  # noqa: E402
from pipeline.contract import contract  # noqa: E402
from pipeline.evaluate import evaluate  # noqa: E402
from pipeline.header.casing import expand  # noqa: E402
from pipeline.header.issuer import issuer_of_symbol  # noqa: E402
from pipeline.tasks.actors import coordinates  # noqa: E402
from pipeline.tasks.clauses import clauses  # noqa: E402
from pipeline.tasks.generic import is_generic  # noqa: E402
from pipeline.values import find_citations, read_targets  # noqa: E402
from pipeline.values.names import read_names  # noqa: E402
from pipeline.values.quantities import find_quantities  # noqa: E402
from pipeline.zones.cells import fold  # noqa: E402
from pipeline.zones.signing import is_name, is_office, signing_words, without_rank  # noqa: E402
from pipeline.zones.titles import title_of  # noqa: E402

CORPUS = HERE.parent / "corpus" / "van-ban"
LISTS = ("words", "names")
PATTERNS = {"labels", "columns"}  # their words are regular expressions
TEXTS = {(test_rules.FOLDER / f"{name}.toml").read_text("utf-8"): name for name in test_rules.FILES}
KINDS = ("case", "example", "sentence", "")
NEUTRAL = ("sentence", "")  # what no test needs
# Sentences in which a word of a list is made to matter.
MADE_UP = {
    "words": (
        *(
            "Sở Mẫu {} kết quả mẫu.",
            "{} kết quả mẫu.",
            "Trong năm, {} Sở Thử lập sổ.",
            "Các đơn vị {} mẫu.",
            "{}, Sở Thử lập sổ.",
        ),
        *("Sở Mẫu, {} Sở Thử lập sổ.", "Ban {} mẫu lập sổ.", "Sở Mẫu {} được giao lập sổ."),
    ),
    "agency_nouns": (
        *("{} Mẫu lập sổ.", "Các {} lập sổ.", "{} lập sổ.", "Sở Mẫu, {} Thử lập sổ.", "Giao các {}, {} lập sổ."),
        *("Phối hợp với {} lập sổ.", "Giao {} mẫu lập sổ.", "Các sở, {} lập sổ.", "Các {} Mẫu, Thử lập sổ."),
    ),
    "name_words": (
        *("Ban {} mẫu lập sổ.", "{} quản lý mẫu lập sổ.", "Các {} quản lý mẫu lập sổ.", "Các {}: Mẫu, Thử lập sổ."),
        *("Các đơn vị {} các xã lập sổ.", "Các {} kiểm tra các xã lập sổ.", "Các đơn vị kiểm tra {} lập sổ."),
        *("Giao {} Mẫu, {} Thử lập sổ.", "Sở Mẫu {} lập sổ.", "Các tỉnh, thành {}: Mẫu, Thử lập sổ."),
    ),
    "fields": ("Các Sở: Y tế, {}, Nội vụ lập sổ.",),
    "units": ("Phấn đấu đạt ít nhất 5 {}.", "Trồng 5 {} mẫu."),
}


class Mutant(NamedTuple):
    """A rule left out of a file, or one ``word`` left out of it."""

    file: str
    rule: str
    word: str = ""


@dataclass(frozen=True)
class Probe:
    """Something to run: ``text`` is all it reads, folded; ``result`` what it gives."""

    text: str
    result: Callable[[], object]


# --- what is left out ------------------------------------------------------------------------------------------------


def mutants() -> Iterator[Mutant]:
    for name in test_rules.FILES:
        for row in _rows(name):
            words = [word for key in LISTS for word in row.get(key, ())]
            yield from (
                (Mutant(name, row["id"], word) for word in dict.fromkeys(words))
                if len(words) > 1
                else [Mutant(name, row["id"])]
            )


def leave_out(mutant: Mutant | None) -> None:
    """Read the rule files anew, without ``mutant``."""

    def loads(text: str) -> dict[str, Any]:
        if text not in TEXTS:
            return tomllib.loads(text)
        rows = _rows(TEXTS[text])
        return {"rule": list(_without(rows, mutant)) if mutant is not None and TEXTS[text] == mutant.file else rows}

    rules.files = lambda package: _Files()  # type: ignore[attr-defined]
    rules.tomllib = SimpleNamespace(loads=loads)  # type: ignore[attr-defined]
    for clear in _caches():
        clear()


@cache
def _rows(name: str) -> list[dict[str, Any]]:
    text = next(text for text, stem in TEXTS.items() if stem == name)
    rows: list[dict[str, Any]] = tomllib.loads(text)["rule"]
    return rows


class _Files:
    """The rule files as they were when this began."""

    def joinpath(self, name: str) -> SimpleNamespace:
        found = (text for text, stem in TEXTS.items() if f"{stem}.toml" == name)
        text = next(found, None) or (test_rules.FOLDER / name).read_text("utf-8")  # the register is no rule
        return SimpleNamespace(read_text=lambda encoding: text)


def _without(rows: Sequence[dict[str, Any]], mutant: Mutant) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row["id"] != mutant.rule:
            yield row
        elif mutant.word:
            yield row | {key: [w for w in row[key] if w != mutant.word] for key in LISTS if key in row}


@cache
def _caches() -> tuple[Callable[[], None], ...]:
    """Every cache of the package: what was built from the rules is in one of them."""
    modules = [module for name, module in sorted(sys.modules.items()) if name.partition(".")[0] == "pipeline"]
    found = {id(value): value for module in modules for value in vars(module).values() if hasattr(value, "cache_clear")}
    return tuple(value.cache_clear for value in found.values())


# --- what is run -----------------------------------------------------------------------------------------------------


def probes() -> list[Probe]:
    """Quick ones first."""
    return [*_cases(), *_headers(), *_corpus()]


def _cases() -> Iterator[Probe]:
    for module in (test_encodings, test_words, test_names, test_clauses, test_zones, test_header):
        yield from _checked(module)
    for module in (test_deadlines, test_targets, test_citations):
        for case in module.CASES["cases"]:
            yield _probe(case["text"], module.test_case, case)
    for text, level in test_targets.CASES["levels"]:
        yield _probe(text, partial(test_targets.test_level, text), level)
    for text in test_targets.CASES["none"]:
        yield _probe(text, test_targets.test_no_target, text)
    for text in test_citations.CASES["none"]:
        yield _probe(text, test_citations.test_no_citation, text)
    yield from _checked(test_tasks)  # whole dispatches


def _checked(module: ModuleType) -> Iterator[Probe]:
    """The cases of ``cases/NAME.json`` that a test module ``test_NAME`` has a check for."""
    for part, check in module.CHECKS.items():
        for case in case_files.load(module.__name__.removeprefix("test_"))[part]:
            yield _probe(unmarked(json.dumps(case, ensure_ascii=False)), check, case)


def _headers() -> Iterator[Probe]:
    for name, (raw, _) in test_header.CASES.items():
        yield _probe(raw, test_header.test_fields, name)
    for name, (raw, *_) in test_zones.PARTS.items():
        yield _probe(raw, test_zones.test_parts, name)


def _corpus() -> Iterator[Probe]:
    for path in sorted(CORPUS.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = path.with_name(path.name.replace(".gold.json", ".txt")).read_text("utf-8-sig")
        yield Probe(_plain(text), partial(_figures, gold, text))


def _figures(gold: dict[str, Any], text: str) -> object:
    return evaluate([(gold, contract(read(text)))])


def _probe(text: str, check: Callable[[Any], None], case: object) -> Probe:
    return Probe(_plain(text), partial(_passes, check, case))


def _passes(check: Callable[[Any], None], case: object) -> bool:
    try:
        check(case)
    except Exception:  # of whatever kind: a case that fails today is no reason to stop
        return False
    return True


def examples(mutant: Mutant) -> Iterator[Probe]:
    """The examples of the file of a word list. That a single rule has its example is no sign that it is needed."""
    if mutant.word and mutant.file in test_rules.CHECKERS:
        for example in test_rules.EXAMPLES:
            if example[0] == mutant.file:
                yield _probe(example[2], test_rules.check_example, example)


def sentences(mutant: Mutant) -> Iterator[Probe]:
    """What is made up for the mutant alone: sentences with the word, or the examples of the rule."""
    row = next(row for row in _rows(mutant.file) if row["id"] == mutant.rule)
    made_up = [
        text.replace("{}", form)
        for text in MADE_UP.get(mutant.file, ())
        for form in (mutant.word, mutant.word.capitalize())
    ]
    for text in [*made_up, *row["examples"], *row.get("counter_examples", ())]:
        yield Probe("", partial(_reading, mutant, text))


def _reading(mutant: Mutant, text: str) -> object:
    """How ``text`` is read by what the rule file is for."""
    match mutant.file:
        case "units":
            return [(q.value, q.unit, q.kind) for q in find_quantities(text)], read_targets(text)
        case "issuers":
            return issuer_of_symbol(text.partition("/")[2])
        case "letterhead":
            return expand(text)
        case "document_types":
            return (title_of(test_zones._cell(text)) or (None,))[0], find_citations(f"theo {text} số 12/{text}")
        case "signing":
            words = [
                form
                for word in (mutant.word, mutant.word.upper())
                for form in (word, f"{word} Nguyễn Văn Mẫu", f"{word} VĂN MẪU")
            ]
            seen = [signing_words(mutant.rule).search(fold(form)) is not None for form in words]
            return seen, [(is_office(fold(form)), is_name(form), without_rank(form)) for form in words]
        case "words" | "agency_nouns" | "name_words" | "fields":
            read = [(c.kind, is_generic(text[c.start : c.end]), c.names) for c in clauses(text)]
            return read, read_names(text), coordinates(text)
        case _:
            return test_rules.CHECKERS[mutant.file](mutant.rule, text)


# --- which of it can notice ------------------------------------------------------------------------------------------


def concerns(mutant: Mutant) -> Callable[[str], bool]:
    """Whether a folded text can be read otherwise without ``mutant``: at least what it looks for must stand there."""
    if mutant.file == "working_days":
        return lambda text: "ngay lam viec" in text
    if mutant.file in PATTERNS or mutant.file in ("sections", "statements", "fonts"):
        return lambda text: True
    row = next(row for row in _rows(mutant.file) if row["id"] == mutant.rule)
    if mutant.file == "letterhead":
        pattern = re.compile(fold(row["short"]) if row["short"].isalnum() else ".")
        return lambda text: pattern.search(text) is not None
    sought = (
        [mutant.word] if mutant.word else [*row.get("words", ()), *row.get("names", ()), *row.get("abbreviations", ())]
    )
    sought += [row["name"]] if "name" in row and not mutant.word else []
    sought += [row["id"]] if mutant.file == "issuers" else []
    plain = [_plain(phrase) for phrase in sought]
    return lambda text: any(phrase in text for phrase in plain)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


class Workshop:
    """The probes with the results they give when nothing is left out."""

    def __init__(self) -> None:
        leave_out(None)
        self._probes = [(probe, probe.result()) for probe in probes()]

    def notices(self, mutant: Mutant) -> str:
        """Which of ``KINDS`` notices that ``mutant`` is left out, "" for nothing."""
        concerned = concerns(mutant)
        leave_out(mutant)
        if any(_differs(probe, before) for probe, before in self._probes if concerned(probe.text)):
            return "case"
        # Only now what takes the trouble of reading with and without it: few rules come so far.
        leave_out(None)
        own = [(probe, probe.result()) for probe in examples(mutant) if concerned(probe.text)]
        alone = [(probe, probe.result()) for probe in sentences(mutant)]
        leave_out(mutant)
        groups = zip(KINDS[1:], (own, alone), strict=False)
        return next((kind for kind, group in groups if any(_differs(*pair) for pair in group)), "")


def _differs(probe: Probe, before: object) -> bool:
    try:
        return probe.result() != before
    except Exception:  # a rule without which the program does not run is noticed
        return True


@cache
def _workshop() -> Workshop:
    return Workshop()


def try_out(mutant: Mutant) -> tuple[Mutant, str]:
    """``mutant`` with what notices that it is left out."""
    return mutant, _workshop().notices(mutant)


# --- the table -------------------------------------------------------------------------------------------------------


def table(results: Iterable[tuple[Mutant, str]]) -> Iterator[str]:
    """Lines: for each rule file its figures, then what is dead, then what is untested."""
    kinds: dict[str, list[str]] = defaultdict(list)
    listed: dict[str, dict[str, list[str]]] = {"": defaultdict(list), "sentence": defaultdict(list)}
    for mutant, kind in results:
        kinds[mutant.file].append(kind)
        if kind in NEUTRAL:
            where = f"{mutant.file}.{mutant.rule}" if mutant.word else mutant.file
            listed[kind][where].append(mutant.word or mutant.rule)
    yield f"{'file':16}{'left out':>10}{'case, corpus':>14}{'example':>9}{'untested':>10}{'dead':>6}\n"
    for name, found in kinds.items():
        counts = [found.count(kind) for kind in KINDS]
        yield f"{name:16}{len(found):10}{counts[0]:14}{counts[1]:9}{counts[2]:10}{counts[3]:6}\n"
    for kind, title in (
        ("", "Dead: read alike without"),
        ("sentence", "Untested: no case and no corpus document needs"),
    ):
        yield f"\n{title}\n" if listed[kind] else ""
        for where, words in sorted(listed[kind].items()):
            yield f"  {where} ({len(words)}): {' | '.join(words)}\n"


def main() -> int:
    """Try out every rule, or those of the files named, on two processes and print the table; 1 where one is not needed.

    ``rule_mutation.py words units`` tries out two files.
    """
    chosen = [mutant for mutant in mutants() if mutant.file in (sys.argv[1:] or test_rules.FILES)]
    with ProcessPoolExecutor(2) as pool:
        results = list(pool.map(try_out, chosen, chunksize=8))
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.writelines(table(results))
    neutral = sum(kind in NEUTRAL for _, kind in results)
    sys.stdout.write(f"\n{len(results)} left out in turn, {neutral} neutral\n")
    return 1 if neutral else 0


if __name__ == "__main__":
    sys.exit(main())
