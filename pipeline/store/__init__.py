"""The store: one SQLite file with what was read from dispatches and what people recorded on their tasks."""

from pipeline.store.database import open_store
from pipeline.store.events import events_of, last_event, record_event
from pipeline.store.failures import clear_failures, record_failure
from pipeline.store.functions import register_functions
from pipeline.store.horizon import extend_occurrences
from pipeline.store.measures import Measure, record_measure
from pipeline.store.originals import keep_original, original_path
from pipeline.store.receipts import Receipt, record_receipt
from pipeline.store.save import SaveResult, known, save, save_all

__all__ = [
    "Measure", "Receipt", "SaveResult", "clear_failures", "events_of", "extend_occurrences", "keep_original", "known",
    "last_event", "open_store", "original_path", "record_event", "record_failure", "record_measure", "record_receipt",
    "register_functions", "save", "save_all",
]  # fmt: skip
