"""What is kept of citations so that the stored document each one means can be found, whichever arrived first."""

from __future__ import annotations

CITATION_LINKS = (
    "ALTER TABLE citations ADD COLUMN title TEXT",
    "ALTER TABLE citations ADD COLUMN relation TEXT",
    "ALTER TABLE citations ADD COLUMN key TEXT",
    "ALTER TABLE documents ADD COLUMN code_key TEXT",
    "CREATE INDEX citations_key ON citations(key)",
    "CREATE INDEX documents_code_key ON documents(code_key)",
)
