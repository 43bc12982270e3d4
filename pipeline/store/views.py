"""The views that people read. They need the SQL functions of :mod:`pipeline.store.functions` on the connection.

``task_sheet`` holds what does not depend on a day; ``viec``, ``viec_cua_co_quan`` and ``van_ban``
add how things stand today, and the named queries of Datasette how they stand on any other day.
"""

from __future__ import annotations

_TASK_SHEET = """CREATE VIEW task_sheet AS
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
    (SELECT min(due) FROM deadlines WHERE task_id = t.id AND kind IN ('date', 'period', 'duration')) AS due,
    EXISTS (SELECT 1 FROM deadlines WHERE task_id = t.id AND kind = 'recurring') AS recurring,
    (SELECT json_group_array(json_array(kind, on_day, new_due)) FROM
        (SELECT kind, on_day, new_due FROM task_events WHERE task_id = t.id ORDER BY id)
        HAVING count(*) > 0) AS events
FROM tasks t JOIN documents d ON d.id = t.document_id"""

_VIEC = """CREATE VIEW viec AS
SELECT
    id, text AS viec, lead AS chu_tri, coordinate AS phoi_hop,
    current_due(due, events, NULL) AS han, timing(due, recurring, events, NULL) AS tinh_trang, document AS van_ban,
    deadline_texts AS han_nguyen_van, target_texts AS chi_tieu,
    type_label(type) AS loai_van_ban, issuer AS co_quan_ban_hanh, given_on AS ngay_giao,
    path AS muc, page AS trang, iif(withdrawn, 'lần đọc mới không còn việc này', NULL) AS ghi_chu,
    document_id AS van_ban_id
FROM task_sheet
ORDER BY tinh_trang LIKE 'hoàn thành%', han IS NULL, han, id"""

_VIEC_CUA_CO_QUAN = """CREATE VIEW viec_cua_co_quan AS
SELECT
    a.name AS co_quan, iif(ta.role = 'lead', 'chủ trì', 'phối hợp') AS vai_tro, s.text AS viec,
    current_due(s.due, s.events, NULL) AS han, timing(s.due, s.recurring, s.events, NULL) AS tinh_trang,
    s.document AS van_ban, s.given_on AS ngay_giao, s.id AS viec_id, s.document_id AS van_ban_id, a.id AS co_quan_id
FROM task_sheet s JOIN task_agencies ta ON ta.task_id = s.id JOIN agencies a ON a.id = ta.agency_id
ORDER BY co_quan, tinh_trang LIKE 'hoàn thành%', han IS NULL, han, viec_id"""

_VAN_BAN = """CREATE VIEW van_ban AS
SELECT
    d.id, d.label AS van_ban, type_label(d.type) AS loai, d.date AS ngay_ban_hanh, d.issuer AS co_quan_ban_hanh,
    d.subject AS trich_yeu, (SELECT count(*) FROM tasks WHERE document_id = d.id) AS so_viec,
    (SELECT count(*) FROM task_sheet s
        WHERE s.document_id = d.id AND timing(s.due, s.recurring, s.events, NULL) = 'quá hạn') AS qua_han,
    d.signer AS nguoi_ky, d.urgency AS do_khan,
    (SELECT count(*) FROM findings WHERE document_id = d.id AND severity <> 'info') AS can_xem,
    d.source_name AS tep
FROM documents d"""

VIEWS = (_TASK_SHEET, _VIEC, _VIEC_CUA_CO_QUAN, _VAN_BAN)
