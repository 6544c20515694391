"""An offer shows what is asked and nothing else; what was opened for it ends with its answer. Who sees no child ends no duty."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from holdfast.children import actions as children
from holdfast.children.kinds.case import ActionDone, Shown
from holdfast.children.models import Case
from holdfast.concerns import actions as concerns
from holdfast.concerns import telling
from holdfast.concerns.codes import Alleged, AllegedIs, Decision
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.duties import actions, offering
from holdfast.duties.models import Duty, Offer
from holdfast.duties.queries import open_duties_of
from holdfast.partnership import actions as making
from holdfast.partnership import queries as partnership
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import Role
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.persons.tests.story import a_concern
from holdfast.record.append import append
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import SYSTEM_AUTHOR, Draft
from holdfast.record.holding import reading_all
from holdfast.record.models import Audience
from holdfast.record.refusal import Refused
from holdfast.subjects.actions import NewPerson, record_person

pytestmark = pytest.mark.django_db

NAME, ADDRESS = "Wren Example", "4 Invented Lane"


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def case(p: Partnership) -> UUID:
    """A child of the council's, with an address that few may see; the charity has no part in it."""
    what = Telling(words=ToldParts(worry="Worried about lifts"), alleged=(Alleged.NEGLECT,))
    told = telling.tell_as_professional(what, by=p.lena, once=uuid4())
    concerns.read(concern=told.concern, by=p.amira)
    person = record_person(NewPerson(name=NAME, address=ADDRESS), source=p.council, agencies=[p.council], by=p.amira)
    concerns.decide(
        concern=told.concern,
        decision=Decision.ASSESSMENT,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All",
        reason="Needed",
        children=[person],
        by=p.bryn,
    )
    with reading_all():
        found = Case.objects.get(person_id=person).id
    children.allocate(child=found, worker=p.carys.worker, by=p.dev)
    todo = children.ToDo("Go with her to the club", p.carys.worker, today() + timedelta(days=3))
    children.agree_actions(child=found, todos=[todo], by=p.dev)
    return found


def seen_duty(case: UUID) -> Duty:
    with reading_all():
        return next(d for d in open_duties_of(case) if d.rule == "ACTION")


def client_of(acting: Acting) -> Client:
    client = Client()
    sign_in(client, acting)
    return client


def made(p: Partnership, case: UUID) -> UUID:
    return offering.offer(duty=seen_duty(case).id, to=p.mina.worker, words="You know her best", by=p.carys)


def test_attack_7_an_offer_shows_what_is_asked_and_nothing_else(p: Partnership, case: UUID) -> None:
    offer = made(p, case)
    mina = client_of(p.mina)
    for page in ("/", "/duties/", f"/duties/offers/{offer}/"):
        text = mina.get(page).content.decode()
        assert "Do what was agreed" in text, page
        assert NAME not in text
        assert ADDRESS not in text
    assert "You know her best" in mina.get(f"/duties/offers/{offer}/").content.decode()
    for page in (f"/children/{case}/", f"/children/{case}/restricted/", f"/duties/{seen_duty(case).id}/"):
        assert mina.get(page).status_code == 404, page
    with viewing(p.mina.viewer):
        assert not Case.objects.exists()
        assert not Audience.objects.filter(room_id=case, principal=p.mina.worker).exists()
    stranger = client_of(p.hal)
    assert stranger.get(f"/duties/offers/{offer}/").status_code == 404, "an offer to one is seen by no other"


def test_attack_7_what_is_not_accepted_is_closed_and_stays_with_its_owner(p: Partnership, case: UUID) -> None:
    offer = made(p, case)
    mina = client_of(p.mina)
    refused = mina.post(f"/duties/offers/{offer}/", {"once": str(uuid4()), "accept": "no", "words": ""})
    assert refused.status_code == 422
    assert "Say why not" in refused.content.decode()
    assert (
        mina.post(f"/duties/offers/{offer}/", {"once": str(uuid4()), "accept": "no", "words": "She does not come to us"}).status_code == 302
    )
    assert mina.get(f"/duties/offers/{offer}/").status_code == 404
    with viewing(p.mina.viewer):
        assert not Offer.objects.exists()
    duty = seen_duty(case)
    assert (duty.owner_id, duty.offered_to) == (p.carys.worker, None)
    said = client_of(p.carys).get(f"/duties/{duty.id}/").content.decode()
    assert "She does not come to us" in said


def test_attack_7_who_accepts_reads_the_case_while_they_own_the_duty_and_never_the_address(p: Partnership, case: UUID) -> None:
    offer = made(p, case)
    mina = client_of(p.mina)
    assert mina.post(f"/duties/offers/{offer}/", {"once": str(uuid4()), "accept": "yes", "words": ""}).status_code == 302
    duty = seen_duty(case)
    assert (duty.owner_id, duty.owing_agency_id) == (p.mina.worker, p.charity)
    assert mina.get(f"/duties/{duty.id}/").status_code == 200
    assert mina.get(f"/children/{case}/restricted/").status_code == 403
    assert mina.get(f"/duties/offers/{offer}/").status_code == 404, "what was opened ends with its answer"
    actions.cannot_be_done(duty=duty.id, reason="refused", words="She would not", by=_manager_of_charity(p))
    assert mina.get(f"/children/{case}/").status_code == 404
    assert mina.get(f"/duties/{duty.id}/").status_code == 404


def _manager_of_charity(p: Partnership) -> Acting:
    """Somebody of the charity who is not the duty's owner, and whom the case is opened to as well."""
    post = making.create_post(agency=p.charity, title="Director", role=Role.MANAGER)
    worker = making.join_worker(agency=p.charity, name="Ravi Stone", post=post)
    with reading_all():
        found = partnership.acting_for(worker)
        case = Case.objects.get().id
    assert found is not None
    append(Draft(facts=AudienceGranted(principal=worker, reason="test"), room=case), by=SYSTEM_AUTHOR)
    return found


def test_an_offer_ends_when_it_is_made_to_another_or_the_duty_ends(p: Partnership, case: UUID) -> None:
    first = made(p, case)
    second = offering.offer(duty=seen_duty(case).id, to=p.hal.worker, words="Or you", by=p.carys)
    with viewing(p.mina.viewer):
        assert not Offer.objects.exists()
    with pytest.raises(LookupError):
        offering.accept(offer=first, by=p.mina)
    done = ActionDone(answers=seen_duty(case).trigger_id)
    children.record(child=case, facts=done, parts=Shown(what_shows_it="They went"), by=p.carys)
    with pytest.raises(LookupError):
        offering.accept(offer=second, by=p.hal)
    with reading_all():
        assert not Offer.objects.filter(ended_at=None).exists()


@pytest.fixture(params=[Role.ANALYST, Role.ADMINISTRATOR])
def no_child(request: pytest.FixtureRequest, p: Partnership) -> Acting:
    post = making.create_post(agency=p.council, title="Systems", role=request.param)
    worker = making.join_worker(agency=p.council, name="Ana Byrd", post=post)
    with reading_all():
        found = partnership.acting_for(worker)
    assert found is not None
    return found


def test_attack_7_an_analyst_and_an_administrator_see_no_childs_name_and_end_no_duty(p: Partnership, case: UUID, no_child: Acting) -> None:
    client, duty = client_of(no_child), seen_duty(case)
    for page in (
        "/",
        "/duties/",
        "/children/",
        "/told/",
        "/board/",
        "/duties/from-the-census/",
        f"/children/{case}/",
        f"/duties/{duty.id}/",
    ):
        assert NAME not in client.get(page).content.decode(), page
    assert NAME not in client.post("/children/find/", {"name": NAME}).content.decode()
    for page in (f"/children/{case}/", f"/duties/{duty.id}/", f"/duties/{duty.id}/done/", f"/duties/{duty.id}/cannot/"):
        assert client.get(page).status_code in (403, 404), page
    with viewing(no_child.viewer):
        assert not Case.objects.exists()
        assert not Duty.objects.exists()
    on = duty.starts_at.date()
    for end in (
        lambda: actions.show_done(duty=duty.id, words="Done", reference="elsewhere", on=on, by=no_child),
        lambda: actions.cannot_be_done(duty=duty.id, reason="other", words="No", by=no_child),
        lambda: actions.assure(duty=duty.id, words="In hand", by=no_child),
    ):
        with pytest.raises(NotPermitted):
            end()
    with pytest.raises(Refused, match="cannot own duties"):
        offering.offer(duty=duty.id, to=no_child.worker, words="You", by=p.carys)
    assert seen_duty(case).state == "open"


def test_who_owns_two_duties_of_one_room_reads_it_until_the_second_ends(p: Partnership) -> None:
    # Given Carys, who took over both of what is owed about a concern, in a room that is not the matter's first
    concern = a_concern(p)
    with reading_all():
        owed = [d for d in open_duties_of(concern) if d.rule in ("ACK_TELLER", "REF_DECISION")]
    (room,) = {d.room_id for d in owed}
    assert len(owed) == 2
    assert room != concern
    for duty in owed:
        offering.accept(offer=offering.offer(duty=duty.id, to=p.carys.worker, words="You know her", by=p.bryn), by=p.carys)

    def reads() -> bool:
        with reading_all():
            return Audience.objects.filter(room_id=room, principal=p.carys.worker).exists()

    assert reads()
    # When one of them goes back, she still reads what the other is about; when both have, no more
    for duty, still in zip(owed, (True, False), strict=True):
        offering.accept(offer=offering.offer(duty=duty.id, to=p.bryn.worker, words="Back", by=p.carys), by=p.bryn)
        assert reads() is still
