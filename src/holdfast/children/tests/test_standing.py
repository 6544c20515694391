"""What stands: whatever was written up late, corrected or filed on the wrong record, the case says what is so, live and made anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.access.queries import looks_at
from holdfast.children import actions, closing
from holdfast.children.folds import where_it_stands
from holdfast.children.kinds import case, overview, pathway, safety
from holdfast.children.kinds.authorising import AuthorisationAnswered
from holdfast.children.models import Authorisation, Case, Flag, Involvement, Meeting, Sighting
from holdfast.children.queries import last_seen, timeline
from holdfast.children.rooms import place_of
from holdfast.children.tests.authorised import all_stand, stands
from holdfast.children.tests.test_case import opened, rules, visit, visit_fields
from holdfast.database.roles import as_writer
from holdfast.database.time import move_clock, today
from holdfast.database.viewing import viewing
from holdfast.duties import actions as duties
from holdfast.duties import kinds as duty_kinds
from holdfast.duties.escalation import run_escalations
from holdfast.duties.models import Duty, Told
from holdfast.partnership.people import Acting
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.append import append_all
from holdfast.record.entries import Draft, Opening
from holdfast.record.faults import Verdict
from holdfast.record.folding import NotShown, ShownFacts
from holdfast.record.kinds import Facts, NoParts, Parts
from holdfast.record.queries import entry_with_id
from holdfast.record.refusal import Refused
from holdfast.record.verify import _check_read_models
from holdfast.when import When

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> UUID:
    found = opened(p)
    actions.allocate(child=found, worker=p.carys.worker, by=p.dev)
    return found


def ago(days: int) -> When:
    return When.on(today() - timedelta(days=days))


def record(child: UUID, facts: Facts, by: Acting, *, days: int = 0, parts: Parts | None = None, corrects: UUID | None = None) -> UUID:
    why = "It was not so" if corrects else None
    if parts is None and isinstance(facts, case.VisitRecorded):
        parts = case.Seen(why_not_alone="Her brother was there")
    entry = actions.record(child=child, facts=facts, parts=parts or NoParts(), when=ago(days), by=by, corrects=corrects, why=why)
    assert entry is not None
    return stands(entry)


def sound() -> bool:
    """Whether the read models, made anew, are what they are."""
    verdict = Verdict()
    with transaction.atomic():
        with as_writer():
            _check_read_models(verdict, None)
        transaction.set_rollback(True)
    return not verdict.faults


def seen_on(child: UUID, by: Acting) -> tuple[date | None, date | None]:
    with viewing(by.viewer):
        seen = last_seen(child)
    return seen.at and (seen.at + timedelta(hours=12)).date(), seen.alone_at and (seen.alone_at + timedelta(hours=12)).date()


def test_a_visit_written_up_late_does_not_move_last_seen_back(p: Partnership, child: UUID) -> None:
    """It moved back 40 days, and `verify` called it sound."""
    record(child, case.VisitRecorded(seen=True, seen_alone=True), p.carys, days=1)
    record(child, case.VisitRecorded(seen=True), p.carys, days=41)
    assert seen_on(child, p.dev) == (today() - timedelta(days=1), today() - timedelta(days=1))
    assert sound()


def test_correcting_seen_to_not_seen_leaves_the_child_not_seen_and_the_visit_owed(p: Partnership, child: UUID) -> None:
    visit = record(child, case.VisitRecorded(seen=True, seen_alone=True), p.carys)
    assert "CHILD_SEEN_S17" not in rules(child)
    record(child, case.VisitRecorded(seen=False), p.carys, corrects=visit)
    assert seen_on(child, p.dev) == (None, None)
    assert rules(child)["CHILD_SEEN_S17"].first_due_at == rules(child)["CHILD_SEEN_S17"].due_at
    assert sound()


def test_what_a_correction_still_showed_and_the_next_does_not_is_owed_again(p: Partnership, child: UUID) -> None:
    visit = record(child, case.VisitRecorded(seen=True, seen_alone=True), p.carys)
    better = record(child, case.VisitRecorded(seen=True, seen_alone=True), p.carys, corrects=visit)
    assert "CHILD_SEEN_S17" not in rules(child)
    record(child, case.VisitRecorded(seen=False), p.carys, corrects=better)
    assert "CHILD_SEEN_S17" in rules(child)


def test_correcting_alone_to_not_alone_leaves_the_child_never_seen_alone(p: Partnership, child: UUID) -> None:
    visit = record(child, case.VisitRecorded(seen=True, seen_alone=True), p.carys)
    record(child, case.VisitRecorded(seen=True, seen_alone=False), p.carys, corrects=visit)
    assert seen_on(child, p.dev) == (today(), None)
    assert sound()


def test_correcting_the_start_of_an_ended_plan_leaves_it_ended(p: Partnership, child: UUID) -> None:
    start = record(child, pathway.CpPlanStarted(category="SAB"), p.carys, days=30)
    record(child, pathway.CpPlanEnded(), p.carys, days=2, parts=case.Reason(reason="Safe now"))
    record(child, pathway.CpPlanStarted(category="NEG"), p.carys, days=29, corrects=start)
    with viewing(p.dev.viewer):
        row = Case.objects.get(id=child)
    assert (row.cp_since, row.cp_category) == (None, None)
    assert sound()


def test_a_plan_that_ends_on_the_day_on_which_the_next_begins_leaves_the_next(p: Partnership, child: UUID) -> None:
    record(child, pathway.CpPlanStarted(category="SAB"), p.carys, days=30)
    record(child, pathway.CpPlanEnded(), p.carys, days=3, parts=case.Reason(reason="Moved"))
    record(child, pathway.CpPlanStarted(category="NEG"), p.carys, days=3)
    with viewing(p.dev.viewer):
        row = Case.objects.get(id=child)
    assert row.cp_category == "NEG"
    assert row.cp_since is not None
    assert row.cp_since.date() == today() - timedelta(days=3)


def test_what_comes_back_is_told_again_to_those_who_were_told(p: Partnership, child: UUID) -> None:
    """The school was told that the child was not seen in time; then that it was done; now it was not."""
    duty = rules(child)["CHILD_SEEN_S17"]
    move_clock(duty.due_at + timedelta(days=7))
    run_escalations()
    with viewing(p.lena.viewer):
        assert _times_told(duty.id, p) == 1
    visit = record(child, case.VisitRecorded(seen=True, seen_alone=True), p.carys)
    record(child, case.VisitRecorded(seen=False), p.carys, corrects=visit)
    run_escalations()
    with viewing(p.lena.viewer):
        assert _times_told(duty.id, p) == 2
    again = rules(child)["CHILD_SEEN_S17"]
    assert (again.id, again.due_at) == (duty.id, duty.due_at), "its clock is the one it had"


def _times_told(duty: UUID, p: Partnership) -> int:
    ids = Told.objects.filter(agency_id=p.school).values_list("id", flat=True)
    entries = [entry_with_id(e) for e in ids]
    items = [i for e in entries if e is not None and isinstance(e.facts, duty_kinds.ToldDelivered) for i in e.facts.items]
    return sum(item.duty == duty for item in items)


def test_a_correction_says_why(p: Partnership, child: UUID) -> None:
    visit = record(child, case.VisitRecorded(seen=True), p.carys)
    with pytest.raises(Refused, match="Say why"):
        actions.record(child=child, facts=case.VisitRecorded(seen=False), when=ago(0), by=p.carys, corrects=visit)
    record(child, case.VisitRecorded(seen=False), p.carys, corrects=visit)
    with viewing(p.carys.viewer):
        (told,) = [t for t in timeline(child) if t.entry.id == visit]
    assert [c.why for c in told.corrections] == ["It was not so"]


def test_what_only_happened_by_being_recorded_is_not_corrected(p: Partnership, child: UUID) -> None:
    with viewing(p.dev.viewer):
        duty = Duty.objects.filter(matter_id=child).first()
        assert duty is not None
        (first,) = [e for e in _duty_entries(child) if e.facts.duty == duty.id][:1]
    wrong = Draft(facts=first.facts, room=first.room, corrects=first.id, why="No")
    with pytest.raises(Refused, match="not corrected"):
        append_all([wrong], by=first.author)


def _duty_entries(child: UUID) -> list[Any]:
    from holdfast.record.queries import entries_of_matter

    return [e for e in entries_of_matter(child) if isinstance(e.facts, duty_kinds.DutyOpened)]


def test_an_entry_on_the_wrong_childs_record_is_hidden_kept_and_decided_on(p: Partnership, child: UUID) -> None:
    words = "The brother was there"
    visit = record(child, case.VisitRecorded(seen=True, seen_alone=True), p.carys, parts=case.Seen(account=words))
    better = record(
        child, case.VisitRecorded(seen=True), p.carys, parts=case.Seen(account=words + " too", why_not_alone="So"), corrects=visit
    )
    client = Client()
    sign_in(client, p.carys)
    assert client.post(f"/children/{child}/misfiled/{better}/", {"why": "Of Lark", "once": str(uuid4())}).status_code == 302
    page = client.get(f"/children/{child}/").content.decode()
    assert words not in page
    assert "recorded in the wrong place" in page
    assert seen_on(child, p.dev) == (None, None)
    assert "CHILD_SEEN_S17" in rules(child), "what it was taken to show is owed again"
    breach = rules(child)["BREACH_72"]
    assert (breach.owing_agency_id, breach.owner_id) == (p.council, p.efua.worker)
    with viewing(p.carys.viewer):
        kept = entry_with_id(visit)
    assert kept is not None, "it stays, committed"
    lead = Client()
    sign_in(lead, p.efua)
    address = f"/children/{child}/record/breach-decided/"
    assert words in lead.get(address).content.decode(), "whoever decides reads what was hidden"
    refused = client.get(address)
    assert refused.status_code == 403
    assert words not in refused.content.decode()
    with viewing(p.efua.viewer):
        assert "misfiled" in {seen.what for seen in looks_at(child)}
    decided = case.BreachDecided(answers=breach.trigger_id, reported=True, told=True)
    actions.record(child=child, facts=decided, parts=case.Reason(reason="It named another child"), when=ago(0), by=p.efua)
    assert "BREACH_72" not in rules(child)
    stranger = Client()
    sign_in(stranger, p.lena)
    assert stranger.post(f"/children/{child}/misfiled/{visit}/", {"why": "x", "once": str(uuid4())}).status_code == 404
    assert sound()


def test_a_fold_asks_a_line_for_no_more_than_it_shows() -> None:
    visit = ShownFacts(case.VisitRecorded(seen=True))
    assert visit.seen
    with pytest.raises(NotShown):
        _ = ShownFacts(safety.CrimeReported()).words


#: Stands for one of the meetings of the same history.
SOME_MEETING = UUID(int=4)

#: Every kind that a case's rows are made of, as it may be recorded. The order of what arrives never matters.
SAMPLES: dict[str, Any] = {
    "referral": st.builds(case.CaseReferralRecorded, received_on=st.just(date(2026, 1, 5)), reopens=st.just(False)),
    "allocated": st.builds(case.ChildAllocated, worker=st.sampled_from([UUID(int=1), UUID(int=2)])),
    "deallocated": st.builds(case.ChildDeallocated),
    "cp_started": st.builds(pathway.CpPlanStarted, category=st.sampled_from(["NEG", "SAB"]), previous=st.none()),
    "cp_category": st.builds(pathway.CpPlanCategoryChanged, category=st.sampled_from(["PHY", "EMO"]), before=st.none()),
    "cp_ended": st.builds(pathway.CpPlanEnded),
    "cin_started": st.builds(pathway.CinPlanStarted),
    "cin_ended": st.builds(pathway.CinPlanEnded),
    "missing": st.builds(safety.MissingStarted),
    "found": st.builds(safety.MissingFound),
    "not_to_be_told": st.builds(safety.NotToBeTold),
    "wants_to_be_told": st.builds(safety.WantsToBeTold),
    "closed": st.builds(case.CaseClosed, reason=st.just("RC1")),
    "seen": st.builds(case.ChildSeen, seen_alone=st.booleans(), views_recorded=st.just(False)),
    "visit": st.builds(case.VisitRecorded, seen=st.booleans(), seen_alone=st.booleans(), statutory=st.just(False)),
    "authorised": st.builds(
        AuthorisationAnswered, answers=st.just(UUID(int=3)), agrees=st.booleans(), what=st.just("cp_plan.ended"), lessens=st.booleans()
    ),
    "involved": st.builds(case.AgencyInvolved, agency=st.sampled_from([UUID(int=7), UUID(int=8)]), reason=st.just("told_us")),
    "strategy": st.builds(pathway.StrategyOpened, agencies=st.just(()), about=st.just("child")),
    "strategy_concluded": st.builds(
        pathway.StrategyConcluded,
        strategy=st.just(SOME_MEETING),
        decision=st.sampled_from(["no_section47", "section47_joint"]),
        attended=st.just(()),
    ),
    "strategy_issued": st.builds(pathway.StrategyRecordIssued, strategy=st.just(SOME_MEETING), concluded=st.none()),
    "conference": st.builds(
        pathway.ConferenceArranged, type=st.sampled_from(["initial", "review"]), planned_on=st.just(date(2025, 6, 1)), agencies=st.just(())
    ),
    "conference_moved": st.builds(
        pathway.ConferenceMoved, conference=st.just(SOME_MEETING), planned_on=st.dates(date(2025, 6, 2), date(2025, 6, 9))
    ),
    "conference_called_off": st.builds(pathway.ConferenceCalledOff, conference=st.just(SOME_MEETING)),
    "conference_held": st.builds(
        pathway.IcpcHeld, plan=st.booleans(), category=st.none(), conference=st.just(SOME_MEETING), attended=st.just(())
    ),
    "conference_reviewed": st.builds(
        pathway.CpPlanReviewed, continues=st.booleans(), conference=st.just(SOME_MEETING), attended=st.just(())
    ),
    "summary": st.builds(overview.SummaryWritten),
    "flag": st.builds(overview.FlagRaised, danger=st.booleans(), review_on=st.just(date(2026, 6, 1))),
    "flag_reviewed": st.builds(
        overview.FlagReviewed,
        flag=st.just(SOME_MEETING),
        answers=st.just(SOME_MEETING),
        danger=st.booleans(),
        review_on=st.dates(date(2026, 6, 2), date(2026, 6, 9)),
    ),
    "flag_ended": st.builds(overview.FlagEnded, flag=st.just(SOME_MEETING), answers=st.just(SOME_MEETING)),
}
MEETINGS = (pathway.StrategyOpened, pathway.ConferenceArranged)
happened = st.tuples(st.sampled_from(sorted(SAMPLES)).flatmap(lambda name: SAMPLES[name]), st.integers(1, 12))


@st.composite
def histories(draw: Any) -> tuple[list[Draft], list[int], list[int]]:
    """Some entries of one case, dated, some of which correct others; and two orders in which they may arrive."""
    matter, agency = uuid4(), UUID(int=9)
    drafts: list[Draft] = []
    for facts, month in draw(st.lists(happened, min_size=2, max_size=10)):
        facts = _naming(facts, ("strategy", "conference"), [d.id for d in drafts if isinstance(d.facts, MEETINGS)], draw)
        facts = _naming(facts, ("flag",), [d.id for d in drafts if isinstance(d.facts, overview.FlagRaised)], draw)
        same = [d for d in drafts if type(d.facts) is type(facts) and d.id not in {o.corrects for o in drafts}]
        corrects = draw(st.sampled_from([None, *[d.id for d in same]])) if same else None
        at = place_of(facts, case_id=matter, agency=agency)
        drafts.append(
            Draft(
                facts=facts,
                room=at.room,
                cites=at.cites,
                opens=at.opens,
                when=When.on(date(2025, month, 10)),
                corrects=corrects,
                why="So it was" if corrects else None,
            )
        )
    orders = [draw(st.permutations(range(len(drafts)))) for _ in range(2)]
    return [_opening_of(matter), *drafts], *[_possible(order, drafts) for order in orders]


def _naming(facts: Facts, called: Sequence[str], there: Sequence[UUID], draw: Any) -> Facts:
    """What concludes a meeting, or answers a flag, names one that there is, if there is any."""
    names = [n for n in called if getattr(facts, n, None) == SOME_MEETING]
    return facts.model_copy(update={n: draw(st.sampled_from(there)) for n in names}) if there else facts


def _opening_of(matter: UUID) -> Draft:
    facts = case.CaseOpened(person=UUID(int=5), origin="concern")
    return Draft(facts=facts, room=matter, opens=Opening("case", (UUID(int=9),)), when=When.on(date(2025, 1, 1)))


def _possible(order: Sequence[int], drafts: Sequence[Draft]) -> list[int]:
    """The same order, with each correction after what it corrects."""
    at = {d.id: i for i, d in enumerate(drafts)}
    placed: list[int] = []

    def place(i: int) -> None:
        corrects = drafts[i].corrects
        if corrects is not None and at[corrects] not in placed:
            place(at[corrects])
        if i not in placed:
            placed.append(i)

    for i in order:
        place(i)
    return placed


def rows_after(p: Partnership, drafts: Sequence[Draft], order: Sequence[int], *, at_once: bool) -> list[Any]:
    """Every row of the case when its entries arrive in this order; nothing of it is kept."""
    with transaction.atomic():
        first, rest = drafts[0], [drafts[1 + i] for i in order]
        batches: list[list[Draft]] = [[first]]
        for draft in rest:
            if at_once and draft.corrects is None:
                batches[-1].append(draft)
            else:
                batches.append([draft])
        for batch in batches:
            append_all(batch, by=p.carys.author, react=False)
        with viewing(p.efua.viewer):
            found: list[Any] = []
            for model in (Case, Sighting, Involvement, Meeting, Authorisation, Flag):
                found.append(sorted(map(repr, model.objects.filter(room_id=first.room).values_list())))
        transaction.set_rollback(True)
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories())
def test_rows_are_a_function_of_the_set_of_standing_entries_in_whatever_order_they_arrived(
    p: Partnership, history: tuple[list[Draft], list[int], list[int]]
) -> None:
    drafts, one, other = history
    drafts[0] = Draft(
        facts=drafts[0].facts, room=drafts[0].room, when=drafts[0].when, id=drafts[0].id, opens=Opening("case", (p.efua.worker,))
    )
    assert rows_after(p, drafts, one, at_once=False) == rows_after(p, drafts, other, at_once=True)


def test_every_kind_of_which_rows_of_a_case_are_made_is_in_the_samples() -> None:
    """So that a kind that is added to a fold is tried too."""
    from holdfast.record import folding

    here = {kind for fold in folding._folds if fold.function.__module__ == where_it_stands.__module__ for kind in fold.kinds}
    here |= {kind for kind, found in folding._dated.items() if any(d.function.__module__ == where_it_stands.__module__ for d in found)}
    tried = {"case.opened"} | {type(_example(s)).kind.name for s in SAMPLES.values()}
    assert here - tried == set()


def _example(strategy: Any) -> Facts:
    found: list[Facts] = []

    @settings(max_examples=1, database=None)
    @given(strategy)
    def take(facts: Facts) -> None:
        found.append(facts)

    take()
    return found[0]


def test_closed_referred_again_and_closed_on_one_day_is_closed(p: Partnership, child: UUID) -> None:
    """The day of the referral ends after the closure; nothing happened later than it was recorded."""
    _close(p, child)
    actions.refer_again(child=child, received_on=today(), source="2A", words="Again", by=p.amira)
    with viewing(p.dev.viewer):
        assert Case.objects.get(id=child).closed_at is None
    _close(p, child)
    with viewing(p.dev.viewer):
        assert Case.objects.get(id=child).closed_at is not None
    assert sound()


def _close(p: Partnership, child: UUID) -> None:
    for duty in rules(child).values():
        duties.cannot_be_done(duty=duty.id, reason="other", words="Moved away", by=p.efua if duty.owner_id != p.efua.worker else p.dev)
    closing.close_case(child=child, reason="RC1", words="Moved away", by=p.dev)
    all_stand(child, p.efua)


def test_an_entry_has_one_correction_and_correcting_again_corrects_the_one_that_stands(p: Partnership) -> None:
    child = opened(p)
    first = visit(p, child, p.carys, words="Well")
    second = visit(p, child, p.carys, words="Well, I thought", corrects=first)
    with pytest.raises(Refused, match="corrected meanwhile"):
        visit(p, child, p.carys, words="Not well", corrects=first)
    third = visit(p, child, p.carys, words="Tired", corrects=second)
    with viewing(p.carys.viewer):
        (told,) = [t for t in timeline(child) if t.entry.id == first]
    assert [(t.entry.id, t.stands) for t in (told, *told.corrections)] == [(first, False), (second, False), (third, True)]
    client = Client()
    sign_in(client, p.carys)
    page = client.get(f"/children/{child}/").content.decode()
    assert f"/children/{child}/entry/{third}/" in page
    assert "/correct/" not in page  # a title opens what it names: only a link so called corrects it
    assert f"/children/{child}/correct/{third}/" in client.get(f"/children/{child}/entry/{third}/").content.decode()
    assert "/correct/" not in client.get(f"/children/{child}/entry/{first}/").content.decode()
    late = client.post(f"/children/{child}/correct/{first}/", {**visit_fields(client, child), "why_corrected": "It was not so"})
    assert late.status_code == 422
    assert "corrected meanwhile" in late.content.decode()
