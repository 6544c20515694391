"""Writes what others read: a ledger of a thousand and more leaves as the sequencer writes it, heads of several sizes, and proofs between them."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from holdfast.ledger.checkpoint import Checkpoint, sign_checkpoint
from holdfast.ledger.leaf import Leaf, map_leaf
from holdfast.ledger.note import Algorithm, add_signatures, cosignature_on, verifier_key
from holdfast.ledger.store import Store
from holdfast.ledger.tree import Frontier, consistency_proof, inclusion_proof, leaf_hash

ORIGIN = "log.example/safeguard"
LOG, WITNESS = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
SIZES = (1, 2, 3, 255, 256, 257, 512, 1_000)


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def main(folder: Path) -> None:
    store, tree, heads, leaves = Store(folder / "ledger"), Frontier(), {}, list[bytes]()
    for size in SIZES:
        new = [
            map_leaf(bytes(32)) if n % 50 == 0 else Leaf(n.to_bytes(32, "big"), (bytes([1]) * 28 + n.to_bytes(4, "big"),)).encode()
            for n in range(len(leaves), size)
        ]
        tree = store.grow(tree, new)
        leaves += new
        note = sign_checkpoint(Checkpoint(ORIGIN, tree.size, tree.root()), LOG)
        heads[size] = add_signatures(note, [cosignature_on(note.split("\n\n")[0] + "\n", "witness.example/w", WITNESS, 1_760_000_000)])
    roots = {size: text(base64.b64decode(note.split("\n")[2])) for size, note in heads.items()}
    nodes = {size: store.nodes(size) for size in SIZES}
    inclusions = [
        {
            "size": size,
            "index": index,
            "data": text(leaves[index]),
            "leaf": text(leaf_hash(leaves[index])),
            "proof": [text(each) for each in inclusion_proof(nodes[size], index, size)],
        }
        for size in SIZES
        for index in sorted({0, size // 2, size - 1})
    ]
    growths = [
        {"old": old, "size": size, "proof": [text(each) for each in consistency_proof(nodes[size], old, size)]}
        for old in SIZES
        for size in SIZES
        if old < size
    ]
    material = {
        "origin": ORIGIN,
        "vkey": verifier_key(ORIGIN, LOG.public_key()),
        "witnessVkey": verifier_key("witness.example/w", WITNESS.public_key(), Algorithm.ED25519_COSIGNATURE),
        "key": text(LOG.public_key().public_bytes_raw()),
        "heads": {str(size): note for size, note in heads.items()},
    }
    (folder / "material.json").write_text(
        json.dumps({**material, "roots": {str(s): r for s, r in roots.items()}, "inclusions": inclusions, "growths": growths})
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
