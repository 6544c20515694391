"""Four months of an invented partnership's life: about three hundred children, good work and neglect, all by the real actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from holdfast.children import actions as children
from holdfast.children import meetings
from holdfast.children.actions import ToDo
from holdfast.children.codes import MeetingType
from holdfast.children.ids import CaseId
from holdfast.children.kinds import case, meeting, pathway
from holdfast.children.models import Case
from holdfast.concerns import actions as concerns
from holdfast.concerns import taking, telling
from holdfast.concerns.codes import ENDS_IT, Alleged, AllegedIs, Decision, Nature, Rating
from holdfast.concerns.ids import ConcernId
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.models import Concern
from holdfast.concerns.policies import needs_another_agency
from holdfast.concerns.telling import Telling
from holdfast.database.time import now, today
from holdfast.database.viewing import viewing
from holdfast.demonstration import missing, words
from holdfast.demonstration.followed import begin_support, name_nobody
from holdfast.demonstration.heard import tell_of_the_panel
from holdfast.demonstration.names import name
from holdfast.demonstration.player import Player
from holdfast.demonstration.quay import tell_of_the_quay
from holdfast.demonstration.story import tell_stories
from holdfast.demonstration.warnings import audit, tell_lado, tell_warnings
from holdfast.duties import actions as duties
from holdfast.duties.ids import DutyId
from holdfast.duties.models import Duty, State
from holdfast.duties.queries import open_duties_of, told_to
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.record.holding import reading_all
from holdfast.record.kinds import Facts, Parts
from holdfast.record.refusal import Refused
from holdfast.subjects.actions import NewPerson, record_person
from holdfast.subjects.codes import DISABILITIES, ETHNICITIES, EthnicityMissing, Scheme, Sex
from holdfast.when import When

DAYS = 122
CHILDREN = 300
WORKERS = {"dev": ("carys", "idris", "leah"), "petra": ("sunil", "una", "wes")}
TELLERS = ("otto", "lena", "jo", "kit", "nell", "hal", "zac", "mina", "hope")
#: How often each is decided, in the manner of a front door: most contacts end there, few become enquiries.
DECISIONS = (
    (Decision.NO_FURTHER_ACTION, 22),
    (Decision.ADVICE, 18),
    (Decision.EARLY_HELP, 17),
    (Decision.ASSESSMENT, 34),
    (Decision.SECTION47, 9),
)


@dataclass
class Life:
    """One invented child's four months, as they are scheduled."""

    player: Player
    random: Random
    started: datetime
    #: 0 is neglect and 1 is good work: how likely each thing is done, and in time.
    care: float
    child_name: str
    manager: str
    case: CaseId | None = None
    worker: str = ""
    decision: Decision = Decision.ADVICE
    concern: ConcernId | None = None
    todo: list[Callable[[], None]] = field(default_factory=list)

    def does(self) -> bool:
        return self.random.random() < self.care

    def later(self, working_days: int, deed: Callable[[], None], *, after: datetime | None = None) -> datetime:
        """Do something so many working days on, a little late where care is short."""
        slip = 0 if self.does() else self.random.randint(1, 12)
        at = self.player.working(after or self.started, working_days + slip, self.random.randint(9, 16), self.random.randint(0, 59))
        self.player.at(at, deed)
        return at


SUPERVISED = case.Supervised(words=words.SUPERVISED)


def live(progress: Callable[[str], None], *, about: int = CHILDREN) -> None:
    """Play it all."""
    player = Player(days=DAYS, progress=progress)
    random = Random(20261124)
    tell_stories(player)
    tell_warnings(player)
    tell_of_the_quay(player)
    tell_of_the_panel(player)
    for _ in range(about):
        offset = int(random.triangular(0, DAYS - 1, DAYS * 0.45))
        started = player.working(player.day(offset, 8), 0, random.randint(9, 16), random.randint(0, 59))
        life = Life(player, random, started, random.choice((0.97, 0.93, 0.9, 0.8, 0.55)), name(random), random.choice(("dev", "petra")))
        player.at(started, lambda life=life: _told(life))  # type: ignore[misc]
    _left_unread(player, random)
    for week in range(1, DAYS // 7 + 1):
        for who, sometimes in (("lena", 0.9), ("mina", 0.9), ("hope", 0.8), ("kit", 0.7), ("efua", 0.6), ("ines", 0.3)):
            if random.random() < sometimes:
                player.at(player.working(player.day(week * 7, 8), 0, 9, random.randint(0, 59)), lambda who=who: _acknowledge(player, who))  # type: ignore[misc]
    player.play()


def _left_unread(player: Player, random: Random) -> None:
    """What came in lately and waits; and two that nobody has read for weeks."""
    for days_ago in (0, 0, 1, 1, 1, 2, 3, 19, 33):
        started = player.working(player.day(DAYS - days_ago - 1, 8), 0, random.randint(9, 15), random.randint(0, 59))
        life = Life(player, random, started, 0.0, name(random), "dev")
        player.at(started, lambda life=life: _tells(life))  # type: ignore[misc]


def _acknowledge(player: Player, who: str) -> None:
    acting = player.people[who]
    with viewing(acting.viewer):
        waiting = [d.told.id for d in told_to(acting.agency, unacknowledged=True)]
    if waiting:
        duties.acknowledge_told(delivered=waiting, by=acting)


def _tells(life: Life) -> None:
    """Somebody tells."""
    random, people = life.random, life.player.people
    alleged = words.some_alleged(random)
    said = ToldParts(worry=random.choice(words.WORRIES[alleged[0]]), child=life.child_name)
    if random.random() < 0.2:
        life.concern = telling.tell(
            Telling(words=said, child_named=True, teller_is=random.choice(("family", "friend", "other"))), once=uuid4()
        ).concern
    else:
        nature = Nature.REFERRAL if random.random() < 0.5 else Nature.CONTACT
        what = Telling(words=said, nature=nature, alleged=alleged, child_named=True, consent=random.choice(("yes", "yes", "no")))
        life.concern = telling.tell_as_professional(what, by=people[random.choice(TELLERS)], once=uuid4()).concern


def _told(life: Life) -> None:
    """Somebody tells; the front door reads it, sooner or later."""
    random = life.random
    _tells(life)
    life.decision = random.choices([d for d, _ in DECISIONS], [w for _, w in DECISIONS])[0]
    read_at = life.player.working(life.started, 0 if life.does() else random.randint(1, 4), random.randint(9, 16), random.randint(0, 59))
    life.player.at(read_at, lambda: _read(life, read_at))


def _read(life: Life, at: datetime) -> None:
    people, random = life.player.people, life.random
    assert life.concern is not None
    reader = people[random.choice(("amira", "tove"))]
    taking.take(concern=life.concern, by=reader)
    concerns.read(concern=life.concern, by=reader)
    rating = Rating.RED if life.decision is Decision.SECTION47 else random.choice((Rating.AMBER, Rating.GREEN))
    concerns.rate(concern=life.concern, rating=rating, reason=random.choice(words.RATED), by=reader)
    with reading_all():
        concern = Concern.objects.get(id=_concern(life))
    if concern.channel == "professional" and (life.does() or random.random() < 0.7):
        concerns.acknowledge(concern=life.concern, how="here", by=reader)
    elif not concern.alleged:
        alleged = words.some_alleged(random)
        concerns.record_nature(concern=life.concern, nature=Nature.CONTACT, alleged=alleged, by=reader)
    if life.does():
        life.later(0, lambda: name_nobody(_concern(life), reader), after=at)
    if life.does():
        life.later(0, lambda: tell_lado(life.player, _concern(life), reader), after=at)
    life.later(0, lambda: _decide(life), after=at)


def _decide(life: Life) -> None:
    people, random = life.player.people, life.random
    assert life.concern is not None
    with reading_all():
        concern = Concern.objects.get(id=_concern(life))
    child = _person(life)
    second = None
    if life.decision in ENDS_IT:
        second = people[random.choice(("kit", "ines", "lena", "mina") if needs_another_agency(concern.alleged) else ("dev", "petra"))]
        if second.worker == concern.teller_worker_id:
            second = people["hope"]
    concerns.decide(
        concern=life.concern,
        decision=life.decision,
        alleged=[Alleged(a) for a in concern.alleged],
        alleged_is=None if concern.alleged else AllegedIs.NOT_KNOWN,
        considered=random.choice(words.CONSIDERED),
        reason=words.REASONS[life.decision],
        children=[child] if child is not None else [],
        second=second.worker if second is not None else None,
        by=people["bryn"],
    )
    moment = life.player.working(life.started, 0, 9)
    if second is not None:
        answering = second
        life.later(1, lambda: _countersign(life, answering), after=max(moment, now()))
    else:
        _stands(life, child)


def _concern(life: Life) -> ConcernId:
    assert life.concern is not None
    return life.concern


def _person(life: Life) -> UUID:
    random, people = life.random, life.player.people
    born = today() - timedelta(days=random.randint(365, 17 * 365))
    known = random.random() < 0.9
    disabled = random.random() < 0.13
    new = NewPerson(
        name=life.child_name,
        born=born,
        sex=random.choice((Sex.FEMALE, Sex.MALE)),
        ethnicity=random.choice(list(ETHNICITIES)) if known else None,
        ethnicity_missing=None if known else random.choice((EthnicityMissing.NOT_OBTAINED, EthnicityMissing.REFUSED)),
        disabilities=(random.choice([d for d in DISABILITIES if d != "NONE"]),) if disabled else (),
        identifiers=[(Scheme.LA_CHILD, f"INV{random.randint(100000, 999999)}")],
        address=f"{random.randint(1, 90)} Invented Road",
    )
    council = people["amira"].agency
    return record_person(new, source=council, agencies=[council], by=people["amira"])


def _countersign(life: Life, second: Acting) -> None:
    assert life.concern is not None
    if life.random.random() < 0.06:
        concerns.countersign(concern=life.concern, agrees=False, reason=words.NOT_AGREED, by=second)
        life.decision = Decision.ASSESSMENT
        life.later(1, lambda: _decide(life), after=now())
        return
    concerns.countersign(concern=life.concern, agrees=True, reason=life.random.choice(words.AGREED), by=second)
    _stands(life, None)


def _stands(life: Life, child: UUID | None) -> None:
    """The decision stands: tell them; work with the child begins."""
    moment = now()
    with reading_all():
        concern = Concern.objects.get(id=_concern(life))
        found = Case.objects.filter(person_id=child).first() if child is not None else None
    if concern.channel == "professional" and (life.does() or life.random.random() < 0.6):
        life.later(1, lambda: _tell_outcome(life), after=moment)
    if found is None:
        return
    life.case = CaseId(found.id)
    if life.care > 0.6 or life.random.random() < 0.5:
        life.later(0, lambda: _allocate(life), after=moment)


def _tell_outcome(life: Life) -> None:
    assert life.concern is not None
    amira = life.player.people["amira"]
    concerns.tell_outcome(concern=life.concern, how="here", words=words.OUTCOMES[life.decision], by=amira)


def _allocate(life: Life) -> None:
    people, random = life.player.people, life.random
    assert life.case is not None
    workers = list(WORKERS[life.manager])
    random.shuffle(workers)
    for worker in workers:
        try:
            children.allocate(child=life.case, worker=people[worker].worker, by=people[life.manager])
        except Refused:
            continue
        life.worker = worker
        break
    if not life.worker:
        return  # every worker has the agreed most: the child waits, and it shows
    moment = now()
    if life.does():
        life.later(3, lambda: begin_support(life.player, life.case, life.worker, life.child_name, life.does), after=moment)
    _visits(life, moment)
    if life.decision is Decision.SECTION47:
        life.later(0, lambda: _strategy(life), after=moment)
    if life.decision is not Decision.EARLY_HELP:
        life.later(2, lambda: _record(life, pathway.AssessmentStarted()), after=moment)
        life.later(random.randint(18, 44), lambda: _assessed(life), after=moment)
    else:
        life.later(random.randint(15, 40), lambda: _close(life, "RC9"), after=moment)
    if random.random() < 0.07:
        life.later(random.randint(3, 40), lambda: missing.begin(life, _record), after=moment)


def _record(life: Life, facts: Facts, parts: Parts | None = None, *, on: date | None = None, by: str | None = None) -> None:
    """Record something in the case, if it is still open."""
    assert life.case is not None
    try:
        children.record(child=life.case, facts=facts, parts=parts, when=When.on(on or today()), by=life.player.people[by or life.worker])
        life.player.authorise(life.case)
    except (Refused, LookupError, NotPermitted):
        return


def _case(life: Life) -> CaseId:
    assert life.case is not None
    return life.case


def _visits(life: Life, moment: datetime) -> None:
    for n in range(life.random.randint(1, 7)):
        if n == 0 or life.does():
            life.later(2 + n * 9, lambda: _visit(life), after=moment)
    for n in range(6):  # and each is talked through with the manager
        talked = life.later(14 + n * 16, lambda: _record(life, case.SupervisionRecorded(), SUPERVISED, by=life.manager), after=moment)
        life.later(4, lambda: audit(life.player, _case(life)), after=talked)


def _visit(life: Life) -> None:
    seen = life.random.random() < 0.9
    alone = seen and life.random.random() < 0.8
    parts = case.Seen(
        account=life.random.choice(words.VISITS if seen else words.NOBODY_IN),
        child_words=words.SAID if alone else None,
        why_not_alone=words.NOT_ALONE if seen and not alone else None,
    )
    _record(life, case.VisitRecorded(seen=seen, seen_alone=alone), parts)


def _strategy(life: Life) -> None:
    people = life.player.people
    assert life.case is not None
    council = people[life.manager]
    invited = [people["ines"].agency, people["kit"].agency, people["lena"].agency]
    strategy = meetings.open_strategy(child=life.case, agencies=invited, words=words.STRATEGY, by=council)
    meetings.share(child=life.case, meeting_id=strategy, words=words.POLICE_HOLD, by=people["nell"])
    meetings.share(child=life.case, meeting_id=strategy, words=words.HEALTH_HOLD, by=people["jo"])
    life.later(0, lambda: _conclude(life, strategy), after=now())


def _conclude(life: Life, strategy: UUID) -> None:
    people, random = life.player.people, life.random
    assert life.case is not None
    joint = random.random() < 0.6
    ask = ToDo("Speak to the school about who meets the child", people["otto"].worker, today() + timedelta(days=7))
    todos = [ask, ToDo("Check what is held about the address", people["nell"].worker, today() + timedelta(days=5))]
    attended = [people["ines"].agency, people["kit"].agency, people["bryn"].agency]
    meetings.conclude_strategy(
        child=life.case,
        strategy=strategy,
        decision="section47_joint" if joint else "section47_single",
        attended=attended,
        words=meeting.Decided(reason=words.CONCLUDED, who_tells_family="The social worker, today"),
        todos=todos,
        by=people[life.manager],
    )
    moment = now()
    if life.does():
        meetings.issue_strategy_record(child=life.case, strategy=strategy, by=people[life.manager])
    life.later(0, lambda: _record(life, pathway.Section47Started(strategy=strategy)), after=moment)
    life.later(
        1, lambda: _record(life, case.ChildSeen(seen_alone=True, views_recorded=True), case.Seen(child_words=words.SAID)), after=moment
    )
    for by in ("otto", "nell"):
        if life.does():
            life.later(3, lambda by=by: _action_done(life, by), after=moment)  # type: ignore[misc]
    life.later(random.randint(9, 14), lambda: _conference(life), after=moment)


def _action_done(life: Life, by: str) -> None:
    acting = life.player.people[by]
    assert life.case is not None
    with viewing(acting.viewer):
        open_now = Duty.objects.filter(matter_id=life.case, owner_id=acting.worker, rule="ACTION", state=State.OPEN).first()
    if open_now is not None:
        _record(life, case.ActionDone(answers=open_now.trigger_id), case.Shown(what_shows_it=words.ACTION_DONE), by=by)


def _conference(life: Life) -> None:
    plan = life.random.random() < 0.75
    _record(life, pathway.Section47Concluded(outcome="conference" if plan else "substantiated_no_risk"), case.Words(words=words.CONCLUDED))
    if not plan:
        _record(life, pathway.IcpcNotRequired(), case.Reason(reason=words.NO_CONFERENCE), by=life.manager)
        _record(life, pathway.CinPlanStarted())
        return
    category = life.random.choice(("NEG", "EMO", "SAB", "PHY", "MUL"))
    _hold(life, category)
    moment = now()
    for n in range(4):
        if life.does():
            life.later(8 + n * 28, lambda: _record(life, pathway.CoreGroupHeld(), case.Words(words=words.CORE_GROUP)), after=moment)
    for n in range(10):
        if life.does():
            life.later(6 + n * 9, lambda: _visit(life), after=moment)


def _hold(life: Life, category: str) -> None:
    """An initial conference: arranged, two organisations report, and it decides a plan."""
    people = life.player.people
    chair = people["gwen"]
    asked = [people["kit"].agency, people["lena"].agency]
    conference = meetings.arrange_conference(child=_case(life), type=MeetingType.INITIAL, planned_on=today(), agencies=asked, by=chair)
    meetings.share(child=_case(life), meeting_id=conference, words=words.HEALTH_HOLD, by=people["jo"])
    if life.does():
        meetings.share(child=_case(life), meeting_id=conference, words=words.SCHOOL_REPORTS, by=people["lena"])
    minutes = meeting.Minutes(record=words.MINUTES, child_words=words.SAID)
    held = meetings.Conference(on=today(), attended=asked, plan=True, category=category, decided=words.CONFERENCE, minutes=minutes)
    meetings.hold_conference(child=_case(life), conference=conference, held_as=held, by=chair)


def _assessed(life: Life) -> None:
    """The assessment is completed; the child has a plan, or the case ends once everything has."""
    factors = tuple(life.random.sample(words.FACTORS, life.random.randint(1, 4)))
    _record(life, pathway.AssessmentCompleted(factors=factors, seen=True), pathway.Analysis(analysis=words.ASSESSED))
    with reading_all():
        row = Case.objects.get(id=_case(life))
    if row.cp_since is not None or row.cin_since is not None:
        return
    if life.random.random() < 0.45:
        life.later(2, lambda: _close(life, "RC8"), after=now())
    else:
        _record(life, pathway.CinPlanStarted())


def _close(life: Life, reason: str) -> None:
    """Close the case; where duties are open, bring each to an ending first, as a careful manager does, or leave it open."""
    people = life.player.people
    assert life.case is not None
    manager = people[life.manager]
    try:
        life.player.close(life.case, reason, words.CLOSED, manager)
        return
    except LookupError:
        return
    except Refused:
        with reading_all():
            still_open = open_duties_of(life.case)
    if not still_open or not life.does():
        return
    for duty in still_open:
        try:
            duties.cannot_be_done(duty=DutyId(duty.id), reason="other", words=words.NOT_NEEDED, by=manager)
        except (NotPermitted, Refused):
            return
    life.player.close(life.case, reason, words.CLOSED, manager)
