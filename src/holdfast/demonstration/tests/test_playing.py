"""The demonstration is played by the real actions, and what it leaves is sound."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from conftest import OwnDatabase
from django.core.management import call_command
from django.test import Client

from holdfast.accounts.models import Admission
from holdfast.children.models import Case
from holdfast.concerns.models import Concern
from holdfast.database.time import now
from holdfast.database.viewing import viewing
from holdfast.demonstration import people
from holdfast.demonstration.life import live
from holdfast.demonstration.playing import is_played, play
from holdfast.duties.models import Duty
from holdfast.duties.queries import told_to
from holdfast.partnership.arrangement import signatures
from holdfast.partnership.kinds import PARTNERSHIP_ROOM, PostCreated, WorkerAppointed, WorkerJoined
from holdfast.partnership.queries import acting_for
from holdfast.partnership.roles import WIDE
from holdfast.record.entries import AuthorType
from holdfast.record.gate import forget_installation
from holdfast.record.holding import reading_all
from holdfast.record.queries import entries_of_room
from holdfast.record.sequencer import sequence
from holdfast.record.verify import verify
from holdfast.subjects.models import Person
from holdfast.web.worker import duties_loop, ledger_loop


@pytest.fixture
def demonstration(committed: OwnDatabase) -> OwnDatabase:
    with psycopg.connect(committed.owner, autocommit=True) as owner:
        owner.execute("ALTER TABLE database_installation DISABLE TRIGGER USER")
        owner.execute("UPDATE database_installation SET nature = 'demonstration'")
        owner.execute("ALTER TABLE database_installation ENABLE TRIGGER USER")
    forget_installation()
    return committed


def unread_by_their_owners() -> list[tuple[str, str]]:
    """The open duties whose owner cannot read the room in which they lie: by rule, and the owner's role."""
    with reading_all():
        owed = list(Duty.objects.filter(state="open", owner_id__isnull=False).values_list("id", "rule", "owner_id"))
        owners = {owner: acting_for(owner) for _, _, owner in owed}
    found = []
    for duty, rule, owner in owed:
        acting = owners[owner]
        assert acting is not None
        with viewing(acting.viewer):
            if not Duty.objects.filter(id=duty).exists():
                found.append((rule, str(acting.role)))
    return sorted(set(found))


def test_a_small_life_is_played_up_to_now_and_verifies(demonstration: OwnDatabase) -> None:
    before, said = now(), []
    live(said.append, about=12)
    assert said
    assert abs(now() - before) < timedelta(minutes=10)
    people_now = people.everyone()
    with viewing(people_now["carys"].viewer):
        assert Case.objects.filter(allocated_to_id=people_now["carys"].worker).exists()
    with reading_all():
        sexes = set(Person.objects.filter(id__in=Case.objects.values("person_id")).values_list("sex", flat=True))
        assert {"F", "M"} <= sexes
        assert any(d for d in Person.objects.values_list("disabilities", flat=True) if d)
        assert Concern.objects.filter(state="new").exists()
        assert Duty.objects.filter(rule="REF_DECISION", rung__gte=5).exists(), "the girl's concern reached the partners"
    assert unread_by_their_owners() == [], "whoever owes something reads what it is about"
    with viewing(people_now["tomas"].viewer):
        assert told_to(people_now["tomas"].agency)
    verdict = verify()
    assert verdict.sound, verdict.faults
    assert verdict.unsequenced == 0
    assert duties_loop().round() == ledger_loop().round() == ""
    assert verify().sound


def test_it_is_founded_by_the_actions_by_which_a_real_one_is(demonstration: OwnDatabase) -> None:
    people.found_partnership()
    with reading_all():
        # Every organisation signed the arrangement, and each first account manager came with it
        assert [each.title for each in signatures()] == ["Information sharing arrangement"] * len(people.AGENCIES)
        said = entries_of_room(PARTNERSHIP_ROOM)
    of_kind = {facts: [e for e in said if isinstance(e.facts, facts)] for facts in (WorkerJoined, PostCreated, WorkerAppointed)}
    by_the_installation = [e for e in of_kind[WorkerJoined] if e.author.type is not AuthorType.WORKER]
    assert len(by_the_installation) == len(people.FIRST_MANAGERS)
    # From then on people say who works there; wide posts, and a second account manager, by two organisations
    assert all(e.author.type is AuthorType.WORKER for e in of_kind[PostCreated] + of_kind[WorkerAppointed])
    wide = {e.facts.post for e in of_kind[PostCreated] if e.facts.role in WIDE}
    assert wide
    assert all((e.facts.proposed is not None) == (e.facts.post in wide) for e in of_kind[WorkerAppointed])
    # And everybody came in with two halves, which two people handed over
    let_in = Admission.objects.exclude(made_by=None)
    assert let_in.count() == len(people.PEOPLE) - len(people.FIRST_MANAGERS)
    assert all(each.vouched_by not in (None, each.made_by) for each in let_in)
    sequence()
    assert verify().sound


def test_empty_has_the_people_and_no_child(demonstration: OwnDatabase) -> None:
    play(empty=True, progress=lambda _words: None)
    assert is_played()
    with reading_all():
        assert not Case.objects.exists()
    client = Client()
    page = client.get("/demonstration/").content.decode()
    assert "This is a demonstration" in page
    worker = people.everyone()["carys"].worker
    assert client.post(f"/demonstration/{worker}/").status_code == 302
    assert client.get("/duties/").status_code == 200
    moment = now()
    assert client.post("/demonstration/clock/", {"by": "3d"}).status_code == 302
    assert now() - moment >= timedelta(days=3)
    call_command("work", "--once")
