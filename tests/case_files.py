"""The cases of ``cases/*.json``; a case listed in ``known_failures.json`` is one that the program still gets wrong.

A known failure is strict: once the program gets it right, the test fails until its entry is deleted.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


@cache
def load(name: str) -> dict[str, Any]:
    """``cases/NAME.json``: lists of cases by what is asked."""
    cases: dict[str, Any] = json.loads((HERE / "cases" / f"{name}.json").read_text("utf-8"))
    return cases


def title(case: Any) -> str:
    """What a case is called in reports and in ``known_failures.json``: its name, else its text, else itself."""
    if isinstance(case, dict):
        case = next(case[key] for key in ("name", "text", "cells") if key in case)
    return case if isinstance(case, str) else " | ".join(case)


def params(name: str, part: str) -> list[Any]:
    """The cases of ``part`` of ``cases/NAME.json`` as pytest parameters, known failures marked."""
    return [
        pytest.param(case, id=title(case)[:60] or "empty", marks=marks(f"{name}.{part}", title(case)))
        for case in load(name)[part]
    ]


def unmarked(line: str) -> str:
    """A line of a case without the brackets that show in it which part is meant: "[Sở Mẫu] rà soát"."""
    return line.replace("[", "").replace("]", "")


def marked(text: str, start: int, end: int) -> str:
    """``text`` with ``text[start:end]`` in brackets, as the cases write it."""
    return f"{text[:start]}[{text[start:end]}]{text[end:]}"


def marks(section: str, name: str) -> tuple[pytest.MarkDecorator, ...]:
    """The mark of a known failure, if ``name`` is listed under ``section``."""
    cause = known_failures().get(section, {}).get(name)
    return (pytest.mark.xfail(strict=True, reason=cause),) if cause else ()


@cache
def known_failures() -> dict[str, dict[str, str]]:
    """``FILE.PART`` → the case's title → the cause."""
    failures: dict[str, dict[str, str]] = json.loads((HERE / "known_failures.json").read_text("utf-8"))
    return failures
