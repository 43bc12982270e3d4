"""The tagger that comes with the program: a spaCy pipeline of tok2vec, ner and textcat in ``models/tagger``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.tokens import Doc

from pipeline.tagger import Mark, Reading
from pipeline.tagger.tokens import TOKENIZER

__all__ = ["ASSIGNS", "SpacyTagger"]

ASSIGNS = "ASSIGNS"
_BATCH = 64
_LONGEST = 1_500  # characters of a piece that are read: what follows is an enumeration


class SpacyTagger:
    """Reads with the weights in ``folder``; raises OSError where they are none that this spaCy can load."""

    def __init__(self, folder: Path) -> None:
        self._nlp = spacy.load(folder, config={"nlp.tokenizer.@tokenizers": TOKENIZER})

    def read(self, pieces: Sequence[str]) -> list[Reading]:
        """One reading a piece, in order; offsets are those of the piece."""
        # textcat can't look at the first word of nothing
        shortened = [piece[:_LONGEST] for piece in pieces]
        docs = self._nlp.pipe((piece for piece in shortened if piece.strip()), batch_size=_BATCH)
        return [_reading(next(docs)) if piece.strip() else Reading(0.0, ()) for piece in shortened]


def _reading(doc: Doc) -> Reading:
    marks = tuple(Mark(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents)
    return Reading(doc.cats.get(ASSIGNS, 0.0), marks)
