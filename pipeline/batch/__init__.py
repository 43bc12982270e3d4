"""Many files: which there are, each read with its failure turned into a row, the readable ones written."""

from pipeline.batch.again import failed_files, originals
from pipeline.batch.discover import Discovery, FoundFile, Skipped, Unlisted, discover, walk
from pipeline.batch.ingest import Ingest, Stored, ingest
from pipeline.batch.light import FEW
from pipeline.batch.read import Means, Outcome, read_all
from pipeline.batch.workers import Lanes, cluster, in_process, processes, standing

__all__ = [
    "FEW", "Discovery", "FoundFile", "Ingest", "Lanes", "Means", "Outcome", "Skipped", "Stored", "Unlisted", "cluster",
    "discover", "failed_files", "in_process", "ingest", "originals", "processes", "read_all",
    "standing", "walk",
]  # fmt: skip
