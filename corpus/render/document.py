"""A corpus dispatch ready to be rendered, and the looks that vary from one document to the next."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from typeset.parts import Parts, read_parts

_MARKERS = ("automatic", "styles", "typed")


@dataclass(frozen=True, slots=True)
class Document:
    """A dispatch by its parts, with the gold header that told them apart."""

    name: str
    parts: Parts
    header: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """What differs between clerks. ``markers``: automatic numbering on paragraphs, on styles, or typed by hand."""

    markers: str
    tracked: bool  # changes not yet accepted
    boxed: bool  # the V/v stands in a text box
    broken_names: bool  # the lines of a name are one paragraph with soft breaks
    typed_rules: bool  # ``-------`` under the names instead of a drawn line
    controls: bool  # from a template: content controls, smart tags, hyphens that don't break
    font_on_style: bool  # the font is named by the style alone, not by each run


def read_document(name: str, folder: Path) -> Document:
    """The document ``name`` of ``folder``, composed to NFC as a word processor stores it."""
    gold = json.loads(_composed(folder / f"{name}.gold.json"))
    return Document(name, read_parts(_composed(folder / f"{name}.txt"), gold["header"]), gold["header"])


def look_of(name: str, names: tuple[str, ...] = ()) -> Look:
    """The look of a document: the same for the same name, all markers about equally often."""
    chance = Random(f"look {name}")
    at = names.index(name) if name in names else chance.randrange(len(_MARKERS))
    return Look(
        markers=_MARKERS[at % len(_MARKERS)],
        tracked=chance.random() < 0.3,
        boxed=chance.random() < 0.3,
        broken_names=chance.random() < 0.4,
        typed_rules=chance.random() < 0.5,
        controls=chance.random() < 0.4,
        font_on_style=chance.random() < 0.5,
    )


def _composed(path: Path) -> str:
    return unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
