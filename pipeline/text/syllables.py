"""How far a text is Vietnamese: the share of its marked words that are syllables of the language.

A syllable is an initial, a rime and a tone; there are about 160 rimes. A text read in the wrong encoding has letters
with marks in places where no syllable has them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import islice

_INITIALS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyp
uyt uyu ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
"""
_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile(r"[^\s\d.,;:!?()\[\]\"'/|<>=*_“”–—-]+")
_ENOUGH = 4_000


def plausibility(text: str) -> tuple[float, int]:
    """The share of syllables among the words of ``text`` that have a character beyond ASCII, and how many these are.

    >>> plausibility("Ủy ban nhân dân"), plausibility("UÛy ban nhaân daân")
    ((1.0, 3), (0.0, 3))
    """
    words = (found[0].lower() for found in _WORD.finditer(text))
    marked = list(islice((word for word in words if not word.isascii()), _ENOUGH))
    return (sum(map(is_syllable, marked)) / len(marked) if marked else 0.0), len(marked)


def is_syllable(word: str) -> bool:
    """Whether ``word``, in small letters, composed or not, can be a Vietnamese syllable."""
    parts = unicodedata.normalize("NFD", word)
    bare = parts.translate(_TONES)
    return len(parts) - len(bare) <= 1 and unicodedata.normalize("NFC", bare) in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(initial + rime for initial in ("", *_INITIALS.split()) for rime in _RIMES.split())
