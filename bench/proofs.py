"""What proofs cost, without a database: a backlog taken in with its map of positions, one matter proved among many, and the whole checked again.

bench/proofs.py [ENTRIES ...]        (default 10000 100000 1000000; beyond a million, in heads of a million)
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from common import heading, timed
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from holdfast.ledger.checkpoint import Checkpoint, sign_checkpoint
from holdfast.ledger.leaf import Leaf, map_leaf
from holdfast.ledger.note import verifier_key
from holdfast.ledger.position_map import PositionMap
from holdfast.ledger.store import Store
from holdfast.ledger.succession import KeyLine
from holdfast.ledger.tree import Frontier, inclusion_proof
from holdfast.record.mapping import positions_in
from holdfast_verify.ledgers import check_ledger, source
from holdfast_verify.policies import one_log

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
ORIGIN = "bench.example/log"
VKEY = verifier_key(ORIGIN, KEY.public_key())
#: Entries of the matter that is proved.
OF_A_MATTER = 50
#: Heads, each with a leaf of the map, in which the same entries are taken in again.
HEADS = 50


#: The most entries that are taken in at once, and the fewest of which bare hashing is timed.
MOST_AT_ONCE, LEAST = 1_000_000, 200_000


def leaf(n: int) -> bytes:
    labels = (sha256(b"home %d" % n).digest(), sha256(b"cited %d" % n).digest())
    return Leaf(sha256(b"commitment %d" % n).digest(), labels).encode()


EXAMPLE = leaf(0)


def taken_in(folder: Path, count: int, heads: int) -> Iterator[float]:
    """Leaves written, mapped and signed, in so many heads; how long each took, but for making the leaves."""
    store, tree, head, step = Store(folder), Frontier(), None, -(-count // heads)
    positions = PositionMap(store.map_path)
    for start in range(0, count, step):
        some = [leaf(n) for n in range(start, min(count, start + step))]
        with timed() as took, positions.growing(positions_in(some, tree.size), tree.size + len(some)) as root:
            tree = store.grow(tree, [*some, map_leaf(root)])
            new = Checkpoint(ORIGIN, tree.size, tree.root())
            store.move_head(sign_checkpoint(new, KEY), before=head, keys=KeyLine.of(VKEY))
            head = new
        yield took[0]
    positions.close()


def bundle(folder: Path, count: int) -> int:
    """The ways of one matter's entries through tree and map; how many bytes they are."""
    store = Store(folder)
    head = store.head(KeyLine.of(VKEY))
    assert head is not None
    nodes, positions = store.nodes(head.size), PositionMap(store.map_path, read_only=True)
    size = 0
    with positions.reading():
        for n in range(0, count, count // OF_A_MATTER):
            way = positions.way_of(sha256(b"home %d" % n).digest())
            assert way.found is not None
            size += 32 * (len(way.siblings) + len(inclusion_proof(nodes, way.found[1], head.size)))
    positions.close()
    return size


def one(count: int) -> None:
    with timed() as bare:
        for _ in range(LEAST):
            sha256(b"\0" + EXAMPLE).digest()
            sha256(b"\1" + bytes(64)).digest()
    bare_time = bare[0] * count / LEAST
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "one"
        folder.mkdir()
        heads = max(1, count // MOST_AT_ONCE)
        taking = sum(taken_in(folder, count, heads))
        files = sum(path.stat().st_size for path in (folder / "tile").rglob("*") if path.is_file())
        map_size = (folder / "positions").stat().st_size
        with timed() as proving:
            proof = bundle(folder, count)
        with timed() as checking:
            check_ledger(source(str(folder)), one_log(VKEY))
        print(
            f"{count:,} entries. Taken in with tree and map, {heads} head{'s' if heads > 1 else ''}: {taking:.2f} s ({count / taking:,.0f}/s; bare "
            f"hashing of as many leaves and nodes {bare_time:.2f} s: {taking / bare_time:.0f} times). Files {files / count:.0f} bytes an entry, map "
            f"{map_size / count:.0f}. One matter of {OF_A_MATTER} entries proved: {1000 * proving[0]:.0f} ms, {proof:,} bytes of ways. The whole "
            f"checked again: {checking[0]:.1f} s ({checking[0] / bare_time:.1f} times bare hashing).",
            flush=True,
        )
        if heads > 1:
            return
        many = Path(name) / "many"
        many.mkdir()
        taking_many = sum(taken_in(many, count, HEADS))
        with timed() as checking_many:
            check_ledger(source(str(many)), one_log(VKEY))
        print(
            f"    In {HEADS} heads: {taking_many:.1f} s. With {HEADS} leaves of the map checked again: {checking_many[0]:.1f} s.",
            flush=True,
        )


def main() -> None:
    heading("Proofs of the ledger")
    for count in [int(each) for each in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
        one(count)


if __name__ == "__main__":
    main()
