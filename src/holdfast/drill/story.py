"""What is there to be attacked: a small partnership, a girl who told, a case, a man who is known, and what people outside keep of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from holdfast.access.actions import look
from holdfast.access.bundles import hand_out
from holdfast.children import actions as children
from holdfast.children.ids import CaseId
from holdfast.children.kinds import case
from holdfast.children.models import Case
from holdfast.concerns import actions as concerns
from holdfast.concerns import telling
from holdfast.concerns.codes import Alleged, AllegedIs, Decision
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.demonstration.people import found_partnership
from holdfast.drill.known import somebody_known
from holdfast.partnership.people import Acting
from holdfast.record.append import append
from holdfast.record.audience import RoomOpened
from holdfast.record.entries import Draft, Opening
from holdfast.record.log_keys import acknowledging_key, verifying_key
from holdfast.record.proving import proof_of
from holdfast.record.sequencer import sequence
from holdfast.subjects.actions import NewPerson, record_person
from holdfast.when import When


@dataclass(frozen=True)
class Begun:
    """As far as a backup was made of it: a school told, and the front door decided."""

    people: dict[str, Acting]
    concern: UUID
    told: UUID
    case: UUID
    sealed: UUID
    person: UUID


@dataclass(frozen=True)
class Story(Begun):
    """What became of it; and what lies outside: a receipt, a bundle, the log's keys."""

    receipt: str
    bundle: str
    vkey: str
    word_vkey: str


def begin() -> Begun:
    """A school tells, the front door decides, and the ledger holds it."""
    people = found_partnership()
    told = uuid4()
    words = ToldParts(worry="Worried about lifts from an older man")
    telling_ = Telling(words=words, alleged=(Alleged.SEXUAL_EXPLOITATION,))
    concern = telling.tell_as_professional(telling_, by=people["lena"], once=told).concern
    concerns.read(concern=concern, by=people["amira"])
    council = people["amira"].agency
    child = record_person(NewPerson(name="Wren Example"), source=council, agencies=[council], by=people["amira"])
    concerns.decide(
        concern=concern,
        decision=Decision.ASSESSMENT,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All of it",
        reason="It is needed",
        children=[child],
        by=people["bryn"],
    )
    with viewing(people["dev"].viewer):
        found = Case.objects.get(person_id=child).id
    children.allocate(child=CaseId(found), worker=people["carys"].worker, by=people["dev"])
    sealed = uuid4()
    readers = (people["piers"].worker, people["ines"].worker)
    opens = Opening("allegation", readers, sealed=True)
    append(Draft(facts=RoomOpened(), room=sealed, opens=opens), by=people["piers"].author)
    person = somebody_known(people, concern)
    sequence()
    return Begun(people, concern, told, found, sealed, person)


def go_on(begun: Begun) -> Story:
    """A social worker visits, and people look; the teller asks for a receipt, an inspector is given a bundle, and the social worker visits again."""
    people = begun.people

    def visit(account: str) -> None:
        parts, seen = case.Seen(account=account), case.VisitRecorded(seen=True, seen_alone=True)
        children.record(child=CaseId(begun.case), facts=seen, parts=parts, when=When.on(today()), by=people["carys"])

    visit("She talked about school")
    visit("She was tired, and wanted to be asked again")
    for who in ("carys", "nell", "carys"):
        look(room=begun.case, what="case", reason="allocated", by=people[who])
    sequence()
    bundle = hand_out(matter=begun.case, recipient="An inspector", authority="The drill", by=people["efua"])
    receipt = _receipt(people["lena"], begun.told)
    visit("She was at home")
    sequence()
    return Story(
        people, begun.concern, begun.told, begun.case, begun.sealed, begun.person, receipt, bundle, verifying_key(), acknowledging_key()
    )


def _receipt(by: Acting, told: UUID) -> str:
    with viewing(by.viewer):
        proved = proof_of(told)
    assert proved is not None, "the ledger does not hold what was told"
    return proved.proof.encode()
