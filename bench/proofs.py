"""What proofs cost, without a database: a backlog taken in with its map of positions, one matter proved among many, and the whole checked again.

bench/proofs.py [ENTRIES ...]        (default 10000 100000 1000000)
"""

from __future__ import annotations

import sys
import tempfile
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


def leaf(n: int) -> bytes:
    labels = (sha256(b"home %d" % n).digest(), sha256(b"cited %d" % n).digest())
    return Leaf(sha256(b"commitment %d" % n).digest(), labels).encode()


def taken_in(folder: Path, leaves: list[bytes], heads: int) -> None:
    """The leaves written, mapped and signed, in so many heads."""
    store, tree, head, step = Store(folder), Frontier(), None, -(-len(leaves) // heads)
    positions = PositionMap(store.map_path)
    for start in range(0, len(leaves), step):
        some = leaves[start : start + step]
        with positions.growing(positions_in(some, tree.size), tree.size + len(some)) as root:
            tree = store.grow(tree, [*some, map_leaf(root)])
            new = Checkpoint(ORIGIN, tree.size, tree.root())
            store.move_head(sign_checkpoint(new, KEY), before=head, keys=KeyLine.of(VKEY))
            head = new
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
    leaves = [leaf(n) for n in range(count)]
    with timed() as bare:
        for each in leaves:
            sha256(b"\0" + each).digest()
        for _ in range(count):
            sha256(b"\1" + bytes(64)).digest()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "one"
        folder.mkdir()
        with timed() as taking:
            taken_in(folder, leaves, 1)
        files = sum(path.stat().st_size for path in (folder / "tile").rglob("*") if path.is_file())
        map_size = (folder / "positions").stat().st_size
        with timed() as proving:
            proof = bundle(folder, count)
        with timed() as checking:
            check_ledger(source(str(folder)), one_log(VKEY))
        many = Path(name) / "many"
        many.mkdir()
        with timed() as taking_many:
            taken_in(many, leaves, HEADS)
        with timed() as checking_many:
            check_ledger(source(str(many)), one_log(VKEY))
    print(
        f"{count:,} entries. Taken in with tree and map, one head: {taking[0]:.2f} s ({count / taking[0]:,.0f}/s; bare hashing of as many leaves "
        f"and nodes {bare[0]:.2f} s: {taking[0] / bare[0]:.0f} times). In {HEADS} heads: {taking_many[0]:.1f} s. Files {files / count:.0f} bytes an "
        f"entry, map {map_size / count:.0f}. One matter of {OF_A_MATTER} entries proved: {1000 * proving[0]:.0f} ms, {proof:,} bytes of ways. The "
        f"whole checked again: {checking[0]:.1f} s ({checking[0] / bare[0]:.1f} times bare hashing); with {HEADS} leaves of the map: "
        f"{checking_many[0]:.1f} s."
    )


def main() -> None:
    heading("Proofs of the ledger")
    for count in [int(each) for each in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
        one(count)


if __name__ == "__main__":
    main()
