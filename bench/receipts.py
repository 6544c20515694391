"""How long after something is recorded a receipt can be had that two witnesses of other organisations have seen: 1,000 entries a second."""

from __future__ import annotations

import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from common import heading, installation

PER_SECOND, SECONDS, AT_ONCE = 1_000, 20, 50
PORTS = (8411, 8412)


def main() -> None:
    with installation() as home:
        from django.db import connections

        from holdfast.children.kinds.case import OWN, NoteRecorded, Words
        from holdfast.children.rooms import own_room_of
        from holdfast.database.viewing import EVERYONE
        from holdfast.record.append import append, append_all
        from holdfast.record.audience import AudienceGranted
        from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening
        from holdfast.record.log_keys import head_keys, verifying_key
        from holdfast.record.witnessing import policy_path, published_head

        room = uuid4()
        append(
            Draft(facts=AudienceGranted(principal=EVERYONE, reason="bench"), room=room, opens=Opening("case", (EVERYONE,))),
            by=SYSTEM_AUTHOR,
        )
        own = own_room_of(room, uuid4())
        first = Opening("case", (uuid4(),), kind=OWN, matter=room)
        append(Draft(facts=NoteRecorded(), parts=Words(words="The first"), room=own, cites=[room], opens=first), by=SYSTEM_AUTHOR)

        def record() -> tuple[UUID, float]:
            drafts = [
                Draft(facts=NoteRecorded(), parts=Words(words="Spoke to the school. " * 6), room=own, cites=[room]) for _ in range(AT_ONCE)
            ]
            entry = append_all(drafts, by=SYSTEM_AUTHOR)[-1].id
            return entry, time.perf_counter()

        def seen() -> int:
            """How large the head is that can be had now, with the cosignatures of all who are asked."""
            from holdfast.record.witnessing import witnessed_size

            if policy_path().exists():
                return witnessed_size() or 0
            note = published_head()
            return head_keys().open(note).size if note else 0

        def lags(cadence: float) -> list[float]:
            """Milliseconds from when an entry was committed to when a head that holds it could be had."""
            sizes: list[tuple[float, int]] = []
            stop = threading.Event()

            def watch() -> None:
                while not stop.is_set():
                    sizes.append((time.perf_counter(), seen()))
                    time.sleep(0.005)

            with ledger(cadence):
                watching = threading.Thread(target=watch)
                watching.start()
                began = time.perf_counter()
                recorded = []
                for n in range(SECONDS * PER_SECOND // AT_ONCE):
                    time.sleep(max(0.0, began + n * AT_ONCE / PER_SECOND - time.perf_counter()))
                    recorded.append(record())
                took = time.perf_counter() - began
                time.sleep(2 * cadence + 2)
                stop.set()
                watching.join()
            print(f"  recorded {len(recorded) * AT_ONCE / took:,.0f} entries/s")
            with connections["owner"].cursor() as cursor:
                cursor.execute(
                    "SELECT entry_id, index FROM record_ledger_index WHERE entry_id = ANY(%s)", [[entry for entry, _ in recorded]]
                )
                index = dict(cursor.fetchall())
            found = []
            for entry, at in recorded:
                had = next((when for when, size in sizes if size > index[entry]), None)
                assert had is not None, "no head holds it"
                found.append(max(0.0, (had - at) * 1000))
            return found

        heading("From recorded to a receipt")
        base = say("no witness, a head as soon as there is something", lags(0.05))
        with witnesses(home, verifying_key()) as policy:
            policy_path().write_text(policy)
            two = say("two witnesses, a head as soon as there is something", lags(0.05))
            usual = say("two witnesses, a head every five seconds (the default)", lags(5.0))
        print(f"two witnesses take {two / base:.1f} × as long as none; the default cadence {usual / two:.0f} × as long as none of it")


def say(what: str, found: list[float]) -> float:
    """Print the middle and the ninety-ninth of a hundred; the latter."""
    cut = statistics.quantiles(found, n=100)
    print(f"{what}: p50 {statistics.median(found):,.0f} ms, p99 {cut[98]:,.0f} ms, at most {max(found):,.0f} ms")
    return cut[98]


@contextmanager
def ledger(cadence: float) -> Iterator[None]:
    """The ledger's process."""
    process = subprocess.Popen([sys.executable, "-m", "holdfast", "ledger", "--cadence", str(cadence)], stderr=subprocess.DEVNULL)
    time.sleep(3)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


@contextmanager
def witnesses(home: Path, vkey: str) -> Iterator[str]:
    """Two witnesses, each a process of its own; the policy that asks for both."""
    processes, lines = [], []
    for name, port in zip(("police", "health"), PORTS, strict=True):
        folder = home / f"witness-{name}"
        command = [sys.executable, "-m", "holdfast_verify.serving"]
        made = subprocess.run([*command, "begin", "--name", f"{name}.example/w", str(folder)], check=True, capture_output=True, text=True)
        subprocess.run([*command, "watch", "--log", vkey, str(folder)], check=True, capture_output=True)
        processes.append(subprocess.Popen([*command, "serve", str(folder), "--port", str(port)], stderr=subprocess.DEVNULL))
        lines.append(f"witness {name} {made.stdout.strip()} http://127.0.0.1:{port}\n")
    time.sleep(2)
    try:
        yield f"log {vkey}\n{''.join(lines)}group both all police health\nquorum both\n"
    finally:
        for process in processes:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
