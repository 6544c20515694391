"""An allegation about somebody who works with children reaches the LADO, is answered, and is never read where that person works."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client

from holdfast.access.queries import looks_at
from holdfast.allegations import actions
from holdfast.allegations.codes import Barring, Handling, Outcome
from holdfast.allegations.ids import AllegationId
from holdfast.allegations.kinds import ToldParts
from holdfast.allegations.models import Allegation
from holdfast.allegations.queries import story
from holdfast.concerns import actions as concerns
from holdfast.concerns import lado, telling
from holdfast.concerns.codes import Alleged, Nature
from holdfast.concerns.kinds import ToldParts as ConcernParts
from holdfast.concerns.models import Concern
from holdfast.concerns.telling import Received, Telling
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties import actions as duties
from holdfast.duties.escalation import run_escalations
from holdfast.duties.models import Duty
from holdfast.duties.queries import open_duties_of, told_to
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused

pytestmark = pytest.mark.django_db

WORDS = ToldParts(alleged="Drove a pupil home alone, more than once", person="The games teacher", child="Wren Example")


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def pages_of(by: Acting) -> Client:
    client = Client()
    sign_in(client, by)
    return client


def told_by_charity_of_the_school(p: Partnership) -> AllegationId:
    return actions.tell(words=WORDS, employer=p.school, noticed_on=today(), by=p.mina)


def owed(matter: UUID) -> dict[str, Duty]:
    with reading_all():
        return {d.rule: d for d in open_duties_of(matter)}


def test_the_lado_owes_an_answer_in_a_working_day_and_an_outcome(p: Partnership) -> None:
    found = told_by_charity_of_the_school(p)
    opened = owed(found)
    assert set(opened) == {"LADO_ACK", "LADO_OUTCOME"}
    assert {d.owner_id for d in opened.values()} == {p.esme.worker}
    with pytest.raises(NotPermitted):
        actions.acknowledge(allegation=found, handling=Handling.POLICE, words="Told", by=p.efua)
    with pytest.raises(Refused):
        actions.conclude(allegation=found, outcome=Outcome.UNFOUNDED, barring=Barring.NOT_NEEDED, words="Nothing in it", by=p.esme)
    actions.acknowledge(allegation=found, handling=Handling.MEETING, words="A meeting on Thursday", by=p.esme)
    assert set(owed(found)) == {"LADO_OUTCOME"}
    with pytest.raises(Refused, match="already"):
        actions.acknowledge(allegation=found, handling=Handling.EMPLOYER, words="Or not", by=p.esme)
    actions.conclude(allegation=found, outcome=Outcome.SUBSTANTIATED, barring=Barring.REFERRED, words="Dismissed, and referred", by=p.esme)
    assert owed(found) == {}


def test_nobody_of_the_organisation_for_which_the_person_works_reads_it_or_hears_that_it_is_late(p: Partnership) -> None:
    """The school of the accused read what was alleged, in the child's file."""
    found = told_by_charity_of_the_school(p)
    for reader in (p.esme, p.efua, p.mina):
        with viewing(reader.viewer):
            assert Allegation.objects.filter(id=found).exists()
            assert "games teacher" in str(story(found)[0][1])
    for stranger in (p.lena, p.carys, p.hal, p.noor, p.jo):
        with viewing(stranger.viewer):
            assert not Allegation.objects.filter(id=found).exists()
            assert story(found) == []
    move_clock(now() + timedelta(days=30))
    run_escalations()
    with viewing(p.lena.viewer):
        assert told_to(p.school) == []
    with viewing(p.police_delegated.viewer):
        assert "LADO_ACK" in {item.rule for delivery in told_to(p.police) for item in delivery.items}


def test_late_it_is_told_to_no_partner_for_whom_the_person_works(p: Partnership) -> None:
    actions.tell(words=WORDS, employer=p.police, noticed_on=today(), by=p.mina)
    move_clock(now() + timedelta(days=30))
    run_escalations()
    with viewing(p.police_delegated.viewer):
        assert told_to(p.police) == []
    with viewing(p.health_delegated.viewer):
        assert told_to(p.health)


def test_whoever_tells_it_of_their_own_organisation_does_not_see_it_again(p: Partnership) -> None:
    lena = pages_of(p.lena)
    page = lena.get("/allegations/tell/").content.decode()
    assert "not even you" in page
    answers = {
        "alleged": "Drove a pupil home alone",
        "person": "The games teacher",
        "employer": str(p.school),
        "noticed_on-day": today().day,
        "noticed_on-month": today().month,
        "noticed_on-year": today().year,
        "once": str(uuid4()),
    }
    assert lena.post("/allegations/tell/", answers).status_code == 302
    assert lena.post("/allegations/tell/", answers).status_code == 302  # sent twice, told once
    with reading_all():
        (found,) = Allegation.objects.values_list("id", flat=True)
    assert lena.get(f"/allegations/{found}/").status_code == 404
    assert "Told" not in lena.get("/allegations/").content.decode().split("<main")[1].split("Tell the LADO")[0]
    with reading_all():
        assert any(look.refused and look.worker_id == p.lena.worker for look in looks_at(found))


def test_where_the_person_works_for_the_council_only_the_lado_of_it_reads(p: Partnership) -> None:
    found = actions.tell(words=WORDS, employer=p.council, noticed_on=today(), by=p.mina)
    for reader, reads in ((p.esme, True), (p.mina, True), (p.efua, False), (p.dev, False)):
        with viewing(reader.viewer):
            assert Allegation.objects.filter(id=found).exists() is reads


def test_without_a_lado_the_council_s_lead_answers_and_what_is_about_the_council_is_refused_with_what_to_do(p: Partnership) -> None:
    record_leaver(worker=p.esme.worker, by=p.efua)
    found = told_by_charity_of_the_school(p)
    assert {d.owner_id for d in owed(found).values()} == {p.efua.worker}
    with pytest.raises(Refused, match="Telephone the police"):
        actions.tell(words=WORDS, employer=p.council, noticed_on=today(), by=p.mina)


def test_when_the_lado_leaves_what_she_owed_passes_to_whoever_may_read_it_and_stands_open(p: Partnership) -> None:
    of_the_school = told_by_charity_of_the_school(p)
    of_the_council = actions.tell(words=WORDS, employer=p.council, noticed_on=today(), by=p.mina)
    record_leaver(worker=p.esme.worker, by=p.efua)
    assert {d.owner_id for d in owed(of_the_school).values()} == {p.efua.worker}
    assert {d.owner_id for d in owed(of_the_council).values()} == {None}
    move_clock(now() + timedelta(days=12))
    run_escalations()
    with viewing(p.health_delegated.viewer):
        assert {d.id for d in owed(of_the_council).values()} & {i.duty for each in told_to(p.health) for i in each.items}


def test_a_day_in_the_future_and_an_unknown_organisation_are_refused(p: Partnership) -> None:
    with pytest.raises(Refused) as why:
        actions.tell(words=WORDS, employer=None, noticed_on=today() + timedelta(days=1), by=p.mina)
    assert why.value.field == "noticed_on"
    with pytest.raises(Refused) as why:
        actions.tell(words=WORDS, employer=uuid4(), noticed_on=today(), by=p.mina)
    assert why.value.field == "employer"
    with reading_all():
        assert not Allegation.objects.exists()


def test_the_lado_s_pages_record_the_look_first_and_lead_to_what_is_next(p: Partnership) -> None:
    found = told_by_charity_of_the_school(p)
    esme = pages_of(p.esme)
    assert "Acknowledge the allegation" in esme.get("/").content.decode()
    assert "Waits for the LADO" in esme.get("/allegations/").content.decode()
    page = esme.get(f"/allegations/{found}/").content.decode()
    assert page.index("Acknowledge it") < page.index("Add a note")
    assert "games teacher" in page
    with reading_all():
        assert [look.what for look in looks_at(found)] == ["allegation"]
    answer = {"handling": "police", "words": "With the police since noon", "once": str(uuid4())}
    assert esme.post(f"/allegations/{found}/acknowledge/", {**answer, "handling": ""}).status_code == 422
    assert esme.post(f"/allegations/{found}/acknowledge/", answer).status_code == 302
    mina = pages_of(p.mina)
    assert "With the police since noon" in mina.get(f"/allegations/{found}/").content.decode()
    assert mina.post(f"/allegations/{found}/conclude/", {"once": str(uuid4())}).status_code in (403, 422)
    assert pages_of(p.carys).get(f"/allegations/{found}/").status_code == 404


def test_the_list_costs_the_same_however_many_there_are(p: Partnership) -> None:
    esme = pages_of(p.esme)

    def cost() -> int:
        with connection.execute_wrapper(lambda execute, *a: (asked.append(1), execute(*a))[1]):
            asked.clear()
            esme.get("/allegations/")
            return len(asked)

    asked: list[int] = []
    told_by_charity_of_the_school(p)
    cost()  # what a process asks once
    few = cost()
    for _ in range(4):
        told_by_charity_of_the_school(p)
    assert cost() == few


# From a concern


def told(p: Partnership, *alleged: Alleged) -> Received:
    what = Telling(words=ConcernParts(worry="The games teacher gives lifts"), nature=Nature.REFERRAL, alleged=alleged)
    return telling.tell_as_professional(what, by=p.lena, once=uuid4())


def test_a_concern_about_a_person_in_authority_owes_the_lado_until_told_or_said_why_not(p: Partnership) -> None:
    received = told(p, Alleged.PERSON_IN_AUTHORITY)
    assert "LADO_1WD" in owed(received.concern)
    concerns.read(concern=received.concern, by=p.amira)
    lado.tell(concern=received.concern, words=WORDS, employer=p.school, noticed_on=today(), by=p.amira)
    assert "LADO_1WD" not in owed(received.concern)
    with reading_all():
        assert Allegation.objects.get().employer_id == p.school
    # The school that told the concern reads neither that the LADO was told nor that it was owed.
    page = pages_of(p.lena).get(f"/concerns/{received.concern}/told/")
    assert page.status_code == 200
    assert "LADO" not in page.content.decode()
    with pytest.raises(Refused, match="already"):
        lado.not_needed(concern=received.concern, reason="No", by=p.bryn)


def test_what_the_front_door_finds_to_be_alleged_owes_it_too_and_once(p: Partnership) -> None:
    received = told(p)
    assert "LADO_1WD" not in owed(received.concern)
    concerns.read(concern=received.concern, by=p.amira)
    for _ in range(2):
        concerns.record_nature(concern=received.concern, nature=Nature.REFERRAL, alleged=[Alleged.PERSON_IN_AUTHORITY], by=p.amira)
    assert "LADO_1WD" in owed(received.concern)
    page = pages_of(p.amira)
    form = {"works": "no", "reason": "He drives a taxi and has no contract with any school", "once": str(uuid4())}
    assert "Tell the LADO" in page.get(f"/concerns/{received.concern}/").content.decode()
    assert page.post(f"/concerns/{received.concern}/tell-lado/", {**form, "reason": ""}).status_code == 422
    assert page.post(f"/concerns/{received.concern}/tell-lado/", form).status_code == 302
    assert "LADO_1WD" not in owed(received.concern)
    concerns.record_nature(concern=received.concern, nature=Nature.REFERRAL, alleged=[Alleged.PERSON_IN_AUTHORITY], by=p.amira)
    assert "LADO_1WD" not in owed(received.concern)
    with reading_all():
        assert Concern.objects.get(id=received.concern).lado_answered_at is not None


def test_late_the_school_that_told_is_not_told_that_the_lado_was_not(p: Partnership) -> None:
    told(p, Alleged.PERSON_IN_AUTHORITY)
    move_clock(now() + timedelta(days=9))
    run_escalations()
    with viewing(p.lena.viewer):
        heard = [item.rule for delivery in told_to(p.school) for item in delivery.items]
    with viewing(p.police_delegated.viewer):
        partners = [item.rule for delivery in told_to(p.police) for item in delivery.items]
    assert "LADO_1WD" not in heard
    assert "LADO_1WD" in partners


def test_a_partner_who_was_told_challenges_and_the_lado_alone_answers(p: Partnership) -> None:
    """About the council's own worker, nobody else of the council reads it: a challenge must not land with somebody who cannot."""
    found = actions.tell(words=WORDS, employer=p.council, noticed_on=today(), by=p.mina)
    move_clock(now() + timedelta(days=12))
    run_escalations()
    with viewing(p.health_delegated.viewer):
        told_ = next(item for delivery in told_to(p.health) for item in delivery.items)
    duties.challenge(duty=told_.duty, words="Twelve days", by=p.health_delegated)
    challenge = owed(found)["CHALLENGE"]
    assert challenge.owner_id == p.esme.worker
    duties.answer_challenge(duty=challenge.id, challenge=challenge.trigger_id, changed=True, words="Acknowledged now", by=p.esme)
    assert "CHALLENGE" not in owed(found)
    with viewing(p.efua.viewer):
        assert not Duty.objects.filter(matter_id=found).exists()
