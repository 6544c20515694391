"""What is there to be attacked: a small partnership, a girl who told, a case, and what people outside keep of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from holdfast.access.actions import look
from holdfast.access.bundles import hand_out
from holdfast.children import actions as children
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
from holdfast.ledger.checkpoint import open_checkpoint
from holdfast.partnership.people import Acting
from holdfast.record.bundling import CannotBundle
from holdfast.record.proving import proof_of
from holdfast.record.sequencer import sequence, verifying_key
from holdfast.subjects.actions import NewPerson, record_person
from holdfast.when import When


@dataclass(frozen=True)
class Story:
    """What was told and what became of it; the receipt and the bundle that lie outside."""

    people: dict[str, Acting]
    concern: UUID
    told: UUID
    case: UUID
    receipt: str
    bundle: str
    vkey: str
    #: The head that the witnesses saw last.
    head: str


def live() -> Story:
    """A school tells, the front door decides, a social worker visits; looks are recorded, and the ledger holds all of it."""
    people = found_partnership()
    told = uuid4()
    words = ToldParts(worry="Worried about lifts from an older man")
    concern = telling.tell_as_professional(Telling(words=words, alleged=(Alleged.SEXUAL_EXPLOITATION,)), by=people["lena"], once=told).concern
    concerns.read(concern=concern, by=people["amira"])
    child = record_person(NewPerson(name="Wren Example"), source=people["amira"].agency, agencies=[people["amira"].agency], by=people["amira"])
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
    children.allocate(child=found, worker=people["carys"].worker, by=people["dev"])
    for account in ("She talked about school", "She was tired, and wanted to be asked again"):
        children.record(
            child=found,
            facts=case.VisitRecorded(seen=True, seen_alone=True),
            parts=case.Seen(account=account),
            when=When.on(today()),
            by=people["carys"],
        )
    for who in ("carys", "nell", "carys"):
        look(room=found, what="case", reason="allocated", by=people[who])
    sequence()
    # What lies outside is of the head before the last: what came after can be told from what was kept.
    bundle, receipt = hand_out(matter=found, recipient="An inspector", authority="The drill", by=people["efua"]), _receipt(people["lena"], told)
    head = _last_head()
    return Story(people, concern, told, found, receipt, bundle, verifying_key(), head)


def _receipt(by: Acting, told: UUID) -> str:
    with viewing(by.viewer):
        proved = proof_of(told)
    if proved is None:
        raise CannotBundle("the ledger does not hold what was told")
    return proved.proof.encode()


def _last_head() -> str:
    from holdfast.record.sequencer import store

    note = store().head_note()
    assert note is not None
    open_checkpoint(note, verifying_key())
    return note


def keep(story: Story, folder: Path) -> None:
    """Put what lies outside into a folder, for whoever wants to look."""
    (folder / "document.tlog-proof").write_text(story.receipt, encoding="utf-8")
    (folder / "case.holdfast-bundle").write_text(story.bundle, encoding="utf-8")
