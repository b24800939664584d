import socket
from pathlib import Path

import pytest

from dreamseed.embedded.errors import CannotStart
from dreamseed.embedded.options import Options, lan_addresses


def options(**env):
    return Options.read(env, Path("/srv/school"))


def test_nothing_set_means_this_machine_only():
    read = options()

    assert (read.bind, read.port, read.server, read.tls, read.demo) == (
        "127.0.0.1",
        8001,
        "daphne",
        False,
        False,
    )
    assert read.var == Path("/srv/school/var")
    assert read.local_url == "http://localhost:8001"
    assert read.postgres
    assert read.valkey


def test_what_has_an_address_is_not_started():
    read = options(DATABASE_URL="postgresql://db/school", REDIS_URL="redis://valkey/0")

    assert not read.postgres
    assert not read.valkey


def test_tls_is_for_the_whole_network():
    assert options(TLS="1").bind == "0.0.0.0"
    assert options(TLS="1").local_url == "https://localhost:8001"
    assert options(TLS="1", BIND="192.0.2.7").local_url == "https://192.0.2.7:8001"
    assert options(BIND="::").url("2001:db8::1") == "http://[2001:db8::1]:8001"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "eight", "PORT=eight must be a number from 1 to 65535."),
        ("PORT", "0", "PORT=0 must be a number from 1 to 65535."),
        ("PORT", "70000", "PORT=70000 must be a number from 1 to 65535."),
        ("TLS", "maybe", "TLS=maybe must be 1 or 0."),
        ("DREAMSEED_DEMO", "2", "DREAMSEED_DEMO=2 must be 1 or 0."),
        ("ASGI_SERVER", "hypercorn", "ASGI_SERVER=hypercorn must be one of daphne, uvicorn."),
    ],
)
def test_a_bad_value_is_told_in_one_sentence(name, value, sentence):
    with pytest.raises(CannotStart) as told:
        options(**{name: value})
    assert str(told.value) == sentence


def test_a_taken_port_is_told_before_anything_starts():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(
            CannotStart, match=rf"Port {port} on 127\.0\.0\.1 cannot be used .* with PORT={port + 1}"
        ):
            options(PORT=str(port)).check_port()
    options(PORT=str(port)).check_port()


def test_an_address_of_another_machine_is_told():
    with pytest.raises(CannotStart, match=r"192\.0\.2\.7"):
        options(BIND="192.0.2.7").check_port()
    with pytest.raises(CannotStart, match="is no address of this machine"):
        options(BIND="no such name").check_port()


def test_the_networks_addresses_leave_out_this_machine_alone():
    assert not [address for address in lan_addresses() if address.startswith("127.")]
