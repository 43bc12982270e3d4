"""Files that prove what was reported: read as they came, refused where they are, or could be, a state secret."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import NothingWritten
from pipeline.intake import Unread, process_all
from pipeline.sources import read_source
from pipeline.types import SourceFile


def read_evidence(path: Path) -> SourceFile:
    """The file at ``path``, to be kept with an event.

    Its text is looked through for secrecy marks and then let go (Law 117/2025/QH15, article 5); a photograph has none.
    Raises SecretDocument for a marked file and UnreadableFile for one into which the program can't look, and which may
    therefore be marked.
    """
    for read in process_all(path):
        if isinstance(read, Unread) and not isinstance(read.error, NothingWritten):
            raise read.error
    return read_source(path)
