"""Holdfast's commands: `script/holdfast COMMAND …` in a checkout, `holdfast COMMAND …` where it is installed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: Commands that need no database.
WITHOUT_DATABASE = frozenset({"synth", "clocks", "data", "destroy", "web"})
#: Commands that make the database ready themselves, or must see it as it is.
AS_IT_IS = frozenset(
    {
        "set-up",
        "start",
        "backup",
        "restore",
        "recover",
        "doctor",
        "keys",
        "verify",
        "drill",
        "migrate",
        "makemigrations",
        "check",
        "showmigrations",
        "shell",
        "dbshell",
    }
)
#: Django's own that are of use here.
OF_DJANGO = ("check", "migrate", "makemigrations", "shell")


def our_commands() -> dict[str, str]:
    """The names of our commands, as typed, each with the package that holds it."""
    found = Path(__file__).parent.glob("*/management/commands/*.py")
    return {f.stem.replace("_", "-"): f.parts[-4] for f in found if not f.stem.startswith("_")}


def show_help() -> None:
    """List the commands with what each is for."""
    from django.core.management import load_command_class

    lines = ["Usage: script/holdfast COMMAND [--help]", ""]
    for name, package in sorted(our_commands().items()):
        words = load_command_class(f"holdfast.{package}", name.replace("-", "_")).help
        lines.append(f"  {name:<12} {words.splitlines()[0]}")
    lines += ["", f"Of Django: {', '.join(OF_DJANGO)}.", "HOLDFAST_HOME moves the data (default var/); DATABASE_URL points at a server."]
    sys.stdout.write("\n".join(lines) + "\n")


def main() -> None:
    """Settle the database, make it ready, run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.settings")
    argv = sys.argv[1:]
    asks_help = not argv or argv[0] in ("help", "--help", "-h")
    command = "" if asks_help else argv[0].replace("_", "-")
    if not asks_help and command not in our_commands() and command not in OF_DJANGO + tuple(AS_IT_IS):
        sys.stderr.write(f"There is no command {argv[0]!r}. script/holdfast help lists them.\n")
        sys.exit(2)
    needs_database = not asks_help and command not in WITHOUT_DATABASE and "--help" not in argv and "-h" not in argv
    if needs_database:
        from psycopg import OperationalError

        from holdfast.database.bootstrap import ServerRefused
        from holdfast.database.connections import resolve
        from holdfast.database.embedded.client import DidNotStart
        from holdfast.database.embedded.programs import NoPostgres

        try:
            resolve(with_owner=True)
        except (NoPostgres, DidNotStart, ServerRefused) as why:
            sys.stderr.write(f"{why}\n")
            sys.exit(2)
        except OperationalError:
            sys.stderr.write(
                "The server that DATABASE_URL names does not answer, or refused the sign-in. Check the address and password.\n"
            )
            sys.exit(2)
    import django
    from django.core.management import execute_from_command_line

    django.setup()
    if asks_help:
        show_help()
        return
    if needs_database and command not in AS_IT_IS:
        from holdfast.database.embedded.client import clusters_in_use
        from holdfast.database.setting_up import CannotSetUp
        from holdfast.record.signing import NoSigningKey
        from holdfast.vault.master import NoMasterKey
        from holdfast.web.running import prepare

        try:
            prepare(begin=bool(clusters_in_use()))
        except (CannotSetUp, NoMasterKey, NoSigningKey) as why:
            sys.stderr.write(f"{why}\n")
            sys.exit(2)
    try:
        execute_from_command_line(["holdfast", command.replace("-", "_"), *argv[1:]])
    except BrokenPipeError:
        # Whoever read our output (`| head`) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
