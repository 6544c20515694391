"""The invented partnership: seven organisations of a town that does not exist, and the people who work there.

Every name, address and number is plainly invented. E-mail is at example.org; nobody real is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from holdfast.accounts import admitting
from holdfast.database.time import today
from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.disruption.actions import set_holder
from holdfast.disruption.queries import DECONFLICTION
from holdfast.partnership import actions, changing, queries, vetted
from holdfast.partnership.arrangement import Arrangement, Founder, found_together
from holdfast.partnership.changing import Proposed
from holdfast.partnership.kinds import Wide
from holdfast.partnership.people import Acting
from holdfast.partnership.roles import WIDE, AgencyKind, Role
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


#: Who manages each organisation's accounts from the founding on; the second of the council's is named by two organisations, as ever after.
FIRST_MANAGERS: dict[str, str] = {
    "council": "efua",
    "police": "ines",
    "health": "kit",
    "school": "lena",
    "charity": "mina",
    "housing": "hope",
    "scrutiny": "noor",
}
SECOND_MANAGER = "piers"
#: Who signed the arrangement for each.
SIGNED: dict[str, str] = {
    "council": "Orla Finch, chief executive",
    "police": "Quinn Abbot, chief constable",
    "health": "Sana Birch, chief nurse",
    "school": "Lena Umber, designated safeguarding lead",
    "charity": "Mina Vale, youth work manager",
    "housing": "Hope Ridge, tenancy support manager",
    "scrutiny": "Noor Wick, independent scrutineer",
}
_DOCUMENT = b"Invented: who answers for what, and why each may know it."


def found_partnership() -> dict[str, Acting]:
    """Found it by the actions by which a real one is: the arrangement signed, each organisation's account manager saying who works there, wide posts by
    two organisations, everyone let in by two people. Everyone by their short name.
    """
    signed = Arrangement(title="Information sharing arrangement", document=_DOCUMENT, signed_on=today())
    named = {person.key: person for person in PEOPLE}
    founders = [
        Founder(
            name, kind, SIGNED[key], named[FIRST_MANAGERS[key]].name, email_of(FIRST_MANAGERS[key]), "999" if key == "council" else None
        )
        for key, name, kind in AGENCIES
    ]
    first = found_together(name="Saltmarsh Safeguarding Partnership", arrangement=signed, founders=founders)
    workers = {FIRST_MANAGERS[key]: worker for (key, _, _), worker in zip(AGENCIES, first, strict=True)}
    managers = {agency: _acting(workers[key]) for agency, key in FIRST_MANAGERS.items()}
    _put_in_post(workers, managers)
    name_manager = Proposed(what=Wide.ACCOUNT_MANAGER, worker=workers[SECOND_MANAGER])
    _agreed(name_manager, named[SECOND_MANAGER].agency, managers)
    for person in PEOPLE:
        _let_in(person, workers[person.key], managers)
    return everyone()


def _put_in_post(workers: dict[str, UUID], managers: dict[str, Acting]) -> None:
    teams: dict[str, UUID] = {}
    posts: dict[str, UUID] = {}
    for person in PEOPLE:
        by = managers[person.agency]
        if person.team and person.team not in teams:
            night = person.role is Role.OUT_OF_HOURS
            teams[person.team] = actions.form_team(agency=by.agency, name=person.team, out_of_hours=night, by=by)
        above = posts[person.above] if person.above else None
        team = teams.get(person.team or "")
        post = actions.create_post(agency=by.agency, title=person.post, role=person.role, team=team, manager_post=above, by=by)
        posts[person.key] = post
        if person.key not in workers:
            workers[person.key] = actions.join_worker(agency=by.agency, name=person.name, caseload_cap=person.caseload_cap, by=by)
        if person.role in WIDE:
            _agreed(Proposed(what=Wide.APPOINTMENT, worker=workers[person.key], post=post), person.agency, managers)
        else:
            actions.appoint(worker=workers[person.key], post=post, by=by)


def _agreed(change: Proposed, agency: str, managers: dict[str, Acting]) -> None:
    """Proposed by an organisation, and agreed to by another."""
    proposal = changing.propose(change, reason="As it was before there was this record", by=managers[agency])
    changing.answer(proposal, agree=True, reason="Known to us", by=managers[_another(agency)])


def _another(agency: str) -> str:
    return "council" if agency != "council" else "police"


def _let_in(person: Person, worker: UUID, managers: dict[str, Acting]) -> None:
    """Two halves, as for anybody: a link from their account manager and a code from another organisation's; at the founding both from the installation."""
    founds = person.key in FIRST_MANAGERS.values()
    link = admitting.admit(worker=worker, email=email_of(person.key), by=None if founds else managers[person.agency])
    code = admitting.vouch(admission=link.admission, by=None if founds else managers[_another(person.agency)])
    admitting.enter(token=link.words, code=code.words, password=PASSWORD)


def _acting(worker: UUID) -> Acting:
    with viewing(Viewer.of(EVERYONE)):
        found = queries.acting_for(worker)
    assert found is not None, "nobody has left yet"
    return found


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
