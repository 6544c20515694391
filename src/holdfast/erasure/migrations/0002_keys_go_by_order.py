"""What lets a key go."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "erasing.sql"


class Migration(migrations.Migration):
    dependencies = [("erasure", "0001_initial"), ("record", "0001_record")]
    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), reverse_sql=migrations.RunSQL.noop)]
