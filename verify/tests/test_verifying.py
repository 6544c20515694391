"""The verifier against what the server really makes, and against everything spoiled: with the server off, in words, and never a traceback."""

from __future__ import annotations

import ast
import json
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.ledger.acknowledgement import Acknowledgement, acknowledgement_verifier_key, sign_acknowledgement
from holdfast.ledger.checkpoint import Checkpoint, sign_checkpoint
from holdfast.ledger.leaf import Leaf, stream_name
from holdfast.ledger.note import Algorithm, add_signatures, cosignature_on, verifier_key
from holdfast.ledger.proof import Proof
from holdfast.ledger.store import Store
from holdfast.ledger.strict import write_base64
from holdfast.ledger.succession import KeyLine
from holdfast.ledger.tests.examples import spoiled
from holdfast.ledger.tree import Frontier, Tree, leaf_hash
from holdfast_verify import ledgers, notes, policies, receipts, trees
from holdfast_verify.__main__ import main
from holdfast_verify.sealed import join, read_half
from holdfast_verify.words import Changed, Unusable

ORIGIN = "log.example/safeguard"
LOG, POLICE, HEALTH, WORD = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in range(1, 5))
VKEY = verifier_key(ORIGIN, LOG.public_key())
WORD_VKEY = acknowledgement_verifier_key(ORIGIN, WORD.public_key())


def leaf_of(n: int) -> bytes:
    return Leaf(commitment=n.to_bytes(32, "big"), labels=((2 * n).to_bytes(32, "big"), (2 * n + 1).to_bytes(32, "big"))).encode()


def seen(note: str, *who: tuple[str, Ed25519PrivateKey]) -> str:
    text = note.split("\n\n")[0] + "\n"
    return add_signatures(note, [cosignature_on(text, name, key, 1_760_000_000) for name, key in who])


def cosigner(name: str, key: Ed25519PrivateKey) -> str:
    return verifier_key(name, key.public_key(), Algorithm.ED25519_COSIGNATURE)


POLICY = f"""log {VKEY}
witness p {cosigner("police.example/w", POLICE)}
witness h {cosigner("health.example/w", HEALTH)}
group both all p h
quorum both
"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of 600 entries, as the server writes it, in three batches."""
    store, tree, leaves, head = Store(tmp_path_factory.mktemp("ledger")), Frontier(), [leaf_of(n) for n in range(1, 601)], None
    for start, end in ((0, 250), (250, 260), (260, 600)):
        tree = store.grow(tree, leaves[start:end])
        new = Checkpoint(ORIGIN, tree.size, tree.root())
        store.move_head(
            seen(sign_checkpoint(new, LOG), ("police.example/w", POLICE), ("health.example/w", HEALTH)), before=head, keys=KeyLine.of(VKEY)
        )
        store.tidy(head.size if head else 0, tree.size)
        head = new
    return store.folder


def receipt_for(n: int, size: int = 600) -> Proof:
    tree = Tree(leaf_hash(leaf_of(each)) for each in range(1, size + 1))
    note = seen(sign_checkpoint(Checkpoint(ORIGIN, size, tree.root()), LOG), ("police.example/w", POLICE), ("health.example/w", HEALTH))
    return Proof(n - 1, tuple(tree.inclusion_proof(n - 1)), note, leaf_of(n))


def word_for(n: int) -> str:
    at = datetime(2026, 11, 24, 16, 5, tzinfo=UTC)
    return sign_acknowledgement(Acknowledgement(ORIGIN, n.to_bytes(32, "big"), stream_name(bytes(32)), 1, at, 60), WORD)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0), capsys.readouterr().out


def test_it_is_made_of_the_standard_library_and_cryptography_alone() -> None:
    allowed = {*sys.stdlib_module_names, "cryptography", "holdfast_verify"}
    for file in Path(notes.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            assert {name.split(".")[0] for name in names} <= allowed, file


def test_a_receipt_is_unchanged_and_says_who_saw_it_and_what_it_does_not_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, policy, word = tmp_path / "document.tlog-proof", tmp_path / "policy", tmp_path / "word"
    file.write_text(receipt_for(77).encode())
    policy.write_text(POLICY)
    word.write_text(word_for(77))
    code, said = run(capsys, "receipt", str(file), "--log", VKEY)
    assert (code, "Unchanged since it was recorded." in said, "place 76" in said) == (0, True, True)
    assert "This does not show that it is true, or that everything was written down." in said
    code, said = run(
        capsys, "receipt", str(file), "--policy", str(policy), "--json", "--acknowledgement", str(word), "--acknowledgement-key", WORD_VKEY
    )
    found = json.loads(said)
    assert (code, found["result"], found["leaves"], set(found["seen_by"])) == (
        0,
        "unchanged",
        600,
        {"police.example/w", "health.example/w"},
    )
    assert found["recorded_at"] == "2026-11-24T16:05:00+00:00"


def test_a_receipt_of_something_else_is_not_unchanged_and_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, word = tmp_path / "r", tmp_path / "w"
    whole = receipt_for(77)
    for spoilt in (
        Proof(77, whole.way, whole.checkpoint, whole.extra),
        Proof(76, whole.way, whole.checkpoint, leaf_of(78)),
        Proof(76, whole.way[:-1], whole.checkpoint, whole.extra),
        Proof(76, whole.way, receipt_for(5, 599).checkpoint, whole.extra),
    ):
        file.write_text(spoilt.encode())
        assert run(capsys, "receipt", str(file), "--log", VKEY)[0] == 1
    file.write_text(whole.encode())
    other = verifier_key(ORIGIN, POLICE.public_key())
    assert run(capsys, "receipt", str(file), "--log", other)[0] == 1
    word.write_text(word_for(78))
    code, said = run(capsys, "receipt", str(file), "--log", VKEY, "--acknowledgement", str(word), "--acknowledgement-key", WORD_VKEY)
    assert (code, "of another entry" in said) == (1, True)
    alone = tmp_path / "alone"
    alone.write_text(Proof(76, whole.way, whole.checkpoint.split("\N{EM DASH} health")[0], whole.extra).encode())
    policy = tmp_path / "policy"
    policy.write_text(POLICY)
    assert run(capsys, "receipt", str(alone), "--policy", str(policy))[0] == 1


@pytest.mark.parametrize("arguments", [("receipt", "nowhere"), ("ledger", "nowhere"), ("receipt", "there", "--acknowledgement", "there")])
def test_what_cannot_be_used_exits_2_and_says_why(arguments: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "there").write_text(receipt_for(3).encode())
    given = [str(tmp_path / a) if a in ("nowhere", "there") else a for a in arguments]
    code, said = run(capsys, *given, "--log", VKEY)
    assert (code, said.startswith("Nothing can be said")) == (2, True)
    assert run(capsys, *given, "--log", "x+y+z")[0] == 2


def test_a_receipt_that_was_kept_shows_that_the_ledger_is_the_same_and_another_history_is_not(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "document.tlog-proof"
    kept.write_text(receipt_for(77, size=300).encode())
    assert run(capsys, "ledger", str(ledger), "--log", VKEY, "--kept", str(kept))[0] == 0
    # Whoever holds the key signs another history, in which one entry is not what it was
    leaves = [leaf_of(n) for n in range(1, 601)]
    leaves[100] = leaf_of(9_999)
    for size, words in ((600, "the first 300 leaves of this ledger are not those"), (200, "it was put back, or there are two")):
        store = Store(tmp_path / f"other-{size}")
        tree = store.grow(Frontier(), leaves[:size])
        store.move_head(sign_checkpoint(Checkpoint(ORIGIN, tree.size, tree.root()), LOG), before=None, keys=KeyLine.of(VKEY))
        assert run(capsys, "ledger", str(store.folder), "--log", VKEY)[0] == 0, "alone it is sound"
        code, said = run(capsys, "ledger", str(store.folder), "--log", VKEY, "--kept", str(kept))
        assert (code, words in said) == (1, True)


def test_what_was_acknowledged_and_is_not_in_the_ledger_is_named(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody was told "received" and given a signed word; the entry was wiped before the ledger held it."""
    there, gone = tmp_path / "there", tmp_path / "gone"
    there.write_text(word_for(77))
    gone.write_text(word_for(9_999))
    asked = ["ledger", str(ledger), "--log", VKEY, "--acknowledgement-key", WORD_VKEY, "--acknowledgement"]
    assert run(capsys, *asked, str(there))[0] == 0
    code, said = run(capsys, *asked, str(gone))
    assert (code, "what was acknowledged as recorded on 2026-11-24" in said) == (1, True)
    assert run(capsys, "ledger", str(ledger), "--log", VKEY, "--acknowledgement", str(there))[0] == 2
    assert run(capsys, *asked[:-2], VKEY, "--acknowledgement", str(there))[0] != 0, "another key's word"


def test_two_tellers_who_were_promised_one_place_catch_it_together(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The operator keeps what one of them told, and gives the other a word for the same place."""
    at = datetime(2026, 11, 24, 16, 5, tzinfo=UTC)
    files = []
    for teller, commitment in enumerate((77, 78)):
        word = Acknowledgement(ORIGIN, commitment.to_bytes(32, "big"), stream_name(bytes(32)), 5, at, 60)
        files.append(tmp_path / f"{teller}")
        files[-1].write_text(sign_acknowledgement(word, WORD))
    asked = ["ledger", str(ledger), "--log", VKEY, "--acknowledgement-key", WORD_VKEY]
    for file in files:
        assert run(capsys, *asked, "--acknowledgement", str(file))[0] == 0, "each by itself is kept"
    code, said = run(capsys, *asked, *(word for file in files for word in ("--acknowledgement", str(file))))
    assert (code, "two people were promised one place, number 5" in said) == (1, True)


def test_the_whole_ledger_as_the_server_wrote_it_is_unchanged(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = tmp_path / "policy"
    policy.write_text(POLICY)
    code, said = run(capsys, "ledger", str(ledger), "--policy", str(policy), "--json")
    assert (code, json.loads(said)["leaves"]) == (0, 600)


@pytest.mark.parametrize(
    "name", ["tile/entries/000", "tile/entries/002.p/88", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2", "checkpoint"]
)
def test_one_byte_of_any_file_altered_is_found(ledger: Path, name: str) -> None:
    whole = (ledger / name).read_bytes()
    for at in {0, 40, len(whole) // 2, len(whole) - 1}:
        data = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]

        def fetch(asked: str, data: bytes = data) -> bytes:
            return data if asked == name else (ledger / asked).read_bytes()

        with pytest.raises((Changed, Unusable)):
            ledgers.check_ledger(fetch, policies.read_policy(POLICY))


def test_paths_are_those_of_the_tiles_specification() -> None:
    assert ledgers.path_of("entries", 1_234_067, 256) == "tile/entries/x001/x234/067"
    assert ledgers.path_of(0, 0, 5) == "tile/0/000.p/5"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 255, 256, 257, 1000])
def test_roots_and_ways_are_those_of_the_servers_tree(size: int) -> None:
    growing, tree = trees.Growing(), Tree(leaf_hash(leaf_of(n)) for n in range(size))
    for n in range(size):
        growing.add(leaf_of(n))
    assert growing.root() == tree.root()
    for index in {0, size // 2, size - 1}:
        assert trees.root_from(leaf_of(index), index, size, tree.inclusion_proof(index)) == tree.root()


@given(data=spoiled(receipt_for(77).encode().encode()))
@settings(max_examples=300, deadline=None)
def test_no_spoiled_receipt_is_taken(data: bytes) -> None:
    try:
        receipt = receipts.read_receipt(data.decode())
        receipts.check_receipt(receipt, policies.read_policy(POLICY))
    except (Changed, Unusable, UnicodeDecodeError):
        return
    whole = receipt_for(77)
    assert (receipt.index, tuple(receipt.way), receipt.leaf) == (whole.index, whole.way, whole.extra)


@given(data=spoiled(POLICY.encode()))
@settings(max_examples=200, deadline=None)
def test_no_spoiled_policy_is_more_than_it_says(data: bytes) -> None:
    try:
        trust = policies.read_policy(data.decode())
    except (Unusable, UnicodeDecodeError):
        return
    assert trust.quorum == "none" or trust.quorum in {*trust.witnesses, *trust.groups}


@given(text=st.text(max_size=300))
def test_whatever_is_read_is_answered_in_words(text: str) -> None:
    for read in (receipts.read_receipt, notes.read_key, notes.take_apart, policies.read_policy):
        try:
            read(text)
        except Unusable as why:
            assert str(why)


@given(data=st.data())
def test_guardians_halves_of_which_anything_was_changed_give_no_chain(data: st.DataObject) -> None:
    chain, first = bytes(range(32)), bytes(range(32, 64))
    name = sha256(b"holdfast/sealed-chain/fingerprint\0" + chain).hexdigest()[:16]
    texts = [
        f"holdfast/sealed-half/v1\n{ORIGIN}\n{name}\n{write_base64(half)}\n"
        for half in (first, bytes(a ^ b for a, b in zip(chain, first, strict=True)))
    ]
    assert join(*(read_half(text) for text in texts)) == chain
    changed = data.draw(spoiled(texts[0].encode()))
    if changed == texts[0].encode():
        return
    with pytest.raises((Unusable, UnicodeDecodeError)):
        join(read_half(changed.decode()), read_half(texts[1]))
