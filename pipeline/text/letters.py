"""Vietnamese letters for regular expressions: a range such as "À-Ỹ" would take small letters in."""

from __future__ import annotations

UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
"""Capital letters, to stand inside square brackets."""

LOWER = UPPER[3:].lower() + "a-z"
"""Small letters, to stand inside square brackets."""
