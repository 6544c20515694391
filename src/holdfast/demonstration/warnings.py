"""What organisations are told besides: a list that one answers and another does not, and allegations about people who work with children; and what
somebody else looks at.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from holdfast.allegations import actions as allegations
from holdfast.allegations import queries
from holdfast.allegations.codes import Barring, Handling, Outcome
from holdfast.allegations.ids import AllegationId
from holdfast.allegations.kinds import ToldParts
from holdfast.children import actions as children
from holdfast.children.ids import CaseId
from holdfast.children.kinds.case import SupervisionAudited, Words
from holdfast.concerns import lado
from holdfast.concerns.codes import State as ConcernState
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.models import Concern
from holdfast.database.time import now, today
from holdfast.database.viewing import viewing
from holdfast.demonstration.player import Player
from holdfast.duties.models import Duty, State
from holdfast.notices import actions as notices
from holdfast.notices.actions import ToDo
from holdfast.notices.codes import About
from holdfast.notices.ids import NoticeId
from holdfast.partnership.people import Acting
from holdfast.record.holding import reading_all


class AList:
    """Youth workers hand over where young people are picked up. The police say who does what; housing says nothing."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.told: NoticeId | None = None
        start = player.working(player.day(40, 9), 0, 11)
        player.at(start, self.tell)
        player.at(player.working(start, 6, 14), self.respond)
        player.at(player.working(start, 15, 16), self.done)

    def tell(self) -> None:
        mina, ines, hope = (self.player.people[who] for who in ("mina", "ines", "hope"))
        self.told = notices.tell(
            about=About.PLACES,
            exploitation=True,
            words="Where young people tell us that they are picked up: the car park behind the invented arcade, and two flats of Tidewater Homes.",
            agencies=[ines.agency, hope.agency],
            by=mina,
        )

    def respond(self) -> None:
        assert self.told is not None
        nell = self.player.people["nell"]
        todo = ToDo("Visit the car park on three evenings, with a youth worker.", nell.worker, today() + timedelta(days=14))
        notices.respond(notice=self.told, acts=True, words="It fits what two reports say.", todos=[todo], by=self.player.people["ines"])

    def done(self) -> None:
        assert self.told is not None
        with reading_all():
            action = Duty.objects.filter(matter_id=self.told, owner_id=self.player.people["nell"].worker, state=State.OPEN).first()
        if action is not None:
            words = "Three visits; the notes have their reference. Two drivers were spoken to."
            notices.action_done(notice=self.told, action=action.trigger_id, words=words, by=self.player.people["nell"])


class AnAllegation:
    """A named nurse tells the LADO about an escort on a school taxi."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.told: AllegationId | None = None
        start = player.working(player.day(47, 9), 0, 10)
        player.at(start, self.tell)
        player.at(player.working(start, 1, 9), self.acknowledge)
        player.at(player.working(start, 17, 15), self.conclude)

    def tell(self) -> None:
        words = ToldParts(
            alleged="A child said that the escort sends messages late in the evening, and asked that nobody be told.",
            person="An escort on the invented school taxi, line 4",
            employer="Invented Taxis",
            safety="Another escort travels from tomorrow.",
        )
        self.told = allegations.tell(words=words, employer=None, noticed_on=today(), by=self.player.people["kit"])

    def acknowledge(self) -> None:
        assert self.told is not None
        words = "The firm was told to keep the escort away from children. We meet on Thursday, with the police."
        allegations.acknowledge(allegation=self.told, handling=Handling.MEETING, words=words, by=self.player.people["esme"])

    def conclude(self) -> None:
        assert self.told is not None
        allegations.conclude(
            allegation=self.told,
            outcome=Outcome.SUBSTANTIATED,
            barring=Barring.REFERRED,
            words="The messages were seen. The firm dismissed the escort and made the referral.",
            by=self.player.people["esme"],
        )


def tell_lado(player: Player, concern: ConcernId, by: Acting) -> None:
    """What a concern alleges of somebody in authority goes to the LADO, and she acknowledges it."""
    with reading_all():
        waits = Concern.objects.filter(id=concern, alleges_authority=True, lado_answered_at=None).exclude(state=ConcernState.NEW).exists()
    if waits:
        words = ToldParts(alleged="As the concern says.", person="Somebody in authority, as the concern says", employer="Not known yet")
        lado.tell(concern=concern, words=words, employer=None, noticed_on=today(), by=by)
        player.at(player.working(now(), 1, 10), lambda: _acknowledge_all(player))


def _acknowledge_all(player: Player) -> None:
    esme = player.people["esme"]
    with viewing(esme.viewer):
        waiting = [a.id for a in queries.allegations() if a.acknowledged_at is None and a.told_by_agency_id == esme.agency]
    for each in waiting:
        words = "Advice was given, and what keeps children safe was agreed."
        allegations.acknowledge(allegation=AllegationId(each), handling=Handling.NOT_MET, words=words, by=esme)
        player.at(player.working(now(), 9, 15), partial(_conclude, player, AllegationId(each)))


def _conclude(player: Player, allegation: AllegationId) -> None:
    words = "It could not be shown either way. The employer reviews how the work is done."
    how = Outcome.UNSUBSTANTIATED, Barring.NOT_NEEDED
    allegations.conclude(allegation=allegation, outcome=how[0], barring=how[1], words=words, by=player.people["esme"])


def audit(player: Player, child: CaseId) -> None:
    """Whoever was drawn to look at a supervision of a child says what they found."""
    efua = player.people["efua"]
    with reading_all():
        drawn = list(Duty.objects.filter(matter_id=child, rule="SUPERVISION_AUDIT", state=State.OPEN, owner_id=efua.worker))
    for duty in drawn:
        facts = SupervisionAudited(answers=duty.trigger_id, sound=True)
        words = Words(words="It hears the child, and says who does what by when.")
        children.record(child=child, facts=facts, parts=words, by=efua)


def tell_warnings(player: Player) -> None:
    """Schedule both."""
    AList(player)
    AnAllegation(player)
