"""Many files: which there are, each read with its failure turned into a row, the readable ones written."""

from pipeline.batch.discover import Discovery, discover
from pipeline.batch.ingest import Stored, ingest
from pipeline.batch.read import Means, Outcome, read_all

__all__ = ["Discovery", "Means", "Outcome", "Stored", "discover", "ingest", "read_all"]
