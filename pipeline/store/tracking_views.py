"""Views of follow-up: the journal, the tasks of several leads as one, and how far measured values are from targets."""

from __future__ import annotations

from pipeline.store.removal_schema import IN_FORCE
from pipeline.store.tallies import TALLY_CHANGES

# The last standing holds today and until something happens.
_STANDINGS_TODAY = """CREATE VIEW standings_today AS
SELECT *, coalesce(timing, open_timing(due, (SELECT as_of_date(NULL)))) AS timing_today
FROM standings WHERE until = '9999-12-31'"""

_NHAT_KY = """CREATE VIEW nhat_ky AS
SELECT
    e.id, e.on_day AS ngay, event_label(e.kind) AS su_kien, coalesce(e.agency, '(cả việc)') AS co_quan, t.text AS viec,
    e.new_due AS han_moi, e.percent AS phan_tram, a.name AS giao_cho, e.note AS ghi_chu,
    (SELECT group_concat(name, '; ') FROM (SELECT name FROM event_files WHERE event_id = e.id ORDER BY position))
        AS tep_kem,
    e.actor AS nguoi_ghi, role_label(e.role) AS vai_tro, e.recorded_at AS ghi_luc, e.occurrence_due AS ky,
    d.label AS van_ban, e.task_id AS viec_id, t.document_id AS van_ban_id
FROM task_events e LEFT JOIN tasks t ON t.id = e.task_id LEFT JOIN documents d ON d.id = t.document_id
LEFT JOIN agencies a ON a.id = e.to_agency_id"""

# A row for each standing of each lead of a task with several: a report picks those of its day and counts them.
_MEMBER_SHEET = """CREATE VIEW member_sheet AS
SELECT
    w.task_id, s.assignment_id, n.name AS via, s.since, s.until, s.state, s.timing, s.due, s.done_on,
    s.state NOT IN ('assigned', 'rejected') AS taken, s.state IN ('reported', 'completed') AS reported
FROM standings w INDEXED BY standings_several CROSS JOIN standings s ON s.task_id = w.task_id AND s.is_unit = 1
CROSS JOIN assignments p ON p.id = s.assignment_id LEFT JOIN agencies n ON n.id = p.via_id
WHERE w.is_task = 1 AND w.is_unit = 0 AND w.until = '9999-12-31' AND s.state NOT IN ('cancelled', 'reassigned')"""

_TIEN_DO_NHOM = """CREATE VIEW tien_do_nhom AS
SELECT
    t.id AS viec_id, t.text AS viec, group_concat(DISTINCT m.via) AS nhom,
    sum(m.reported) || '/' || count(*) AS da_bao_cao_tren_tong, count(*) AS so_co_quan, sum(m.taken) AS da_tiep_nhan,
    sum(m.reported) AS da_bao_cao, sum(m.state = 'completed') AS hoan_thanh,
    sum(m.timing IS NULL AND m.due < (SELECT as_of_date(NULL))) AS qua_han,
    d.label AS van_ban, t.document_id AS van_ban_id
FROM member_sheet m CROSS JOIN tasks t ON t.id = m.task_id CROSS JOIN documents d ON d.id = t.document_id
WHERE m.until = '9999-12-31'
GROUP BY m.task_id"""

# A value belongs to the target in whose words it was recorded, or to the only one of its task. What is measured of a
# target against a benchmark has no distance, as nobody knows the benchmark.
_MEASURE_SHEET = f"""CREATE VIEW measure_sheet AS
SELECT
    m.id, t.id AS target_id, m.task_id, m.assignment_id, m.on_day, m.value, m.source, m.actor, t.comparator,
    t.value AS wanted, t.unit,
    CASE t.comparator WHEN '>=' THEN m.value >= t.value WHEN '>' THEN m.value > t.value
        WHEN '<=' THEN m.value <= t.value WHEN '<' THEN m.value < t.value ELSE m.value = t.value END AS reached,
    CASE WHEN t.comparator IN ('>=', '>') THEN max(t.value - m.value, 0)
        WHEN t.comparator IN ('<=', '<') THEN max(m.value - t.value, 0)
        ELSE abs(m.value - t.value) END AS distance
FROM target_measures m JOIN targets t ON t.task_id = m.task_id
    AND (t.raw = m.target OR (SELECT count(*) FROM targets WHERE task_id = m.task_id) = 1)
JOIN tasks v ON v.id = m.task_id AND {IN_FORCE.format("v.document_id")}"""  # noqa: S608 - own words

_CHI_TIEU_DO = f"""CREATE VIEW chi_tieu_do AS
WITH cuoi AS (
    SELECT *, row_number() OVER (PARTITION BY target_id, assignment_id ORDER BY on_day DESC, id DESC) AS thu_tu
    FROM measure_sheet
)
SELECT
    g.id, g.raw AS chi_tieu, g.comparator AS so_sanh, g.value AS can_dat, g.unit AS don_vi, m.value AS do_duoc,
    m.on_day AS ngay_do, iif(m.reached, 'đạt', iif(m.reached = 0, 'chưa đạt', NULL)) AS ket_qua,
    m.distance AS con_thieu, a.name AS co_quan, m.source AS nguon, t.text AS viec, d.label AS van_ban,
    g.task_id AS viec_id, t.document_id AS van_ban_id
FROM targets g LEFT JOIN cuoi m ON m.target_id = g.id AND m.thu_tu = 1
JOIN tasks t ON t.id = g.task_id AND {IN_FORCE.format("t.document_id")} JOIN documents d ON d.id = t.document_id
LEFT JOIN assignments p ON p.id = m.assignment_id LEFT JOIN agencies a ON a.id = p.agency_id"""  # noqa: S608 - own words

TRACKING_VIEWS = (
    _STANDINGS_TODAY, TALLY_CHANGES, _NHAT_KY, _MEMBER_SHEET, _TIEN_DO_NHOM, _MEASURE_SHEET, _CHI_TIEU_DO,
)  # fmt: skip
