"""Which stored task is which newly read one, so that a task keeps its id, and with it what people recorded on it.

Equal words at the same place come first, then equal words, then the most similar words. Nothing else of a task counts:
a better reading may change its agencies and its deadline, and it is still the same piece of work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from pipeline.store.folding import fold

SIMILAR_ENOUGH = 0.6
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class TaskText:
    """What matching looks at: a task's text and its place in the outline; ``id`` None for a newly read one."""

    text: str
    path: str
    id: int | None = None


def task_words(text: str) -> tuple[str, ...]:
    """The words of a task, without case, diacritics and punctuation: what stays when its reading improves."""
    return tuple(_WORD.findall(fold(text)))


def task_key(sha256_of_file: str, text: str) -> str:
    """The first part of a task's lasting key; an ordinal follows it, as two tasks may have the same words.

    >>> task_key("ab", "Báo cáo kết quả.") == task_key("ab", "báo cáo kết quả")
    True
    """
    return sha256("\n".join((sha256_of_file, *task_words(text))).encode()).hexdigest()[:20]


def match_tasks(stored: Sequence[TaskText], read: Sequence[TaskText]) -> dict[int, int]:
    """For the index of each newly read task that is stored already, the id of the stored one; each id at most once."""
    matches: dict[int, int] = {}
    if not stored:
        return matches
    for identity in (_words_and_path, _words):
        _match_equal(stored, read, matches, identity)
    _match_similar(stored, read, matches)
    return matches


def _words_and_path(task: TaskText) -> tuple[object, ...]:
    return task_words(task.text), task.path


def _words(task: TaskText) -> tuple[object, ...]:
    return task_words(task.text)


def _match_equal(
    stored: Sequence[TaskText],
    read: Sequence[TaskText],
    matches: dict[int, int],
    identity: Callable[[TaskText], tuple[object, ...]],
) -> None:
    free: dict[tuple[object, ...], list[int]] = {}
    for task in _unmatched(stored, matches):
        free.setdefault(identity(task), []).append(_id(task))
    for index, task in enumerate(read):
        if index not in matches and (ids := free.get(identity(task))):
            matches[index] = ids.pop(0)


def _match_similar(stored: Sequence[TaskText], read: Sequence[TaskText], matches: dict[int, int]) -> None:
    old = [(_id(task), set(task_words(task.text))) for task in _unmatched(stored, matches)]
    new = [(index, set(task_words(task.text))) for index, task in enumerate(read) if index not in matches]
    pairs = [(_likeness(words, others), index, id_) for index, words in new for id_, others in old]
    taken: set[int] = set()
    for likeness, index, id_ in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if likeness >= SIMILAR_ENOUGH and index not in matches and id_ not in taken:
            matches[index] = id_
            taken.add(id_)


def _likeness(words: set[str], others: set[str]) -> float:
    """Shared words against all words, and against those of the shorter task: a task cut or grown stays the same."""
    if not words or not others:
        return 0.0
    common = len(words & others)
    return (common / len(words | others) + common / min(len(words), len(others))) / 2


def _unmatched(stored: Sequence[TaskText], matches: dict[int, int]) -> list[TaskText]:
    taken = set(matches.values())
    return [task for task in stored if task.id not in taken]


def _id(task: TaskText) -> int:
    assert task.id is not None
    return task.id
