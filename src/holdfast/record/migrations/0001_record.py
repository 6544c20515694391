"""The record's tables (in SQL), the two read models that the mechanism itself keeps, and the view of cited lines."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql" / "record.sql"


class Migration(migrations.Migration):
    initial = True
    dependencies = [("database", "0001_foundation"), ("vault", "0001_keys")]
    operations = [
        migrations.CreateModel(
            name="MatterHead",
            fields=[("matter_id", models.UUIDField(primary_key=True, serialize=False)), ("last_room", models.IntegerField())],
            options={"db_table": "record_matter_head"},
        ),
        migrations.CreateModel(
            name="RoomHead",
            fields=[
                ("room_id", models.UUIDField(primary_key=True, serialize=False)),
                ("matter_id", models.UUIDField()),
                ("length", models.IntegerField()),
            ],
            options={"db_table": "record_room_head"},
        ),
        migrations.CreateModel(
            name="Audience",
            fields=[
                ("pk", models.CompositePrimaryKey("room_id", "principal", blank=True, editable=False, primary_key=True, serialize=False)),
                ("room_id", models.UUIDField()),
                ("principal", models.UUIDField()),
                ("until", models.DateTimeField(null=True)),
            ],
            options={"db_table": "record_audience"},
        ),
        migrations.AddIndex(
            model_name="audience", index=models.Index(fields=["principal", "room_id"], name="record_audience_principal")
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("pk", models.CompositePrimaryKey("matter_id", "relation", blank=True, editable=False, primary_key=True, serialize=False)),
                ("matter_id", models.UUIDField()),
                ("relation", models.TextField()),
                ("worker_id", models.UUIDField()),
                ("principal", models.UUIDField()),
            ],
            options={"db_table": "record_relation"},
        ),
        migrations.AddIndex(model_name="relation", index=models.Index(fields=["worker_id"], name="record_relation_worker")),
        migrations.CreateModel(
            name="Erased",
            fields=[
                ("entry_id", models.UUIDField(primary_key=True, serialize=False)),
                ("room_id", models.UUIDField()),
                ("by_id", models.UUIDField()),
                ("order_id", models.UUIDField()),
                ("erased_at", models.DateTimeField()),
            ],
            options={"db_table": "record_erased"},
        ),
        migrations.CreateModel(
            name="Found",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("room_id", models.UUIDField()),
                ("entry_id", models.UUIDField()),
            ],
            options={"db_table": "record_found"},
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), reverse_sql=migrations.RunSQL.noop),
    ]
