"""The map of positions, held against its definition word for word; what is present, what is absent, and a file that nobody need trust."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger.position_map import MapDamaged, PositionMap, Way
from holdfast.ledger.tests.examples import unhurried

Positions = list[tuple[bytes, int]]


def naive(positions: dict[bytes, int], depth: int = 0) -> tuple[int, bytes]:
    """The definition, with nothing shared: how many labels, and the hash."""
    if not positions:
        return 0, bytes(32)
    if len(positions) == 1:
        ((label, index),) = positions.items()
        return 1, sha256(b"\x02" + label + index.to_bytes(8, "big")).digest()
    sides: tuple[dict[bytes, int], dict[bytes, int]] = ({}, {})
    for label, index in positions.items():
        sides[int.from_bytes(label, "big") >> (255 - depth) & 1][label] = index
    left, right = (naive(side, depth + 1) for side in sides)
    return len(positions), sha256(b"\x03" + left[1] + right[1]).digest()


def label(n: int) -> bytes:
    return sha256(b"label %d" % n).digest()


def grown(*batches: Positions, at: Path | None = None) -> PositionMap:
    positions = PositionMap(at)
    for batch in batches:
        with positions.growing(batch, positions.covered + len(batch)):
            pass
    return positions


#: Labels that share long beginnings, as no hash would, but as somebody could make them.
crafted = st.binary(min_size=1, max_size=3).map(lambda end: bytes(32 - len(end)) + end)
any_label = st.one_of(st.binary(min_size=32, max_size=32), crafted)


@given(labels=st.lists(any_label, max_size=120), cuts=st.lists(st.integers(0, 120), max_size=4), asked=st.lists(any_label, max_size=5))
@unhurried
def test_it_is_what_its_definition_says_in_whatever_batches_it_grew(labels: list[bytes], cuts: list[int], asked: list[bytes]) -> None:
    given_ = [(each, index) for index, each in enumerate(labels)]
    first: dict[bytes, int] = {}
    for each, index in given_:
        first.setdefault(each, index)
    edges = sorted({0, len(labels), *(cut for cut in cuts if cut <= len(labels))})
    positions = grown(*(given_[a:b] for a, b in pairwise(edges)))
    assert positions.root == naive(first)[1]
    for each in [*labels[:10], *asked]:
        way = positions.way_of(each)
        assert way.root_for(each) == positions.root
        assert way.index_of(each) == first.get(each), "what is given twice keeps its first place"


def test_a_large_one_grown_in_pieces_is_the_one_made_at_once() -> None:
    many = [(label(n), n) for n in range(5_000)]
    pieces = grown(many[:10], many[10:1_000], many[1_000:1_001], many[1_001:])
    assert pieces.root == grown(many).root == naive(dict(many))[1]
    for n in (0, 999, 4_999):
        way = pieces.way_of(label(n))
        assert (way.root_for(label(n)), way.index_of(label(n))) == (pieces.root, n)
        absent = pieces.way_of(label(n + 5_000))
        assert (absent.root_for(label(n + 5_000)), absent.index_of(label(n + 5_000))) == (pieces.root, None)


@given(data=st.data())
@unhurried
def test_no_other_way_leads_to_the_root(data: st.DataObject) -> None:
    positions = grown([(label(n), n) for n in range(200)])
    asked = data.draw(st.integers(0, 400))
    way = positions.way_of(label(asked))
    siblings = list(way.siblings)
    at = data.draw(st.integers(0, len(siblings) - 1))
    match data.draw(st.sampled_from(["turned", "shorter", "longer", "elsewhere", "nothing there"])):
        case "turned":
            siblings[at] = bytes([siblings[at][0] ^ 1, *siblings[at][1:]])
            other = Way(tuple(siblings), way.found)
        case "shorter":
            other = Way(tuple(siblings[:at]), way.found)
        case "longer":
            other = Way((*siblings, bytes(32)), way.found)
        case "elsewhere":
            other = Way(way.siblings, (label(asked), 7_777))
        case _:
            other = Way(way.siblings, None if way.found else (label(asked), asked))
    with suppress(MapDamaged):
        assert other.root_for(label(asked)) != positions.root


def test_the_way_of_one_label_is_not_that_of_another() -> None:
    positions = grown([(label(n), n) for n in range(200)])
    way = positions.way_of(label(3))
    for n in range(4, 200):
        try:
            assert way.root_for(label(n)) != positions.root or way.index_of(label(n)) is None
        except MapDamaged:
            continue


def test_what_was_begun_and_did_not_end_well_is_not_kept(tmp_path: Path) -> None:
    positions = grown([(label(n), n) for n in range(50)], at=tmp_path / "positions")
    root = positions.root
    with pytest.raises(OSError, match="full"), positions.growing([(label(50), 50)], 51):
        raise OSError("full")
    assert (positions.root, positions.covered) == (root, 50)
    assert PositionMap(tmp_path / "positions", read_only=True).root == root
    assert positions.way_of(label(50)).index_of(label(50)) is None


def test_a_full_disk_is_no_damage(tmp_path: Path) -> None:
    positions = grown([(label(n), n) for n in range(50)], at=tmp_path / "positions")
    root = positions.root
    positions._database.execute("PRAGMA max_page_count = 20")
    with pytest.raises(OSError, match="SQLITE_FULL"), positions.growing([(label(n), n) for n in range(50, 5_000)], 5_000):
        pass
    assert (positions.root, positions.covered) == (root, 50)
    with pytest.raises(OSError, match="SQLITE_CANTOPEN"):
        PositionMap(tmp_path / "none" / "positions")


def test_whoever_reads_sees_one_state_while_it_grows(tmp_path: Path) -> None:
    writer = grown([(label(n), n) for n in range(50)], at=tmp_path / "positions")
    reader = PositionMap(tmp_path / "positions", read_only=True)
    with reader.reading() as (covered, root):
        with writer.growing([(label(n), n) for n in range(50, 90)], 90):
            pass
        assert (covered, reader.way_of(label(60)).root_for(label(60))) == (50, root)
        assert reader.way_of(label(60)).index_of(label(60)) is None
    with reader.reading() as (covered, root):
        assert (covered, root) == (90, writer.root)
        assert reader.way_of(label(60)).index_of(label(60)) == 60


@pytest.mark.parametrize("what", ["altered", "removed", "cut", "no database"])
def test_a_file_that_does_not_hold_the_map_is_found_out_and_never_believed(tmp_path: Path, what: str) -> None:
    path = tmp_path / "positions"
    grown([(label(n), n) for n in range(300)], at=path).close()
    if what == "no database":
        path.write_bytes(b"\xff" * 5_000)
    else:
        with sqlite3.connect(path) as database:
            for (prefix,) in database.execute("SELECT prefix FROM node WHERE split = 0").fetchall():
                row = database.execute("SELECT data FROM node WHERE prefix = ?", [prefix]).fetchone()[0]
                altered = {"altered": bytes([row[0], row[1] ^ 1, *row[2:]]), "cut": row[:-1]}.get(what)
                if altered is None:
                    database.execute("DELETE FROM node WHERE prefix = ?", [prefix])
                else:
                    database.execute("UPDATE node SET data = ? WHERE prefix = ?", [altered, prefix])
    with pytest.raises(MapDamaged):
        PositionMap(path).way_of(label(3))
    with pytest.raises(MapDamaged), PositionMap(path).growing([(label(n), n) for n in range(300, 400)], 400):
        pass
