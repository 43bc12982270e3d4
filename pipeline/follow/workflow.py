"""The workflow of an assignment as data: states, events, roles, and the one table of what may follow what.

Data: ``rules/follow/states.toml``, ``events.toml``, ``roles.toml`` and ``transitions.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from pipeline.rules import RuleError, load_rules

OPEN = "open"
"""In the table of transitions: every open state."""

GIVEN_BACK = "assign"
"""The event that comes with giving work back to an agency which had it before."""

_FIELDS = frozenset(["new_due", "percent", "note", "to_agency"])


@dataclass(frozen=True, slots=True)
class State:
    """Where an assignment is. ``timing`` and ``late`` are what the reports call a state that no day changes."""

    id: str
    label: str
    open: bool = False
    done: bool = False
    timing: str = ""
    late: str = ""


@dataclass(frozen=True, slots=True)
class EventKind:
    """What can happen, what must and may be said with it, and whether its new deadline takes effect.

    ``shown``: a note or files must show that it is so.
    """

    id: str
    label: str
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    moves_due: bool = False
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """Who acts."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Transition:
    """A row of the table: ``event`` in a state of ``before`` leads to ``after``, the same state where that is empty."""

    event: str
    before: tuple[str, ...]
    by: tuple[str, ...]
    after: str = ""
    other_than: str = ""
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class Workflow:
    """All of it, by id; ``transitions`` by state and event. ``version`` changes when anything in it does."""

    states: Mapping[str, State]
    events: Mapping[str, EventKind]
    roles: Mapping[str, Role]
    transitions: Mapping[tuple[str, str], Transition]
    version: str

    @property
    def first(self) -> str:
        """The state in which every assignment begins."""
        return next(iter(self.states))

    def possible(self, state: str, role: str | None = None) -> tuple[str, ...]:
        """The events that somebody, or somebody of one role, may record in a state, in the order of the table."""
        rows = ((event, row.by) for (before, event), row in self.transitions.items() if before == state)
        return tuple(event for event, by in rows if (role in by if role else by))


@cache
def workflow() -> Workflow:
    """The workflow that comes with the program."""
    return build_workflow(
        load_rules("follow/states", State),
        load_rules("follow/events", EventKind),
        load_rules("follow/roles", Role),
        load_rules("follow/transitions", Transition),
    )


def build_workflow(
    states: tuple[State, ...], events: tuple[EventKind, ...], roles: tuple[Role, ...], rows: tuple[Transition, ...]
) -> Workflow:
    """Put the tables together.

    Raises :class:`~pipeline.rules.RuleError` where a row names what is in no table, or two rows tell what one event
    leads to in one state.
    """
    states_by_id, events_by_id = {state.id: state for state in states}, {event.id: event for event in events}
    for event in events:
        _known(f"events.toml: {event.id}", (*event.needs, *event.may), _FIELDS)
    transitions: dict[tuple[str, str], Transition] = {}
    for row in rows:
        where = f"transitions.toml: {row.event}"
        _known(where, [row.event, *filter(None, [row.other_than, row.same_as])], events_by_id)
        _known(where, [*row.before, *filter(None, [row.after])], {*states_by_id, OPEN})
        _known(where, row.by, {role.id for role in roles})
        for before in _spelled_out(row.before, states):
            if (before, row.event) in transitions:
                raise RuleError(f"{where}: told twice for {before}")
            transitions[before, row.event] = row
    version = sha256(repr((states, events, rows)).encode()).hexdigest()[:12]
    return Workflow(states_by_id, events_by_id, {role.id: role for role in roles}, transitions, version)


def _spelled_out(before: Iterable[str], states: Iterable[State]) -> list[str]:
    every = [state.id for state in states if state.open]
    return [state for name in before for state in (every if name == OPEN else [name])]


def _known(where: str, names: Iterable[str], known: Iterable[str]) -> None:
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise RuleError(f"{where}: unknown {unknown}")
