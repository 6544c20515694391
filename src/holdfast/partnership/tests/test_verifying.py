"""What `verify` finds when somebody was made another for a while, and recorded something meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from conftest import OwnDatabase

from holdfast.access.bundles import hand_out
from holdfast.children import actions
from holdfast.children.kinds import case
from holdfast.children.tests.test_case import opened
from holdfast.database.time import move_clock, now, today
from holdfast.partnership import actions as making
from holdfast.partnership.people import Acting
from holdfast.partnership.queries import acting_for
from holdfast.partnership.roles import Role
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.record.sequencer import sequence
from holdfast.record.verify import verify
from holdfast.when import When


@pytest.fixture
def p(committed: OwnDatabase) -> Partnership:
    return a_partnership()


def found() -> list[str]:
    sequence()
    verdict = verify()
    assert {fault.what for fault in verdict.faults} <= {"author could not"}, verdict.faults
    return [fault.detail for fault in verdict.faults]


def acting(of: Acting) -> Acting:
    with reading_all():
        found = acting_for(of.worker)
    assert found is not None
    return found


def test_what_people_record_in_their_posts_before_and_after_they_move_is_sound(p: Partnership) -> None:
    child = opened(p)
    actions.allocate(child=child, worker=p.carys.worker, by=p.dev)
    post = making.create_post(agency=p.council, title="Team manager", role=Role.MANAGER, manager_post=p.efua.post)
    making.appoint(worker=p.carys.worker, post=post, by=p.efua)
    actions.allocate(child=child, worker=p.dev.worker, by=acting(p.carys))
    assert found() == []


def test_a_practitioner_who_was_made_the_named_lead_for_a_while_leaves_what_she_did(committed: OwnDatabase, p: Partnership) -> None:
    """The owner alters a role in the read model, a bundle is handed out, and the role is put back: nothing else shows it."""
    child = opened(p)
    sequence()
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        owner.execute("UPDATE partnership_post SET role = 'named_lead' WHERE id = %s", [p.carys.post])
        hand_out(matter=child, recipient="a friend", authority="none", by=acting(p.carys))
        owner.execute("UPDATE partnership_post SET role = 'practitioner' WHERE id = %s", [p.carys.post])
    (wrong,) = found()
    assert "whoever recorded it might not: The council’s named lead or the independent scrutineer" in wrong


def test_somebody_who_was_put_into_another_organisation_for_a_while_leaves_what_they_did(committed: OwnDatabase, p: Partnership) -> None:
    child = opened(p)
    actions.allocate(child=child, worker=p.carys.worker, by=p.dev)
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        owner.execute("UPDATE partnership_worker SET agency_id = %s WHERE id = %s", [p.council, p.hal.worker])
        visit = case.VisitRecorded(seen=True, seen_alone=True)
        actions.record(child=child, facts=visit, parts=case.Seen(account="x"), when=When.on(today()), by=acting(p.hal))
        owner.execute("UPDATE partnership_worker SET agency_id = %s WHERE id = %s", [p.police, p.hal.worker])
    assert any("was not in that post of that organisation" in each for each in found())


def test_an_entry_in_the_name_of_a_leaver_is_named(p: Partnership) -> None:
    child = opened(p)
    gone = p.gwen
    making.record_leaver(worker=gone.worker, by=p.efua)
    actions.allocate(child=child, worker=p.carys.worker, by=p.dev)
    assert found() == []
    move_clock(now() + timedelta(minutes=11))  # longer than anything that was under way when she left
    actions.allocate(child=child, worker=p.dev.worker, by=replace(p.dev, worker=gone.worker, post=gone.post))
    assert any("was not in that post" in each for each in found())
