"""Noor, the independent scrutineer, samples what is easily left undone: who was not opened, what was rejected, where the police had others wait."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.concerns.ids import ConcernId
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties.escalation import run_escalations
from holdfast.duties.queries import told_to
from holdfast.measures import asking, clearing
from holdfast.measures.codes import Clearance, Rank, Rejected
from holdfast.measures.models import Measure
from holdfast.measures.tests.test_measures import asked, chosen, holders, the_list
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.persons import naming
from holdfast.persons.codes import NotOpened
from holdfast.persons.ids import PersonOfConcernId
from holdfast.persons.models import Person
from holdfast.persons.tests.story import a_concern, named, opened, owed, vetted_group
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused
from holdfast.record.sealed import named_readers
from holdfast.scrutiny import queries, sampling
from holdfast.scrutiny.codes import SampleOf
from holdfast.scrutiny.models import Sampled

pytestmark = pytest.mark.django_db

WHY = "A friend of the family gives her lifts; nothing shows more"


@pytest.fixture
def p() -> Partnership:
    found = a_partnership()
    vetted_group(found)
    holders(found)
    return found


def not_opened(p: Partnership, concern: ConcernId | None = None, name: str = "Marlow Quayle") -> PersonOfConcernId:
    """Bryn would not open somebody, and Ines of the police agrees."""
    person = named(p, concern or a_concern(p), name)
    naming.not_open(person=person, why=NotOpened.NO_CONCERN_ABOUT_THEM, reason=WHY, second=p.ines.worker, by=p.bryn)
    naming.answer_not_opened(person=person, agrees=True, reason="We hold nothing", by=p.ines)
    return person


def drawn(p: Partnership, what: SampleOf = SampleOf.NOT_OPENED, how_many: int = 5) -> list[Sampled]:
    sampling.draw(what=what, how_many=how_many, by=p.noor, entry_id=uuid4())
    with viewing(p.noor.viewer):
        return [s for s in queries.sample() if s.what == what]


def client_of(acting: Acting) -> Client:
    client = Client()
    sign_in(client, acting)
    return client


def test_the_scrutineer_reads_why_somebody_was_not_opened_and_its_organisation_answers(p: Partnership) -> None:
    person = not_opened(p)
    (found,) = drawn(p)
    page = client_of(p.noor).get(f"/sample/{found.id}/").content.decode()
    assert WHY in page
    assert "We hold nothing" in page
    assert "Quayle" not in page, "she reads the decision, and not who was named"
    with viewing(p.noor.viewer):
        assert not Person.objects.filter(id=person).exists()
    sampling.judge(sampled=found.id, sound=False, words="Lifts for gifts were told twice", by=p.noor)
    assert owed(person)["SAMPLE_ANSWER"].owner_id == p.efua.worker, "whoever answers for the council"
    with pytest.raises(NotPermitted):
        sampling.answer(sampled=found.id, changes=True, words="Opened", by=p.noor)
    sampling.answer(sampled=found.id, changes=True, words="It is assessed again", by=p.efua)
    assert "SAMPLE_ANSWER" not in owed(person)
    assert "It is assessed again" in client_of(p.noor).get(f"/sample/{found.id}/").content.decode()


def test_what_bears_its_reason_asks_nothing_of_anybody(p: Partnership) -> None:
    person = not_opened(p)
    (found,) = drawn(p)
    sampling.judge(sampled=found.id, sound=True, words="What was looked at is said", by=p.noor)
    assert "SAMPLE_ANSWER" not in owed(person)
    with pytest.raises(Refused, match="said so already"):
        sampling.judge(sampled=found.id, sound=False, words="Otherwise", by=p.noor)
    with pytest.raises(Refused, match="Nothing waits"):
        sampling.answer(sampled=found.id, changes=False, words="x", by=p.efua)


def test_the_organisation_that_does_not_answer_the_scrutineer_is_named_to_the_partners(p: Partnership) -> None:
    not_opened(p)
    (found,) = drawn(p)
    sampling.judge(sampled=found.id, sound=False, words="Nobody looked", by=p.noor)
    move_clock(now() + timedelta(days=40))
    run_escalations()
    with viewing(p.health_delegated.viewer):
        assert "SAMPLE_ANSWER" in {item.rule for each in told_to(p.health) for item in each.items}


def test_a_rejection_and_a_wait_are_drawn_with_reason_and_rank_and_not_with_whom(p: Partnership) -> None:
    person = named(p, a_concern(p))
    opened(p, person, owner=p.carys)
    ask = asked(p, person)
    measure = chosen(p, ask)
    other = next(c for c in the_list(ask) if not sampled_row(measure, c))
    asking.answer_row(
        ask=ask, code=other, chosen=False, why=Rejected.NO_CAPACITY, reason="Nobody is free", decided_by=p.dev.worker, by=p.dev
    )
    clearing.ask(measure=measure, by=p.dev)
    clearing.answer(measure=measure, answer=Clearance.WAIT, rank=Rank.INSPECTOR, until=today() + timedelta(days=14), by=p.hal)
    (rejected,) = drawn(p, SampleOf.REJECTED)
    assert (rejected.measure, rejected.code, rejected.agency_id) == (other, Rejected.NO_CAPACITY, p.council)
    assert "Nobody is free" in client_of(p.noor).get(f"/sample/{rejected.id}/").content.decode()
    (waited,) = drawn(p, SampleOf.WAITED)
    page = client_of(p.noor).get(f"/sample/{waited.id}/").content.decode()
    assert "Decided by: inspector" in page
    assert "Quayle" not in page
    with viewing(p.dev.viewer):
        assert queries.sampled(waited.id) is None, "the council reads nothing of what is asked of the police"
    with viewing(p.ines.viewer):
        assert queries.sampled(waited.id) is not None


def sampled_row(measure: UUID, code: str) -> bool:
    with reading_all():
        return Measure.objects.filter(id=measure, code=code).exists()


def test_the_record_draws_by_chance_says_of_how_many_and_draws_none_twice(p: Partnership) -> None:
    concern = a_concern(p)
    for name in ("Marlow Quayle", "Perrin Oakes", "Tobin Wray"):
        not_opened(p, concern, name)
    assert len(drawn(p, how_many=2)) == 2
    assert len(drawn(p, how_many=5)) == 3
    with viewing(p.noor.viewer):
        assert [(facts.drawn, facts.of) for _, facts in queries.draws()] == [(1, 1), (2, 3)]
    with pytest.raises(Refused, match="none that was not drawn"):
        drawn(p)
    for wrong in (0, 21):
        with pytest.raises(Refused, match="between 1 and 20"):
            drawn(p, how_many=wrong)


def test_only_the_scrutineer_draws_and_what_is_sealed_is_never_drawn(p: Partnership) -> None:
    """Somebody with the name of one of the council's own people is decided in a sealed matter."""
    not_opened(p)
    sealed = named(p, a_concern(p), "Dev Orrin", works_for=p.council)
    with reading_all():
        assert p.ines.worker in named_readers({sealed}).get(sealed, set())
    naming.not_open(person=sealed, why=NotOpened.NO_CONCERN_ABOUT_THEM, reason=WHY, second=p.kit.worker, by=p.ines)
    naming.answer_not_opened(person=sealed, agrees=True, reason="Nothing", by=p.kit)
    with pytest.raises(NotPermitted):
        sampling.draw(what=SampleOf.NOT_OPENED, how_many=5, by=p.efua)
    assert {s.matter_id for s in drawn(p, how_many=20)}.isdisjoint({sealed})


def test_the_pages_ask_few_questions_and_are_closed_to_strangers(p: Partnership) -> None:
    not_opened(p)
    (found,) = drawn(p)
    noor = client_of(p.noor)
    noor.get("/people/")  # the directory is opened once for each state of the partnership
    for path, most in (("/sample/", 14), ("/sample/draw/", 8), (f"/sample/{found.id}/", 34)):
        with CaptureQueriesContext(connection) as seen:
            assert noor.get(path).status_code == 200
        questions = [q["sql"] for q in seen if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT set_config", "SET LOCAL ROLE"))]
        assert len(questions) <= most, (path, len(questions))
    for stranger in (p.amira, p.carys, p.lena):
        assert client_of(stranger).get(f"/sample/{found.id}/").status_code in (403, 404)
    assert client_of(p.amira).get("/sample/").status_code == 404
    assert str(found.id) not in client_of(p.lena).get("/sample/").content.decode(), "a lead reads what is of her own organisation"
    assert client_of(p.kit).get(f"/sample/{found.id}/").status_code in (403, 404), "another organisation's lead"


def test_by_the_form_it_is_drawn_judged_and_answered(p: Partnership) -> None:
    not_opened(p)
    noor = client_of(p.noor)
    wrong = noor.post("/sample/draw/", {"what": "not_opened", "how_many": "many", "once": str(uuid4())})
    assert wrong.status_code == 422
    noor.post("/sample/draw/", {"what": "not_opened", "how_many": "5", "once": str(uuid4())})
    with viewing(p.noor.viewer):
        (found,) = queries.sample()
    noor.post(f"/sample/{found.id}/", {"sound": "no", "words": "It rests on nothing", "once": str(uuid4())})
    efua = client_of(p.efua)
    assert "Answer the scrutineer" in efua.get(f"/sample/{found.id}/").content.decode()
    efua.post(f"/sample/{found.id}/", {"changes": "yes", "words": "Assessed again", "once": str(uuid4())})
    page = noor.get("/sample/").content.decode()
    assert ">Answered: something changes<" in page
    assert "Tag(" not in page
