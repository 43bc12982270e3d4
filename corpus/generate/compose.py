"""A whole dispatch from its seed: kind, place, business, body, then what copying does to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

from .desk import Desk, make_habits
from .dispatches import WRITERS
from .free import FREE
from .gold import gold_of
from .letterhead import addressed, foot, head, issuer_of
from .marks import TASK, Piece, join
from .noise import damaged, decomposed, in_strings, old_tones, paged, wrapped
from .paper import Body
from .record import Generated, Labelled
from .vocabulary import Sector, fields, sectors, words
from .world import World, make_world, person

_WRITERS = {**WRITERS, **FREE}
_NOISE = 0.3  # the share of documents that are not clean


def generate(seed: int, number: int, noise: bool = True) -> Generated:
    """Document ``number`` of ``seed``: it depends on nothing else. ``noise=False`` gives the same one clean."""
    rng = Random(f"dispatch:{seed}:{number}")
    desk, kind = _setting(rng)
    name = f"{kind['id'].replace('_', '-')}-{seed}-{number:05}"
    paper, header = _written(desk, kind)
    gold = {"source": f"{name}.txt", **gold_of(paper, header)}
    damaged_ = False
    chance = Random(f"noise:{seed}:{number}")
    if chance.random() < 0.15:
        issuer = gold["header"]["issuer"]  # a full name that is printed nowhere: it keeps its usual spelling
        paper, gold = Piece(old_tones(paper.text), paper.marks), in_strings(gold, old_tones)
        gold["header"]["issuer"] = issuer
    if noise and chance.random() < _NOISE:
        paper, damaged_ = _spoiled(chance, paper)
    return Generated(name, paper.text, gold, _spans(paper), damaged_)


def generate_many(count: int, seed: int, noise: bool = True) -> Iterator[Generated]:
    """Documents 0 … ``count`` - 1 of ``seed``."""
    for number in range(count):
        yield generate(seed, number, noise)


@cache
def _kinds() -> tuple[dict[str, Any], ...]:
    return tuple(kind for kind in words("kinds")["kind"] for _ in range(kind["weight"]))


@cache
def _levels(allowed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(level for level in allowed for _ in range(words("levels")[level]["weight"]))


def _fits(level: str, sector: Sector) -> bool:
    """Whether an office of ``level`` in this business issues under its own name: a ministry or a Sở."""
    field = fields()[sector.field]
    if level == "ministry":
        return all(name.startswith("Bộ ") for name in (field.ministry[0], field.ministry[2]))
    if level == "department":
        return all(name.startswith("Sở ") for name in (field.department[0], field.department[2]))
    return True


def _setting(rng: Random) -> tuple[Desk, dict[str, Any]]:
    kind = rng.choice(_kinds())
    known = [sector for sector in sectors() if sector.field in kind.get("fields", (sector.field,))]
    levels: list[str] = []
    while not levels:
        sector = rng.choice(known)
        levels = [level for level in _levels(tuple(kind["levels"])) if _fits(level, sector)]
    world: World = make_world(rng, rng.choice(levels), fields()[sector.field])
    day_known = rng.random() > 0.08
    return Desk(rng, world, sector, make_habits(rng), kind["doc"], day_known), kind


def _subject(desk: Desk, kind: dict[str, Any]) -> str:
    """The trích yếu."""
    frame = words("frame")["subject"]
    key = {"programme": "plan", "scheme": "plan", "notice": "meeting", "letter": "letter"}.get(kind["id"], kind["id"])
    topic, year = desk.topic(), desk.world.issued.year
    form: str = desk.pick(frame.get(key, frame["titled"]))
    return form.format(
        topic=topic,
        Topic=topic[0].upper() + topic[1:],
        y=year,
        y5=year + 4,
        chair=f"{_chair(desk)} {person(desk.rng)}",
        place=desk.world.area if desk.world.level not in ("gov", "ministry") else "cả nước",
    )


def _chair(desk: Desk) -> str:
    """The title of who chairs a meeting."""
    return {
        "gov": "Phó Thủ tướng Chính phủ",
        "ministry": "Thứ trưởng",
        "province": "Phó Chủ tịch UBND",
        "department": "Phó Giám đốc Sở",
        "district": "Chủ tịch UBND huyện",
        "commune": "Chủ tịch UBND",
        "party": "Phó Bí thư Tỉnh ủy",
    }[desk.world.level]


def _written(desk: Desk, kind: dict[str, Any]) -> tuple[Piece, dict[str, Any]]:
    """The paper and its header."""
    issuer = issuer_of(desk, kind)
    subject = _subject(desk, kind)
    blocks, header = head(desk, kind, issuer, subject)
    body: Body = _WRITERS[kind["id"]](desk, issuer, subject)
    if body.addressees:
        telegram = issuer.name.upper() if kind["id"] == "telegram" else None
        lines, header["addressees"] = addressed(desk, body.addressees, telegram)
        blocks += lines
    ending = desk.pick(("./.", "./.", "./.", "."))
    end, tail = foot(desk, issuer, body.first)
    gap = desk.pick(("\n\n", "\n\n", "\n"))
    body_lines = [*body.lines[:-1], _ended(body.lines[-1], ending)]
    parts = [*blocks, join((join(body_lines, gap), *end), gap)]
    if body.annex:
        parts += [join(body.annex, gap)]
    return join(parts, "\n\n"), {**header, **tail}


def _ended(line: Piece, ending: str) -> Piece:
    """The last line of the body with its closing sign, which belongs to a task that ends there."""
    if ending == "." or not line.text.endswith(".") or line.text.endswith("./."):
        return line
    more = len(line.text)
    marks = tuple(m._replace(end=m.end + 2) if m.end == more and m.label == TASK else m for m in line.marks)
    return Piece(line.text + "/.", marks)


def _spoiled(rng: Random, paper: Piece) -> tuple[Piece, bool]:
    """Some of: hard line breaks with page numbers, damaged letters, letters apart from their marks."""
    harmed = False
    kind = rng.choice(("wrap", "wrap", "page", "damage", "apart", "wrap damage"))
    if "damage" in kind:
        paper, harmed = damaged(rng, paper, rng.choice((0.002, 0.005, 0.012))), True
    if "wrap" in kind:
        paper = wrapped(rng, paper, rng.choice((70, 80, 90, 100)), rng.choice((0, 28, 40)))
    if "page" in kind:
        paper = paged(rng, paper, rng.randint(1, 4))
    if "apart" in kind:
        paper = decomposed(paper)
    return paper, harmed


def _spans(paper: Piece) -> tuple[Labelled, ...]:
    """The marks of the paper, those of optional tasks left out."""
    kept = (m for m in paper.marks if not (m.label == TASK and m.value.optional))
    return tuple(Labelled(m.start, m.end, m.label) for m in sorted(kept, key=lambda m: (m.start, -m.end, m.label)))
