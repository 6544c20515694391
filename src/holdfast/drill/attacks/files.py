"""Root of the server: the ledger's files and the keys, altered, taken away, or put back from a backup."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from holdfast.drill.claims import By, Harmless, attack, caught
from holdfast.drill.scene import Scene, forget
from holdfast.ledger.note import VerifierKey
from holdfast.ledger.store import Store
from holdfast.ledger.succession import Succession
from holdfast.record.log_keys import head_keys
from holdfast.record.signing import make_signing_keys, signing_key


def _flip(path: Path, at: int = 12) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


def _one(scene: Scene, level: str) -> Path:
    """The widest file of a level of tiles."""
    files = [path for path in (scene.ledger / "tile" / level).rglob("*") if path.is_file()]
    return max(files, key=lambda path: path.stat().st_size)


@attack(
    By.ROOT,
    "alters a leaf in the ledger's files",
    caught(verify="leaf altered", signer="not of the tree", anyone="not those whose head was signed"),
)
def _leaf(scene: Scene) -> None:
    _flip(_one(scene, "entries"))


@attack(By.ROOT, "alters a tile", caught(signer="not of the tree", anyone="is not of the tree that was signed"))
def _tile(scene: Scene) -> None:
    _flip(_one(scene, "0"))


@attack(By.ROOT, "takes the leaves away", caught(verify="ledger's files damaged", signer="Nothing is signed", anyone="cannot be read"))
def _no_leaves(scene: Scene) -> None:
    shutil.rmtree(scene.ledger / "tile" / "entries")


@attack(By.ROOT, "takes the tiles away", Harmless("they are made again from the leaves"))
def _no_tiles(scene: Scene) -> None:
    shutil.rmtree(scene.ledger / "tile" / "0")


@attack(By.ROOT, "cuts a leaf off", caught(verify="ledger's files damaged", signer="Nothing is signed"))
def _cut(scene: Scene) -> None:
    path = _one(scene, "entries")
    path.write_bytes(path.read_bytes()[:-1])


@attack(By.ROOT, "takes the head away", caught(verify="head missing", signer="Nothing is signed", police="shown no head"))
def _no_head(scene: Scene) -> None:
    (scene.ledger / "checkpoint").unlink()


@attack(By.ROOT, "garbles the head", caught(verify="head damaged", signer="Nothing is signed"))
def _garbled_head(scene: Scene) -> None:
    (scene.ledger / "checkpoint").write_bytes(b"\xff\x00")


@attack(
    By.ROOT,
    "puts an earlier head in the place of the last",
    caught(signer="Nothing is signed", police="saw a ledger of", teller="it was put back"),
)
def _earlier_head(scene: Scene) -> None:
    shutil.copy(scene.earlier_ledger / "checkpoint", scene.ledger / "checkpoint")


@attack(By.ROOT, "takes the archive of heads away", caught(verify="head removed"))
def _no_heads(scene: Scene) -> None:
    (scene.ledger / "heads").unlink()


@attack(By.ROOT, "takes one head out of the archive", caught(verify="head removed"))
def _one_head(scene: Scene) -> None:
    path = scene.ledger / "heads"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[1:]), encoding="utf-8")


@attack(By.ROOT, "garbles the archive of heads", caught(verify="ledger's files damaged"))
def _garbled_heads(scene: Scene) -> None:
    (scene.ledger / "heads").write_bytes(b"\xff\x00\n")


@attack(By.ROOT, "takes the ledger's folder away", caught(verify="head missing", signer="Nothing is signed", police="shown no head"))
def _no_folder(scene: Scene) -> None:
    shutil.rmtree(scene.ledger)


@attack(By.ROOT, "takes the map of positions away", Harmless("it is made again from the leaves"))
def _no_map(scene: Scene) -> None:
    for path in scene.ledger.glob("positions*"):
        path.unlink()


@attack(By.ROOT, "garbles the map of positions", Harmless("it is held against the root that was signed, and made again from the leaves"))
def _garbled_map(scene: Scene) -> None:
    for path in scene.ledger.glob("positions*"):
        path.write_bytes(b"\xff" * 5_000)


@attack(By.ROOT, "puts the database back from a backup", caught(verify="nothing is signed", signer="restored from an older backup"))
def _older_database(scene: Scene) -> None:
    scene.restore_database()


@attack(
    By.ROOT, "puts the ledger's files back from a backup", caught(signer="not that", police="saw a ledger of", teller="it was put back")
)
def _older_files(scene: Scene) -> None:
    scene.restore_files()


@attack(
    By.ROOT,
    "puts database and files back from one backup, so that they agree",
    caught(police="saw a ledger of", health="saw a ledger of", teller="it was put back", inspector="it was put back"),
)
def _all_older(scene: Scene) -> None:
    scene.restore_database()
    scene.restore_files()


@attack(By.ROOT, "takes the master key away", caught(verify="master key missing", recording="master key is not at"))
def _no_master_key(scene: Scene) -> None:
    (scene.home / "keys" / "master.key").unlink()
    forget()


@attack(
    By.ROOT,
    "puts another master key in its place",
    caught(verify="master key is another", recording="is not the one that this record was begun with"),
)
def _another_master_key(scene: Scene) -> None:
    (scene.home / "keys" / "master.key").write_text(secrets.token_hex(32) + "\n", encoding="ascii")
    forget()


@attack(By.ROOT, "takes the signing key away", caught(verify="signing key missing", signer="The signing key is not at"))
def _no_signing_key(scene: Scene) -> None:
    (scene.home / "keys" / "checkpoint.ed25519").unlink()
    forget()


@attack(By.ROOT, "puts another signing key in its place", caught(verify="head damaged", signer="Nothing is signed"))
def _another_signing_key(scene: Scene) -> None:
    (scene.home / "keys" / "checkpoint.ed25519").unlink()
    make_signing_keys()
    forget()


@attack(By.ROOT, "puts another signing key there, with a statement that it follows", caught(verify="signing key missing", signer="damaged"))
def _another_signing_key_with_a_statement(scene: Scene) -> None:
    before = head_keys().last
    (scene.home / "keys" / "checkpoint.ed25519").unlink()
    make_signing_keys()
    key = signing_key("checkpoint")
    following = Succession(before, VerifierKey(before.name, key.public_key().public_bytes_raw()), 1)
    Store(scene.ledger).add_key_statement(following.sign(key, key))
    forget()
