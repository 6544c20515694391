"""`script/holdfast import-cin FILE [--as-of DATE] [--json]`: take a Children in Need census in."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from holdfast.duties.rulebook import rule
from holdfast.partnership.founding import found_if_empty
from holdfast.record.gate import NotReady
from holdfast.returns.cin.read import UnusableFile
from holdfast.returns.cin.whole import read
from holdfast.returns.importing import Result, take_in

ALL_TAKEN, SOME_REJECTED, UNUSABLE = 0, 3, 2


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date (YYYY-MM-DD)") from None


class Command(BaseCommand):
    help = "Take a Children in Need census file in (exit 0: all taken; 3: some records rejected; 2: unusable, nothing written)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the census file, of any year from 2021 on")
        parser.add_argument("--as-of", type=_day, help="the day at which what is open becomes a duty (default: the file's reference date)")
        parser.add_argument("--json", action="store_true", help="write the result as one line of JSON, last on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = self._take(options["file"], options["as_of"])
        except (UnusableFile, NotReady) as why:
            self.stderr.write(str(why))
            if options["json"]:
                self.stdout.write(json.dumps({"file": options["file"].name, "unusable": str(why)}))
            sys.exit(UNUSABLE)
        self._say(result)
        if options["json"]:
            self.stdout.write(json.dumps(result.as_dict(), ensure_ascii=False))
        if result.rejected:
            sys.exit(SOME_REJECTED)

    def _take(self, file: Path, as_of: date | None) -> Result:
        self._progress("reading")
        census = read(file, progress=lambda n: self._progress(f"read {n:,} children"))
        found_if_empty()  # an analyst who tries the import first needs somebody to see it as
        result = take_in(file.name, census, as_of=as_of, progress=lambda n, of: self._progress(f"taken {n:,} of {of:,} children"))
        if census.unknown:
            found = ", ".join(f"{name} ({n})" for name, n in census.unknown.most_common(10))
            self.stderr.write(f"Elements that are not of the census were left: {found}")
        return result

    def _progress(self, words: str) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"  {words:<50}", ending="\r")
        else:
            self.stderr.write(f"  {words}")
        self.stderr.flush()

    def _say(self, result: Result) -> None:
        self.stderr.write(
            f"{result.children:,} children, {result.cin_details:,} referrals: {result.entries:,} entries recorded, {result.already_held:,} held already."
        )
        for code, found in sorted(result.duties.items()):
            ended = f"{found.met:,} met, {found.late:,} met late, {found.never_met:,} never met, {found.not_required:,} not required"
            words = f"{ended}, {found.open:,} open, of these {found.overdue:,} overdue"
            self.stderr.write(f"  {rule(code).title}: {found.opened:,} began; {words}.")
        for each in result.rejected[:20]:
            self.stderr.write(f"  Rejected: {each.child}, {each.field} {each.value!r}: {each.rule}.")
        if result.queried:
            self.stderr.write(f"  Taken, and to be looked at: {len(result.queried):,} (with --json, each of them).")
        if len(result.rejected) > 20:
            self.stderr.write(f"  … and {len(result.rejected) - 20:,} more (with --json, all).")
