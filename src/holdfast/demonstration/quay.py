"""What follows when somebody is named: three concerns in six weeks name one man; he and a place are known, and not left alone.

A school, a taxi driver and a mother tell. The police are silent on "may we?", and the vetted group answers; the council acts, and licensing. A cousin was
not involved, and everybody who was told is told again. A girl's support begins in time; a boy's does not, and shows.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from holdfast.children import actions as children
from holdfast.children.ids import CaseId
from holdfast.children.models import Case
from holdfast.concerns import actions as concerns
from holdfast.concerns import taking as taking_concerns
from holdfast.concerns import telling
from holdfast.concerns.codes import Alleged, AllegedIs, Decision, Nature, Rating
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.demonstration.player import Player
from holdfast.investigations import actions as investigations
from holdfast.investigations import kinds as investigation_kinds
from holdfast.licensing import actions as licensing
from holdfast.licensing import kinds as licence_kinds
from holdfast.licensing.codes import About, Licensed
from holdfast.licensing.codes import Decision as LicenceDecision
from holdfast.licensing.ids import QuestionId
from holdfast.licensing.models import Question
from holdfast.measures import asking, clearing, taking
from holdfast.measures.codes import NotAsked, Rejected
from holdfast.measures.ids import AskId, MeasureId
from holdfast.measures.models import Ask
from holdfast.measures.subjects import subject_of
from holdfast.partnership.people import Acting
from holdfast.persons import keeping, naming
from holdfast.persons import kinds as persons
from holdfast.persons.codes import Age, AllegedOf, Done, EthnicityUnknown, Group
from holdfast.persons.ids import PersonOfConcernId
from holdfast.persons.models import Person, Told
from holdfast.persons.naming import Naming
from holdfast.places import actions as places
from holdfast.places import kinds as place_kinds
from holdfast.places.codes import PlaceKind
from holdfast.places.ids import PlaceId
from holdfast.record.holding import reading_all
from holdfast.subjects.actions import NewPerson, record_person
from holdfast.subjects.codes import Basis, Certainty, Grading
from holdfast.support import actions as support
from holdfast.support.codes import How, Support, Waits
from holdfast.support.ids import PlanId

GRADED = Grading(basis=Basis.INTELLIGENCE, certainty=Certainty.STATED, source_reliability=2, assessment="B", handling="P")


class Quay:
    """The man, the place, the cousin, the girl and the boy."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.first: ConcernId | None = None
        self.man: PersonOfConcernId | None = None
        self.cousin: PersonOfConcernId | None = None
        self.place: PlaceId | None = None
        self.plan: PlanId | None = None
        self.girl: CaseId | None = None
        self.measure: MeasureId | None = None

    def schedule(self) -> None:
        """When each thing happens."""
        start = self.player.working(self.player.day(45, 8), 0, 9)
        for days, hour, deed in (
            (0, 9, self.school_tells),
            (1, 10, self.named_and_opened),
            (3, 11, self.support_begins),
            (4, 15, self.in_the_register),
            (6, 10, self.driver_tells),
            (7, 15, self.place_is_assessed),
            (8, 10, self.bodies_are_asked),
            (9, 12, self.licensing_is_asked),
            (11, 9, self.council_chooses),
            (12, 14, self.licensing_decides),
            (16, 10, self.mother_tells),
            (18, 9, self.cousin_is_opened),
            (22, 16, self.vetted_group_answers),
            (23, 10, self.applied),
            (24, 9, self.school_challenges),
            (27, 10, self.cousin_is_cleared),
            (28, 11, self.one_is_corrected),
            (29, 11, self.therapy_waits),
        ):
            self.player.at(self.player.working(start, days, hour), deed)

    def _p(self, who: str) -> Acting:
        return self.player.people[who]

    def _read(self, concern: ConcernId) -> None:
        taking_concerns.take(concern=concern, by=self._p("amira"))
        concerns.read(concern=concern, by=self._p("amira"))
        concerns.rate(
            concern=concern, rating=Rating.AMBER, reason="Others named him before; seen by the school today.", by=self._p("amira")
        )

    def _decide(self, concern: ConcernId, child: UUID, allocated_to: str) -> CaseId:
        concerns.decide(
            concern=concern,
            decision=Decision.SECTION47,
            alleged=[Alleged.SEXUAL_EXPLOITATION],
            alleged_is=AllegedIs.ALLEGED,
            considered="What the record holds; the school was asked; what the child is said to want.",
            reason="There is reason to suspect that the child is being harmed.",
            children=[child],
            by=self._p("bryn"),
        )
        with reading_all():
            case = CaseId(Case.objects.get(person_id=child).id)
        children.allocate(child=case, worker=self._p(allocated_to).worker, by=self._p("dev"), reason="Known to this worker")
        return case

    def _named(self, concern: ConcernId, name: str, said: str, plate: str | None = None) -> PersonOfConcernId:
        with reading_all():
            before = set(Person.objects.values_list("id", flat=True))
        naming.name_person(concern=concern, naming=Naming(said=said, age=Age.ADULT, name=name, plate=plate), by=self._p("amira"))
        with reading_all():
            (found,) = set(Person.objects.values_list("id", flat=True)) - before
        return PersonOfConcernId(found)

    def _child(self, name: str, years: int) -> UUID:
        council = self._p("amira").agency
        born = date(self.player.first_day.year - years, 5, 5)
        return record_person(NewPerson(name=name, born=born), source=council, agencies=[council], by=self._p("amira"))

    def school_tells(self) -> None:
        said = ToldParts(
            worry="A man called Marlow waits at the gate in a silver car, and two girls of year 9 got in. Fern will not say where they went.",
            child="Fern Invented, 14",
            others="Marlow, about 35, a silver car",
        )
        what = Telling(words=said, nature=Nature.REFERRAL, alleged=(Alleged.SEXUAL_EXPLOITATION,), child_named=True, consent="yes")
        self.first = telling.tell_as_professional(what, by=self._p("lena"), once=uuid4()).concern

    def named_and_opened(self) -> None:
        assert self.first is not None
        self._read(self.first)
        self.girl = self._decide(self.first, self._child("Fern Invented", 14), "carys")
        self.man = self._named(self.first, "Marlow Quayle", "Waits at the gate; two girls got in", "AB12 ZZZ")
        naming.open_person(
            person=self.man,
            parts=persons.OpenedParts(
                reason="Two girls were seen to get into his car, twice.",
                information="Two teachers saw it on two days; the plate was read.",
                next="Nell Frost visits the address with the school’s officer.",
            ),
            grading=GRADED,
            owner=self._p("nell").worker,
            next_on=today() + timedelta(days=10),
            review_on=today() + timedelta(days=60),
            by=self._p("bryn"),
        )
        what = [AllegedOf.CHILD_SEXUAL_EXPLOITATION]
        keeping.allege(
            person=self.man,
            what=what,
            group=Group.YES,
            grading=GRADED,
            words="With one or more others, at the gate and the quay.",
            by=self._p("nell"),
        )
        keeping.record_monitoring(
            person=self.man,
            self_defined=None,
            observed=None,
            ethnicity_unknown=EthnicityUnknown.NOT_ASKED_WOULD_WARN,
            nationality=None,
            nationality_unknown=EthnicityUnknown.NOT_ASKED_WOULD_WARN,
            by=self._p("nell"),
        )

    def support_begins(self) -> None:
        assert self.girl is not None
        born = date(self.player.first_day.year - 14, 5, 5)
        carys = self._p("carys")
        self.plan = support.begin_for_child(case=self.girl, called="Fern", born=born, coordinator=carys.worker, by=carys)
        support.name_advocate(plan=self.plan, advocate=self._p("zac").worker, by=carys)
        owes = {Support.ADVOCATE: "mina", Support.SCHOOL: "lena", Support.SAFETY: "efua"}
        for what in Support:
            agency = self._p(owes.get(what, "kit")).agency
            support.offer(plan=self.plan, what=what, how=How.IN_PERSON, on=today(), agency=agency, words=None, by=carys)
        for what in (Support.ADVOCATE, Support.SCHOOL, Support.THERAPY):
            support.accept(plan=self.plan, what=what, on=today(), by=carys)
        support.begun(plan=self.plan, what=Support.ADVOCATE, on=today(), by=self._p("zac"))
        support.begun(plan=self.plan, what=Support.SCHOOL, on=today(), by=self._p("lena"))

    def in_the_register(self) -> None:
        """An investigation is opened, and its next step is not taken: it stands late, outside the line as well."""
        assert self.girl is not None
        children.involve(child=self.girl, agencies=[self._p("ines").agency, self._p("lena").agency], reason="asked", by=self._p("dev"))
        investigations.open_investigation(
            parts=investigation_kinds.OpenedParts(
                reference="SP/INVENTED/17", about="What is done to young people at the quay.", next="Hear Fern in a recorded interview."
            ),
            officer=self._p("nell").worker,
            opened_on=today(),
            next_on=today() + timedelta(days=9),
            review_on=today() + timedelta(days=28),
            case=self.girl,
            suspect="Marlow Quayle",
            plate="AB12 ZZZ",
            by=self._p("ines"),
        )

    def school_challenges(self) -> None:
        assert self.girl is not None
        investigations.challenge(
            case=self.girl, words="Four weeks, and Fern was not heard.", child_risk="He waits for her again on Fridays.", by=self._p("lena")
        )

    def driver_tells(self) -> None:
        said = ToldParts(
            worry="I drive a taxi. A fare called Marlow has girls taken to the Blue Lantern on Quay Street after ten, and pays for them.",
            place="The Blue Lantern, Quay Street",
        )
        concern = telling.tell(Telling(words=said, teller_is="other"), once=uuid4()).concern
        self._read(concern)
        concerns.record_nature(concern=concern, nature=Nature.CONTACT, alleged=[Alleged.SEXUAL_EXPLOITATION], by=self._p("amira"))
        again = self._named(concern, "Marlo Quayle", "Pays for taxis that bring girls to the Blue Lantern")
        assert self.man is not None
        naming.join(person=again, into=self.man, reason="The same name, and the same quay.", by=self._p("bryn"))
        parts = place_kinds.ReportedParts(
            name="The Blue Lantern", where="Quay Street", said="Young people are brought here after ten, and older men pay."
        )
        self.place = places.report(place=PlaceKind.FOOD, parts=parts, by=self._p("amira"))

    def place_is_assessed(self) -> None:
        assert self.place is not None
        parts = place_kinds.AssessedParts(
            context="A back room with its own door; open until two.",
            children="They are met with food, warmth and lifts.",
            young_people="“You get fed and nobody asks”, said to a youth worker.",
            partners="Licensing, the landlord, the youth service.",
            safe_adults="The cook, who rang the front door herself.",
            outcome="No young person is there after nine, and they say that the quay feels safe.",
            next="A youth worker and licensing visit on Friday night.",
        )
        places.assess(
            place=self.place,
            parts=parts,
            owner=self._p("idris").worker,
            next_on=today() + timedelta(days=12),
            review_on=today() + timedelta(days=80),
            by=self._p("bryn"),
        )

    def bodies_are_asked(self) -> None:
        assert self.man is not None
        nell = self._p("nell")
        with viewing(nell.viewer):
            subject = subject_of(self.man)
            assert subject is not None
            holders = subject.holders()
        for body in holders:
            if body in ("council", "police"):
                shared = "He waits at a school gate in a silver car, and has girls brought to a restaurant on the quay."
                asking.ask(matter=self.man, body=body, about="Marlow Quayle, silver car AB12 ZZZ", shared=shared, by=nell, entry_id=uuid4())
            else:
                asking.not_ask(
                    matter=self.man, body=body, why=NotAsked.LEARNS_TOO_MUCH, words="Nothing of theirs is likely to serve yet.", by=nell
                )
        keeping.act(
            person=self.man,
            done=Done.MEASURE_ASKED,
            words="The council and the police were asked which of their measures they take.",
            next_="Speak with the landlord of the restaurant.",
            next_on=today() + timedelta(days=14),
            by=nell,
        )

    def _ask_of(self, body: str) -> AskId:
        assert self.man is not None
        with reading_all():
            return AskId(Ask.objects.get(matter_id=self.man, body=body).id)

    def council_chooses(self) -> None:
        """The council takes one measure, rejects the others with a reason, and asks the police: may we?"""
        efua, ask = self._p("efua"), self._ask_of("council")
        asking.declare(ask=ask, connected=False, words=None, by=efua)
        with reading_all():
            offered = list(Ask.objects.get(id=ask).offered)
        chosen = "HC_INJ" if "HC_INJ" in offered else offered[0]
        once = uuid4()
        for code in offered:
            if code == chosen:
                asking.answer_row(
                    ask=ask, code=code, chosen=True, why=None, reason="For Fern by name.", decided_by=efua.worker, by=efua, entry_id=once
                )
            else:
                asking.answer_row(
                    ask=ask,
                    code=code,
                    chosen=False,
                    why=Rejected.TEST_NOT_MET,
                    reason="Not on what is known yet.",
                    decided_by=efua.worker,
                    by=efua,
                )
        self.measure = MeasureId(once)
        clearing.ask(measure=self.measure, by=efua)

    def vetted_group_answers(self) -> None:
        """The police did not answer; two of the vetted group do."""
        assert self.measure is not None
        clearing.decide(measure=self.measure, proceed=True, until=None, with_worker=self._p("ines").worker, by=self._p("kit"))

    def applied(self) -> None:
        assert self.measure is not None
        efua = self._p("efua")
        taking.apply(
            measure=self.measure,
            on=today(),
            words="To the High Court, with counsel.",
            plan="Fern stays with her aunt that night; the school knows.",
            rechecked=True,
            uncleared=None,
            by=efua,
        )
        taking.in_force(
            measure=self.measure,
            on=today(),
            expires_on=today() + timedelta(days=180),
            breach_owner=efua.worker,
            words=None,
            born_on=date(self.player.first_day.year - 14, 5, 5),  # Fern’s, as in the case
            by=efua,
        )

    def licensing_is_asked(self) -> None:
        parts = licence_kinds.AskedParts(
            about="AB12 ZZ?",
            shared="A silver car waits at a school gate; its driver has young people brought to a restaurant.",
            may_be_told="Not that the school saw it.",
        )
        question = licensing.ask(what=About.VEHICLE, parts=parts, by=self._p("amira"))
        licensing.answer(question=question, licensed=Licensed.HERE, authority=None, words=None, by=self._p("lou"))

    def licensing_decides(self) -> None:
        with reading_all():
            question = QuestionId(Question.objects.get().id)
        parts = licence_kinds.DecidedParts(
            rests_on="The operator’s own log of journeys, and two teachers.", told="That its use was complained of."
        )
        licensing.decide(question=question, decision=LicenceDecision.SUSPENDED, parts=parts, told_on=today(), by=self._p("lou"))

    def mother_tells(self) -> None:
        said = ToldParts(
            worry="My son Perrin gets money from a Marlow to bring friends along. His cousin Tobin Quayle drives them, my neighbour says.",
            child="Perrin Invented, 15",
        )
        concern = telling.tell(Telling(words=said, child_named=True, teller_is="family"), once=uuid4()).concern
        self._read(concern)
        self._decide(concern, self._child("Perrin Invented", 15), "sunil")  # whose support nobody begins: it climbs
        self.cousin = self._named(concern, "Tobin Quayle", "Is said to drive them")

    def cousin_is_opened(self) -> None:
        assert self.cousin is not None
        assert self.man is not None
        naming.open_person(
            person=self.cousin,
            parts=persons.OpenedParts(
                reason="He is said to drive them.",
                information="A neighbour told the mother.",
                next="Hal Quarry checks who drove that week.",
            ),
            grading=GRADED,
            owner=self._p("hal").worker,
            next_on=today() + timedelta(days=12),
            review_on=today() + timedelta(days=30),
            told_apart=[self.man],
            by=self._p("bryn"),
        )
        keeping.tell(person=self.cousin, agency=self._p("lena").agency, recipient=None, words="Not to let him collect.", by=self._p("bryn"))
        keeping.tell(
            person=self.cousin, agency=None, recipient="The operator at the rank", words="That he may drive them.", by=self._p("bryn")
        )

    def cousin_is_cleared(self) -> None:
        assert self.cousin is not None
        keeping.propose_clearing(
            person=self.cousin, second=self._p("ines").worker, reason="He was at sea that month; the log shows it.", by=self._p("bryn")
        )
        keeping.answer_clearing(person=self.cousin, agrees=True, reason="The port’s list shows the same.", by=self._p("ines"))

    def one_is_corrected(self) -> None:
        """The school is told again at once; the operator is not yet, and that shows."""
        assert self.cousin is not None
        with reading_all():
            owed = Told.objects.get(person_id=self.cousin, agency_id=self._p("lena").agency).owed_entry_id
        assert owed is not None
        keeping.correct(person=self.cousin, owed=owed, on=today(), words="By telephone, and in writing.", by=self._p("bryn"))

    def therapy_waits(self) -> None:
        assert self.plan is not None
        efua = self._p("efua").agency
        support.wait(
            plan=self.plan,
            what=Support.THERAPY,
            since=today(),
            waits=Waits.MONEY,
            commissioner=efua,
            words="Not agreed yet.",
            by=self._p("kit"),
        )


def tell_of_the_quay(player: Player) -> None:
    """Schedule it."""
    Quay(player).schedule()
