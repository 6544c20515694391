"""What the database is, by its own catalogue: tables, columns, policies, triggers, functions, grants, constraints, roles; and what this release declares.

Whoever judges a record by what a database answers asks first whether it is the database that was set up: a narrowed policy hides a room, a view in the
place of a table lies, another `holdfast_viewer` opens everything. `declared.json` is what a fresh installation has; a test keeps it so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from holdfast.database.roles import Roles, roles

DECLARED = Path(__file__).parent / "declared.json"

_PUBLIC = "(SELECT oid FROM pg_namespace WHERE nspname = 'public')"
#: What each is called, and how it is found: rows of a name and of what is so of it, each as text.
_QUESTIONS = {
    "table": f"""
        SELECT relname, concat_ws(' ', relkind, relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner), reloptions::text,
            CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END)
        FROM pg_class WHERE relnamespace = {_PUBLIC} AND relkind IN ('r', 'v', 'm', 'f', 'p', 'S')""",
    "column": f"""
        SELECT c.relname || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
            pg_get_expr(d.adbin, d.adrelid))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = {_PUBLIC} AND c.relkind IN ('r', 'v', 'm', 'f', 'p') AND a.attnum > 0 AND NOT a.attisdropped""",
    "policy": f"""
        SELECT c.relname || '.' || p.polname, concat_ws(' ', p.polcmd, p.polpermissive,
            (SELECT string_agg(pg_get_userbyid(r), ',' ORDER BY pg_get_userbyid(r)) FROM unnest(p.polroles) r),
            pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid))
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = {_PUBLIC}""",
    "trigger": f"""
        SELECT c.relname || '.' || t.tgname, concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid))
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = {_PUBLIC} AND NOT t.tgisinternal""",
    "rule": f"""
        SELECT c.relname || '.' || r.rulename, pg_get_ruledef(r.oid)
        FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE c.relnamespace = {_PUBLIC} AND r.rulename <> '_RETURN'""",
    "function": f"""
        SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', concat_ws(' ', l.lanname, p.prokind, p.prosecdef, p.provolatile,
            p.proconfig::text, pg_get_userbyid(p.proowner), format_type(p.prorettype, NULL), p.prosrc)
        FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE p.pronamespace = {_PUBLIC}""",
    "constraint": f"""
        SELECT coalesce(c.relname, t.typname) || '.' || k.conname, concat_ws(' ', k.convalidated, pg_get_constraintdef(k.oid))
        FROM pg_constraint k LEFT JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_type t ON t.oid = k.contypid
        WHERE k.connamespace = {_PUBLIC} AND k.contype <> 'n'""",
    "index": f"""
        SELECT c.relname, concat_ws(' ', i.indisvalid, i.indisunique, pg_get_indexdef(i.indexrelid))
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = {_PUBLIC}""",
    "type": f"""
        SELECT t.typname, concat_ws(' ', t.typtype,
            (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
        FROM pg_type t WHERE t.typnamespace = {_PUBLIC} AND t.typtype IN ('e', 'd', 'r')""",
    "grant": f"""
        SELECT name || ' to ' || grantee, string_agg(privilege, ',' ORDER BY privilege) FROM (
            SELECT c.relname AS name, {{grantee}} AS grantee, a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END AS privilege
            FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = {_PUBLIC}
                AND NOT (a.privilege_type = 'MAINTAIN' AND a.grantee = c.relowner) -- an owner's own, from PostgreSQL 17 on
            UNION ALL SELECT c.relname || '.' || t.attname, {{grantee}}, a.privilege_type
            FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a WHERE c.relnamespace = {_PUBLIC}
            UNION ALL SELECT p.proname || '()', {{grantee}}, a.privilege_type FROM pg_proc p, aclexplode(p.proacl) a WHERE p.pronamespace = {_PUBLIC}
            UNION ALL SELECT 'schema ' || n.nspname, {{grantee}}, a.privilege_type FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.oid = {_PUBLIC}
        ) every GROUP BY name, grantee""".replace(
        "{grantee}", "CASE WHEN a.grantee = 0 THEN 'everyone' ELSE pg_get_userbyid(a.grantee) END"
    ),
    "event trigger": "SELECT evtname, concat_ws(' ', evtevent, evtenabled) FROM pg_event_trigger",
    "schema": "SELECT nspname, pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
    "setting": """
        SELECT 'of ' || CASE WHEN s.setrole = 0 THEN 'everyone' ELSE pg_get_userbyid(s.setrole) END, s.setconfig::text FROM pg_db_role_setting s
        WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())""",
    "default privilege": """
        SELECT pg_get_userbyid(defaclrole) || ' ' || defaclobjtype::text, defaclacl::text FROM pg_default_acl""",
    "publication": "SELECT pubname, concat_ws(' ', puballtables, pubinsert, pubupdate, pubdelete) FROM pg_publication",
}

_ROLES = """
    SELECT r.rolname, concat_ws(' ', r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb, r.rolreplication, 'in',
        (SELECT string_agg(pg_get_userbyid(m.roleid), ',' ORDER BY pg_get_userbyid(m.roleid)) FROM pg_auth_members m WHERE m.member = r.oid))
    FROM pg_roles r WHERE r.rolname = ANY(%s)"""


def catalogue() -> dict[str, str]:
    """What this database is: "policy record_entry.seen_by_audience" and the like, each with what is so of it. Names of roles are those of their part."""
    ours = roles()
    names = {getattr(ours, part): part for part in Roles.__dataclass_fields__}
    found: dict[str, str] = {}
    with connection.cursor() as cursor:
        for what, question in _QUESTIONS.items():
            cursor.execute(question)
            found |= dict(_rows(what, cursor.fetchall(), names))
        cursor.execute(_ROLES, [list(names)])
        found |= dict(_rows("role", cursor.fetchall(), names))
    return dict(sorted(found.items()))


def _rows(what: str, rows: list[tuple[Any, ...]], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, so in rows:
        words = f"{what} {name}", " ".join(str(so or "").split())
        for real, part in names.items():
            words = words[0].replace(real, f"<{part}>"), words[1].replace(real, f"<{part}>")
        yield words


@cache
def declared() -> dict[str, str]:
    """What a fresh installation of this release is."""
    found: dict[str, str] = json.loads(DECLARED.read_text(encoding="utf-8"))
    return found


def differences() -> Iterator[str]:
    """Each thing in which this database is not what this release declares, in words."""
    here, there = catalogue(), declared()
    for name in sorted({*here, *there}):
        if name not in here:
            yield f"the {name} is missing"
        elif name not in there:
            yield f"there is a {name} which this release does not have"
        elif here[name] != there[name]:
            yield f"the {name} is another than was declared"
