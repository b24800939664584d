"""What `manage.py up` reads from the environment; a bad value is told in one sentence."""

import fcntl
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dreamseed.embedded.errors import CannotStart

YES = {"1", "true", "yes", "on", "y", "ok"}
NO = {"", "0", "false", "no", "off", "n"}
SERVERS = ("daphne", "uvicorn")
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104  asked for by BIND, or by TLS


@dataclass(frozen=True)
class Options:
    """Where to keep things, where to listen, what to start."""

    var: Path
    bind: str
    port: int
    tls: bool
    server: str
    demo: bool
    postgres: bool
    valkey: bool

    @classmethod
    def read(cls, env: Mapping[str, str], base: Path) -> "Options":
        """Raises CannotStart with the variable's name in it."""
        tls = _flag(env, "TLS")
        return cls(
            var=Path(env.get("DREAMSEED_VAR") or base / "var").resolve(),
            bind=env.get("BIND") or (EVERY_ADDRESS[0] if tls else "127.0.0.1"),
            port=_port(env),
            tls=tls,
            server=_choice(env, "ASGI_SERVER", SERVERS),
            demo=_flag(env, "DREAMSEED_DEMO"),
            postgres=not env.get("DATABASE_URL"),
            valkey=not env.get("REDIS_URL"),
        )

    @property
    def local_url(self) -> str:
        """The address for a browser on this machine."""
        return self.url(self.bind if self.bind not in (*EVERY_ADDRESS, "127.0.0.1", "::1") else "localhost")

    def url(self, host: str) -> str:
        """The address under a name or number of this machine."""
        return f"{'https' if self.tls else 'http'}://{f'[{host}]' if ':' in host else host}:{self.port}"

    def check_port(self) -> None:
        """Raises CannotStart when another program listens there, or the address is not ours."""
        family = socket.AF_INET6 if ":" in self.bind else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.bind, self.port))
            except socket.gaierror as error:
                raise CannotStart(f"BIND={self.bind} is no address of this machine.") from error
            except OSError as error:
                raise CannotStart(
                    f"Port {self.port} on {self.bind} cannot be used ({error.strerror}): stop the program "
                    f"that listens there, or choose another one with PORT={self.port + 1}."
                ) from error


def lan_addresses() -> list[str]:
    """IPv4 addresses by which the network reaches this machine, the usual one first."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; chooses the interface of the default route
            found.append(probe.getsockname()[0])
        except OSError:
            pass
        found += [
            address for _, name in socket.if_nameindex() if (address := _interface_address(probe, name))
        ]
    return [address for address in dict.fromkeys(found) if not address.startswith("127.")]


def _interface_address(probe: socket.socket, name: str) -> str | None:
    """Linux tells an interface's address by ioctl; elsewhere the default route's is enough."""
    siocgifaddr = 0x8915
    try:
        answer = fcntl.ioctl(probe, siocgifaddr, name.encode()[:15].ljust(256, b"\0"))
    except OSError:
        return None
    return socket.inet_ntoa(answer[20:24])


def _flag(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").strip().lower()
    if value not in YES | NO:
        raise CannotStart(f"{name}={env[name]} must be 1 or 0.")
    return value in YES


def _port(env: Mapping[str, str]) -> int:
    value = env.get("PORT") or "8001"
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise CannotStart(f"PORT={value} must be a number from 1 to 65535.")
    return int(value)


def _choice(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = env.get(name) or choices[0]
    if value not in choices:
        raise CannotStart(f"{name}={value} must be one of {', '.join(choices)}.")
    return value
