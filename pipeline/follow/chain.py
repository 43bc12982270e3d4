"""Events linked into a chain, so that nobody changes one afterwards without its showing.

A link is the SHA-256 of the link before it and of everything that was recorded. Who can write the file can of course
write the whole chain anew from the changed event on; the last link, noted elsewhere, then no longer occurs in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

Content = Mapping[str, str | int | list[str] | None]


@dataclass(frozen=True, slots=True)
class Link:
    """A recorded event: its row, what was recorded, the link before it (None for the first) and its own."""

    row: int
    content: Content
    previous: str | None
    hash: str


def link_hash(previous: str | None, content: Content) -> str:
    """The link of an event: hexadecimal SHA-256 of the link before it and the content as JSON with sorted keys.

    >>> link_hash(None, {"a": 1, "b": None}) == link_hash(None, {"b": None, "a": 1}) != link_hash("x", {"a": 1})
    True
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(f"{previous or ''}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def broken_links(chain: Iterable[Link]) -> Iterator[tuple[int, str]]:
    """The rows at which the chain does not hold, with what is wrong there, in Vietnamese."""
    last: Link | None = None
    for link in chain:
        if link.hash != link_hash(link.previous, link.content):
            yield link.row, "nội dung đã bị sửa sau khi ghi"
        if link.previous != (last and last.hash):
            before = f"sự kiện số {last.row}" if last else "đầu chuỗi"
            yield link.row, f"không nối với {before}: có sự kiện bị sửa, bị xóa hoặc chèn thêm"
        last = link
