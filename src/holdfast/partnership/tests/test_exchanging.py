"""A signing key is exchanged: nothing that was proved before is lost, everybody is told, and no other key takes a place to which nothing leads."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from conftest import OwnDatabase
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.test import Client

from holdfast.database.viewing import EVERYONE, Viewer, viewing
from holdfast.ledger.acknowledgement import open_acknowledgement
from holdfast.partnership.exchanging import end_former, exchange
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.tests.people import Partnership, a_partnership
from holdfast.record import exchanging
from holdfast.record.acknowledging import acknowledgement_of
from holdfast.record.append import append_all
from holdfast.record.audience import AudienceGranted
from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening
from holdfast.record.exchanging import CannotExchange
from holdfast.record.log_keys import acknowledging_key, head_keys, signing_fingerprint, store, verifying_key
from holdfast.record.proving import proof_of
from holdfast.record.sequencer import forget_trees, sequence
from holdfast.record.signing import PURPOSES, NoSigningKey, forget_signing_keys, former_key_path, next_key_path, signing_key_path
from holdfast.record.verify import verify
from holdfast_verify.ledgers import check_ledger, source, statements_in
from holdfast_verify.policies import Trust, one_log
from holdfast_verify.receipts import check_receipt, read_receipt
from holdfast_verify.words import Changed

TELLER = UUID("1f0a9f6e-41d5-4c83-8a6f-0b8a9f0f4a52")


@pytest.fixture
def p(committed: OwnDatabase, own_home: Path) -> Partnership:
    """A partnership with keys of its own in a home of its own."""
    shared = (own_home / "keys").resolve()
    (own_home / "keys").unlink()
    shutil.copytree(shared, own_home / "keys")
    forget_signing_keys()
    return a_partnership()


def told() -> UUID:
    """Something is told, and in the ledger."""
    facts = AudienceGranted(principal=EVERYONE, reason="test")
    (entry,) = append_all([Draft(facts=facts, room=uuid4(), opens=Opening("rules", (TELLER,)))], by=SYSTEM_AUTHOR)
    sequence()
    return entry.id


def receipt_of(entry: UUID) -> str:
    with viewing(Viewer.of(TELLER)):
        proved = proof_of(entry)
    assert proved is not None
    return proved.proof.encode()


def trust_in(vkey: str, *, led: bool = False) -> Trust:
    trust = one_log(vkey)
    if led:
        trust.follow(statements_in(source(str(store().folder))))
    return trust


def test_what_was_proved_under_the_old_key_is_proved_and_the_new_one_is_reached_from_it(p: Partnership) -> None:
    # Given a teller who kept a receipt, and the key that was printed with it.
    first, began = verifying_key(), [signing_fingerprint(purpose) for purpose in PURPOSES]
    entry = told()
    kept = receipt_of(entry)
    # When an administrator exchanges the key, and more is told.
    exchange(purpose="checkpoint", reason="Every two years", by=p.ines)
    second = verifying_key()
    later = receipt_of(told())
    # Then the old receipt is checked as before, with nothing more in hand,
    assert check_receipt(read_receipt(kept), trust_in(first)).size < check_receipt(read_receipt(later), trust_in(second)).size
    # whoever has only the old key checks the new one too, for both sign,
    check_receipt(read_receipt(later), trust_in(first))
    # and when the old one is ended, the statement leads them on.
    end_former(by=p.ines)
    assert not former_key_path("checkpoint").exists()
    alone = receipt_of(told())
    with pytest.raises(Changed, match="not signed by"):
        check_receipt(read_receipt(alone), trust_in(first))
    check_receipt(read_receipt(alone), trust_in(first, led=True))
    assert check_ledger(source(str(store().folder)), trust_in(first, led=True)).size == head_keys().open(str(store().head_note())).size
    # Nothing is amiss, and the installation is the one that it was.
    verdict = verify()
    assert verdict.sound, verdict.faults
    assert [signing_fingerprint(purpose) for purpose in PURPOSES] == began
    assert len(head_keys().keys) == 2


def test_a_thief_of_the_old_key_signs_no_later_head_that_is_believed(p: Partnership) -> None:
    told()
    first, secret = verifying_key(), Ed25519PrivateKey.from_private_bytes(bytes.fromhex(signing_key_path("checkpoint").read_text().strip()))
    exchange(purpose="checkpoint", reason="It may have been copied", by=p.ines)
    told()
    end_former(by=p.ines)
    head = head_keys().open(str(store().head_note()))
    from holdfast.ledger.checkpoint import Checkpoint, sign_checkpoint

    forged = sign_checkpoint(Checkpoint(head.origin, head.size + 1, bytes(32)), secret)
    assert trust_in(first).open(forged).size == head.size + 1, "who knows nothing of the exchange believes it"
    with pytest.raises(Changed, match="not signed by"):
        trust_in(first, led=True).open(forged)


def test_words_given_at_once_are_checked_by_the_key_of_their_time(p: Partnership) -> None:
    first = acknowledging_key()
    entry = told()
    with viewing(Viewer.of(TELLER)):
        before = acknowledgement_of(entry)
    exchange(purpose="acknowledgement", reason="Every two years", by=p.ines)
    assert acknowledging_key() != first
    with viewing(Viewer.of(TELLER)):
        after = acknowledgement_of(entry)
    assert open_acknowledgement(before, first) == open_acknowledgement(after, acknowledging_key())
    assert not former_key_path("acknowledgement").exists()
    sequence()
    verdict = verify()
    assert verdict.sound, verdict.faults


def test_cut_short_at_any_moment_it_is_carried_out_or_has_not_happened(p: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    told()
    first = verifying_key()

    class Cut(Exception):
        pass

    def cut(*_: object, **__: object) -> None:
        raise Cut

    # Cut before it was said: the old key goes on, and the next run takes up the key that was made.
    with monkeypatch.context() as patched:
        patched.setattr("holdfast.ledger.store.Store.add_key_statement", cut)
        with pytest.raises(Cut):
            exchange(purpose="checkpoint", reason="x", by=p.ines)
    made = next_key_path("checkpoint").read_text()
    told()
    assert verifying_key() == first
    # Cut after it was said, before the key was taken up: the old key still shows, and the ledger's process takes up the new one before it signs.
    with monkeypatch.context() as patched:
        taken = exchanging.take_up_keys
        calls = iter((taken, cut))
        patched.setattr(exchanging, "take_up_keys", lambda: next(calls)())
        with pytest.raises(Cut):
            exchange(purpose="checkpoint", reason="x", by=p.ines)
    assert verifying_key() == first
    told()
    assert verifying_key() != first
    assert signing_key_path("checkpoint").read_text() == made
    # It was not said to people; `verify` says so, and the next run says it without exchanging anything again.
    assert [fault.what for fault in verify().faults] == ["key exchanged in silence"]
    exchange(purpose="checkpoint", reason="Every two years", by=p.ines)
    sequence()
    verdict = verify()
    assert verdict.sound, verdict.faults
    assert len(head_keys().keys) == 2


def test_another_key_with_a_statement_that_the_old_one_did_not_sign_is_refused(p: Partnership) -> None:
    told()
    key = signing_key_path("checkpoint")
    right = key.read_bytes()
    other = Ed25519PrivateKey.generate()
    from holdfast.ledger.note import VerifierKey
    from holdfast.ledger.succession import Succession

    last = head_keys().last
    forged = Succession(last, VerifierKey(last.name, other.public_key().public_bytes_raw()), 1)
    store().add_key_statement(forged.sign(other, other))
    key.unlink()
    key.write_text(other.private_bytes_raw().hex() + "\n")
    for asked in (sequence, verifying_key):
        with pytest.raises(NoSigningKey, match="damaged"):
            asked()
    # Without its statement it leads nowhere: that it is not the key that the record was begun with is said at the next start.
    (store().keys_folder / "1").unlink()
    assert signing_fingerprint("checkpoint") != ""
    key.unlink()
    key.write_bytes(right)
    forget_trees()
    sequence()
    assert verify().sound


def test_a_statement_that_is_taken_away_stops_signing_until_it_is_back(p: Partnership) -> None:
    told()
    exchange(purpose="checkpoint", reason="Every two years", by=p.ines)
    exchange(purpose="acknowledgement", reason="Every two years", by=p.ines)
    kept = (store().keys_folder / "1").read_bytes()
    (store().keys_folder / "1").unlink()
    with pytest.raises(NoSigningKey, match="one is missing"):
        sequence()
    assert "signing key missing or damaged" in {fault.what for fault in verify().faults}
    (store().keys_folder / "1").write_bytes(kept)
    sequence()
    verdict = verify()
    assert verdict.sound, verdict.faults


def test_the_old_key_is_not_ended_before_the_new_one_signed_and_none_is_exchanged_twice_at_once(p: Partnership) -> None:
    told()
    with pytest.raises(CannotExchange, match="No key signs beside"):
        end_former(by=p.ines)
    exchange(purpose="checkpoint", reason="Every two years", by=p.ines)
    with pytest.raises(CannotExchange, match="No head was signed by the new key"):
        end_former(by=p.ines)
    with pytest.raises(CannotExchange, match="signs beside it still"):
        exchange(purpose="checkpoint", reason="Again", by=p.ines)


def test_who_may_exchange_a_key_and_what_everybody_reads(p: Partnership) -> None:
    told()
    with pytest.raises(NotPermitted):
        exchange(purpose="checkpoint", reason="x", by=p.amira)
    with pytest.raises(NotPermitted):
        end_former(by=p.amira)
    assert len(head_keys().keys) == 1
    with pytest.raises(CommandError, match="name a worker who is here"):
        call_command("exchange_key", "checkpoint", "--because", "x", "--by", str(uuid4()))
    call_command("exchange_key", "checkpoint", "--because", "Every two years", "--by", str(p.ines.worker))
    told()
    page = Client().get("/ledger/keys").content.decode()
    assert all(key.encode() in page for key, _ in head_keys().keys)
    assert Client().get("/ledger/keys/1").content.decode() == store().key_statements()[0]
    assert Client().get("/ledger/keys/2").status_code == 404
    call_command("exchange_key", "checkpoint", "--end", "--by", str(p.ines.worker))
