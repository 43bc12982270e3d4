"""Values in running text, found without knowing the document: times, targets and citations.

Each kind has its verb; *find* is context-free, *resolve* places what was found with the help of the document's date.
"""

from pipeline.values.citations import distinct_citations, find_citations
from pipeline.values.deadlines import find_deadlines, read_deadlines, resolve_deadlines
from pipeline.values.expressions import TimeExpression
from pipeline.values.targets import read_targets
from pipeline.values.time_labels import find_time_label, read_time_label

__all__ = [
    "TimeExpression",
    "distinct_citations",
    "find_citations",
    "find_deadlines",
    "find_time_label",
    "read_deadlines",
    "read_targets",
    "read_time_label",
    "resolve_deadlines",
]
