"""`script/holdfast verify`: exit 0 when the record is sound, 1 when it is not, each fault naming its entry or room."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.database.setting_up import is_migrated
from holdfast.record.verify import sign_and_verify


class Command(BaseCommand):
    help = "Check that nothing recorded was changed, nothing is missing, and the read models say what the record says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the verdict as one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(what: str, done: int, total: int) -> None:
            self.stderr.write(f"\r{what}: {done:,} of {total:,}   ", ending="")

        if not is_migrated():
            raise CommandError(
                "This database was not set up, or not by this release. Run `script/holdfast setup` first; it changes no entry."
            )
        verdict, _ = sign_and_verify(progress)
        self.stderr.write("")
        if options["json"]:
            self.stdout.write(verdict.as_json())
        elif verdict.sound:
            self.stdout.write(
                f"Unchanged since recorded: {verdict.entries:,} entries in {verdict.rooms:,} rooms, ledger of {verdict.size:,}. "
                + (f"The words of {verdict.erased:,} were erased by order. " if verdict.erased else "")
                + "This does not show that it is true, or that everything was written down."
            )
        else:
            for fault in verdict.faults:
                where = " ".join(f"{k} {v}" for k, v in fault.as_json().items() if k in ("entry", "room", "table"))
                self.stdout.write(f"FAULT  {fault.what}: {fault.detail}" + (f"  [{where}]" if where else ""))
                self.stdout.write(f"       could have been done by: {'; '.join(fault.who_could)}")
            self.stdout.write(f"Not sound: {len(verdict.faults) + verdict.more_faults:,} faults in {verdict.entries:,} entries.")
        if not verdict.sound:
            sys.exit(1)
