"""Has the ledger's heads cosigned by a witness that no one here wrote, as the ledger's process does: each growth of it, a head that it has seen more than,
and one of another history, which it must refuse.
"""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from material import LOG, ORIGIN, SIZES

from holdfast.ledger.checkpoint import Checkpoint, sign_checkpoint
from holdfast.ledger.leaf import Leaf
from holdfast.ledger.note import VerifierKey, verifier_key
from holdfast.ledger.store import Store
from holdfast.ledger.tree import Frontier

settings.configure()


def grown(folder: Path, sizes: tuple[int, ...], *, first: int) -> list[tuple[Store, Checkpoint, str]]:
    """A ledger in a folder, with its signed head at each of these sizes."""
    store, tree, heads, count = Store(folder), Frontier(), [], 0
    for size in sizes:
        leaves = [Leaf((first + n).to_bytes(32, "big"), (bytes([1]) * 28 + n.to_bytes(4, "big"),)).encode() for n in range(count, size)]
        tree, count = store.grow(tree, leaves), size
        head = Checkpoint(ORIGIN, tree.size, tree.root())
        heads.append((store, head, sign_checkpoint(head, LOG)))
    return heads


def main(program: str, work: Path) -> None:
    from holdfast.record.witnessing import _cosignature, _DidNot, _Known

    vkey = verifier_key(ORIGIN, LOG.public_key())
    with subprocess.Popen([program, vkey], stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        try:
            said, url = serving.stdout.readline().split()
            key, known = VerifierKey.decode(said), _Known()
            for store, head, note in grown(work / "witnessed", SIZES, first=0):
                signature = _cosignature(key, url, store, head, note, known)
                key.check(head.body(), signature.signature)
                known.size = head.size
            # A process that has forgotten learns from the witness what it saw, and asks again
            store, head, note = grown(work / "witnessed-again", (*SIZES, 1_500), first=0)[-1]
            key.check(head.body(), _cosignature(key, url, store, head, note, _Known()).signature)
            for what, sizes, first, size in (("a ledger put back", SIZES, 0, 1_000), ("another history", (*SIZES, 2_000), 7, 1_500)):
                store, head, note = grown(work / what.replace(" ", "-"), sizes, first=first)[-1]
                try:
                    _cosignature(key, url, store, head, note, _Known(size=size))
                except _DidNot:
                    continue
                sys.exit(f"the witness cosigned {what}")
            assert base64.b64decode(said.split("+", 2)[2])[0] == 0x04  # a key may hold a plus, a name may not
        finally:
            serving.kill()
    print(
        f"omniwitness: {len(SIZES) + 1} heads cosigned, one after what it saw was forgotten; a ledger put back and another history refused"
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
