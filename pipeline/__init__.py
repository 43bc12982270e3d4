"""Vietnamese official dispatches in, assigned tasks out: the verbs, in the order of the data, and the types.

The whole composition is :func:`pipeline.process.process`, its JSON :func:`pipeline.contract.contract` and its figures
:func:`pipeline.evaluate.evaluate`: they are called as their modules are, so they are imported from there.

Each name is imported when it is first asked for, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.header import parse_header
    from pipeline.outline import build_outline
    from pipeline.references import find_references
    from pipeline.sources import extract_text, read_source
    from pipeline.store import open_store, save
    from pipeline.tasks import find_tasks
    from pipeline.types import Dispatch, Found, Header, Outline, Span, Task
    from pipeline.zones import find_zones

_HOME = {
    "read_source": "sources",
    "extract_text": "sources",
    "find_zones": "zones",
    "build_outline": "outline",
    "parse_header": "header",
    "find_tasks": "tasks",
    "find_references": "references",
    "open_store": "store",
    "save": "store",
    **dict.fromkeys(("Dispatch", "Found", "Header", "Outline", "Span", "Task"), "types"),
}

__all__ = [
    "Dispatch",
    "Found",
    "Header",
    "Outline",
    "Span",
    "Task",
    "build_outline",
    "extract_text",
    "find_references",
    "find_tasks",
    "find_zones",
    "open_store",
    "parse_header",
    "read_source",
    "save",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
