"""Anyone tells, one question to a page; danger comes first; what is received is durable before "received" is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.concerns.codes import State
from holdfast.concerns.kinds import ConcernTold, TellerRecorded
from holdfast.concerns.models import Concern, Draft, FreshNumber, Number
from holdfast.concerns.numbers import ALPHABET, NotANumber, fresh_number, hash_of, read_number
from holdfast.concerns.queries import story, teller_of
from holdfast.database.time import move_clock, now
from holdfast.database.viewing import viewing
from holdfast.duties.models import Duty
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_of_room

pytestmark = pytest.mark.django_db

ANSWERS: dict[str, dict[str, str]] = {
    "danger": {"now": "no"},
    "who": {"who": "friend"},
    "worry": {"worry": "A man waits for my friend after school"},
    "kinds": {},
    "child": {"child": "Wren", "age": "14"},
    "when": {},
    "place": {"place": ""},
    "others": {"others": ""},
    "more": {"more": ""},
    "reach": {"safe": "NOT_AT_ALL"},
}


@pytest.fixture
def p() -> Partnership:
    return a_partnership()


def when_fields(client: Client) -> dict[str, str]:
    """The answer "I do not know" to when it happened, whatever the field's own names are."""
    page = client.get("/tell/when").content.decode()
    names = re.findall(r'name="(when[^"]*)"', page)
    choice = next(
        n
        for n in names
        if f'name="{n}"' in page and 'type="radio"' in page[page.index(f'name="{n}"') - 200 : page.index(f'name="{n}"') + 200]
    )
    return {choice: "unknown"}


def tell(client: Client, answers: dict[str, dict[str, str]] | None = None) -> str:
    """Answer every page, and send. The last page's text."""
    given_answers = answers or ANSWERS
    for step, typed in given_answers.items():
        posted = when_fields(client) if step == "when" and not typed else typed
        response = client.post(f"/tell/{step}", posted)
        assert response.status_code == 303, (step, response.status_code, response.content.decode()[:3000])
    once = re.search(r'name="once" value="([^"]+)"', client.get("/tell/check").content.decode())
    assert once is not None
    response = client.post("/tell/check", {"once": once[1]})
    assert response.status_code == 200
    return response.content.decode()


def number_on(page: str) -> str:
    found = re.search(r'hf-reference">([^<]+)<', page)
    assert found is not None
    return found[1]


def test_danger_is_the_first_question_and_leads_to_999(p: Partnership) -> None:
    client = Client()
    assert client.get("/tell/", follow=True).redirect_chain[-1][0].endswith("/tell/danger")
    assert client.post("/tell/danger", {"now": "yes"}).headers["Location"].endswith("/tell/call-999")
    page = client.get("/tell/call-999").content.decode()
    assert "call 999 and then press 55" in page
    assert "We cannot find you unless you tell us where you are" in page


def test_what_is_told_is_in_the_record_before_received_is_shown(p: Partnership) -> None:
    page = tell(Client())
    with reading_all():
        concern = Concern.objects.get()
        (told,) = [o for o in story(concern.id) if isinstance(o.entry.facts, ConcernTold)]
        assert Number.objects.get().hash == hash_of(number_on(page))
        assert Duty.objects.filter(matter_id=concern.id, rule="REF_DECISION").exists()
    assert told.parts.worry == ANSWERS["worry"]["worry"]  # type: ignore[attr-defined]
    assert "It was not your fault" in page
    assert ANSWERS["worry"]["worry"] not in page, "a number and nothing else: her words are not on the last page"
    assert Draft.objects.count() == 0


def test_the_number_is_nowhere_in_the_database_not_even_in_the_session_of_whoever_comes_back(p: Partnership) -> None:
    client = Client()
    number = number_on(tell(client))
    client.post("/back/", {"number": number})
    assert client.get("/back/message").status_code == 200
    kept = str(dict(client.session.items()))
    for shape in (number, read_number(number)):
        assert shape not in kept
        with reading_all():
            assert shape not in Number.objects.get().hash.upper()
    assert not any(read_number(number).encode() in bytes(row.sealed) for row in FreshNumber.objects.all())


def test_who_told_is_recorded_apart_and_read_only_by_those_who_must_reach_them(p: Partnership) -> None:
    reach = {"safe": "DONT_CALL", "name": "Sam", "how": "01632 960123", "when_safe": "Mondays"}
    tell(Client(), {**ANSWERS, "reach": reach})
    with reading_all():
        concern = Concern.objects.get()
        assert not [e for e in entries_of_room(concern.id) if isinstance(e.facts, TellerRecorded)]
    with viewing(p.amira.viewer):
        assert teller_of(concern.id) is None
    with viewing(p.bryn.viewer):
        found = teller_of(concern.id)
    assert found is not None
    assert found[1].reach == "01632 960123"


def test_the_holder_of_a_number_learns_how_it_was_handled_and_never_what_was_decided(p: Partnership) -> None:
    client = Client()
    number = number_on(tell(client))
    assert client.post("/back/", {"number": number}).status_code == 302
    page = client.get("/back/message").content.decode()
    assert "Not yet" in page
    move_clock(now() + timedelta(days=6))
    late = client.get("/back/message").content.decode()
    assert "This was late" in late
    for word in ("Council", "Bryn", "decision", "further action"):
        assert word not in late
    assert "/" + number not in late


def test_a_number_switched_off_and_one_that_nobody_was_given_look_the_same(p: Partnership) -> None:
    client = Client()
    number = number_on(tell(client))
    client.post("/back/", {"number": number})
    client.post("/back/message", {"off": "1"})
    answers = {client.post("/back/", {"number": n}).content.decode().count("We cannot find this number") for n in (number, fresh_number())}
    assert answers == {2} or answers == {1}


def test_attack_9_twenty_wrong_numbers_behind_one_address_block_no_genuine_teller(p: Partnership) -> None:
    number = number_on(tell(Client()))
    for _ in range(25):
        assert Client().post("/back/", {"number": fresh_number()}).status_code == 422
    genuine = Client()
    assert genuine.post("/back/", {"number": number}).status_code == 302
    assert genuine.get("/back/message").status_code == 200


def test_trap_purge_of_drafts_what_was_sent_is_never_forgotten_and_what_was_not_is(p: Partnership) -> None:
    client, other = Client(), Client()
    tell(client)
    other.post("/tell/danger", {"now": "no"})
    move_clock(now() + timedelta(days=2))
    Client().post("/tell/danger", {"now": "no"})
    assert Draft.objects.count() == 1
    with reading_all():
        assert Concern.objects.get().state == State.NEW


def test_leaving_in_a_hurry_clears_what_was_typed_and_shows_a_page_about_nothing(p: Partnership) -> None:
    client = Client()
    client.post("/tell/danger", {"now": "no"})
    client.post("/tell/who", {"who": "child"})
    response = client.get("/left", follow=True)
    assert "empty" in response.content.decode()
    assert "child" not in response.content.decode().lower()
    assert Draft.objects.count() == 0


def test_sending_twice_is_one_concern_with_one_number(p: Partnership) -> None:
    client = Client()
    for step, typed in ANSWERS.items():
        client.post(f"/tell/{step}", when_fields(client) if step == "when" else typed)
    once = re.search(r'name="once" value="([^"]+)"', client.get("/tell/check").content.decode())
    assert once is not None
    pages = [client.post("/tell/check", {"once": once[1]}).content.decode() for _ in range(2)]
    assert number_on(pages[0]) == number_on(pages[1])
    with reading_all():
        assert Concern.objects.count() == 1


def test_the_professional_journey_ends_at_the_front_door_with_an_acknowledgement_owed(p: Partnership) -> None:
    client = Client()
    sign_in(client, p.lena)
    steps: dict[str, dict[str, object]] = {
        "danger": {"now": "no", "where": ""},
        "what": {"nature": "referral"},
        "child": {"child": "Wren Example, 14"},
        "worry": {"worry": "Lifts from an older man", "child_said": "He is just a mate", "tried": ""},
        "kinds": {"alleged": ["sexual_exploitation", "repeat_missing"]},
        "when": {},
        "consent": {"consent": "not_safe", "consent_reason": "He may be told"},
    }
    for step, typed in steps.items():
        posted = typed
        if step == "when":
            page = client.get("/concerns/tell/when").content.decode()
            posted = {next(iter(re.findall(r'name="(when[^"]*)"', page))): "unknown"}
        response = client.post(f"/concerns/tell/{step}", posted)
        assert response.status_code == 303, (step, response.content.decode()[:2000])
    once = re.search(r'name="once" value="([^"]+)"', client.get("/concerns/tell/check").content.decode())
    assert once is not None
    assert client.post("/concerns/tell/check", {"once": once[1]}).status_code == 200
    with viewing(p.amira.viewer):
        concern = Concern.objects.get()
        owed = set(Duty.objects.filter(matter_id=concern.id).values_list("rule", flat=True))
    assert (concern.teller_worker_id, concern.nature) == (p.lena.worker, "referral")
    assert owed == {"REF_DECISION", "ACK_TELLER", "NAME_THEM"}


def test_trap_default_nfa_no_decision_is_preselected_and_none_is_taken_as_one(p: Partnership) -> None:
    tell(Client())
    with reading_all():
        concern = Concern.objects.get().id
    client = Client()
    sign_in(client, p.bryn)
    client.post(f"/concerns/{concern}/read/", {"once": once_of(client, f"/concerns/{concern}/read/")})
    page = client.get(f"/concerns/{concern}/decide/").content.decode()
    radios = re.findall(r"<input[^>]*type=\"radio\"[^>]*>", page)
    assert radios
    assert not any("checked" in radio for radio in radios)
    response = client.post(
        f"/concerns/{concern}/decide/", {"once": once_of(client, f"/concerns/{concern}/decide/"), "considered": "x", "reason": "y"}
    )
    assert response.status_code == 422
    with reading_all():
        assert Concern.objects.get().decision is None


def once_of(client: Client, path: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', client.get(path).content.decode())
    assert found is not None
    return str(UUID(found[1]))


@given(bits=st.integers(0, 2**80 - 1), place=st.integers(0, 16), wrong=st.sampled_from(ALPHABET))
def test_every_single_mistyped_character_of_a_number_is_found(bits: int, place: int, wrong: str) -> None:
    number = read_number(fresh_number())
    changed = number[:place] + wrong + number[place + 1 :]
    if changed == number:
        assert read_number(changed) == number
    else:
        with pytest.raises(NotANumber):
            read_number(changed)


HOSTILE = st.one_of(
    st.text(max_size=80),
    st.sampled_from(["", "\0", "\u202eabc", "\U0001f9f8" * 40, "x" * 30_000, "<script>alert(1)</script>", "' OR 1=1 --", "\ud800"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.fixed_dictionaries(
        {name: HOSTILE for name in ("now", "who", "worry", "child", "age", "place", "more", "safe", "how", "number")}
    )
)
def test_no_text_whatever_breaks_a_public_page(p: Partnership, typed: dict[str, str]) -> None:
    client = Client()
    sendable = {k: v.encode("utf-8", "replace").decode() for k, v in typed.items()}
    client.post("/tell/danger", {"now": "no"})
    client.post("/tell/who", {"who": "child"})
    checks: list[Callable[[], int]] = [
        lambda: client.post("/tell/danger", sendable).status_code,
        lambda: client.post("/tell/worry", sendable).status_code,
        lambda: client.post("/tell/child", sendable).status_code,
        lambda: client.post("/tell/place", sendable).status_code,
        lambda: client.post("/tell/reach", sendable).status_code,
        lambda: client.post("/back/", sendable).status_code,
        lambda: client.post("/sign-in/", {"email": sendable["how"], "password": sendable["worry"]}).status_code,
    ]
    for check in checks:
        assert check() in (200, 303, 302, 422)
