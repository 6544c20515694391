"""Commitments to parts and entries."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger.commitment import CommitmentError, commit_entry, commit_part, commit_under, part_key
from holdfast.ledger.tests.examples import spoiled, unhurried

KEY = bytes(range(32))

#: Also in docs/ledger-format.md.
PART_KEY = "08346471676522d8df55319378044718431b79397c71e61dab57e3b7ab90b819"
PART = "af26467a4d45c2d159e299997a90fe149412f88385db2654c125926be49862f7"
ENTRY = "7d485be9a4eb5dd1682f9b531335e55324aed5a6311315f8751c77f9514aa253"

keys = st.binary(min_size=32, max_size=32)
names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
parts = st.dictionaries(names, keys, min_size=1, max_size=6)


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


@unhurried
@given(keys, names, st.binary(max_size=300))
def test_a_part_is_committed_to_as_documented(key: bytes, name: str, data: bytes) -> None:
    named = len(name.encode()).to_bytes(2, "big") + name.encode()
    own = _hmac(key, b"holdfast/part-key/v1\x00" + named)
    assert part_key(key, name) == own
    committed = _hmac(own, b"holdfast/part/v1\x00" + named + len(data).to_bytes(8, "big") + data)
    assert commit_part(key, name, data) == commit_under(own, name, data) == committed


@unhurried
@given(parts)
def test_an_entry_is_committed_to_as_documented(committed: dict[str, bytes]) -> None:
    message = b"holdfast/entry/v1\x00" + len(committed).to_bytes(2, "big")
    for name in sorted(committed, key=str.encode):
        message += len(name.encode()).to_bytes(2, "big") + name.encode() + committed[name]
    assert commit_entry(committed.items()) == hashlib.sha256(message).digest()
    assert commit_entry(reversed(list(committed.items()))) == commit_entry(committed.items())


def test_known_values() -> None:
    assert part_key(KEY, "narrative").hex() == PART_KEY
    narrative = commit_part(KEY, "narrative", b'"no concerns"')
    assert narrative.hex() == PART
    assert commit_entry([("narrative", narrative), (":facts", commit_part(KEY, ":facts", b"{}"))]).hex() == ENTRY


@unhurried
@given(st.data(), keys, names, st.binary(max_size=100))
def test_another_key_name_or_text_is_another_commitment(data: st.DataObject, key: bytes, name: str, text: bytes) -> None:
    made = commit_part(key, name, text)
    other_key = data.draw(keys.filter(lambda each: each != key))
    other_name = data.draw(names.filter(lambda each: each != name))
    assert commit_part(other_key, name, text) != made
    assert commit_part(key, other_name, text) != made
    # Nor can the holder of a part's own key pass the part off under another name.
    assert commit_under(part_key(key, name), other_name, text) != made
    assert commit_part(key, name, text + b"\x00") != made
    if text:
        assert commit_part(key, name, data.draw(spoiled(text))) != made


@unhurried
@given(st.data(), parts)
def test_no_part_can_be_changed_added_or_left_out(data: st.DataObject, committed: dict[str, bytes]) -> None:
    made = commit_entry(committed.items())
    name = data.draw(st.sampled_from(sorted(committed)))
    without = {each: value for each, value in committed.items() if each != name}
    new = data.draw(names.filter(lambda each: each not in committed))
    others = [{**committed, new: committed[name]}, {**without, new: committed[name]}]
    others += [{**committed, name: hashlib.sha256(committed[name]).digest()}]
    others += [without] if without else []
    for other in others:
        assert commit_entry(other.items()) != made


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)])
def test_a_key_of_another_length_is_refused(key: bytes) -> None:
    for refused in (
        lambda: part_key(key, "name"),
        lambda: commit_part(key, "name", b""),
        lambda: commit_under(key, "name", b""),
    ):
        with pytest.raises(CommitmentError, match="32 bytes"):
            refused()


@pytest.mark.parametrize("name", ["", "half \ud800", "é" * 32768])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    for refused in (
        lambda: part_key(KEY, name),
        lambda: commit_under(KEY, name, b""),
        lambda: commit_entry([(name, KEY)]),
    ):
        with pytest.raises(CommitmentError, match="name"):
            refused()


def test_the_longest_name_is_taken() -> None:
    assert len(part_key(KEY, "n" * 65535)) == 32


def test_an_entry_has_parts_each_named_once_each_with_a_commitment() -> None:
    with pytest.raises(CommitmentError, match="between 1 and 65535 parts, not 0"):
        commit_entry([])
    with pytest.raises(CommitmentError, match="not 65536"):
        commit_entry((str(number), KEY) for number in range(65536))
    with pytest.raises(CommitmentError, match="two parts have the name 'b'"):
        commit_entry([("b", KEY), ("a", KEY), ("b", bytes(32))])
    with pytest.raises(CommitmentError, match="is 31 bytes"):
        commit_entry([("a", KEY[:-1])])
