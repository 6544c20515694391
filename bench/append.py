"""Appending through `record.append`, against plain INSERT of the very same rows into tables of the same shape."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from common import heading, installation, timed

SINGLE = 600
BULK = 20_000
BATCH = 2_000
TABLES = ("record_entry", "record_part", "vault_entry_key", "record_position", "record_leaf")


def main() -> None:
    with installation():
        from django.db import connections

        from holdfast.children.kinds.case import OWN, NoteRecorded, Words
        from holdfast.children.rooms import own_room_of
        from holdfast.database.viewing import EVERYONE
        from holdfast.record.append import append, append_all
        from holdfast.record.audience import AudienceGranted
        from holdfast.record.entries import SYSTEM_AUTHOR, Draft, Opening

        room = uuid4()
        facts = AudienceGranted(principal=EVERYONE, reason="bench")
        append(Draft(facts=facts, room=room, opens=Opening("case", (EVERYONE,))), by=SYSTEM_AUTHOR)

        own, agency = own_room_of(room, uuid4()), uuid4()
        first = Opening("case", (agency,), kind=OWN, matter=room)
        append(Draft(facts=NoteRecorded(), parts=Words(words="The first"), room=own, cites=[room], opens=first), by=SYSTEM_AUTHOR)

        def draft() -> Draft:
            """A note, in an organisation's own room, with its line in the core."""
            return Draft(facts=NoteRecorded(), parts=Words(words="Spoke to the school; nothing new. " * 6), room=own, cites=[room])

        for _ in range(50):
            append(draft(), by=SYSTEM_AUTHOR)
        with timed() as singly:
            one_by_one = [append(draft(), by=SYSTEM_AUTHOR).id for _ in range(SINGLE)]
        with timed() as in_bulk:
            many = [e.id for _ in range(BULK // BATCH) for e in append_all([draft() for _ in range(BATCH)], by=SYSTEM_AUTHOR)]
        with timed() as once:
            append_all([draft() for _ in range(BATCH)], by=SYSTEM_AUTHOR, react=False)

        owner = connections["owner"]
        owner.ensure_connection()
        raw: Any = owner.connection
        raw.autocommit = True
        columns: dict[str, list[str]] = {}
        for table in TABLES:
            raw.execute(f"CREATE TABLE plain_{table} (LIKE {table} INCLUDING ALL)")
            columns[table] = [c.name for c in raw.execute(f"SELECT * FROM {table} LIMIT 0").description]
        key = {"record_entry": "id"}

        def rows(ids: list[Any]) -> dict[str, dict[Any, list[tuple[Any, ...]]]]:
            found: dict[str, dict[Any, list[tuple[Any, ...]]]] = {}
            for table in TABLES:
                by = key.get(table, "entry_id")
                at = columns[table].index(by)
                for row in raw.execute(f"SELECT * FROM {table} WHERE {by} = ANY(%s)", [ids]):
                    found.setdefault(table, {}).setdefault(row[at], []).append(row)
            return found

        def insert(table: str) -> str:
            marks = ", ".join(["%s"] * len(columns[table]))
            names = ", ".join(f'"{c}"' for c in columns[table])
            return f"INSERT INTO plain_{table} ({names}) OVERRIDING SYSTEM VALUE VALUES ({marks})"

        from psycopg.types.json import Jsonb

        def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(Jsonb(v) if isinstance(v, dict) else v for v in row)

        same = rows(one_by_one)
        with timed() as plain_singly:
            for entry in one_by_one:
                with raw.transaction():
                    for table in TABLES:
                        for row in same.get(table, {}).get(entry, []):
                            raw.execute(insert(table), plain(row))
        same = rows(many)
        with timed() as plain_bulk, raw.transaction(), raw.cursor() as cursor:
            for table in TABLES:
                cursor.executemany(insert(table), [plain(row) for entry in many for row in same.get(table, {}).get(entry, [])])

        heading("Appending entries, against plain INSERT of the same rows")
        print("| how | record.append | plain INSERT | ratio of rates |")
        print("|---|---|---|---|")
        a, b = SINGLE / singly[0], SINGLE / plain_singly[0]
        print(f"| one to a transaction | {a:,.0f}/s | {b:,.0f}/s | {a / b:.2f} |")
        a, b = BULK / in_bulk[0], BULK / plain_bulk[0]
        print(f"| {BATCH:,} to a transaction, with reactors | {a:,.0f}/s | {b:,.0f}/s | {a / b:.2f} |")
        a = BATCH / once[0]
        print(f"| {BATCH:,} to a transaction, as an import | {a:,.0f}/s | {b:,.0f}/s | {a / b:.2f} |")


if __name__ == "__main__":
    main()
