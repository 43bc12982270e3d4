"""Digital signatures of a PDF (pyHanko), read from the bytes as they were received: who, when, and what still holds.

Whether the certificate deserves trust is not asked: that needs the network and the lists of the root authority (Law
20/2023/QH15, article 22). Whether the signed bytes are still as they were needs neither.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pipeline.clock import VIETNAM
from pipeline.sources.media import PDF
from pipeline.types import Signature, SourceFile

if TYPE_CHECKING:
    from pyhanko.sign.validation import EmbeddedPdfSignature

__all__ = ["read_signatures"]

_MARK = b"/ByteRange"  # every signature has one, and loading pyHanko takes half a second


def read_signatures(source: SourceFile) -> tuple[Signature, ...]:
    """The signatures of ``source`` in the order of signing; empty for what is no PDF or carries none.

    A signature that can't be understood is there with everything None: that it is there is worth knowing.
    """
    if source.media_type != PDF or _MARK not in source.data:
        return ()
    with _silent():
        return tuple(_signatures(source))


def _signatures(source: SourceFile) -> Iterator[Signature]:
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(BytesIO(source.data), strict=False)
        if reader.encrypted and source.password is not None:
            reader.decrypt(source.password)
        embedded = list(reader.embedded_signatures)
    except Exception:  # a file that pdfium mends may be beyond pyHanko, which raises errors of many kinds
        yield Signature(None, None, None, None, None)
        return
    for one in embedded:
        try:
            if one.sig_object.get("/Type") != "/DocTimeStamp":
                yield _signature(one)
        except Exception:
            yield Signature(None, None, None, None, None)


def _signature(embedded: EmbeddedPdfSignature) -> Signature:
    subject = embedded.signer_cert.subject.native if embedded.signer_cert is not None else {}
    signed = embedded.self_reported_timestamp
    intact, altered = _integrity(embedded)
    return Signature(
        signer=_text(subject.get("common_name")),
        organisation=_text(subject.get("organization_name")),
        signed_at=signed.astimezone(VIETNAM).isoformat(timespec="seconds") if signed is not None else None,
        intact=intact,
        altered=altered,
    )


def _integrity(embedded: EmbeddedPdfSignature) -> tuple[bool | None, bool | None]:
    """Whether the signed bytes are as signed, and whether something was changed since that signing does not allow."""
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(trust_roots=[], allow_fetching=False)
    status = validate_pdf_signature(embedded, signer_validation_context=context)
    intact = bool(status.intact and status.valid)
    if not intact:
        return False, True
    level = status.modification_level
    return True, None if level is None else level is ModificationLevel.OTHER


def _text(value: Any) -> str | None:
    """A part of the certificate's subject; a list where it is there more than once."""
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return str(value).strip() or None if value else None


@contextmanager
def _silent() -> Iterator[None]:
    """pyHanko logs what it does not like with parts of the file, which may be what nobody should read in a log."""
    loggers = [logging.getLogger(name) for name in ("pyhanko", "pyhanko_certvalidator")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
