"""Golden examples: each version of each kind keeps one, as it was stored. Whatever the code becomes, it reads them all.

A new kind, or a new version of one, needs an example: `HOLDFAST_WRITE_GOLDEN=1 script/test tests/test_golden.py` adds what is missing and changes
none that is there. Look at what it wrote, and commit it.
"""

from __future__ import annotations

import json
import os
import types
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

import pytest
from pydantic import BaseModel

from holdfast.record.kinds import Kind, KindError, all_kinds, kind_named, read_facts

FILE = Path(__file__).parent / "golden" / "kinds.json"
#: `entry.unreadable` stands for others and is never recorded; kinds that tests declare are not ours.
NEVER_RECORDED = ("entry.unreadable",)

Examples = dict[str, dict[str, dict[str, Any]]]


def examples() -> Examples:
    found: Examples = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def recorded_kinds() -> list[Kind]:
    return [k for k in all_kinds() if k.name not in NEVER_RECORDED and k.package.startswith("holdfast.") and ".tests" not in k.package]


def example_of(annotation: Any, name: str) -> Any:
    """A value that fits, the same each time."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return "code" if get_args(annotation)[0] is str else example_of(get_args(annotation)[0], name)
    if origin in (Union, types.UnionType):
        return example_of(next(a for a in get_args(annotation) if a is not type(None)), name)
    if origin is Literal:
        return get_args(annotation)[0]
    if origin in (tuple, list, frozenset):
        return [example_of(get_args(annotation)[0], name)]
    if origin is dict:
        return {}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {field: _field(info, field) for field, info in annotation.model_fields.items()}
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation)).value
    plain = {
        bool: True,
        int: 3,
        str: "words",
        UUID: "0b8f3c6e-1d5a-4c7b-9e2f-6a4d8c1b3e5f",
        date: "2026-03-04",
        datetime: "2026-03-04T05:06:07Z",
        Any: "words",
    }
    return plain[annotation]


def _field(info: Any, name: str) -> Any:
    return example_of(Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation, name)


def _write_what_is_missing() -> None:
    found = examples() if FILE.exists() else {}
    for kind in recorded_kinds():
        of_kind = found.setdefault(kind.name, {})
        if str(kind.version) not in of_kind:
            of_kind[str(kind.version)] = {"facts": example_of(kind.facts, ""), "parts": example_of(kind.parts, "")}
    FILE.write_text(json.dumps(dict(sorted(found.items())), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if os.environ.get("HOLDFAST_WRITE_GOLDEN"):
    _write_what_is_missing()


def test_each_version_of_each_kind_keeps_an_example() -> None:
    kept = {(name, int(version)) for name, of_kind in examples().items() for version in of_kind}
    assert {(k.name, version) for k in recorded_kinds() for version in range(1, k.version + 1)} == kept


@pytest.mark.parametrize(("name", "version"), [(n, v) for n, of_kind in examples().items() for v in of_kind])
def test_every_example_is_read_as_it_was_stored(name: str, version: str) -> None:
    stored = examples()[name][version]
    kind = kind_named(name)
    facts = read_facts(name, int(version), json.loads(json.dumps(stored["facts"])))
    kind.parts.model_validate(stored["parts"])
    if int(version) == kind.version:
        assert facts.model_dump(mode="json") == kind.facts.model_validate(stored["facts"]).model_dump(mode="json")
        assert set(stored["facts"]) == set(kind.facts.model_fields), (
            "a field that was added needs a new version, or a default and an example"
        )


def test_a_decision_about_one_child_is_read_as_one_about_children() -> None:
    old = examples()["concern.decided"]["1"]["facts"]
    read = read_facts("concern.decided", 1, dict(old))
    assert [str(c) for c in read.children] == [old["child"]]  # type: ignore[attr-defined]
    without = read_facts("concern.decided", 1, {k: v for k, v in old.items() if k != "child"})
    assert without.children == ()  # type: ignore[attr-defined]


def test_a_version_of_a_later_release_is_said_to_be_that() -> None:
    with pytest.raises(KindError, match="a later release"):
        read_facts("concern.decided", 3, {})
