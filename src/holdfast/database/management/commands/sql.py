"""`script/holdfast sql [--owner]`: run SQL from standard input as the application's role or the owner's, so that anyone can try to cheat."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import connections


class Command(BaseCommand):
    help = "Run SQL from standard input as the application's role, or with --owner as the owner's. Nothing is hidden from you but what the database hides."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--owner", action="store_true", help="sign in as the owner role instead of the application's")

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections["owner" if options["owner"] else "default"]
        parameters = connection.get_connection_params()
        known = ("host", "port", "user", "password", "dbname")
        try:
            with psycopg.connect(**{k: v for k, v in parameters.items() if k in known}, autocommit=True) as session:
                cursor = session.execute(sys.stdin.read().encode())
                while True:
                    if cursor.description is not None:
                        self.stdout.write("\t".join(c.name for c in cursor.description))
                        for row in cursor:
                            self.stdout.write("\t".join("" if v is None else str(v) for v in row))
                    else:
                        self.stdout.write(cursor.statusmessage or "")
                    if not cursor.nextset():
                        break
        except psycopg.Error as refused:
            raise CommandError(str(refused).strip()) from refused
