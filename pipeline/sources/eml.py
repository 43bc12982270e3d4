"""E-mail (RFC 5322): its own text as a document, with subject and sender above it, and the files attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from pipeline.errors import UnreadableFile
from pipeline.sources.containers import MAX_MEMBERS, Member
from pipeline.types import DocumentText, SourceFile

__all__ = ["has_text", "members", "read"]

_HEAD = (("Từ", "from"), ("Đến", "to"), ("Ngày gửi", "date"), ("Tiêu đề", "subject"))
_EXTENSIONS = {"message/rfc822": ".eml", "application/pdf": ".pdf", "application/zip": ".zip"}
_TAG = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n\s*\n+")


def read(source: SourceFile) -> DocumentText:
    """The text of the e-mail itself."""
    from pipeline.sources import plain

    message = _message(source)
    head = [f"{label}: {value}" for label, name in _HEAD if (value := _header(message, name))]
    text = "\n".join((*head, "", _body(message)))
    return plain.read(replace(source, data=text.encode("utf-8", "replace")))


def has_text(source: SourceFile) -> bool:
    """Whether more than a greeting stands in the e-mail itself."""
    return len(_body(_message(source)).split()) > 5


def members(source: SourceFile) -> Iterator[Member]:
    """The attached files in their order; e-mails that were forwarded whole are files as well."""
    message = _message(source)
    for number, part in enumerate(_attached(message), 1):
        if number > MAX_MEMBERS:
            raise UnreadableFile(f"{source.name}: thư có hơn {MAX_MEMBERS} tệp đính kèm nên không được đọc tiếp.")
        kind = part.get_content_type()
        name = _filename(part) or f"đính kèm {number}{_EXTENSIONS.get(kind, '')}"
        if kind == "message/rfc822":
            inner = next(part.iter_parts(), None)
            yield Member(name, inner.as_bytes() if inner is not None else b"")
            continue
        try:
            content = part.get_payload(decode=True)
        except (ValueError, LookupError):
            content = None
        if isinstance(content, bytes):
            yield Member(name, content)
        else:
            yield Member(name, b"", "tệp đính kèm hỏng, không mở được")


def _message(source: SourceFile) -> EmailMessage:
    try:
        return BytesParser(policy=policy.default).parsebytes(source.data)
    except Exception as error:  # the parser of the standard library lets many kinds through on broken headers
        raise UnreadableFile(f"{source.name}: thư điện tử hỏng, không mở được.") from error


def _attached(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that are files: not the texts of the message, not the pictures inside of them."""
    body = _body_part(message)
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_type() == "message/rfc822" and part is not message:
            yield part
        elif part.is_multipart():
            waiting = [inner for inner in part.iter_parts() if isinstance(inner, EmailMessage)] + waiting
        elif part is not body and _is_file(part):
            yield part


def _is_file(part: EmailMessage) -> bool:
    """Attached or named; a picture that the text shows is neither."""
    shown = part.get_content_maintype() == "image" and part.get("Content-ID")
    return not shown and (part.get_content_disposition() == "attachment" or bool(_filename(part)))


def _body_part(message: EmailMessage) -> EmailMessage | None:
    try:
        part = message.get_body(("plain", "html"))
    except (ValueError, KeyError, AttributeError):
        return None
    return part if isinstance(part, EmailMessage) else None


def _body(message: EmailMessage) -> str:
    part = _body_part(message)
    if part is None:
        return ""
    try:
        content = str(part.get_content())
    except (LookupError, ValueError, KeyError):
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    if part.get_content_subtype() == "html":
        from html import unescape

        marked = re.sub(r"(?i)<(?:br|/p|/div|/tr|/li)\b[^>]*>", "\n", content)
        content = unescape(_TAG.sub("", marked))
    return _BLANK_LINES.sub("\n\n", content).strip()


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, LookupError, AttributeError, IndexError):
        return ""


def _filename(part: EmailMessage) -> str:
    try:
        return part.get_filename() or ""
    except (ValueError, LookupError, AttributeError):
        return ""
