"""The three database roles and what they may do; running it again changes nothing."""

import psycopg
from psycopg import sql

SUPERUSER = "postgres"
OWNER = "owner"  # owns the tables, runs migrations
WEB = "app_web"  # pages and API
WRITER = "app_writer"  # the batch of messages; migrations grant what it needs
DATABASE = "dreamseed"

PRIVILEGES = """
ALTER DATABASE {database} SET timezone = 'UTC';
GRANT USAGE ON SCHEMA public TO {web}, {writer};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {web};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO {web};
"""


def prepare(maintenance: str, target: str) -> None:
    """Make roles and database where missing; the addresses are the superuser's, to `postgres` and to ours."""
    with psycopg.connect(maintenance, autocommit=True) as connection:
        for role in (OWNER, WEB, WRITER):
            _make_role(connection, role)
        make_database(connection, DATABASE)
    with psycopg.connect(target, autocommit=True) as connection:
        grant(connection, DATABASE)


def _make_role(connection: psycopg.Connection, role: str) -> None:
    if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))


def make_database(connection: psycopg.Connection, name: str, template: str = "template1") -> None:
    """A database owned by `owner`, unless there is one; a copy of `template`, which nobody may be using."""
    if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
        command = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
        connection.execute(
            command.format(sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template))
        )


def grant(connection: psycopg.Connection, database: str) -> None:
    """Inside one of our databases: what `owner` creates from now on is open to `app_web`."""
    names = {"database": database, "owner": OWNER, "web": WEB, "writer": WRITER}
    connection.execute(
        sql.SQL(PRIVILEGES).format(**{key: sql.Identifier(name) for key, name in names.items()})
    )
