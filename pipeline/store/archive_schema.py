"""What is known of files that were read, so that they are not read again, and of the runs that read them."""

from __future__ import annotations

ARCHIVE = (
    """CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        started_at TEXT NOT NULL, finished_at TEXT, version TEXT NOT NULL, command TEXT NOT NULL,
        files INTEGER NOT NULL DEFAULT 0, known INTEGER NOT NULL DEFAULT 0, read INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0, secret INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,
        added INTEGER NOT NULL DEFAULT 0, updated INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,
        kept INTEGER NOT NULL DEFAULT 0,
        tasks INTEGER NOT NULL DEFAULT 0
    )""",
    # The content of a path as it was last read; size and time tell that it is still the same without reading it.
    """CREATE TABLE files (
        path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
        documents INTEGER NOT NULL, run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE RESTRICT
    ) WITHOUT ROWID""",
    "CREATE INDEX files_sha256 ON files(sha256)",
    "ALTER TABLE documents ADD COLUMN read_with TEXT",
    "CREATE INDEX documents_read_with ON documents(read_with)",
)

# What the file was when it failed; of failures before this step nobody knows, so their files are tried once more.
FAILED_AS = ("ALTER TABLE failures ADD COLUMN size INTEGER", "ALTER TABLE failures ADD COLUMN modified INTEGER")
