"""One home's cluster: its folders, its making, and how it is reached."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from holdfast.database.embedded.programs import STATE, ServiceUser, major_version, programs, service_user
from holdfast.home import write_once

SUPERUSER = "holdfast_superuser"

#: A Unix socket's path is at most 107 bytes; PostgreSQL adds "/.s.PGSQL.5432" to the folder's.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")

#: No content in the server's log: neither statements nor the values in them, nor the details of an error, which quote rows.
CONFIGURATION = """
listen_addresses = ''
password_encryption = 'scram-sha-256'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
log_min_messages = warning
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = none
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
timezone = 'UTC'
"""


@dataclass(frozen=True)
class Cluster:
    """The folders of one home's server, and the password of its superuser."""

    home: Path
    folder: Path
    socket_folder: Path
    password: str

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgresql.log"

    @property
    def clients_lock(self) -> Path:
        return self.home / "embedded.clients"

    @property
    def keeper_lock(self) -> Path:
        return self.home / "embedded.keeper"

    @property
    def keeper_log(self) -> Path:
        return self.home / "embedded.log"

    def url(self, user: str, password: str, database: str) -> str:
        """The URL by which a role reaches a database of this cluster, through its socket."""
        return f"postgresql://{quote(user)}:{quote(password)}@/{quote(database)}?{urlencode({'host': str(self.socket_folder)}, quote_via=quote)}"

    @property
    def superuser_url(self) -> str:
        return self.url(SUPERUSER, self.password, "postgres")


def cluster_of(home: Path) -> Cluster:
    """The cluster of a home: in the home, wherever the unprivileged user as whom root runs it can get there; else under the system's state folder."""
    password_file = home / "keys" / "superuser.password"
    write_once(password_file, secrets.token_urlsafe(30))
    password = password_file.read_text(encoding="utf-8").strip()
    user = service_user()
    if user is None:
        folder = home / "postgresql"
    else:
        place = home / "postgresql.place"
        if not place.exists():
            write_once(place, str(home / "postgresql" if _let_through(home, user) else STATE / secrets.token_hex(6)))
        folder = Path(place.read_text(encoding="utf-8").strip())
    return Cluster(home, folder, _socket_folder(folder, user), password)


def _let_through(home: Path, user: ServiceUser) -> bool:
    """Whether that user can get to a folder of this home. The home itself is opened to them alone, to go through and not to list; no parent is touched."""
    short = len(os.fsencode(home / "postgresql" / "run")) <= LONGEST_SOCKET_FOLDER
    if not short or not all(parent.stat().st_mode & stat.S_IXOTH for parent in home.parents):
        return False
    os.chown(home, home.stat().st_uid, user.gid)
    home.chmod((home.stat().st_mode & 0o700) | stat.S_IXGRP)
    return True


def _socket_folder(folder: Path, user: ServiceUser | None) -> Path:
    beside = folder / "run"
    if user is not None or len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER:
        return beside
    # The home's path is too long for a socket: a short folder of this user's own, for this cluster alone.
    short = folder / "run.place"
    write_once(short, tempfile.mkdtemp(prefix="holdfast-") if not short.exists() else "")
    return Path(short.read_text(encoding="utf-8").strip())


def _own(path: Path, user: ServiceUser | None, mode: int = 0o700) -> None:
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    path.chmod(mode)
    if user is not None:
        os.chown(path, user.uid, user.gid)


def make(cluster: Cluster) -> None:
    """Make the cluster when it is not there: whole or not at all. Only the keeper calls this, so no two do at once."""
    user = service_user(cluster.data)
    if user is not None and STATE in cluster.folder.parents:
        STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
    _own(cluster.folder, user)
    _own(cluster.socket_folder, user)
    (cluster.folder / "home").write_text(f"{cluster.home}\n", encoding="utf-8")  # so that nothing lies there unseen (`places`)
    if (cluster.data / "PG_VERSION").exists():
        return
    binaries = programs()
    making = cluster.folder / "making"
    shutil.rmtree(making, ignore_errors=True)  # left by a set-up that was cut short
    shutil.rmtree(cluster.data, ignore_errors=True)
    password_file = cluster.folder / "password"
    password_file.write_text(cluster.password + "\n", encoding="utf-8")
    password_file.chmod(0o600)
    if user is not None:
        os.chown(password_file, user.uid, user.gid)
    locale = ["--no-locale"]
    if major_version(binaries) >= 17:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    arguments = [binaries / "initdb", "-D", making, "-U", SUPERUSER, "--auth=scram-sha-256", f"--pwfile={password_file}"]
    try:
        done = subprocess.run(
            [*map(str, arguments), "--encoding=UTF8", "--data-checksums", "--no-instructions", *locale],
            capture_output=True,
            text=True,
            check=False,
            cwd=cluster.folder,
            **as_user(user),
        )
    finally:
        password_file.unlink()
    if done.returncode != 0:
        raise RuntimeError(f"initdb failed: {done.stderr.strip()}")
    with (making / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(CONFIGURATION)
    making.rename(cluster.data)


def as_user(user: ServiceUser | None) -> dict[str, Any]:
    """Arguments for `subprocess` that run a program as the service user, in an environment of its own."""
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}
    if user is None:
        return {"env": environment}
    return {"env": environment, "user": user.uid, "group": user.gid, "extra_groups": []}
