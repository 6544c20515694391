"""Three children's stories, played day by day: a girl whose concern is ignored, a boy who goes missing, a disabled child."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

from holdfast.children import actions as children
from holdfast.children import meetings
from holdfast.children.actions import ToDo
from holdfast.children.codes import MeetingType
from holdfast.children.flags import raise_flag
from holdfast.children.ids import CaseId
from holdfast.children.kinds import case, meeting, overview, pathway, safety
from holdfast.children.models import Case
from holdfast.concerns import actions as concerns
from holdfast.concerns import telling
from holdfast.concerns.codes import Alleged, Decision, Nature, Rating
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.demonstration.player import Player
from holdfast.duties import actions as duties
from holdfast.duties.ids import DutyId
from holdfast.duties.models import Duty, State
from holdfast.duties.queries import told_to
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Facts, Parts
from holdfast.subjects.actions import NewPerson, record_person, relate
from holdfast.subjects.codes import Relation, Scheme, Sex
from holdfast.when import When


def tell_stories(player: Player) -> None:
    """Schedule the three stories."""
    Girl(player).schedule()
    _boy(player)
    _disabled_child(player)


def _open_duty(room: UUID, rule: str) -> Duty:
    with reading_all():
        return Duty.objects.get(matter_id=room, rule=rule, state=State.OPEN)


def _case_of(person: UUID) -> CaseId:
    with reading_all():
        return CaseId(Case.objects.get(person_id=person).id)


class Girl:
    """Skye, who is 14. Someone tells; nobody reads it; a manager says that it is in hand; the system tells others; someone acts."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.concern: ConcernId | None = None
        self.person: UUID | None = None
        self.case: CaseId | None = None
        self.strategy_id: UUID | None = None

    def schedule(self) -> None:
        """When each thing happens."""
        start = self.player.working(self.player.day(58, 8), 0, 15)
        self.player.at(start, self.tell)
        self.player.at(self.player.working(start, 3, 11), self.assure)
        self.player.at(self.player.working(start, 6, 10), self.chase)
        self.player.at(self.player.working(start, 8, 12), self.challenge)
        acted = self.player.working(start, 14, 17)
        self.player.at(self.player.working(start, 12, 10), self.acknowledge)
        self.player.at(acted, self.act)
        self.player.at(self.player.working(acted, 1, 9), self.strategy)
        self.player.at(self.player.working(acted, 1, 15), self.conclude)
        self.player.at(self.player.working(acted, 2, 13), self.seen)
        self.player.at(self.player.working(acted, 3, 10), self.recorded)
        self.player.at(self.player.working(acted, 12, 14), self.conference)
        self.player.at(self.player.working(acted, 20, 11), lambda: self.visit("Skye chose where to meet. She has a new telephone number."))
        self.player.at(self.player.working(acted, 20, 12), self.say_what_to_read_first)

    def tell(self) -> None:
        words = ToldParts(
            worry="Skye told me that an older man waits for her after youth club, and gives her lifts and a telephone.",
            child="Skye Fable, 14, Lantern School",
            child_said="I asked who he was. She said: he’s just a mate, he looks after me.",
            tried="I told my manager, and rang the front door twice.",
        )
        what = Telling(words=words, nature=Nature.REFERRAL, alleged=(Alleged.SEXUAL_EXPLOITATION,), child_named=True, consent="not_safe")
        self.concern = telling.tell_as_professional(what, by=self.player.people["zac"], once=uuid4()).concern

    def assure(self) -> None:
        assert self.concern is not None
        duties.assure(
            duty=DutyId(_open_duty(self.concern, "REF_DECISION").id),
            words="The police know him. It is in hand.",
            by=self.player.people["bryn"],
        )

    def chase(self) -> None:
        assert self.concern is not None
        telling.chase(
            concern=self.concern, words="Nobody has rung me back. She was in his car again on Friday.", by=self.player.people["zac"]
        )

    def challenge(self) -> None:
        assert self.concern is not None
        duties.challenge(
            duty=DutyId(_open_duty(self.concern, "REF_DECISION").id),
            words="You say that it is in hand. What shows it? Nobody has seen her.",
            by=self.player.people["mina"],
        )

    def act(self) -> None:
        assert self.concern is not None
        concerns.read(concern=self.concern, by=self.player.people["femi"])
        concerns.rate(
            concern=self.concern, rating=Rating.RED, reason="Three weeks, and nobody has seen her.", by=self.player.people["femi"]
        )
        council = self.player.people["femi"].agency
        new = NewPerson(
            name="Skye Fable",
            born=date(today().year - 14, 4, 3),
            sex=Sex.FEMALE,
            ethnicity="WBRI",
            identifiers=[(Scheme.LA_CHILD, "INV000001")],
            address="7 Invented Road",
            school="Lantern School",
        )
        self.person = record_person(new, source=council, agencies=[council], by=self.player.people["femi"])
        brother = record_person(
            NewPerson(name="Jay Fable", sex=Sex.MALE), source=council, agencies=[council], by=self.player.people["femi"]
        )
        relate(self.person, brother, Relation.SIBLING, by=self.player.people["femi"])
        concerns.decide(
            concern=self.concern,
            decision=Decision.SECTION47,
            alleged=[Alleged.SEXUAL_EXPLOITATION],
            considered="The youth worker’s account, her words, and three weeks in which nothing was done.",
            reason="An adult gives a child of 14 lifts and a telephone, and asks her to keep it quiet.",
            children=[self.person],
            by=self.player.people["femi"],
        )
        self.case = _case_of(self.person)
        children.allocate(
            child=self.case, worker=self.player.people["carys"].worker, by=self.player.people["dev"], reason="Most urgent of the team"
        )
        concerns.acknowledge(concern=self.concern, how="telephone", by=self.player.people["amira"])
        concerns.tell_outcome(
            concern=self.concern,
            how="telephone",
            words="A strategy discussion is held today. We are sorry.",
            by=self.player.people["amira"],
        )

    def strategy(self) -> None:
        assert self.case is not None
        agencies = [self.player.people[k].agency for k in ("ines", "kit", "lena", "mina")]
        self.strategy_id = meetings.open_strategy(
            child=self.case, agencies=agencies, words="What Zac told us", by=self.player.people["dev"]
        )
        held = {
            "nell": "The man is named in two other reports. Nobody had put them together.",
            "jo": "She asked the school nurse for help in May. It was written down and went no further.",
            "otto": "Late eleven times this term. Picked up by the same car.",
            "zac": "What I told you three weeks ago.",
        }
        for who, words in held.items():
            meetings.share(child=self.case, meeting_id=self.strategy_id, words=words, by=self.player.people[who])

    def conclude(self) -> None:
        assert self.case is not None
        assert self.strategy_id is not None
        todos = [
            ToDo("Identify the driver and the car", self.player.people["nell"].worker, today() + timedelta(days=3)),
            ToDo("See Skye at school, alone, with Zac there if she wants", self.player.people["carys"].worker, today() + timedelta(days=1)),
            ToDo("Ask the other two children’s schools what they know", self.player.people["otto"].worker, today() + timedelta(days=5)),
        ]
        meetings.conclude_strategy(
            child=self.case,
            strategy=self.strategy_id,
            decision="section47_joint",
            attended=[self.player.people[k].agency for k in ("ines", "kit", "lena", "mina", "dev")],
            words=meeting.Decided(
                reason="Four organisations each held a part of it.",
                investigation_timing="Officers speak to nobody near him before she is safe.",
                who_tells_family="Carys tells her mother this evening, with Skye’s agreement.",
                medical="Offered, when she is ready.",
                other_children="Two, named in the other reports.",
            ),
            todos=todos,
            by=self.player.people["dev"],
        )
        meetings.issue_strategy_record(child=self.case, strategy=self.strategy_id, by=self.player.people["dev"])
        children.record(
            child=self.case,
            facts=pathway.Section47Started(strategy=self.strategy_id),
            when=When.on(today()),
            by=self.player.people["carys"],
        )

    def seen(self) -> None:
        assert self.case is not None
        children.record(
            child=self.case,
            facts=case.ChildSeen(seen_alone=True, views_recorded=True),
            parts=case.Seen(child_words="I want it to stop but I don’t want my brother to know."),
            when=When.on(today()),
            by=self.player.people["carys"],
        )
        children.record(
            child=self.case,
            facts=safety.FirstAccountRecorded(spontaneous=False),
            parts=safety.Account(
                question="Is there anything you want to tell me?", words="He says I owe him now.", present="Zac, at her wish"
            ),
            when=When.on(today()),
            by=self.player.people["carys"],
        )
        children.record(
            child=self.case,
            facts=safety.CrimeReported(),
            parts=safety.Reference(words="Her account, as written"),
            when=When.on(today()),
            by=self.player.people["carys"],
        )

    def recorded(self) -> None:
        assert self.case is not None
        children.record(
            child=self.case,
            facts=safety.CrimeRecordingDecided(recorded=True, answers=self.player.asked(self.case, "CRIME_RECORDING", by="nell")),
            parts=safety.RecordingDecision(reference="INVENTED-CRIME-1"),
            when=When.on(today()),
            by=self.player.people["nell"],
        )
        with viewing(self.player.people["nell"].viewer):
            action = Duty.objects.get(matter_id=self.case, owner_id=self.player.people["nell"].worker, rule="ACTION", state=State.OPEN)
        children.record(
            child=self.case,
            facts=case.ActionDone(answers=action.trigger_id),
            parts=case.Shown(what_shows_it="Driver and car identified. The file has the reference."),
            by=self.player.people["nell"],
        )

    def conference(self) -> None:
        assert self.case is not None
        people = self.player.people
        children.record(
            child=self.case,
            facts=pathway.Section47Concluded(outcome="conference"),
            parts=case.Words(words="What she said is borne out by what each organisation holds."),
            when=When.on(today()),
            by=people["carys"],
        )
        chair, asked = people["gwen"], [people["ines"].agency, people["kit"].agency, people["lena"].agency]
        conference = meetings.arrange_conference(child=self.case, type=MeetingType.INITIAL, planned_on=today(), agencies=asked, by=chair)
        meetings.share(child=self.case, meeting_id=conference, words="She has come to school on nine days of ten.", by=people["lena"])
        came_to = meetings.Conference(
            on=today(),
            attended=asked,
            plan=True,
            category="SAB",
            decided="Skye was there, and said what she wants. A plan was agreed.",
            minutes=meeting.Minutes(
                record="Each organisation said what it holds and what it does. The detective reports to the core group each month.",
                child_words="I want to be asked before things happen.",
            ),
        )
        meetings.hold_conference(child=self.case, conference=conference, held_as=came_to, by=chair)

    def acknowledge(self) -> None:
        for who in ("mina", "tomas", "ines"):
            with viewing(self.player.people[who].viewer):
                waiting = [d.told.id for d in told_to(self.player.people[who].agency, unacknowledged=True)]
            if waiting:
                duties.acknowledge_told(delivered=waiting, by=self.player.people[who])

    def visit(self, words: str) -> None:
        assert self.case is not None
        facts = case.VisitRecorded(seen=True, seen_alone=True, statutory=True)
        children.record(child=self.case, facts=facts, parts=case.Seen(account=words), when=When.on(today()), by=self.player.people["carys"])

    def say_what_to_read_first(self) -> None:
        assert self.case is not None
        carys = self.player.people["carys"]
        words = overview.Summary(
            words="Skye is fourteen and lives with her mother. She trusts her form tutor and comes to school. An older man offers her lifts; she is asked "
            "to tell nobody. The police look for his car. If she is not home by nine, ring her mother first, then the police.",
            worries="Lifts after school, and a second phone that her mother has not seen.",
            going_well="She talks to her tutor every week. Her mother rings when she is worried.",
            child_words="I want to be asked before things happen.",
        )
        children.record(child=self.case, facts=overview.SummaryWritten(), parts=words, by=carys)
        raise_flag(
            child=self.case, words="Ring her mother on the landline only", danger=False, review_on=today() + timedelta(days=60), by=carys
        )


def _begin(player: Player, new: NewPerson, worker: str) -> CaseId:
    """A referral of the council's own, allocated the same day."""
    p = player.people
    council = p["amira"].agency
    person = record_person(new, source=council, agencies=[council], by=p["amira"])
    opened = children.open_case(person=person, source="2A", reason="The school asked for help.", by=p["amira"])
    children.allocate(child=opened, worker=p[worker].worker, by=p["dev"], reason="Known to this worker")
    return opened


def _boy(player: Player) -> None:
    """Rook, who is 15, goes missing three times; the third time somebody asks him why, in a way that he answers."""
    p = player.people
    new = NewPerson(
        name="Rook Nowhere",
        born=date(player.first_day.year - 15, 9, 9),
        sex=Sex.MALE,
        ethnicity="MWBC",
        identifiers=[(Scheme.LA_CHILD, "INV000002")],
    )
    found: dict[str, CaseId] = {}

    def record(facts: Facts, parts: Parts | None = None, by: str = "idris") -> None:
        children.record(child=found["case"], facts=facts, parts=parts, when=When.on(today()), by=p[by])

    def begin() -> None:
        found["case"] = _begin(player, new, "idris")

    def asked(accepted: bool, interview: safety.Return) -> None:
        answers = player.asked(found["case"], "RHI_72", by="idris")
        record(safety.ReturnInterviewRecorded(accepted=accepted, answers=answers), interview)

    player.at(player.day(30, 10), begin)
    for n, accepted in enumerate((False, False, True)):
        away = player.working(player.day(44 + n * 9, 8), 0, 18)
        player.at(away, lambda: record(safety.MissingStarted(), case.Words(words="Did not come home. His bed was not slept in.")))
        player.at(away + timedelta(minutes=40), lambda: record(safety.MissingReported(), safety.Reference(reference="INVENTED-MISSING")))
        player.at(away + timedelta(hours=30), lambda: record(safety.MissingFound(), case.Words(words="Came back on the early bus.")))
        words = (
            "A man he met online pays for the bus."
            if accepted
            else "Would not talk. A second visit was offered, and his grandmother was asked."
        )
        interview = safety.Return(words=words, carer="His grandmother is frightened for him.")
        player.at(
            player.working(away + timedelta(hours=30), 2, 11),
            lambda accepted=accepted, interview=interview: asked(accepted, interview),  # type: ignore[misc]
        )
    player.at(player.day(72, 10), lambda: record(pathway.StrategyNeeded(), case.Reason(reason="Three times in a month."), by="idris"))
    player.at(player.day(80, 10), lambda: record(safety.NrmIndicated(), case.Words(words="Carries things for older people.")))
    player.at(player.day(82, 10), lambda: record(safety.NrmReferred(), safety.Reference(reference="INVENTED-NRM")))


def _disabled_child(player: Player) -> None:
    """Fern, who is 9 and speaks with a board, has a plan, a sibling, and someone who asks her in the way that she answers."""
    p = player.people
    new = NewPerson(
        name="Fern Story",
        born=date(player.first_day.year - 9, 2, 20),
        sex=Sex.FEMALE,
        ethnicity="AIND",
        disabilities=("COMM", "LD"),
        identifiers=[(Scheme.LA_CHILD, "INV000003")],
        language="English, with a picture board",
    )
    found: dict[str, CaseId] = {}

    def record(facts: Facts, parts: Parts | None = None) -> None:
        children.record(child=found["case"], facts=facts, parts=parts, when=When.on(today()), by=p["leah"])
        player.authorise(found["case"])

    def begin() -> None:
        found["case"] = _begin(player, new, "leah")

    spoke = case.Seen(
        account="Seen at school with her board and the teacher who knows it.", child_words="She pointed to: home, loud, sleep."
    )
    player.at(player.day(12, 10), begin)
    player.at(player.day(14, 14), lambda: record(case.VisitRecorded(seen=True, seen_alone=True), spoke))
    player.at(player.day(15, 10), lambda: record(pathway.AssessmentStarted()))
    analysis = pathway.Analysis(
        analysis="She is loved, and worn out. So are they. Nights away are needed.", child_words="She pointed to: swim."
    )
    player.at(player.day(50, 10), lambda: record(pathway.AssessmentCompleted(factors=("5A", "6A"), seen=True), analysis))
    player.at(player.day(52, 10), lambda: record(pathway.CinPlanStarted(), case.Words(words="One night in two weeks, and swimming.")))
    player.at(player.day(110, 10), lambda: record(pathway.CinPlanReviewed(), case.Words(words="She sleeps. She swims.")))
