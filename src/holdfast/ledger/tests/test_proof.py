"""Proofs to keep: made, written, read, checked with no server; and proofs spoiled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger.checkpoint import Checkpoint, CheckpointError, sign_checkpoint
from holdfast.ledger.note import NoteError, SignatureError, VerifierKey
from holdfast.ledger.policy import Policy, QuorumMissing, read_policy
from holdfast.ledger.proof import HEADING, MalformedProof, Proof
from holdfast.ledger.tests.examples import CHECKPOINT, LOG_KEY, LOG_VKEY, WITNESS_VKEY, spoiled_text
from holdfast.ledger.tree import ProofError, Tree, leaf_hash

#: The eight leaves of the published tree (transparency-dev/merkle, testonly/constants.go).
LEAVES = [bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]
TREE = Tree(map(leaf_hash, LEAVES))
POLICY = read_policy(f"log {LOG_VKEY}\nwitness w {WITNESS_VKEY}\nquorum w\n")
PROOF = Proof(5, tuple(TREE.inclusion_proof(5)), CHECKPOINT, b"only said")


def test_a_proof_over_the_published_tree_and_checkpoint_is_written_read_and_checked() -> None:
    text = PROOF.encode()
    assert text.startswith(f"{HEADING}\nextra b25seSBzYWlk\nindex 5\nvBoGQ7EuTS19d5GPRODzn3mjgrbPm1+PXS3qFiZrE=\n"[:55])
    assert Proof.decode(text) == PROOF
    assert Proof.decode(text.encode()) == PROOF
    opened = PROOF.verify(LEAVES[5], POLICY)
    assert (opened.checkpoint.size, len(opened.cosignatures)) == (8, 1)


@pytest.mark.parametrize("size", [1, 2, 3, 8, 257, 1000])
def test_every_place_of_a_tree_of_any_size(size: int) -> None:
    leaves = [b"%d" % n for n in range(size)]
    tree = Tree(map(leaf_hash, leaves))
    note = sign_checkpoint(Checkpoint("log.example/safeguard", size, tree.root()), LOG_KEY)
    for index in {0, size // 2, size - 1}:
        proof = Proof.decode(Proof(index, tuple(tree.inclusion_proof(index)), note).encode())
        assert proof.verify(leaves[index], Policy(), VerifierKey.decode(LOG_VKEY)).checkpoint.size == size
        with pytest.raises(ProofError):
            proof.verify(b"another leaf", Policy(), VerifierKey.decode(LOG_VKEY))


def test_a_proof_without_its_quorum_is_not_taken() -> None:
    alone = CHECKPOINT.split("— witness")[0]
    with pytest.raises(QuorumMissing):
        Proof(5, PROOF.way, alone).verify(LEAVES[5], POLICY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEADING,
        f"{HEADING}\nindex 5\n",
        f"{HEADING}\nindex 05\n\n{CHECKPOINT}",
        f"{HEADING}\nindex -1\n\n{CHECKPOINT}",
        f"{HEADING}\nextra !\nindex 5\n\n{CHECKPOINT}",
        f"{HEADING}\nindex 5\nAAAA\n\n{CHECKPOINT}",
        f"{HEADING}\nindex 5\nno\n\n{CHECKPOINT}",
        f"{HEADING}\nindex 5\n\n",
        f"c2sp.org/tlog-proof@v2\nindex 5\n\n{CHECKPOINT}",
        f"{HEADING}\nindex 5\n" + "A" * 43 + "=\n" * 1 + ("A" * 43 + "=\n") * 63 + f"\n{CHECKPOINT}",
    ],
)
def test_what_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(MalformedProof):
        Proof.decode(text)


@given(text=spoiled_text(Proof(5, PROOF.way, CHECKPOINT).encode()))
def test_no_spoiled_proof_is_taken(text: str) -> None:
    try:
        proof = Proof.decode(text)
        proof.verify(LEAVES[5], POLICY)
    except (MalformedProof, ProofError, SignatureError, CheckpointError, NoteError):
        return
    assert (proof.index, proof.way) == (5, PROOF.way), "only what nobody vouches for may differ"


@given(text=st.text(max_size=200) | st.binary(max_size=200))
def test_whatever_is_read_is_refused_in_words(text: str | bytes) -> None:
    with pytest.raises(MalformedProof):
        Proof.decode(text)
