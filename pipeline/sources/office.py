"""Word 97 (.doc), RTF and OpenDocument texts: LibreOffice turns them into .docx, which the reader of Word files reads.

LibreOffice takes a second to start, whatever the number of files: many files are best converted in one batch. Two of it
on one user profile lose files, so every call has a profile of its own, which is removed with everything else.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from pipeline.errors import UnreadableFile
from pipeline.sources import read_source
from pipeline.sources.docx import read_bytes
from pipeline.sources.docx_package import open_package
from pipeline.sources.postponing import postpone
from pipeline.sources.signatures import DOC, ODT, RTF, WORD_XML, is_encrypted
from pipeline.types import DocumentText, SourceFile

SUFFIXES = {DOC: ".doc", RTF: ".rtf", ODT: ".odt", WORD_XML: ".xml"}
"""The types that are converted, and the ending by which LibreOffice knows them."""

_OPTIONS = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to", "docx", "--outdir")
_START_SECONDS = 60  # the first start of a machine writes a profile
_FILE_SECONDS = 20
_BATCH = 25
_RTF_END = 256  # bytes at the end that may hold blanks behind the last bracket
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
_INSTALL = {"win32": "winget install TheDocumentFoundation.LibreOffice", "darwin": "brew install --cask libreoffice"}
# No macro runs and no linked picture is fetched from a document that came by mail.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"
 oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


_together: ContextVar[Mapping[str, bytes | UnreadableFile]] = ContextVar("together", default=MappingProxyType({}))


def read(source: SourceFile) -> DocumentText:
    """The text of ``source``; raises :class:`UnreadableFile` when LibreOffice is missing, fails or takes too long."""
    converted = _together.get().get(source.sha256)
    if converted is None:
        postpone(source.name)
        converted = convert_batch([source])[source.sha256]
    if isinstance(converted, UnreadableFile):
        raise converted
    return read_bytes(source.name, converted)


@contextmanager
def together(paths: Iterable[Path]) -> Iterator[None]:
    """Inside this block :func:`read` has the files at ``paths`` that need LibreOffice from one run of it.

    For a worker that reads many files one by one; what can't be read is told when its turn comes.
    """
    sources: list[SourceFile] = []
    for path in paths:
        with suppress(UnreadableFile):
            source = read_source(path)
            sources += [source] if source.media_type in SUFFIXES else []
    converted: Mapping[str, bytes | UnreadableFile] = {}
    if len(sources) > 1 and find_program() is not None:
        converted = convert_batch(sources)
    token = _together.set(converted)
    try:
        yield
    finally:
        _together.reset(token)


def convert_batch(sources: Sequence[SourceFile]) -> dict[str, bytes | UnreadableFile]:
    """By SHA-256 the .docx that each of ``sources`` becomes, or the error that says why it does not.

    A batch that fails or runs out of time is done again file by file, so that one bad file costs no other.
    Raises :class:`UnreadableFile` only where there is no LibreOffice.
    """
    program = find_program()
    if program is None:
        raise UnreadableFile(f"{sources[0].name}: {_missing()}" if sources else _missing())
    found: dict[str, bytes | UnreadableFile] = {}
    fit: list[SourceFile] = []
    for source in sources:
        try:
            _refuse(source)
            fit.append(source)
        except UnreadableFile as error:
            found[source.sha256] = error
    for start in range(0, len(fit), _BATCH):
        batch = fit[start : start + _BATCH]
        done = _convert(program, batch)
        for source in batch:
            if source.sha256 not in done and len(batch) > 1:
                done |= _convert(program, [source])
            found[source.sha256] = done.get(source.sha256) or UnreadableFile(
                f"{source.name}: LibreOffice không chuyển đổi được tệp này (tệp hỏng, có mật khẩu hoặc quá lớn)."
            )
    return found


def find_program() -> str | None:
    """The path of LibreOffice, None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((place for place in _PLACES if Path(place).is_file()), None)


def _refuse(source: SourceFile) -> None:
    """Raise :class:`UnreadableFile` for what LibreOffice would wait over, or read only half of without a word."""
    if source.media_type == DOC and is_encrypted(source.data):
        raise UnreadableFile(f"{source.name}: tệp Word có mật khẩu, hãy bỏ mật khẩu rồi đọc lại.")
    if source.media_type == RTF and b"}" not in source.data[-_RTF_END:]:
        raise UnreadableFile(f"{source.name}: tệp RTF hỏng hoặc không đầy đủ, không mở được.")
    if source.media_type == ODT:
        open_package(source.name, source.data).part("content.xml")


def _missing() -> str:
    command = _INSTALL.get(sys.platform, "sudo apt-get install -y libreoffice-writer-nogui")
    return f"cần LibreOffice để đọc tệp Word đời cũ, RTF và ODT nhưng máy này chưa cài; hãy chạy: {command}"


def _convert(program: str, sources: Sequence[SourceFile]) -> dict[str, bytes]:
    """What one run of LibreOffice makes of ``sources``; whatever it leaves out is not in the result."""
    with TemporaryDirectory(prefix="giaoviec-", ignore_cleanup_errors=True) as folder:
        inputs, outputs, profile = (Path(folder, name) for name in ("in", "out", "profile"))
        for path in (inputs, outputs, profile / "user"):
            path.mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        names: dict[str, str] = {}
        for number, source in enumerate(sources):
            names[f"{number}"] = source.sha256
            (inputs / f"{number}{SUFFIXES[source.media_type]}").write_bytes(source.data)
        files = sorted(str(path) for path in inputs.iterdir())
        _run([program, f"-env:UserInstallation={profile.as_uri()}", *_OPTIONS, str(outputs), *files], len(files))
        made = [path for path in outputs.glob("*.docx") if path.stat().st_size]
        return {names[path.stem]: path.read_bytes() for path in made if path.stem in names}


def _run(command: Sequence[str], files: int) -> None:
    """Run LibreOffice and end it with all that it started when its time is over."""
    quiet = subprocess.DEVNULL
    group = None if sys.platform == "win32" else 0
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, process_group=group)
    try:
        process.wait(_START_SECONDS + _FILE_SECONDS * files)
    except subprocess.TimeoutExpired:
        _end(process)
    except BaseException:
        _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
