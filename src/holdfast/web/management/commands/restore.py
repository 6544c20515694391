"""`holdfast restore FOLDER`: put a copy back into an empty database; `--settle` makes sure that nothing later was signed."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.database.copying import CopyFailed
from holdfast.database.embedded.programs import NoPostgres
from holdfast.record.restored import mark, settle
from holdfast.record.sequencer import behind
from holdfast.record.witnessing import PolicyUnusable
from holdfast.vault.master import NoMasterKey
from holdfast.web.backup import BackupRefused, put_back_from


class Command(BaseCommand):
    help = "Put a copy that `backup` made back into an empty database. Nothing is signed until it is settled that nothing later was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", help="the copy")
        parser.add_argument("--settle", action="store_true", help="ask the witnesses whether more was signed than this holds")
        parser.add_argument("--nothing-later", action="store_true", help="with --settle, where no witness is named: you answer for it")

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["folder"] is None) == (not options["settle"]):
            raise CommandError("Name the copy's folder, or --settle.")
        try:
            if options["folder"] is not None:
                made = put_back_from(options["folder"], lambda words: self.stderr.write(f"  {words}"))
                self.stdout.write(
                    f"{made.entries:,} entries are back, as they were {made.made_at}, and the ledger at {made.head:,} leaves or more."
                )
            self._settle(nothing_later=options["nothing_later"])
        except (BackupRefused, CopyFailed, NoMasterKey, NoPostgres, PolicyUnusable, OSError) as why:
            raise CommandError(str(why)) from why

    def _settle(self, *, nothing_later: bool) -> None:
        if mark().exists() and (why := settle(nothing_later=nothing_later)):
            self.stdout.write(why)
            sys.exit(3)
        if why := behind():
            self.stdout.write(why)
            sys.exit(3)
        self.stdout.write("Nothing that was signed is missing. Start Holdfast, and run `holdfast verify`.")
