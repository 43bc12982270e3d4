"""Characters of a PDF page set in fonts of the years before Unicode (.VnTime, VNI-Times) as the letters they show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter

from pipeline.sources.pdf_glyphs import HYPHEN, Glyph
from pipeline.text.encodings import Encoding, Run, edits_in, encodings_of, letters, needs_nothing
from pipeline.text.syllables import is_syllable

_TEXT, _STYLE = itemgetter(0), itemgetter(6)  # of a Glyph
_FONT = attrgetter("style.font")
_HORNED_U = "\N{SOFT HYPHEN}"  # ư of TCVN3


def with_letters(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """``glyphs`` with what is in an old encoding decoded; a letter and its mark become one."""
    styled = [(style.font, "".join(map(_TEXT, group))) for style, group in groupby(glyphs, key=_STYLE)]
    texts = ((font, "".join(text for _, text in group)) for font, group in groupby(styled, key=itemgetter(0)))
    if all(needs_nothing(text, font) for font, text in texts):
        return tuple(glyphs)
    groups = [list(group) for _, group in groupby(glyphs, key=_FONT)]
    runs = [Run(_words(group), group[0].style.font, number) for number, group in enumerate(groups)]
    encodings = encodings_of(runs)
    if not any(encodings):
        return tuple(glyphs)
    decoded: list[Glyph] = []
    for group, encoding in zip(groups, encodings, strict=True):
        plain = encoding is None or any(len(glyph.text) != 1 for glyph in group)
        found = group if encoding is None or plain else list(_decoded(group, encoding))
        decoded += [g._replace(text=g.text.upper()) for g in found] if encoding and encoding.capitals else found
    return tuple(decoded)


def _words(group: list[Glyph]) -> str:
    return "".join([" " + glyph.text if glyph.spaced else glyph.text for glyph in group])


def _decoded(group: list[Glyph], encoding: Encoding) -> Iterator[Glyph]:
    if encoding.name == "tcvn3":
        group = _with_horned_u(group)
    done = 0
    for start, end, new in edits_in("".join(glyph.text for glyph in group), encoding._replace(capitals=False)):
        yield from group[done:start]
        if len(new) == end - start:
            yield from (glyph._replace(text=char) for glyph, char in zip(group[start:end], new, strict=True))
        else:
            box = group[start:end]
            yield group[start]._replace(text=new, x1=max(glyph.x1 for glyph in box))
        done = end
    yield from group[done:]


def _with_horned_u(group: list[Glyph]) -> list[Glyph]:
    """pdfium takes ư at the end of a line for a hyphen; it is one only where no syllable comes of it."""
    if not any(glyph.text == HYPHEN for glyph in group):
        return group
    found = list(group)
    for at, glyph in enumerate(group):
        if glyph.text == HYPHEN:
            start = at
            while start > 0 and not group[start].spaced and not _is_sign(group[start - 1].text):
                start -= 1
            word = "".join(other.text for other in group[start:at])
            if word and is_syllable(letters(word, "tcvn3").lower() + "ư"):
                found[at] = glyph._replace(text=_HORNED_U)
    return found


def _is_sign(char: str) -> bool:
    return char.isascii() and not char.isalpha()
