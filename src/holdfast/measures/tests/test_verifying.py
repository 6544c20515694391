"""The whole life of a person of concern and of a measure, sealed and not, leaves a record in which `verify` finds nothing, made anew from its entries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from conftest import OwnDatabase

from holdfast.database.time import today
from holdfast.measures import clearing, taking
from holdfast.measures.codes import Clearance, Ending
from holdfast.measures.kinds import Chosen, ReasonParts, list_room_of
from holdfast.measures.tests.test_measures import BODY, applied, asked, chosen, holders
from holdfast.partnership.actions import record_leaver
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.persons import keeping, naming
from holdfast.persons.codes import AllegedOf, Decided, EthnicityUnknown, Group, NotOpened, Status
from holdfast.persons.kinds import Opened
from holdfast.persons.tests.story import DECISION, GRADED, a_concern, named, opened, vetted_group
from holdfast.record.append import append
from holdfast.record.entries import Draft
from holdfast.record.sequencer import sequence
from holdfast.record.verify import verify


@pytest.fixture
def p(committed: OwnDatabase) -> Partnership:
    found = a_partnership()
    vetted_group(found)
    holders(found)
    return found


def test_what_was_lived_is_what_the_entries_make_anew(p: Partnership) -> None:
    concern = a_concern(p)
    person, sealed = named(p, concern), named(p, concern, "Someone Else", works_for=p.council)
    opened(p, person, owner=p.carys)
    what = keeping.allege(
        person=person, what=[AllegedOf.CHILD_SEXUAL_EXPLOITATION], group=Group.YES, grading=GRADED, words="With two others", by=p.carys
    )
    assert what is not None
    for status, by in ((Status.UNDER_INVESTIGATION, p.ines), (Status.CHARGED, p.ines)):
        keeping.record_status(
            person=person,
            allegation=what,
            status=status,
            decided=Decided.POLICE,
            on=today(),
            event="At the station",
            reference="SP/1",
            by=by,
        )
    keeping.record_monitoring(
        person=person,
        self_defined=None,
        observed="WBRI",
        ethnicity_unknown=None,
        nationality=None,
        nationality_unknown=EthnicityUnknown.REFUSED,
        by=p.carys,
    )
    ask = asked(p, person, by=p.carys)
    measure = chosen(p, ask)
    clearing.ask(measure=measure, by=p.dev)
    clearing.answer(measure=measure, answer=Clearance.PROCEED, rank=None, until=None, by=p.hal)
    applied(p, measure)
    taking.in_force(measure=measure, on=today(), expires_on=today() + timedelta(days=90), breach_owner=p.dev.worker, words=None, by=p.dev)
    taking.breach(measure=measure, on=today(), words="At the gate", by=p.dev)
    taking.end(measure=measure, how=Ending.DISCHARGED, on=today(), words=None, by=p.dev)
    keeping.propose_clearing(person=person, second=p.ines.worker, reason="His cousin", by=p.bryn)
    keeping.answer_clearing(person=person, agrees=True, reason="Yes", by=p.ines)
    naming.not_open(person=sealed, why=NotOpened.MISTAKEN_IDENTITY, reason="Another", second=p.ines.worker, by=p.kit)
    record_leaver(worker=p.carys.worker, by=p.efua)
    sequence()
    verdict = verify()
    assert verdict.faults == []


def test_who_records_past_every_rule_is_found_by_the_entries_alone(p: Partnership) -> None:
    person = named(p, a_concern(p))
    facts = Opened(grading=GRADED, worker=p.hal.worker, next_on=today(), review_on=today())
    append(Draft(facts=facts, parts=DECISION, room=person), by=p.carys.author)
    ask = asked(p, person)
    answer = Chosen(asked=ask, code="CAWN", worker=p.noor.worker)
    append(Draft(facts=answer, parts=ReasonParts(reason="So"), room=list_room_of(person, BODY)), by=p.noor.author)
    sequence()
    assert [fault.what for fault in verify().faults] == ["author could not", "author could not"]
