"""`script/holdfast keys split|test-restore|restore|show`: the master key between agencies."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.database.time import now
from holdfast.vault.master import MASTER_BYTES, NoMasterKey, forget_keys, master_key_path, read_master_key
from holdfast.vault.models import KeySplit
from holdfast.vault.shares import SharesRefused, fingerprint, join, split


class Command(BaseCommand):
    help = "Split the master key between agencies, try a restore from the shares, or restore it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        splitting = actions.add_parser("split", help="write one file of words for each organisation")
        splitting.add_argument("--threshold", type=int, required=True, help="how many shares open the key")
        splitting.add_argument("--holder", action="append", required=True, help="an organisation (give several)")
        splitting.add_argument("--into", type=Path, required=True, help="an empty folder for the shares; hand each over and delete it")
        for name, words in (("test-restore", "prove that these shares give the key"), ("restore", "put the key back where it is missing")):
            joining = actions.add_parser(name, help=words)
            joining.add_argument("share", nargs="+", type=Path, help="a file holding one share's words")
        actions.add_parser("show", help="which splittings were made and tried")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, "do_" + options["action"].replace("-", "_"))(options)
        except (SharesRefused, NoMasterKey) as wrong:
            raise CommandError(str(wrong)) from wrong

    def do_split(self, options: dict[str, Any]) -> None:
        key = read_master_key()
        folder: Path = options["into"]
        if folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty. Choose an empty folder, so that shares of two splittings are never mixed.")
        shares = split(key, threshold=options["threshold"], holders=options["holder"])
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number, share in enumerate(shares, start=1):
            path = folder / f"share-{number}.txt"
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(share.words + "\n")
            self.stdout.write(f"{path}: for {share.holder}")
        KeySplit.objects.using("owner").create(
            fingerprint=fingerprint(key), threshold=options["threshold"], holders=options["holder"], split_at=now()
        )
        self.stdout.write(
            f"Any {options['threshold']} of {len(shares)} shares open the record. Hand each to its organisation by hand, delete the files, then "
            "run `script/holdfast keys test-restore` with shares that the organisations bring back."
        )

    def do_test_restore(self, options: dict[str, Any]) -> None:
        key = join([path.read_text(encoding="ascii") for path in options["share"]])
        if key != read_master_key():
            raise CommandError("These shares give a key, but not the one in use here. They belong to another splitting.")
        made = KeySplit.objects.using("owner").filter(fingerprint=fingerprint(key)).order_by("-split_at").first()
        if made is None:
            raise CommandError("The shares give the key, but no splitting of it is recorded here. Split it first.")
        KeySplit.objects.using("owner").filter(id=made.id).update(restore_tested_at=now())
        self.stdout.write("The shares give back the key in use. The test restore is recorded.")

    def do_restore(self, options: dict[str, Any]) -> None:
        key = join([path.read_text(encoding="ascii") for path in options["share"]])
        if len(key) != MASTER_BYTES:
            raise CommandError("These shares give something that is not a master key of Holdfast.")
        path = master_key_path()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as there:
            raise CommandError(f"There is a key at {path} already. It is never overwritten; move it away first if it is wrong.") from there
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
        forget_keys()
        self.stdout.write(f"The master key is back at {path}. Run `script/holdfast verify` to see that it opens the record.")

    def do_show(self, options: dict[str, Any]) -> None:
        for made in KeySplit.objects.using("owner").order_by("split_at"):
            tried = f"restore tried {made.restore_tested_at:%d %b %Y}" if made.restore_tested_at else "restore never tried"
            self.stdout.write(f"{made.split_at:%d %b %Y}: any {made.threshold} of {', '.join(made.holders)}; {tried}")
        if not KeySplit.objects.using("owner").exists():
            self.stdout.write("The master key has not been split.")
