"""`holdfast set-up PLAN`: from an empty server to a partnership whose first people can sign in."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdfast.database.setting_up import CannotSetUp
from holdfast.record.gate import NotReady
from holdfast.record.signing import NoSigningKey
from holdfast.vault.master import NoMasterKey
from holdfast.vault.shares import SharesRefused
from holdfast.web.founding import invite_again, set_up
from holdfast.web.plan import EXAMPLE, PlanWrong, read_plan
from holdfast.web.running import prepare


class Command(BaseCommand):
    help = "Set up a real partnership from a plan, step by step: safe to run again, and says what is left. With --demonstration an invented one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", type=Path, nargs="?", help="the plan's file; --example writes one to change")
        parser.add_argument("--example", action="store_true", help="write an example of a plan")
        parser.add_argument("--folder", type=Path, help="where files to hand over are written (default: beside the plan)")
        parser.add_argument("--invite-again", action="store_true", help="new invitations for first account managers who never came")
        parser.add_argument(
            "--demonstration", action="store_true", help="make keys and database of a demonstration ready, and nothing else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["example"]:
            self.stdout.write(EXAMPLE)
            return
        try:
            if options["demonstration"]:
                done = prepare()
                self.stdout.write("Holdfast is set up." if done else "Holdfast was set up already; nothing to do.")
                return
            if options["plan"] is None:
                raise CommandError(
                    "Name the plan's file: holdfast set-up partnership.toml. `holdfast set-up --example` writes one to change."
                )
            self._set_up(options["plan"], options["folder"] or options["plan"].parent, again=options["invite_again"])
        except (PlanWrong, CannotSetUp, NoMasterKey, NoSigningKey, NotReady, SharesRefused, FileExistsError) as why:
            raise CommandError(str(why)) from why

    def _set_up(self, path: Path, folder: Path, *, again: bool) -> None:
        plan = read_plan(path)
        if again:
            invite_again(plan)
        left = 0
        for step in set_up(plan, folder):
            left += not step.done
            words = f": {step.words}." if step.words else ""
            self.stdout.write(f"[{'done' if step.done else 'left'}] {step.what}{words}")
            self.stdout.flush()
        if left:
            self.stdout.write(
                f"\n{left} {'step is' if left == 1 else 'steps are'} left. Run this again when they are done: nothing is done twice."
            )
            sys.exit(3)
        self.stdout.write("\nThe partnership is set up. Its account managers say in the browser who works there, and put somebody on call.")
