"""Further documents of a file (``thư.pdf#2``) that a newer reading finds there no more, or finds again.

Their words are in the first document then, so that their tasks would stand in the register twice. Taken out like a
document brought in by mistake, nothing of them is lost. What people worked on stays, with a finding that tells them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable

from pipeline.review import Author
from pipeline.shipped import reader_version
from pipeline.store.originals import is_further
from pipeline.store.readings import forget_finding, is_of_people, tell
from pipeline.store.removing import put_back, recorded_on, take_out, taken_out_by

__all__ = ["MISSING", "READER", "settle_further"]

READER = Author("giaoviec", "Chương trình, khi đọc lại tệp", "program")
"""Who takes them out and puts them back: no account can have that role."""
MISSING = "reading-missing"

_REASON = "Lần đọc lại không còn thấy văn bản này trong tệp; nội dung của nó thuộc văn bản đứng trước."
_TOLD = f"{_REASON} Đã có người làm việc trên nó nên vẫn để lại: hãy xem và gỡ nếu trùng."
_FURTHER = """SELECT d.id, d.sha256, d.source_name, p.sha256
    FROM documents p JOIN documents d ON d.parent_id = p.id WHERE p.id = ?"""


def settle_further(conn: sqlite3.Connection, documents: Iterable[int], came: Collection[str]) -> None:
    """Take out what is further in the files of ``documents``, read anew, and whose hash did not come; in a transaction.

    Not where the first document stays as people have it: then the words of the others are not in it.
    """
    for id_ in documents:
        for further_id, digest, name, parent in conn.execute(_FURTHER, [id_]).fetchall():
            if not is_further(digest, name, parent):
                continue
            if digest in came:
                _found_again(conn, further_id)
            else:
                _missing(conn, further_id, is_of_people(conn, id_))


def _found_again(conn: sqlite3.Connection, document_id: int) -> None:
    forget_finding(conn, document_id, MISSING)
    if taken_out_by(conn, document_id) == READER.id:
        put_back(conn, document_id, READER)


def _missing(conn: sqlite3.Connection, document_id: int, kept: bool) -> None:
    conn.execute("UPDATE documents SET read_with = ? WHERE id = ?", [reader_version(), document_id])
    if taken_out_by(conn, document_id) is not None:
        return
    events, _ = recorded_on(conn, document_id)
    if kept or events or is_of_people(conn, document_id):
        tell(conn, document_id, MISSING, _TOLD)
    else:
        take_out(conn, document_id, _REASON, READER)
