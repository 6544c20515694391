"""Who was told can open it, answer and challenge; what they are told is measured; the scrutineer and the director hear each week by themselves."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from holdfast.children import actions as children
from holdfast.children.kinds import case
from holdfast.children.kinds.case import UnseenDelivered
from holdfast.children.tests.test_case import opened, record, rules
from holdfast.children.tests.test_rooms import pages_of
from holdfast.concerns import actions as concerns
from holdfast.concerns import telling
from holdfast.concerns.codes import Alleged, Nature
from holdfast.concerns.kinds import ToldParts
from holdfast.database.time import move_clock, now
from holdfast.database.viewing import viewing
from holdfast.duties import actions
from holdfast.duties.escalation import run_escalations
from holdfast.duties.kinds import DutyChallenged, DutyToldAnswered, PatternDelivered
from holdfast.duties.models import Duty, State
from holdfast.duties.queries import Delivery, told_to
from holdfast.duties.telling import how_dealt_with, latest_weekly
from holdfast.duties.weekly import run_weekly
from holdfast.partnership.people import Acting
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_of_matter
from holdfast.when import When, london_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> UUID:
    found = opened(p)
    children.allocate(child=found, worker=p.carys.worker, by=p.dev)
    return found


def later(**time: int) -> None:
    move_clock(now() + timedelta(**time))
    run_escalations()


def told(by: Acting) -> list[Delivery]:
    with viewing(by.viewer):
        return told_to(by.agency)


# Opening, answering, challenging


def test_whoever_was_told_opens_it_answers_and_challenges_though_they_do_not_read_whom_it_is_about(p: Partnership, child: UUID) -> None:
    """Rows of what was told led nowhere, and partners who were told but outside could not challenge."""
    later(days=30)
    delivery = next(d for d in told(p.health_delegated) if d.items)
    item = delivery.items[0]
    tomas = pages_of(p.health_delegated)
    listed = tomas.get("/told/").content.decode()
    page = f"/told/{delivery.told.id}/{item.duty}/"
    assert page in listed
    shown = tomas.get(page).content.decode()
    assert "nothing of them shows here" in shown
    assert "Wren" not in shown
    for name, words in (("answer", "Our nurse rings the family today"), ("challenge", "Three weeks is too long")):
        assert tomas.post(f"{page}{name}/", {"words": "", "once": str(uuid4())}).status_code == 422
        assert tomas.post(f"{page}{name}/", {"words": words, "once": str(uuid4())}).status_code == 302
    with reading_all():
        kinds = [type(e.facts) for e in entries_of_matter(Duty.objects.get(id=item.duty).matter_id)]
        assert Duty.objects.get(id=item.duty).state == State.OPEN, "an answer ends nothing"
    assert DutyToldAnswered in kinds
    assert DutyChallenged in kinds
    # Those who owe it read what was said; a stranger who was told nothing finds nothing.
    assert "Our nurse rings the family today" in pages_of(p.efua).get(f"/duties/{item.duty}/").content.decode()
    assert pages_of(p.mina).get(page).status_code == 404
    with pytest.raises(LookupError):
        actions.challenge(duty=item.duty, words="And I", by=p.mina)


def test_a_message_says_what_was_true_when_it_was_sent(p: Partnership, child: UUID) -> None:
    """Old messages showed lateness as of now."""
    later(days=30)
    kit = pages_of(p.health_delegated)
    first = kit.get("/told/").content.decode()
    clocks = [line for line in first.splitlines() if "late to" in line]
    assert clocks
    move_clock(now() + timedelta(days=40))
    again = kit.get("/told/").content.decode()
    assert [line for line in again.splitlines() if "late to" in line] == clocks


def test_what_is_acknowledged_is_chosen_and_volume_age_and_dismissal_are_counted_for_all_to_see(p: Partnership, child: UUID) -> None:
    for _ in range(6):
        later(days=5)
    waiting = [d.told.id for d in told(p.health_delegated)]
    assert len(waiting) >= 5
    tomas = pages_of(p.health_delegated)
    page = tomas.get("/told/").content.decode()
    assert page.count('type="checkbox"') == len(waiting)
    assert "checked" not in page
    assert tomas.post("/told/", {}).status_code == 422
    with viewing(p.mina.viewer):
        before = {d.agency: d for d in how_dealt_with(now() - timedelta(days=90))}
    assert before[p.health].waiting == len(waiting)
    assert before[p.health].duties >= len(waiting)
    assert before[p.health].waiting_since is not None
    assert tomas.post("/told/", {"delivered": [str(d) for d in waiting]}).status_code == 302
    with viewing(p.mina.viewer):
        after = {d.agency: d for d in how_dealt_with(now() - timedelta(days=90))}
    assert (after[p.health].waiting, after[p.health].at_once) == (0, len(waiting))
    assert "Acknowledged five or more at once" in pages_of(p.noor).get("/board/").content.decode()


# Serious, as the facts are


def test_a_concern_becomes_serious_when_what_is_alleged_is_found_out(p: Partnership) -> None:
    """`serious` was fixed at opening: exploitation found later reached no scrutineer."""
    what = telling.Telling(words=ToldParts(worry="He gives her lifts"), nature=Nature.REFERRAL)
    received = telling.tell_as_professional(what, by=p.mina, once=uuid4())
    later(days=12)
    assert told(p.noor) == []
    assert not rules(received.concern)["REF_DECISION"].serious
    concerns.read(concern=received.concern, by=p.amira)
    concerns.record_nature(concern=received.concern, nature=Nature.REFERRAL, alleged=[Alleged.SEXUAL_EXPLOITATION], by=p.amira)
    assert rules(received.concern)["REF_DECISION"].serious
    run_escalations()
    assert any(item.duty == rules(received.concern)["REF_DECISION"].id for d in told(p.noor) for item in d.items)
    # It is never made less so.
    concerns.record_nature(concern=received.concern, nature=Nature.REFERRAL, alleged=[Alleged.NEGLECT], why="It was not so", by=p.amira)
    assert rules(received.concern)["REF_DECISION"].serious


# Each week


def test_the_scrutineer_gets_the_weekly_pattern_once_and_her_home_says_so(p: Partnership, child: UUID) -> None:
    """She read "Nothing needs you now"."""
    later(days=30)
    assert run_weekly() == 3, "the pattern, the children not seen, the counts"
    assert run_weekly() == 0, "once a week, however often it is run"
    with viewing(p.noor.viewer):
        (entry,) = latest_weekly(PatternDelivered.kind.name)
    lines = {line.agency: line for line in entry.facts.lines}
    assert lines[p.council].late_to_start + lines[p.council].late_to_finish > 0
    noor = pages_of(p.noor)
    home = noor.get("/").content.decode()
    assert "This week’s pattern" in home
    assert "Nothing needs you now" not in home
    later(days=7)
    assert run_weekly() == 3, "the pattern, the children not seen, the counts"
    weeks = noor.get("/board/weeks/").content.decode()
    assert weeks.count("Week of") == 2
    assert "(was " in weeks
    assert "Wren" not in weeks
    assert pages_of(p.mina).get("/board/weeks/").status_code == 404


def test_row_29_children_long_unseen_stand_each_week_on_the_list_of_the_directors_post(p: Partnership, child: UUID) -> None:
    """Inspectors found looked-after children long unseen, and nobody had been told."""
    record(p, child, case.ChildSeen(seen_alone=True))
    never = opened(p, name="Robin Example")
    move_clock(now() + timedelta(days=43))
    run_weekly()
    with viewing(p.council_delegated.viewer):
        (entry,) = latest_weekly(UnseenDelivered.kind.name)
    seen = {item.case: item.seen_on for item in entry.facts.items}
    assert seen == {child: london_day(now() - timedelta(days=43)), never: None}
    assert "2 children not seen for 42 days" in pages_of(p.council_delegated).get("/").content.decode()
    page = pages_of(p.council_delegated).get("/children/unseen/").content.decode()
    assert "never, as far as the record shows" in page
    assert "43" in page
    assert "Wren" not in page, "the director's post does not read the cases"
    assert "Wren" in pages_of(p.efua).get("/children/unseen/").content.decode()
    assert "No weekly list" in pages_of(p.lena).get("/children/unseen/").content.decode()
    # Seen since, and written up late: next week she is no longer on it.
    children.record(child=child, facts=case.ChildSeen(seen_alone=True), when=When.on(london_day(now())), by=p.carys)
    move_clock(now() + timedelta(days=7))
    run_weekly()
    with viewing(p.council_delegated.viewer):
        (entry,) = latest_weekly(UnseenDelivered.kind.name)
    assert [item.case for item in entry.facts.items] == [never]
