"""Which files a command may read in its own process, where nothing bounds it: small ones of plain kinds."""

from __future__ import annotations

from pipeline.batch.discover import FoundFile
from pipeline.batch.identity import stamp_of
from pipeline.errors import UnreadableFile
from pipeline.sources.media import TEXT, media_type
from pipeline.sources.signatures import DOCX, HTML

__all__ = ["FEW", "is_light"]

FEW = 24
"""Up to this many light files are read sooner than processes start."""

_MOST_BYTES = 256 << 10  # a dispatch of fifty pages without pictures
_KINDS = frozenset({TEXT, HTML, DOCX})


def is_light(file: FoundFile) -> bool:
    """Whether a file is small and, by its bytes, not of a kind that pictures or other programs make slow.

    So is what can't be opened or is refused by its first bytes: that ends at once.
    """
    stamp = stamp_of(file.path)
    if stamp is not None and stamp.size > _MOST_BYTES:
        return False
    try:
        return media_type(file.path.name, file.path.read_bytes()) in _KINDS
    except (OSError, ValueError, UnreadableFile):
        return True
