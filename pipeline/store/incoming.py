"""The folder beside the database where files lie while they are looked through, before any of them is kept.

The system's folder of temporary files would not do: others read it, and nobody empties it after a power cut, while a
file may turn out to be a state secret.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

_VARIABLES = ("TMPDIR", "TEMP", "TMP")  # what programs look at, of every system


def incoming_folder(db: Path) -> Path:
    """The folder of the database at ``db``, made for its owner alone where it is not there.

    >>> incoming_folder(Path(tempfile.mkdtemp()) / "giaoviec.db").name
    'giaoviec-dang-doc'
    """
    folder = db.with_name(f"{db.stem}-dang-doc").absolute()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def empty_incoming(db: Path) -> None:
    """Take away what a process left that was killed; when a server starts, before it takes the first file."""
    for left in incoming_folder(db).iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def keep_temporary_in(db: Path) -> None:
    """Make this process, and those that it starts from now on, write what is temporary into the folder."""
    folder = str(incoming_folder(db))
    os.environ.update(dict.fromkeys(_VARIABLES, folder))
    tempfile.tempdir = folder
