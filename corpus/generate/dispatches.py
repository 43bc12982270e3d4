"""The types that assign work: each writes its body between the title and the recipients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .actors import everyone, local, main, partner_name
from .bodies import because, closings, commands, flat, from_command, grouped, past, pasts, prose, says, themed
from .decisions import annexed, decision, decision_plan
from .desk import Desk
from .layout import DEEP, SHALLOW, Point, numbered, point
from .letterhead import Issuer
from .marks import Part, Piece, capital, join, piece
from .paper import Body, Scheme, Writer
from .plans import aims, carried_out, figures, labelled, spending


def addressees_of(desk: Desk) -> list[str]:
    """Some of those who are concerned, as lines after ``Kính gửi``."""
    key = "locals_after" if desk.world.after else "locals_before"
    options = [desk.own("collective"), desk.own(key), main(desk).text, partner_name(desk)[0], desk.own("firms")]
    chosen = desk.some(options, 1, 4)
    return [name[0].upper() + name[1:] for name in dict.fromkeys(chosen)]


def _scheme(desk: Desk) -> Scheme:
    return desk.pick(SHALLOW)


def _bullet(scheme: Sequence[str]) -> bool:
    return scheme[1] in ("-", "•", "*", "–", "+")


def _points(desk: Desk, issuer: Issuer, scheme: Scheme) -> tuple[list[Part], list[Point], Scheme]:
    """An opening, the points, and the scheme that fits them."""
    bullet = _bullet(scheme)
    draw = desk.rng.random()
    if draw < 0.4:
        return [says(desk, issuer.short)], grouped(desk, desk.rng.randint(2, 6), bullet), scheme
    if draw < 0.62:
        return [says(desk, issuer.short)], flat(desk, desk.rng.randint(2, 8)), scheme
    if draw < 0.72:
        return [says(desk, issuer.short)], themed(desk, desk.rng.randint(2, 4), bullet), scheme
    if draw < 0.78:
        return (
            [capital(join((because(desk), f"{issuer.short} có ý kiến như sau:")))],
            prose(desk, desk.rng.randint(2, 5)),
            scheme,
        )
    party = desk.pick((everyone, local, everyone, main))(desk)
    one = scheme[:1] if scheme[0] else ("-",)
    return [commands(desk, party)], from_command(desk, party, desk.rng.randint(2, 7), one[0] == "-"), one


def letter(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A công văn."""
    opening: list[Part] = [pasts(desk)] if desk.chance(0.6) else []
    if desk.chance(0.1):
        opening.append(past(desk))
    if desk.chance(0.12):
        return _short_letter(desk, issuer, opening)
    says_, points, scheme = _points(desk, issuer, _scheme(desk))
    lines = [*map(piece, opening), *map(piece, says_), *numbered(points, scheme)]
    lines += numbered(closings(desk, issuer.short), ("",))
    return Body(tuple(lines), addressees=tuple(addressees_of(desk)))


def _short_letter(desk: Desk, issuer: Issuer, opening: list[Part]) -> Body:
    """A letter of a paragraph or two that asks for one thing."""
    party = desk.pick((local, main, everyone))(desk)
    points = prose(desk, 1) if desk.chance(0.5) else from_command(desk, party, 1, False)
    bare = [point(entry.text, bare=True) for entry in points]
    lines = [*map(piece, opening or [capital(join((because(desk), f"{issuer.short} có ý kiến như sau:")))])]
    lines += [*numbered(bare, ("",)), *numbered(closings(desk, issuer.short), ("",))]
    name = party.text[0].upper() + party.text[1:]
    return Body(tuple(lines), addressees=(name,))


def telegram(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A công điện: addressees, the situation, orders."""
    says_, points, scheme = _points(desk, issuer, _scheme(desk))
    lines = [piece(pasts(desk, 1, 4)), *map(piece, says_), *numbered(points, scheme)]
    lines += numbered(closings(desk, issuer.short), ("",))
    return Body(tuple(lines), addressees=tuple(addressees_of(desk)))


def directive(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A chỉ thị: findings, a command, work, sometimes in Roman sections."""
    opening = [piece(pasts(desk, 2, 4))]
    says_, points, scheme = _points(desk, issuer, _scheme(desk))
    if desk.chance(0.3):
        work = point("NHIỆM VỤ CỤ THỂ", grouped(desk, desk.rng.randint(3, 6), True))
        points = [work, point("TỔ CHỨC THỰC HIỆN", flat(desk, desk.rng.randint(2, 3)))]
        says_, scheme = [says(desk, issuer.short)], desk.pick(DEEP[:5])
    lines = [*opening, *map(piece, says_), *numbered(points, scheme)]
    lines += numbered(closings(desk, issuer.short), ("",))
    return Body(
        tuple(lines),
        first="Như trên" if desk.chance(0.2) else desk.own("locals_after" if desk.world.after else "locals_before"),
    )


def plan(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A kế hoạch or chương trình in sections, its work labelled, named, or in an annexed table."""
    opening = capital(join((because(desk), f"{issuer.short} ban hành {desk.doc} với các nội dung sau:")))
    sections: list[Point] = []
    if desk.chance(0.25):
        sections.append(point("ĐÁNH GIÁ TÌNH HÌNH", [point(pasts(desk, 2, 4), bare=True)]))
    sections.append(aims(desk))
    if desk.chance(0.6):
        sections.append(
            figures(desk, desk.pick(("MỤC TIÊU", "CHỈ TIÊU", "MỤC TIÊU, CHỈ TIÊU", "CÁC CHỈ TIÊU CHỦ YẾU")))
        )
    annex: list[Piece] = []
    draw = desk.rng.random()
    title = desk.pick(("NHIỆM VỤ, GIẢI PHÁP", "NỘI DUNG THỰC HIỆN", "NHIỆM VỤ TRỌNG TÂM", "CÁC NHIỆM VỤ CỤ THỂ"))
    if draw < 0.4:
        sections.append(point(title, labelled(desk, desk.rng.randint(2, 6))))
    elif draw < 0.6:
        sections.append(point(title, flat(desk, desk.rng.randint(3, 7))))
    elif draw < 0.8:
        sections.append(point(title, themed(desk, desk.rng.randint(2, 4), True)))
    else:
        sections.append(
            point(title, [point("Nhiệm vụ cụ thể, phân công và thời hạn tại Phụ lục kèm theo.", bare=True)])
        )
        annex = annexed(desk, issuer)
    if desk.chance(0.55):
        sections.append(spending(desk, desk.pick(("KINH PHÍ THỰC HIỆN", "KINH PHÍ", "NGUỒN KINH PHÍ"))))
    if desk.chance(0.85):
        sections.append(carried_out(desk, "TỔ CHỨC THỰC HIỆN"))
    lines = [opening, *numbered(sections, desk.pick(DEEP)), *numbered(closings(desk, issuer.short), ("",))]
    return Body(tuple(lines), tuple(annex), first=desk.own("recipients").partition(" (")[0])


def notice(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A thông báo of conclusions: the meeting, what was found, who is to do what."""
    chair = subject.split(" của ", 1)[-1].split(" tại ", 1)[0]
    day = f"{max(desk.world.issued.day - 3, 1):02}/{desk.world.issued.month}/{desk.world.issued.year}"
    guests = f"{main(desk).text}, {partner_name(desk)[0]}"
    opening = f"Ngày {day}, {chair} đã chủ trì cuộc họp về {desk.topic()}. Dự họp có đại diện {guests}."
    after = f"Sau khi nghe báo cáo và ý kiến của các đại biểu, {chair} kết luận như sau:"
    bullet = _bullet(scheme := _scheme(desk))
    charged = desk.chance(0.5)
    work = grouped(desk, desk.rng.randint(2, 5), bullet) if charged else flat(desk, desk.rng.randint(3, 8))
    if desk.chance(0.4):
        found = point(
            desk.pick(("ĐÁNH GIÁ CHUNG", "VỀ KẾT QUẢ THỰC HIỆN", "Về tình hình chung")),
            [point(past(desk)) for _ in range(2)],
        )
        points, scheme = (
            [found, point(desk.pick(("NHIỆM VỤ TRỌNG TÂM", "VỀ CÁC NHIỆM VỤ THỜI GIAN TỚI")), work)],
            desk.pick(DEEP[:5]),
        )
    else:
        points = ([point(pasts(desk, 1, 2))] if desk.chance(0.5) else []) + work
    lines = [Piece(opening), Piece(after), *numbered(points, scheme), *numbered(closings(desk, issuer.short), ("",))]
    return Body(tuple(lines), first=desk.own("recipients").partition(" (")[0])


def guide(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A hướng dẫn: principles, who does what, how files are made."""
    opening = capital(join((because(desk), f"{issuer.short} hướng dẫn {desk.topic()} như sau:")))
    steps = [
        point("Hồ sơ gồm: tờ trình, báo cáo tóm tắt, biên bản họp (01 bộ)."),
        point(f"Thời gian thẩm định hồ sơ là {desk.number(10)} ngày làm việc kể từ khi nhận đủ hồ sơ hợp lệ."),
    ]
    sections = [
        point("NỘI DUNG THỰC HIỆN", grouped(desk, desk.rng.randint(2, 4), True)),
        *([point("HỒ SƠ, THỦ TỤC", steps)] if desk.chance(0.5) else []),
        point("TỔ CHỨC THỰC HIỆN", flat(desk, desk.rng.randint(2, 4))),
    ]
    lines = [opening, *numbered(sections, desk.pick(DEEP[:5])), *numbered(closings(desk, issuer.short), ("",))]
    return Body(tuple(lines), first=desk.own("collective"))


def resolution(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A resolution of a party committee: situation, views, tasks, carrying out."""
    sections = [
        point("TÌNH HÌNH VÀ NGUYÊN NHÂN", [point(past(desk)) for _ in range(desk.rng.randint(2, 3))]),
        figures(desk, "MỤC TIÊU"),
        point("TỔ CHỨC THỰC HIỆN", flat(desk, desk.rng.randint(3, 6))),
    ]
    return Body(tuple(numbered(sections, DEEP[0])), first=desk.own("collective"))


def checked(desk: Desk, issuer: Issuer, subject: str) -> Body:
    """A report of an inspection that ends with what those who were inspected must do."""
    opening = capital(join((because(desk), f"{issuer.short} báo cáo kết quả như sau:")))
    sections = [
        point("TÌNH HÌNH CHUNG", [point(past(desk)) for _ in range(desk.rng.randint(2, 3))]),
        point("TỒN TẠI, HẠN CHẾ", [point(past(desk)) for _ in range(desk.rng.randint(1, 3))]),
        point("YÊU CẦU ĐỐI VỚI CÁC ĐƠN VỊ ĐƯỢC KIỂM TRA", flat(desk, desk.rng.randint(2, 5))),
    ]
    lines = [opening, *numbered(sections, DEEP[0])]
    return Body(tuple(lines), addressees=(desk.boss(),))


WRITERS: Mapping[str, Writer] = {
    "letter": letter,
    "telegram": telegram,
    "directive": directive,
    "plan": plan,
    "programme": plan,
    "scheme": plan,
    "notice": notice,
    "decision": decision,
    "decision_plan": decision_plan,
    "guide": guide,
    "resolution": resolution,
    "checked": checked,
}
