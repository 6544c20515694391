"""A copy made, put back on an empty machine, and every read model made anew, as whoever looks after an installation does it; against PostgreSQL's own
programs putting the same dump back and nothing else, and against PostgreSQL writing the rows of the read models once more.

Sizes are children of an invented census; about twelve entries are recorded of each.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from common import ROOT, heading
from psycopg import sql

BARE = "holdfast_bare"


@dataclass
class Ran:
    """A command that was run: how long it took, the longest that it said nothing, and its last line."""

    seconds: float
    longest_silence: float
    last: str
    lines: int


@dataclass
class Installation:
    home: Path
    steps: dict[str, Ran] = field(default_factory=dict)

    def run(self, *command: str, name: str = "") -> Ran:
        """Run a command of Holdfast and see when it says something. Raises RuntimeError when it fails."""
        environment = {**os.environ, "HOLDFAST_HOME": str(self.home), "PYTHONUNBUFFERED": "1"}
        for given in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SEQUENCER_URL", "HOLDFAST_EMBEDDED_SYNC"):
            environment.pop(given, None)
        began = said = time.perf_counter()
        silence, words = 0.0, b""
        holdfast = [sys.executable, "-m", "holdfast", *command]
        with subprocess.Popen(holdfast, cwd=ROOT / "src", env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            assert process.stdout is not None
            while some := os.read(process.stdout.fileno(), 65_536):
                silence, said = max(silence, time.perf_counter() - said), time.perf_counter()
                words += some
        ended = time.perf_counter()
        lines = re.split(r"[\r\n]+", words.decode(errors="replace").strip())
        if process.returncode != 0:
            raise RuntimeError(f"{command[0]} ended with {process.returncode}: {lines[-3:]}")
        ran = Ran(ended - began, max(silence, ended - said), lines[-1], len(lines))
        self.steps[name or command[0]] = ran
        print(f"  {name or command[0]}: {ran.seconds:.1f} s, silent for {ran.longest_silence:.1f} s at most; {ran.last}", file=sys.stderr)
        return ran


def sizes_of(folder: Path) -> float:
    """Megabytes in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def bare(here: Installation, dump: Path) -> tuple[float, float, int]:
    """In the server of an installation: the seconds in which `pg_restore` puts a dump back, those in which the rows of every read model are written
    once more beside themselves, and how many rows these are. In a process of its own, so that each size has its own settings.
    """
    done = subprocess.run(
        [sys.executable, __file__, "--bare", str(here.home), str(dump)], capture_output=True, text=True, check=True, cwd=ROOT / "bench"
    )
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return found[0], found[1], found[2]


def bare_here(home: Path, dump: Path) -> None:
    os.environ.update(HOLDFAST_HOME=str(home), DJANGO_SETTINGS_MODULE="holdfast.settings")
    from holdfast.database import bootstrap
    from holdfast.database.connections import resolve

    resolve(with_owner=True)
    import django

    django.setup()
    from holdfast.database.copying import put_back
    from holdfast.record.projection import read_models

    admin = urlsplit(bootstrap.admin_url())
    bootstrap.create_database(BARE)
    url = urlunsplit(admin._replace(path=f"/{BARE}"))
    began = time.perf_counter()
    put_back(url, dump, lambda _words: None)
    restored = time.perf_counter() - began
    rows = 0
    with psycopg.connect(url) as session:
        began = time.perf_counter()
        for model in read_models():
            table = sql.Identifier(model._meta.db_table)
            beside = sql.Identifier(f"again_{model._meta.db_table}"[:63])
            session.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(beside, table))
            rows += session.execute(sql.SQL("INSERT INTO {} SELECT * FROM {}").format(beside, table)).rowcount
        session.commit()
        written = time.perf_counter() - began
    bootstrap.drop_database(BARE)
    print(json.dumps([restored, written, rows]))


def measure(children: int) -> str:
    root = Path(tempfile.mkdtemp(prefix="holdfast-bench-"))
    root.chmod(0o711)
    try:
        here, other = Installation(root / "here"), Installation(root / "other")
        census, copy = root / "census.xml", root / "copy"
        print(f"{children:,} children", file=sys.stderr)
        here.run("synth", "cin", "--children", str(children), "--seed", str(children), "--out", str(census))
        here.run("import-cin", str(census))
        here.run("ledger", "--once")
        backup = here.run("backup", str(copy))
        entries = json.loads((copy / "manifest.json").read_text())["entries"]
        (other.home / "keys").mkdir(parents=True)
        shutil.copytree(here.home / "keys", other.home / "keys", dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.password"))
        other_restore = other.run("restore", str(copy), "--nothing-later")
        if "restore --settle" in other_restore.last:
            other.run("restore", "--settle", "--nothing-later", name="settle")
        rebuild = other.run("rebuild")
        restored, written, rows = bare(here, copy / "database.dump")
        return (
            f"| {entries:,} | {sizes_of(copy):,.0f} MB | {backup.seconds:.0f} s | {other_restore.seconds:.0f} s | "
            f"{other_restore.seconds / restored:.2f} | {other_restore.longest_silence:.0f} s | {rebuild.seconds:.0f} s "
            f"({entries / rebuild.seconds:,.0f}/s) | {rebuild.seconds / written:.1f} ({rows:,} rows) | "
            f"{rebuild.longest_silence:.0f} s |"
        )
    finally:
        shutil.rmtree(root, ignore_errors=True)


def main() -> None:
    if sys.argv[1:2] == ["--bare"]:
        bare_here(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    lines = [measure(int(n)) for n in sys.argv[1:] or ("2_500", "25_000")]
    heading("A copy put back, and read models made anew")
    print(
        "| entries | the copy | made in | put back in | against `pg_restore` alone | silent at most | read models anew | "
        "against writing the same rows | silent at most |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for line in lines:
        print(line)


if __name__ == "__main__":
    main()
