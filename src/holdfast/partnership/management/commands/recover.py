"""`script/holdfast recover`: after an older backup was put back, what is lost; `--declare` lets the ledger go on; `--find BUNDLE` brings words back."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.queries import acting_for
from holdfast.partnership.recovering import record_found, recover
from holdfast.record.finding import NotTheWords
from holdfast.record.holding import reading_all
from holdfast.record.recovering import CannotRecover, Loss, find_loss
from holdfast.record.sequencer import LedgerRefused, sequence


class Command(BaseCommand):
    help = "Say which signed entries an older backup lacks; --declare lets the ledger go on from what was signed; --find brings words back from a bundle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--declare", metavar="WHY", help="declare the loss, in words that everybody reads")
        what.add_argument("--find", type=Path, metavar="BUNDLE", help="record what a bundle says of lost entries")
        parser.add_argument("--by", type=UUID, help="the worker who does it: an administrator, or a safeguarding lead")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["find"] is not None:
                ids = record_found(bundle=options["find"].read_text(encoding="utf-8"), by=self._by(options["by"]))
                self.stdout.write(
                    f"Words of {len(ids)} lost entries were found in it, and stand where they stood, or in matters of their own."
                )
            elif options["declare"] is not None:
                loss = recover(words=options["declare"], by=self._by(options["by"]))
                self._say(loss)
                self.stdout.write(f"Declared. The ledger goes on: {sequence().size:,} leaves are signed now.")
            else:
                self._say(find_loss())
        except (CannotRecover, LedgerRefused, NotPermitted, NotTheWords, OSError) as why:
            raise CommandError(str(why)) from why
        except DatabaseError as wrong:
            raise CommandError(f"Nothing was declared: {str(wrong).splitlines()[0]}") from wrong

    def _by(self, worker: UUID | None) -> Acting:
        with reading_all():
            by = acting_for(worker) if worker is not None else None
        if by is None:
            raise CommandError("--by: name a worker who is here, by id")
        return by

    def _say(self, loss: Loss) -> None:
        self.stdout.write(
            f"{loss.size:,} leaves were signed. {len(loss.leaves):,} entries are lost; {len(loss.indexed_again):,} lost their index alone."
        )
        if loss.leaves:
            matters = {place.matter for place in loss.places}
            self.stdout.write(
                f"Some of them stood in {len(matters):,} matters that are known; of {loss.elsewhere:,} nothing else is known."
            )
            for matter in sorted(matters, key=str):
                self.stdout.write(f"  matter {matter}: {len({p.index for p in loss.places if p.matter == matter}):,}")
