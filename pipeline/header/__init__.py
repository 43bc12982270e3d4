"""What a dispatch is: number, date, kind, subject, who issued it, to whom, who signed (Decree 30/2020, article 8)."""

from __future__ import annotations

from pipeline.header.addressees import find_addressees
from pipeline.header.dates import date_told, find_date, iso_date
from pipeline.header.issuer import find_issuer
from pipeline.header.marks import find_urgency
from pipeline.header.number import find_note, find_number
from pipeline.header.recipients import find_recipients
from pipeline.header.secrecy import secrecy_mark
from pipeline.header.signature import find_signature
from pipeline.header.title import find_subject, find_type
from pipeline.types import DocumentText, Found, Header, Zones

__all__ = ["parse_header", "secrecy_mark"]


def parse_header(text: DocumentText, zones: Zones) -> Header:
    """Every field of the header with its place in the text and the rule that read it; what is not printed is None.

    Number, date and issuer that the head lacks are taken from the note above an annex; the issuer also from the symbol,
    the place and the signature.
    """
    whole = text.text
    head, tail = zones.head_pieces, zones.tail_pieces
    number, symbol = find_number(head)
    date, place = find_date(head, tail)
    note = find_note(whole, zones.annexes) if symbol is None or number is None or date is None else None
    kind = find_type(head, symbol, note.kind if note else None)
    if note is not None and note.kind in (None, kind.value) and (symbol is None or _same(symbol, note.symbol)):
        symbol, number = symbol or note.symbol, number or note.number
        date = date or _dated(note.date)
    date = date or date_told(whole[zones.body.start : zones.body.end], zones.body.start)
    signature = find_signature(tail)
    recipients, archive = find_recipients(tail)
    return Header(
        type=kind,
        number=number,
        symbol=symbol,
        date=date,
        place=place,
        issuer=find_issuer(head, symbol, place, signature, note, whole[zones.body.start : zones.body.end]),
        subject=find_subject(head),
        addressees=find_addressees(head),
        recipients=recipients,
        archive=archive,
        signer=signature.signer,
        signer_title=signature.title,
        signer_capacity=signature.capacity,
        urgency=find_urgency(head),
        secrecy=secrecy_mark(text),
    )


def _same(mine: Found[str], other: Found[str] | None) -> bool:
    return other is not None and mine.value.upper() == other.value.upper()


def _dated(found: Found[str] | None) -> Found[str] | None:
    value = iso_date(found.raw) if found else None
    return Found(value, found.span, found.rule, found.confidence, found.raw) if found and value else None
