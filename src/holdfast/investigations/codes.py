"""The codes of investigations, each with its words."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """A step that was taken: an overt act. A review, a meeting and "intelligence development" are none."""

    VICTIM_HEARD = "victim_heard"
    WITNESS_HEARD = "witness_heard"
    SEIZED = "seized"
    SENT_FOR_EXAMINATION = "sent_for_examination"
    EXAMINATION_BACK = "examination_back"
    RECORDS_OBTAINED = "records_obtained"
    IDENTIFIED = "identified"
    ARRESTED = "arrested"
    SUSPECT_HEARD = "suspect_heard"
    ADVICE_ASKED = "advice_asked"
    FILE_SENT = "file_sent"
    CHARGED = "charged"


STEP_WORDS: dict[Step, str] = {
    Step.VICTIM_HEARD: "She gave her evidence, in a recorded interview",
    Step.WITNESS_HEARD: "A witness gave a statement",
    Step.SEIZED: "Something was seized: a device, clothing, a vehicle",
    Step.SENT_FOR_EXAMINATION: "Something was sent for examination",
    Step.EXAMINATION_BACK: "The result of an examination came back",
    Step.RECORDS_OBTAINED: "Records were obtained: of a telephone, a hotel, cameras",
    Step.IDENTIFIED: "A suspect was identified",
    Step.ARRESTED: "A suspect was arrested",
    Step.SUSPECT_HEARD: "A suspect was interviewed",
    Step.ADVICE_ASKED: "The Crown Prosecution Service was asked for early advice",
    Step.FILE_SENT: "The file went to the Crown Prosecution Service",
    Step.CHARGED: "Somebody was charged",
}


class State(StrEnum):
    """Where an investigation stands."""

    OPEN = "open"
    NFA_PROPOSED = "nfa_proposed"
    NFA = "nfa"
    CHARGED = "charged"


STATE_WORDS: dict[State, str] = {
    State.OPEN: "Open",
    State.NFA_PROPOSED: "No further action is proposed; a supervisor who did not investigate decides",
    State.NFA: "No further action",
    State.CHARGED: "Charged",
}


class NfaReason(StrEnum):
    """Why there is no further action. That she does not support it is none on its own (failing 13)."""

    NO_CRIME = "no_crime"
    SUSPECT_NOT_IDENTIFIED = "suspect_not_identified"
    EVIDENCE_NOT_ENOUGH = "evidence_not_enough"
    PROSECUTOR_DECIDED = "prosecutor_decided"
    SUSPECT_DIED = "suspect_died"


NFA_WORDS: dict[NfaReason, str] = {
    NfaReason.NO_CRIME: "What happened is no crime, and it is said why",
    NfaReason.SUSPECT_NOT_IDENTIFIED: "Nobody could be identified; every line was followed, and which is said",
    NfaReason.EVIDENCE_NOT_ENOUGH: "The evidence is not enough, also without hers; what was looked for is said",
    NfaReason.PROSECUTOR_DECIDED: "The Crown Prosecution Service decided it",
    NfaReason.SUSPECT_DIED: "The suspect has died",
}


class Rank(StrEnum):
    """Who decided that no more is shown to partners: an inspector at least."""

    INSPECTOR = "inspector"
    CHIEF_INSPECTOR = "chief_inspector"
    SUPERINTENDENT = "superintendent"


RANK_WORDS: dict[Rank, str] = {
    Rank.INSPECTOR: "Inspector",
    Rank.CHIEF_INSPECTOR: "Chief inspector",
    Rank.SUPERINTENDENT: "Superintendent or above",
}


class Told(StrEnum):
    """How she was told."""

    IN_PERSON = "in_person"
    ASKED_NOT_TO_BE = "asked_not_to_be"


TOLD_WORDS: dict[Told, str] = {
    Told.IN_PERSON: "In person, with somebody whom she chose",
    Told.ASKED_NOT_TO_BE: "She asked not to be told; that stands until she asks otherwise",
}
