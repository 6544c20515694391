"""What the stories of persons of concern have in common: a concern that alleges exploitation, and somebody whom it names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from holdfast.concerns import telling
from holdfast.concerns.codes import Alleged, Nature
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.time import today
from holdfast.duties.models import Duty
from holdfast.duties.queries import open_duties_of
from holdfast.partnership import vetted
from holdfast.partnership.people import Acting
from holdfast.partnership.tests.people import Partnership
from holdfast.persons import kinds, naming
from holdfast.persons.codes import Age
from holdfast.persons.ids import PersonOfConcernId
from holdfast.persons.models import Person
from holdfast.persons.naming import Naming
from holdfast.record.holding import reading_all
from holdfast.subjects.codes import Basis, Certainty, Grading

GRADED = Grading(basis=Basis.INTELLIGENCE, certainty=Certainty.STATED, source_reliability=2, assessment="B", handling="P")
DECISION = kinds.OpenedParts(
    reason="Waits for pupils with a car", information="Seen at the gate by two teachers", next="Ask licensing whose the car is"
)


def a_concern(p: Partnership) -> ConcernId:
    what = Telling(
        words=ToldParts(worry="A man waits at the gate with a car"), nature=Nature.REFERRAL, alleged=(Alleged.SEXUAL_EXPLOITATION,)
    )
    return telling.tell_as_professional(what, by=p.lena, once=uuid4()).concern


def vetted_group(p: Partnership) -> None:
    """The council's head of safeguarding, the police lead and the named nurse."""
    for lead, worker in ((p.efua, p.efua), (p.ines, p.ines), (p.kit, p.kit)):
        vetted.join(worker=worker.worker, by=lead)


def named(p: Partnership, concern: ConcernId, name: str = "Marlow Quayle", **more: object) -> PersonOfConcernId:
    """Somebody named in a concern: their assessment."""
    with reading_all():
        before = set(Person.objects.values_list("id", flat=True))
    what = Naming(said="Waits in a silver car", age=Age.ADULT, name=name, **more)  # type: ignore[arg-type]
    naming.name_person(concern=concern, naming=what, by=p.amira)
    with reading_all():
        (found,) = set(Person.objects.values_list("id", flat=True)) - before
    return PersonOfConcernId(found)


def opened(
    p: Partnership, person: PersonOfConcernId, *, owner: Acting | None = None, by: Acting | None = None, rests_on: Sequence[UUID] = ()
) -> None:
    naming.open_person(
        person=person,
        parts=DECISION,
        grading=GRADED,
        owner=(owner or p.hal).worker,
        next_on=today() + timedelta(days=7),
        review_on=today() + timedelta(days=28),
        rests_on=rests_on,
        by=by or p.bryn,
    )


def owed(matter: UUID) -> dict[str, Duty]:
    with reading_all():
        return {d.rule: d for d in open_duties_of(matter)}


def row(person: UUID) -> Person:
    with reading_all():
        return Person.objects.get(id=person)
