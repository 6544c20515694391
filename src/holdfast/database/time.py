"""Domain time: the one clock of the record.

Instants are UTC; days are days in Europe/London. Nothing in a domain package may read any other clock (lint enforces it), so that
a demonstration or a test can move time and every rule moves with it.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection

from holdfast.when import london_day


def now() -> datetime:
    """The present instant in domain time, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT holdfast_now()")
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment


def today() -> date:
    """Today's date in Europe/London, in domain time."""
    return london_day(now())


def move_clock(to: datetime) -> datetime:
    """Move domain time forward to `to`. Raises a database error unless this database was made as a demonstration or a test."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT holdfast_move_clock(%s)", [to])
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment
