"""The tests' databases: migrated once a run, copied for each test process, emptied quickly."""

import os
from functools import cache

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from dreamseed.embedded import roles
from dreamseed.embedded.runtime import claim
from tests import servers

TEMPLATE = "dreamseed_template"
ADDRESSES = {"default": "DATABASE_URL", "writer": "DATABASE_WRITER_URL", "owner": "DATABASE_OWNER_URL"}


def make_database() -> str:
    """This process's own copy of the migrated template; afterwards every alias and child process uses it."""
    name = f"dreamseed_{servers.process_name()}"
    with claim(servers.folder() / "template.lock", busy="migrations take too long", patience=120):
        if not _exists(TEMPLATE):
            _make_template()
        with _superuser("postgres") as connection:
            roles.make_database(connection, name, TEMPLATE)
    _use(name)
    return name


def _make_template() -> None:
    with _superuser("postgres") as connection:
        roles.make_database(connection, TEMPLATE)
    with _superuser(TEMPLATE) as connection:
        roles.grant(connection, TEMPLATE)
    owner = connections["owner"]
    owner.settings_dict["NAME"] = TEMPLATE
    try:
        call_command("migrate", database="owner", verbosity=0)
    except BaseException:
        owner.close()
        with _superuser("postgres") as connection:  # nobody may copy half a schema
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(TEMPLATE)))
        raise
    owner.close()


def _use(name: str) -> None:
    for alias, variable in ADDRESSES.items():
        connections.settings[alias]["NAME"] = name  # what every thread makes its connections from
        os.environ[variable] = _with_database(os.environ[variable], name)


def empty() -> None:
    """Delete every row a test left, in one statement a table and without waiting for anybody's lock on it.

    As the replica role of a superuser: no triggers, so no order of tables and no cascades. Tables that
    migrations filled (permissions, content types) stay as they are.
    """
    connection = _cleaner()
    for table in _tables(connection):
        connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


def _tables(connection: psycopg.Connection) -> list[str]:
    """Tables with rows in them; asked in one round trip."""
    names = [name for name in _known_tables() if name not in _filled_by_migrations()]
    if not names:
        return []
    parts = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(name, sql.Identifier(name))
        for name in names
    ]
    return [row[0] for row in connection.execute(sql.SQL(" UNION ALL ").join(parts))]


@cache
def _known_tables() -> list[str]:
    rows = _cleaner().execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [row[0] for row in rows]


@cache
def _filled_by_migrations() -> frozenset[str]:
    with _superuser(TEMPLATE) as template:
        return frozenset(
            name
            for name in _known_tables()
            if template.execute(sql.SQL("SELECT FROM {} LIMIT 1").format(sql.Identifier(name))).rowcount
        )


@cache
def _cleaner() -> psycopg.Connection:
    connection = _superuser(f"dreamseed_{servers.process_name()}")
    connection.execute("SET session_replication_role = replica")
    return connection


def _exists(name: str) -> bool:
    with _superuser("postgres") as connection:
        return bool(connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount)


def _superuser(database: str) -> psycopg.Connection:
    address = _with_database(os.environ["DATABASE_OWNER_URL"], database)
    return psycopg.connect(address.replace(f"//{roles.OWNER}@", f"//{roles.SUPERUSER}@", 1), autocommit=True)


def _with_database(url: str, name: str) -> str:
    head, _, rest = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{rest}"
