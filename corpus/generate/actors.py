"""Who is charged: names, lists, groups, collectives and heads, each an AGENCY mark with its names."""

from __future__ import annotations

from collections.abc import Sequence

from .desk import Desk
from .gold import COORDINATE, Actor
from .marks import AGENCY, Piece, join, mark
from .names import Party, grouped_names, head_of, listed, single
from .vocabulary import Work, fields, words
from .world import level_words, office, styled


def _place(desk: Desk) -> str:
    """One named local authority."""
    world = desk.world
    name = desk.pick(world.neighbours)
    if world.level in ("gov", "ministry"):
        places = words("places")
        kind = f"UBND tỉnh {desk.pick(places['after' if world.after else 'before'])}"
    elif world.level == "party":
        kind = f"{'Đảng ủy xã' if world.after else 'Huyện ủy'} {name}"
    elif world.level == "commune":
        kind = f"{'khu phố' if world.ward else 'thôn'} {name}"
    elif world.level == "district":
        kind = f"UBND {desk.pick(('xã', 'xã', 'thị trấn'))} {name}"
    else:
        kind = (
            f"UBND {desk.pick(('xã', 'phường') if world.after else ('huyện', 'huyện', 'thị xã', 'thành phố'))} {name}"
        )
    return kind.replace("UBND", "Ủy ban nhân dân") if world.full else kind


def main_names(desk: Desk) -> tuple[str, ...]:
    """The offices in charge of the dispatch's business, the foremost first."""
    world = desk.world
    if world.level == "ministry":
        return desk.sector.agencies or world.field.agencies
    if world.level == "department":
        return tuple(styled(world, unit) for unit in desk.sector.units or world.field.units)
    if world.level == "party":
        return tuple(styled(world, name) for name in level_words(world)["chief"])
    return (styled(world, office(world, world.field)),)


def main(desk: Desk) -> Party:
    """The office in charge."""
    names = main_names(desk)
    several = desk.some(names, 1, 2) if desk.chance(0.12) else [desk.pick(names)]
    return listed(desk, several, "main", _main_works(desk))


def _main_works(desk: Desk) -> Sequence[Work]:
    """Small offices do local work, not that of a ministry or a Sở; a party committee's see to it that others do."""
    if desk.world.level == "party":
        return tuple(map(tuple, words("clauses")["common"]["works"]))
    if desk.world.level == "commune":
        return (*desk.sector.local, *map(tuple, words("clauses")["common"]["works"]))
    return (*desk.sector.works, *desk.sector.local[:2]) if desk.world.level == "district" else desk.sector.works


def partner_name(desk: Desk) -> tuple[str, Sequence[Work], str]:
    """Another office, what it may do for this business, and its field's name."""
    world = desk.world
    if world.level == "party":
        return desk.own("firms"), words("clauses")["common"]["works"], "common"
    level = {"ministry": "gov", "department": "province"}.get(world.level, world.level)
    for _ in range(6):
        field = fields()[desk.deal("partner", desk.sector.partners)]
        name = styled(world, office(world, field, level))
        if name not in main_names(desk) and name != styled(world, office(world, world.field, level)):
            return name, (*field.works, *map(tuple, words("clauses")["common"]["works"])), field.id
    return desk.own("chief"), words("clauses")["common"]["works"], "common"


def partner(desk: Desk) -> Party:
    """Another office, or two of them with a common task."""
    name, works, deck = partner_name(desk)
    asked = desk.world.level in ("ministry", "department")
    if desk.chance(0.15):
        return listed(desk, (name, partner_name(desk)[0]), "common", words("clauses")["common"]["works"], asked)
    return single(name, deck, works, asked)


def local(desk: Desk) -> Party:
    """The local authorities: all of them, or some by name."""
    key = "locals_after" if desk.world.after else "locals_before"
    works = (*desk.sector.local, *map(tuple, words("clauses")["common"]["local"]))
    if desk.chance(0.78):
        return single(desk.own(key), "local", works)
    names = [_place(desk) for _ in range(desk.pick((1, 1, 2, 2, 3)))]
    return _by_kind(desk, names, works)


def _by_kind(desk: Desk, names: Sequence[str], works: Sequence[Work]) -> Party:
    """Places of one kind as ``UBND các xã: A, B``."""
    unique = list(dict.fromkeys(names))
    for kind in ("xã", "phường", "huyện", "tỉnh"):
        for body in ("UBND", "Ủy ban nhân dân"):
            start = f"{body} {kind} "
            if len(unique) > 1 and all(name.startswith(start) for name in unique) and desk.chance(0.7):
                tails = ", ".join(name[len(start) :] for name in unique)
                colon = ":" if desk.chance(0.6) else ""
                return Party(f"{body} các {kind}{colon} {tails}", tuple(unique), ("local", works))
    return listed(desk, unique, "local", works)


def outside(desk: Desk) -> Party:
    """A front, press or company: it is asked, not ordered."""
    kind = desk.pick(("mass", "mass", "press", "firms"))
    names = desk.some(level_words(desk.world)[kind], 1, 2)
    return listed(
        desk, [styled(desk.world, name) for name in names], kind, words("clauses")["common"][kind], asked=True
    )


def everyone(desk: Desk) -> Party:
    """A collective."""
    works = words("clauses")["common"]["works"]
    name = desk.own("collective")
    if desk.chance(0.3):
        other = desk.own("locals_after" if desk.world.after else "locals_before")
        return Party(f"{name}; {other}" if desk.chance(0.5) else f"{name}, {other}", (name, other), ("common", works))
    return single(name, "common", works)


def chief(desk: Desk) -> Party:
    """The issuer's own office that follows things up, or the one in charge."""
    if desk.chance(0.4):
        return main(desk)
    return single(desk.own("chief"), "common", words("clauses")["common"]["works"])


def headed(desk: Desk, party: Party) -> Party:
    """``party`` by the title of its head, where it is one office."""
    head = head_of(party.text) if len(party.names) == 1 else None
    return Party(head, (head,), party.works, party.asked) if head else party


def anyone(desk: Desk) -> Party:
    """Somebody, in the shares in which they are charged."""
    draw = desk.rng.random()
    if draw < 0.38:
        party = main(desk)
    elif draw < 0.62:
        party = partner(desk)
    elif draw < 0.85:
        party = local(desk)
    elif draw < 0.94:
        party = outside(desk)
    else:
        party = everyone(desk)
    return headed(desk, party) if desk.chance(0.06) else party


def helpers(desk: Desk, party: Party) -> Piece:
    """Who works along with ``party``, as COORDINATE marks."""
    vague = words("clauses")["together"]["vague_after" if desk.world.after else "vague_before"]
    options: list[str] = []
    for _ in range(desk.pick((1, 1, 1, 2, 2, 3))):
        draw = desk.rng.random()
        if draw < 0.55:
            options.append(partner_name(desk)[0])
        elif draw < 0.7 and party.works[0] != "local":
            options.append(desk.own("locals_after" if desk.world.after else "locals_before"))
        elif draw < 0.85:
            options.append(desk.own("mass"))
        elif desk.world.level in ("province", "department"):
            options.append(desk.pick(vague))
        else:
            options.append("các đơn vị liên quan")
    known = set(party.names)
    names = [name for name in dict.fromkeys(options) if name not in known and name not in vague]
    loose = [name for name in options if name in vague] or ([] if names else ["các đơn vị liên quan"])
    names += loose[:1]  # one vague name at most, and last
    pieces = [mark(name, AGENCY, Actor(COORDINATE, (name,))) for name in names]
    if len(pieces) == 1:
        return pieces[0]
    group = grouped_names(names, desk) if desk.chance(0.3) else None
    if group:
        return mark(group, AGENCY, Actor(COORDINATE, tuple(names)))
    last = " và " if desk.chance(0.4) and " và " not in names[-1] else ", "
    return join((join(pieces[:-1], ", "), last, pieces[-1]))
