"""An older backup is put back: the ledger goes on without a fork, everybody hears what is lost, and what a bundle holds comes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from conftest import OwnDatabase
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client

from holdfast.access.bundles import hand_out
from holdfast.children import actions
from holdfast.children.kinds import safety
from holdfast.children.tests.test_case import opened, visit
from holdfast.concerns import telling
from holdfast.concerns.kinds import ToldParts
from holdfast.concerns.telling import Telling
from holdfast.database import bootstrap
from holdfast.database.setting_up import CannotSetUp
from holdfast.database.time import now, today
from holdfast.database.viewing import viewing
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.recovering import record_found, recover
from holdfast.partnership.tests.people import Partnership, a_partnership, sign_in
from holdfast.record.faults import Verdict
from holdfast.record.finding import EntryFound, NotTheWords
from holdfast.record.holding import reading_all
from holdfast.record.log_keys import store, verifying_key
from holdfast.record.proving import proof_of
from holdfast.record.queries import entries_of_kinds, entries_of_matter, gap_in, open_parts
from holdfast.record.rebuild import rebuild
from holdfast.record.recovering import CannotRecover, find_loss
from holdfast.record.sequencer import WouldFork, forget_trees, sequence
from holdfast.record.verify import verify
from holdfast.web import running
from holdfast.when import When
from holdfast_verify.bundles import check_bundle
from holdfast_verify.ledgers import check_ledger, source
from holdfast_verify.policies import one_log
from holdfast_verify.receipts import check_receipt, read_receipt

MARKED = "She said that he waits at the bus station"
ALIASES = ("default", "owner", "sequencer")


@pytest.fixture
def p(committed: OwnDatabase) -> Partnership:
    return a_partnership()


@contextmanager
def lost_afterwards(database: OwnDatabase) -> Iterator[None]:
    """What is recorded in the block is lost: afterwards the database is as a backup from before it, and the ledger's files are as they are."""

    def let_go() -> None:
        for alias in ALIASES:
            connections[alias].close()

    backup = f"{database.name}_backup"
    let_go()
    bootstrap.create_database(backup, template=database.name)
    try:
        yield
        let_go()
        bootstrap.drop_database(database.name)
        bootstrap.create_database(database.name, template=backup)
        forget_trees()
    finally:
        bootstrap.drop_database(backup)


@pytest.fixture
def child(p: Partnership) -> UUID:
    found = opened(p)
    actions.allocate(child=found, worker=p.carys.worker, by=p.dev)
    visit(p, found, p.carys, words="The backup holds this")
    sequence()
    return found


def first_account(p: Partnership, child: UUID) -> UUID:
    """The child's own words: the first entry of a room of the case."""
    parts = safety.Account(question="Nothing was asked", words=MARKED)
    how = {"facts": safety.FirstAccountRecorded(spontaneous=True), "parts": parts, "when": When.on(today())}
    return actions.record(child=child, by=p.carys, **how).id


def bundle(p: Partnership, child: UUID) -> str:
    return hand_out(matter=child, recipient="Inspector Wil Reed", authority="Children Act 2004, section 20", by=p.efua)


def faults(verdict: Verdict) -> set[str]:
    return {fault.what for fault in verdict.faults}


def test_the_ledger_goes_on_from_what_was_signed_and_nothing_is_said_to_be_whole(
    committed: OwnDatabase, p: Partnership, child: UUID
) -> None:
    with lost_afterwards(committed):
        lost = visit(p, child, p.carys, words="Lost, in a room that the backup knows")
        first_account(p, child)
        telling.tell_as_professional(Telling(words=ToldParts(worry="Lost with its whole matter")), by=p.lena, once=uuid4())
        before = sequence().size
        with reading_all():
            proved = proof_of(lost)
            assert proved is not None
            receipt = read_receipt(proved.proof.encode())
    # Nothing is signed, nothing is started, and it says why and what to do.
    with pytest.raises(WouldFork, match="script/holdfast recover"):
        sequence()
    with pytest.raises(CannotSetUp, match="older backup"):
        running.prepare(nature="test")
    with pytest.raises(NotPermitted):
        recover(words="The disk broke", by=p.carys)
    loss = recover(words="The disk broke, and last night's backup was put back", by=p.efua)
    assert loss.leaves
    assert loss.elsewhere > 0
    assert child in {place.matter for place in loss.places}
    # The ledger goes on: the head grows from what the witnesses saw, and what tellers hold is still proved by it.
    assert sequence().size > before
    trust = one_log(verifying_key())
    assert check_ledger(source(str(store().folder)), trust, kept=[check_receipt(receipt, trust)]).size > before
    # verify says what is lost, for ever, and finds nothing else.
    assert faults(verify()) == {"content lost"}
    running.prepare(nature="test")
    with pytest.raises(CannotRecover, match="Nothing that was signed is missing"):
        recover(words="Again", by=p.efua)


def test_no_place_is_given_twice_and_a_bundle_shows_the_gap(committed: OwnDatabase, p: Partnership, child: UUID) -> None:
    with lost_afterwards(committed):
        for n in range(3):
            visit(p, child, p.carys, words=f"Lost visit {n}")
        first_account(p, child)
        sequence()
        kept = check_bundle(bundle(p, child), one_log(verifying_key()))
    recover(words="The disk broke", by=p.efua)
    # Numbers go on after the lost ones; the room that was lost whole is opened again as another.
    visit(p, child, p.carys, words="Recorded again")
    first_account(p, child)
    sequence()
    assert faults(verify()) == {"content lost"}
    found = check_bundle(bundle(p, child), one_log(verifying_key()))
    assert found.withheld == []
    assert sum(found.rooms.values()) > sum(kept.rooms.values())
    assert found.rooms["lost"] == kept.rooms["words"]
    assert found.closed >= 3
    # The places that the earlier bundle showed are where they were.
    assert {place: commitment for place, commitment in found.places.items() if place in kept.places} == kept.places
    rebuild()
    assert faults(verify()) == {"content lost"}


def test_a_social_worker_and_everybody_hear_that_something_is_lost(committed: OwnDatabase, p: Partnership, child: UUID) -> None:
    with lost_afterwards(committed):
        visit(p, child, p.carys, words="Lost")
        sequence()
    recover(words="The disk broke", by=p.efua)

    def page(by: Acting, path: str) -> str:
        client = Client()
        sign_in(client, by)
        return client.get(path).content.decode()

    assert "lost when a backup was put back" in page(p.carys, f"/children/{child}/")
    assert "lost when a backup was put back" in page(p.mina, "/")
    with viewing(p.mina.viewer):
        assert gap_in(child) is None


def test_what_a_bundle_holds_of_lost_entries_comes_back_where_it_stood(
    committed: OwnDatabase, p: Partnership, child: UUID, tmp_path: Path, capsys: Any
) -> None:
    with lost_afterwards(committed):
        visit(p, child, p.carys, words="Lost, and in a bundle")
        first_account(p, child)
        sequence()
        kept = bundle(p, child)
    recover(words="The disk broke", by=p.efua)
    file = tmp_path / "case.holdfast-bundle"
    # Words that are not the ones prove nothing, and are not taken.
    file.write_text(kept.replace("Lost, and in a bundle", "Nothing of note at all"), encoding="utf-8")
    call_command("recover", find=file, by=p.efua.worker)
    file.write_text(kept, encoding="utf-8")
    call_command("recover", find=file, by=p.efua.worker)
    assert "lost entries were found in it" in capsys.readouterr().out
    with viewing(p.carys.viewer):
        found = [e for e in entries_of_matter(child) if isinstance(e.facts, EntryFound)]
        words = [part.words for part in open_parts(found).values()]  # type: ignore[attr-defined]
    assert any("Lost, and in a bundle" in each for each in words)
    # The child's own words are not put where more people read: their room is lost, and so they stand apart.
    assert not any(MARKED in each for each in words)
    with reading_all():
        everywhere = {e.id: e for e in entries_of_kinds([EntryFound.kind.name], before=now())}
        assert {e.id for e in entries_of_matter(child) if isinstance(e.facts, EntryFound)} == {e.id for e in found}
        apart = open_parts([e for e in everywhere.values() if e.matter != child])
    assert any(MARKED in part.words for part in apart.values())  # type: ignore[attr-defined]
    with viewing(p.dev.viewer):
        assert not any(e.id in apart for e in entries_of_kinds([EntryFound.kind.name], before=now()))
    assert record_found(bundle=kept, by=p.efua) == []
    sequence()
    assert faults(verify()) <= {"content lost"}
    with pytest.raises(NotTheWords):
        record_found(bundle="no bundle", by=p.efua)


def test_what_was_recorded_before_the_loss_was_declared_must_be_recorded_anew(committed: OwnDatabase, p: Partnership, child: UUID) -> None:
    """A backup is put back and work goes on: places are taken that lost entries have. Nothing is half-declared."""
    with lost_afterwards(committed):
        visit(p, child, p.carys, words="Lost")
        sequence()
    visit(p, child, p.carys, words="Recorded meanwhile")
    with pytest.raises(CannotRecover, match="given again"):
        recover(words="The disk broke", by=p.efua)
    with pytest.raises(WouldFork):
        sequence()


def test_what_waited_for_the_ledger_in_the_backup_gets_back_the_index_that_it_had(
    committed: OwnDatabase, p: Partnership, child: UUID
) -> None:
    waiting = visit(p, child, p.carys, words="In the backup, and signed after it was made")
    with lost_afterwards(committed):
        sequence()
    loss = recover(words="The disk broke", by=p.efua)
    assert loss.leaves == {}
    assert waiting in loss.indexed_again.values()
    sequence()
    assert verify().sound


def test_the_command_says_what_is_lost_and_changes_nothing_until_it_is_declared(
    committed: OwnDatabase, p: Partnership, child: UUID, capsys: Any
) -> None:
    with lost_afterwards(committed):
        visit(p, child, p.carys, words="Lost")
        sequence()
    call_command("recover")
    assert f"matter {child}" in capsys.readouterr().out
    assert find_loss().leaves
    with pytest.raises(CommandError, match="--by"):
        call_command("recover", declare="The disk broke")
    call_command("recover", declare="The disk broke", by=p.efua.worker)
    assert "Declared." in capsys.readouterr().out
    assert find_loss().leaves == {}
