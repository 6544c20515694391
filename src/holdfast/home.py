"""The home: the folder that holds what an installation keeps outside its database (keys, the ledger's head, the embedded server).

`HOLDFAST_HOME` names it; otherwise it is `var` in a checkout, and `holdfast` among the user's data where Holdfast is installed. Pure Python: it is
needed before Django is.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]


def _usual() -> Path:
    if (_CHECKOUT / "pyproject.toml").exists():
        return _CHECKOUT / "var"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "holdfast"


def home() -> Path:
    """The home folder, made when it is not there, for this user alone."""
    folder = Path(os.environ.get("HOLDFAST_HOME") or _usual()).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret(name: str) -> str:
    """A secret: from the file that `<name>_FILE` names, from `<name>`, or made once and kept in the home's `keys`.

    Raises FileNotFoundError when `<name>_FILE` names a file that is not there.
    """
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text(encoding="utf-8").strip()
    if given := os.environ.get(name):
        return given
    path = home() / "keys" / f"{name.lower()}.secret"
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        write_once(path, secrets.token_urlsafe(50))
        return path.read_text(encoding="utf-8").strip()


def replace_file(path: Path, text: str) -> None:
    """Put a file in the place of what is there, whole or not at all. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def write_once(path: Path, text: str) -> bool:
    """Write a file for this user alone, whole or not at all, unless it is there already. True when it was written."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(name, path)  # unlike a rename, a link never replaces what another process wrote first
    except FileExistsError:
        return False
    finally:
        Path(name).unlink()
    return True
