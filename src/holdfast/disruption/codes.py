"""The codes of the catalogue of measures, and their words."""

from __future__ import annotations

from enum import StrEnum


class Aim(StrEnum):
    """What a measure is taken against, or whom it protects."""

    PERSON = "person"
    PLACE = "place"
    VEHICLE = "vehicle"
    LICENCE = "licence"
    ONLINE = "online"
    CHILD = "child"


AIM_WORDS: dict[Aim, str] = {
    Aim.PERSON: "A person",
    Aim.PLACE: "A place or premises",
    Aim.VEHICLE: "A vehicle",
    Aim.LICENCE: "A licence: driver, operator, premises",
    Aim.ONLINE: "Online, and telephones",
    Aim.CHILD: "Protecting the child",
}


class Force(StrEnum):
    """Whether the law behind a row is in force; apart from how well the row was read."""

    IN = "in"
    OUT = "out"
    WATCH = "watch"


class Mark(StrEnum):
    """How well a row is known."""

    READ = "read"
    READ_OLDER = "read_older"
    LOCAL = "local"
    UNREAD = "unread"


MARK_WORDS: dict[Mark, str] = {
    Mark.READ: "Read in the source",
    Mark.READ_OLDER: "Read in an older text",
    Mark.LOCAL: "From a local procedure",
    Mark.UNREAD: "Not checked in a source",
}


class Warns(StrEnum):
    """Whether taking the measure warns whom it is against."""

    SERVED = "served"
    OR_WITHOUT_NOTICE = "or_without_notice"
    INFERABLE = "inferable"
    PUBLISHED = "published"
    NOT_TOLD = "not_told"


WARNS_WORDS: dict[Warns, str] = {
    Warns.SERVED: "It is served on them",
    Warns.OR_WITHOUT_NOTICE: "It is served on them; there is a way without notice, or for the meantime",
    Warns.INFERABLE: "They may infer it",
    Warns.PUBLISHED: "It is published",
    Warns.NOT_TOLD: "They are not told",
}


class Evidence(StrEnum):
    """What usually shows that the test is met."""

    INTELLIGENCE = "intelligence"
    CONSENT = "consent"
    MISSING = "missing"
    STATEMENT = "statement"
    CONVICTIONS = "convictions"
    PREMISES = "premises"
    LICENCE = "licence"
    ONLINE = "online"
    ASSESSMENT = "assessment"
    MONEY = "money"


EVIDENCE_WORDS: dict[Evidence, str] = {
    Evidence.INTELLIGENCE: "Graded intelligence",
    Evidence.CONSENT: "A statement that nobody with parental responsibility consents",
    Evidence.MISSING: "What is recorded of her going missing, and what she said on her return",
    Evidence.STATEMENT: "Statements of witnesses and officers, or a recorded interview",
    Evidence.CONVICTIONS: "Convictions and cautions",
    Evidence.PREMISES: "A log of the premises: calls, visits, cameras",
    Evidence.LICENCE: "The licensing file, and complaints",
    Evidence.ONLINE: "Names used online, addresses, devices",
    Evidence.ASSESSMENT: "An assessment, or a chronology of harm",
    Evidence.MONEY: "Money",
}


class Term(StrEnum):
    """What must be agreed before a real installation keeps anything of persons of concern."""

    IMPACT_ASSESSMENT = "impact_assessment"
    POLICY_DOCUMENT = "policy_document"
    CONTROLLERS = "controllers"


TERM_WORDS: dict[Term, str] = {
    Term.IMPACT_ASSESSMENT: "The data protection impact assessment",
    Term.POLICY_DOCUMENT: "The appropriate policy document",
    Term.CONTROLLERS: "The terms between the controllers",
}


class Conviction(StrEnum):
    NEEDED = "needed"
    NOT_NEEDED = "not_needed"


#: Who asks for a measure, or takes it. Here and below: what a holder is called.
BODY_WORDS: dict[str, str] = {
    "anyone": "Anyone",
    "child": "The child herself",
    "council": "The council",
    "deconfliction": "The police’s one contact, who answers “proceed, wait, or speak to us”",
    "defence_police": "Ministry of Defence Police",
    "dwp": "Department for Work and Pensions",
    "employer": "The employer",
    "environmental_health": "Environmental health",
    "family": "Her family",
    "fire": "Fire and rescue service",
    "first_responder": "A first responder",
    "glaa": "Gangmasters and Labour Abuse Authority",
    "health": "The NHS",
    "hmrc": "HM Revenue and Customs",
    "housing": "Council housing",
    "immigration": "Immigration enforcement",
    "landlord": "The landlord, or a housing provider",
    "licensing": "Licensing",
    "nca": "National Crime Agency",
    "nspcc": "NSPCC",
    "planning": "Planning",
    "police": "The police",
    "practitioner": "A practitioner",
    "prison": "Prisons",
    "probation": "Probation",
    "prosecutor": "Crown Prosecution Service",
    "school": "The school",
    "social_care": "Children’s social care",
    "tfl": "Transport for London",
    "trading_standards": "Trading standards",
    "transport_police": "British Transport Police",
    "victim": "She, or another victim",
}

#: Those who are no organisation that could be asked, and so are held by nobody's post.
NOBODYS: frozenset[str] = frozenset({"anyone", "child", "employer", "family", "first_responder", "landlord", "practitioner", "victim"})

#: Who decides, besides those who ask.
DECIDES_WORDS: dict[str, str] = {
    **BODY_WORDS,
    "competent_authority": "The competent authority",
    "county_court": "County court",
    "court": "A court",
    "crown_court": "Crown Court",
    "dbs": "Disclosure and Barring Service",
    "family_court": "Family court",
    "high_court": "High Court",
    "iwf": "Internet Watch Foundation",
    "magistrates": "Magistrates’ court",
    "other_licensing": "The licensing authority that is told",
    "regulator": "The regulator",
    "service": "The service",
    "traffic_commissioner": "Traffic Commissioner",
    "tribunal": "First-tier Tribunal",
    "youth_court": "Youth court",
}
