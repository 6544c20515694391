"""An entry's proof: none while it waits; then one that is checked with no server, and that grows no other with the ledger."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from conftest import OwnDatabase
from django.test import Client

from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.ledger.acknowledgement import open_acknowledgement
from holdfast.ledger.leaf import Leaf
from holdfast.ledger.note import VerifierKey
from holdfast.ledger.policy import Policy
from holdfast.ledger.proof import Proof
from holdfast.ledger.tiles import TileReader, tile_path
from holdfast.ledger.tree import ProofError, root_at
from holdfast.partnership.tests.people import found
from holdfast.record.acknowledging import acknowledgement_of
from holdfast.record.append import append_all
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening
from holdfast.record.log_keys import acknowledging_key, head_keys, store, verifying_key
from holdfast.record.proving import proof_of
from holdfast.record.sequencer import sequence

ALICE = UUID("1f0a9f6e-41d5-4c83-8a6f-0b8a9f0f4a52")


def recorded(count: int) -> list[UUID]:
    room, facts = uuid4(), AudienceGranted(principal=EVERYONE, reason="test")
    first = Draft(facts=facts, room=room, opens=Opening("rules", (ALICE,)))
    more = [Draft(facts=facts, room=room) for _ in range(count - 1)]
    return [e.id for e in append_all([first, *more], by=SYSTEM_AUTHOR)]


@pytest.fixture
def here(committed: OwnDatabase) -> OwnDatabase:
    found(name="Marked Partnership")
    return committed


def test_an_entry_is_proved_once_it_is_in_the_ledger_and_its_acknowledgement_is_kept_by_that_leaf(here: OwnDatabase) -> None:
    entries = recorded(300)
    with viewing(Viewer.of(ALICE)):
        assert proof_of(entries[7]) is None
    sequence()
    log = VerifierKey.decode(verifying_key())
    with viewing(Viewer.of(ALICE)):
        proved = proof_of(entries[7])
        note = acknowledgement_of(entries[7])
    assert proved is not None
    text = proved.proof.encode()
    proof = Proof.decode(text)
    assert proof.extra == proved.leaf
    size = proof.verify(proof.extra or b"", Policy(), log).checkpoint.size
    assert size >= 300
    acknowledgement = open_acknowledgement(note, acknowledging_key())
    acknowledgement.check_kept(Leaf.decode(proved.leaf))
    with viewing(Viewer.of(ALICE)):
        other = proof_of(entries[8])
    assert other is not None
    with pytest.raises(ProofError):
        proof.verify(other.leaf, Policy(), log)
    recorded(5)
    sequence()
    with viewing(Viewer.of(ALICE)):
        later = proof_of(entries[7])
    assert later is not None
    assert (later.leaf, later.proof.index) == (proved.leaf, proved.proof.index), "its place never changes"
    proof.verify(later.leaf, Policy(), log)


def test_who_may_not_see_an_entry_is_given_no_proof_of_it(here: OwnDatabase) -> None:
    (entry,) = recorded(1)
    sequence()
    with viewing(Viewer.of(uuid4())), pytest.raises(LookupError):
        proof_of(entry)


def test_anyone_reads_head_and_tiles_and_makes_the_tree_from_them_alone(here: OwnDatabase) -> None:
    recorded(600)
    sequence()
    client = Client()
    answer = client.get("/ledger/checkpoint")
    assert answer.headers["Cache-Control"] == "public, max-age=5"
    head = store().head(head_keys())
    assert head is not None
    assert answer.content.decode() == store().head_note()

    def fetch(level: int, index: int, width: int) -> bytes:
        got = client.get(f"/ledger/{tile_path(level, index, width)}")
        assert got.status_code == 200
        return bytes(got.content)

    assert root_at(TileReader(fetch, head.size), head.size) == head.root
    full = client.get("/ledger/tile/0/000")
    assert full.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(client.get("/ledger/tile/entries/000").content) > 256 * 100
    width = head.size - 512
    assert client.get(f"/ledger/tile/0/002.p/{width}").headers["Cache-Control"] == "public, max-age=5"


@pytest.mark.parametrize(
    "path",
    [
        "0/000.p/256", "0/000.p/0", "0/0", "0/x000/000", "0/999", "9/000", "00/000", "entries/999", "entries/../checkpoint", "x",
        "0/002.p/255", "-1/000", "0/000/", "63/000",
    ],
)  # fmt: skip
def test_what_is_no_tile_of_the_signed_tree_is_not_there(here: OwnDatabase, path: str) -> None:
    recorded(600)
    sequence()
    assert Client().get(f"/ledger/tile/{path}").status_code == 404


def test_before_the_first_head_there_is_nothing(here: OwnDatabase) -> None:
    assert Client().get("/ledger/checkpoint").status_code == 404
    assert Client().get("/ledger/tile/0/000").status_code == 404


def test_leaves_that_were_never_signed_are_not_given(here: OwnDatabase, tmp_path: Path) -> None:
    recorded(10)
    sequence()
    head = store().head(head_keys())
    assert head is not None
    store().write_leaves(head.size, [b"never signed"] * 4)
    assert Client().get(f"/ledger/tile/entries/000.p/{head.size + 4}").status_code == 404
    assert Client().get(f"/ledger/tile/entries/000.p/{head.size}").status_code == 200
