import socket
import ssl
import stat
import threading

import pytest

from dreamseed.embedded.certificate import certificate_for

NAMES = ["localhost", "127.0.0.1", "192.0.2.7"]


def greet(certificate, name):
    """What a browser does first; raises when the certificate does not fit."""
    ours, theirs = socket.socketpair()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate.chain, certificate.key)

    def serve():
        try:
            server.wrap_socket(ours, server_side=True).close()
        except OSError:
            ours.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        client = ssl.create_default_context(cafile=certificate.authority)
        client.wrap_socket(theirs, server_hostname=name).close()
    finally:
        theirs.close()
        thread.join()


def test_it_is_good_for_every_name_and_address(tmp_path):
    certificate = certificate_for(NAMES, tmp_path)

    for name in NAMES:
        greet(certificate, name)
    with pytest.raises(ssl.SSLCertVerificationError):
        greet(certificate, "192.0.2.8")


def test_it_is_kept_until_the_addresses_change_and_then_the_authority_stays(tmp_path):
    first = certificate_for(NAMES, tmp_path)
    chain, authority = first.chain.read_bytes(), first.authority.read_bytes()

    assert certificate_for(reversed(NAMES), tmp_path).chain.read_bytes() == chain
    second = certificate_for([*NAMES, "192.0.2.8"], tmp_path)

    assert second.chain.read_bytes() != chain
    assert second.authority.read_bytes() == authority
    greet(second, "192.0.2.8")


def test_a_damaged_certificate_is_made_anew(tmp_path):
    certificate_for(NAMES, tmp_path).chain.write_text("nonsense")

    greet(certificate_for(NAMES, tmp_path), "localhost")


def test_keys_are_for_their_owner_only(tmp_path):
    certificate_for(NAMES, tmp_path)
    for name in ("key.pem", "ca.key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
