"""The data of a run as root do not outlive their home unseen, and nothing real is ever taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.database.embedded.places import place_at, places, remove


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
