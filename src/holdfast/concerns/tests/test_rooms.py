"""Whoever told reads what they told and what was said to them; the front door's own work is in a room that is not theirs."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.concerns import actions as concerns
from holdfast.concerns import kinds, telling
from holdfast.concerns.codes import Alleged, AllegedIs, Decision, Rating, SafeContact
from holdfast.concerns.models import Concern, Teller
from holdfast.concerns.models import Telling as TellingRow
from holdfast.concerns.numbers import hash_of
from holdfast.concerns.queries import handling_of
from holdfast.concerns.telling import Reach, Telling
from holdfast.database.time import now
from holdfast.database.viewing import Viewer, holder_principal, viewing
from holdfast.duties import actions as duties
from holdfast.duties.models import Duty
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
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
    what = Telling(words=kinds.ToldParts(worry="Worried about lifts"), alleged=(Alleged.NEGLECT,))
    concern = telling.tell_as_professional(what, by=p.lena, once=uuid4()).concern
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
    with reading_all():
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
    with reading_all():
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
    what = Telling(words=kinds.ToldParts(worry="Worried"), alleged=(Alleged.SEXUAL_EXPLOITATION,))
    concern = telling.tell(what, once=uuid4(), reach=reach).concern
    concerns.read(concern=concern, by=p.amira)
    concerns.decide(
        concern=concern,
        decision=Decision.NO_FURTHER_ACTION,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All",
        reason="Known",
        second=p.ines.worker,
        by=p.bryn,
    )
    assert {"concern.told", "concern.decided"} <= kinds_seen(concern, p.ines.viewer)
    with viewing(p.ines.viewer):
        assert not Teller.objects.exists()
    assert "teller.recorded" not in kinds_seen(concern, p.ines.viewer)


def test_removing_what_is_not_the_rooms_changes_no_row_of_it(p: Partnership, told: UUID) -> None:
    """A row in the teller's room is a function of that room's entries: what the front door does changes nothing in it."""
    with reading_all():
        before = list(TellingRow.objects.filter(room_id=room_of(told, kinds.TOLD)).values())
    concerns.rate(concern=told, rating=Rating.AMBER, reason="Less", by=p.amira)
    with reading_all():
        assert list(TellingRow.objects.filter(room_id=room_of(told, kinds.TOLD)).values()) == before


def test_whoever_holds_a_number_reads_what_they_told_and_how_it_was_handled_and_nothing_else(p: Partnership) -> None:
    """The reply once was made as the system, which read everything. The holder of a number is a principal of two rooms."""
    received = telling.tell(
        Telling(words=kinds.ToldParts(worry="Worried")), once=uuid4(), reach=Reach(safe=SafeContact.SAFE, name="Marked Name")
    )
    assert received.number is not None
    hashed = hash_of(received.number)
    holder = Viewer.of(holder_principal(hashed))
    concerns.read(concern=received.concern, by=p.amira)
    concerns.rate(concern=received.concern, rating=Rating.RED, reason=REASON, by=p.amira)
    telling.add(hashed=hashed, words="And again today", entry_id=uuid4())
    assert kinds_seen(received.concern, holder) == {"concern.told", "concern.number_given", "concern.added", "room.opened"}
    handled = handling_of(hashed, now())
    assert handled is not None
    assert handled.read_at is not None
    assert handled.last_added_at is not None
    assert not handled.late_in_being_read
    with viewing(holder):
        assert not Concern.objects.exists()
        assert not Teller.objects.exists()
        assert not Duty.objects.exists()
    telling.end_number(hashed=hashed)
    assert kinds_seen(received.concern, holder) == set()
    assert handling_of(hashed, now()) is None
    with pytest.raises(LookupError):
        telling.add(hashed=hashed, words="More", entry_id=uuid4())


def test_late_in_being_read_is_what_the_holder_is_told_by_the_line_of_the_duty(p: Partnership) -> None:
    received = telling.tell(Telling(words=kinds.ToldParts(worry="Worried"), danger_now=True), once=uuid4())
    assert received.number is not None
    hashed = hash_of(received.number)
    handled = handling_of(hashed, now() + timedelta(minutes=16))
    assert handled is not None
    assert handled.late_in_being_read
