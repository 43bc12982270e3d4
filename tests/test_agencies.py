"""The agency register: the cases of cases/agencies.json in both structures, and what holds for every name."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from case_files import load, marks
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.agencies import Register, Scope, find_agency, find_group, name_key
from pipeline.agencies.bodies import Title, bodies
from pipeline.agencies.directory import ColumnRule
from pipeline.agencies.groups import GroupNoun
from pipeline.agencies.places import province, provinces, unit, units_of
from pipeline.agencies.spelling import Abbreviation, distance, plain, spelled_out
from pipeline.resolve import Resolved, find_definitions, resolve_names, scope_of
from pipeline.resolve.definitions import definition_key
from pipeline.rules import load_rules
from pipeline.types import Found, Header, Span

REGISTER = Register()
CASES = load("agencies")


def found(value: str) -> Found[str]:
    return Found(value, None, "thử")


def header_of(document: dict[str, Any]) -> Header:
    return Header(
        type=found("cong_van"),
        issuer=found(document["issuer"]),
        date=found(document["date"]),
        addressees=tuple(map(found, document.get("addressees", ()))),
    )


def look_up(document: dict[str, Any], *names: str, register: Register = REGISTER) -> tuple[Resolved, ...]:
    header = header_of(document)
    scope = scope_of(header, register, document.get("text", ""))
    return resolve_names([found(name) for name in names], header, register, scope=scope)


def names_of(part: str) -> list[Any]:
    """One parameter for each name of the documents of a part."""
    return [
        pytest.param(
            document, *row, id=f"{row[0]} | {document['issuer']} {document['date'][:4]}", marks=marks(part, row[0])
        )
        for document in CASES[part]
        for row in document["names"]
    ]


def meant(resolved: Resolved) -> str:
    if resolved.kind == "agency":
        return resolved.agencies[0].code
    return "?" if resolved.kind == "body" else ""


@pytest.mark.parametrize(("document", "name", "code"), names_of("resolve"))
def test_a_name_is_an_agency(document: dict[str, Any], name: str, code: str) -> None:
    resolved = look_up(document, name)[0]
    assert meant(resolved) == ("?" if code.startswith("?") else code)
    assert resolved.kind != "agency" or 0.8 < resolved.confidence <= 1


@pytest.mark.parametrize(("document", "name", "code"), names_of("spelling"))
def test_misread_letters(document: dict[str, Any], name: str, code: str) -> None:
    resolved = look_up(document, name)[0]
    assert meant(resolved) == code
    if code:
        assert resolved.rule in ("spelling", "name", "title")


@pytest.mark.parametrize(("document", "name", "count", "members", "others"), names_of("groups"))
def test_a_name_is_a_group(
    document: dict[str, Any], name: str, count: int | None, members: Sequence[str], others: Sequence[str]
) -> None:
    resolved = look_up(document, name)[0]
    codes = {agency.code for agency in resolved.agencies}
    assert resolved.kind == "group" and resolved.group
    assert count is None or len(codes) == count == len(resolved.agencies)
    assert set(members) <= codes and not set(others) & codes


@pytest.mark.parametrize(("code", "day", "expected"), CASES["successors"])
def test_successors(code: str, day: str, expected: Sequence[str]) -> None:
    agency = REGISTER.agency(code)
    assert agency is not None
    assert [after.code for after in REGISTER.successors(agency, date.fromisoformat(day))] == expected


@pytest.mark.parametrize("case", CASES["definitions"], ids=lambda case: case["text"][:40])
def test_definitions(case: dict[str, Any]) -> None:
    text, at, addressees = case["text"], 0, []
    for name in case.get("addressees", ()):
        at = text.index(name, at)
        addressees.append(Found(name, Span(at, at + len(name)), "thử"))
    expected = {definition_key(name): tuple(names) for name, names in case["defined"].items()}
    assert find_definitions(text, addressees) == expected


@pytest.mark.parametrize(("name", "place", "day", "code"), CASES["patterns"])
def test_every_pattern(name: str, place: str, day: str, code: str) -> None:
    match = find_agency(REGISTER, name, scope_in(place, date.fromisoformat(day)))
    assert match is not None and match.agency is not None and match.agency.code.partition("~")[0] == code


def scope_in(place: str, day: date) -> Scope:
    seat = unit(place) if place else None
    at = {seat.level: seat} if seat else {}
    return Scope(day, province(seat.province) if seat else None, at.get("huyen"), at.get("xa"))


# --- the rule files -------------------------------------------------------------------------------------------------


def test_every_pattern_has_examples_and_is_among_the_cases() -> None:
    named = {code.rpartition("/")[2] for _, _, _, code in CASES["patterns"]}
    assert {body.id for body in bodies().values() if body.examples} == set(bodies()) == named


def test_successors_and_days_of_the_patterns() -> None:
    for body in bodies().values():
        assert set(body.successors) <= set(bodies()), body.id
        assert not (body.until and body.since) or body.since < body.until, body.id
        assert not body.central or body.until is None or body.successors, body.id


@pytest.mark.parametrize("rule", load_rules("agencies/abbreviations", Abbreviation), ids=lambda rule: rule.id)
def test_abbreviations(rule: Abbreviation) -> None:
    assert rule.examples
    for example in rule.examples:
        assert name_key(rule.stands_for) in name_key(example), spelled_out(example)
    for example in rule.counter_examples:
        assert name_key(rule.stands_for) not in name_key(example)


@pytest.mark.parametrize("rule", load_rules("agencies/titles", Title), ids=lambda rule: rule.id)
def test_titles(rule: Title) -> None:
    documents = [
        {"issuer": "Ủy ban nhân dân tỉnh Đắk Lắk", "date": "2024-10-25"},
        {"issuer": "Ủy ban nhân dân huyện Krông Nô", "date": "2024-10-25"},
        {"issuer": "Ủy ban nhân dân tỉnh Đắk Lắk", "date": "2025-10-25"},
    ]
    for example in rule.examples:
        kinds = {look_up(document, example)[0].rule for document in documents}
        assert "title" in kinds, (example, kinds)
    for example in rule.counter_examples:
        assert look_up(documents[0], example)[0].rule == "name"


@pytest.mark.parametrize("rule", load_rules("agencies/groups", GroupNoun), ids=lambda rule: rule.id)
def test_group_nouns(rule: GroupNoun) -> None:
    issuer = "Thủ tướng Chính phủ" if rule.level[0] == "trung-uong" else "Ủy ban nhân dân tỉnh Đắk Lắk"
    for example in rule.examples:
        assert look_up({"issuer": issuer, "date": "2024-10-25"}, example)[0].kind == "group", example
    for example in rule.counter_examples:
        assert look_up({"issuer": issuer, "date": "2024-10-25"}, example)[0].kind != "group", example


def test_columns() -> None:
    for rule in load_rules("agencies/columns", ColumnRule):
        assert all(plain(example) in map(plain, rule.words) for example in rule.examples) and rule.examples


# --- where names need the document ----------------------------------------------------------------------------------

PROVINCE = {"issuer": "Ủy ban nhân dân tỉnh Đắk Lắk", "date": "2025-11-03"}


def test_as_above_is_the_addressees() -> None:
    document = PROVINCE | {"addressees": ["Sở Y tế", "Sở Nội vụ"]}
    resolved = look_up(document, "Như trên")[0]
    assert [agency.code for agency in resolved.agencies] == ["dak-lak/so-y-te", "dak-lak/so-noi-vu"]
    assert resolved.rule == "addressees"
    assert meant(look_up(PROVINCE | {"addressees": ["Sở Y tế"]}, "Quý cơ quan")[0]) == "dak-lak/so-y-te"
    assert look_up(PROVINCE, "Như trên")[0].agencies == ()


def test_a_definition_is_followed() -> None:
    header = header_of(PROVINCE)
    text = (
        "UBND các xã, phường, Sở Nội vụ (sau đây gọi chung là các đơn vị) rà soát. Sở Y tế (sau đây gọi là Sở) chủ trì."
    )
    names = [found(name) for name in ("Các đơn vị", "Sở", "Sở Tài chính")]
    many, one, plain_name = resolve_names(names, header, REGISTER, find_definitions(text))
    assert len(many.agencies) == 103 and many.rule == "definition" and many.kind == "group"
    assert (meant(one), one.rule) == ("dak-lak/so-y-te", "definition")
    assert plain_name.rule == "name"


def test_a_definition_of_an_unknown_body_gives_its_full_name() -> None:
    header = header_of(PROVINCE)
    definitions = find_definitions("Tổ công tác rà soát thủ tục của tỉnh (sau đây gọi tắt là Tổ công tác) họp.")
    resolved = resolve_names([found("Tổ công tác")], header, REGISTER, definitions)[0]
    assert (resolved.kind, resolved.meant) == ("unknown", "Tổ công tác rà soát thủ tục của tỉnh")


@pytest.mark.parametrize(
    ("issuer", "place", "day", "code"),
    [
        ("Ủy ban nhân dân tỉnh Đắk Lắk", None, "2025-11-03", "dak-lak"),
        ("Sở Y tế", "Đắk Lắk", "2025-11-03", "dak-lak"),
        ("Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh", None, "2025", "ho-chi-minh"),
        ("Chủ tịch Ủy ban nhân dân huyện Krông Nô", None, "2019-06", "dak-nong/huyen-krong-no"),
        ("Ủy ban nhân dân tỉnh Sông Thao", "Sông Thao", "2025-11-03", None),
        ("Văn phòng Chính phủ", "Hà Nội", "2025-11-03", None),
        ("Cục Kỹ thuật mẫu", "Hà Nội", "2025-11-03", None),
        ("Sở Y tế", "Hà Nội", "2025-11-03", "ha-noi"),
    ],
)
def test_scope_of_the_issuer(issuer: str, place: str | None, day: str, code: str | None) -> None:
    header = Header(type=found("x"), issuer=found(issuer), date=found(day), place=found(place) if place else None)
    lowest = scope_of(header, REGISTER).lowest
    assert (lowest.code if lowest else None) == code


def test_an_undated_dispatch_of_a_district_is_read_in_its_time() -> None:
    header = Header(type=found("x"), issuer=found("Ủy ban nhân dân huyện Krông Nô"))
    assert scope_of(header, REGISTER, today=date(2026, 5, 1)).day == date(2025, 6, 30)


# --- what holds for everything --------------------------------------------------------------------------------------


def test_places() -> None:
    assert len(provinces()) == 63
    assert sum(place.valid_on(date(2025, 7, 1)) for place in provinces()) == 34
    today = [place for home in provinces() for place in units_of(home.code) if place.valid_on(date(2025, 7, 1))]
    assert len(today) == len({place.code for place in today}) == 3321
    for home in ("dak-lak", "ben-tre", "ho-chi-minh"):
        for place in units_of(home):
            assert unit(place.code) == place
            assert all(unit(code) is not None for code in place.successors)


NAMES = [row[0] for part in ("resolve", "groups", "spelling") for document in CASES[part] for row in document["names"]]


@given(st.sampled_from(NAMES))
def test_a_key_does_not_depend_on_composition(name: str) -> None:
    assert name_key(unicodedata.normalize("NFD", name)) == name_key(name)
    assert plain(plain(name)) == plain(name)


@given(st.sampled_from(NAMES), st.sampled_from(CASES["groups"]))
@settings(max_examples=60, deadline=None)
def test_members_are_valid_and_told_once(name: str, document: dict[str, Any]) -> None:
    day = date.fromisoformat(document["date"])
    group = find_group(REGISTER, name, scope_of(header_of(document), REGISTER))
    for agency in group.members if group else ():
        assert agency.valid_on(day)
        assert REGISTER.agency(agency.code) == agency
        assert all(after.valid_on(date(2026, 1, 1)) for after in REGISTER.successors(agency, date(2026, 1, 1)))


@given(st.text(alphabet="SởYtếUBNDcáchuyện,xã tỉnhĐắkLắk()-&.1", max_size=60), st.sampled_from(CASES["groups"]))
@settings(max_examples=150, deadline=None)
def test_any_name_is_looked_up(name: str, document: dict[str, Any]) -> None:
    assert look_up(document, name)[0].name.value == name


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_text_is_searched_for_definitions(text: str) -> None:
    assert all(names for names in find_definitions(f"Sở Y tế {text} (gọi tắt là Sở{text})").values())


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance(one: str, other: str) -> None:
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 2) == 0) == (one == other)
    assert min(distance(one, other, 9), 3) == distance(one, other, 2)


def test_a_document_is_resolved_in_a_moment() -> None:
    document = CASES["resolve"][0]
    names = [found(row[0]) for row in document["names"]]
    header = header_of(document)
    resolve_names(names, header, REGISTER)
    best = min(_timed(names, header) for _ in range(5))
    assert best < 0.02  # 2 ms on an idle machine


def _timed(names: Sequence[Found[str]], header: Header) -> float:
    began = time.perf_counter()
    resolve_names(names, header, REGISTER)
    return time.perf_counter() - began
