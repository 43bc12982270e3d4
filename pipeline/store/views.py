"""The views that people read. They need the SQL functions of :mod:`pipeline.store.functions` on the connection.

``task_sheet`` holds what does not depend on a day; ``viec``, ``viec_cua_co_quan``, ``phan_cong`` and ``van_ban`` add
how things stand today: the last row of ``standings``. The named queries of Datasette take the row of any other day.

None has an ORDER BY: SQLite would compute and sort every row to count them. ``viec`` is read along an index that has
open work first, by deadline; the others are sorted by Datasette. What was taken out of the register is in none of them.
"""

from __future__ import annotations

import sqlite3

from pipeline.store.citation_views import CITATION_VIEWS
from pipeline.store.removal_schema import IN_FORCE
from pipeline.store.tracking_views import TRACKING_VIEWS
from pipeline.store.units import DUE_KINDS

# The next due day of repeated work that is open; which of its reports were made isn't looked at.
_KY_TOI = """iif(s.state IN ('completed', 'cancelled', 'reassigned', 'rejected'), NULL,
        (SELECT min(o.due) FROM deadlines h CROSS JOIN occurrences o ON o.deadline_id = h.id
            WHERE h.task_id = s.task_id AND o.due >= (SELECT as_of_date(NULL)))) AS ky_toi"""

_TASK_SHEET = f"""CREATE VIEW task_sheet AS
SELECT
    t.id, t.document_id, t.path, t.text, t.page, t.withdrawn,
    d.label AS document, d.type, d.issuer, d.given_on,
    (SELECT group_concat(as_written, '; ') FROM
        (SELECT as_written FROM task_agencies WHERE task_id = t.id AND role = 'lead' ORDER BY position))
        AS lead,
    (SELECT group_concat(as_written, '; ') FROM
        (SELECT as_written FROM task_agencies WHERE task_id = t.id AND role = 'coordinate' ORDER BY position))
        AS coordinate,
    (SELECT group_concat(raw, '; ') FROM (SELECT raw FROM deadlines WHERE task_id = t.id ORDER BY position))
        AS deadline_texts,
    (SELECT group_concat(raw, '; ') FROM (SELECT raw FROM targets WHERE task_id = t.id ORDER BY position))
        AS target_texts,
    (SELECT min(due) FROM deadlines WHERE task_id = t.id AND kind IN {DUE_KINDS}) AS due,
    EXISTS (SELECT 1 FROM deadlines WHERE task_id = t.id AND kind = 'recurring') AS recurring
FROM tasks t JOIN documents d ON d.id = t.document_id
WHERE {IN_FORCE.format("t.document_id")}"""  # noqa: S608 - own words

_VIEC = f"""CREATE VIEW viec AS
SELECT
    v.id, v.text AS viec, v.lead AS chu_tri, v.coordinate AS phoi_hop, s.due AS han,
    {_KY_TOI},
    coalesce(s.timing, open_timing(s.due, (SELECT as_of_date(NULL)))) AS tinh_trang,
    state_label(s.state) AS trang_thai, v.document AS van_ban,
    v.deadline_texts AS han_nguyen_van, v.target_texts AS chi_tieu,
    type_label(v.type) AS loai_van_ban, v.issuer AS co_quan_ban_hanh, v.given_on AS ngay_giao,
    v.path AS muc, v.page AS trang, iif(v.withdrawn, 'lần đọc mới hoặc người xem lại đã bỏ việc này', NULL) AS ghi_chu,
    v.document_id AS van_ban_id
FROM standings s INDEXED BY standings_last CROSS JOIN task_sheet v ON v.id = s.task_id
WHERE s.is_task = 1 AND s.until = '9999-12-31'"""  # noqa: S608 - own words

_VIEC_CUA_CO_QUAN = f"""CREATE VIEW viec_cua_co_quan AS
SELECT
    a.name AS co_quan, iif(ta.role = 'lead', 'chủ trì', 'phối hợp') AS vai_tro, t.text AS viec,
    s.due AS han, {_KY_TOI},
    s.timing_today AS tinh_trang, d.label AS van_ban, d.given_on AS ngay_giao, ta.task_id AS viec_id,
    t.document_id AS van_ban_id, a.id AS co_quan_id
FROM agencies a CROSS JOIN task_agencies ta ON ta.agency_id = a.id
CROSS JOIN tasks t ON t.id = ta.task_id CROSS JOIN documents d ON d.id = t.document_id
CROSS JOIN standings_today s ON s.task_id = ta.task_id AND s.is_task = 1"""  # noqa: S608 - own words

# A lead stands as itself, who coordinates as the task does.
_PHAN_CONG = f"""CREATE VIEW phan_cong AS
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
    n.name AS qua_nhom, t.text AS viec, s.due AS han, {_KY_TOI},
    s.timing_today AS tinh_trang,
    state_label(s.state) AS trang_thai, d.label AS van_ban, d.given_on AS ngay_giao,
    p.rule AS cach_nhan_ra, p.confidence AS do_tin_cay,
    iif(p.withdrawn, 'lần đọc mới không còn cơ quan này', NULL) AS ghi_chu,
    p.task_id AS viec_id, t.document_id AS van_ban_id, a.id AS co_quan_id
FROM agencies a CROSS JOIN assignments p ON p.agency_id = a.id
CROSS JOIN tasks t ON t.id = p.task_id CROSS JOIN documents d ON d.id = t.document_id
CROSS JOIN standings_today s ON s.id = iif(p.role = 'lead' AND NOT p.withdrawn,
    (SELECT id FROM standings_today WHERE assignment_id = p.id),
    (SELECT id FROM standings_today WHERE task_id = p.task_id AND is_task = 1))
LEFT JOIN agencies n ON n.id = p.via_id LEFT JOIN hien_nay hn ON hn.agency_id = p.agency_id"""  # noqa: S608 - own words

_VAN_BAN = f"""CREATE VIEW van_ban AS
SELECT
    d.id, d.label AS van_ban, type_label(d.type) AS loai, d.date AS ngay_ban_hanh, d.issuer AS co_quan_ban_hanh,
    d.subject AS trich_yeu, (SELECT count(*) FROM tasks WHERE document_id = d.id) AS so_viec,
    (SELECT count(*) FROM tasks t CROSS JOIN standings_today s ON s.task_id = t.id AND s.is_task = 1
        WHERE t.document_id = d.id AND s.timing_today = 'quá hạn') AS qua_han,
    d.signer AS nguoi_ky, d.urgency AS do_khan,
    (SELECT count(*) FROM findings WHERE document_id = d.id AND severity <> 'info') AS can_xem,
    d.source_name AS tep
FROM documents d WHERE {IN_FORCE.format("d.id")}"""  # noqa: S608 - own words

_STATEMENTS = (
    _TASK_SHEET, *TRACKING_VIEWS, _VIEC, _VIEC_CUA_CO_QUAN, _PHAN_CONG, _VAN_BAN, *CITATION_VIEWS,
)  # fmt: skip
_VIEWS = {statement.split()[2]: statement for statement in _STATEMENTS}  # by the name behind CREATE VIEW


def outdated_views(conn: sqlite3.Connection) -> dict[str, str]:
    """Our views that the database lacks or has in another form, with their statements; those of others are theirs."""
    stored = dict(conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall())
    return {name: statement for name, statement in _VIEWS.items() if stored.get(name) != statement}


def make_views(conn: sqlite3.Connection) -> None:
    """Make the outdated views anew: they hold nothing, so they need no step of their own when they change."""
    for name, statement in outdated_views(conn).items():
        conn.execute(f"DROP VIEW IF EXISTS {name}")
        conn.execute(statement)
