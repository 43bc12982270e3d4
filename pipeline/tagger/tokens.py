"""A spaCy tokenizer around underthesea's: syllables, numbers, dates and symbols such as ``QĐ-TTg`` as one token each.

Only its patterns are used, not its word segmentation: that costs eight times as much, and the marks of the model begin
and end at syllables.
"""

from __future__ import annotations

from collections.abc import Callable

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import get_words_and_spaces
from spacy.vocab import Vocab
from underthesea.pipeline.word_tokenize.regex_tokenize import tokenize

__all__ = ["TOKENIZER", "SyllableTokenizer", "create_tokenizer"]

TOKENIZER = "giaoviec.syllables.v1"


class SyllableTokenizer:
    """``text`` → Doc whose text is ``text``: nothing is normalised, so that offsets hold."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __call__(self, text: str) -> Doc:
        pieces = tokenize(text, use_character_normalize=False, use_token_normalize=False)
        words, spaces = get_words_and_spaces(pieces, text)
        return Doc(self._vocab, words=words, spaces=spaces)

    # What spaCy asks of a tokenizer that is saved with its pipeline: it has no state.
    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: object) -> SyllableTokenizer:
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        return None

    def from_disk(self, _path: object, **_: object) -> SyllableTokenizer:
        return self


def create_tokenizer() -> Callable[[Language], SyllableTokenizer]:
    """For the configuration of a pipeline: ``@tokenizers`` = :data:`TOKENIZER`."""
    return lambda nlp: SyllableTokenizer(nlp.vocab)


spacy.registry.tokenizers.register(TOKENIZER, func=create_tokenizer)
