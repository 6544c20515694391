"""Array literals: whatever is put in comes out of the database as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.database.viewing import Viewer, viewing
from holdfast.record import arrays

pytestmark = pytest.mark.django_db

WORDS = st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)), max_size=30)


def through(literal: str, kind: str, sql: str = "x") -> list[Any]:
    with viewing(Viewer.of(UUID(int=1))), connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql} FROM unnest(%s::{kind}[]) WITH ORDINALITY AS given (x, n) ORDER BY n", [literal])
        return [value for (value,) in cursor.fetchall()]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.none() | WORDS, max_size=8))
def test_texts(words: list[str | None]) -> None:
    assert through(arrays.texts(words), "text") == words


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.lists(st.binary(max_size=40), max_size=8), truths=st.lists(st.booleans(), max_size=8))
def test_bytes_and_truths(data: list[bytes], truths: list[bool]) -> None:
    assert [bytes(value) for value in through(arrays.hexadecimal(data), "text", "decode(x, 'hex')")] == data
    assert through(arrays.truths(truths), "boolean") == truths


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ids=st.lists(st.none() | st.uuids(), max_size=8),
    numbers=st.lists(st.integers(-(2**31), 2**31 - 1), max_size=8),
    instants=st.lists(st.none() | st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC)), max_size=8),
)
def test_ids_numbers_and_instants(ids: list[UUID | None], numbers: list[int], instants: list[datetime | None]) -> None:
    assert through(arrays.ids(ids), "uuid") == ids
    assert through(arrays.numbers(numbers), "integer") == numbers
    assert through(arrays.instants(instants), "timestamptz") == instants
