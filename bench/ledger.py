"""The ledger: signing what waits, and building the tree again from its files, against the least that the machine must do for either."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from common import heading, installation, timed

SIZES = (10_000, 40_000)
FEW = 20


def main() -> None:
    with installation() as home:
        from holdfast.children.kinds.case import Words
        from holdfast.children.kinds.pathway import Section47Concluded
        from holdfast.database.viewing import EVERYONE
        from holdfast.ledger.store import Store
        from holdfast.record.append import append_all
        from holdfast.record.audience import AudienceGranted
        from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening
        from holdfast.record.sequencer import sequence

        room = uuid4()
        first = Draft(facts=AudienceGranted(principal=EVERYONE, reason="bench"), room=room, opens=Opening("case", (EVERYONE,)))
        append_all([first], by=SYSTEM_AUTHOR)

        def add(count: int) -> None:
            for _ in range(0, count, 2_000):
                drafts = [
                    Draft(facts=Section47Concluded(outcome="a"), parts=Words(words="Nothing new."), room=room)
                    for _ in range(min(2_000, count))
                ]
                append_all(drafts, by=SYSTEM_AUTHOR, react=False)

        sequence()
        heading("Ledger")
        before = 1
        for size in SIZES:
            add(size - before)
            with timed() as signing:
                done = sequence()
            before = done.size
            store = Store(home / "ledger")
            leaves = list(store.leaves(done.size))
            plain = home / "plain"
            with timed() as writing, plain.open("wb") as file:
                file.write(b"".join(leaves[-done.added :]))
                file.flush()
                os.fsync(file.fileno())
            with timed() as rebuilding:
                store.tree(done.size)
            with timed() as reading:
                data = [path.read_bytes() for path in sorted(Path(store.folder / "tile").rglob("*")) if path.is_file()]
                for leaf in leaves:
                    sha256(leaf).digest()
            del data
            with timed() as few:
                for _ in range(FEW):
                    add(1)
                    sequence()
            with timed() as only_adding:
                for _ in range(FEW):
                    add(1)
            before = done.size + FEW
            sequence()
            before += FEW
            print(
                f"{done.size:,} entries. Signing {done.added:,} that wait: {signing[0]:.2f} s ({done.added / signing[0]:,.0f}/s; writing and syncing "
                f"the same bytes once: {writing[0]:.3f} s). The tree built again from the files: {rebuilding[0]:.2f} s, {rebuilding[0] / reading[0]:.1f} "
                f"times reading them and hashing each leaf. A head for one new entry: {1000 * (few[0] - only_adding[0]) / FEW:.0f} ms."
            )


if __name__ == "__main__":
    main()
