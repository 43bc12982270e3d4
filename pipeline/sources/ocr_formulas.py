"""The words that every dispatch and its headings are made of, with their own accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from pipeline.sources.ocr_engine import Word

# Decree 30/2020/NĐ-CP, appendix I: what every dispatch says in these very words.
FORMULAS = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "ỦY BAN NHÂN DÂN",
    "HỘI ĐỒNG NHÂN DÂN",
    "VĂN PHÒNG CHÍNH PHỦ",
    "THỦ TƯỚNG CHÍNH PHỦ",
    "QUYẾT ĐỊNH",
    "QUYẾT ĐỊNH:",
    "THÔNG BÁO",
    "KẾ HOẠCH",
    "CHỈ THỊ",
    "CÔNG ĐIỆN",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "CHÁNH VĂN PHÒNG",
    "Kính gửi:",
    "Nơi nhận:",
    "MỤC TIÊU",
    "CHỈ TIÊU",
    "MỤC ĐÍCH, YÊU CẦU",
    "NHIỆM VỤ, GIẢI PHÁP",
    "TỔ CHỨC THỰC HIỆN",
)
_ALIKE = 0.84
_PLAIN = str.maketrans({"đ": "d", "ð": "d"})


def repair_formulas(line: list[Word]) -> list[Word]:
    """``CỌNG HOÀ XÃ HỌI CHỦ NGHĨA VIỆT NAM`` and the like with their own accents."""
    result = list(line)
    for formula in FORMULAS:
        parts = formula.split()
        for start in range(len(result) - len(parts) + 1):
            window = result[start : start + len(parts)]
            if _is_formula([word.text for word in window], parts):
                result[start : start + len(parts)] = [w._replace(text=p) for w, p in zip(window, parts, strict=True)]
    return result


def plain(text: str) -> str:
    """Small letters without accents."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).translate(_PLAIN)


def _is_formula(words: Sequence[str], parts: Sequence[str]) -> bool:
    read, meant = " ".join(words), " ".join(parts)
    if read == meant or read.isupper() != meant.isupper():
        return False
    one, other = plain(read), plain(meant)
    if len(parts) < 4:  # short ones must agree in every letter
        return one == other
    return abs(len(one) - len(other)) < 4 and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE
