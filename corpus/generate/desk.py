"""What the writer of one dispatch has at hand: chance, the place, the business, habits, and phrases not yet used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from .vocabulary import Sector, Work
from .world import World, level_words, styled

T = TypeVar("T")

# What a way to go on begins with where no comma stands before it.
_JOINED = frozenset(("để", "nhằm", "theo", "trên", "tại", "cho", "bằng", "trong", "gắn", "và", "từ", "ở", "với"))

_DAYS = (
    "{d:02}/{m:02}/{y}",
    "{d:02}/{m}/{y}",
    "{d}/{m}/{y}",
    "{d:02} tháng {m:02} năm {y}",
    "{d:02} tháng {m} năm {y}",
)
_RARE_DAYS = ("{d:02}-{m:02}-{y}", "{d:02}.{m:02}.{y}", "{d} tháng {m} năm {y}")


@dataclass(frozen=True, slots=True)
class Habits:
    """How this office writes: its form of dates, of the end of a point, of ``uỷ``, and how much it charges."""

    day: str
    two_digits: bool  # "05 ngày", "tháng 09"
    stop: str  # what ends a bullet
    deadline: float  # how often an order has a deadline
    goal: float  # … a level to be reached
    together: float  # … somebody who works along
    cite: float  # … a document it goes by


@dataclass(slots=True)
class Desk:
    """What changes while a dispatch is written: ``decks`` deal each phrase once before any comes again."""

    rng: Random
    world: World
    sector: Sector
    habits: Habits
    doc: str = "Công văn"  # what the dispatch calls itself
    day_known: bool = True
    main_topic: str = ""  # what it is about
    decks: dict[str, list[int]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def chance(self, share: float) -> bool:
        """True in ``share`` of all cases."""
        return self.rng.random() < share

    def pick(self, options: Sequence[T]) -> T:
        """One of ``options``."""
        return options[int(self.rng.random() * len(options))]

    def some(self, options: Sequence[T], least: int, most: int) -> list[T]:
        """From ``least`` to ``most`` different ones of ``options``, fewer where there are no more."""
        return self.rng.sample(options, min(self.rng.randint(least, most), len(options)))

    def deal(self, name: str, options: Sequence[T]) -> T:
        """The next of ``options`` in the shuffled deck ``name``."""
        deck = self.decks.get(name)
        if not deck:
            deck = self.decks[name] = list(range(len(options)))
            self.rng.shuffle(deck)
        return options[deck.pop()]

    def topic(self) -> str:
        """The business in a few words, as it follows ``công tác``: the dispatch's own most often, or one beside it."""
        if not self.main_topic:
            self.main_topic = self.deal("topic", self.sector.topics)
        return self.main_topic if self.chance(0.55) else self.deal("topic", self.sector.topics)

    def own(self, key: str) -> str:
        """A name from this level's words."""
        return styled(self.world, self.pick(level_words(self.world)[key]))

    def boss(self) -> str:
        """Who is told of the results."""
        return self.own("boss")

    def number(self, value: int) -> str:
        """A small count as this office prints it: ``05``."""
        return f"{value:02}" if self.habits.two_digits else str(value)


def make_habits(rng: Random) -> Habits:
    """The habits of one office."""
    return Habits(
        day=rng.choice(_RARE_DAYS if rng.random() < 0.1 else _DAYS),
        two_digits=rng.random() < 0.75,
        stop=rng.choice((".", ".", ".", ";")),
        deadline=rng.uniform(0.15, 0.65),
        goal=rng.uniform(0.02, 0.3),
        together=rng.uniform(0.1, 0.5),
        cite=rng.uniform(0.02, 0.25),
    )


def work_text(desk: Desk, work: Work) -> str:
    """``verb object`` with some of its ways to go on, filled in."""
    head, *tails = work
    text = head
    for tail in tails:
        if desk.chance(0.5):
            text += (" " if tail.split(" ", 1)[0] in _JOINED else ", ") + tail
            break
    if "{" in text:
        text = text.format(topic=desk.topic(), doc=desk.doc, boss=desk.boss())
    return styled(desk.world, text) if "UBND" in text else text
