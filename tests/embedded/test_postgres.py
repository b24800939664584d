import signal

import psycopg
import pytest
from psycopg import errors

from dreamseed.embedded import roles
from dreamseed.embedded.errors import CannotStart
from dreamseed.embedded.postgres import Postgres


def run(postgres, role, statement):
    with psycopg.connect(postgres.url(role)) as connection:
        return connection.execute(statement)


def test_each_role_may_do_its_own_work_and_no_more(postgres):
    postgres.start()
    run(postgres, roles.OWNER, "CREATE TABLE lesson (id serial, title text)")

    run(postgres, roles.WEB, "INSERT INTO lesson (title) VALUES ('수학')")
    with pytest.raises(errors.InsufficientPrivilege):
        run(postgres, roles.WEB, "CREATE TABLE mine ()")
    with pytest.raises(errors.InsufficientPrivilege):
        run(postgres, roles.WEB, "DROP TABLE lesson")
    with pytest.raises(errors.InsufficientPrivilege):
        run(postgres, roles.WRITER, "SELECT * FROM lesson")


def test_data_and_roles_are_still_there_after_a_stop_and_after_a_kill(postgres):
    postgres.start()
    run(postgres, roles.OWNER, "CREATE TABLE lesson (title text)")
    run(postgres, roles.WEB, "INSERT INTO lesson VALUES ('수학')")
    postgres.stop()
    postgres.start()
    postgres.process.send_signal(signal.SIGKILL)
    postgres.process.wait()
    postgres.stop()
    postgres.patience = 10

    postgres.start()

    with psycopg.connect(postgres.url(roles.WEB)) as connection:
        assert connection.execute("SELECT title FROM lesson").fetchone() == ("수학",)


def test_one_folder_serves_one_cluster(postgres):
    postgres.start()
    second = Postgres(postgres.folder, postgres.sockets, postgres.log, patience=0)

    with pytest.raises(CannotStart, match="is in use by another PostgreSQL"):
        second.start()

    assert run(postgres, roles.WEB, "SELECT 1")


def test_nothing_listens_on_the_network(postgres):
    postgres.start()
    with psycopg.connect(postgres.url(roles.WEB)) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_data_of_another_version_is_left_alone(postgres):
    postgres.data.mkdir(parents=True)
    (postgres.data / "PG_VERSION").write_text("9\n")

    with pytest.raises(CannotStart, match=r"made by PostgreSQL 9, but this is \d+"):
        postgres.start()

    assert (postgres.data / "PG_VERSION").read_text() == "9\n"


def test_an_interrupted_first_start_leaves_nothing_half_made(postgres):
    half = postgres.folder / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").touch()

    postgres.start()

    assert not half.exists()


def test_missing_programs_are_told_in_a_sentence(postgres, monkeypatch, tmp_path):
    monkeypatch.setenv("PG_BINDIR", str(tmp_path))

    with pytest.raises(CannotStart, match="PostgreSQL was not found: install"):
        postgres.start()
