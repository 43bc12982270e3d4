"""Word files to Word 97 through LibreOffice, without its window and with a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

_LIMIT = 300  # seconds for one batch


def office_program() -> str | None:
    """LibreOffice on this machine, if it is there (``apt-get install libreoffice-writer-nogui``)."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def write_docs(sources: Sequence[Path], folder: Path) -> list[Path]:
    """Convert ``sources`` to .doc files in ``folder``; raises ``RuntimeError`` where one is missing afterwards."""
    program = office_program()
    if program is None:
        raise RuntimeError("Cần LibreOffice: apt-get install libreoffice-writer-nogui.")
    with TemporaryDirectory() as profile:
        said = subprocess.run(
            [
                *(program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"),
                *("--convert-to", "doc:MS Word 97", "--outdir", str(folder), *map(str, sources)),
            ],
            capture_output=True,
            text=True,
            timeout=_LIMIT,
            check=False,
        )
    made = [folder / source.with_suffix(".doc").name for source in sources]
    missing = [path.name for path in made if not path.is_file()]
    if missing:
        raise RuntimeError(f"LibreOffice không chuyển được {', '.join(missing)}: {said.stderr.strip()[:300]}")
    return made
