"""The words of a signature block: authority lines, offices, ranks and names (Decree 30/2020, article 8)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.rules import load_rules
from pipeline.zones.cells import fold, is_upper


@dataclass(frozen=True, slots=True)
class SigningWords:
    """Words of the signature block: see ``rules/signing.toml``."""

    id: str
    words: tuple[str, ...]
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


CAPACITY = re.compile(
    r"(?:tm|t/m|kt|k/t|tl|t/l|tuq|t/uq|q)\s?[.,:/]\s*[a-z]|(?:tm|kt|tl|tuq|t/m|k/t|t/l)\s+[a-z]|thay mat\b"
    r"|thua lenh\b|dai dien ben\b"
)
_NAME = re.compile(r"[^\W\d_][\w'’.]*(?:[ -]+[^\W\d_][\w'’.]*){1,6}$")


@cache
def signing_words(name: str) -> re.Pattern[str]:
    """A pattern over folded text for one set of words of ``rules/signing.toml``."""
    (rule,) = (rule for rule in load_rules("signing", SigningWords) if rule.id == name)
    words = sorted({fold(word) for word in rule.words}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


def is_office(key: str) -> bool:
    """Whether folded text in capitals names an office or an authority line."""
    return CAPACITY.match(key) is not None or signing_words("office").search(key) is not None


def is_name(text: str) -> bool:
    """Whether a line of the signature is a person's name, a rank or academic title before it allowed."""
    plain = without_rank(text)
    if len(plain) > 50 or not _NAME.match(plain):
        return False
    words = re.split(r"[ -]+", plain)
    if is_upper(plain):
        if _goes_on_an_office(plain):
            return False
        key = fold(plain)
        surname = signing_words("surname").match(key)
        return len(words) <= 5 and surname is not None and not is_office(_behind_surname(plain, surname.end()))
    return len(words) <= 6 and all(word[0].isupper() or word in {"thị"} for word in words)


def _goes_on_an_office(text: str) -> bool:
    """Whether capitals begin with a word that only lost marks make a surname: ``VỤ …``, ``TỔ …`` under an office."""
    (rule,) = (rule for rule in load_rules("signing", SigningWords) if rule.id == "not_a_surname")
    return text.lower().startswith(tuple(f"{word} " for word in rule.words))


def _behind_surname(name: str, end: int) -> str:
    """The folded name behind its surname where that is spelled out: ``TRƯƠNG`` is no ``TRƯỞNG``; else all of it."""
    (rule,) = (rule for rule in load_rules("signing", SigningWords) if rule.id == "surname")
    return fold(name)[end:].lstrip() if name[:end].lower() in rule.words else fold(name)


def without_rank(text: str) -> str:
    """A name without military rank, academic title or brackets.

    >>> without_rank("Đại tá, TS. Nguyễn Văn Mẫu")
    'Nguyễn Văn Mẫu'
    """
    plain = text.strip(" .,;:*_()[]/")
    rank = signing_words("rank")
    while (match := rank.match(fold(plain))) and match.end() < len(plain):
        plain = plain[match.end() :].lstrip(" .,;:-")
    return plain
