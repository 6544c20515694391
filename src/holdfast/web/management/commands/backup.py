"""`holdfast backup FOLDER`: a copy of the database and the ledger; the keys apart."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.database.copying import CopyFailed
from holdfast.database.embedded.programs import NoPostgres
from holdfast.web.backup import BackupRefused, back_up


class Command(BaseCommand):
    help = "Copy the database and the ledger into an empty folder, while everything runs. The keys are not in it: keep them apart."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="an empty folder")
        parser.add_argument("--with-keys", action="store_true", help="the keys too: whoever has such a copy reads everything")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = back_up(options["folder"], lambda words: self.stderr.write(f"  {words}"), with_keys=options["with_keys"])
        except (BackupRefused, CopyFailed, NoPostgres, OSError) as why:
            raise CommandError(str(why)) from why
        self.stdout.write(f"{options['folder']}: {made.entries:,} entries, the ledger at {made.head:,} leaves, {made.made_at}.")
        if not options["with_keys"]:
            self.stdout.write(
                "The keys are not in it: without them nothing in it can be read. Keep a copy of them elsewhere (docs/keys.md)."
            )
