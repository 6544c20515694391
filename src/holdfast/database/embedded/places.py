"""Where the data of root's runs lie, outside the homes that made them; and taking away those of demonstrations and tests.

PostgreSQL refuses to run as root, so root's clusters lie under the system's state folder, as an unprivileged user's. They would outlive their
homes unseen: each therefore says which home it is of and what it holds.
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
