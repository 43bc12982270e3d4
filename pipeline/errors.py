"""The few ways in which reading a file fails, each with the exit code of the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class GiaoviecError(Exception):
    """Base of every error that a user can meet: its text is one Vietnamese sentence to show as it is."""

    exit_code = 1


class UnreadableFile(GiaoviecError):
    """The file is missing, empty, damaged or of a format that is not supported."""

    exit_code = 3


class NothingWritten(UnreadableFile):
    """The picture was looked through, and there is no writing on it: a photograph, or a blank page."""


class UnexpectedFailure(GiaoviecError):
    """Something no one foresaw, at one file: it names the kind only, as the error's own text may quote the document."""


class SecretDocument(GiaoviecError):
    """The document is marked as a state secret (Law 117/2025/QH15, article 5): nothing of it may be kept."""

    exit_code = 4


class RecordRefused(GiaoviecError):
    """What is to be recorded on a task can't have happened, or is not for who records it; nothing was written.

    ``field``: what of it is wrong, as events call it (``day``, ``new_due`` …); empty where it is all of it.
    """

    exit_code = 2

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class RecordOutdated(RecordRefused):
    """Something was recorded after the person had looked: nothing was written, so that it can be looked at first."""


class EditRefused(RecordRefused):
    """What a person typed can't be taken: ``sentences`` says of each field why; nothing was written."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences = dict(sentences)


class EditConflict(RecordRefused):
    """Somebody else changed the same in the meantime; nothing was written. ``fields`` are the fields in question."""

    def __init__(self, fields: Sequence[str], by: str, at: str) -> None:
        super().__init__(f"{by} vừa sửa chỗ này; nội dung vừa gõ chưa được ghi.")
        self.fields = tuple(fields)
        self.by = by
        self.at = at


class AccountRefused(GiaoviecError):
    """An account can't be made or changed as asked; nothing was written."""

    exit_code = 2


class StoreError(GiaoviecError):
    """The database can't be opened, is newer than this program, or is in use."""

    exit_code = 5
