"""Text of the years before Unicode: which encoding each run is in, by its font and by the text itself, and its letters.

A run is a text with the name of its font, "" where nothing is known. Fonts lie both ways: texts were converted and kept
their old font, or were set in a new one and never converted; so the font proposes and the syllables decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pipeline.rules import load_rules
from pipeline.text import encodings_plain, encodings_tcvn3, encodings_vni
from pipeline.text.offsets import Edit, splice
from pipeline.text.syllables import plausibility
from pipeline.types import OffsetMap

Edits = Callable[[str], Iterator[Edit]]

_EDITS: dict[str, Edits] = {
    "tcvn3": encodings_tcvn3.edits,
    "vni": encodings_vni.edits,
    "windows-1258": encodings_plain.windows_1258,
    "viqr": encodings_plain.viqr,
}
_CODED = ("tcvn3", "vni", "windows-1258")  # these use characters beyond ASCII

# Letters that Vietnamese has in Unicode and none of the encodings, read as Latin-1 or Windows-1252, can hold.
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]")
_COMMON = "đưạếộ"  # of these letters; to count them takes a tenth of the time, and nearly always settles it
_HIGH = re.compile("[\u00a1-\u00ff\u2212\uf0a1-\uf0ff\u0152-\u0192]")
_VIQR_SIGN = re.compile(r"[A-Za-z][\^(+][`'?~.]?[a-z]?|[aeiouy][`~](?=[a-z\s])")

_SAMPLE = 60_000
_SURE, _POOR = 0.8, 0.6  # shares of good syllables: of the right encoding, and of a text that needs one
_FEWEST, _FEWEST_OF_LINE = 8, 3  # words with marks


_WINDOWS_1252 = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


class Encoding(NamedTuple):
    """An old encoding, "" for none; ``capitals`` says that small letters are drawn as capitals."""

    name: str
    capitals: bool = False


class Run(NamedTuple):
    """Characters in one font; ``line`` is the same for runs of one line; ``capitals`` are set by the style."""

    text: str
    font: str
    line: int
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class FontRule:
    """A family of fonts; ``pattern`` covers the whole name."""

    id: str
    encoding: str
    pattern: str
    capitals: bool = False
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


# What stands around a font's name in a PDF: "FBHPFN+" before, "-Bold" or ",Italic" behind.
_SUBSET = re.compile(r"[A-Z]{6}\+")
_STYLE = re.compile(r"(?:[-, ]?(?:Bold|Italic|Oblique|Regular|Roman|Normal|MT|PS))+\Z")


@cache
def encoding_of_font(font: str) -> Encoding | None:
    """The encoding of the texts that are set in ``font``, None for a font that says nothing.

    >>> encoding_of_font(".VnTimeH"), encoding_of_font("Times New Roman")
    (Encoding(name='tcvn3', capitals=True), None)
    """
    name = _STYLE.sub("", _SUBSET.sub("", font.strip()))
    for rule in load_rules("fonts", FontRule):
        if re.fullmatch(rule.pattern, name):
            return Encoding(rule.encoding, rule.capitals)
    return None


def guess(text: str) -> str | None:
    """The old encoding that ``text`` is in by its syllables; None for Unicode, for another language, or for too little.

    >>> guess("Uû ban nh©n d©n tØnh ®Ò nghÞ c¸c Së, ngµnh thùc hiÖn quyÕt ®Þnh nµy")
    'tcvn3'
    """
    sample = text[:_SAMPLE]
    high = len(_HIGH.findall(sample))
    if high * 50 < len(sample):
        return "viqr" if _is_viqr(sample) else None
    if sum(map(sample.count, _COMMON)) * 4 > high or len(_UNICODE.findall(sample)) * 4 > high:
        return None
    return _best(sample, _CODED, _FEWEST)


def edits_of(runs: Sequence[Run]) -> Iterator[Edit]:
    """The changes, in order, that turn the texts of ``runs``, put one behind the other, into letters."""
    at = 0
    for encoding, text in _stretches(runs, encodings_of(runs)):
        if encoding is not None:
            yield from _shifted(edits_in(text, encoding), at)
        at += len(text)


def decode_runs(runs: Iterable[tuple[str, str]]) -> list[str]:
    """The letters of each run of one line, given as text and font; a run that needs nothing comes back as it is."""
    given = [Run(text, font, 0) for text, font in runs]
    encodings = encodings_of(given)
    return [run.text if e is None else splice(run.text, edits_in(run.text, e))[0]
            for run, e in zip(given, encodings, strict=True)]  # fmt: skip


def decode_lines(text: str) -> tuple[str, OffsetMap]:
    """A text without fonts, decoded line by line where it is in an old encoding, with the map back to it."""
    if guess(text) == "viqr":
        return splice(text, encodings_plain.viqr(text))
    if text.isascii():
        return text, OffsetMap()
    lines = [Run(line, "", number) for number, line in enumerate(text.splitlines(keepends=True))]
    doubtful = [run for run in lines if _HIGH.search(run.text) and not _UNICODE.search(run.text)]
    return splice(text, edits_of(lines)) if _guessed(doubtful, set(), set()) else (text, OffsetMap())


def from_one_byte(data: bytes) -> str:
    """Bytes as Windows-1252 shows them, the five codes that it lacks as controls: what the old encodings build on."""
    return data.decode("latin-1").translate(_WINDOWS_1252)


def letters(text: str, name: str) -> str:
    """``text`` decoded from the encoding ``name``, "" for none."""
    return splice(text, _EDITS[name](text))[0] if name else text


def edits_in(text: str, encoding: Encoding) -> Iterator[Edit]:
    """The changes that turn ``text``, which is all in ``encoding``, into letters."""
    if not encoding.capitals:
        return _EDITS[encoding.name](text)
    return iter([Edit(0, len(text), letters(text, encoding.name).upper())] if text else [])


def needs_nothing(text: str, font: str) -> bool:
    """Whether a line of its own in ``font`` is in no old encoding beyond doubt: :func:`encodings_of` would say None."""
    return encoding_of_font(font) is None and (bool(_UNICODE.search(text)) or not _HIGH.search(text))


def encodings_of(runs: Sequence[Run]) -> list[Encoding | None]:
    """The encoding of each run: that of its font unless its line or its whole family is in Unicode, else the guess."""
    proposed = [encoding_of_font(run.font) for run in runs]
    unicode_lines = {run.line for run in runs if _UNICODE.search(run.text)}
    converted = _converted(runs, proposed)
    silent = [run for run, encoding in zip(runs, proposed, strict=True) if encoding is None]
    guessed = _guessed(silent, unicode_lines, {e.name for e in proposed if e is not None} - converted)
    result: list[Encoding | None] = []
    for run, encoding in zip(runs, proposed, strict=True):
        if encoding is None:
            encoding = guessed.get(run.line)
        elif encoding.name in converted or _UNICODE.search(run.text):
            encoding = None
        if run.capitals:
            encoding = Encoding(encoding.name if encoding else "", True)
        result.append(encoding)
    return result


def _converted(runs: Sequence[Run], proposed: Sequence[Encoding | None]) -> set[str]:
    """The encodings whose fonts are there and whose codes are not: the text was converted and the font kept."""
    names = {encoding.name for encoding in proposed if encoding is not None}
    converted = set()
    for name in names:
        texts = [run.text for run, e in zip(runs, proposed, strict=True) if e is not None and e.name == name]
        whole = "".join(texts)[:_SAMPLE]
        if _UNICODE.search(whole) and plausibility(whole)[0] > plausibility(letters(whole, name))[0]:
            converted.add(name)
    return converted


def _guessed(runs: Sequence[Run], unicode_lines: set[int], known: set[str]) -> dict[int, Encoding]:
    """For each line of runs whose fonts say nothing the encoding of its codes, where it has some."""
    lines: dict[int, list[str]] = {}
    for run in runs:
        if run.line not in unicode_lines and _HIGH.search(run.text):
            lines.setdefault(run.line, []).append(run.text)
    if not lines:
        return {}
    texts = {line: "".join(parts) for line, parts in lines.items()}
    main = guess("\n".join(texts.values()))
    if main is not None:
        return {line: Encoding(main) for line, text in texts.items() if _no_worse(text, main)}
    found = {line: _best(text, known or _CODED, 1 if known else _FEWEST_OF_LINE) for line, text in texts.items()}
    return {line: Encoding(name) for line, name in found.items() if name is not None}


def _no_worse(text: str, name: str) -> bool:
    return plausibility(letters(text, name))[0] >= plausibility(text)[0]


def _best(text: str, candidates: Iterable[str], fewest: int) -> str | None:
    """The candidate that makes syllables of most of the marked words of a text that is poor as it is."""
    share, count = plausibility(text)
    if count < fewest or share > _POOR:
        return None
    scored = [(plausibility(letters(text, name))[0], name) for name in candidates]
    best = max(scored)
    return best[1] if best[0] >= _SURE and best[0] > share else None


def _is_viqr(text: str) -> bool:
    if len(_VIQR_SIGN.findall(text)) < _FEWEST or _UNICODE.search(text):
        return False
    decoded = splice(text, encodings_plain.viqr(text))[0]
    share, count = plausibility(decoded)
    return share >= _SURE and count * 5 > len(text.split())


def _stretches(runs: Sequence[Run], encodings: Sequence[Encoding | None]) -> Iterator[tuple[Encoding | None, str]]:
    """Neighbouring runs of one encoding as one text: a letter and its mark may stand in two runs."""
    pending: list[str] = []
    last: Encoding | None = None
    for run, encoding in zip(runs, encodings, strict=True):
        if pending and encoding != last:
            yield last, "".join(pending)
            pending = []
        pending.append(run.text)
        last = encoding
    if pending:
        yield last, "".join(pending)


def _shifted(edits: Iterable[Edit], by: int) -> Iterator[Edit]:
    return (Edit(edit.start + by, edit.end + by, edit.new) for edit in edits)
