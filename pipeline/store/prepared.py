"""A dispatch ready to be written: everything that can be worked out without the database, wherever it was read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from pipeline.contract import contract
from pipeline.errors import SecretDocument
from pipeline.store.ahead import Ahead, look_ahead
from pipeline.store.layouts import PackedLayout, pack_layout
from pipeline.store.own_directory import OwnDirectory
from pipeline.store.rows import DispatchRows, rows_of
from pipeline.types import Dispatch


class SaveResult(NamedTuple):
    """What saving did, and the document's id; a document that people corrected is ``kept`` as they have it."""

    outcome: Literal["added", "unchanged", "updated", "kept"]
    document_id: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A dispatch ready to be written: everything that can be worked out without the database."""

    rows: DispatchRows
    layout: PackedLayout
    reading: str  # the contract as JSON
    ahead: Ahead

    @property
    def tasks(self) -> int:
        """How many tasks it gives."""
        return len(self.rows.tasks)


def prepare(dispatch: Dispatch, directory: OwnDirectory | None = None, today: date | None = None) -> Prepared:
    """Make a dispatch ready to be written, wherever it was read; ``directory`` and ``today`` as in ``look_ahead``.

    Raises SecretDocument as the last guard of what earlier stages refuse already (Law 117/2025/QH15, article 5).
    """
    if dispatch.header.secrecy is not None:
        raise SecretDocument("Văn bản mang dấu mật: không được lưu.")
    rows = rows_of(dispatch)
    reading = json.dumps(contract(dispatch), ensure_ascii=False)
    return Prepared(rows, pack_layout(dispatch.text), reading, look_ahead(rows, directory, today))
