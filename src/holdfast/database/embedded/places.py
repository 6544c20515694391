"""Where the data of root's runs lie, where they lie outside the homes that made them; and taking away what demonstrations and tests left.

PostgreSQL refuses to run as root. Where no other user can get to root's home, its cluster lies under the system's state folder, as an unprivileged user's.
It would outlive its home unseen: each therefore says which home it is of and what it holds.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from holdfast.database.embedded.cluster import Cluster
from holdfast.database.embedded.keeper import server_of
from holdfast.database.embedded.programs import STATE

#: What may be taken away when told to: nothing in them is real.
INVENTED = ("demonstration", "test")


@dataclass(frozen=True)
class Place:
    """One cluster under the state folder."""

    folder: Path
    #: The home that it was made for; None where that was not written down (by an older release).
    home: Path | None
    #: "demonstration", "test", "real", or "unknown".
    nature: str

    @property
    def in_use(self) -> bool:
        """Whether its server is running."""
        return server_of(self.folder / "data") is not None

    @property
    def left_behind(self) -> bool:
        """Whether the home that it was made for is gone."""
        return self.home is not None and not self.home.exists()

    @property
    def megabytes(self) -> float:
        return sum(f.lstat().st_size for f in self.folder.rglob("*") if f.is_file()) / 1e6

    @property
    def removable(self) -> bool:
        """Whether it is invented, and nobody uses it."""
        return self.nature in INVENTED and not self.in_use


def say_what_it_holds(cluster: Cluster, nature: str) -> None:
    """Write into a cluster's folder what it holds; which home it is of is there already."""
    (cluster.folder / "nature").write_text(nature + "\n", encoding="utf-8")


def say_unless_said(cluster: Cluster, nature: str) -> None:
    """Of a cluster that holds scratch databases alone, and never was set up: what it holds."""
    if place_at(cluster.folder).nature == "unknown":
        say_what_it_holds(cluster, nature)


def place_at(folder: Path) -> Place:
    """The cluster in a folder, as it says of itself."""
    home, nature = _line(folder / "home"), _line(folder / "nature")
    return Place(folder, Path(home) if home else None, nature or "unknown")


def _line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def places(state: Path = STATE) -> Iterator[Place]:
    """Every cluster under the state folder, by name."""
    if state.is_dir():
        yield from (place_at(folder) for folder in sorted(state.iterdir()) if folder.is_dir())


def remove(place: Place) -> None:
    """Take a cluster away. Raises PermissionError for one that is real, unknown or in use."""
    if not place.removable:
        raise PermissionError(f"{place.folder} holds {place.nature} data{' and is in use' if place.in_use else ''}: it is not taken away")
    shutil.rmtree(place.folder)


class NotDestroyed(Exception):
    """A home was left as it is; the message says why."""


#: What Holdfast itself puts into a home. Nothing else is touched.
OURS = (
    "keys",
    "ledger",
    "status",
    "postgresql",
    "postgresql.place",
    "embedded.clients",
    "embedded.keeper",
    "embedded.log",
    "witnesses",
    "restored",
)


def destroy(home: Path) -> list[Path]:
    """Take away everything that a demonstration or a test put into its home, its database with it; what was taken away. Raises NotDestroyed."""
    place = home / "postgresql.place"
    folder = Path(_line(place)) if place.exists() else home / "postgresql"
    found = place_at(folder)
    if folder.exists() and found.nature not in INVENTED:
        raise NotDestroyed(f"{folder} holds {found.nature} data. Only a demonstration or a test is taken away.")
    if not folder.exists() and (home / "keys" / "master.key").exists():
        raise NotDestroyed(f"{home} has a master key, and no database of its own: what it opens may lie elsewhere. Nothing was taken away.")
    if found.in_use:
        raise NotDestroyed(
            f"The database in {folder} is running. Stop Holdfast first (a few seconds after the last command it stops by itself)."
        )
    gone = [path for path in (folder, *(home / name for name in OURS)) if path.exists()]
    for path in gone:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    if left := [path for path in gone if path.exists()]:
        raise NotDestroyed(f"{left[0]} could not be taken away.")
    if home.is_dir() and not any(home.iterdir()):
        home.rmdir()
    return gone


def sweep_up_after_tests() -> None:
    """Take away what tests left whose homes are gone, and which nobody uses (they were killed before they could)."""
    for found in places():
        if found.nature == "test" and found.left_behind and not found.in_use:
            remove(found)
