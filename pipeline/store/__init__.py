"""The store: one SQLite file with what was read from dispatches and what people recorded on their tasks."""

from pipeline.store.arrivals import record_receipt
from pipeline.store.database import open_store, writing
from pipeline.store.events import last_event, record_event
from pipeline.store.failures import clear_failures, failed_paths, failure_of, move_failures, record_failure
from pipeline.store.files import Stamp, known_content, known_file, note_file
from pipeline.store.functions import register_functions
from pipeline.store.further import settle_further
from pipeline.store.horizon import extend_occurrences
from pipeline.store.measures import Measure, record_measure
from pipeline.store.originals import keep_original, kept_file, original_path, stored_sources
from pipeline.store.own_directory import OwnDirectory, own_directory
from pipeline.store.prepared import Prepared, SaveResult, prepare
from pipeline.store.receipts import Receipt
from pipeline.store.runs import Tally, begin_run, end_run, update_run
from pipeline.store.save import Writer, known, note_adder, save

__all__ = [
    "Measure", "OwnDirectory", "Prepared", "Receipt", "SaveResult", "Stamp", "Tally", "Writer", "begin_run",
    "clear_failures", "end_run", "extend_occurrences", "failed_paths", "failure_of", "keep_original",
    "kept_file", "known", "known_content", "known_file", "last_event", "move_failures", "note_adder", "note_file",
    "open_store", "original_path", "own_directory", "prepare", "record_event", "record_failure", "record_measure",
    "record_receipt", "register_functions", "save", "settle_further", "stored_sources", "update_run",
    "writing",
]  # fmt: skip
