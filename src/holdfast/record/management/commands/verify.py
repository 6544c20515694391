"""`script/holdfast verify`: exit 0 when the record is sound, 1 when it is not, each fault naming its entry or room."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.database.setting_up import is_migrated
from holdfast.ledger.note import NoteError, VerifierKey
from holdfast.record.log_keys import Pinned, store
from holdfast.record.verify import sign_and_verify, verify_from_outside


class Command(BaseCommand):
    help = "Check that nothing recorded was changed, nothing is missing, and the read models say what the record says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--log",
            metavar="VKEY",
            help="judge from outside: by this key of the log, which you trust, on a copy of the database that is only read; nothing is signed first",
        )
        parser.add_argument(
            "--ledger", type=Path, metavar="FOLDER", help="with --log: a copy of the ledger's files, made before that of the database"
        )
        parser.add_argument("--json", action="store_true", help="print the verdict as one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(what: str, done: int, total: int) -> None:
            self.stderr.write(f"\r{what}: {done:,} of {total:,}   ", ending="")

        if not is_migrated():
            raise CommandError(
                "This database was not set up, or not by this release. Run `script/holdfast set-up` first; it changes no entry."
            )
        if options["ledger"] is not None and options["log"] is None:
            raise CommandError("--ledger: say as well by which key it is judged (--log)")
        verdict = sign_and_verify(progress)[0] if options["log"] is None else verify_from_outside(self._pinned(options), progress)
        self.stderr.write("")
        if options["json"]:
            self.stdout.write(verdict.as_json())
        elif verdict.sound:
            self.stdout.write(
                f"Unchanged since recorded: {verdict.entries:,} entries in {verdict.rooms:,} rooms, ledger of {verdict.size:,}. "
                + (f"The words of {verdict.erased:,} were erased by order. " if verdict.erased else "")
                + ("" if verdict.read_models else "The read models, which pages are made of, were not compared. ")
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

    def _pinned(self, options: dict[str, Any]) -> Pinned:
        try:
            log = VerifierKey.decode(options["log"])
        except NoteError as wrong:
            raise CommandError(f"--log: {wrong}") from wrong
        folder = options["ledger"] or store().folder
        if not folder.is_dir():
            raise CommandError(f"--ledger: there is no folder {folder}")
        return Pinned(log, folder)
