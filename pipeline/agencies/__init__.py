"""Who is who: provinces and what became of them, the shipped register of agencies, an office's own directory."""

from pipeline.agencies.bodies import bodies
from pipeline.agencies.groups import Group, find_group
from pipeline.agencies.lookup import Match, find_agency, nearest_agency, province_spoken_of
from pipeline.agencies.places import province
from pipeline.agencies.places import unit as place_of_code
from pipeline.agencies.register import Agency, Register, Scope, shipped_version
from pipeline.agencies.spelling import name_key, slug

__all__ = [
    "Agency", "Group", "Match", "Register", "Scope", "bodies", "find_agency", "find_group", "name_key",
    "nearest_agency", "place_of_code", "province", "province_spoken_of", "shipped_version", "slug",
]  # fmt: skip
