"""The codes in which facts about people and things are recorded, each with its words.

Ethnicity and disability are the Department for Education's Common Basic Data Set codes, as the Children in Need census uses them. They are
recorded for honest statistics; they are never an input to linking, ranking or alerts.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from holdfast.record.kinds import Facts


class Basis(StrEnum):
    """How the source came to say it."""

    SAID_BY_PERSON = "said_by_person"
    SAID_BY_FAMILY = "said_by_family"
    SAID_BY_OTHER = "said_by_other"
    SEEN_DOCUMENT = "seen_document"
    OBSERVED = "observed"
    SOURCE_RECORD = "source_record"
    STATUTORY_RETURN = "statutory_return"
    INTELLIGENCE = "intelligence"


class Certainty(StrEnum):
    """How sure the source is of it."""

    CONFIRMED = "confirmed"
    STATED = "stated"
    BELIEVED = "believed"
    DOUBTED = "doubted"


class Grading(Facts):
    """How a statement is graded. Intelligence also has its 3×5×2 grade (College of Policing, Intelligence report)."""

    basis: Basis
    certainty: Certainty
    source_reliability: Literal[1, 2, 3] | None = None
    assessment: Literal["A", "B", "C", "D", "E"] | None = None
    handling: Literal["P", "C"] | None = None


class Sex(StrEnum):
    """Sex as recorded. "Not known" covers a child not yet born."""

    FEMALE = "F"
    MALE = "M"
    NOT_KNOWN = "U"


class BirthPrecision(StrEnum):
    """How exactly a date of birth is known. The date itself is a part."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ESTIMATED = "estimated"
    EXPECTED = "expected"
    NOT_KNOWN = "not_known"


class EthnicityMissing(StrEnum):
    """Why there is no ethnicity code."""

    REFUSED = "REFU"
    NOT_OBTAINED = "NOBT"
    NOT_ASKED = "not_asked"
    NOT_KNOWN_TO_SOURCE = "not_known_to_source"
    NOT_BORN = "not_born"


ETHNICITIES: dict[str, str] = {
    "WBRI": "White British",
    "WIRI": "White Irish",
    "WIRT": "Traveller of Irish heritage",
    "WOTH": "Any other White background",
    "WROM": "Gypsy/Roma",
    "MWBC": "White and Black Caribbean",
    "MWBA": "White and Black African",
    "MWAS": "White and Asian",
    "MOTH": "Any other mixed background",
    "AIND": "Indian",
    "APKN": "Pakistani",
    "ABAN": "Bangladeshi",
    "AOTH": "Any other Asian background",
    "BCRB": "Black Caribbean",
    "BAFR": "Black African",
    "BOTH": "Any other Black background",
    "CHNE": "Chinese",
    "OOTH": "Any other ethnic group",
}

DISABILITIES: dict[str, str] = {
    "NONE": "No disability",
    "MOB": "Mobility",
    "HAND": "Hand function",
    "PC": "Personal care",
    "INC": "Incontinence",
    "COMM": "Communication",
    "LD": "Learning",
    "HEAR": "Hearing",
    "VIS": "Vision",
    "BEH": "Behaviour",
    "CON": "Consciousness",
    "AUT": "Autism or Asperger syndrome",
    "DDA": "Other disability under the Equality Act 2010",
}


class Aspect(StrEnum):
    """What a statement about a person is about."""

    NAME = "name"
    #: How somebody is described of whom no name is known.
    DESCRIPTION = "description"
    BIRTH = "birth"
    IDENTIFIER = "identifier"
    PHONE = "phone"
    ACCOUNT = "account"
    ADDRESS = "address"
    PLACEMENT = "placement"
    SCHOOL = "school"
    RELATION = "relation"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    DISABILITY = "disability"
    LANGUAGE = "language"
    DEATH = "death"
    #: Of a child who is not born yet.
    EXPECTED_BIRTH = "expected_birth"
    #: Why somebody has no number of a scheme, in the code of whoever says so.
    IDENTIFIER_MISSING = "identifier_missing"


#: Aspects whose words are a restricted part: opened by an action of their own, never searched, mapped or reported.
RESTRICTED_ASPECTS = frozenset({Aspect.ADDRESS, Aspect.PLACEMENT, Aspect.SCHOOL})


class Scheme(StrEnum):
    """Whose number an identifier is."""

    NHS = "nhs"
    UPN = "upn"
    FORMER_UPN = "former_upn"
    LA_CHILD = "la_child"
    POLICE = "police"
    HOME_OFFICE = "home_office"


SCHEME_WORDS: dict[Scheme, str] = {
    Scheme.NHS: "NHS number",
    Scheme.UPN: "unique pupil number",
    Scheme.FORMER_UPN: "former unique pupil number",
    Scheme.LA_CHILD: "council’s number",
    Scheme.POLICE: "police number",
    Scheme.HOME_OFFICE: "Home Office number",
}


class Relation(StrEnum):
    """What another person is to this one: `person` has `other` as their …"""

    SIBLING = "sibling"
    HALF_SIBLING = "half_sibling"
    STEP_SIBLING = "step_sibling"
    PARENT = "parent"
    STEP_PARENT = "step_parent"
    CHILD = "child"
    STEP_CHILD = "step_child"
    CARER = "carer"
    CARED_FOR = "cared_for"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    PARTNER = "partner"
    FRIEND = "friend"
    OTHER = "other"


SIBLINGS = frozenset({Relation.SIBLING, Relation.HALF_SIBLING, Relation.STEP_SIBLING})

_OTHER_WAY: dict[Relation, Relation] = {
    Relation.PARENT: Relation.CHILD,
    Relation.STEP_PARENT: Relation.STEP_CHILD,
    Relation.CARER: Relation.CARED_FOR,
    Relation.GRANDPARENT: Relation.GRANDCHILD,
}
_OTHER_WAY |= {there: back for back, there in _OTHER_WAY.items()}


def other_way(relation: Relation) -> Relation:
    """The same relation seen from the other person: a parent's other way is a child, a sibling's is a sibling."""
    return _OTHER_WAY.get(relation, relation)


class ThingKind(StrEnum):
    """What kind of thing a thing is."""

    PHONE = "phone"
    VEHICLE = "vehicle"
    PLACE = "place"
    ACCOUNT = "account"


class ThingAspect(StrEnum):
    """What a statement about a thing is about."""

    USED_BY = "used_by"
    OWNED_BY = "owned_by"
    SEEN = "seen"
    DESCRIPTION = "description"
    KEY = "key"
