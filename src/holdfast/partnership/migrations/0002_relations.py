"""The function by which a worker's relations to matters are found as each transaction begins."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "relations.sql"


class Migration(migrations.Migration):
    dependencies = [("partnership", "0001_initial"), ("record", "0001_record")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), reverse_sql=migrations.RunSQL.noop)]
