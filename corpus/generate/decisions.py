"""Decisions (quyết định): bases, articles, and the plan or table that one puts into force."""

from __future__ import annotations

from .actors import main_names
from .bodies import flat, grouped
from .cites import cited, law, proposal
from .desk import Desk
from .layout import ARTICLES, DEEP, Point, numbered, point
from .letterhead import Issuer
from .marks import Piece, join
from .names import head_of
from .paper import Body
from .plans import aims, carried_out, figures, labelled, table


def annexed(desk: Desk, issuer: Issuer) -> list[Piece]:
    """An annex that assigns work in a table."""
    title = desk.pick(("PHÂN CÔNG NHIỆM VỤ", "DANH MỤC NHIỆM VỤ", "BẢNG PHÂN CÔNG NHIỆM VỤ THỰC HIỆN"))
    note = f"(Kèm theo {desk.doc} của {issuer.short})"
    return [Piece(f"PHỤ LỤC\n{title}\n{note}"), join(table(desk, desk.rng.randint(3, 12)), "\n")]


def bases(desk: Desk, issuer: Issuer) -> list[Piece]:
    """``Căn cứ …`` lines and the body that decides."""
    lines: list[Piece] = [Piece(issuer.name.upper())]
    for _ in range(desk.rng.randint(2, 4)):
        lines.append(join(("Căn cứ ", law(desk) if desk.chance(0.4) else cited(desk), ";")))
    office = main_names(desk)[0]
    lines.append(join(("Theo đề nghị của ", head_of(office) or office, " tại ", proposal(desk, office), ".")))
    return [*lines, Piece("QUYẾT ĐỊNH:")]


def _in_force(desk: Desk) -> list[Point]:
    who = f"{desk.own('chief')}, Thủ trưởng các cơ quan, đơn vị có liên quan"
    text = f"{who} chịu trách nhiệm thi hành Quyết định này"
    if desk.chance(0.5):
        return [point("Quyết định này có hiệu lực kể từ ngày ký."), point(f"{text}./.")]
    return [point(f"{text} kể từ ngày ký./.")]


def decision(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A quyết định that assigns work in its articles."""
    articles = [point(f"Giao nhiệm vụ thực hiện {desk.topic()} như sau:", grouped(desk, desk.rng.randint(2, 4), False))]
    if desk.chance(0.5):
        articles.append(point("Tổ chức thực hiện", flat(desk, desk.rng.randint(2, 4))))
    articles += _in_force(desk)
    lines = [*bases(desk, issuer), *numbered(articles, ARTICLES)]
    return Body(tuple(lines), first=f"Như Điều {len(articles)}")


def decision_plan(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A quyết định that puts a plan into force, the plan behind the signature."""
    articles = [point(f"Ban hành kèm theo Quyết định này Kế hoạch {desk.topic()}."), *_in_force(desk)]
    lines = [*bases(desk, issuer), *numbered(articles, ARTICLES)]
    kept, desk.doc = desk.doc, "Kế hoạch"
    title = Piece(f"KẾ HOẠCH\n{subject[0].upper()}{subject[1:]}\n(Ban hành kèm theo Quyết định của {issuer.short})")
    if desk.chance(0.45):
        annex = [*annexed(desk, issuer)]
    else:
        sections = [aims(desk), figures(desk, "MỤC TIÊU"), point("NHIỆM VỤ", labelled(desk, desk.rng.randint(2, 5)))]
        annex = [title, *numbered([*sections, carried_out(desk, "TỔ CHỨC THỰC HIỆN")], desk.pick(DEEP[:5]))]
    desk.doc = kept
    return Body(tuple(lines), tuple(annex), first=f"Như Điều {len(articles)}")
