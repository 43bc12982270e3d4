"""The tables of the agency register: who the agencies are, and to which of them each task was given."""

from __future__ import annotations

_COLUMNS = (
    "code TEXT", "kind TEXT", "level TEXT", "province TEXT", "area TEXT", "valid_from TEXT", "valid_until TEXT",
    "successor TEXT", "aliases TEXT", "groups TEXT", "parent TEXT", "source TEXT NOT NULL DEFAULT 'document'",
)  # fmt: skip

_PHAN_CONG = """CREATE VIEW phan_cong AS
WITH RECURSIVE buoc (agency_id, now_id) AS (
    SELECT DISTINCT agency_id, agency_id FROM assignments
    UNION
    SELECT b.agency_id, s.successor_id
    FROM buoc b JOIN agencies a ON a.id = b.now_id JOIN agency_successors s ON s.agency_id = a.id
    WHERE a.valid_until < as_of_date(NULL)
), hien_nay AS (
    SELECT b.agency_id, group_concat(a.name, '; ') AS names
    FROM buoc b JOIN agencies a ON a.id = b.now_id
    WHERE a.valid_until IS NULL OR a.valid_until >= as_of_date(NULL)
    GROUP BY b.agency_id
)
SELECT
    p.id, a.name AS co_quan, hn.names AS co_quan_hien_nay, iif(p.role = 'lead', 'chủ trì', 'phối hợp') AS vai_tro,
    n.name AS qua_nhom, s.text AS viec, current_due(s.due, s.events, NULL) AS han,
    timing(s.due, s.recurring, s.events, NULL) AS tinh_trang, s.document AS van_ban, s.given_on AS ngay_giao,
    p.rule AS cach_nhan_ra, p.confidence AS do_tin_cay, s.id AS viec_id, s.document_id AS van_ban_id,
    a.id AS co_quan_id
FROM assignments p
JOIN task_sheet s ON s.id = p.task_id
JOIN agencies a ON a.id = p.agency_id
LEFT JOIN agencies n ON n.id = p.via_id
LEFT JOIN hien_nay hn ON hn.agency_id = p.agency_id
ORDER BY co_quan, tinh_trang LIKE 'hoàn thành%', han IS NULL, han, viec_id"""

AGENCY_REGISTER = (
    *(f"ALTER TABLE agencies ADD COLUMN {column}" for column in _COLUMNS),
    "CREATE UNIQUE INDEX agencies_code ON agencies(code)",
    """CREATE TABLE agency_successors (
        agency_id INTEGER NOT NULL REFERENCES agencies(id) ON DELETE CASCADE,
        successor_id INTEGER NOT NULL REFERENCES agencies(id) ON DELETE RESTRICT,
        position INTEGER NOT NULL,
        PRIMARY KEY (agency_id, position)
    )""",
    "CREATE INDEX agency_successors_successor ON agency_successors(successor_id)",
    """CREATE TABLE assignments (
        id INTEGER PRIMARY KEY,
        task_id INTEGER NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
        agency_id INTEGER NOT NULL REFERENCES agencies(id) ON DELETE RESTRICT,
        role TEXT NOT NULL CHECK (role IN ('lead', 'coordinate')),
        via_id INTEGER REFERENCES agencies(id) ON DELETE RESTRICT,
        rule TEXT NOT NULL, confidence REAL NOT NULL,
        UNIQUE (task_id, agency_id, role)
    )""",
    "CREATE INDEX assignments_agency ON assignments(agency_id)",
    "CREATE INDEX assignments_via ON assignments(via_id)",
    """CREATE TABLE directory (
        id INTEGER PRIMARY KEY CHECK (id = 1), version TEXT NOT NULL, file TEXT NOT NULL,
        loaded_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
    )""",
    "ALTER TABLE documents ADD COLUMN resolved_with TEXT",
    _PHAN_CONG,
)
