"""What the drill attacks of a man who is known: of concern by decision, investigated, and the police were asked "may we?"."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from holdfast.concerns.ids import ConcernId
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.demonstration.people import say_who_answers
from holdfast.measures import asking, clearing
from holdfast.measures.ids import MeasureId
from holdfast.measures.models import Ask
from holdfast.partnership.people import Acting
from holdfast.persons import keeping, kinds, naming
from holdfast.persons.codes import Age, AllegedOf, Decided, Group, Status
from holdfast.persons.ids import PersonOfConcernId
from holdfast.persons.models import Person
from holdfast.persons.naming import Naming
from holdfast.subjects.codes import Basis, Certainty, Grading

_GRADED = Grading(basis=Basis.INTELLIGENCE, certainty=Certainty.STATED, source_reliability=2, assessment="B", handling="P")


def somebody_known(people: dict[str, Acting], concern: UUID) -> UUID:
    """He is named, opened and alleged of; a status before charge is held; the council chose a measure, and asked the police's one contact. His matter."""
    said = Naming(said="Gives lifts in a silver car", age=Age.ADULT, name="Marlow Quayle", plate="AB12 ZZZ")
    naming.name_person(concern=ConcernId(concern), naming=said, by=people["amira"])
    bryn, ines = people["bryn"], people["ines"]
    with viewing(bryn.viewer):
        person = PersonOfConcernId(Person.objects.get().id)
    naming.open_person(
        person=person,
        parts=kinds.OpenedParts(reason="Lifts at night", information="Seen by two people", next="Ask licensing whose the car is"),
        grading=_GRADED,
        owner=people["carys"].worker,
        next_on=today() + timedelta(days=7),
        review_on=today() + timedelta(days=28),
        by=bryn,
    )
    what = (AllegedOf.CHILD_SEXUAL_EXPLOITATION,)
    alleged = keeping.allege(person=person, what=what, group=Group.NO, grading=_GRADED, words="Lifts at night", by=bryn)
    assert alleged is not None
    keeping.record_status(
        person=person,
        allegation=alleged,
        status=Status.UNDER_INVESTIGATION,
        decided=Decided.POLICE,
        on=today(),
        event="Crime recorded",
        reference="SP/INVENTED/1",
        by=ines,
    )
    _may_we(people, person)
    return person


def _may_we(people: dict[str, Acting], person: PersonOfConcernId) -> None:
    efua = people["efua"]
    say_who_answers(people)
    ask = asking.ask(matter=person, body="council", about="Marlow Quayle", shared="Lifts at night", by=people["bryn"], entry_id=uuid4())
    assert ask is not None
    asking.declare(ask=ask, connected=False, words=None, by=efua)
    with viewing(efua.viewer):
        code = Ask.objects.get(id=ask).offered[0]
    once = uuid4()
    asking.answer_row(ask=ask, code=code, chosen=True, why=None, reason="It fits", decided_by=efua.worker, by=efua, entry_id=once)
    clearing.ask(measure=MeasureId(once), by=efua)
