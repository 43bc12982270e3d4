"""Names of files as text."""

from __future__ import annotations


def printable_name(name: object) -> str:
    """A name or a path as text that can be stored: bytes of it that are no UTF-8 (Linux) stand as ``\\xNN``.

    >>> printable_name("công văn/c\\udce1o.txt")
    'công văn/c\\\\xe1o.txt'
    """
    return str(name).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
