"""`script/holdfast synth cin --children N --seed S`: an invented census file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.returns.cin import synth, synth_years


class Command(BaseCommand):
    help = "Write an invented file for trying things out: `synth cin --children 12000 --seed 1 --out FILE` (a Children in Need census)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["cin"], help="which return")
        parser.add_argument("--children", type=int, default=300, help="how many children (default 300)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same file (default 1)")
        parser.add_argument("--year", type=int, default=2026, help="the census year; its date is 31 March (default 2026)")
        parser.add_argument(
            "--years", type=int, default=1, help="so many years of the same children, up to --year: a file for each (default 1)"
        )
        parser.add_argument("--out", type=Path, help="the file to write; standard output if not given")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["children"] < 0:
            raise CommandError("--children must be 0 or more")
        if not 2021 <= options["year"] <= 2100:
            raise CommandError("--year must be between 2021 and 2100")
        given = {"children": options["children"], "seed": options["seed"], "year": options["year"]}
        if not 1 <= options["years"] <= 10 or (options["years"] > 1 and options["out"] is None):
            raise CommandError("--years must be between 1 and 10, and of more than one --out must say where")
        if options["years"] > 1:
            self._several(options["out"], options["years"], **given)
            return
        if options["out"] is None:
            for line in synth.lines(**given):
                self.stdout.write(line, ending="")
            return
        with options["out"].open("w", encoding="utf-8") as file:
            synth.write(file, **given)
        self.stderr.write(f"{options['children']} invented children are in {options['out']}")

    def _several(self, out: Path, years: int, *, children: int, seed: int, year: int) -> None:
        """A file for each year, named after it: `census.xml` becomes `census-2025.xml` and `census-2026.xml`."""
        for each, text in synth_years.censuses(children=children, seed=seed, years=range(year - years + 1, year + 1)).items():
            path = out.with_stem(f"{out.stem}-{each}")
            path.write_text(text, encoding="utf-8")
            self.stderr.write(f"The census of {each} is in {path}")
