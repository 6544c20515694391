"""The same entries taken in by Tessera (Go, POSIX files) and by our files: the tree alone, as Tessera has it, and with the map of positions.

bench/tessera.py [ENTRIES ...]        (default 10000 100000 1000000; needs Go 1.25 or later)
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from common import heading, timed
from proofs import leaf, taken_in

from holdfast.ledger.checkpoint import Checkpoint
from holdfast.ledger.store import Store
from holdfast.ledger.tree import Frontier

HERE = Path(__file__).parent


def one(program: Path, count: int, folder: Path) -> None:
    leaves = [leaf(n) for n in range(count)]
    entries = folder / f"entries-{count}"
    entries.write_bytes(b"".join(len(each).to_bytes(2, "big") + each for each in leaves))
    place = folder / f"tessera-{count}"
    done = subprocess.run([program, entries, place], capture_output=True, check=True, text=True, timeout=1_200)
    took, _, head = done.stdout.partition("\n")
    ours = folder / f"tree-{count}"
    ours.mkdir()
    with timed() as tree_alone:
        tree = Store(ours).grow(Frontier(), leaves)
    theirs = Checkpoint.parse(head.split("\n\n")[0] + "\n")
    same = (theirs.size, theirs.root) == (tree.size, tree.root())
    assert same, "Tessera makes another tree of the same entries"
    mapped = folder / f"mapped-{count}"
    mapped.mkdir()
    with_map = sum(taken_in(mapped, count, 1))
    print(
        f"{count:,} entries, the same root. Tessera: {float(took):.2f} s ({count / float(took):,.0f}/s). Ours, the tree alone: {tree_alone[0]:.2f} s "
        f"({count / tree_alone[0]:,.0f}/s; {float(took) / tree_alone[0]:.2f} of its speed). With the map of positions and the signed head: "
        f"{with_map:.2f} s ({count / with_map:,.0f}/s; {float(took) / with_map:.2f}).",
        flush=True,
    )


def main() -> None:
    heading("Taking entries in, beside Tessera")
    with tempfile.TemporaryDirectory() as name:
        program = Path(name) / "tessera"
        subprocess.run(["go", "build", "-o", program, "."], cwd=HERE / "tessera", check=True, timeout=600)
        for count in [int(each) for each in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
            one(program, count, Path(name))


if __name__ == "__main__":
    main()
