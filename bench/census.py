"""Importing an invented census, against merely parsing the same file; and how the cost grows."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from common import heading, installation, timed


def main() -> None:
    sizes = [int(n) for n in sys.argv[1:]] or [3_000, 12_000]
    lines = []
    for size in sizes:
        lines.append(one(size, seed=size))
    heading("Importing a census, against parsing the same file")
    measured = ("parse", "import", "ratio", "entries/s", "peak memory", "the same file again", "one child corrected")
    print(f"| {' | '.join(('children', 'referrals', 'entries', *measured, 'its clocks counted', 'the figures of a page'))} |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for line in lines:
        print(line)


def one(size: int, *, seed: int) -> str:
    """One size, in a process of its own, so that peak memory is its own."""
    import os

    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            os.write(writing, measure(size, seed).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        line = pipe.read()
    os.waitpid(child, 0)
    return line


def measure(size: int, seed: int) -> str:
    with installation() as home:
        from holdfast.demonstration.people import found_partnership
        from holdfast.returns.cin import synth
        from holdfast.returns.cin.whole import read
        from holdfast.returns.importing import take_in

        found_partnership()
        path = Path(home) / "census.xml"
        with path.open("w") as file:
            synth.write(file, children=size, seed=seed, year=2026)
        with timed() as parse:
            census = read(path)
        with timed() as taking:
            result = take_in(path.name, census)
        with timed() as again:
            take_in(path.name, read(path))
        corrected = Path(home) / "corrected.xml"
        corrected.write_text(path.read_text().replace("<PrimaryNeedCode>N1<", "<PrimaryNeedCode>N2<", 1))
        with timed() as otherwise:
            take_in(corrected.name, read(corrected))
        from holdfast.returns.counting import count_all

        with timed() as counting:
            count_all()
        with timed() as page:
            history()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rate = result.entries / taking[0]
        return (
            f"| {size:,} | {result.cin_details:,} | {result.entries:,} | {parse[0]:.1f} s | {taking[0]:.1f} s | {taking[0] / parse[0]:.0f} | "
            f"{rate:,.0f} | {memory:,.0f} MB | {again[0]:.1f} s, {taking[0] / again[0]:.0f}× faster | "
            f"{otherwise[0]:.1f} s, {taking[0] / otherwise[0]:.1f}× faster | "
            f"{counting[0]:.1f} s | {1000 * page[0]:.0f} ms |"
        )


def history() -> None:
    """What the pages of the clocks ask: every clock, and one of them by month."""
    from holdfast.database.time import now
    from holdfast.record.holding import reading_all
    from holdfast.returns import figures

    with reading_all():
        figures.by_clock(now())
        figures.by_month("ASSESS_45", now())


if __name__ == "__main__":
    main()
