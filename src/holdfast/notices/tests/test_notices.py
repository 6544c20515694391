"""What an organisation is told opens a duty to say who does what by when: to have received it is nothing done."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from holdfast.access.queries import looks_at
from holdfast.children.tests.test_rooms import pages_of
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties import actions as duties
from holdfast.duties.escalation import run_escalations
from holdfast.duties.models import Duty, State
from holdfast.duties.queries import open_duties_of, told_to
from holdfast.notices import actions
from holdfast.notices.actions import ToDo
from holdfast.notices.codes import About
from holdfast.notices.ids import NoticeId
from holdfast.notices.models import Notice
from holdfast.notices.queries import responses
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def told(p: Partnership, *, exploitation: bool = True, by: Acting | None = None) -> NoticeId:
    words = "Three drivers of one invented firm wait outside the youth club"
    return actions.tell(about=About.SUSPECTS, exploitation=exploitation, words=words, agencies=[p.police, p.council], by=by or p.mina)


def owed(notice: UUID) -> dict[UUID, Duty]:
    with reading_all():
        return {d.owing_agency_id: d for d in open_duties_of(notice)}


def heard(by: Acting) -> set[UUID]:
    with viewing(by.viewer):
        return {item.duty for delivery in told_to(by.agency) for item in delivery.items}


def times_told(by: Acting, duty: UUID) -> int:
    with viewing(by.viewer):
        return sum(item.duty == duty for delivery in told_to(by.agency) for item in delivery.items)


def test_row_17_a_list_that_is_told_opens_a_duty_to_respond_and_acknowledging_ends_nothing(p: Partnership) -> None:
    """Seminars named some fifty suspects, firms and addresses; nothing concerted followed, and nobody could say "we didn't know"."""
    notice = told(p)
    duties_ = owed(notice)
    assert set(duties_) == {p.police, p.council}
    assert duties_[p.police].owner_id == p.ines.worker
    assert duties_[p.police].serious
    assert owed(told(p, exploitation=False))[p.police].serious is False
    move_clock(now() + timedelta(days=30))
    run_escalations()
    # Told outside the late bodies: to whoever told it, and, where exploitation is named, to the scrutineer.
    assert duties_[p.police].id in heard(p.mina)
    assert duties_[p.police].id in heard(p.noor)
    with viewing(p.ines.viewer):
        waiting = [d.told.id for d in told_to(p.police, unacknowledged=True)]
    duties.acknowledge_told(delivered=waiting, by=p.ines)
    duties.assure(duty=duties_[p.police].id, words="Police are watching it", by=p.ines)
    assert p.police in owed(notice), "to have received it, or to say that it is watched, is no response"
    before = times_told(p.noor, duties_[p.police].id)
    for _ in range(2):  # past the last rung, and each week after
        move_clock(now() + timedelta(days=8))
        run_escalations()
    assert times_told(p.noor, duties_[p.police].id) > before, "it does not fall silent"
    with reading_all():
        assert Duty.objects.get(id=duties_[p.police].id).state == State.OPEN


def test_a_response_says_who_does_what_by_when_and_each_action_is_owed_until_something_shows_it(p: Partnership) -> None:
    notice = told(p)
    with pytest.raises(Refused) as why:
        actions.respond(notice=notice, acts=True, words="It is noted", by=p.ines)
    assert why.value.field == "what_1"
    with pytest.raises(Refused) as why:
        actions.respond(notice=notice, acts=True, words="Ask the nurse", todos=[ToDo("Visit", p.jo.worker, today())], by=p.ines)
    assert why.value.field == "owner_1"
    with pytest.raises(Refused):
        actions.respond(
            notice=notice, acts=True, words="Later", todos=[ToDo("Visit", p.hal.worker, today() + timedelta(days=5_000))], by=p.ines
        )
    with pytest.raises(NotPermitted):
        actions.respond(notice=notice, acts=False, words="Not ours", by=p.mina)
    with pytest.raises(LookupError):
        actions.respond(notice=notice, acts=False, words="Not ours", by=p.hal)
    todo = ToDo("Speak to the licensing team about the firm", p.hal.worker, today() + timedelta(days=5))
    once = uuid4()
    for _ in range(2):
        actions.respond(notice=notice, acts=True, words="They are known to us", todos=[todo], by=p.ines, entry_id=once)
    action = owed(notice)[p.police]
    assert (action.owner_id, action.serious) == (p.hal.worker, True)
    with viewing(p.hal.viewer):
        assert Notice.objects.filter(id=notice).exists(), "whoever owns an action reads what it is about"
    with pytest.raises(Refused, match="has said"):
        actions.respond(notice=notice, acts=False, words="After all not", by=p.ines)
    with pytest.raises(NotPermitted):
        actions.action_done(notice=notice, action=action.trigger_id, words="Done", by=p.mina)
    with pytest.raises(Refused):
        actions.action_done(notice=notice, action=uuid4(), words="Done", by=p.hal)
    actions.action_done(notice=notice, action=action.trigger_id, words="Two licences are suspended; minutes of 3 May", by=p.hal)
    assert set(owed(notice)) == {p.council}


def test_why_nothing_is_done_is_said_read_and_challenged(p: Partnership) -> None:
    notice = told(p)
    duty = owed(notice)[p.council]
    actions.respond(notice=notice, acts=False, words="Nobody of them is known here", by=p.efua)
    with viewing(p.mina.viewer):
        assert {r.agency_id: r.acts for r in responses([notice])[notice]} == {p.council: False, p.police: None}
    duties.challenge(duty=duty.id, words="Two of them were named to you last year", by=p.mina)
    assert {d.rule for d in owed(notice).values()} == {"CHALLENGE", "RESPOND"}


def test_a_notice_is_read_by_those_who_answer_for_whoever_is_told_and_by_nobody_else(p: Partnership) -> None:
    notice = told(p)
    for reader, reads in ((p.mina, True), (p.ines, True), (p.efua, True), (p.dev, True), (p.carys, False), (p.hal, False), (p.lena, False)):
        with viewing(reader.viewer):
            assert Notice.objects.filter(id=notice).exists() is reads
    page = pages_of(p.ines).get(f"/notices/{notice}/")
    assert "one invented firm" in page.content.decode()
    with reading_all():
        assert [look.what for look in looks_at(notice)] == ["notice"]
    assert pages_of(p.lena).get(f"/notices/{notice}/").status_code == 404
    with reading_all():
        assert any(look.refused for look in looks_at(notice))


def test_the_scrutineer_recommends_and_is_answered_from_the_pages(p: Partnership) -> None:
    noor, ines = pages_of(p.noor), pages_of(p.ines)
    form = {"about": "recommendation", "exploitation": "no", "words": "Sample ten closed cases", "agencies": [str(p.police)]}
    assert noor.post("/notices/tell/", {**form, "agencies": [], "once": str(uuid4())}).status_code == 422
    sent = noor.post("/notices/tell/", {**form, "once": str(uuid4())})
    assert sent.status_code == 302
    notice = sent["Location"]
    assert "has not said what it does" in noor.get("/notices/").content.decode()
    assert "Say who does what by when" in ines.get("/").content.decode()
    assert "Say who does what by when" in ines.get(notice).content.decode()
    day = today() + timedelta(days=9)
    answer = {"acts": "yes", "words": "By the audit team", "once": str(uuid4())}
    assert ines.post(f"{notice}respond/", answer).status_code == 422
    action = {"what_1": "Sample ten", "owner_1": str(p.hal.worker), "due_1-day": day.day, "due_1-month": day.month, "due_1-year": day.year}
    assert ines.post(f"{notice}respond/", {**answer, **action}).status_code == 302
    assert "acts, said" in noor.get(notice).content.decode()
    (owed_,) = owed(UUID(notice.strip("/").split("/")[1])).values()
    assert "Say what shows that it was done" in pages_of(p.hal).get(f"/duties/{owed_.id}/").content.decode()
    assert pages_of(p.hal).post(f"{notice}done/{owed_.trigger_id}/", {"words": "Report of 9 May", "once": str(uuid4())}).status_code == 302
    assert "Hal Quarry" not in noor.get(notice).content.decode(), "names never cross organisations"
