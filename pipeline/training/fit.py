"""Examples → a spaCy pipeline: tok2vec and ner for agencies and measures, textcat for whether a piece assigns work."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.language import Language
from spacy.training import Example as SpacyExample
from spacy.util import fix_random_seed, minibatch

from pipeline.tagger import LABELS
from pipeline.tagger.spacy_tagger import ASSIGNS
from pipeline.tagger.tokens import TOKENIZER
from pipeline.training.examples import Example

__all__ = ["OTHER", "Settings", "fit_tagger"]

OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a training run can vary; the width of the vectors decides speed and size."""

    width: int = 64
    depth: int = 2
    rows: int = 2_000
    epochs: int = 4
    batch: int = 8
    dropout: float = 0.2
    seed: int = 0


DEFAULT = Settings()


def fit_tagger(
    examples: Sequence[Example],
    settings: Settings = Settings(),
    told: Callable[[int, dict[str, float]], None] | None = None,
) -> Language:
    """A pipeline fitted to ``examples``; ``told`` hears the number of each epoch and its losses."""
    fix_random_seed(settings.seed)
    chance = random.Random(settings.seed)
    nlp = _blank(settings)
    ready = [_spacy_example(nlp, example) for example in examples]
    optimizer = nlp.initialize(lambda: ready[:2_000])
    for epoch in range(settings.epochs):
        chance.shuffle(ready)
        losses: dict[str, float] = {}
        for batch in minibatch(ready, settings.batch):
            nlp.update(batch, sgd=optimizer, drop=settings.dropout, losses=losses)
        if told:
            told(epoch + 1, losses)
    return nlp


def _blank(settings: Settings) -> Language:
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.add_pipe("tok2vec", config={"model": _tok2vec(settings)})
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": settings.width, "upstream": "tok2vec"}
    ner = nlp.add_pipe("ner", config={"model": _ner(listener)})
    for label in LABELS:
        ner.add_label(label)
    textcat = nlp.add_pipe("textcat", config={"model": _textcat()})
    for label in (ASSIGNS, OTHER):
        textcat.add_label(label)
    return nlp


def _tok2vec(settings: Settings) -> dict[str, Any]:
    return {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": settings.width,
        "depth": settings.depth,
        "embed_size": settings.rows,
        "window_size": 1,
        "maxout_pieces": 2,
        "subword_features": True,
    }


def _ner(listener: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 32,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": listener,
    }


def _textcat() -> dict[str, Any]:
    """Words and pairs of words: on real dispatches it was right far more often than pooled vectors."""
    return {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": True,
        "ngram_size": 2,
        "length": 65_536,
        "no_output_layer": False,
    }


def _spacy_example(nlp: Language, example: Example) -> SpacyExample:
    doc = nlp.make_doc(example.text)
    spans = (doc.char_span(mark.start, mark.end, mark.label, alignment_mode="contract") for mark in example.marks)
    entities = [(span.start_char, span.end_char, span.label_) for span in spans if span]
    cats = {ASSIGNS: float(example.assigns), OTHER: float(not example.assigns)}
    return SpacyExample.from_dict(doc, {"entities": entities, "cats": cats})
