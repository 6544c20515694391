"""Policies: whose cosignatures make a checkpoint believed, and policies spoiled."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger.checkpoint import Checkpoint, CheckpointError, sign_checkpoint
from holdfast.ledger.note import Algorithm, NoteError, SignatureError, VerifierKey, add_signatures, cosignature_on, verifier_key
from holdfast.ledger.policy import Policy, PolicyError, QuorumMissing, read_policy
from holdfast.ledger.tests.examples import CHECKPOINT, LOG_KEY, LOG_VKEY, ROOTS, WITNESS_VKEY, spoiled_text

KEYS = {
    name: Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n, name in enumerate(("p1", "p2", "p3", "h1", "h2", "c1"), start=10)
}
HEAD = Checkpoint("log.example/safeguard", 8, ROOTS[8])


def vkey(name: str) -> str:
    return verifier_key(f"{name}.example/witness", KEYS[name].public_key(), Algorithm.ED25519_COSIGNATURE)


def cosigned(*names: str) -> str:
    lines = [cosignature_on(HEAD.body(), f"{name}.example/witness", KEYS[name], 1_760_000_000) for name in names]
    return add_signatures(sign_checkpoint(HEAD, LOG_KEY), lines)


ORGANISATIONS = f"""# Each organisation must have seen it.
log {LOG_VKEY} https://log.example/
witness p1 {vkey("p1")} https://police.example/
witness p2 {vkey("p2")}
\twitness p3   {vkey("p3")}

group police 2 p1 p2 p3
witness h1 {vkey("h1")}
witness h2 {vkey("h2")}
group health any h1 h2
group both all police health
quorum both
"""


@pytest.mark.parametrize(
    ("who", "met"),
    [
        ((), False),
        (("p1", "p2"), False),
        (("h1", "h2"), False),
        (("p1", "h1"), False),
        (("p1", "p3", "h2"), True),
        (("p1", "p2", "p3", "h1", "h2"), True),
        (("p1", "p2", "c1"), False),
    ],
)
def test_a_quorum_over_organisations(who: tuple[str, ...], met: bool) -> None:
    policy = read_policy(ORGANISATIONS)
    if met:
        assert policy.open(cosigned(*who)).checkpoint == HEAD
    else:
        with pytest.raises(QuorumMissing):
            policy.open(cosigned(*who))


def test_the_published_checkpoint_under_its_own_policy() -> None:
    policy = read_policy(f"log {LOG_VKEY}\nwitness w {WITNESS_VKEY}\nquorum w\n")
    (cosignature,) = policy.open(CHECKPOINT).cosignatures
    assert cosignature.time == 1_760_000_000
    assert policy.urls == {}
    assert read_policy(ORGANISATIONS).urls == {LOG_VKEY: "https://log.example/", vkey("p1"): "https://police.example/"}


def test_without_a_log_in_the_policy_one_is_given_and_without_witnesses_none_is_asked() -> None:
    policy = read_policy("quorum none\n")
    assert policy == Policy()
    assert policy.open(cosigned(), VerifierKey.decode(LOG_VKEY)).cosignatures == ()
    with pytest.raises(SignatureError):
        policy.open(cosigned())
    other = verifier_key("log.example/other", LOG_KEY.public_key())
    with pytest.raises(SignatureError):
        read_policy(f"log {other}\nquorum none\n").open(cosigned())
    assert read_policy(f"log {other}\nlog {vkey_of_another_log()}\nlog {LOG_VKEY}\nquorum none\n".replace(f"log {other}\n", "")).open(
        cosigned()
    )


def vkey_of_another_log() -> str:
    return verifier_key("log.example/another", KEYS["c1"].public_key())


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "no quorum"),
        ("quorum nobody\n", "line 1: nothing before this"),
        (f"witness a {vkey('p1')}\nquorum a\nquorum a\n", "line 3: there is more than one quorum"),
        (f"witness a {vkey('p1')}\nwitness a {vkey('p2')}\nquorum a\n", "taken"),
        (f"witness a {vkey('p1')}\nwitness b {vkey('p1')}\nquorum a\n", "given twice"),
        (f"log {LOG_VKEY}\nlog {LOG_VKEY}\nquorum none\n", "given twice"),
        (f"witness none {vkey('p1')}\nquorum none\n", "taken"),
        (f"witness a {LOG_VKEY}\nquorum a\n", "another type"),
        (f"log {vkey('p1')}\nquorum none\n", "another type"),
        (f"witness a {vkey('p1')}\ngroup g 2 a\nquorum g\n", "between 1 and 1"),
        (f"witness a {vkey('p1')}\ngroup g 0 a\nquorum g\n", "between 1 and 1"),
        (f"witness a {vkey('p1')}\ngroup g any\nquorum g\n", "between 1 and 0"),
        (f"witness a {vkey('p1')}\ngroup g any a a\nquorum g\n", "once"),
        (f"witness a {vkey('p1')}\ngroup g any a\ngroup h any a\nquorum g\n", "one group, once"),
        (f"witness a {vkey('p1')}\ngroup g any g\nquorum g\n", "nothing before this"),
        ("quorum none", "newline"),
        ("quorum none\r\n", "control characters"),
        ("log x\nquorum none\n", "line 1"),
        ("nonsense\n", "line 1: a line is"),
        ("\ud800\n", "UTF-8"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_by_line(text: str, wrong: str) -> None:
    with pytest.raises(PolicyError, match=wrong):
        read_policy(text)


@given(text=spoiled_text(ORGANISATIONS))
def test_no_spoiled_policy_does_anything_but_refuse_or_read(text: str) -> None:
    try:
        policy = read_policy(text)
        policy.open(cosigned("p1", "p2", "h1"))
    except (PolicyError, SignatureError, CheckpointError, NoteError):
        return
    assert policy.quorum == "none" or policy.is_met({VerifierKey.decode(vkey(name)) for name in ("p1", "p2", "h1")})


@given(text=st.text(max_size=200) | st.binary(max_size=200))
def test_whatever_is_read_is_refused_in_words(text: str | bytes) -> None:
    try:
        read_policy(text)
    except PolicyError as wrong:
        assert str(wrong)
