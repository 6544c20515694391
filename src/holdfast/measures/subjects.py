"""Against what, or for whom, measures are taken: a person of concern, a place; a child, whom they protect. What applies is worked out from the catalogue
and from what is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from holdfast.children import policies as child_policies
from holdfast.children.identity import age
from holdfast.children.models import Case
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.disruption import queries as catalogue
from holdfast.disruption.applying import Against, Weighed, weigh
from holdfast.disruption.catalogue import Measure as Row
from holdfast.disruption.catalogue import measures
from holdfast.disruption.codes import Aim
from holdfast.disruption.policies import why_not_offered
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import casework
from holdfast.persons import kinds as persons
from holdfast.persons import policies, rooms
from holdfast.persons import queries as person_queries
from holdfast.persons.codes import KEPT, Status
from holdfast.persons.models import Allegation, Person
from holdfast.places import policies as place_policies
from holdfast.places import queries as place_queries
from holdfast.places.codes import PlaceKind
from holdfast.places.codes import State as PlaceState
from holdfast.places.models import Place
from holdfast.record.entries import Draft
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused
from holdfast.record.rooms import CORE
from holdfast.record.sealed import readers_if_sealed
from holdfast.subjects.queries import births, names


@dataclass(frozen=True)
class Subject:
    """A matter against which measures are taken, as far as asking for them needs it."""

    matter: UUID
    type: str
    #: Where its page is.
    href: str
    owner: UUID | None
    against: Against
    #: Who reads every list of it.
    deciders: tuple[UUID, ...]
    check_may_keep: Callable[[Acting], None]
    tells: Callable[[UUID, str], Iterator[Draft]]
    #: Whether anything may still be taken against it.
    stands: bool
    #: Who reads it, where it is sealed: of nobody else is anything asked.
    sealed: frozenset[UUID] = frozenset()

    def check_asked(self, holder: UUID) -> None:
        """Of what is sealed only those who read it are asked. Raises Refused."""
        if self.sealed and holder not in self.sealed:
            raise Refused(
                "body",
                "Whoever answers for that body does not read this. Ask by word of mouth, and say why it is not asked here",
            )

    def may_keep(self, by: Acting) -> bool:
        """Whether this person may ask a body, or say why not."""
        try:
            self.check_may_keep(by)
        except (NotPermitted, Refused):
            return False
        return True

    @property
    def protects(self) -> bool:
        """It is a child's: what protects her never waits for the police's one contact."""
        return self.against.aim is Aim.CHILD

    def weighed(self) -> list[Weighed]:
        """Every measure of such a matter, held against what is known; those that protect a child are shown in her case, and nowhere else."""
        return [w for w in weigh(measures(), self.against) if w.measure.protects is self.protects]

    def rows(self) -> list[Row]:
        """The rows that apply and are offered now."""
        signed = catalogue.signatures()
        return [w.measure for w in self.weighed() if w.applies and not why_not_offered(w.measure, signed.get(w.measure.code))]

    def rows_of(self, body: str) -> list[Row]:
        """Those of them that a body asks for."""
        return [row for row in self.rows() if body in row.holders]

    def holders(self) -> list[str]:
        """The bodies that hold any of them, each once."""
        return list(dict.fromkeys(body for row in self.rows() for body in row.holders))

    def told(self, agency: UUID, words: str) -> list[Draft]:
        """That the body’s organisation was told, so that it can be corrected."""
        return list(self.tells(agency, words))


def subject_of(matter: UUID) -> Subject | None:
    """What measures may be taken against; None where the viewer sees no such matter."""
    if (found := Person.objects.filter(id=matter).first()) is not None:
        return _person(found)
    if (place := Place.objects.filter(id=matter).first()) is not None:
        return _place(place)
    case = Case.objects.filter(id=matter).first()
    return _case(case) if case is not None else None


def _person(found: Person) -> Subject:
    convicted = Allegation.objects.filter(person_id=found.id, status=Status.CONVICTED).exists()

    def check(by: Acting) -> None:
        policies.check_may_keep(by, found)
        policies.check_kept(found)

    sealed = frozenset(readers_if_sealed(found.id))

    def tells(agency: UUID, words: str) -> Iterator[Draft]:
        if not sealed:  # of what is sealed only those who read it are asked
            yield Draft(facts=persons.ToldOf(agency=agency), parts=persons.TellingParts(words=words), room=found.id)

    # A measure against them is against an adult: whoever may be under 18 is no person of concern.
    against = Against(aim=Aim.PERSON, age=18, convicted=True if convicted else None)
    return Subject(
        matter=found.id,
        type="person_of_concern",
        href=reverse("persons:person", args=[found.id]),
        owner=found.owner_id,
        against=against,
        deciders=tuple(sorted(sealed)) or rooms.audience(found.id, CORE),
        sealed=sealed,
        check_may_keep=check,
        tells=tells,
        stands=found.state in KEPT,
    )


def _place(found: Place) -> Subject:
    def check(by: Acting) -> None:
        place_policies.check_may_keep(by, found)
        place_policies.check_state(found, PlaceState.ASSESSED)

    return Subject(
        matter=found.id,
        type="place_of_concern",
        href=reverse("places:place", args=[found.id]),
        owner=found.owner_id,
        against=Against(aim=Aim.ONLINE if found.kind == PlaceKind.ONLINE else Aim.PLACE),
        deciders=place_policies.audience(found.id),
        check_may_keep=check,
        tells=lambda _agency, _words: iter(()),
        stands=found.state == PlaceState.ASSESSED,
    )


def _case(found: Case) -> Subject:
    """A child: what protects her, and is taken against nobody."""
    council = partnership.council()
    born = births([found.person_id]).get(found.person_id)

    def check(by: Acting) -> None:
        child_policies.check_council(by)
        child_policies.check_open(found)

    return Subject(
        matter=found.id,
        type="case",
        href=reverse("children:child", args=[found.id]),
        owner=found.allocated_to_id,
        against=Against(aim=Aim.CHILD, child_age=age(born.earliest, today()) if born is not None else None, child_named=True),
        deciders=(casework(council.id),) if council is not None else (),
        check_may_keep=check,
        tells=lambda _agency, _words: iter(()),
        stands=found.closed_at is None,
    )


def still_stands(matter: UUID) -> bool:
    """Whether anything may still be applied for against it: nobody who was not involved, and nothing that was ended."""
    with reading_all():  # whoever answers for a body does not read the matter itself
        person = Person.objects.filter(id=matter, state__in=KEPT).exists()
        place = Place.objects.filter(id=matter, state=PlaceState.ASSESSED).exists()
        return person or place or Case.objects.filter(id=matter, closed_at=None).exists()


def subject_for(matter: UUID, by: Acting) -> Subject | None:
    """As `subject_of`, for a viewer."""
    with viewing(by.viewer):
        return subject_of(matter)


def called(matter: UUID) -> str:
    """What the person or the place is called. The caller has recorded the look, and reads as the viewer."""
    people = list(Person.objects.filter(id=matter))
    children = dict(Case.objects.filter(id=matter).values_list("person_id", "id"))
    called_so = names(children)
    if children:
        return next(called_so.get(person, "A child") for person in children)
    return {**person_queries.called(people), **place_queries.called(Place.objects.filter(id=matter))}.get(matter, "Not described")
