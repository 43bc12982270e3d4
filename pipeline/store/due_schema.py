"""What falls due without a day of its own in the dispatch: repeated work, and work counted from the day of receipt.

The views show the next due day of repeated work beside its deadline (``ky_toi``); its timing stays ``định kỳ``, because
nobody has recorded yet which reports were made, and what isn't known to be late must not be called late.
"""

from __future__ import annotations

_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"

# task_sheet as things stand today; the next due day is that of an open task.
_TASK_TODAY = """CREATE VIEW task_today AS
WITH s AS (
    SELECT *, current_due(due, events, NULL) AS han, timing(due, recurring, events, NULL) AS tinh_trang FROM task_sheet
)
SELECT s.*, iif(s.tinh_trang LIKE 'hoàn thành%' OR s.tinh_trang = 'đã hủy', NULL,
    (SELECT min(o.due) FROM deadlines d JOIN occurrences o ON o.deadline_id = d.id
        WHERE d.task_id = s.id AND o.due >= as_of_date(NULL))) AS ky_toi
FROM s"""

_VIEC = """CREATE VIEW viec AS
SELECT
    id, text AS viec, lead AS chu_tri, coordinate AS phoi_hop, han, ky_toi, tinh_trang, document AS van_ban,
    deadline_texts AS han_nguyen_van, target_texts AS chi_tieu,
    type_label(type) AS loai_van_ban, issuer AS co_quan_ban_hanh, given_on AS ngay_giao,
    path AS muc, page AS trang, iif(withdrawn, 'lần đọc mới không còn việc này', NULL) AS ghi_chu,
    document_id AS van_ban_id
FROM task_today
ORDER BY tinh_trang LIKE 'hoàn thành%', coalesce(han, ky_toi) IS NULL, coalesce(han, ky_toi), id"""

_VIEC_CUA_CO_QUAN = """CREATE VIEW viec_cua_co_quan AS
SELECT
    a.name AS co_quan, iif(ta.role = 'lead', 'chủ trì', 'phối hợp') AS vai_tro, s.text AS viec,
    s.han, s.ky_toi, s.tinh_trang,
    s.document AS van_ban, s.given_on AS ngay_giao, s.id AS viec_id, s.document_id AS van_ban_id, a.id AS co_quan_id
FROM task_today s JOIN task_agencies ta ON ta.task_id = s.id JOIN agencies a ON a.id = ta.agency_id
ORDER BY co_quan, tinh_trang LIKE 'hoàn thành%', coalesce(han, ky_toi) IS NULL, coalesce(han, ky_toi), viec_id"""

_PHAN_CONG = """CREATE VIEW phan_cong AS
WITH RECURSIVE buoc (agency_id, now_id) AS (
    SELECT DISTINCT agency_id, agency_id FROM assignments
    UNION
    SELECT b.agency_id, n.successor_id
    FROM buoc b JOIN agencies a ON a.id = b.now_id JOIN agency_successors n ON n.agency_id = a.id
    WHERE a.valid_until < as_of_date(NULL)
), hien_nay AS (
    SELECT b.agency_id, group_concat(a.name, '; ') AS names
    FROM buoc b JOIN agencies a ON a.id = b.now_id
    WHERE a.valid_until IS NULL OR a.valid_until >= as_of_date(NULL)
    GROUP BY b.agency_id
)
SELECT
    p.id, a.name AS co_quan, hn.names AS co_quan_hien_nay, iif(p.role = 'lead', 'chủ trì', 'phối hợp') AS vai_tro,
    n.name AS qua_nhom, s.text AS viec, s.han, s.ky_toi, s.tinh_trang, s.document AS van_ban, s.given_on AS ngay_giao,
    p.rule AS cach_nhan_ra, p.confidence AS do_tin_cay, s.id AS viec_id, s.document_id AS van_ban_id,
    a.id AS co_quan_id
FROM assignments p
JOIN task_today s ON s.id = p.task_id
JOIN agencies a ON a.id = p.agency_id
LEFT JOIN agencies n ON n.id = p.via_id
LEFT JOIN hien_nay hn ON hn.agency_id = p.agency_id
ORDER BY co_quan, tinh_trang LIKE 'hoàn thành%', coalesce(han, ky_toi) IS NULL, coalesce(han, ky_toi), viec_id"""

OCCURRENCES = (
    f"""CREATE TABLE occurrences (
        deadline_id INTEGER NOT NULL REFERENCES deadlines(id) ON DELETE CASCADE,
        due TEXT NOT NULL CHECK (due {_DAY}),
        PRIMARY KEY (deadline_id, due)
    ) WITHOUT ROWID""",
    "CREATE INDEX occurrences_due ON occurrences(due)",
    "ALTER TABLE documents ADD COLUMN occurrences_until TEXT",
    *(f"DROP VIEW {view}" for view in ("viec", "viec_cua_co_quan", "phan_cong")),
    _TASK_TODAY,
    _VIEC,
    _VIEC_CUA_CO_QUAN,
    _PHAN_CONG,
)

RECEIPTS = (
    "ALTER TABLE documents ADD COLUMN arrival_number TEXT",
    f"ALTER TABLE documents ADD COLUMN arrival_date TEXT CHECK (arrival_date {_DAY})",
    "ALTER TABLE documents ADD COLUMN arrival_by TEXT CHECK (arrival_by IN ('stamp', 'person'))",
    "ALTER TABLE deadlines ADD COLUMN amount INTEGER",
    "ALTER TABLE deadlines ADD COLUMN amount_unit TEXT",
    "ALTER TABLE deadlines ADD COLUMN counted_from TEXT CHECK (counted_from IN ('issue', 'receipt', 'other'))",
)
