"""What a clerk corrects, and how what a clerk types is read. No SQL here: :mod:`pipeline.store` applies it."""

from pipeline.review.edits import PEOPLE, Act, Author, Edit, inverse, last_act
from pipeline.review.fields import HEADER_FIELDS, TASK_FIELDS, Field, field_of, lines, shown
from pipeline.review.gold import as_gold, differences
from pipeline.review.pieces import merged, split_into
from pipeline.review.redating import redated
from pipeline.review.targets import describe_target, read_typed_target
from pipeline.review.times import describe, read_typed_date, read_typed_time
from pipeline.review.typed import is_same, read_typed

__all__ = [
    "HEADER_FIELDS",
    "PEOPLE",
    "TASK_FIELDS",
    "Act",
    "Author",
    "Edit",
    "Field",
    "as_gold",
    "describe",
    "describe_target",
    "differences",
    "field_of",
    "inverse",
    "is_same",
    "last_act",
    "lines",
    "merged",
    "read_typed",
    "read_typed_date",
    "read_typed_target",
    "read_typed_time",
    "redated",
    "shown",
    "split_into",
]  # fmt: skip
