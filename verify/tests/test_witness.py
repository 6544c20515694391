"""A witness: the statuses of the protocol, one history and never two, whatever is sent and however often it is started again."""

from __future__ import annotations

import hashlib
import http.client
import sqlite3
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.ledger.checkpoint import Checkpoint, open_cosigned_checkpoint, sign_checkpoint
from holdfast.ledger.note import VerifierKey, add_signatures, parse_note, sign_note, verifier_key
from holdfast.ledger.strict import write_base64
from holdfast.ledger.succession import Succession
from holdfast.ledger.tests.examples import spoiled
from holdfast.ledger.tree import EMPTY_ROOT, Tree, leaf_hash
from holdfast_verify.serving import main, server
from holdfast_verify.trees import check_growth
from holdfast_verify.witness import Refused, Witness
from holdfast_verify.words import Changed, Unusable

ORIGIN = "log.example/safeguard"
LOG = Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(bytes([9]) * 32)
VKEY = verifier_key(ORIGIN, LOG.public_key())
TREE = Tree(leaf_hash(b"%d" % n) for n in range(300))
FORK = Tree(leaf_hash(b"%d" % (n if n < 150 else -n)) for n in range(300))
AT = 1_760_000_000


def head(size: int, tree: Tree = TREE, key: Ed25519PrivateKey = LOG, origin: str = ORIGIN) -> str:
    return sign_checkpoint(Checkpoint(origin, size, tree.root(size)), key)


def request(old: int, size: int, tree: Tree = TREE, *, note: str | None = None) -> bytes:
    proof = tree.consistency_proof(old, size) if 0 < old < size else []
    return "\n".join([f"old {old}", *map(write_base64, proof), "", note or head(size, tree)]).encode()


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    made = Witness.begin(tmp_path / "witness", "police.example/witness")
    made.clock = lambda: AT
    made.trust(VKEY)
    return made


def status_of(witness: Witness, body: bytes) -> int:
    try:
        witness.add_checkpoint(body)
    except Refused as why:
        return why.status
    return 200


def test_it_cosigns_growth_and_the_log_takes_the_cosignature(witness: Witness) -> None:
    for old, new in ((0, 5), (5, 5), (5, 256), (256, 300)):
        line = witness.add_checkpoint(request(old, new))
        cosigned = add_signatures(head(new), parse_note(head(new) + line).signatures)
        opened = open_cosigned_checkpoint(cosigned, VKEY, [witness.vkey])
        assert [(c.witness, c.time) for c in opened.cosignatures] == [(VerifierKey.decode(witness.vkey), AT)]
    assert [(s.origin, s.size) for s in witness.seen()] == [(ORIGIN, 300)]


def test_the_statuses_of_the_protocol(witness: Witness) -> None:
    witness.add_checkpoint(request(0, 200))
    assert status_of(witness, request(300, 200)) == 400
    assert status_of(witness, b"nonsense") == 400
    assert status_of(witness, request(200, 300, note=head(300, key=OTHER, origin="log.example/other"))) == 404
    assert status_of(witness, request(200, 300, note=head(300, key=OTHER))) == 403
    assert status_of(witness, request(200, 300, note=sign_note(Checkpoint(ORIGIN, 300, TREE.root()).body(), ORIGIN, OTHER))) == 403
    with pytest.raises(Refused) as conflict:
        witness.add_checkpoint(request(100, 300))
    assert (conflict.value.status, conflict.value.body, conflict.value.kind) == (409, "200\n", "text/x.tlog.size")
    assert status_of(witness, request(200, 300, FORK)) == 422, "another history"
    assert status_of(witness, request(200, 200, FORK)) == 422, "another root of the same size"
    assert status_of(witness, f"old 200\n\n{head(300)}".encode()) == 422, "no proof"
    assert [s.size for s in witness.seen()] == [200], "nothing of this moved it"


def test_before_it_saw_anything_a_proof_must_be_empty_and_nothing_has_the_root_of_nothing(witness: Witness) -> None:
    assert status_of(witness, f"old 0\n{write_base64(bytes(32))}\n\n{head(5)}".encode()) == 422
    nothing = sign_note(f"{ORIGIN}\n0\n{write_base64(bytes(32))}\n", ORIGIN, LOG)
    assert status_of(witness, f"old 0\n\n{nothing}".encode()) == 422
    empty = sign_note(f"{ORIGIN}\n0\n{write_base64(EMPTY_ROOT)}\n", ORIGIN, LOG)
    assert status_of(witness, f"old 0\n\n{empty}".encode()) == 200


def test_started_again_it_remembers_and_without_its_memory_it_does_not_serve(witness: Witness) -> None:
    witness.add_checkpoint(request(0, 200))
    again = Witness(witness.folder)
    assert status_of(again, request(0, 300, FORK)) == 409
    (witness.folder / "seen.sqlite").unlink()
    with pytest.raises(Unusable, match="not begun anew"):
        server(Witness(witness.folder), "127.0.0.1", 0)
    with pytest.raises(Unusable, match="already"):
        Witness.begin(witness.folder, "police.example/witness")
    with pytest.raises(Unusable):
        Witness(witness.folder).add_checkpoint(request(0, 5))


def test_another_key_of_a_log_is_not_taken_in_silence(witness: Witness) -> None:
    with pytest.raises(Unusable, match="another key"):
        witness.trust(verifier_key(ORIGIN, OTHER.public_key()))
    with pytest.raises(Unusable, match="not a log"):
        witness.trust(witness.vkey)
    witness.trust(VKEY)


def test_of_two_histories_sent_at_once_one_is_cosigned_and_never_both(witness: Witness) -> None:
    witness.add_checkpoint(request(0, 150))
    found: list[int] = []

    def send(tree: Tree, size: int) -> None:
        found.append(status_of(Witness(witness.folder), request(150, size, tree)))

    threads = [threading.Thread(target=send, args=(tree, size)) for size in (200, 250, 300) for tree in (TREE, FORK)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(found) == [200, 409, 409, 409, 409, 409]


def test_a_witness_that_is_killed_between_looking_and_writing_has_cosigned_nothing(
    witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(Witness, "_cosignature", killed)
    with pytest.raises(KeyboardInterrupt):
        witness.add_checkpoint(request(0, 200))
    monkeypatch.undo()
    assert status_of(witness, request(0, 300)) == 200
    with sqlite3.connect(witness.folder / "seen.sqlite") as store:
        assert store.execute("SELECT size FROM log").fetchall() == [(300,)]


def test_its_key_is_its_own_alone(witness: Witness) -> None:
    assert (witness.folder / "key").stat().st_mode & 0o077 == 0
    assert witness.folder.stat().st_mode & 0o077 == 0


@pytest.fixture
def served(witness: Witness, socket_enabled: None) -> Iterator[ThreadingHTTPServer]:
    with server(witness, "127.0.0.1", 0) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


def ask(
    served: ThreadingHTTPServer, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", served.server_port, timeout=10)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    said = answer.status, answer.headers.get("Content-Type", ""), answer.read().decode()
    connection.close()
    return said


def test_over_http_it_cosigns_shows_what_it_saw_and_nothing_else(served: ThreadingHTTPServer) -> None:
    status, _, line = ask(served, "POST", "/add-checkpoint", request(0, 200))
    assert (status, line.startswith("\N{EM DASH} police.example/witness ")) == (200, True)
    assert ask(served, "POST", "/add-checkpoint", request(100, 300))[:2] == (409, "text/x.tlog.size")
    of_log = hashlib.sha256(ORIGIN.encode()).hexdigest()
    assert ask(served, "GET", f"/{of_log}/checkpoint")[2] == head(200) + line
    assert "log.example/safeguard" in ask(served, "GET", "/")[2]
    for path in ("/x", "/add-checkpoint", f"/{of_log}/x", f"/{'0' * 64}/checkpoint", "/../key", "/key"):
        assert ask(served, "GET", path)[0] == 404, path
    assert ask(served, "POST", "/other", b"x")[0] == 404
    assert ask(served, "POST", "/add-checkpoint", b"", {"Content-Length": "99999999"})[0] == 400


def test_the_command_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "w")
    main(["begin", folder, "--name", "health.example/witness"])
    assert capsys.readouterr().out.startswith("health.example/witness+")
    main(["watch", folder, "--log", VKEY])
    for wrong in (
        ["begin", folder, "--name", "x"],
        ["begin", str(tmp_path / "y"), "--name", "a b"],
        ["watch", str(tmp_path), "--log", VKEY],
    ):
        with pytest.raises(SystemExit) as left:
            main(wrong)
        assert left.value.code == 2
        assert capsys.readouterr().err


@given(data=spoiled(request(5, 300)))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_spoiled_request_is_cosigned(witness: Witness, data: bytes) -> None:
    with sqlite3.connect(witness.folder / "seen.sqlite") as store:
        store.execute("UPDATE log SET size = 5, root = ?", [TREE.root(5)])
    status = status_of(witness, data)
    assert status in (200, 400, 403, 404, 409, 422)
    if status == 200:
        assert [(s.size, s.root) for s in witness.seen()] == [(300, TREE.root(300))]


@given(sizes=st.tuples(st.integers(0, 300), st.integers(0, 300)), extra=st.lists(st.binary(min_size=32, max_size=32), max_size=3))
@settings(max_examples=200, deadline=None)
def test_growth_is_checked_as_the_server_proves_it(sizes: tuple[int, int], extra: list[bytes]) -> None:
    old, new = sorted(sizes)
    proof = TREE.consistency_proof(old, new)
    check_growth(old, TREE.root(old), new, TREE.root(new), proof)
    if extra:
        with pytest.raises(Changed):
            check_growth(old, TREE.root(old), new, TREE.root(new), [*proof, *extra])
    if old > 150:
        with pytest.raises(Changed):
            check_growth(old, FORK.root(old), new, TREE.root(new), proof)


def test_it_follows_a_log_to_its_next_key_by_what_both_signed_and_by_nothing_else(witness: Witness, tmp_path: Path) -> None:
    before, after = (VerifierKey(ORIGIN, key.public_key().public_bytes_raw()) for key in (LOG, OTHER))
    witness.add_checkpoint(request(0, 100))
    whole = Succession(before, after, 100).sign(LOG, OTHER)
    for statements in ([], [Succession(before, after, 100).sign(OTHER, OTHER)], [Succession(after, before, 100).sign(OTHER, LOG)]):
        with pytest.raises((Changed, Unusable)):
            witness.trust(after.encode(), statements)
    later = request(100, 200, note=head(200, key=OTHER))
    assert status_of(witness, later) == 403
    path = tmp_path / "statement"
    path.write_text(whole)
    main(["watch", "--log", after.encode(), "--key-statement", str(path), str(witness.folder)])
    assert status_of(witness, later) == 200, "it goes on from what it saw under the old key"
    assert status_of(witness, request(200, 250)) == 403, "the old key signs no more"
