"""Files that prove what was reported: read as they came, refused where they are, or could be, a state secret."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import NothingWritten, UnreadableFile
from pipeline.intake import Unread, process_all
from pipeline.sources import read_source
from pipeline.types import SourceFile


def read_evidence(path: Path) -> SourceFile:
    """The file at ``path``, to be kept with an event. Raises what :func:`check_evidence` raises."""
    check_evidence(path)
    return read_source(path)


def check_evidence(path: Path) -> None:
    """Look a file through for secrecy marks and let its text go (Law 117/2025/QH15, article 5); a photograph has none.

    Raises SecretDocument for a marked file and UnreadableFile for one into which the program can't look, and which may
    therefore be marked.
    """
    for read in process_all(path):
        if isinstance(read, Unread):
            if not isinstance(read.error, NothingWritten):
                raise read.error
        elif any(finding.code == "page-timeout" for finding in read.findings):
            raise UnreadableFile(f"{path.name}: có trang nhận dạng quá lâu nên không kiểm tra được dấu mật.")
