"""What a writer of one type gives: the body between title and recipients, what is attached, who is addressed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .desk import Desk
from .letterhead import Issuer
from .marks import Piece


@dataclass(frozen=True, slots=True)
class Body:
    """Paragraphs before the recipients, what is attached behind the signature, and who is addressed."""

    lines: tuple[Piece, ...]
    annex: tuple[Piece, ...] = ()
    addressees: tuple[str, ...] = ()
    first: str = "Như trên"  # the first recipient


Writer = Callable[[Desk, Issuer, str], Body]
Scheme = tuple[str, ...]
