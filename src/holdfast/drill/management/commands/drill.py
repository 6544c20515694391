"""`script/holdfast drill`: attack a copy of a partnership in every way we know, and show what comes of it."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.database.embedded.client import clusters_in_use
from holdfast.database.embedded.places import say_unless_said
from holdfast.drill.claims import Attack, all_attacks


class Command(BaseCommand):
    help = "Attack copies of an invented partnership, in databases and folders of their own, and show who sees what; exit 1 where a claim fails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", help="attacks whose attacker or words hold this")
        parser.add_argument("--list", action="store_true", help="what would be done, and what is claimed, without doing it")
        parser.add_argument("--table", action="store_true", help="a table for a document (Markdown)")
        parser.add_argument("--json", action="store_true", help="one JSON object for each attack, in a line")
        parser.add_argument("--all-said", action="store_true", help="everything that anybody said, not only what was claimed")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from holdfast.drill.running import Result, run
            from holdfast.drill.scene import NoSuperuser, Stage
        except ModuleNotFoundError as missing:
            raise CommandError(f"The drill looks from outside as well: install holdfast-verify ({missing.name} is not here).") from missing
        attacks = [each for each in all_attacks() if (options["only"] or "") in f"{each.by.value} {each.what}"]
        if options["list"]:
            self._list(attacks)
            return
        if options["table"]:
            self.stdout.write("| | who | what they do | what comes of it |\n|---|---|---|---|")
        began = time.monotonic()
        try:
            stage = Stage()
        except NoSuperuser as why:
            raise CommandError(str(why)) from why

        _say_what_lies_there()

        def tell(result: Result, done: int, of: int) -> None:
            if options["json"]:
                self.stdout.write(_as_json(result))
                return
            if options["table"]:
                self.stdout.write(
                    f"| {done} | {result.attack.by.value} | {result.attack.what} | {result.outcome}{result.failed and ' **FAILED**'} |"
                )
                return
            mark = "FAILED" if result.failed else "ok"
            self.stdout.write(f"{done:>3}/{of} {mark:<6} {result.attack.by.value}: {result.attack.what}\n               {result.outcome}")
            if result.failed:
                self.stdout.write(f"               CLAIM FAILED: {result.failed}")
            if options["all_said"] or result.failed:
                for observer, words in result.said.items():
                    self.stdout.write("".join(f"               {observer.value}: {each}\n" for each in words[:5]))

        try:
            results = run(stage, attacks, tell)
        finally:
            stage.strike()
        failed = sum(1 for result in results if result.failed)
        self.stderr.write(f"{len(results)} attacks in {time.monotonic() - began:.0f} s: {failed} claims failed.")
        if failed:
            sys.exit(1)

    def _list(self, attacks: list[Attack]) -> None:
        for number, each in enumerate(attacks, start=1):
            self.stdout.write(f"{number:>3} {each.by.value}: {each.what}\n    {each.claim}")


def _say_what_lies_there() -> None:
    for cluster in clusters_in_use():
        say_unless_said(cluster, "test")


def _as_json(result: Any) -> str:
    return json.dumps(
        {
            "by": result.attack.by.value,
            "what": result.attack.what,
            "outcome": result.outcome,
            "failed": result.failed,
            "said": {observer.value: words for observer, words in result.said.items()},
        },
        ensure_ascii=False,
    )
