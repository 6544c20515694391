"""A conference is arranged with its invitees, moved or called off with a reason, and held with enough of them or with a reason why not."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from holdfast.children import meetings
from holdfast.children.codes import MeetingType
from holdfast.children.ids import CaseId
from holdfast.children.kinds import meeting
from holdfast.children.models import Meeting
from holdfast.children.tests.test_case import opened, rules
from holdfast.children.tests.test_rooms import came_to, pages_of
from holdfast.concerns.codes import Decision
from holdfast.database.time import today
from holdfast.duties.models import Duty, State
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> UUID:
    return opened(p, Decision.SECTION47)


def arranged(p: Partnership, child: UUID, days: int = 10) -> UUID:
    planned_on = today() + timedelta(days=days)
    agencies = [p.school, p.health]
    return meetings.arrange_conference(child=CaseId(child), type=MeetingType.INITIAL, planned_on=planned_on, agencies=agencies, by=p.gwen)


def reports_owed(child: UUID) -> dict[UUID, Duty]:
    with reading_all():
        return {d.owing_agency_id: d for d in Duty.objects.filter(matter_id=child, rule="CONFERENCE_REPORT", state=State.OPEN)}


def test_moving_a_conference_asks_again_whoever_has_not_reported_and_moves_no_clock_of_its_own(p: Partnership, child: UUID) -> None:
    conference = arranged(p, child)
    meetings.share(child=CaseId(child), meeting_id=conference, words="She is here nine days of ten", by=p.lena)
    first = reports_owed(child)
    assert set(first) == {p.health}
    later = today() + timedelta(days=20)
    with pytest.raises(Refused, match="already"):
        meetings.move_conference(
            child=CaseId(child), conference=conference, planned_on=today() + timedelta(days=10), reason="Snow", by=p.gwen
        )
    with pytest.raises(NotPermitted):
        meetings.move_conference(child=CaseId(child), conference=conference, planned_on=later, reason="Snow", by=p.lena)
    once = uuid4()
    for _ in range(2):
        meetings.move_conference(child=CaseId(child), conference=conference, planned_on=later, reason="Snow", by=p.gwen, entry_id=once)
    moved = reports_owed(child)
    assert set(moved) == {p.health}
    assert moved[p.health].due_at - first[p.health].due_at == timedelta(days=10)
    meetings.share(child=CaseId(child), meeting_id=conference, words="Two visits to the clinic", by=p.kit)
    assert reports_owed(child) == {}
    assert "20" in pages_of(p.gwen).get(f"/children/{child}/meeting/{conference}/").content.decode()


def test_a_conference_called_off_is_not_held_and_one_is_owed_all_the_same(p: Partnership, child: UUID) -> None:
    conference = arranged(p, child)
    owed = set(rules(child))
    with pytest.raises(NotPermitted):
        meetings.call_off_conference(child=CaseId(child), conference=conference, reason="The family moved", by=p.carys)
    gwen = pages_of(p.gwen)
    page = f"/children/{child}/meeting/{conference}/"
    assert gwen.post(f"{page}call-off/", {"reason": "", "once": str(uuid4())}).status_code == 422
    assert gwen.post(f"{page}call-off/", {"reason": "The family moved", "once": str(uuid4())}).status_code == 302
    shown = gwen.get(page).content.decode()
    assert "Called off" in shown
    assert "Record that it was held" not in shown
    assert reports_owed(child) == {}
    assert set(rules(child)) == owed - {"CONFERENCE_REPORT"}
    with pytest.raises(Refused, match="called off"):
        meetings.hold_conference(child=CaseId(child), conference=conference, held_as=came_to(p, p.school, p.health), by=p.gwen)
    again = arranged(p, child)
    with reading_all():
        assert Meeting.objects.get(id=again).called_off_at is None


def test_a_conference_with_too_few_goes_on_only_with_a_reason_and_shows_as_not_quorate(p: Partnership, child: UUID) -> None:
    conference = arranged(p, child, days=0)
    minutes = meeting.Minutes(record="The school spoke of the mornings")
    few = meetings.Conference(on=today(), attended=[p.school], plan=True, category="SAB", decided="A plan", minutes=minutes)
    with pytest.raises(Refused) as why:
        meetings.hold_conference(child=CaseId(child), conference=conference, held_as=few, by=p.gwen)
    assert why.value.field == "inquorate"
    meetings.hold_conference(child=CaseId(child), conference=conference, held_as=came_to(p, p.school), by=p.gwen)
    assert "Quorate" in pages_of(p.lena).get(f"/children/{child}/").content.decode()
    assert "Snow; looked at again" in pages_of(p.lena).get(f"/children/{child}/meeting/{conference}/").content.decode()
