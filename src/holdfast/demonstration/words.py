"""What invented people write: plain, short, never graphic, and about nobody."""

from __future__ import annotations

from random import Random

from holdfast.concerns.codes import Alleged, Decision

WORRIES: dict[Alleged, tuple[str, ...]] = {
    Alleged.SEXUAL_EXPLOITATION: (
        "Worried about lifts from an older man outside the gate, and a new telephone that nobody at home bought.",
        "Has spoken of an older friend who buys things and asks to keep it quiet.",
    ),
    Alleged.SEXUAL_ABUSE: ("Said something to a teacher that made her worried about a relative. She asked nothing more.",),
    Alleged.REPEAT_MISSING: ("Did not come home again on Friday. It is the third time this month.",),
    Alleged.PERSON_IN_AUTHORITY: ("A coach sends messages late at night.",),
    Alleged.CRIMINAL_EXPLOITATION: ("Carries a second telephone and comes to school in a car that nobody knows.",),
    Alleged.PHYSICAL: ("Came in with a mark on the arm and two different stories about it.",),
    Alleged.EMOTIONAL: ("Cries at home time, and says that home is loud.",),
    Alleged.NEGLECT: ("Often hungry in the morning, and in the same clothes all week.",),
    Alleged.OTHER: ("The family has moved three times since spring, and the child has no school.",),
}
_WEIGHTS = {
    Alleged.SEXUAL_EXPLOITATION: 6,
    Alleged.SEXUAL_ABUSE: 4,
    Alleged.REPEAT_MISSING: 5,
    Alleged.PERSON_IN_AUTHORITY: 1,
    Alleged.CRIMINAL_EXPLOITATION: 5,
    Alleged.PHYSICAL: 16,
    Alleged.EMOTIONAL: 24,
    Alleged.NEGLECT: 29,
    Alleged.OTHER: 10,
}


def some_alleged(random: Random) -> tuple[Alleged, ...]:
    """One or two things that are alleged."""
    kinds, weights = list(_WEIGHTS), list(_WEIGHTS.values())
    return tuple(dict.fromkeys(random.choices(kinds, weights, k=random.choice((1, 1, 2)))))


RATED = ("No sign of danger now, and the child is at school today.", "Seen by the school today. Checks are needed before tomorrow.")
CONSIDERED = (
    "What the record holds; the school and the health visitor were asked; what the child is said to want.",
    "Two earlier contacts; the school was asked today; the family was spoken to.",
)
REASONS: dict[Decision, str] = {
    Decision.NO_FURTHER_ACTION: "What was said has another explanation, which the school confirms.",
    Decision.ADVICE: "The family has help already, and knows where to turn.",
    Decision.EARLY_HELP: "The family would like help, and it can be given without social care.",
    Decision.ASSESSMENT: "The needs are not understood yet. An assessment is needed.",
    Decision.SECTION47: "There is reason to suspect that the child is being harmed.",
    Decision.IMMEDIATE_PROTECTION: "The child is not safe tonight.",
}
OUTCOMES: dict[Decision, str] = {
    Decision.NO_FURTHER_ACTION: "No further action for now, because what was seen is explained. Tell us if it happens again.",
    Decision.ADVICE: "The family was advised. Nothing more from us for now.",
    Decision.EARLY_HELP: "Early help will be offered to the family.",
    Decision.ASSESSMENT: "An assessment begins. You will be asked what you know.",
    Decision.SECTION47: "A strategy discussion is held. Please come to it.",
    Decision.IMMEDIATE_PROTECTION: "The child is being protected now.",
}
AGREED = ("I read the account and the checks. I agree.", "I spoke to the school myself. I agree.")
NOT_AGREED = "Nobody has spoken to the child. I do not agree."
VISITS = (
    "Seen at home with a parent. The kitchen was warm and there was food.",
    "Seen at school. Spoke about football, and about an uncle who visits.",
    "Seen at home. Quieter than last time.",
)
NOBODY_IN = ("Nobody came to the door. A card was left, and the school was told.",)
SAID = "I like it better at Gran’s."
STRATEGY = "A new telephone, lifts, and two nights away."
POLICE_HOLD = "Nothing is held about the child. Two reports about the address in a year."
HEALTH_HOLD = "Two attendances this year. No worry was recorded."
CONCLUDED = "What each organisation holds fits together, and the child may be at risk."
ACTION_DONE = "Done today; the note is in our own record."
SUPERVISED = "Her own words were read together. The next visit is earlier, and at school."
NOT_ALONE = "The child did not want to leave the room. The next visit is at school."
NO_CONFERENCE = "The person has left the home, and the family works with us. Agreed by the team manager."
CONFERENCE = "All organisations came. A plan was agreed with the family."
SCHOOL_REPORTS = "Attendance has been poor since spring. The child speaks to one teacher."
MINUTES = "Each organisation gave its report. What worries, what goes well and what must change was set out, with who does it."
CORE_GROUP = "The child sleeps better. School attendance is up."
FACTORS = ("3B", "4B", "2B", "1B", "16A", "17A", "4A", "15A", "10A", "11A", "24A", "5A", "13A")
ASSESSED = "What is going well, what worries us, and what must change are set out with the family."
MISSING = "Did not come home after school. The telephone is off."
FOUND = "Came home alone, tired. Would not say where."
RETURNED = "Spoke with someone who is not a social worker. Said that a friend had a car."
CARER = "Worried, and glad to be asked."
CLOSED = "The family has the help that it needs."
NOT_NEEDED = "The work has ended with the family’s agreement, and the manager has checked it."
