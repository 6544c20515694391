"""`script/holdfast guardians --of WORKER --of WORKER --into FOLDER --by WORKER`: the halves of the chain of what is sealed, one for each."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from holdfast.partnership.guarding import entrust
from holdfast.partnership.people import Acting
from holdfast.partnership.policies import NotPermitted
from holdfast.partnership.queries import acting_for, directory
from holdfast.record.holding import reading_all
from holdfast.record.refusal import Refused


class Command(BaseCommand):
    help = (
        "Make two people of two organisations guardians of what is sealed: each gets a half of the chain, to check it in the public ledger."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--of", type=UUID, action="append", required=True, metavar="WORKER", help="a guardian, by id (give two)")
        parser.add_argument("--into", type=Path, required=True, help="an empty folder for the halves; hand each over and delete it")
        parser.add_argument("--by", type=UUID, required=True, help="the worker who does it: an administrator, or a safeguarding lead")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["into"]
        if len(options["of"]) != 2:
            raise CommandError("--of: name two guardians")
        if folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty. Choose an empty folder, so that halves of two makings are never mixed.")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        first, second, by = (self._here(worker) for worker in (*options["of"], options["by"]))
        try:
            halves = entrust(first, second, by=by)
        except (Refused, NotPermitted) as why:
            raise CommandError(str(why)) from why
        with reading_all():
            names = directory()
        for number, (guardian, half) in enumerate(zip((first, second), halves, strict=True), start=1):
            path = folder / f"half-{number}.txt"
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(half)
            self.stdout.write(f"{path}: for {names.name(guardian.worker)}")
        self.stdout.write("Hand each over by hand, and delete the files. Both together: holdfast-verify sealed HALF HALF LEDGER --log VKEY")

    def _here(self, worker: UUID) -> Acting:
        with reading_all():
            found = acting_for(worker)
        if found is None:
            raise CommandError(f"{worker} is no worker who is here")
        return found
