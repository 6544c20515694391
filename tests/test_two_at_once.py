"""Two people deciding, signing or ending the same thing at the same moment: one is recorded, the other is told, and nothing is half-written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from conftest import OwnDatabase
from django.db import connections

from holdfast.allegations import actions as allegations
from holdfast.allegations.codes import Handling
from holdfast.allegations.kinds import ToldParts as AllegationParts
from holdfast.children import actions as children
from holdfast.children.kinds import case
from holdfast.children.models import Case
from holdfast.children.tests.test_case import opened
from holdfast.concerns import actions as concerns
from holdfast.concerns import telling
from holdfast.concerns.codes import AllegedIs, Decision
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database.time import now, today
from holdfast.duties import actions as duties
from holdfast.duties.ids import DutyId
from holdfast.duties.models import Duty
from holdfast.duties.weekly import run_weekly
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_of_kinds, entries_of_matter
from holdfast.record.refusal import Refused
from holdfast.when import When


@pytest.fixture
def p(committed: OwnDatabase) -> Partnership:
    return a_partnership()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What came of each of these, begun at the same moment in connections of their own: a result, or what it was refused with."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            ready.wait(timeout=30)
            return act()
        except (Refused, NotPermitted, LookupError) as why:
            return why
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]


def refused(results: Sequence[object]) -> list[object]:
    return [r for r in results if isinstance(r, Exception)]


def kinds(matter: UUID, name: str) -> int:
    with reading_all():
        return sum(e.kind.name == name for e in entries_of_matter(matter))


def a_read_concern(p: Partnership) -> telling.Received:
    told = telling.tell_as_professional(Telling(words=ToldParts(worry="Worried about lifts")), by=p.mina, once=uuid4())
    concerns.read(concern=told.concern, by=p.amira)
    return told


def nfa(p: Partnership, told: telling.Received, by: object, **more: object) -> None:
    concerns.decide(
        concern=told.concern,
        decision=Decision.NO_FURTHER_ACTION,
        alleged_is=AllegedIs.NOT_KNOWN,
        considered="All",
        reason="So",
        by=by,  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


def test_of_two_who_decide_at_once_one_decides(p: Partnership) -> None:
    told = a_read_concern(p)
    came = at_once(lambda: nfa(p, told, p.bryn, second=p.dev.worker), lambda: nfa(p, told, p.femi, second=p.ines.worker))
    assert len(refused(came)) == 1
    assert kinds(told.concern, "concern.decided") == 1


def test_signing_and_replacing_the_second_at_once_leave_one_answer(p: Partnership) -> None:
    told = a_read_concern(p)
    nfa(p, told, p.bryn, second=p.dev.worker)
    came = at_once(
        lambda: concerns.countersign(concern=told.concern, agrees=True, reason="Read it all", by=p.dev),
        lambda: concerns.replace_second(concern=told.concern, second=p.ines.worker, by=p.bryn),
    )
    assert len(refused(came)) == 1
    assert kinds(told.concern, "concern.countersigned") + kinds(told.concern, "second.replaced") == 1


def test_of_two_who_end_a_duty_at_once_one_ends_it(p: Partnership) -> None:
    child = opened(p)
    with reading_all():
        duty = DutyId(Duty.objects.get(matter_id=child, rule="ALLOCATE").id)
    came = at_once(
        lambda: duties.cannot_be_done(duty=duty, reason="moved_away", words="Moved to the coast", by=p.dev),
        lambda: children.allocate(child=child, worker=p.carys.worker, by=p.efua),
    )
    with reading_all():
        ended = [
            e
            for e in entries_of_matter(child)
            if getattr(e.facts, "duty", None) == duty and e.kind.name in ("duty.done", "duty.cannot_be_done")
        ]
    assert len(ended) == 1, [str(c) for c in came]


def test_of_two_corrections_at_once_one_stands_and_the_other_is_told(p: Partnership) -> None:
    child = opened(p)
    children.allocate(child=child, worker=p.carys.worker, by=p.dev)
    first = uuid4()
    seen = case.ChildSeen(seen_alone=True)
    children.record(child=child, facts=seen, when=When.on(today()), by=p.carys, entry_id=first)

    def correct(by: object) -> object:
        not_alone = case.ChildSeen(seen_alone=False)
        parts = case.Seen(why_not_alone="At home with others")
        return children.record(
            child=child,
            facts=not_alone,
            parts=parts,
            when=When.on(today()),
            by=by,
            corrects=first,
            why="So it was",  # type: ignore[arg-type]
        )

    came = at_once(lambda: correct(p.carys), lambda: correct(p.dev))
    assert len(refused(came)) == 1
    assert "meanwhile" in str(refused(came)[0])


def test_of_two_acknowledgements_at_once_by_the_lado_one_counts(p: Partnership) -> None:
    words = AllegationParts(alleged="Lifts", person="The games teacher")
    found = allegations.tell(words=words, employer=p.school, noticed_on=today(), by=p.mina)
    came = at_once(
        *(
            lambda how=how: allegations.acknowledge(allegation=found, handling=how, words="So", by=p.esme)  # type: ignore[misc]
            for how in (Handling.POLICE, Handling.EMPLOYER)
        )
    )
    assert len(refused(came)) == 1
    assert kinds(found, "allegation.acknowledged") == 1


@pytest.mark.parametrize("_again", range(3))
def test_whoever_decides_as_their_second_leaves_has_one_who_is_there_or_is_told(p: Partnership, _again: int) -> None:
    """A decision that was made in the moment in which its second left waited for somebody who was gone."""
    told = a_read_concern(p)
    came = at_once(lambda: nfa(p, told, p.bryn, second=p.dev.worker), lambda: record_leaver(worker=p.dev.worker, by=p.efua))
    with reading_all():
        open_now = {d.rule: d.owner_id for d in Duty.objects.filter(matter_id=told.concern, state="open")}
    assert p.dev.worker not in open_now.values()
    if refused(came):
        assert "SECOND_SIGNATURE" not in open_now
    else:
        assert kinds(told.concern, "second.left") == 1


@pytest.mark.parametrize("_again", range(3))
def test_a_child_allocated_in_the_moment_in_which_the_worker_leaves_is_not_left_with_them(p: Partnership, _again: int) -> None:
    child = opened(p)
    at_once(
        lambda: children.allocate(child=child, worker=p.carys.worker, by=p.dev), lambda: record_leaver(worker=p.carys.worker, by=p.efua)
    )
    with reading_all():
        assert Case.objects.get(id=child).allocated_to_id is None
        assert not Duty.objects.filter(matter_id=child, owner_id=p.carys.worker, state="open").exists()


def test_two_processes_that_send_the_weeks_reports_at_once_send_each_once(p: Partnership) -> None:
    told = a_read_concern(p)
    assert told.concern
    came = at_once(run_weekly, run_weekly)
    assert refused(came) == []
    with reading_all():
        for kind in ("pattern.delivered", "unseen.delivered", "counts.published"):
            assert len(entries_of_kinds([kind], before=now() + timedelta(minutes=1))) == 1, kind
