"""`script/start`: Holdfast on this machine, with the demonstration partnership."""

from __future__ import annotations

import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from holdfast.database.embedded.client import clusters_in_use, see_to_keeper
from holdfast.database.setting_up import CannotSetUp
from holdfast.demonstration.playing import is_played, play
from holdfast.record.gate import installation
from holdfast.record.signing import NoSigningKey
from holdfast.vault.master import NoMasterKey
from holdfast.web.running import Supervisor, background_command, prepare, web_command


class Command(BaseCommand):
    help = "Set everything up and run Holdfast here, with the demonstration partnership (script/start)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--empty", action="store_true", help="the invented people, and nothing recorded about any child")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="default PORT, or 8000")
        parser.add_argument("--without-web", action="store_true", help="all but the web process, which `holdfast web` runs elsewhere")
        parser.add_argument("--bind", default=os.environ.get("HOLDFAST_BIND", "127.0.0.1"), help="the address to listen on")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["without_web"]:
            _check_port(options["bind"], options["port"])
        try:
            prepare()
        except (CannotSetUp, NoMasterKey, NoSigningKey) as why:
            raise CommandError(str(why)) from why
        if installation().nature == "demonstration" and not is_played():
            if not options["empty"]:
                self.stderr.write("Playing four months of an invented partnership’s life (a few minutes, once) …")
            play(empty=options["empty"], progress=_progress)
        for connection in connections.all():
            connection.close()
        bind, port = options["bind"], options["port"]
        for cluster in clusters_in_use():
            if cluster.folder.parent != cluster.home:
                self.stdout.write(
                    f"The database lies in {cluster.folder}, and not in {cluster.home}: PostgreSQL does not run as root, and no other user may "
                    "go through the folders above the home. `script/holdfast destroy` takes it away with the home."
                )
        if not options["without_web"]:
            self.stdout.write(f"\nHoldfast is at http://localhost:{port}/ (Ctrl-C stops it)\n")
        self.stdout.flush()
        background = {
            "ledger": background_command("ledger"),
            "duties": background_command("work"),
            "returns": background_command("returns"),
        }
        web = {} if options["without_web"] else {"web": web_command(bind=bind, port=port)}
        sys.exit(Supervisor({**web, **background}, meanwhile=see_to_keeper).run())


def _progress(words: str) -> None:
    end = "\r" if sys.stderr.isatty() else "\n"
    sys.stderr.write(f"  {words:<60}{end}")
    sys.stderr.flush()


def _check_port(bind: str, port: int) -> None:
    """A port that is taken is said now, and not after minutes of work. Raises CommandError."""
    if not 0 < port < 65536:
        raise CommandError(f"PORT must be between 1 and 65535, not {port}")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as taken:
            raise CommandError(f"Port {port} is taken. Choose another: PORT=8001 script/start") from taken
