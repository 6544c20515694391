"""The data of a run as root do not outlive their home unseen, and nothing real is ever taken away."""

from __future__ import annotations

import os
import pwd
import shutil
import tempfile
from pathlib import Path

import pytest

from holdfast.database.embedded.cluster import cluster_of
from holdfast.database.embedded.places import NotDestroyed, destroy, place_at, places, remove
from holdfast.database.embedded.programs import STATE, ServiceUser, service_user


def cluster(state: Path, name: str, *, home: Path | None, nature: str) -> Path:
    folder = state / name
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "PG_VERSION").write_text("18")
    if home is not None:
        (folder / "home").write_text(f"{home}\n")
    if nature:
        (folder / "nature").write_text(f"{nature}\n")
    return folder


def test_each_says_whose_it_is_and_whether_its_home_is_gone(tmp_path: Path) -> None:
    there, gone = tmp_path / "there", tmp_path / "gone"
    there.mkdir()
    cluster(tmp_path / "state", "a", home=there, nature="demonstration")
    cluster(tmp_path / "state", "b", home=gone, nature="test")
    cluster(tmp_path / "state", "c", home=None, nature="")
    found = {p.folder.name: (p.nature, p.left_behind, p.in_use) for p in places(tmp_path / "state")}
    assert found == {"a": ("demonstration", False, False), "b": ("test", True, False), "c": ("unknown", False, False)}
    assert list(places(tmp_path / "nowhere")) == []


@pytest.mark.parametrize("nature", ["real", "unknown", "", "garbled"])
def test_what_is_real_or_unknown_is_never_taken_away(tmp_path: Path, nature: str) -> None:
    folder = cluster(tmp_path, "x", home=tmp_path / "gone", nature=nature)
    with pytest.raises(PermissionError):
        remove(place_at(folder))
    assert (folder / "data").is_dir()


def test_what_is_invented_is_taken_away_when_told_to(tmp_path: Path) -> None:
    folder = cluster(tmp_path, "x", home=tmp_path / "gone", nature="demonstration")
    assert place_at(folder).megabytes < 1
    remove(place_at(folder))
    assert not folder.exists()


def a_home(folder: Path, nature: str) -> Path:
    """A home with a cluster in it, its keys, and a file that is not ours."""
    cluster(folder, "postgresql", home=folder, nature=nature)
    (folder / "keys").mkdir()
    (folder / "keys" / "master.key").write_text("00")
    (folder / "ledger").mkdir()
    return folder


@pytest.mark.parametrize("nature", ["demonstration", "test"])
def test_a_demonstration_is_taken_away_whole_and_what_is_not_ours_stays(tmp_path: Path, nature: str) -> None:
    home = a_home(tmp_path / "a home", nature)
    (home / "my own.txt").write_text("mine")
    destroy(home)
    assert [path.name for path in home.iterdir()] == ["my own.txt"]
    bare = a_home(tmp_path / "bare", nature)
    destroy(bare)
    assert not bare.exists()


@pytest.mark.parametrize("nature", ["real", "", "unknown"])
def test_what_is_real_or_unknown_is_not_destroyed(tmp_path: Path, nature: str) -> None:
    home = a_home(tmp_path / "a home", nature)
    with pytest.raises(NotDestroyed, match="Only a demonstration"):
        destroy(home)
    assert (home / "keys" / "master.key").exists()


def test_a_key_whose_record_lies_elsewhere_is_not_destroyed(tmp_path: Path) -> None:
    (tmp_path / "a home" / "keys").mkdir(parents=True)
    (tmp_path / "a home" / "keys" / "master.key").write_text("00")
    with pytest.raises(NotDestroyed, match="may lie elsewhere"):
        destroy(tmp_path / "a home")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_the_server_is_run_as_whom_its_data_belong_to_whoever_comes_to_the_machine_later(tmp_path: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    data = tmp_path / "data"
    assert service_user(data) == service_user(), "nothing is there yet"
    data.mkdir()
    assert service_user(data) == service_user()
    os.chown(data, nobody.pw_uid, nobody.pw_gid)
    assert service_user(data) == ServiceUser(nobody.pw_uid, nobody.pw_gid)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_roots_data_lie_in_the_home_where_another_user_can_get_there_and_the_home_stays_shut_to_others(tmp_path: Path) -> None:
    open_place = Path(tempfile.mkdtemp(dir="/var/tmp"))
    try:
        open_place.chmod(0o755)
        home = open_place / "a home"
        home.mkdir(mode=0o700)
        assert cluster_of(home).folder == home / "postgresql"
        assert "a%20home" in cluster_of(home).superuser_url, "libpq takes no plus for a space"
        assert home.stat().st_mode & 0o077 == 0o010, "the server's user goes through it; nobody lists it, and others do neither"
        shut = tmp_path / "shut"
        shut.mkdir(mode=0o700)
        inside = shut / "home"
        inside.mkdir(mode=0o700)
        assert STATE in cluster_of(inside).folder.parents
        assert shut.stat().st_mode & 0o777 == 0o700, "no parent is opened"
    finally:
        shutil.rmtree(open_place)
