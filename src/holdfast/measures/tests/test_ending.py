"""What ends a measure by itself; who owes what is left to do when the owner changes; and what is sealed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.disruption.catalogue import measure as row_of
from holdfast.disruption.catalogue import measures as rows
from holdfast.measures import asking, clearing, policies, queries, taking
from holdfast.measures.codes import NotAsked, State, Uncleared
from holdfast.measures.subjects import subject_for
from holdfast.measures.tests.test_measures import BODY, applied, asked, chosen, client_of, open_duties, p, person, the
from holdfast.partnership.tests.people import Partnership
from holdfast.persons import keeping
from holdfast.persons.ids import PersonOfConcernId
from holdfast.persons.tests.story import a_concern, named, opened, owed
from holdfast.record.refusal import Refused

__all__ = ["p", "person"]  # fixtures

pytestmark = pytest.mark.django_db


def test_a_birthday_that_ends_a_measure_warns_in_time_and_is_not_passed_by_renewing_it(p: Partnership, person: PersonOfConcernId) -> None:
    """A notice for one child lasts until she is 16; in care by an order until she is 18."""
    code = next(r.code for r in rows() if r.named_child and r.child_under == 16 and BODY not in r.holders)
    ask = asked(p, person, "police")
    measure = chosen(p, ask, code, by=p.ines)
    taking.apply(
        measure=measure, on=today(), words="Served", plan="She stays with her aunt", rechecked=True, uncleared=Uncleared.PROTECTS_A_CHILD,
        by=p.ines,
    )  # fmt: skip
    fifteen = date(today().year - 16, 3, 1) if today() < date(today().year, 3, 1) else date(today().year - 15, 3, 1)
    sixteenth, eighteenth = fifteen.replace(year=fifteen.year + 16), fifteen.replace(year=fifteen.year + 18)

    def begins(**changed: Any) -> None:
        told = {"measure": measure, "on": today(), "expires_on": None, "breach_owner": p.ines.worker, "words": None, "by": p.ines}
        taking.in_force(**{**told, **changed})

    with pytest.raises(Refused, match="on which day she was born"):
        begins()
    with pytest.raises(Refused, match="16 or over already"):
        begins(born_on=date(today().year - 17, 1, 1))
    begins(born_on=fifteen)
    assert the(measure).expires_on == sixteenth
    (ends,) = open_duties(person, "MEASURE_EXPIRES")
    assert ends.due_at.date() == max(today() + timedelta(days=1), sixteenth - taking.WARNED)
    with pytest.raises(Refused, match="birthday of the child"):
        taking.vary(measure=measure, expires_on=eighteenth, words="Renewed", by=p.ines)
    form = client_of(p.ines).get(f"/disruption/measures/{measure}/vary/").content.decode()
    assert fifteen.isoformat() not in form
    assert policies.ends_with_birthday(row_of(code), today(), fifteen, in_care=True) == eighteenth
    leap = policies.ends_with_birthday(row_of(code), date(2020, 1, 1), date(2008, 2, 29), in_care=True)
    assert leap == date(2026, 3, 1)


def test_an_owner_of_another_organisation_owes_what_was_left_to_do(p: Partnership, person: PersonOfConcernId) -> None:
    """Carys of the council owned it; Hal of the police does now, and asks the bodies that were not asked."""
    assert (owed(person)["ASK_BODIES"].owner_id, owed(person)["ASK_BODIES"].owing_agency_id) == (p.carys.worker, p.council)
    keeping.set_owner(person=person, owner=p.hal.worker, reason="He is investigated", by=p.bryn)
    for rule in ("ASK_BODIES", "PERSON_COUNTED", "PERSON_NEXT", "PERSON_REVIEW"):
        assert (owed(person)[rule].owner_id, owed(person)[rule].owing_agency_id) == (p.hal.worker, p.police), rule
    subject = subject_for(person, p.bryn)
    assert subject is not None
    with viewing(p.bryn.viewer):
        bodies = subject.holders()
    for body in bodies:
        asking.not_ask(matter=person, body=body, why=NotAsked.WOULD_REACH_THEM, words="x", by=p.hal)
    assert "ASK_BODIES" not in owed(person)
    keeping.set_owner(person=person, owner=p.carys.worker, reason=None, by=p.bryn)
    assert "ASK_BODIES" not in owed(person), "every body was asked, or it was said why not"


def test_of_what_is_sealed_a_body_is_asked_if_whoever_answers_for_it_reads_it(p: Partnership) -> None:
    """Somebody of the council is named: the police's list is answered by Ines, who reads it; the council is not asked, and it is said why."""
    sealed = named(p, a_concern(p), "Tarn Oakley", works_for=p.council)
    opened(p, sealed, owner=p.ines, by=p.ines)
    ask = asked(p, sealed, "police", by=p.ines)
    with pytest.raises(Refused, match="does not read this"):
        asked(p, sealed, BODY, by=p.ines)
    asking.not_ask(matter=sealed, body=BODY, why=NotAsked.WOULD_REACH_THEM, words="He works there", by=p.ines)
    measure = chosen(p, ask, by=p.ines)
    with pytest.raises(Refused, match="one contact does not read it"):
        clearing.ask(measure=measure, by=p.ines)
    told: dict[str, Any] = {
        "measure": measure, "on": today(), "words": "To the court", "plan": "She stays with her aunt", "rechecked": True,
        "uncleared": Uncleared.SEALED, "by": p.ines,
    }  # fmt: skip
    for wrong in (None, p.ines.worker, p.efua.worker):
        with pytest.raises(Refused, match="of another organisation"):
            taking.apply(**told, with_reader=wrong)
    form = client_of(p.ines).get(f"/disruption/measures/{measure}/apply/").content.decode()
    assert str(p.kit.worker) in form
    taking.apply(**told, with_reader=p.kit.worker)
    assert the(measure).state == State.APPLIED
    for stranger in (p.bryn, p.efua, p.hal, p.dev):
        with viewing(stranger.viewer):
            assert queries.ask(ask) is None


def test_only_what_is_sealed_goes_ahead_without_the_polices_contact_for_that(p: Partnership, person: PersonOfConcernId) -> None:
    measure = chosen(p, asked(p, person))
    with pytest.raises(Refused, match="not sealed"):
        applied(p, measure, uncleared=Uncleared.SEALED)
    form = client_of(p.dev).get(f"/disruption/measures/{measure}/apply/").content.decode()
    assert "It is sealed" not in form
    assert "with whom of another organisation" not in form
