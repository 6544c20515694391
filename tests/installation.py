"""A home, and the commands as a user runs them in it: each in a process of its own, on an embedded server of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg

from holdfast.database.embedded.client import use
from holdfast.web.plan import EXAMPLE

ROOT = Path(__file__).resolve().parent.parent


class Installation:
    """A home, and the commands run in it."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.environment = environment
        home.mkdir(parents=True)

    def run(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "HOLDFAST_HOME": str(self.home), "HOLDFAST_EMBEDDED_SYNC": "off"}
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "HOLDFAST_MASTER_KEY_FILE"):
            environment.pop(name, None)
        environment.update(self.environment)
        command = [sys.executable, "-m", "holdfast", *arguments]
        return subprocess.run(
            command, input=given, capture_output=True, text=True, env=environment, cwd=self.home, check=False, timeout=180
        )

    def as_superuser(self, statement: str) -> None:
        """Do something at the server as its administrator."""
        with psycopg.connect(use(self.home).superuser_url, autocommit=True) as session:
            session.execute(statement)  # type: ignore[call-overload]

    def last_json(self, *arguments: str) -> tuple[int, dict[str, object]]:
        done = self.run(*arguments)
        return done.returncode, json.loads(done.stdout.strip().split("\n")[-1])


def a_plan(folder: Path, **changes: str) -> Path:
    """A plan of two organisations, with what was signed beside it; `changes` replace a line's value by its field."""
    (folder / "arrangement.pdf").write_bytes(b"Invented: who answers for what.")
    words = EXAMPLE
    for field, value in changes.items():
        words = re.sub(rf"^{field} = .*$", f"{field} = {value}", words, count=1, flags=re.M)
    path = folder / "partnership.toml"
    path.write_text(words, encoding="utf-8")
    return path
