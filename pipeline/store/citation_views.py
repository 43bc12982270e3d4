"""Which stored document a citation means. It is told when it is asked, so a document that arrives later is found too.

``citation_sheet`` gives each citation with ``cited_id``; ``vien_dan`` is what people read of it.
"""

from __future__ import annotations

from pipeline.store.removal_schema import IN_FORCE

# The strongest candidate (see pipeline.store.citing), the only one where nothing but the number tells.
_CITATION_SHEET = f"""CREATE VIEW citation_sheet AS
SELECT
    c.id, c.document_id, c.position, c.number, c.type, c.date, c.issuer, c.title, c.relation, c.page, c.key,
    (SELECT iif(max(cites(c.date, c.issuer, d.given_on, d.issuer, t.date, t.issuer)) > 1
            OR count(DISTINCT coalesce(t.date, '') || '|' || coalesce(t.issuer, '')) = 1, t.id, NULL)
        FROM documents t
        WHERE t.code_key = c.key AND t.id <> c.document_id AND {IN_FORCE.format("t.id")}
            AND cites(c.date, c.issuer, d.given_on, d.issuer, t.date, t.issuer) > 0)
        AS cited_id
FROM citations c JOIN documents d ON d.id = c.document_id AND {IN_FORCE.format("d.id")}"""  # noqa: S608 - own words

_VIEN_DAN = """CREATE VIEW vien_dan AS
SELECT
    s.id, d.label AS van_ban, relation_label(s.relation) AS quan_he, s.number AS so_ky_hieu,
    type_label(s.type) AS loai, s.date AS ngay_ban_hanh, s.issuer AS co_quan_ban_hanh, s.title AS trich_yeu,
    t.label AS van_ban_vien_dan, s.page AS trang, s.document_id AS van_ban_id, s.cited_id AS vien_dan_id
FROM citation_sheet s JOIN documents d ON d.id = s.document_id LEFT JOIN documents t ON t.id = s.cited_id"""

CITATION_VIEWS = (_CITATION_SHEET, _VIEN_DAN)
