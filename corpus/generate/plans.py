"""Plans and annexes: aims, figures to be reached, work with labelled lines, tables."""

from __future__ import annotations

from collections.abc import Sequence

from .actors import anyone, helpers, main
from .bodies import flat, grouped
from .desk import Desk
from .goals import count, low, money, share
from .gold import Deadline, Given, Target
from .layout import Point, point
from .marks import AGENCY, DEADLINE, TARGET, Mark, Part, Piece, capital, fill, join, mark
from .names import Party
from .orders import core, task
from .times import in_period, label_time, on_day
from .vocabulary import words


def aims(desk: Desk, title: str = "MỤC ĐÍCH, YÊU CẦU") -> Point:
    """What the plan is for, which is no work, and what it demands, on which readers differ."""
    purpose = words("frame")["purpose"]
    aim = [point(text.format(topic=desk.topic())) for text in desk.some(purpose["aims"], 1, 3)]
    demand = [point(task(text, Given(optional=True))) for text in desk.some(purpose["demands"], 1, 3)]
    return point(title, [point("Mục đích", aim), point("Yêu cầu", demand)])


def _figure(desk: Desk) -> Piece:
    """A level to be reached as a point of its own: a task without a lead."""
    draw = desk.rng.random()
    if draw < 0.04:
        entry = desk.pick(words("goals")["benchmark"])
        form = desk.pick(entry["forms"])
        level = mark(form, TARGET, Target(entry["comparator"], None, entry["unit"]))
        return task(join(("Tỷ lệ ", desk.deal("share", desk.sector.shares), " ", level, ".")))
    goal = share(desk) if draw < 0.62 else count(desk) if draw < 0.86 else low(desk)
    if desk.chance(0.45):
        day = in_period(desk) if desk.chance(0.8) else on_day(desk)
        early = day.text.startswith(("đến", "hết", "trong", "trước"))
        text = join((capital(day), ", ", goal)) if early and desk.chance(0.6) else join((capital(goal), " ", day))
        return task(join((text, ".")))
    return task(join((capital(goal), ".")))


def figures(desk: Desk, title: str) -> Point:
    """The section of levels to be reached."""
    entries: list[Part] = [_figure(desk) for _ in range(desk.rng.randint(2, 5))]
    if desk.chance(0.25):
        entries = [join((f"Chỉ tiêu {n}: ", entry)) for n, entry in enumerate(entries, 1)]
    points = [point(entry) for entry in entries]
    if desk.chance(0.4):
        text = desk.pick(words("frame")["purpose"]["general"]).format(topic=desk.topic())
        general = point("Mục tiêu chung", [point(task(text, Given(optional=True)))])
        return point(title, [general, point("Mục tiêu cụ thể", points)])
    return point(title, points)


def _values(piece: Piece, label: str) -> tuple[Mark, ...]:
    return tuple(m for m in piece.marks if m.label == label)


def _coordinators(helpers_: Piece) -> tuple[str, ...]:
    return tuple(name for m in _values(helpers_, AGENCY) for name in m.value.names)


def _labelled(desk: Desk, dash: str, keys: tuple[str, str, str]) -> tuple[list[Part], Given, Party]:
    """Labelled lines and what they give to the work above them."""
    party = main(desk) if desk.chance(0.6) else anyone(desk)
    lines: list[Part] = [join((dash, keys[0], ": ", capital(party.lead()), "."))]
    with_: tuple[str, ...] = ()
    if desk.chance(0.65):
        helping = helpers(desk, party)
        with_ = _coordinators(helping)
        lines.append(join((dash, keys[1], ": ", capital(helping), ".")))
    deadlines: tuple[tuple[str, Deadline], ...] = ()
    if desk.chance(0.75):
        day = label_time(desk)
        deadlines = tuple((day.text[m.start : m.end], m.value) for m in _values(day, DEADLINE))
        lines.append(join((dash, keys[2], ": ", day, ".")))
    if desk.chance(0.3):
        label = words("frame")["label"]
        lines.append(f"{dash}{desk.pick(label['product'])}: {desk.pick(label['products'])}.")
    return lines, Given(lead=party.names, coordinate=with_, deadlines=deadlines), party


def labelled(desk: Desk, count_: int) -> list[Point]:
    """Work whose agencies and time stand in labelled lines under it, or under several of it."""
    label = words("frame")["label"]
    keys = (desk.pick(label["lead"]), desk.pick(label["coordinate"]), desk.pick(label["time"]))
    dash = desk.pick(("- ", "- ", "+ ", ""))
    points = []
    for _ in range(count_):
        lines, given, party = _labelled(desk, dash, keys)
        if desk.chance(0.25):
            texts = [task(join((capital(_bare(desk, party)), ".")), given) for _ in range(desk.rng.randint(2, 3))]
            title = f"{'Về ' if desk.chance(0.3) else ''}{desk.topic()}"
            # The labels stand once, behind the last: they hold for all above them.
            inner = [point(text) for text in texts[:-1]] + [point(texts[-1], lines=lines)]
            points.append(point(title[0].upper() + title[1:], inner))
        else:
            points.append(point(task(join((capital(_bare(desk, party)), ".")), given), lines=lines))
    return points


def _bare(desk: Desk, party: Party) -> Piece:
    """The work alone, sometimes with a level; who, with whom and when stand elsewhere."""
    text = core(desk, party, alone=True)
    if desk.chance(desk.habits.goal):
        text = fill("{w}; {v} {t}", w=text, v=desk.pick(("bảo đảm", "phấn đấu")), t=share(desk))
    return text


def carried_out(desk: Desk, title: str) -> Point:
    """Who does what: the last section of a plan."""
    if desk.chance(0.65):
        return point(title, grouped(desk, desk.rng.randint(3, 6), bullet=True))
    return point(title, flat(desk, desk.rng.randint(3, 7)))


def spending(desk: Desk, title: str) -> Point:
    """Where the money comes from: no work, but for a rare sum to be found."""
    text: Part = desk.pick(words("frame")["purpose"]["money"])
    points = [point(text, bare=True)]
    if desk.chance(0.12):
        office = main(desk)
        points.append(
            point(task(join((capital(office.lead()), " ", money(desk), " để thực hiện ", desk.topic(), "."))))
        )
    return point(title, points)


# Columns of an annex by what stands there, and the orders in which they come.
_TITLES = {
    "n": ("STT", "TT", "Stt"),
    "w": ("Nhiệm vụ", "Nội dung công việc", "Nội dung nhiệm vụ", "Nội dung", "Tên nhiệm vụ", "Nhiệm vụ, giải pháp"),
    "a": ("Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ trì", "Đơn vị thực hiện", "Cơ quan thực hiện"),
    "c": ("Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp"),
    "d": ("Thời hạn", "Thời gian hoàn thành", "Thời gian thực hiện", "Tiến độ", "Thời gian"),
    "p": ("Sản phẩm", "Kết quả", "Sản phẩm đầu ra"),
}
_SHAPES = ("nwacdp", "nwacd", "nwad", "nwacdp", "nwadp", "nwda", "nwapd")


def table(desk: Desk, rows: int) -> list[Piece]:
    """An annex as rows of ``|``: group rows give their title only, every other row is a task."""
    shape = desk.pick(_SHAPES)
    lines: list[Piece] = [join([desk.pick(_TITLES[c]) for c in shape], " | ")]
    group = 0
    for number in range(1, rows + 1):
        if rows > 4 and desk.chance(0.25):
            title = desk.deal("theme", words("frame")["theme"]["forms"]).format(topic=desk.topic())
            group += 1
            cells = [("I", "II", "III", "IV", "V", "VI", "VII", "VIII")[group % 8 - 1], title, *[""] * (len(shape) - 2)]
            lines.append(Piece(" | ".join(cells)))
        lines.append(_row(desk, shape, number))
    return lines


def _row(desk: Desk, shape: Sequence[str] | str, number: int) -> Piece:
    party = main(desk) if desk.chance(0.5) else anyone(desk)
    day = capital(label_time(desk))
    helping = helpers(desk, party) if desk.chance(0.75) and "c" in shape else Piece("")
    given = Given(
        lead=party.names,
        coordinate=_coordinators(helping),
        deadlines=tuple((day.text[m.start : m.end], m.value) for m in _values(day, DEADLINE)),
    )
    cells: dict[str, Part] = {
        "n": str(number),
        "w": task(capital(_bare(desk, party)), given),
        "a": capital(party.lead()),
        "c": capital(helping),
        "d": day,
        "p": desk.pick(words("frame")["label"]["products"]),
    }
    return join([cells[c] for c in shape], " | ")
