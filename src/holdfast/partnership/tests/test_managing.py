"""Who works where: each organisation's account manager says it, and what reaches further takes a second organisation."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from conftest import OwnDatabase
from django.test import Client

from holdfast.children import actions as children
from holdfast.children.models import Case
from holdfast.children.tests.test_case import opened
from holdfast.database.time import now, today
from holdfast.duties.models import Duty, State
from holdfast.partnership import actions, changing, keeping, leaving, queries
from holdfast.partnership.changing import Proposed
from holdfast.partnership.kinds import PARTNERSHIP_ROOM, AccountManagerNamed, AgencyLeft, Wide, WorkerAppointed
from holdfast.partnership.models import AccountManager, Agency, ChangeProposal, Post
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.roles import DESCRIPTIONS, ROLES_OF, SEES_NO_CHILD, AgencyKind, Role
from holdfast.partnership.tests.people import Partnership, a_partnership, begin_managing, sign_in
from holdfast.record.append import append
from holdfast.record.entries import Draft
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused
from holdfast.record.sequencer import sequence
from holdfast.record.verify import verify


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def acting(worker: UUID) -> Acting:
    with reading_all():
        found = queries.acting_for(worker)
    assert found is not None
    return found


def holder(post: UUID) -> UUID | None:
    with reading_all():
        return Post.objects.get(id=post).holder_id


def the_proposal() -> UUID:
    with reading_all():
        return ChangeProposal.objects.get().id


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[-2000:]
    return response.content.decode()


@pytest.mark.django_db
def test_the_schools_account_manager_lets_a_teacher_start_by_herself(p: Partnership) -> None:
    client = Client()
    sign_in(client, p.lena)
    made = {"title": "Head of year", "role": "practitioner", "manager_post": str(p.lena.post), "team": "nobody", "once": str(uuid4())}
    assert client.post("/people/managing/posts/new/", made).status_code == 302
    with reading_all():
        post = Post.objects.get(agency_id=p.school, role="practitioner").id
    form = {"name": "Otto Field", "post": str(post), "reason": "", "once": str(uuid4())}
    assert client.post("/people/managing/starts/", form).status_code == 302
    shown = page(client, "/people/managing/")
    assert "Otto Field" in shown
    assert holder(post) is not None
    assert client.post("/people/managing/starts/", form).status_code == 302, "the same form sent twice records it once"
    with reading_all():
        assert len(queries.workers_of(p.school)) == 2


@pytest.mark.django_db
def test_whoever_cannot_take_up_the_post_that_was_chosen_has_not_begun_either(p: Partnership) -> None:
    post = actions.create_post(agency=p.council, title="Front door social worker, nights", role=Role.FRONT_DOOR, by=p.efua)
    client = Client()
    sign_in(client, p.efua)
    form = {"name": "Vera Moss", "post": str(post), "reason": "", "once": str(uuid4())}
    assert client.post("/people/managing/starts/", form).status_code == 422, "it takes a reason, for the other organisation to read"
    assert "Vera Moss" not in page(client, "/people/managing/")
    assert client.post("/people/managing/starts/", {**form, "reason": "Nights"}).status_code == 302
    with reading_all():
        names = [queries.directory().name(worker.id) for worker in queries.workers_of(p.council)]
    assert names.count("Vera Moss") == 1


@pytest.mark.django_db
def test_nobody_sees_to_another_organisations_people(p: Partnership) -> None:
    for act in (
        lambda: actions.record_leaver(worker=p.hal.worker, by=p.efua),
        lambda: actions.join_worker(agency=p.police, name="Nobody Known", by=p.efua),
        lambda: actions.create_post(agency=p.police, title="Sergeant", role=Role.MANAGER, by=p.efua),
        lambda: keeping.rename(worker=p.hal.worker, name="Hal Other", by=p.efua),
        lambda: keeping.change_post(post=p.hal.post or uuid4(), title="x", team=None, manager_post=None, by=p.efua),
        lambda: actions.join_worker(agency=p.council, name="A Friend", by=p.carys),
    ):
        with pytest.raises(NotPermitted):
            act()
    client = Client()
    sign_in(client, p.efua)
    for address in (f"/people/managing/{p.hal.worker}/", f"/people/managing/posts/{p.hal.post}/", f"/people/managing/{uuid4()}/"):
        page(client, address, 404)
    sign_in(client, p.carys)
    for address in ("/people/managing/", "/people/managing/starts/", "/people/changes/"):
        page(client, address, 404)


@pytest.mark.django_db
def test_a_post_that_reads_what_everybody_told_takes_somebody_of_another_organisation(p: Partnership) -> None:
    # Given an empty post at the front door
    post = actions.create_post(agency=p.council, title="Front door social worker, nights", role=Role.FRONT_DOOR, by=p.efua)
    # Then the council alone puts nobody into it
    with pytest.raises(Refused, match="somebody of another"):
        actions.appoint(worker=p.carys.worker, post=post, by=p.efua)
    client = Client()
    sign_in(client, p.efua)
    form = {"post": str(post), "hand_over": "no", "reason": "She knows the work", "once": str(uuid4())}
    assert client.post(f"/people/managing/{p.carys.worker}/moves/", {**form, "reason": ""}).status_code == 422
    assert client.post(f"/people/managing/{p.carys.worker}/moves/", form).status_code == 302
    assert holder(post) is None
    # When the police's account manager agrees, on a page that shows the post and not the name
    proposal = the_proposal()
    with pytest.raises(NotPermitted):
        changing.answer(proposal, agree=True, reason="Fine", by=p.council_delegated)
    with pytest.raises(NotPermitted):
        changing.answer(proposal, agree=True, reason="Fine", by=p.hal)
    sign_in(client, p.ines)
    assert "1 change waits" in page(client, "/")
    shown = page(client, f"/people/changes/{proposal}/")
    assert "Front door social worker, nights" in shown
    assert "Carys" not in shown
    assert client.post(f"/people/changes/{proposal}/", {"agree": "yes", "reason": "Needed", "once": str(uuid4())}).status_code == 302
    # Then she holds it, and what was agreed to is gone
    assert holder(post) == p.carys.worker
    assert acting(p.carys.worker).role is Role.FRONT_DOOR
    with pytest.raises(Refused, match="answered already"):
        changing.answer(proposal, agree=True, reason="Again", by=p.kit)


@pytest.mark.django_db
def test_what_is_not_agreed_changes_nothing(p: Partnership) -> None:
    changing.propose(Proposed(what=Wide.ACCOUNT_MANAGER, worker=p.carys.worker), reason="A second", by=p.efua)
    changing.answer(the_proposal(), agree=False, reason="We do not know her", by=p.kit)
    assert not acting(p.carys.worker).manages_accounts
    with reading_all():
        assert not ChangeProposal.objects.exists()


@pytest.mark.django_db
def test_the_last_account_manager_cannot_leave_nor_stop(p: Partnership) -> None:
    for act in (
        lambda: actions.record_leaver(worker=p.lena.worker, by=p.lena),
        lambda: keeping.end_manager(worker=p.lena.worker, by=p.lena),
    ):
        with pytest.raises(Refused, match="last account manager"):
            act()
    client = Client()
    sign_in(client, p.lena)
    assert "They cannot leave yet" in page(client, f"/people/managing/{p.lena.worker}/leaves/")
    assert "name a second" in page(client, "/people/managing/managers/")


@pytest.mark.django_db
def test_where_no_account_manager_is_left_two_other_organisations_name_one(p: Partnership) -> None:
    post = actions.create_post(agency=p.school, title="Head of year", role=Role.PRACTITIONER)
    otto = actions.join_worker(agency=p.school, name="Otto Field", post=post)
    actions.record_leaver(worker=p.lena.worker)  # the installation's word, as when somebody dies
    with reading_all():
        assert queries.account_managers(p.school) == []
    changing.propose(Proposed(what=Wide.ACCOUNT_MANAGER, worker=otto), reason="Nobody is left there", by=p.efua)
    changing.answer(the_proposal(), agree=True, reason="We know him", by=p.ines)
    assert acting(otto).manages_accounts


@pytest.mark.django_db
def test_an_organisation_joins_and_one_leaves_by_the_word_of_two(p: Partnership) -> None:
    joins = Proposed(what=Wide.ORGANISATION_JOINS, organisation="Tidewater Homes", manager="Hope Ridge", agency_kind=AgencyKind.HOUSING)
    changing.propose(joins, reason="They have the tenancies", by=p.efua)
    changing.answer(the_proposal(), agree=True, reason="Yes", by=p.ines)
    with reading_all():
        housing = Agency.objects.get(kind="housing")
        (hope,) = queries.account_managers(housing.id)
        assert queries.directory().name(hope) == "Hope Ridge"
    # Given that somebody works there, it cannot leave over their head
    manager = acting(hope)
    worker = actions.join_worker(agency=housing.id, name="Tess Lane", by=manager)
    leaves = Proposed(what=Wide.ORGANISATION_LEAVES, agency=housing.id, heir=p.health)
    with pytest.raises(Refused, match="still here"):
        changing.propose(leaves, reason="It closes", by=manager)
    actions.record_leaver(worker=worker, by=manager)
    changing.propose(leaves, reason="It closes", by=manager)
    changing.answer(the_proposal(), agree=True, reason="Yes", by=p.kit)
    with reading_all():
        assert housing.id not in {a.id for a in queries.agencies()}
        assert queries.acting_for(hope) is None
        assert queries.directory().name(housing.id) == "Tidewater Homes", "what it recorded still says whose it was"


@pytest.mark.django_db
def test_what_passes_on_is_shown_before_somebody_leaves_and_is_what_then_happens(p: Partnership) -> None:
    child = opened(p)
    children.allocate(child=child, worker=p.carys.worker, by=p.dev)
    with reading_all():
        before = Duty.objects.filter(owner_id=p.carys.worker, state=State.OPEN).count()
    assert before
    client = Client()
    sign_in(client, p.efua)
    shown = page(client, f"/people/managing/{p.carys.worker}/leaves/")
    assert "1 child that is allocated to nobody then" in shown
    assert "Wren" not in shown, "whoever keeps accounts learns how many, and not who"
    # Nothing has happened yet
    with reading_all():
        assert Duty.objects.filter(owner_id=p.carys.worker, state=State.OPEN).count() == before
        assert Case.objects.get(id=child).allocated_to_id == p.carys.worker
    foreseen = sum(each.count for each in leaving.foresee(lambda: actions.record_leaver(worker=p.carys.worker, by=p.efua)) if each.has_heir)
    assert client.post(f"/people/managing/{p.carys.worker}/leaves/", {"once": str(uuid4())}).status_code == 422
    assert client.post(f"/people/managing/{p.carys.worker}/leaves/", {"sure": "yes", "once": str(uuid4())}).status_code == 302
    with reading_all():
        assert not Duty.objects.filter(owner_id=p.carys.worker, state=State.OPEN).exists()
        assert Case.objects.get(id=child).allocated_to_id is None
    assert foreseen >= before


@pytest.mark.django_db
def test_whoever_moves_to_a_post_that_sees_no_child_hands_over_whatever_is_ticked(p: Partnership) -> None:
    child = opened(p)
    children.allocate(child=child, worker=p.carys.worker, by=p.dev)
    post = actions.create_post(agency=p.council, title="Data analyst", role=Role.ANALYST, by=p.efua)
    actions.appoint(worker=p.carys.worker, post=post, by=p.efua, hand_over=False)
    with reading_all():
        assert Case.objects.get(id=child).allocated_to_id is None
        assert not Duty.objects.filter(owner_id=p.carys.worker, state=State.OPEN).exists()
    assert acting(p.carys.worker).role is Role.ANALYST


@pytest.mark.django_db
def test_a_long_absence_is_covered_and_what_is_owed_can_be_handed_over(p: Partnership) -> None:
    child = opened(p)
    children.allocate(child=child, worker=p.carys.worker, by=p.dev)
    client = Client()
    sign_in(client, p.efua)
    last = today() + timedelta(days=200)
    days = {"first-day": today().day, "first-month": today().month, "first-year": today().year}
    days |= {"last-day": last.day, "last-month": last.month, "last-year": last.year}
    sent = {"covered_by": str(p.dev.worker), **{k.replace("-", "_"): v for k, v in days.items()}, **days, "once": str(uuid4())}
    assert client.post(f"/people/managing/{p.carys.worker}/away/", sent).status_code == 302
    with reading_all():
        assert queries.covering(p.carys.worker) == p.dev.worker
    assert client.post(f"/people/managing/{p.carys.worker}/hands-over/", {"sure": "yes", "once": str(uuid4())}).status_code == 302
    with reading_all():
        assert Case.objects.get(id=child).allocated_to_id is None
    assert acting(p.carys.worker).post == p.carys.post, "she keeps her post"


@pytest.mark.django_db
def test_posts_change_and_end_and_never_answer_to_themselves(p: Partnership) -> None:
    assert p.dev.post is not None
    with pytest.raises(Refused, match="answers to this one"):
        keeping.change_post(post=p.dev.post, title="Team manager", team=None, manager_post=p.carys.post, by=p.efua)
    with pytest.raises(Refused, match="Somebody holds it"):
        keeping.end_post(post=p.dev.post, by=p.efua)
    keeping.change_post(post=p.dev.post, title="Manager, Harbour team", team=None, manager_post=p.efua.post, by=p.efua)
    keeping.rename(worker=p.dev.worker, name="Dev Marlow-Hart", by=p.efua)
    with reading_all():
        directory = queries.directory()
        assert (directory.name(p.dev.post), directory.name(p.dev.worker)) == ("Manager, Harbour team", "Dev Marlow-Hart")
    empty = actions.create_post(agency=p.council, title="Clerk", role=Role.ADMINISTRATOR, by=p.efua)
    keeping.end_post(post=empty, by=p.efua)
    with reading_all():
        assert empty not in {post.id for post in queries.posts_of(p.council)}
    with pytest.raises(Refused, match="cannot have that role"):
        actions.create_post(agency=p.school, title="LADO", role=Role.LADO, by=p.lena)


@pytest.mark.django_db
def test_an_account_manager_without_a_post_reads_no_child(p: Partnership) -> None:
    child = opened(p)
    worker = actions.join_worker(agency=p.council, name="Pat Office")
    begin_managing(agency=p.council, worker=worker)
    client = Client()
    sign_in(client, acting(worker))
    page(client, "/people/managing/")
    page(client, f"/children/{child}/", 404)
    assert "Wren" not in page(client, "/") + page(client, "/board/")


def test_each_role_says_what_it_may_do_and_each_organisation_has_roles() -> None:
    assert set(DESCRIPTIONS) == set(Role)
    assert all(description.may for description in DESCRIPTIONS.values())
    assert set(ROLES_OF) == set(AgencyKind)
    assert {role for roles in ROLES_OF.values() for role in roles} == set(Role)
    assert all("Sees no child" in DESCRIPTIONS[role].may[0] for role in SEES_NO_CHILD)


def faults() -> list[str]:
    sequence()
    return [fault.detail for fault in verify().faults]


def test_who_was_let_in_by_the_rules_is_sound_and_what_one_organisation_did_alone_is_named(committed: OwnDatabase) -> None:
    p = a_partnership()
    post = actions.create_post(agency=p.council, title="LADO", role=Role.LADO, by=p.efua)
    changing.propose(Proposed(what=Wide.APPOINTMENT, worker=p.carys.worker, post=post), reason="Needed", by=p.efua)
    changing.answer(the_proposal(), agree=True, reason="Yes", by=p.ines)
    joins = Proposed(what=Wide.ORGANISATION_JOINS, organisation="Tidewater", manager="Hope Ridge", agency_kind=AgencyKind.HOUSING)
    changing.propose(joins, reason="Tenancies", by=p.kit)
    changing.answer(the_proposal(), agree=True, reason="Yes", by=p.efua)
    actions.record_leaver(worker=p.amira.worker, by=p.efua)
    opened(p)
    leaves = Proposed(what=Wide.ORGANISATION_LEAVES, agency=p.charity, heir=p.council)
    left = changing.propose(leaves, reason="Its money ends", by=p.mina)
    changing.answer(left, agree=True, reason="We take it over", by=p.efua)
    assert faults() == []
    # Given somebody at the database's prompt who records, in a colleague's name, what nobody may alone
    alone = (
        (WorkerAppointed(worker=p.dev.worker, post=post), p.efua, "one organisation alone"),
        (AccountManagerNamed(worker=p.hal.worker, agency=p.police), p.ines, "one organisation alone"),
        (AgencyLeft(agency=p.charity, heir=p.school, proposed=left), p.efua, "not what was proposed"),
        (WorkerAppointed(worker=p.hal.worker, post=p.hal.post or post), p.efua, "not an account manager of that organisation"),
        (AccountManagerNamed(worker=p.hal.worker, agency=p.police, proposed=uuid4()), p.ines, "without both"),
    )
    for facts, by, _ in alone:
        append(Draft(facts=facts, room=PARTNERSHIP_ROOM), by=by.author)
    found = faults()
    for _, _, words in alone:
        assert any(words in each for each in found), words
    with reading_all():
        assert AccountManager.objects.filter(worker_id=p.hal.worker, since__lte=now()).exists()
