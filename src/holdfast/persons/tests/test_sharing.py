"""One hop: what else on the record has the same telephone number or car, of what whoever asks may read."""

from __future__ import annotations

import pytest
from django.test import Client

from holdfast.access.models import Look
from holdfast.children.ids import CaseId
from holdfast.children.surroundings import record_thing
from holdfast.database.viewing import viewing
from holdfast.disruption.actions import set_holder
from holdfast.investigations.tests.test_investigations import opened as investigation_opened
from holdfast.licensing import actions as licensing
from holdfast.licensing import kinds as licence_kinds
from holdfast.licensing.codes import About
from holdfast.partnership.people import Acting
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.persons import sharing
from holdfast.persons.tests.story import a_concern, named, vetted_group
from holdfast.record.holding import reading_all
from holdfast.subjects.codes import ThingAspect, ThingKind
from holdfast.support.tests.test_support import case

__all__ = ["case"]  # a fixture

pytestmark = pytest.mark.django_db

CAR, PHONE = "AB12 ZZZ", "07700 900321"


@pytest.fixture
def p() -> Partnership:
    found = a_partnership()
    vetted_group(found)
    assert found.dev.post is not None
    set_holder(body="licensing", post=found.dev.post, outside=None, by=found.efua)
    return found


def client_of(acting: Acting) -> Client:
    client = Client()
    sign_in(client, acting)
    return client


def asked_of_licensing(p: Partnership, plate: str) -> None:
    parts = licence_kinds.AskedParts(about=plate, shared="Seen at the quay", may_be_told="Nothing of the school")
    licensing.ask(what=About.VEHICLE, parts=parts, by=p.bryn)


def test_a_car_leads_one_hop_to_another_who_was_named_an_investigation_and_what_licensing_was_asked(p: Partnership) -> None:
    person = named(p, a_concern(p), plate=CAR)
    other = named(p, a_concern(p), "Perrin Oakes", plate="ab12zzz")
    named(p, a_concern(p), "Tobin Wray", plate="CD34 YYY")
    investigation = investigation_opened(p, plate=CAR)
    asked_of_licensing(p, "AB12 ?ZZ")
    asked_of_licensing(p, "CD34 YYY")
    page = client_of(p.ines).get(f"/persons/{person}/shared/").content.decode()
    assert f"/persons/{other}/" in page
    assert f"/investigations/{investigation}/" in page
    assert "CD34" not in page
    assert "Perrin Oakes" not in page, "whoever follows it looks there, and that look is recorded"
    with viewing(p.bryn.viewer):
        found = sharing.shared(sharing.marks(plates=[CAR]), but=person)
    assert [each.what for each in found] == ["A question to licensing", "Somebody who was named"]
    with reading_all():
        assert Look.objects.filter(about_id=person, reason="shared", worker_id=p.ines.worker).exists()


def test_it_goes_one_hop_and_by_no_name(p: Partnership) -> None:
    """Marlow shares a car with Perrin, and Perrin a telephone with Tobin: from Marlow nobody comes to Tobin."""
    marlow = named(p, a_concern(p), plate=CAR)
    named(p, a_concern(p), "Perrin Oakes", plate=CAR, phone=PHONE)
    tobin = named(p, a_concern(p), "Tobin Wray", phone=PHONE)
    same_name = named(p, a_concern(p))
    page = client_of(p.bryn).get(f"/persons/{marlow}/shared/").content.decode()
    assert f"/persons/{tobin}/" not in page
    assert f"/persons/{same_name}/" not in page


def test_nobody_finds_by_it_what_they_may_not_read(p: Partnership) -> None:
    person = named(p, a_concern(p), plate=CAR)
    sealed = named(p, a_concern(p), "Someone Else", plate=CAR, works_for=p.council)
    page = client_of(p.bryn).get(f"/persons/{person}/shared/")
    assert f"/persons/{sealed}/" not in page.content.decode()
    assert client_of(p.lena).get(f"/persons/{person}/shared/").status_code == 404
    with viewing(p.lena.viewer):
        assert sharing.shared(sharing.marks(plates=[CAR])) == []


def test_a_search_by_a_number_says_what_else_has_it_and_records_what_it_is_for(p: Partnership) -> None:
    named(p, a_concern(p), phone=PHONE)
    investigation = investigation_opened(p, phone=PHONE)
    form = {"name": "", "phone": "+44 7700 900321", "plate": "", "purpose": "assessment"}
    purposes = client_of(p.ines).get("/persons/find/").content.decode()
    form["purpose"] = purposes.split('name="purpose"')[1].split('value="')[1].split('"')[0]
    page = client_of(p.ines).post("/persons/find/", form).content.decode()
    assert f"/investigations/{investigation}/" in page


def test_a_childs_record_that_has_the_telephone_shows_to_whoever_works_with_the_child_alone(p: Partnership, case: CaseId) -> None:
    words = "She was given it at the quay"
    record_thing(child=case, kind=ThingKind.PHONE, value=PHONE, aspect=ThingAspect.USED_BY, words=words, by=p.carys)
    with viewing(p.carys.viewer):
        assert [each.what for each in sharing.shared(sharing.marks(phones=[PHONE]))] == ["A child’s record"]
    with viewing(p.jo.viewer):
        assert sharing.shared(sharing.marks(phones=[PHONE])) == []
