"""The ledger's head is seen by witnesses of other organisations, which have none of the server's code; and what happens when they do not answer."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from conftest import OwnDatabase
from django.test import Client

from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.partnership.tests.people import found
from holdfast.record import witnessing
from holdfast.record.append import append_all
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening
from holdfast.record.log_keys import head_keys, store, verifying_key
from holdfast.record.proving import proof_of
from holdfast.record.restored import mark, settle
from holdfast.record.sequencer import WouldFork, forget_trees, sequence
from holdfast.record.witnessing import Witnesses, policy_path, published_head, witnessed_size
from holdfast_verify.notes import open_checkpoint, read_key
from holdfast_verify.policies import read_policy as their_policy
from holdfast_verify.receipts import check_receipt, read_receipt
from holdfast_verify.serving import server
from holdfast_verify.witness import Witness
from holdfast_verify.words import Changed

ALICE = UUID("1f0a9f6e-41d5-4c83-8a6f-0b8a9f0f4a52")


@dataclass
class Served:
    """A witness that another organisation serves."""

    witness: Witness
    http: ThreadingHTTPServer

    @property
    def line(self) -> str:
        return f"{self.witness.vkey} http://127.0.0.1:{self.http.server_port}"


@pytest.fixture
def witnesses(committed: OwnDatabase, tmp_path: Path, socket_enabled: None) -> Iterator[dict[str, Served]]:
    """A witness of the police and one of the health service, which watch this ledger."""
    found(name="Marked Partnership")
    serving, threads = {}, []
    for name in ("police", "health"):
        witness = Witness.begin(tmp_path / name, f"{name}.example/witness")
        witness.trust(verifying_key())
        serving[name] = Served(witness, server(witness, "127.0.0.1", 0))
        threads.append(threading.Thread(target=serving[name].http.serve_forever))
        threads[-1].start()
    names = "".join(f"witness {name} {each.line}\n" for name, each in serving.items())
    policy_path().write_text(f"log {verifying_key()}\n{names}group both all police health\nquorum both\n")
    yield serving
    for each in serving.values():
        each.http.shutdown()
        each.http.server_close()
    for thread in threads:
        thread.join()


def recorded(count: int = 1) -> list[UUID]:
    room, facts = uuid4(), AudienceGranted(principal=EVERYONE, reason="test")
    first = Draft(facts=facts, room=room, opens=Opening("rules", (ALICE,)))
    return [e.id for e in append_all([first, *(Draft(facts=facts, room=room) for _ in range(count - 1))], by=SYSTEM_AUTHOR)]


def test_each_head_is_cosigned_by_both_and_a_receipt_carries_it(witnesses: dict[str, Served]) -> None:
    asking = Witnesses()
    for count in (1, 300, 5):
        entries = recorded(count)
        size = sequence().size
        assert asking.ask() == ""
        assert witnessed_size() == size
        assert [s.size for each in witnesses.values() for s in each.witness.seen()] == [size, size]
    with viewing(Viewer.of(ALICE)):
        proved = proof_of(entries[0])
    assert proved is not None
    theirs = their_policy(policy_path().read_text())
    head = check_receipt(read_receipt(proved.proof.encode()), theirs)
    assert {key.name for key in head.seen_by} == {"police.example/witness", "health.example/witness"}
    assert Client().get("/ledger/checkpoint").content.decode().count("\N{EM DASH}") == 3


def test_a_process_that_starts_again_learns_from_the_witnesses_what_they_saw(witnesses: dict[str, Served]) -> None:
    recorded(20)
    sequence()
    assert Witnesses().ask() == ""
    recorded(20)
    sequence()
    assert Witnesses().ask() == ""


def test_a_witness_that_is_away_stops_nothing_and_is_named(witnesses: dict[str, Served], monkeypatch: pytest.MonkeyPatch) -> None:
    asking = Witnesses()
    recorded()
    sequence()
    asking.ask()
    seen = witnessed_size()
    witnesses["health"].http.shutdown()
    witnesses["health"].http.server_close()
    (entry,) = recorded()
    sequence()
    said = asking.ask()
    assert "the quorum of witnesses has not seen the ledger’s head (health does not answer)" in said
    assert witnessed_size() == seen
    # What was told meanwhile is proved all the same, by the head with the cosignature that there is; who asks for both is told that there are not.
    with viewing(Viewer.of(ALICE)):
        proved = proof_of(entry)
    assert proved is not None
    receipt = read_receipt(proved.proof.encode())
    with pytest.raises(Changed, match="too few"):
        check_receipt(receipt, their_policy(policy_path().read_text()))
    one = their_policy(policy_path().read_text().replace("quorum both", "quorum police"))
    head = store().head(head_keys())
    assert head is not None
    assert check_receipt(receipt, one).size == head.size
    monkeypatch.setattr(witnessing, "_post", lambda *_: pytest.fail("one that did not answer is asked again after a while only"))
    asking.ask()


def test_a_ledger_that_was_put_back_is_told_by_its_witness_and_not_cosigned(witnesses: dict[str, Served]) -> None:
    recorded(30)
    size = sequence().size
    assert Witnesses().ask() == ""
    # Whoever holds the signing key signs a shorter ledger, as after a restore of an older backup.
    from holdfast.ledger.checkpoint import Checkpoint, sign_checkpoint
    from holdfast.ledger.tree import root_at
    from holdfast.record.gate import installation
    from holdfast.record.signing import signing_key

    short = Checkpoint(installation().origin, size - 5, root_at(store().nodes(size), size - 5))
    store().head_path.write_text(sign_checkpoint(short, signing_key("checkpoint")))
    said = Witnesses().ask()
    assert f"saw a ledger of {size} entries, and this one has {size - 5}" in said
    assert [s.size for each in witnesses.values() for s in each.witness.seen()] == [size, size]


def test_a_policy_that_makes_no_sense_is_said_and_no_witness_is_asked(witnesses: dict[str, Served]) -> None:
    recorded()
    sequence()
    policy_path().write_text("quorum nobody\n")
    assert Witnesses().ask() == "the file of witnesses makes no sense: line 1: nothing before this is called 'nobody'"
    policy_path().write_text("quorum none\n")
    assert Witnesses().ask() == ""
    policy_path().unlink()
    assert Witnesses().ask() == ""
    assert [s.size for each in witnesses.values() for s in each.witness.seen()] == [0, 0]


def test_an_answer_that_is_no_cosignature_of_the_witness_is_not_taken(
    witnesses: dict[str, Served], monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded()
    sequence()
    other = witnesses["health"].witness
    head = store().head_note()
    assert head is not None
    answers = ["", "nonsense\n", other._cosignature(head, 5), "\N{EM DASH} police.example/witness AAAAAAAA\n"]
    for answer in answers:
        monkeypatch.setattr(witnessing, "_post", lambda *_, answer=answer: (200, answer))
        assert "answered with something that is no cosignature of its own" in Witnesses().ask()
    monkeypatch.undo()
    published = published_head()
    assert published is not None
    assert open_checkpoint(published, read_key(verifying_key()), []).seen_by == {}


def test_after_a_restore_nothing_is_signed_before_the_witnesses_say_that_they_saw_no_more(
    witnesses: dict[str, Served], tmp_path: Path
) -> None:
    recorded(3)
    sequence()
    assert Witnesses().ask() == ""
    earlier = tmp_path / "earlier"
    shutil.copytree(store().folder, earlier)
    recorded(2)
    sequence()
    assert Witnesses().ask() == ""
    # Given the ledger of an older copy, put back
    later = tmp_path / "later"
    shutil.copytree(store().folder, later)
    shutil.rmtree(store().folder)
    shutil.copytree(earlier, store().folder)
    forget_trees()
    mark().write_text("a copy")
    with pytest.raises(WouldFork, match="restore --settle"):
        sequence()
    # Then the witnesses, who saw more, say so; saying that there is nothing later does not help
    for nothing_later in (False, True):
        assert "More was signed than this backup holds" in settle(nothing_later=nothing_later)
    assert mark().exists()
    # Nor where one of them does not answer
    silent = policy_path().read_text()
    policy_path().write_text(silent.replace(witnesses["health"].line, f"{witnesses['health'].witness.vkey} http://127.0.0.1:1"))
    assert settle(nothing_later=True) != ""
    policy_path().write_text(silent)
    # With the later copy of the ledger they have nothing against it
    shutil.rmtree(store().folder)
    shutil.copytree(later, store().folder)
    forget_trees()
    assert settle(nothing_later=False) == ""
    assert not mark().exists()
    recorded(1)
    sequence()
    assert Witnesses().ask() == ""
