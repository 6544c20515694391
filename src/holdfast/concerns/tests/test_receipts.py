"""What a teller can keep: nothing but a number, unless they ask; then a file that proves it to anyone, with the server off, and tells nothing."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from conftest import OwnDatabase
from django.test import Client

from holdfast.concerns.tests.test_telling import number_on, tell
from holdfast.ledger.acknowledgement import open_acknowledgement
from holdfast.ledger.leaf import Leaf
from holdfast.ledger.note import VerifierKey
from holdfast.ledger.policy import Policy
from holdfast.ledger.proof import Proof
from holdfast.ledger.tree import ProofError, leaf_hash
from holdfast.pages.pictures import qr_code
from holdfast.partnership.tests.people import a_partnership
from holdfast.record.gate import installation
from holdfast.record.log_keys import acknowledging_key, verifying_key
from holdfast.record.sequencer import sequence
from holdfast_verify.__main__ import main as verifier


@pytest.fixture
def here(committed: OwnDatabase) -> OwnDatabase:
    a_partnership()
    return committed


def come_back(number: str) -> Client:
    client = Client()
    assert client.post("/back/", {"number": number}).status_code == 302
    return client


def test_failing_s3_paperwork_is_not_torn_up_the_teller_holds_the_proof(
    here: OwnDatabase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Given a girl who told, and was given a number and a signed word at once
    page = tell(Client())
    note = re.search(r'<pre class="hf-code"[^>]*>(.*?)</pre>', page, re.S)
    assert note is not None
    said = html.unescape(note[1])
    client = come_back(number_on(page))
    # When she asks for proof before the ledger holds it, she is told to ask again
    waits = client.post("/back/message", {"proof": "1"})
    assert "The proof is not ready yet" in waits.content.decode()
    sequence()
    answer = client.post("/back/message", {"proof": "1"})
    # Then she keeps a file whose name says nothing
    assert answer.headers["Content-Disposition"] == 'attachment; filename="document.tlog-proof"'
    text = answer.content.decode()
    for word in ("Wren", "school", "worr", "child", "concern"):
        assert word not in text
    # that anyone checks with the log's key alone, and that keeps the word that she was given
    proof = Proof.decode(text)
    log = VerifierKey.decode(verifying_key())
    head = proof.verify(proof.extra or b"", Policy(), log).checkpoint
    assert head.origin == installation().origin
    acknowledged = open_acknowledgement(said, acknowledging_key())
    acknowledged.check_kept(Leaf.decode(proof.extra or b""))
    # and the verifier that has none of the server's code says the same
    kept, word = tmp_path / "document.tlog-proof", tmp_path / "word"
    kept.write_text(text)
    word.write_text(said)
    with pytest.raises(SystemExit) as left:
        verifier(
            ["receipt", str(kept), "--log", verifying_key(), "--acknowledgement", str(word), "--acknowledgement-key", acknowledging_key()]
        )
    assert (left.value.code, "Unchanged since it was recorded on" in capsys.readouterr().out) == (0, True)
    # and that holds for nothing else
    with pytest.raises(ProofError):
        proof.verify((proof.extra or b"") + b"x", Policy(), log)


def test_two_tellers_are_given_two_leaves_and_a_number_opens_no_others_proof(here: OwnDatabase) -> None:
    numbers = [number_on(tell(Client())) for _ in range(2)]
    sequence()
    proofs = [Proof.decode(come_back(n).post("/back/message", {"proof": "1"}).content) for n in numbers]
    assert proofs[0].index != proofs[1].index
    assert proofs[0].extra != proofs[1].extra
    assert Client().post("/back/message", {"proof": "1"}).status_code == 302, "without a number there is nothing"


def test_on_request_the_proof_is_a_page_to_print_that_says_nothing_of_what_it_is_about(
    here: OwnDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = come_back(number_on(tell(Client())))
    assert "The proof is not ready yet" in client.post("/back/message", {"sheet": "1"}).content.decode()
    sequence()
    text = client.post("/back/message", {"proof": "1"}).content.decode()
    page = client.post("/back/message", {"sheet": "1"}).content.decode()
    # The code is that of the very file, at the size that the page gives it
    assert str(qr_code(text)) in page
    assert 'viewBox="0 0' in page
    assert "style=" not in page[page.index("<svg") : page.index("</svg>")]
    leaf = Proof.decode(text).extra or b""
    for what in (verifying_key(), acknowledging_key(), leaf_hash(leaf).hex()):
        assert html.escape(what) in page
    main = page[page.index("<main") : page.index("</main>")]
    for word in ("Wren", "school", "worr", "child", "concern"):
        assert word not in main
    # A proof with so many cosignatures that no code holds it is kept as a file
    monkeypatch.setattr("holdfast.concerns.public_views.qr_code", lambda text: qr_code(text * 40))
    assert "too long for a code" in client.post("/back/message", {"sheet": "1"}).content.decode()
    assert Client().post("/back/message", {"sheet": "1"}).status_code == 302, "without a number there is nothing"
