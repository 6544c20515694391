"""`script/holdfast exchange_key checkpoint|acknowledgement WHY --by WORKER`: a signing key is followed by a new one; `--end` destroys the old one."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from holdfast.ledger.errors import LedgerError
from holdfast.partnership.exchanging import end_former, exchange
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.queries import acting_for
from holdfast.record.exchanging import CannotExchange
from holdfast.record.holding import reading_all
from holdfast.record.log_keys import acknowledging_key, verifying_key
from holdfast.record.signing import PURPOSES, NoSigningKey


class Command(BaseCommand):
    help = "Exchange a signing key for a new one, which both sign and everybody reads; --end destroys the old one, which until then signs beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("purpose", choices=PURPOSES)
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--because", metavar="WHY", help="exchange it, for this reason, which everybody reads")
        what.add_argument("--end", action="store_true", help="destroy the key that signs beside the present one")
        parser.add_argument("--by", type=UUID, required=True, help="the worker who does it: an administrator, or a safeguarding lead")

    def handle(self, *args: Any, **options: Any) -> None:
        with reading_all():
            by = acting_for(options["by"])
            if by is None:
                raise CommandError("--by: name a worker who is here, by id")
        try:
            if options["end"]:
                end_former(by=by)
                self.stdout.write(
                    "The old key is destroyed here. Destroy it in the backups of the home's keys as well: who has it can sign old heads."
                )
            else:
                exchange(purpose=options["purpose"], reason=options["because"], by=by)
                self.stdout.write(
                    f"Exchanged, and said to everybody. The keys are now:\nlog {verifying_key()}\nacknowledgement {acknowledging_key()}"
                )
        except (CannotExchange, LedgerError, NoSigningKey, NotPermitted, OSError) as why:
            raise CommandError(str(why)) from why
