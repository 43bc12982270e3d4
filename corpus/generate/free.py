"""The types that assign nothing, with what looks like work in them: past deeds, terms of procedures, percentages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from .actors import main, partner_name
from .bodies import because
from .cites import cited, law, proposal
from .decisions import bases
from .desk import Desk
from .gold import Given
from .layout import ARTICLES, DEEP, SHALLOW, Point, numbered, point
from .letterhead import Issuer
from .marks import Part, Piece, capital, fill, join, slots_of
from .orders import task
from .paper import Body, Writer
from .vocabulary import words
from .world import person


def _say(desk: Desk, issuer: Issuer, form: str, who: str = "") -> Piece:
    """``form`` with invented figures, days and names."""
    rng, issued = desk.rng, desk.world.issued
    past, coming = issued - timedelta(days=rng.randint(5, 60)), issued + timedelta(days=rng.randint(3, 40))
    day = coming if form.startswith("Thời gian") or "Từ ngày" in form else past
    after = day + timedelta(days=4)
    values: dict[str, Part] = {
        "n": str(rng.randint(11, 400)),
        "n2": f"{rng.randint(1, 9)}.{rng.randint(100, 999)}",
        "p": str(rng.randint(21, 98)),
        "p2": str(rng.randint(2, 9)),
        "h": "14",
        "h2": "17",
        "day": f"{day.day:02}/{day.month}/{day.year}",
        "day2": f"{after.day:02}/{after.month}/{after.year}",
        "later": f"{coming.day:02} tháng {coming.month} năm {coming.year}",
        "wd": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")[coming.weekday()],
        "issuer": issuer.short,
        "boss": desk.boss(),
    }
    slots = slots_of(form)
    makers: dict[str, Callable[[], Part]] = {
        "topic": desk.topic,
        "Topic": lambda: capital(desk.topic()),
        "ref": lambda: cited(desk, about=False),
        "law": lambda: law(desk),
        "a": lambda: main(desk).text,
        "b": lambda: partner_name(desk)[0],
        "person": lambda: who or person(rng),
    }
    for slot in sorted(slots - values.keys()):
        values[slot] = makers[slot]()
    return capital(fill(form, **values))


def _some(desk: Desk, issuer: Issuer, key: str, least: int, most: int) -> list[Piece]:
    who = person(desk.rng)  # one and the same in all of them
    return [_say(desk, issuer, form, who) for form in desk.some(words("free")[key], least, most)]


def report(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A báo cáo: what was done, what is planned by the reporter itself."""
    opening = capital(join((because(desk), f"{issuer.short} báo cáo kết quả {desk.topic()} như sau:")))
    titles = desk.some(
        ("TÌNH HÌNH CHUNG", "KẾT QUẢ THỰC HIỆN", "TỒN TẠI, HẠN CHẾ", "NGUYÊN NHÂN", "ĐÁNH GIÁ CHUNG"), 2, 4
    )
    sections = [point(title, [point(text) for text in _some(desk, issuer, "report", 2, 4)]) for title in titles]
    closing = Piece(f"Trên đây là báo cáo kết quả {desk.topic()}, {issuer.short} báo cáo {desk.boss()}.")
    return Body((opening, *numbered(sections, desk.pick(DEEP[:5])), closing), addressees=(desk.boss(),))


def request(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A tờ trình: need, draft, and a request to the superior, which readers may or may not count."""
    opening = capital(join((because(desk), f"{issuer.short} kính trình {desk.boss()} như sau:")))
    needs = [point(text) for text in _some(desk, issuer, "request_need", 2, 5)]
    boss = desk.boss()
    asked = Piece(f"Kính đề nghị {boss} xem xét, cho ý kiến về {desk.topic()}.")
    sections = [
        point("SỰ CẦN THIẾT", needs),
        point("KIẾN NGHỊ", [point(task(asked, Given(lead=(boss,), optional=True)))]),
    ]
    ends = _some(desk, issuer, "request_end", 1, 2)
    return Body((opening, *numbered(sections, DEEP[0]), *ends), addressees=(boss,))


def answer(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A công văn that answers or informs."""
    name = desk.pick((desk.own("firms"), partner_name(desk)[0]))
    asked = proposal(desk, name)
    opening = join(("Phúc đáp ", asked, f" của {name} về {desk.topic()}, {issuer.short} có ý kiến như sau:"))
    points = [point(text) for text in _some(desk, issuer, "answer", 2, 5)]
    end = _say(desk, issuer, desk.pick(words("free")["answer_end"]) + ".")
    return Body((opening, *numbered(points, desk.pick(SHALLOW)), end), addressees=(name[0].upper() + name[1:],))


def schedule(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A thông báo of hours, places, holidays, results."""
    opening = Piece(f"{issuer.short} thông báo như sau:")
    points = [point(text) for text in _some(desk, issuer, "schedule", 2, 5)]
    end = Piece(f"{issuer.short} thông báo để các cơ quan, tổ chức và Nhân dân được biết.")
    return Body((opening, *numbered(points, desk.pick(SHALLOW)), end), first=desk.own("collective"))


def invitation(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A giấy mời."""
    opening = Piece(f"{issuer.short} trân trọng kính mời Quý cơ quan dự họp, cụ thể như sau:")
    points = [point(text) for text in _some(desk, issuer, "invitation", 4, 6)]
    end = Piece(
        desk.pick(("Rất mong Quý đại biểu có mặt đúng giờ.", "Rất hân hạnh được đón tiếp.", "Trân trọng kính mời."))
    )
    return Body((opening, *numbered(points, desk.pick(SHALLOW)), end), first="Như thành phần mời")


def minutes(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A biên bản."""
    sections = [
        point("THÀNH PHẦN", [point(f"Ông {person(desk.rng)}, đại diện {partner_name(desk)[0]}.") for _ in range(2)]),
        point("NỘI DUNG", [point(text) for text in _some(desk, issuer, "minutes", 3, 6)]),
    ]
    return Body(tuple(numbered(sections, desk.pick(DEEP[:5]))), first="Các thành viên dự họp")


def _articles(desk: Desk, issuer: Issuer, key: str, points: Sequence[Point]) -> Body:
    last = point(f"Văn phòng và các cơ quan có liên quan chịu trách nhiệm thi hành {desk.doc} này./.")
    articles = [*points, point(f"{desk.doc} này có hiệu lực kể từ ngày ký."), last]
    return Body((*bases(desk, issuer), *numbered(articles, ARTICLES)), first=f"Như Điều {len(articles)}")


def approval(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A nghị quyết that approves figures."""
    rows = [point(text) for text in _some(desk, issuer, "approval", 2, 4)]
    lines = _articles(desk, issuer, "approval", [point("Thông qua các nội dung sau:", rows)])
    changed = tuple(Piece("QUYẾT NGHỊ:") if line.text == "QUYẾT ĐỊNH:" else line for line in lines.lines)
    return Body(changed, first="Như trên")


def circular(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A thông tư."""
    articles = [point(text) for text in _some(desk, issuer, "circular", 3, 6)]
    opening = [join(("Căn cứ ", law(desk), ";")), join(("Căn cứ ", cited(desk), ";"))]
    named = Piece(f"Bộ trưởng {issuer.short} ban hành Thông tư quy định về {desk.topic()}.")
    return Body((*opening, named, *numbered(articles, ARTICLES)), first="Thủ tướng, các Phó Thủ tướng Chính phủ")


def goods(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A thông báo of how goods are classified."""
    opening = [
        join(("Căn cứ ", law(desk), ";")),
        Piece(f"{issuer.short} thông báo kết quả phân loại hàng hóa như sau:"),
    ]
    points = [point(text) for text in _some(desk, issuer, "goods", 4, 6)]
    return Body((*opening, *numbered(points, ("{n}.",))), first="Các đơn vị hải quan")


def appointment(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A quyết định on a person, an award, land or an account."""
    return _articles(desk, issuer, "appointment", [point(text) for text in _some(desk, issuer, "appointment", 1, 2)])


def procedures(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A quyết định that makes procedures public, with a table of the days they take."""
    body = _articles(
        desk, issuer, "", [point("Công bố kèm theo Quyết định này Danh mục thủ tục hành chính (có Phụ lục kèm theo).")]
    )
    rows = [Piece("STT | Tên thủ tục hành chính | Thời hạn giải quyết | Địa điểm thực hiện | Phí, lệ phí")]
    for number, name in enumerate(desk.some(words("free")["procedures"], 3, 7), 1):
        term = f"{desk.number(desk.pick((3, 5, 7, 10, 15)))} ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ"
        rows.append(Piece(f"{number} | {name} | {term} | Trung tâm Phục vụ hành chính công | Không"))
    annex = Piece("PHỤ LỤC\nDANH MỤC THỦ TỤC HÀNH CHÍNH\n(Kèm theo Quyết định nêu trên)")
    return Body(body.lines, (annex, join(rows, "\n")), first=body.first)


FREE: Mapping[str, Writer] = {
    "report": report,
    "request": request,
    "answer": answer,
    "schedule": schedule,
    "invitation": invitation,
    "minutes": minutes,
    "approval": approval,
    "circular": circular,
    "goods": goods,
    "appointment": appointment,
    "procedures": procedures,
}
