"""Keys that follow one another: each signs the heads of its time, and no statement that both did not sign leads anywhere."""

from __future__ import annotations

from contextlib import suppress

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger.checkpoint import Checkpoint, sign_checkpoint
from holdfast.ledger.errors import LedgerError
from holdfast.ledger.note import SignatureError, VerifierKey
from holdfast.ledger.succession import KeyLine, Succession, SuccessionError, open_succession
from holdfast.ledger.tests.examples import spoiled
from holdfast_verify.notes import read_key
from holdfast_verify.policies import one_log
from holdfast_verify.successions import led_to, read_succession
from holdfast_verify.words import Changed, Unusable

ORIGIN = "log.example/safeguard"
SECRETS = [Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in range(1, 6)]
KEYS = [VerifierKey(ORIGIN, secret.public_key().public_bytes_raw()) for secret in SECRETS]
SIZES = st.lists(st.integers(1, 1_000), min_size=4, max_size=4).map(sorted)


def statement(n: int, size: int) -> str:
    """That key n + 1 follows key n."""
    return Succession(KEYS[n], KEYS[n + 1], size).sign(SECRETS[n], SECRETS[n + 1])


@given(sizes=SIZES, size=st.integers(1, 1_100), by=st.integers(0, 4))
def test_a_head_is_by_the_key_of_its_time_and_by_no_other_and_both_verifiers_say_so(sizes: list[int], size: int, by: int) -> None:
    notes = [statement(n, at) for n, at in enumerate(sizes)]
    line = KeyLine.of(KEYS[0]).follow(open_succession(note) for note in notes)
    trust = one_log(KEYS[0].encode())
    trust.follow([read_succession(note) for note in notes])
    head = Checkpoint(ORIGIN, size, bytes(32))
    note = sign_checkpoint(head, SECRETS[by])
    if line.at(size) == KEYS[by]:
        assert line.open(note) == head
        assert trust.open(note).size == size
    else:
        with pytest.raises(SignatureError):
            line.open(note)
        with pytest.raises(Changed):
            trust.open(note)
    assert (line.first, line.last) == (KEYS[0], KEYS[4])


@given(data=st.data())
def test_a_statement_of_which_anything_was_changed_is_never_taken(data: st.DataObject) -> None:
    whole = statement(0, 17)
    changed = data.draw(spoiled(whole.encode()))
    if changed == whole.encode():
        return
    with suppress(LedgerError):
        assert open_succession(changed) == Succession(KEYS[0], KEYS[1], 17)  # a signature by somebody else was added
    with suppress(Changed, Unusable, UnicodeDecodeError):
        found = read_succession(changed.decode())
        assert (found.before, found.after, found.size) == (read_key(KEYS[0].encode()), read_key(KEYS[1].encode()), 17)


@pytest.mark.parametrize("by", [(0, 0), (1, 1), (2, 1), (0, 2)])
def test_a_statement_that_one_of_the_two_did_not_sign_leads_nowhere(by: tuple[int, int]) -> None:
    note = Succession(KEYS[0], KEYS[1], 17).sign(*(SECRETS[n] for n in by))
    with pytest.raises(SignatureError):
        open_succession(note)
    with pytest.raises(Changed):
        read_succession(note)


def test_statements_that_go_back_or_leave_one_out_or_lead_round_are_refused() -> None:
    first, second = open_succession(statement(0, 50)), open_succession(statement(1, 60))
    back = open_succession(statement(1, 40))
    around = Succession(KEYS[1], KEYS[0], 70)
    for wrong in ([first, back], [second], [first, around], [first, first]):
        with pytest.raises(SuccessionError):
            KeyLine.of(KEYS[0]).follow(wrong)
    assert KeyLine.of(KEYS[0]).follow([first, second]).last == KEYS[2]
    with pytest.raises(Changed):
        led_to(read_key(KEYS[0].encode()), [read_succession(statement(0, 50)), read_succession(statement(1, 40))])


def test_two_keys_that_are_said_to_follow_one_are_told_and_neither_is_taken() -> None:
    right = statement(0, 50)
    thief = Succession(KEYS[0], KEYS[3], 40).sign(SECRETS[0], SECRETS[3])
    for notes in ([right, thief], [thief, right], [right, statement(1, 60), thief]):
        with pytest.raises(SuccessionError):
            KeyLine.of(KEYS[0]).follow(open_succession(note) for note in notes)
        with pytest.raises(Changed, match="two keys are said to follow one"):
            one_log(KEYS[0].encode()).follow([read_succession(note) for note in notes])


def test_a_key_is_not_followed_by_itself_or_by_one_of_another_name() -> None:
    for after in (KEYS[0], VerifierKey("other.example/log", KEYS[1].public)):
        note = Succession(KEYS[0], after, 1).sign(SECRETS[0], SECRETS[0 if after == KEYS[0] else 1])
        with pytest.raises(SuccessionError):
            open_succession(note)
        with pytest.raises(Unusable):
            read_succession(note)
