"""Whoever told reads what they told and what was said to them; the front door's own work is in a room that is not theirs."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.concerns import actions as concerns
from holdfast.concerns import kinds
from holdfast.concerns.actions import Reach, Telling
from holdfast.concerns.codes import Alleged, Decision, Rating, SafeContact
from holdfast.concerns.models import Concern, Teller
from holdfast.concerns.models import Telling as TellingRow
from holdfast.database.viewing import SYSTEM_VIEWER, Viewer, viewing
from holdfast.duties import actions as duties
from holdfast.duties.models import Duty
from holdfast.partnership.testing import Partnership, a_partnership, sign_in
from holdfast.record.queries import entries_of_matter
from holdfast.record.rooms import room_of

pytestmark = pytest.mark.django_db

REASON, ASSURANCE = "Marked reason of the rating", "Marked words: the police know him"


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def told(p: Partnership) -> UUID:
    """The school told; the front door read it, rated it, said that it is in hand, and answered the school."""
    telling = Telling(words=kinds.ToldParts(worry="Worried about lifts"), alleged=(Alleged.NEGLECT,))
    concern = concerns.tell_as_professional(telling, by=p.lena, once=uuid4()).concern
    concerns.read(concern=concern, by=p.amira)
    concerns.rate(concern=concern, rating=Rating.RED, reason=REASON, by=p.amira)
    with viewing(p.bryn.viewer):
        duty = Duty.objects.get(matter_id=concern, rule="REF_DECISION")
    duties.assure(duty=duty.id, words=ASSURANCE, by=p.bryn)
    concerns.acknowledge(concern=concern, how="phone", by=p.amira)
    return concern


def kinds_seen(concern: UUID, viewer: Viewer) -> set[str]:
    with viewing(viewer):
        return {e.kind.name for e in entries_of_matter(concern)}


def test_the_school_that_told_reads_no_rating_no_reason_and_no_assurance(p: Partnership, told: UUID) -> None:
    seen = kinds_seen(told, p.lena.viewer)
    assert {"concern.told", "concern.acknowledged_to_teller"} <= seen
    assert not {k for k in seen if k.startswith("duty.")}
    assert not seen & {"concern.read", "concern.rated", "concern.decided"}
    with viewing(p.lena.viewer):
        assert not Concern.objects.exists()
        assert not Duty.objects.exists()
        assert TellingRow.objects.count() == 1
    client = Client()
    sign_in(client, p.lena)
    with viewing(SYSTEM_VIEWER):
        duty = Duty.objects.get(matter_id=told, rule="REF_DECISION").id
    assert client.get(f"/duties/{duty}/").status_code == 404
    page = client.get(f"/concerns/{told}/", follow=True)
    assert page.redirect_chain[-1][0] == f"/concerns/{told}/told/"
    for words in (REASON, ASSURANCE, "Red"):
        assert words not in page.content.decode()


def test_the_school_sees_that_it_was_read_by_one_line_and_what_was_said_to_it(p: Partnership, told: UUID) -> None:
    client = Client()
    sign_in(client, p.lena)
    page = client.get(f"/concerns/{told}/told/").content.decode()
    assert "Worried about lifts" in page
    assert kinds.ConcernRead.kind.line in page
    assert ">Acknowledged<" in page.replace("\n", "")
    assert "Acknowledged" in client.get("/concerns/mine/").content.decode()


def test_the_school_may_challenge_that_nothing_happens_without_reading_the_work_and_a_stranger_may_not(p: Partnership, told: UUID) -> None:
    with viewing(SYSTEM_VIEWER):
        duty = Duty.objects.get(matter_id=told, rule="REF_DECISION").id
    with pytest.raises(LookupError):
        duties.challenge(duty=duty, words="Why?", by=p.hal)
    duties.challenge(duty=duty, words="Nobody has seen her", by=p.lena)
    with viewing(p.bryn.viewer):
        assert Duty.objects.filter(matter_id=told, rule="CHALLENGE").exists()
    with viewing(p.lena.viewer):
        assert not Duty.objects.exists()


def test_the_front_door_reads_all_of_it_and_a_stranger_nothing(p: Partnership, told: UUID) -> None:
    assert {"concern.told", "concern.read", "concern.rated", "duty.assured"} <= kinds_seen(told, p.amira.viewer)
    assert kinds_seen(told, p.hal.viewer) == set()
    client = Client()
    sign_in(client, p.amira)
    page = client.get(f"/concerns/{told}/").content.decode()
    assert REASON in page


def test_the_second_person_reads_what_was_told_and_the_work_and_not_who_to_reach(p: Partnership) -> None:
    reach = Reach(safe=SafeContact.SAFE, name="Marked Name", how="07700 900123")
    telling = Telling(words=kinds.ToldParts(worry="Worried"), alleged=(Alleged.SEXUAL_EXPLOITATION,))
    concern = concerns.tell(telling, once=uuid4(), reach=reach).concern
    concerns.read(concern=concern, by=p.amira)
    concerns.decide(concern=concern, decision=Decision.NO_FURTHER_ACTION, considered="All", reason="Known", second=p.ines.worker, by=p.bryn)
    assert {"concern.told", "concern.decided"} <= kinds_seen(concern, p.ines.viewer)
    with viewing(p.ines.viewer):
        assert not Teller.objects.exists()
    assert "teller.recorded" not in kinds_seen(concern, p.ines.viewer)


def test_removing_what_is_not_the_rooms_changes_no_row_of_it(p: Partnership, told: UUID) -> None:
    """A row in the teller's room is a function of that room's entries: what the front door does changes nothing in it."""
    with viewing(SYSTEM_VIEWER):
        before = list(TellingRow.objects.filter(room_id=room_of(told, kinds.TOLD)).values())
    concerns.rate(concern=told, rating=Rating.AMBER, reason="Less", by=p.amira)
    with viewing(SYSTEM_VIEWER):
        assert list(TellingRow.objects.filter(room_id=room_of(told, kinds.TOLD)).values()) == before
