"""The invented partnership: seven organisations of a town that does not exist, and the people who work there.

Every name, address and number is plainly invented. E-mail is at example.org; nobody real is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from holdfast.accounts.actions import open_account
from holdfast.database.time import today
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.disruption.actions import set_holder
from holdfast.disruption.queries import DECONFLICTION
from holdfast.partnership import actions, queries, vetted
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import AgencyKind, Role
from holdfast.partnership.rota import shift_of

#: The one password of all demonstration accounts. It opens nothing else: a demonstration can never become a real installation.
PASSWORD = "demonstration only"  # noqa: S105

AGENCIES: tuple[tuple[str, str, AgencyKind], ...] = (
    ("council", "Saltmarsh Council", AgencyKind.COUNCIL),
    ("police", "Saltmarsh Police", AgencyKind.POLICE),
    ("health", "Saltmarsh NHS Trust", AgencyKind.HEALTH),
    ("school", "Lantern School", AgencyKind.SCHOOL),
    ("charity", "Open Door Charity", AgencyKind.CHARITY),
    ("housing", "Tidewater Homes", AgencyKind.HOUSING),
    ("scrutiny", "Independent Scrutiny", AgencyKind.SCRUTINY),
)


@dataclass(frozen=True)
class Person:
    """One invented worker."""

    key: str
    name: str
    agency: str
    post: str
    role: Role
    above: str | None = None
    team: str | None = None
    caseload_cap: int | None = None


PEOPLE: tuple[Person, ...] = (
    Person("orla", "Orla Finch", "council", "Chief executive", Role.LEAD_PARTNER),
    Person("piers", "Piers Dale", "council", "Director of children’s services", Role.DELEGATED_PARTNER, "orla"),
    Person("efua", "Efua North", "council", "Head of safeguarding", Role.NAMED_LEAD, "piers"),
    Person("bryn", "Bryn Castle", "council", "Front door manager", Role.FRONT_DOOR_MANAGER, "efua", "Front door"),
    Person("amira", "Amira Holt", "council", "Front door social worker", Role.FRONT_DOOR, "bryn", "Front door"),
    Person("tove", "Tove Ashby", "council", "Front door social worker, evenings", Role.FRONT_DOOR, "bryn", "Front door"),
    Person("femi", "Femi Orchard", "council", "Out-of-hours social worker", Role.OUT_OF_HOURS, "efua", "Out of hours"),
    Person("dev", "Dev Marlow", "council", "Team manager, Harbour team", Role.MANAGER, "efua", "Harbour team"),
    Person("carys", "Carys Lund", "council", "Social worker, Harbour team", Role.PRACTITIONER, "dev", "Harbour team", 24),
    Person("idris", "Idris Vane", "council", "Social worker, Harbour team 2", Role.PRACTITIONER, "dev", "Harbour team", 24),
    Person("leah", "Leah Brook", "council", "Social worker, Harbour team 3", Role.PRACTITIONER, "dev", "Harbour team", 24),
    Person("petra", "Petra Sand", "council", "Team manager, Orchard team", Role.MANAGER, "efua", "Orchard team"),
    Person("sunil", "Sunil Marsh", "council", "Social worker, Orchard team", Role.PRACTITIONER, "petra", "Orchard team", 24),
    Person("una", "Una Gale", "council", "Social worker, Orchard team 2", Role.PRACTITIONER, "petra", "Orchard team", 24),
    Person("wes", "Wes Pollard", "council", "Social worker, Orchard team 3", Role.PRACTITIONER, "petra", "Orchard team", 24),
    Person("lou", "Lou Harker", "council", "Licensing manager", Role.PRACTITIONER, "efua"),
    Person("gwen", "Gwen Pike", "council", "Conference chair", Role.CONFERENCE_CHAIR, "efua"),
    Person("esme", "Esme Loft", "council", "Local authority designated officer", Role.LADO, "piers"),
    Person("ana", "Ana Byrd", "council", "Data analyst", Role.ANALYST, "efua"),
    Person("quinn", "Quinn Abbot", "police", "Chief constable", Role.LEAD_PARTNER),
    Person("rhys", "Rhys Pell", "police", "Assistant chief constable", Role.DELEGATED_PARTNER, "quinn"),
    Person("ines", "Ines Rowan", "police", "Detective chief inspector", Role.AGENCY_LEAD, "rhys"),
    Person("hal", "Hal Quarry", "police", "Detective sergeant", Role.MANAGER, "ines"),
    Person("nell", "Nell Frost", "police", "Detective constable", Role.PRACTITIONER, "hal"),
    Person("sana", "Sana Birch", "health", "Chief nurse", Role.LEAD_PARTNER),
    Person("tomas", "Tomas Reed", "health", "Director of nursing", Role.DELEGATED_PARTNER, "sana"),
    Person("kit", "Kit Thorn", "health", "Named nurse", Role.AGENCY_LEAD, "tomas"),
    Person("jo", "Jo Sable", "health", "School nurse", Role.PRACTITIONER, "kit"),
    Person("lena", "Lena Umber", "school", "Designated safeguarding lead", Role.AGENCY_LEAD),
    Person("otto", "Otto Field", "school", "Head of year", Role.PRACTITIONER, "lena"),
    Person("mina", "Mina Vale", "charity", "Youth work manager", Role.AGENCY_LEAD),
    Person("zac", "Zac Linden", "charity", "Youth worker", Role.PRACTITIONER, "mina"),
    Person("hope", "Hope Ridge", "housing", "Tenancy support manager", Role.AGENCY_LEAD),
    Person("noor", "Noor Wick", "scrutiny", "Independent scrutineer", Role.SCRUTINEER),
)

#: Who says who works in their organisation, and invites them to sign in.
ACCOUNT_MANAGERS = ("efua", "piers", "ines", "kit", "lena", "mina", "hope", "noor")

#: Who opens which part of the demonstration, on the page of sign-ins.
SHOWN: tuple[tuple[str, str], ...] = (
    ("carys", "A social worker with a full caseload: what is owed, by when, and a child’s case page."),
    ("dev", "Her manager: what is late in the team, and allocating children."),
    ("bryn", "The front door: concerns by the time left, decisions, the second person."),
    ("femi", "Out of hours: someone says that a child is in danger now."),
    ("lena", "A school’s safeguarding lead: telling, being answered, being told that nothing happened."),
    ("nell", "A detective: a strategy discussion, a crime-recording decision."),
    ("ines", "The police’s safeguarding lead: what the police owe and what they were told."),
    ("kit", "A named nurse: asked to be the second person."),
    ("mina", "A charity’s lead: what she is asked to take over, and what her organisation may and may not see."),
    ("efua", "The council’s named lead: what nobody was allocated, and what a census brought."),
    ("ana", "The council’s analyst: the Children in Need census."),
    ("gwen", "The conference chair: conferences and reviews."),
    ("tomas", "A delegated safeguarding partner: told when organisations stay late."),
    ("orla", "A lead safeguarding partner: the last rung of the ladder."),
    ("lou", "The council’s licensing manager: “licensed by you?”, and what she decides."),
    ("hal", "A detective sergeant: the police’s one contact, who answers “proceed, wait, or speak to us”."),
    ("zac", "A youth worker: what he knows and saw, told as intelligence."),
    ("esme", "The LADO: allegations about people who work with children, each in a matter of its own."),
    ("noor", "The independent scrutineer: the board, and what each organisation was told."),
)


def email_of(key: str) -> str:
    return f"{key}@example.org"


def found_partnership() -> dict[str, Acting]:
    """Found it, with everyone in post and with an account. Everyone by their short name."""
    actions.found(name="Saltmarsh Safeguarding Partnership")
    agencies = {key: actions.join_agency(name=name, kind=kind, lea="999" if key == "council" else None) for key, name, kind in AGENCIES}
    teams: dict[str, UUID] = {}
    posts: dict[str, UUID] = {}
    for person in PEOPLE:
        agency = agencies[person.agency]
        if person.team and person.team not in teams:
            teams[person.team] = actions.form_team(agency=agency, name=person.team, out_of_hours=person.role is Role.OUT_OF_HOURS)
        posts[person.key] = actions.create_post(
            agency=agency,
            title=person.post,
            role=person.role,
            team=teams.get(person.team or ""),
            manager_post=posts[person.above] if person.above else None,
        )
        worker = actions.join_worker(agency=agency, name=person.name, post=posts[person.key], caseload_cap=person.caseload_cap)
        if person.key in ACCOUNT_MANAGERS:
            actions.begin_managing(agency=agency, worker=worker)
        open_account(worker=worker, email=email_of(person.key), password=PASSWORD)
    return everyone()


def put_on_call(people: dict[str, Acting], days: int) -> None:
    """Somebody is on call every night of so many days, from last night on: whoever starts it before nine in the morning finds somebody there."""
    first = today() - timedelta(days=1)
    for start in range(0, days + 1, _ON_CALL_DAYS):
        since, until = shift_of(first + timedelta(days=start), first + timedelta(days=min(start + _ON_CALL_DAYS, days + 1) - 1))
        actions.set_shift(worker=people["femi"].worker, starts_at=since, ends_at=until, by=people["bryn"])


def settle(people: dict[str, Acting], days: int) -> None:
    """What a partnership arranges before anybody tells it anything: who is on call, who answers for which body, who is vetted, who grades."""
    put_on_call(people, days)
    say_who_answers(people)
    for who in ("efua", "ines", "kit"):
        vetted.join(worker=people[who].worker, by=people[who])
    for who, lead in (("hal", "ines"), ("amira", "efua")):
        vetted.train(worker=people[who].worker, trained_on=today(), by=people[lead])


#: Who answers for which body that holds measures; a body that is none of these has nobody yet, as in many a real partnership.
ANSWER_FOR: dict[str, tuple[str, ...]] = {
    "efua": ("council",),
    "lou": ("licensing",),
    "hal": (DECONFLICTION,),
    "dev": ("social_care",),
    "hope": ("housing",),
    "ines": ("police",),
    "kit": ("health",),
    "lena": ("school",),
}


def say_who_answers(people: dict[str, Acting]) -> None:
    """Which post answers for which body that holds measures."""
    leads = {people[key].agency: people[key] for key in ("efua", "ines", "kit", "lena", "hope")}
    for key, bodies in ANSWER_FOR.items():
        for body in bodies:
            set_holder(body=body, post=_post(people[key]), outside=None, by=leads[people[key].agency])
    set_holder(body="nca", post=_post(people["ines"]), outside="National Crime Agency, by the regional desk", by=people["ines"])


def _post(of: Acting) -> UUID:
    assert of.post is not None, "everybody here is in post"
    return of.post


#: For how many nights somebody is put on call at once.
_ON_CALL_DAYS = 14


def everyone() -> dict[str, Acting]:
    """The invented people who are in post, by their short names."""
    found: dict[str, Acting] = {}
    with viewing(Viewer.of(EVERYONE)):
        directory = queries.directory()
        by_name = {directory.name(worker): worker for worker in directory.agency_of_worker}
        for person in PEOPLE:
            acting = queries.acting_for(by_name[person.name]) if person.name in by_name else None
            if acting is not None:
                found[person.key] = acting
    return found
