"""What a dispatch is, as :mod:`pipeline.header` reads it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.types.places import Found


@dataclass(frozen=True, slots=True)
class Recipient:
    """One line after ``Nơi nhận``: the name and the note in brackets (``b/c``), if any."""

    name: Found[str]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The components of Decree 30/2020/NĐ-CP, article 8, that tell what a document is; None where absent."""

    type: Found[str]
    number: Found[str] | None = None
    symbol: Found[str] | None = None
    date: Found[str] | None = None
    place: Found[str] | None = None
    issuer: Found[str] | None = None
    subject: Found[str] | None = None
    addressees: tuple[Found[str], ...] = ()
    recipients: tuple[Recipient, ...] = ()
    archive: Found[str] | None = None
    signer: Found[str] | None = None
    signer_title: Found[str] | None = None
    signer_capacity: Found[str] | None = None
    urgency: Found[str] | None = None
    secrecy: Found[str] | None = None
