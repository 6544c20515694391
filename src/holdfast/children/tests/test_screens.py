"""What a tired person sees first: danger, who is missing, what was escalated to them; and from a duty the one thing to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from holdfast.access.queries import looks_at
from holdfast.children import actions, meetings
from holdfast.children.actions import ToDo
from holdfast.children.kinds import case as case_kinds
from holdfast.children.kinds import pathway, safety
from holdfast.children.queries import concerns_of
from holdfast.children.tests.test_case import opened, record, rules, visit
from holdfast.children.tests.test_rooms import pages_of
from holdfast.concerns import telling
from holdfast.concerns.codes import Decision
from holdfast.database.time import move_clock, now, today
from holdfast.database.viewing import viewing
from holdfast.duties.escalation import run_escalations
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record import queries as record_queries
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_of_matter
from holdfast.subjects.actions import NewPerson, record_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> UUID:
    found = opened(p, Decision.SECTION47)
    actions.allocate(child=found, worker=p.carys.worker, by=p.dev)
    return found


def test_home_shows_danger_then_who_is_missing_then_what_was_escalated_then_what_is_owed(p: Partnership, child: UUID) -> None:
    record(p, child, safety.MissingStarted())
    move_clock(now() + timedelta(days=4))
    run_escalations()
    telling.say_danger(once=uuid4())
    home = pages_of(p.dev).get("/").content.decode()
    assert home.index("Missing since") < home.index("Late, and you have been told")
    assert "Wren Example" in home
    front = pages_of(p.bryn).get("/").content.decode()
    assert front.index("Somebody says that there is danger now") < front.index("Decide what happens")
    assert "Missing since" not in pages_of(p.noor).get("/").content.decode()


def test_a_duty_says_what_ends_it_and_whether_anybody_can_give_more_time(p: Partnership, child: UUID) -> None:
    actions.involve(child=child, agencies=[p.police], reason="strategy_discussion", by=p.dev)
    record(p, child, safety.PoliceProtectionTaken(), by=p.ines)
    page = pages_of(p.ines).get(f"/duties/{rules(child)['POLICE_PROT'].id}/").content.decode()
    assert "police protection ended" in page
    assert "Nobody can give more time" in page
    visit_owed = pages_of(p.carys).get(f"/duties/{rules(child)['CHILD_SEEN_S17'].id}/").content.decode()
    assert "with the child seen alone" in visit_owed
    assert "Nobody can give more time" not in visit_owed


def test_nothing_escalated_is_cut_without_saying_how_many_more_there_are(p: Partnership, child: UUID) -> None:
    for n in range(12):
        todo = ToDo(f"Look {n}", p.carys.worker, today())
        actions.agree_actions(child=child, todos=[todo], by=p.dev)
    move_clock(now() + timedelta(days=9))
    run_escalations()
    assert "more late duties" in pages_of(p.dev).get("/").content.decode()


def test_a_duty_says_what_was_agreed_by_whom_who_is_told_next_and_leads_to_the_form_that_does_it(p: Partnership, child: UUID) -> None:
    """ "Do what was agreed" never said what."""
    todo = ToDo("Ask the taxi firm for its log", p.carys.worker, today() + timedelta(days=2))
    actions.agree_actions(child=child, todos=[todo], by=p.dev)
    action = rules(child)["ACTION"]
    carys = pages_of(p.carys)
    page = carys.get(f"/duties/{action.id}/").content.decode()
    assert "Ask the taxi firm for its log" in page
    assert "Dev Marlow" in page
    assert f"/children/{child}/record/action-done/" in page
    assert "Who is told if it stays undone" in page
    assert "the lead safeguarding partners" in page


@pytest.mark.parametrize(
    ("code", "leads_to"),
    [("STRAT", "strategy/"), ("CHILD_SEEN_S17", "record/visit/"), ("ASSESS_45", "record/assessment-completed/")],
)
def test_from_each_duty_one_comes_to_where_it_is_done(p: Partnership, child: UUID, code: str, leads_to: str) -> None:
    page = pages_of(p.carys).get(f"/duties/{rules(child)[code].id}/").content.decode()
    assert f"/children/{child}/{leads_to}" in page


def test_from_what_waits_to_be_authorised_the_manager_comes_to_it(p: Partnership, child: UUID) -> None:
    record(p, child, pathway.AssessmentCompleted(seen=True), pathway.Analysis(analysis="All said"))
    duty = rules(child)["AUTHORISE"]
    assert f"/children/{child}/authorise/{duty.trigger_id}/" in pages_of(p.dev).get(f"/duties/{duty.id}/").content.decode()


def test_a_duty_page_records_that_its_content_was_opened_and_not_a_name_alone(p: Partnership, child: UUID) -> None:
    duty = rules(child)["STRAT"]
    pages_of(p.carys).get(f"/duties/{duty.id}/")
    with viewing(p.noor.viewer):
        looks = [(seen.what, seen.worker_id) for seen in looks_at(child)]
    assert ("duty", p.carys.worker) in looks


def test_each_act_is_answered_by_what_was_recorded_and_what_follows_and_only_once(p: Partnership, child: UUID) -> None:
    dev = pages_of(p.dev)
    form = {"what_1": "Look", "owner_1": str(p.carys.worker), "once": str(uuid4())}
    day = {f"due_1-{part}": str(getattr(today(), part)) for part in ("day", "month", "year")}
    answer = dev.post(f"/children/{child}/actions/", {**form, **day}, follow=True).content.decode()
    assert "Agreed. Each action is owed by its owner." in answer
    assert "Agreed. Each action" not in dev.get(f"/children/{child}/").content.decode()
    carys = pages_of(p.carys)
    done = {"factors": "21", "seen": "yes", "analysis": "All said", "once": str(uuid4())}
    on = {f"on-{part}": str(getattr(today(), part)) for part in ("day", "month", "year")}
    kept = carys.post(f"/children/{child}/record/assessment-completed/", {**done, **on}, follow=True).content.decode()
    assert "stands once a manager who did not do this work agrees" in kept


def test_whoever_is_denied_a_case_a_duty_or_a_concern_leaves_a_look_and_learns_nothing(p: Partnership, child: UUID) -> None:
    """Denials were never recorded."""
    duty = rules(child)["STRAT"]
    with reading_all():
        (concern,) = concerns_of(child)
    for by in (p.hal, p.noor, p.mina):
        pages = pages_of(by)
        for address in (f"/children/{child}/", f"/duties/{duty.id}/", f"/concerns/{concern}/"):
            there, nowhere = pages.get(address), pages.get(address.replace(address.split("/")[2], str(uuid4())))
            assert (there.status_code, there.content) == (404, nowhere.content), address
    with viewing(p.noor.viewer):
        denied = {(seen.what, seen.worker_id) for about in (child, concern) for seen in looks_at(about) if seen.refused}
    assert denied == {(what, by.worker) for what in ("case", "duty", "concern") for by in (p.hal, p.noor, p.mina)}


def test_the_worker_and_the_manager_read_what_was_told_from_the_case_and_the_chair_does_not(p: Partnership, child: UUID) -> None:
    """The allocated worker got a 404 for the concern, and the case said "From: Other"."""
    for by in (p.carys, p.dev):
        page = pages_of(by).get(f"/children/{child}/").content.decode()
        assert "What was told about the child" in page
        with reading_all():
            concern = next(iter(concerns_of(child)))
        heard = pages_of(by).get(f"/concerns/{concern}/heard/")
        assert heard.status_code == 200
        assert "lifts" in heard.content.decode()
        assert pages_of(by).get(f"/concerns/{concern}/", follow=True).status_code == 200
    assert "What was told about the child" not in pages_of(p.gwen).get(f"/children/{child}/").content.decode()
    assert pages_of(p.gwen).get(f"/concerns/{concern}/heard/").status_code == 404
    with viewing(p.noor.viewer):
        assert ("concern", p.carys.worker) in [(seen.what, seen.worker_id) for seen in looks_at(concern)]


def opened_while(monkeypatch: pytest.MonkeyPatch, read: Callable[[], object]) -> set[UUID]:
    """The entries of which something was decrypted."""
    found: set[UUID] = set()
    unsealing = record_queries.part_place

    def watched(room: UUID, entry: UUID, name: str) -> bytes:
        found.add(entry)
        return unsealing(room, entry, name)

    monkeypatch.setattr(record_queries, "part_place", watched)
    read()
    monkeypatch.undo()
    return found


def test_only_the_part_that_is_asked_for_is_opened(p: Partnership, child: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """`entry_told` and a meeting's page decrypted the whole case to show one part of it."""
    visits = [visit(p, child, p.carys, words=f"Visit {n}") for n in range(3)]
    with reading_all():
        core = {e.id for e in entries_of_matter(child)}
    carys = pages_of(p.carys)
    entry = f"/children/{child}/entry/{visits[1]}/"
    assert "Visit 1" in carys.get(entry).content.decode()
    assert opened_while(monkeypatch, lambda: carys.get(entry)) & core == {visits[1]}
    correcting = opened_while(monkeypatch, lambda: carys.get(f"/children/{child}/correct/{visits[1]}/"))
    assert correcting & core == {visits[1]}
    meeting = meetings.open_strategy(child=child, agencies=[p.police, p.health], by=p.dev)
    on_its_page = opened_while(monkeypatch, lambda: pages_of(p.dev).get(f"/children/{child}/meeting/{meeting}/"))
    assert not on_its_page & set(visits)
    # A stranger is told that there is nothing, and it is recorded that she asked.
    assert pages_of(p.mina).get(entry).status_code == 404


def test_what_the_system_recorded_is_folded_and_counted(p: Partnership, child: UUID) -> None:
    """24 of 46 entries of a timeline were the system's."""
    visit(p, child, p.carys, words="Well")
    move_clock(now() + timedelta(days=60))
    run_escalations()
    carys = pages_of(p.carys)
    story = carys.get(f"/children/{child}/happened/?view=everything").content.decode()
    summary = story[story.index("Holdfast recorded ") :].split("</span>")[0]
    count = int(summary.removeprefix("Holdfast recorded ").split(":")[0])
    assert count > 3
    assert story.count("<details") < count
    significant = carys.get(f"/children/{child}/happened/").content.decode()
    assert "Holdfast recorded" not in significant
    alone = carys.get(f"/children/{child}/happened/?view=system").content.decode()
    assert "A visit was recorded" not in alone
    assert alone.count("hf-event__title") >= count


def test_a_search_finds_what_sounds_or_is_spelt_alike_and_says_why(p: Partnership) -> None:
    """ "Sky" and "Skie" found nothing."""
    opened(p, name="Skye Fable")
    carys = pages_of(p.carys)
    for name in ("Skie Fable", "Sky"):
        page = carys.post("/children/find/", {"name": name}).content.decode()
        assert "0 results: all of this" in page
        assert "Skye Fable" in page
        assert "a name like it" in page
    exact = carys.post("/children/find/", {"name": "fable skye"}).content.decode()
    assert "1 result: all of this" in exact
    assert "like this" not in exact
    assert carys.post("/children/find/", {"name": ""}).status_code == 422
    stranger = pages_of(p.mina).post("/children/find/", {"name": "Skye Fable"}).content.decode()
    assert "0 results: all of this" in stranger
    assert "like this" not in stranger


def test_a_search_finds_her_by_a_short_form_and_about_when_she_was_born_and_says_why(p: Partnership) -> None:
    """The school says Lizzie, about thirteen; the record says Elizabeth, born in 2013."""
    record_person(NewPerson(name="Elizabeth Fable", born=date(2013, 5, 4)), source=p.council, agencies=[p.council], by=p.amira)
    amira = pages_of(p.amira)
    page = amira.post("/children/find/", {"name": "Lizzie Fable"}).content.decode()
    assert "Elizabeth Fable" in page
    assert "a short form of the name" in page
    assert "born about then" in amira.post("/children/find/", {"name": "Lizzie", "about": "2012"}).content.decode()
    assert "1 result: all of this" in amira.post("/children/find/", {"name": "Fable", "about": "2014"}).content.decode()
    assert "Elizabeth Fable" not in amira.post("/children/find/", {"name": "Nora", "about": "2013"}).content.decode()
    assert amira.post("/children/find/", {"about": "12"}).status_code == 422


def test_a_long_story_is_shown_some_at_a_time_from_either_end_and_only_what_is_shown_is_opened(
    p: Partnership, child: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case was 10,400 pixels long."""
    visits = [visit(p, child, p.carys, words=f"Visit number {n}.") for n in range(60)]
    carys = pages_of(p.carys)
    page = carys.get(f"/children/{child}/happened/").content.decode()
    assert "Visit number 59." in page
    assert "Visit number 10." not in page
    assert "?page=2" in page
    assert "Visit number 5." in carys.get(f"/children/{child}/happened/?page=3").content.decode()
    first = carys.get(f"/children/{child}/happened/?order=first").content.decode()
    assert "Visit number 0." in first
    assert "Visit number 59." not in first
    assert carys.get(f"/children/{child}/happened/?page=999").status_code == 200
    opened_now = opened_while(monkeypatch, lambda: carys.get(f"/children/{child}/"))
    assert len(opened_now & set(visits)) <= 25


def test_every_page_about_a_child_says_which_child_in_two_lines(p: Partnership, child: UUID) -> None:
    record(p, child, case_kinds.ChildSeen(seen_alone=True))
    for path in ("actions/", "record/", "record/visit/", "ask/", "strategy/"):
        page = pages_of(p.dev if path == "strategy/" else p.carys).get(f"/children/{child}/{path}").content.decode()
        bar = page[page.index("hf-identity") :].split("</div>")[0]
        assert "Wren Example" in bar, path
        assert "birth not known" in bar
        assert "Carys Lund" in bar
        assert "last seen alone" in bar
