"""What a youth worker knows is graded and passed on; and the exploitation panel hears a man, a place and a girl.

Two posts answer what was passed to them; the third does not, and it climbs. Of two actions of the panel one is done, and one comes first next time. The
scrutineer draws two rejections.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.demonstration.player import Player
from holdfast.intelligence import actions as intelligence
from holdfast.intelligence import kinds as said
from holdfast.intelligence.codes import Close, Condition
from holdfast.intelligence.ids import ItemId
from holdfast.intelligence.models import Text
from holdfast.panel import actions as panels
from holdfast.panel import queries
from holdfast.panel.codes import About, Left
from holdfast.panel.ids import PanelId
from holdfast.partnership.people import Acting
from holdfast.scrutiny import sampling
from holdfast.scrutiny.codes import SampleOf
from holdfast.scrutiny.queries import sample
from holdfast.subjects.codes import Basis, Certainty, Grading

GRADED = Grading(basis=Basis.INTELLIGENCE, certainty=Certainty.STATED, source_reliability=1, assessment="A", handling="P")
MEMBERS = ("ines", "kit", "lena", "dev")


class Heard:
    """An item of intelligence, and two meetings of the panel."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.item: ItemId | None = None
        self.panel: PanelId | None = None
        self.promised: UUID | None = None

    def schedule(self) -> None:
        """When each thing happens, beside the months of the quay."""
        start = self.player.working(self.player.day(45, 8), 0, 9)
        for days, hour, deed in (
            (8, 16, self.youth_worker_tells),
            (9, 15, self.graded),
            (10, 10, self.passed),
            (13, 11, self.answered),
            (14, 10, self.panel_hears),
            (19, 16, self.one_is_done),
            (28, 15, self.panel_is_called_again),
            (29, 10, self.scrutineer_samples),
        ):
            self.player.at(self.player.working(start, days, hour), deed)

    def _p(self, who: str) -> Acting:
        return self.player.people[who]

    def youth_worker_tells(self) -> None:
        parts = said.GivenParts(
            about="A silver car, AB12 ZZZ",
            what="Young people are picked up behind the Blue Lantern and brought back late",
            when="Fridays, from ten",
            how_known="Seen by a youth worker on two evenings",
        )
        self.item = intelligence.give(parts=parts, close=Close.NOT_CLOSE, covert=False, by=self._p("zac"))

    def graded(self) -> None:
        assert self.item is not None
        intelligence.grade(item=self.item, grading=GRADED, reason="Seen by the teller; the car is known.", by=self._p("hal"))
        intelligence.reply(item=self.item, words="Thank you. It was graded, and is being passed on.", by=self._p("hal"))
        posts = [post for who in ("lou", "nell", "hope") if (post := self._p(who).post) is not None]
        intelligence.sanitise(
            item=self.item,
            text="A silver car, AB12 ZZZ, picks up young people near Quay Street on Fridays after ten.",
            posts=posts,
            second=self._p("amira").worker,
            respond_on=today() + timedelta(days=7),
            condition=Condition.NONE,
            consulted=False,
            by=self._p("hal"),
        )

    def passed(self) -> None:
        assert self.item is not None
        intelligence.read(item=self.item, agrees=True, reason="It says nothing of where it comes from.", by=self._p("amira"))

    def answered(self) -> None:
        """Licensing and a detective answer; the tenancy manager does not, and it climbs."""
        for who, words in (("lou", "Licensing looks at that evening’s log on Friday."), ("nell", "Visited on Friday with a colleague.")):
            by = self._p(who)
            with viewing(by.viewer):
                text = Text.objects.get(post_id=by.post or "")
            intelligence.respond(text=text.id, acts=True, words=words, by=by)

    def _called(self, on: int) -> PanelId:
        members = [self._p(who).worker for who in MEMBERS]
        return panels.call(on=today() + timedelta(days=on), chair=self._p("efua").worker, members=members, by=self._p("bryn"))

    def _take(self, about: About) -> UUID | None:
        """The first that the record proposes of its kind, taken; and each member says that they are not connected."""
        assert self.panel is not None
        efua = self._p("efua")
        with viewing(efua.viewer):
            meeting = queries.panel(self.panel)
            assert meeting is not None
            found = next((each.subject for each in queries.proposed(meeting) if each.about is about), None)
        if found is None:
            return None
        item = uuid4()
        panels.take(panel=self.panel, about=about, subject=found, by=efua, entry_id=item)
        for who in ("efua", *MEMBERS):
            panels.declare(item=item, connected=False, words=None, by=self._p(who))
        return item

    def panel_hears(self) -> None:
        self.panel = self._called(0)
        man, place = self._take(About.PERSON), self._take(About.PLACE)
        efua = self._p("efua")
        if man is not None:
            action = uuid4()
            words = "Ines Rowan says which overt step the police take next, and when."
            due_on = today() + timedelta(days=7)
            panels.decide(item=man, words=words, worker=self._p("ines").worker, due_on=due_on, by=efua, entry_id=action)
            words, due_on = "Lena Umber has staff at the gate on Fridays until the summer.", today() + timedelta(days=9)
            panels.decide(item=man, words=words, worker=self._p("lena").worker, due_on=due_on, by=efua)
            panels.heard(item=man, words="Two actions; nobody waits for the police alone.", by=efua)
            self.promised = action
        if place is not None:
            panels.leave(item=place, why=Left.NO_TIME, words="Licensing brings the log.", by=efua)

    def one_is_done(self) -> None:
        if self.promised is not None:
            panels.done(action=self.promised, words="Spoken to at his house; reference SP/INVENTED/1.", by=self._p("ines"))

    def panel_is_called_again(self) -> None:
        self._called(10)

    def scrutineer_samples(self) -> None:
        """Two rejections, drawn by chance: one bears its reason, and for the other the council owes her an answer."""
        noor = self._p("noor")
        sampling.draw(what=SampleOf.REJECTED, how_many=2, by=noor)
        with viewing(noor.viewer):
            drawn = sample()
        for found, sound in zip(drawn, (True, False), strict=False):
            words = "What is missing is said." if sound else "“Not on what is known yet”: it is not said what is missing, nor who gets it."
            sampling.judge(sampled=found.id, sound=sound, words=words, by=noor)


def tell_of_the_panel(player: Player) -> None:
    """Schedule it."""
    Heard(player).schedule()
