"""The table of wrapped entry keys."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "keys.sql"


class Migration(migrations.Migration):
    initial = True
    dependencies = [("database", "0001_foundation")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), reverse_sql=migrations.RunSQL.noop)]
