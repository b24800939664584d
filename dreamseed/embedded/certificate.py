"""A certificate for this machine's addresses, signed by an authority of its own kept in `var/tls`.

Browsers give a page the camera only over https or on localhost. Phones either accept the warning
or install `ca.pem` once; it survives a change of addresses.
"""

import ipaddress
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509

from dreamseed.embedded.runtime import make_folder

VALID = timedelta(days=397)  # the longest that Apple's devices accept
RENEW_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Certificate:
    """Files in PEM format: the private key, the certificate with its chain, the authority to trust."""

    key: Path
    chain: Path
    authority: Path


def certificate_for(names: Iterable[str], folder: Path) -> Certificate:
    """The certificate of these host names and addresses; made anew when they changed or it runs out."""
    make_folder(folder)
    files = Certificate(folder / "key.pem", folder / "chain.pem", folder / "ca.pem")
    wanted = sorted(set(names))
    if not _still_good(files, wanted):
        _issue(files, _authority(folder), wanted)
    return files


def _still_good(files: Certificate, wanted: list[str]) -> bool:
    try:
        found = x509.load_pem_x509_certificate(files.chain.read_bytes())
    except (OSError, ValueError):
        return False
    enough = found.not_valid_after_utc - datetime.now(UTC) > RENEW_BEFORE
    return enough and files.key.exists() and _names(found) == wanted


def _names(certificate: x509.Certificate) -> list[str]:
    extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    names = extension.get_values_for_type(x509.DNSName)
    addresses = [str(address) for address in extension.get_values_for_type(x509.IPAddress)]
    return sorted([*names, *addresses])


def _authority(folder: Path) -> trustme.CA:
    certificate, key = folder / "ca.pem", folder / "ca.key"
    if certificate.exists() and key.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    authority = trustme.CA(organization_name="Dreamseed on this machine")
    _write_secret(key, authority.private_key_pem.bytes())
    certificate.write_bytes(authority.cert_pem.bytes())
    return authority


def _issue(files: Certificate, authority: trustme.CA, names: list[str]) -> None:
    leaf = authority.issue_cert(
        *names,
        common_name=next((name for name in names if not _is_address(name)), names[0]),
        organization_name="Dreamseed",
        not_after=datetime.now(UTC) + VALID,
    )
    _write_secret(files.key, leaf.private_key_pem.bytes())
    files.chain.write_bytes(b"".join(part.bytes() for part in leaf.cert_chain_pems))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _write_secret(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
