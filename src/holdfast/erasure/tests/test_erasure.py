"""Erasure on a court's order: the one way to destroy what was recorded, by two organisations, while every proof goes on to hold."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID, uuid4

import psycopg
import pytest
from conftest import OwnDatabase
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections, transaction
from django.test import Client
from psycopg import sql

from holdfast.access.bundles import hand_out
from holdfast.children import actions as children
from holdfast.children import authorising
from holdfast.children.ids import CaseId
from holdfast.children.tests.test_authorising import assessed
from holdfast.children.tests.test_case import opened, visit
from holdfast.database import forgetting
from holdfast.database.bootstrap import admin_url
from holdfast.database.embedded.client import clusters_in_use
from holdfast.database.roles import roles
from holdfast.database.time import today
from holdfast.database.viewing import viewing
from holdfast.erasure import actions, queries
from holdfast.erasure.codes import Right, State
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.append import append
from holdfast.record.entries import Draft
from holdfast.record.erasing import EntryErased, ErasedParts, Gone, gone_of
from holdfast.record.holding import reading_all
from holdfast.record.log_keys import verifying_key
from holdfast.record.queries import ERASED, ContentLost, entries_of_matter, open_parts, opened_parts
from holdfast.record.rebuild import rebuild
from holdfast.record.refusal import Refused
from holdfast.record.sequencer import sequence
from holdfast.record.tests.test_attacks import cheat
from holdfast.record.verify import verify
from holdfast.subjects.actions import NewPerson, record_person
from holdfast.subjects.codes import Aspect
from holdfast.subjects.models import SearchKey
from holdfast_verify.bundles import check_bundle
from holdfast_verify.policies import one_log
from holdfast_verify.saying import words_of_bundle

MARKED = "Marked words of a visit that a court ordered to be erased"
AUTHORITY = "Family Court at Saltmarsh, order of 20 November 2026, SM26C00123"


@pytest.fixture
def p(committed: OwnDatabase) -> Partnership:
    return a_partnership()


@pytest.fixture
def child(p: Partnership) -> UUID:
    found = opened(p)
    children.allocate(child=found, worker=p.carys.worker, by=p.dev)
    return found


@pytest.fixture
def told(p: Partnership, child: UUID) -> UUID:
    """A visit whose words a court ordered to be erased."""
    return visit(p, child, p.carys, words=MARKED)


def brought(p: Partnership, matter: UUID, *entries: UUID, by: Acting | None = None, **how: Any) -> UUID:
    order = {"right": Right.COURT, "ordered_on": today(), "authority": AUTHORITY, "why": "The court named these", **how}
    return actions.ask(matter=matter, entries=entries, by=by or p.efua, **order)


def entries_in(p: Partnership, matter: UUID) -> list[Any]:
    with reading_all():
        return entries_of_matter(matter)


def admin_url_of(database: OwnDatabase) -> str:
    """The server's administrator, in this database."""
    return urlunsplit(urlsplit(admin_url())._replace(path=f"/{database.name}"))


def agreed(p: Partnership, matter: UUID, *entries: UUID) -> UUID:
    """Brought by the council, freed of the hold, agreed to by the police."""
    order = brought(p, matter, *entries)
    actions.lift_hold(order=order, words="No inquiry or claim needs it", by=p.noor)
    actions.agree(order=order, words="Seen, and agreed", by=p.ines)
    return order


def words_of(p: Partnership, matter: UUID, entry: UUID) -> Any:
    with viewing(p.carys.viewer):
        (found,) = [e for e in entries_of_matter(matter) if e.id == entry]
        return open_parts([found])[entry]


def test_nobody_erases_alone_and_no_organisation_by_itself(p: Partnership, child: UUID, told: UUID) -> None:
    with pytest.raises(NotPermitted):
        brought(p, child, told, by=p.carys)
    order = brought(p, child, told)
    # The hold stands until the scrutineer lifts it, for this order.
    with pytest.raises(Refused, match="legal hold"):
        actions.agree(order=order, words="Agreed", by=p.ines)
    with pytest.raises(NotPermitted):
        actions.lift_hold(order=order, words="Not needed", by=p.efua)
    actions.lift_hold(order=order, words="No inquiry needs it", by=p.noor)
    # Then somebody of another organisation, whoever else of one's own would.
    for same in (p.efua, p.council_lead):
        with pytest.raises(NotPermitted, match="another organisation"):
            actions.agree(order=order, words="Agreed", by=same)
    assert words_of(p, child, told).account == MARKED
    actions.agree(order=order, words="Agreed", by=p.ines)
    assert words_of(p, child, told).account == ERASED


def test_a_refused_order_erases_nothing_and_cannot_be_agreed_to_afterwards(p: Partnership, child: UUID, told: UUID) -> None:
    order = brought(p, child, told)
    actions.lift_hold(order=order, words="No inquiry needs it", by=p.noor)
    actions.refuse(order=order, words="The order names another child", by=p.ines)
    with pytest.raises(Refused, match="already"):
        actions.agree(order=order, words="Agreed", by=p.kit)
    assert words_of(p, child, told).account == MARKED


def test_an_order_names_what_is_its_organisations_and_its_corrections_go_with_it(p: Partnership, child: UUID, told: UUID) -> None:
    corrected = visit(p, child, p.carys, words="Marked words, put right", corrects=told)
    with pytest.raises(LookupError):  # the police lead is not involved with this child
        brought(p, child, told, by=p.ines)
    with pytest.raises(Refused, match="not your organisation"):
        brought(p, child, uuid4())
    with pytest.raises(Refused, match="today or in the past"):
        brought(p, child, told, ordered_on=today().replace(year=today().year + 1))
    agreed(p, child, told)
    assert {words_of(p, child, e).account for e in (told, corrected)} == {ERASED}
    with pytest.raises(Refused, match="erased already"):
        brought(p, child, told)


def test_when_the_keys_are_destroyed_every_proof_still_holds(p: Partnership, child: UUID, told: UUID, capsys: Any) -> None:
    sequence()
    order = agreed(p, child, told)
    with pytest.raises(CommandError, match="no such order"):
        call_command("erase", str(uuid4()))
    call_command("erase")
    assert str(order) in capsys.readouterr().out
    call_command("erase", str(order))
    assert "1 keys are destroyed" in capsys.readouterr().out
    call_command("erase")
    assert "No agreed order waits" in capsys.readouterr().out
    call_command("erase", str(order))
    assert "0 keys are destroyed" in capsys.readouterr().out
    sequence()
    found = verify()
    assert found.sound, [f.as_json() for f in found.faults]
    assert found.erased == 1
    with reading_all():
        assert queries.order(order).state == State.CARRIED_OUT  # type: ignore[union-attr]
    # What is left says what it is: who, when, of what kind; and where the words were, on whose authority they went.
    assert words_of(p, child, told).account == ERASED
    with viewing(p.carys.viewer):
        (said,) = [e for e in entries_of_matter(child) if isinstance(e.facts, EntryErased)]
        assert open_parts([said])[said.id] == ErasedParts(authority=AUTHORITY)
    rebuild()
    assert verify().sound


def test_a_bundle_shows_that_an_entry_was_there_and_on_whose_authority_its_words_went(p: Partnership, child: UUID, told: UUID) -> None:
    call_command("erase", str(agreed(p, child, told)))
    sequence()
    text = hand_out(matter=child, recipient="Inspector Wil Reed", authority="Children Act 2004, section 20", by=p.efua)
    assert MARKED not in text
    found = check_bundle(text, one_log(verifying_key()))
    (erasure,) = found.erased
    assert found.parts_left_out == found.closed == 0
    assert erasure.authority == AUTHORITY
    assert f"were erased by order ({AUTHORITY})" in words_of_bundle(found)


def test_content_that_cannot_be_opened_without_an_order_is_a_fault(committed: OwnDatabase, p: Partnership, child: UUID, told: UUID) -> None:
    sequence()
    cheat(committed, f"DELETE FROM vault_entry_key WHERE entry_id = '{told}'")
    assert "key missing" in {f.what for f in verify().faults}
    with pytest.raises(ContentLost):
        words_of(p, child, told)


def test_the_eraser_destroys_no_key_that_no_order_names(p: Partnership, child: UUID, told: UUID) -> None:
    order = brought(p, child, told)
    other = visit(p, child, p.carys, words="Nobody ordered this to go")
    actions.lift_hold(order=order, words="No inquiry needs it", by=p.noor)

    def deletes(entry: UUID) -> None:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute(f'SET LOCAL ROLE "{roles().eraser}"')
            cursor.execute("DELETE FROM vault_entry_key WHERE entry_id = %s", [entry])

    for entry in (told, other):
        with pytest.raises(DatabaseError, match="two organisations"):
            deletes(entry)
    actions.agree(order=order, words="Agreed", by=p.ines)
    with pytest.raises(DatabaseError, match="two organisations"):
        deletes(other)
    deletes(told)


def test_an_erasure_that_rests_on_no_order_is_a_fault(p: Partnership, child: UUID, told: UUID) -> None:
    """Somebody who took over the application records an erasure by himself."""
    with reading_all():
        (room,) = (e.room for e in entries_of_matter(child) if e.id == told)
        gone = gone_of(room, [told])
    append(Draft(facts=EntryErased(order=uuid4(), gone=gone), parts=ErasedParts(authority="Nobody"), room=room), by=p.efua.author)
    sequence()
    assert "erased without an order" in {f.what for f in verify().faults}


def test_who_was_found_by_a_name_is_not_found_by_it_after_it_was_erased(p: Partnership) -> None:
    person = record_person(NewPerson(name="Wren Example", phone="07700 900123"), source=p.council, agencies=[p.council], by=p.amira)

    def keys() -> int:
        with reading_all():
            return SearchKey.objects.filter(room_id=person).count()

    assert keys() > 0
    with reading_all():
        stated = [e.id for e in entries_of_matter(person) if getattr(e.facts, "aspect", None) in (Aspect.NAME,)]
    before = keys()
    agreed(p, person, *stated)
    assert keys() < before
    left = keys()
    rebuild()
    assert keys() == left
    sequence()
    assert verify().sound


def holds(words: bytes) -> list[Path]:
    """The files of the server's cluster, its write-ahead log among them, that hold these bytes."""
    found = []
    for cluster in clusters_in_use():
        for folder, _, names in os.walk(cluster.data):  # passes over what other tests drop meanwhile
            for path in (Path(folder) / name for name in names):
                with suppress(FileNotFoundError):
                    if words in path.read_bytes():
                        found.append(path)
    return found


SAMPLED = "SELECT count(*) FROM pg_stats WHERE tablename = 'vault_entry_key' AND attname = %s"


def test_a_hunt_finds_nothing_of_an_erased_key_in_the_servers_files(
    committed: OwnDatabase, p: Partnership, child: UUID, told: UUID
) -> None:
    """Not even where the server sampled it for its planner, as installations of before let it."""
    if not clusters_in_use():
        pytest.skip("the server's files are another machine's")
    with reading_all(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT wrapped FROM vault_entry_key WHERE entry_id = %s", [told])
        wrapped = bytes(cursor.fetchone()[0])
    order = agreed(p, child, told)
    with psycopg.connect(committed.owner, autocommit=True) as session:
        session.execute("ALTER TABLE vault_entry_key ALTER COLUMN wrapped SET STATISTICS 100")
        session.execute("ANALYZE vault_entry_key")
        assert session.execute(SAMPLED, ["wrapped"]).fetchone() == (1,)
    with psycopg.connect(admin_url(), autocommit=True) as session:
        session.execute("CHECKPOINT")
    assert holds(wrapped)
    call_command("erase", str(order))
    assert holds(wrapped) == []


def test_the_server_never_samples_a_key(committed: OwnDatabase, p: Partnership, told: UUID) -> None:
    """A server samples every table's values for its planner, whenever it likes: a key among them would outlive the row that held it."""
    with psycopg.connect(committed.owner, autocommit=True) as session:
        session.execute("ANALYZE vault_entry_key")
        assert session.execute(SAMPLED, ["entry_id"]).fetchone() == (1,)
        assert session.execute(SAMPLED, ["wrapped"]).fetchone() == (0,)


def pages_of(by: Acting) -> Client:
    client = Client()
    sign_in(client, by)
    return client


def test_the_pages_bring_decide_and_show_an_order(p: Partnership, child: UUID, told: UUID) -> None:
    council, scrutineer, police = pages_of(p.efua), pages_of(p.noor), pages_of(p.ines)
    shown = council.get(f"/erasure/of/{child}/?entry={told}").content.decode()
    assert "legal hold" in shown
    assert MARKED not in shown
    day = today()
    sent = {
        "entries": [str(told)],
        "right": "court",
        "authority": AUTHORITY,
        "ordered_on-day": day.day,
        "ordered_on-month": day.month,
        "ordered_on-year": day.year,
        "why": "The court named it",
    }
    once = uuid4()
    assert council.post(f"/erasure/of/{child}/", {**sent, "once": str(once), "entries": []}).status_code == 422
    assert council.post(f"/erasure/of/{child}/", {**sent, "once": str(once)}).status_code == 302
    page = f"/erasure/{once}/"
    assert "Under the legal hold" in scrutineer.get("/erasure/").content.decode()
    assert "Agree to it" not in police.get(page).content.decode()
    assert scrutineer.post(f"{page}lift/", {"words": "No inquiry needs it", "once": str(uuid4())}).status_code == 302
    assert council.post(f"{page}agree/", {"words": "Agreed", "final": "yes", "once": str(uuid4())}).status_code == 403
    assert police.post(f"{page}agree/", {"words": "Agreed", "once": str(uuid4())}).status_code == 422
    assert police.post(f"{page}agree/", {"words": "Agreed", "final": "yes", "once": str(uuid4())}).status_code == 302
    assert "script/holdfast erase" in council.get(page).content.decode()
    story = pages_of(p.carys).get(f"/children/{child}/happened/?view=everything").content.decode()
    assert MARKED not in story
    assert ERASED in story
    assert AUTHORITY in story
    assert f"/erasure/of/{child}/?entry={told}" in council.get(f"/children/{child}/entry/{told}/").content.decode()


def test_a_practitioner_and_a_stranger_see_no_order(p: Partnership, child: UUID, told: UUID) -> None:
    order = brought(p, child, told)
    for by in (p.carys, p.jo):
        assert pages_of(by).get("/erasure/").status_code == 404
        assert pages_of(by).get(f"/erasure/{order}/").status_code == 404
    assert pages_of(p.ines).get(f"/erasure/of/{child}/").status_code == 404
    with viewing(p.jo.viewer):
        assert queries.orders() == []
        assert opened_parts([told]) == {}


def test_a_key_that_a_transaction_still_sees_is_waited_for(
    committed: OwnDatabase, p: Partnership, child: UUID, told: UUID, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """A report that began before reads the table as it was: the key is not gone from the file until it ends, and that is said."""
    order = agreed(p, child, told)
    with psycopg.connect(committed.owner) as reading, monkeypatch.context() as impatient:
        impatient.setattr(forgetting, "PATIENCE", 0.5)
        reading.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reading.execute("SELECT 1 FROM record_checkpoint")
        call_command("erase", str(order))
        assert "still looks at the table" in capsys.readouterr().out
    call_command("erase", str(order))
    assert "still looks" not in capsys.readouterr().out


def test_where_the_owner_of_the_tables_does_not_own_the_database_it_is_said_what_the_administrator_does(
    committed: OwnDatabase, p: Partnership, child: UUID, told: UUID, capsys: Any
) -> None:
    order = agreed(p, child, told)
    with psycopg.connect(admin_url(), autocommit=True) as administrator:
        administrator.execute(sql.SQL("ALTER DATABASE {} OWNER TO CURRENT_USER").format(sql.Identifier(committed.name)))
    call_command("erase", str(order))
    said = capsys.readouterr().out
    assert "runs VACUUM (FULL) pg_statistic in this database" in said
    assert "FULL) vault_entry_key" not in said


def test_what_waits_to_be_authorised_and_was_erased_is_not_agreed_to(p: Partnership, child: UUID) -> None:
    """The words of an assessment stand in what asks for it as well: an order can name that, too, and nothing half of it is recorded."""
    asked = assessed(p, child)
    agreed(p, child, asked)
    with pytest.raises(Refused, match="erased by order"):
        authorising.answer(child=CaseId(child), asked=asked, agrees=True, reason="Read", by=p.dev)
    assert pages_of(p.dev).get(f"/children/{child}/authorise/{asked}/").status_code == 200
    authorising.answer(child=CaseId(child), asked=asked, agrees=False, reason="It was erased", by=p.dev)


def test_a_key_that_an_older_backup_brings_back_is_a_fault_until_it_is_destroyed_again(
    committed: OwnDatabase, p: Partnership, child: UUID, told: UUID
) -> None:
    with psycopg.connect(admin_url_of(committed), autocommit=True) as session:
        kept = session.execute("SELECT entry_id, room_id, wrapped FROM vault_entry_key WHERE entry_id = %s", [told]).fetchone()
        assert kept is not None
        order = agreed(p, child, told)
        call_command("erase", str(order))
        session.execute("INSERT INTO vault_entry_key (entry_id, room_id, wrapped) VALUES (%s, %s, %s)", kept)
    sequence()
    assert {f.what for f in verify().faults} == {"key is back"}
    assert words_of(p, child, told).account == ERASED
    call_command("erase", str(order))
    assert verify().sound


def test_what_is_kept_of_an_erased_entry_and_is_not_of_its_form_is_a_fault_and_hides_no_other(
    committed: OwnDatabase, p: Partnership, child: UUID, told: UUID
) -> None:
    (room,) = [e.room for e in entries_in(p, child) if e.id == told]
    short = Gone(entry=told, header_key="ab", facts_key="cd", filler="ef")
    append(Draft(facts=EntryErased(order=uuid4(), gone=(short,)), parts=ErasedParts(authority="Nobody"), room=room), by=p.efua.author)
    sequence()
    cheat(committed, f"DELETE FROM vault_entry_key WHERE entry_id = '{told}'")
    found = {f.what for f in verify().faults}
    assert {"entry cannot be read", "key missing", "erased without an order"} <= found
    assert "cannot be checked" not in found


@pytest.mark.parametrize("destroyed", [False, True])
def test_of_two_orders_that_name_one_entry_the_second_is_refused_in_words(p: Partnership, child: UUID, told: UUID, destroyed: bool) -> None:
    second = brought(p, child, told)
    actions.lift_hold(order=second, words="No inquiry needs it", by=p.noor)
    first = agreed(p, child, told)
    if destroyed:
        call_command("erase", str(first))
    with pytest.raises(Refused, match="another order meanwhile"):
        actions.agree(order=second, words="Agreed", by=p.kit)
    actions.refuse(order=second, words="It was erased already", by=p.kit)
