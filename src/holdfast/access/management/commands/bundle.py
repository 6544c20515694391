"""`script/holdfast bundle MATTER --to WHOM --authority WHY --by USER --out FILE`: a bundle of a matter, to be handed to somebody outside."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from holdfast.access.bundles import hand_out
from holdfast.ledger.errors import LedgerError
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.queries import acting_for
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused


class Command(BaseCommand):
    help = "Make a bundle of a matter: what shows somebody outside that its entries are all there, and unchanged. That it was made is recorded first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("matter", type=UUID)
        parser.add_argument("--to", required=True, help="who gets it")
        parser.add_argument("--authority", required=True, help="by what right")
        parser.add_argument(
            "--by", required=True, type=UUID, help="the worker who hands it out: the council’s named lead, or the scrutineer"
        )
        parser.add_argument("--room", action="append", help="only rooms of this kind (again for more); the others are withheld")
        parser.add_argument("--without", action="append", default=[], help="leave out the parts of this name (again for more)")
        parser.add_argument("--out", required=True, type=Path, help="a file that is not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        with reading_all():
            by = acting_for(options["by"])
        if by is None:
            raise CommandError(f"--by: no worker {options['by']} is here")
        out: Path = options["out"]
        try:
            # Made first: if it cannot be written, nothing is opened; and nobody else reads it.
            handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as wrong:
            raise CommandError(f"--out: {out} cannot be written: {wrong.strerror}") from wrong
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            try:
                file.write(
                    hand_out(
                        matter=options["matter"],
                        recipient=options["to"],
                        authority=options["authority"],
                        rooms=options["room"],
                        without=options["without"],
                        by=by,
                    )
                )
            except BaseException as why:
                out.unlink()  # nothing half-written stays
                if isinstance(why, NotPermitted | Refused | LedgerError | OSError):
                    raise CommandError(str(why)) from why
                raise
        self.stdout.write(f"{out}: check it with holdfast-verify bundle, with this ledger’s key or a policy.")
