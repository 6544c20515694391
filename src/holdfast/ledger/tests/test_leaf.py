"""Leaves, labels and names of streams."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger.leaf import (
    MAX_LABELS,
    MAX_LEAF_SIZE,
    Leaf,
    LeafError,
    position_label,
    stream_name,
)
from holdfast.ledger.tests.examples import spoiled, unhurried
from holdfast.ledger.tree import leaf_hash

SECRET = bytes(range(32))
COMMITMENT = b"c" * 32
LEAF = Leaf(COMMITMENT, (position_label(SECRET, 1), position_label(SECRET, 2)))

#: Also in docs/ledger-format.md.
FIRST_LABEL = "3590e3fc90852e366521e7e90da94b28de5218f2485508526d4ce7cc6af49b88"
NAME = "EYAG4-07Q4G-MNRHY-92VNB-SE6T6-7GZZJ-QER7W-5XX2G"
LEAF_HASH = "02c615e279df36695f2a24680c997e23d5ddefb4e6a5eebb4b2101aa644ef4bf"

hashes = st.binary(min_size=32, max_size=32)
leaves = st.builds(
    Leaf,
    commitment=hashes,
    labels=st.lists(hashes, min_size=1, max_size=5, unique=True).map(tuple),
    attestation=st.binary(max_size=100),
)


def test_the_bytes_of_a_leaf() -> None:
    first, second = LEAF.labels
    assert LEAF.encode() == b"\x01\x01" + COMMITMENT + b"\x00\x00" + b"\x02" + first + second
    assert Leaf.decode(LEAF.encode()) == LEAF
    assert leaf_hash(LEAF.encode()).hex() == LEAF_HASH


def test_the_attestation_slot() -> None:
    attested = Leaf(COMMITMENT, LEAF.labels[:1], b"xyz")
    assert attested.encode() == b"\x01\x01" + COMMITMENT + b"\x00\x03xyz" + b"\x01" + LEAF.labels[0]
    assert Leaf.decode(attested.encode()) == attested


def test_the_largest_leaf_fits_a_tile_and_a_larger_one_is_refused() -> None:
    labels = tuple(position_label(SECRET, n) for n in range(1, MAX_LABELS + 1))
    room = MAX_LEAF_SIZE - len(Leaf(COMMITMENT, labels).encode())
    largest = Leaf(COMMITMENT, labels, bytes(room))
    assert len(largest.encode()) == MAX_LEAF_SIZE
    assert Leaf.decode(largest.encode()) == largest
    with pytest.raises(LeafError, match="at most 65535 bytes"):
        Leaf(COMMITMENT, labels, bytes(room + 1))
    with pytest.raises(LeafError, match="between 1 and 255"):
        Leaf(COMMITMENT, (*labels, position_label(SECRET, 256)))


@pytest.mark.parametrize(
    ("commitment", "labels"),
    [
        (COMMITMENT[:-1], LEAF.labels),
        (COMMITMENT, ()),
        (COMMITMENT, (bytes(31),)),
        (COMMITMENT, (LEAF.labels[0], LEAF.labels[0])),
    ],
)
def test_what_is_no_leaf(commitment: bytes, labels: tuple[bytes, ...]) -> None:
    with pytest.raises(LeafError):
        Leaf(commitment, labels)


BYTES = LEAF.encode()


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "at least"),
        (BYTES[:35], "at least"),
        (b"\x00" + BYTES[1:], "version 0"),
        (b"\x02" + BYTES[1:], "version 2"),
        (b"\x01\x00" + BYTES[2:], "type 0"),
        (b"\x01\x02" + BYTES[2:], "type 2"),
        (BYTES[:36], "within its attestation"),
        (BYTES[:34] + b"\xff\xff" + BYTES[36:], "within its attestation"),
        (BYTES[:37], "64 bytes; 0 are there"),
        (BYTES[:-1], "64 bytes; 63 are there"),
        (BYTES + b"\x00", "64 bytes; 65 are there"),
        (BYTES[:36] + b"\x00", "between 1 and 255"),
        (BYTES[:36] + b"\x02" + LEAF.labels[0] * 2, "twice"),
        (BYTES[:34] + b"\xff\xff" + bytes(65535) + BYTES[36:], "at most"),
    ],
)
def test_malformed_leaves_are_refused(data: bytes, complaint: str) -> None:
    with pytest.raises(LeafError, match=complaint):
        Leaf.decode(data)


@unhurried
@given(leaves)
def test_a_leaf_reads_back(leaf: Leaf) -> None:
    assert Leaf.decode(leaf.encode()) == leaf


@unhurried
@given(st.data(), leaves)
def test_any_change_to_a_leaf_is_refused_or_is_another_leaf(data: st.DataObject, leaf: Leaf) -> None:
    changed = data.draw(spoiled(leaf.encode()))
    assert leaf_hash(changed) != leaf_hash(leaf.encode())
    try:
        other = Leaf.decode(changed)
    except LeafError:
        return
    assert other != leaf
    assert other.encode() == changed


@unhurried
@given(st.binary(max_size=120) | st.binary(max_size=120).map(lambda rest: b"\x01\x01" + rest))
def test_bytes_are_read_exactly_or_refused(data: bytes) -> None:
    try:
        leaf = Leaf.decode(data)
    except LeafError:
        return
    assert leaf.encode() == data


def test_labels_and_names_as_documented() -> None:
    message = b"holdfast/position/v1\x00" + b"\x00\x00\x00\x00\x00\x00\x00\x01"
    assert position_label(SECRET, 1) == hmac.new(SECRET, message, hashlib.sha256).digest()
    assert position_label(SECRET, 1).hex() == FIRST_LABEL
    assert stream_name(SECRET) == NAME
    bits = int.from_bytes(hashlib.sha256(b"holdfast/stream-name/v1\x00" + SECRET).digest()[:25], "big")
    letters = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> shift & 31] for shift in range(195, -1, -5))
    assert stream_name(SECRET).replace("-", "") == letters
    assert [len(group) for group in stream_name(SECRET).split("-")] == [5] * 8


@unhurried
@given(st.lists(st.tuples(hashes, st.integers(1, 2**63 - 1)), min_size=2, max_size=10, unique=True))
def test_no_two_places_share_a_label(places: list[tuple[bytes, int]]) -> None:
    assert len({position_label(secret, n) for secret, n in places}) == len(places)
    secrets = {secret for secret, _ in places}
    assert len({stream_name(secret) for secret in secrets}) == len(secrets)


@pytest.mark.parametrize("n", [0, -1, 2**63])
def test_entries_are_numbered_from_one(n: int) -> None:
    with pytest.raises(LeafError, match="numbered from 1"):
        position_label(SECRET, n)


@pytest.mark.parametrize("secret", [b"", bytes(31), bytes(33)])
def test_a_secret_of_another_length_is_refused(secret: bytes) -> None:
    with pytest.raises(LeafError, match="32 bytes"):
        position_label(secret, 1)
    with pytest.raises(LeafError, match="32 bytes"):
        stream_name(secret)
