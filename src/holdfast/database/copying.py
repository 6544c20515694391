"""Copies of the database by PostgreSQL's own programs: one consistent dump, and putting it back whole or not at all."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg

from holdfast.database.embedded.programs import NoPostgres, major_version, packaged, programs_of_the_system


class CopyFailed(Exception):
    """A dump was not made, or not put back; the message is PostgreSQL's, without any row."""


def _tools(url: str) -> Path:
    """The folder of a `pg_dump` and `pg_restore` that know this server's release. Raises NoPostgres."""
    with psycopg.connect(url, connect_timeout=10) as session:
        server = session.info.server_version // 10_000
    for folder in (*programs_of_the_system(), *([found] if (found := packaged()) else [])):
        if (folder / "pg_dump").exists() and (folder / "pg_restore").exists() and major_version(folder, "pg_dump") >= server:
            return folder
    raise NoPostgres(
        f"There is no pg_dump of PostgreSQL {server} or later here. On Debian or Ubuntu: apt-get install postgresql-client-{server}"
    )


def _where(url: str) -> tuple[list[str], dict[str, str]]:
    """The arguments and the environment by which PostgreSQL's programs reach a database: no password stands on a command line."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", None) or unquote(parts.hostname or "")
    arguments = ["--dbname", unquote(parts.path.lstrip("/")), "--username", unquote(parts.username or ""), "--no-password"]
    arguments += ["--host", host] if host else []
    arguments += ["--port", str(parts.port)] if parts.port else []
    environment = {"PGPASSWORD": unquote(parts.password or ""), "LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    environment |= {f"PG{name.upper()}": value for name, value in query.items() if name in ("sslmode", "sslrootcert")}
    return arguments, environment


def dump(url: str, into: Path, progress: Callable[[str], None]) -> None:
    """Everything in a database, as it was at one instant. `url` is the owner's: no policy hides a row from it. Raises CopyFailed, NoPostgres."""
    arguments, environment = _where(url)
    done = 0

    def tell(line: str) -> None:
        nonlocal done
        if "dumping contents of table" in line:
            done += 1
            progress(f"table {done}: {line.rpartition(' ')[2].strip().strip(chr(34))}")

    command: list[Path | str] = [_tools(url) / "pg_dump", "--format=custom", "--verbose", "--file", into, *arguments]
    _run(command, environment, tell)


def put_back(url: str, dump_file: Path, progress: Callable[[str], None]) -> None:
    """Put a dump into an empty database, in one transaction. Raises CopyFailed, NoPostgres."""
    arguments, environment = _where(url)
    restore = _tools(url) / "pg_restore"
    of = [line for line in _listed(restore, dump_file) if " TABLE DATA " in line]
    done = 0

    def tell(line: str) -> None:
        nonlocal done
        if "processing data for table" in line:
            done += 1
            progress(f"table {done} of {len(of)}: {line.rpartition(' ')[2].strip().strip(chr(34))}")

    # Nothing of a schema that stands in every database is made anew, and whoever signs in owns what is made.
    command: list[Path | str] = [restore, "--no-owner", "--single-transaction", "--exit-on-error", "--verbose", *arguments, dump_file]
    _run(command, environment, tell)
    # What the server knows of how the rows lie is not in a dump: without it the first questions read whole tables.
    progress("counting what is there")
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("ANALYZE")


def _listed(restore: Path, dump_file: Path) -> list[str]:
    found = subprocess.run([restore, "--list", dump_file], capture_output=True, text=True, check=False)
    if found.returncode != 0:
        raise CopyFailed(f"{dump_file} is no dump of a database, or only a part of one")
    return found.stdout.splitlines()


def _run(command: list[Path | str], environment: dict[str, str], tell: Callable[[str], None]) -> None:
    said: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        for line in process.stderr:
            tell(line.rstrip())
            # "DETAIL" and "CONTEXT" quote rows.
            if "error:" in line and "DETAIL" not in line:
                said.append(line.strip())
    if process.returncode != 0:
        raise CopyFailed(said[0] if said else f"{Path(command[0]).name} ended with {process.returncode}")
