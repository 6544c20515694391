"""The codes of a child's case, each with its words: the Children in Need census's own, where it has them."""

from __future__ import annotations

from enum import StrEnum

CATEGORIES: dict[str, str] = {"NEG": "Neglect", "PHY": "Physical abuse", "SAB": "Sexual abuse", "EMO": "Emotional abuse", "MUL": "Multiple"}

#: As the census of 2026 words them (its schema).
PRIMARY_NEEDS: dict[str, str] = {
    "N0": "Not stated",
    "N1": "Abuse, neglect and exploitation",
    "N2": "Child’s disability",
    "N3": "Parental disability or illness",
    "N4": "Family in acute stress",
    "N5": "Family dysfunction",
    "N6": "Socially unacceptable behaviour",
    "N7": "Low income",
    "N8": "Absent parenting",
    "N9": "Cases other than children in need",
}

REFERRAL_SOURCES: dict[str, str] = {
    "1A": "Family member, relative or carer",
    "1B": "Acquaintance, such as a neighbour or childminder",
    "1C": "The child themself",
    "1D": "Other individual, strangers among them",
    "2A": "School",
    "2B": "Education services",
    "3A": "GP",
    "3B": "Health visitor",
    "3C": "School nurse",
    "3D": "Other primary health services",
    "3E": "Emergency department",
    "3F": "Other health services",
    "4": "Housing: the local authority’s, or a housing association",
    "5A": "Local authority: social care, such as for adults",
    "5B": "Local authority: another department, such as youth offending",
    "5C": "Another local authority’s social care",
    "5D": "Local authority: early help",
    "6": "Police",
    "7": "Other legal agency: courts, probation, immigration, Cafcass, prison",
    "8": "Other: children’s centres, independent providers, voluntary organisations",
    "9": "Anonymous",
    "10": "Unknown",
}

CLOSURES: dict[str, str] = {
    "RC1": "Adopted",
    "RC2": "Died",
    "RC3": "Child arrangements order",
    "RC4": "Special guardianship order",
    "RC5": "Transferred to another authority, which accepted",
    "RC6": "Transferred to adult services",
    "RC7": "Services ceased for another reason",
    "RC8": "Closed after assessment, no further action",
    "RC9": "Closed after assessment, to early help",
}

FACTORS: dict[str, str] = {
    "1A": "Alcohol: child",
    "1B": "Alcohol: parent",
    "1C": "Alcohol: other person",
    "2A": "Drugs: child",
    "2B": "Drugs: parent",
    "2C": "Drugs: other person",
    "3A": "Domestic abuse: child",
    "3B": "Domestic abuse: parent",
    "3C": "Domestic abuse: other person",
    "4A": "Mental health: child",
    "4B": "Mental health: parent",
    "4C": "Mental health: other person",
    "5A": "Learning disability: child",
    "5B": "Learning disability: parent",
    "5C": "Learning disability: other person",
    "6A": "Physical disability or illness: child",
    "6B": "Physical disability or illness: parent",
    "6C": "Physical disability or illness: other person",
    "7A": "Young carer",
    "8B": "Privately fostered: from overseas, intends to return",
    "8C": "Privately fostered: from overseas, intends to stay",
    "8D": "Privately fostered: from the UK, in an educational placement",
    "8E": "Privately fostered: from the UK, alternative family arrangements",
    "8F": "Privately fostered: other",
    "9A": "Unaccompanied asylum-seeking child",
    "10A": "Missing",
    "11A": "Child sexual exploitation",
    "12A": "Trafficking",
    "13A": "Gangs",
    "14A": "Socially unacceptable behaviour",
    "15A": "Self-harm",
    "16A": "Neglect",
    "17A": "Emotional abuse",
    "18B": "Physical abuse: child on child",
    "18C": "Physical abuse: adult on child",
    "19B": "Sexual abuse: child on child",
    "19C": "Sexual abuse: adult on child",
    "20": "Other",
    "21": "No factors identified",
    "22A": "Female genital mutilation",
    "23A": "Abuse linked to faith or belief",
    "24A": "Child criminal exploitation",
}

STRATEGY_DECISIONS: dict[str, str] = {
    "section47_joint": "Section 47 enquiries, jointly with the police",
    "section47_single": "Section 47 enquiries by social care alone",
    "no_section47": "No section 47 enquiries",
}


class MeetingType(StrEnum):
    """What a meeting about a child is."""

    STRATEGY = "strategy"
    INITIAL = "initial"
    REVIEW = "review"


MEETING_WORDS: dict[str, str] = {
    MeetingType.STRATEGY: "Strategy discussion",
    MeetingType.INITIAL: "Initial child protection conference",
    MeetingType.REVIEW: "Review child protection conference",
}
#: What a conference decides.
CONFERENCE_DECISIONS: dict[str, str] = {
    "plan": "A child protection plan",
    "no_plan": "No child protection plan",
    "continues": "The child protection plan continues",
    "ends": "The child protection plan ends",
}
MEETING_DECISIONS = {**STRATEGY_DECISIONS, **CONFERENCE_DECISIONS}

SECTION47_OUTCOMES: dict[str, str] = {
    "conference": "Concerns substantiated: conference",
    "substantiated_no_risk": "Concerns substantiated, no continuing risk",
    "not_substantiated": "Concerns not substantiated",
}

PROTECTION_AGREED: dict[str, str] = {
    "agreed_move": "The child moved, or the person left, by agreement",
    "section20": "The child is accommodated (section 20)",
}

PROTECTION_OUTCOMES: dict[str, str] = {
    "returned": "The child went home, and it is safe",
    "order": "A court made an order",
    "accommodated": "The child is looked after",
    "expired": "It ran out",
}

#: How a request for what is held about somebody was answered (UK GDPR, articles 12 and 15).
ACCESS_OUTCOMES: dict[str, str] = {
    "access_given": "All of it was given",
    "access_in_part": "A part was given; why not the rest was said",
    "access_refused": "It was refused; why, and how to complain, was said",
    "access_withdrawn": "Whoever asked wants it no more",
}


class SuspectNews(StrEnum):
    """What became of a suspect, that whoever works with the child knows within a day."""

    ARRESTED = "arrested"
    BAILED = "bailed"
    RELEASED = "released"
    CHARGED = "charged"


SUSPECT_NEWS_WORDS: dict[SuspectNews, str] = {
    SuspectNews.ARRESTED: "Arrested",
    SuspectNews.BAILED: "Released on bail",
    SuspectNews.RELEASED: "Released",
    SuspectNews.CHARGED: "Charged",
}
