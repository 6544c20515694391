"""Paperwork that was made up, lost, never there, or never used: what was documented, lived through (failings, rows 2, 3, 4 and 7)."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from conftest import OwnDatabase
from django.db import connections
from django.test import Client

from holdfast.children import meetings
from holdfast.children.codes import MeetingType
from holdfast.children.ids import CaseId
from holdfast.children.kinds import meeting
from holdfast.children.tests.test_case import opened
from holdfast.concerns import telling
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.time import move_clock, now, today
from holdfast.duties.escalation import run_escalations
from holdfast.duties.models import Duty, State
from holdfast.duties.weekly import run_weekly
from holdfast.notices import actions as notices
from holdfast.notices.ids import NoticeId
from holdfast.notices.models import Notice
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.kinds import PARTNERSHIP_ROOM, LossDeclared, LossParts
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.append import append
from holdfast.record.bundling import bundle_of
from holdfast.record.entries import Draft
from holdfast.record.holding import reading_all
from holdfast.record.sequencer import sequence
from holdfast.record.verify import verify


@pytest.fixture
def p(committed: OwnDatabase) -> Partnership:
    return a_partnership()


def page(by: Acting, path: str) -> str:
    client = Client()
    sign_in(client, by)
    return client.get(path).content.decode()


def loss_duties() -> dict[UUID, Duty]:
    """The decisions on a loss that are owed, by organisation."""
    with reading_all():
        return {d.owing_agency_id: d for d in Duty.objects.filter(rule="LOSS_72", state=State.OPEN) if d.owing_agency_id is not None}


def test_failing_row_2_minutes_of_a_meeting_that_never_was_are_answered_by_those_they_name(p: Partnership) -> None:
    # Given a conference that was arranged; and minutes, put into the record three weeks later, of one that never was
    child = opened(p)
    arranged = meetings.arrange_conference(child=CaseId(child), type=MeetingType.INITIAL, planned_on=today(), agencies=[p.school], by=p.dev)
    move_clock(now() + timedelta(days=21))
    made_up = meetings.Conference(
        on=today() - timedelta(days=21),
        attended=[p.school, p.police],
        plan=True,
        category="NEG",
        decided="Everyone agreed",
        minutes=meeting.Minutes(record="All present agreed that nothing more was to be done"),
    )
    meetings.hold_conference(child=CaseId(child), conference=arranged, held_as=made_up, by=p.gwen)
    # Then it shows that it was written down three weeks after, and by whom; and the school, which it names, reads it
    page_of_it = f"/children/{child}/meeting/{arranged}/"
    shown = page(p.lena, page_of_it)
    assert "All present agreed" in shown
    assert "Conference chair" in shown
    assert "21 days" in shown or "3 weeks" in shown
    # and says that it was not there, which everyone involved reads, and nobody takes away
    client = Client()
    sign_in(client, p.lena)
    assert "Say whether you took part" in shown
    once = str(uuid4())
    sent = client.post(f"{page_of_it}took-part/", {"took_part": "no", "words": "Nobody of ours was there, or was asked", "once": once})
    assert sent.status_code == 302
    for reader in (p.dev, p.gwen, p.lena):
        assert "Nobody of ours was there" in page(reader, page_of_it)
    # Somebody whom the minutes do not name answers for nobody
    with pytest.raises((NotPermitted, LookupError)):
        meetings.say_whether_it_took_part(child=CaseId(child), meeting_id=arranged, took_part=True, words="So it was", by=p.kit)
    # And whoever puts another name under the minutes, or another day, is found out
    sequence()
    assert verify().sound
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE record_entry DISABLE TRIGGER append_only")
        cursor.execute("UPDATE record_entry SET author_worker = %s WHERE kind = 'conference.recorded'", [p.lena.worker])
        cursor.execute("ALTER TABLE record_entry ENABLE TRIGGER append_only")
    assert "entry altered" in {fault.what for fault in verify().faults}


def test_failing_row_3_a_loss_is_a_breach_with_a_clock_that_does_not_end_when_whoever_reported_it_leaves(p: Partnership) -> None:
    # Given somebody of the police who finds that files are gone, and declares it
    facts = LossDeclared(lost=12, matters=3, elsewhere=1)
    append(Draft(facts=facts, parts=LossParts(words="A cabinet of files is gone"), room=PARTNERSHIP_ROOM), by=p.ines.author)
    # Then the council and the police must decide on it within 72 hours, each with a named owner, without anybody asking for it
    owed = loss_duties()
    assert set(owed) == {p.council, p.police}
    assert {round((d.due_at - d.opened_at).total_seconds() / 3600, 2) for d in owed.values()} == {72}
    assert owed[p.police].owner_id is not None
    # And everybody knows of the loss
    assert "12 entries were lost" in page(p.mina, "/")
    # When whoever reported it leaves, it stays owed, by somebody who is there
    record_leaver(worker=p.ines.worker, by=p.police_delegated)
    left = loss_duties()[p.police]
    assert left.owner_id not in (None, p.ines.worker)
    # When nobody decides, others are told; and a decision, with the reason, ends it
    move_clock(now() + timedelta(hours=80))
    run_escalations()
    assert {d.rung > 0 for d in loss_duties().values()} == {True}
    with reading_all():
        notice = NoticeId(Notice.objects.get().id)
    notices.respond(notice=notice, acts=False, words="Reported to the Commissioner; nobody's details were legible", by=p.efua)
    assert set(loss_duties()) == {p.police}


def test_failing_row_4_every_meeting_is_listed_and_one_of_which_nothing_is_recorded_says_so(p: Partnership) -> None:
    # Given a conference that was arranged, and whose day goes by
    child = opened(p)
    arranged = meetings.arrange_conference(child=CaseId(child), type=MeetingType.INITIAL, planned_on=today(), agencies=[p.school], by=p.dev)
    listed = f"/children/{child}/meetings/"
    assert "nothing is recorded of it" not in page(p.dev, listed)
    move_clock(now() + timedelta(days=3))
    # Then the list of meetings says so, to everyone involved
    assert "nothing is recorded of it" in page(p.dev, listed)
    # When its record is written down, late
    held = meetings.Conference(
        on=today() - timedelta(days=3),
        attended=[p.school, p.police],
        plan=True,
        category="NEG",
        decided="A plan",
        minutes=meeting.Minutes(record="Marked minutes of what was said"),
    )
    meetings.hold_conference(child=CaseId(child), conference=arranged, held_as=held, by=p.gwen)
    # Then it stands, and that it was written three days after shows; and an archive of the meeting holds it, whole
    shown = page(p.gwen, f"/children/{child}/meeting/{arranged}/")
    assert "Marked minutes" in shown
    assert "nothing is recorded of it" not in page(p.dev, listed)
    sequence()
    with reading_all():
        assert "Marked minutes of what was said" in bundle_of(arranged).encode()


def test_failing_row_7_an_organisation_that_does_not_use_it_stands_with_nothing(p: Partnership) -> None:
    # Given a record that the charity uses, and that the police and health do not
    for n in range(2):
        telling.tell_as_professional(Telling(words=ToldParts(worry=f"Worried {n}")), by=p.mina, once=UUID(int=n + 1))
    move_clock(now() + timedelta(days=8))
    run_weekly()
    # Then the counts, for everybody who answers for one, show who told what, and who told nothing
    shown = page(p.noor, "/counts/")
    table = shown[shown.index("Told, acted, effect, by organisation") : shown.index("The rules")]
    assert "Concerns that its people told" in table
    cells = {row[0]: row[1:] for row in (re.findall(r'hf-table__cell">([^<]*)<', each) for each in table.split("<tr")) if row}
    assert cells["Open Door Charity"][0] == "2"
    assert {cells[silent][0] for silent in ("Saltmarsh Police", "Saltmarsh NHS Trust", "Lantern School")} == {"0"}
